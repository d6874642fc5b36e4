"""IdentityCard: the user information card, and what kind of id stands on it.

The id on a card changes its shape with the route that the person took:

    us-east-1:1699ebc0-7900-…    an **identity id**: the identity pool made it; the region comes
    first 34c84488-e0e1-70ae-…         a **sub**: the user pool made it; a bare UUID, no region –
    none: the back end was not reached, or nobody told it who asks

`IdentityCard(knock)` shows the card that a back end printed; `IdentityCard(*knocks)` shows several.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from markupsafe import Markup

from cognito_lab.widgets import html
from cognito_lab.widgets.doors import Knock


class IdKind(StrEnum):
    """What an id on a card is."""

    IDENTITY_ID = "identity id"
    SUB = "sub"
    NONE = "none"
    OTHER = "another id"


_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_SHAPES = {
    IdKind.IDENTITY_ID: re.compile(rf"[a-z]{{2}}-[a-z]+-\d:{_UUID}"),
    IdKind.SUB: re.compile(_UUID),
}
EXPLANATION = {
    IdKind.IDENTITY_ID: "An identity id. The identity pool made it at GetId: region, colon, GUID.",
    IdKind.SUB: "The sub. The user pool made it at sign-up. No identity pool took part, "
    "so there is no identity id.",
    IdKind.NONE: "No id: the back end printed no card for this request.",
    IdKind.OTHER: "An id of a shape that neither kind of pool makes.",
}


def kind_of_id(user_id: str | None) -> IdKind:
    """Tell what an id is by its shape alone, as a back end could."""
    if not user_id:
        return IdKind.NONE
    matching = (kind for kind, shape in _SHAPES.items() if shape.fullmatch(user_id))
    return next(matching, IdKind.OTHER)


@dataclass(frozen=True)
class Card:
    """The facts on one card."""

    person: str
    route: str
    user_id: str | None
    reason: str = ""

    @property
    def kind(self) -> IdKind:
        return kind_of_id(self.user_id)


def card_of(knock: Knock) -> Card:
    """The card that the back end printed for a request, or the reason why it printed none."""
    reason = "" if knock.opened else knock.reason
    return Card(knock.visitor.name, f"{knock.visitor.shows} at {knock.door}", knock.user_id, reason)


class IdentityCard:
    """One or several user information cards, side by side.

    Args:
        knocks: Requests whose cards to show, each from `doors.knock`.
    """

    def __init__(self, *knocks: Knock) -> None:
        if not knocks:
            raise ValueError(
                "a card belongs to a request: IdentityCard(knock(cloud, api_url, door, visitor))"
            )
        self.cards = tuple(card_of(knock) for knock in knocks)

    def as_text(self) -> str:
        """One line a card."""
        return "\n".join(_line(card) for card in self.cards)

    def as_html(self) -> Markup:
        """Cards in a row that wraps; on a narrow page one below the other."""
        return Markup('{}<div class="cl-static cl-cards">{}</div>').format(
            html.style_sheet(), html.joined(_card_html(card) for card in self.cards)
        )

    def __repr__(self) -> str:
        return self.as_text()

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": repr(self), "text/html": str(self.as_html())}


def _line(card: Card) -> str:
    shown = card.user_id or "no card"
    return f"{card.person} ({card.route}): {shown} [{card.kind}] {card.reason}".rstrip()


def _card_html(card: Card) -> Markup:
    domain = {IdKind.IDENTITY_ID: "aws", IdKind.SUB: "idp"}.get(card.kind, "plain")
    return Markup(
        '<section class="cl-card cl-panel cl-{}"><strong>{}</strong> {}'
        '<p class="cl-quiet">{}</p><p>{}</p><p class="cl-quiet">{}</p></section>'
    ).format(
        domain,
        card.person,
        html.badge(card.kind, domain),
        card.route,
        html.mono(card.user_id or "—"),
        card.reason or EXPLANATION[card.kind],
    )
