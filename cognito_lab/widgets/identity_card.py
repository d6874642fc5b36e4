"""IdentityCard: the user information card, and what kind of id stands on it.

The id on a card changes its shape with the route that the person took:

    us-east-1:1699ebc0-7900-…    an **identity id**: the identity pool made it; the region is in it
    34c84488-e0e1-70ae-…         a **sub**: the user pool made it; a bare UUID, no region in front
    –                            none: the back end was not reached, or nobody told it who asks

`IdentityCard(knock)` shows the card that a back end printed; `IdentityCard(*knocks)` shows several
side by side.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from markupsafe import Markup

from cognito_lab.primitives.caller import Caller
from cognito_lab.widgets import html
from cognito_lab.widgets.doors import SIGNATURE, TOKEN, Knock
from cognito_lab.widgets.visible import visible


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
EXPLANATION: Mapping[IdKind, str] = {
    IdKind.IDENTITY_ID: "The identity pool made this id at GetId: its region, a colon, a UUID. "
    "It is the same at every visit with this login, and it names no person.",
    IdKind.SUB: "The user pool made this id at sign-up: a bare UUID, no region in front. "
    "No identity pool took part, so there is no identity id.",
    IdKind.NONE: "The back end printed no id.",
    IdKind.OTHER: "Neither kind of pool makes an id of this shape.",
}
_DOMAINS = {IdKind.IDENTITY_ID: "aws", IdKind.SUB: "idp"}


def kind_of_id(user_id: str | None) -> IdKind:
    """Tell what an id is by its shape alone, as a back end could."""
    if not user_id:
        return IdKind.NONE
    matching = (kind for kind, shape in _SHAPES.items() if shape.fullmatch(user_id))
    return next(matching, IdKind.OTHER)


@dataclass(frozen=True)
class Card:
    """The facts on one card.

    Attributes:
        person: Who asked.
        route: What was shown, and where.
        user_id: The id that was printed; None when there is none.
        reason: Why there is none, where that is known.
        way: Which parties took part, from sign-in to door.
    """

    person: str
    route: str
    user_id: str | None
    reason: str = ""
    way: str = ""

    @property
    def kind(self) -> IdKind:
        return kind_of_id(self.user_id)

    @property
    def explanation(self) -> str:
        """What the id is; of a card without one, why."""
        return self.reason or EXPLANATION[self.kind]


def card_of(knock: Knock) -> Card:
    """The card that the back end printed for a request, or the reason why it printed none."""
    reason = "" if knock.opened else knock.reason
    route = f"{knock.visitor.shows} at {knock.door}"
    return Card(knock.visitor.name, route, knock.user_id, reason, _way(knock))


def _way(knock: Knock) -> str:
    """Which parties took part, as far as the request shows."""
    if knock.visitor.shows == TOKEN:
        return "sign-in → door, no role"
    if knock.visitor.shows != SIGNATURE:
        return "no sign-in, no role"
    caller = knock.exchange.evidence.get("caller")
    role_arn = (caller.role_arn or "") if isinstance(caller, Caller) else ""
    role = f"role {role_arn.rpartition('/')[2]}" if role_arn else "credentials"
    return f"identity pool → {role} → door"


class IdentityCard:
    """One or several user information cards, side by side.

    Args:
        knocks: Requests whose cards to show, each from `doors.knock`.

    Raises:
        ValueError: There is none.
    """

    def __init__(self, *knocks: Knock) -> None:
        if not knocks:
            raise ValueError(
                "a card belongs to a request: IdentityCard(knock(cloud, api_url, door, visitor))"
            )
        self.cards = tuple(card_of(knock) for knock in knocks)

    def as_text(self) -> str:
        """One line a card."""
        return "\n".join(card_text(card) for card in self.cards)

    def as_html(self) -> Markup:
        """Cards in a row that wraps; on a narrow page one below the other."""
        return html.static(cards_html(*self.cards))

    def __repr__(self) -> str:
        return self.as_text()

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": repr(self), "text/html": str(self.as_html())}


def card_text(card: Card) -> str:
    """A card in one line."""
    shown = f"{card.kind} {card.user_id}" if card.user_id else "no id"
    return visible(f"{card.person}, {card.route}: {shown}. {card.explanation}")


def cards_html(*cards: Card) -> Markup:
    """Cards side by side."""
    return Markup('<div class="cl-cards">{}</div>').format(html.joined(map(_card_html, cards)))


def _card_html(card: Card) -> Markup:
    domain = _DOMAINS.get(card.kind, "plain")
    return Markup(
        '<section class="cl-card cl-panel cl-{}"><strong>{}</strong>'
        '<p class="cl-quiet">{}<br>{}</p><p>{} {}</p><p>{}</p></section>'
    ).format(
        domain,
        visible(card.person),
        visible(card.route),
        visible(card.way),
        html.badge(card.kind, domain),
        html.mono(visible(card.user_id or "–")),
        visible(card.explanation),
    )
