"""Two tokens side by side: what both say, what they say differently, what only one of them says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from cognito_lab.widgets.token_view import Row, TokenView


@dataclass(frozen=True)
class ComparedRow:
    """One member in both tokens; an empty value means that it is not there."""

    name: str
    one: str
    other: str
    says: str


@dataclass(frozen=True)
class Comparison:
    """Two tokens: their names, what follows from comparing them, and every member."""

    one: str
    other: str
    remarks: Sequence[str]
    rows: Sequence[ComparedRow]

    def as_dict(self) -> dict[str, Any]:
        """Plain lists and texts, as a message to the browser carries them."""
        return asdict(self)


def comparison(one: TokenView, other: TokenView) -> Comparison:
    """Compare two tokens, header first; what differs says so in words."""
    rows = [*_compared(one.header, other.header), *_compared(one.claims, other.claims)]
    return Comparison(one.title, other.title, tuple(_remarks(rows)), rows)


def _compared(one: Sequence[Row], other: Sequence[Row]) -> Iterator[ComparedRow]:
    first = {row.name: row.value for row in one}
    second = {row.name: row.value for row in other}
    for name in {**first, **second}:
        here, there = first.get(name, ""), second.get(name, "")
        yield ComparedRow(name, here, there, _says(here, there))


def _says(here: str, there: str) -> str:
    if here == there:
        return "same"
    if here and there:
        return "different"
    return "only left" if here else "only right"


def _remarks(rows: Sequence[ComparedRow]) -> Iterator[str]:
    """What two tokens tell only together."""
    says = {row.name: row.says for row in rows}
    if says.get("origin_jti") == "same":
        yield "Both come from one sign-in: origin_jti is the same."
    elif says.get("origin_jti") == "different":
        yield "They come from two sign-ins: origin_jti differs."
    if says.get("sub") == "same":
        yield "Both are about the same subject."
    if says.get("iss") == "same" and says.get("kid") == "different":
        yield "Two keys signed them: a user pool has one for ID tokens and one for access tokens."
    if says.get("iss") == "different":
        yield "Two issuers speak here: what one says binds the other to nothing."
    if says.get("aud") == "only left" and says.get("client_id") == "only right":
        yield "The left one is for an app (aud), the right one is for an API (client_id, scope)."
