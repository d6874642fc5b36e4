"""Eight rows, three doors: who opens what, filled by real requests.

    1a gina, signed   1b gina, ID token   2a jdoe, signed   2b jdoe, ID token   3 artie, ID token
    4a uma at the counter: refused, so there is nothing to send   4b uma, ID token   5 guest, signed

A card shows an id only where the back end answered 200.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cognito_lab.lessons.journey.papers import Paper, Papers
from cognito_lab.lessons.journey.world import World
from cognito_lab.widgets import html
from cognito_lab.widgets.doors import Knock, Visitor, knock
from cognito_lab.widgets.identity_card import kind_of_id

DOORS = ("/google", "/group", "/jwt")
Knocks = Mapping[tuple[str, str], Knock]


@dataclass(frozen=True)
class Row:
    """One row of the table: a person with one document."""

    number: str
    who: str
    signed: bool
    sends: str


ROWS = (
    Row("1a", "gina", True, "a signed request (Google, default role)"),
    Row("1b", "gina", False, "the raw Google ID token"),
    Row("2a", "jdoe", True, "a signed request (group's role)"),
    Row("2b", "jdoe", False, "the raw ID token"),
    Row("3", "artie", False, "the raw ID token (user pool alone)"),
    Row("4a", "uma", True, "nothing: refused at the counter"),
    Row("4b", "uma", False, "the raw ID token"),
    Row("5", "guest", True, "a signed request (guest role)"),
)


def knocks(world: World, papers: Papers) -> dict[tuple[str, str], Knock]:
    """Knock at every door with every document that somebody holds.

    Returns:
        ``{(row number, door): Knock}``; row 4a is not in it, since uma has nothing to sign with.
    """
    return {
        (row.number, door): knock(world.cloud, world.api_url, door, visitor)
        for row in ROWS
        if (visitor := _visitor(row, papers[row.who])) is not None
        for door in DOORS
    }


def _visitor(row: Row, paper: Paper) -> Visitor | None:
    if not row.signed:
        return Visitor(row.who, id_token=paper.id_token)
    return Visitor(row.who, credentials=paper.credentials) if paper.credentials else None


@dataclass(frozen=True)
class Table:
    """The filled table, for eyes and for ears."""

    rows: tuple[tuple[str, ...], ...]

    HEAD = ("#", "who, what is sent", *DOORS, "id on the user card")

    def __repr__(self) -> str:
        return "\n".join(" | ".join(row) for row in (self.HEAD, *self.rows))

    def _repr_html_(self) -> str:
        rows = [tuple(_cell(text) for text in row) for row in self.rows]
        return str(html.static(html.table(self.HEAD, rows, caption="Eight rows, three doors")))


def table(knocks: Knocks, papers: Papers) -> Table:
    """Arrange the answers as the table of the lesson; a cell without a request says so."""
    return Table(tuple(_table_row(row, knocks, papers) for row in ROWS))


def _table_row(row: Row, knocks: Knocks, papers: Papers) -> tuple[str, ...]:
    label = f"{row.who}: {row.sends}"
    if (row.number, DOORS[0]) not in knocks:
        return (row.number, label, *("no request" for _ in DOORS), _refusal(papers[row.who]))
    answers = [knocks[row.number, door] for door in DOORS]
    ids = [answer.user_id for answer in answers if answer.user_id is not None]
    card = f"{kind_of_id(ids[0])} {ids[0]}" if ids else "–"
    return (row.number, label, *(answer.in_short for answer in answers), card)


def _cell(text: str) -> html.Text:
    """A cell of the table; a status gets its tick or cross."""
    if text[:3] not in ("200", "401", "403"):
        return text
    return html.verdict(text == "200", text)


def _refusal(paper: Paper) -> str:
    return f"– ({paper.refusal})"
