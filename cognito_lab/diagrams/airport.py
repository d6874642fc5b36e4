"""The airport: a passport gets you a boarding pass, and one of the doors reads the passport itself.

    1 passport ──show──► 2 counter ──get──► 3 boarding pass ──board──► 4 gate
        └──────show──────► or: the second door

The ID token is the passport, the identity pool with STS behind it the counter, the temporary
credentials are the boarding pass, an AWS service is the gate. API Gateway with a user-pool
authorizer is the other door: no counter, no role, and no use for a boarding pass.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from cognito_lab.diagrams import airport_things as things
from cognito_lab.diagrams.diagram import Diagram
from cognito_lab.diagrams.dot import Page
from cognito_lab.diagrams.geometry import Box, Line
from cognito_lab.diagrams.scene import Pencil
from cognito_lab.diagrams.style import Domain
from cognito_lab.diagrams.text_width import wrap

TITLE = "The passport gets you a boarding pass; one door reads the passport itself"
WIDTH, HEIGHT = 900, 512
_CARD_WIDTH, _CARD_HEIGHT, _STEP_X = 206, 294, 225.3
_TOP, _SECOND_TOP, _SECOND_HEIGHT = 12, 330, 170
_MIDDLE = 104  # from the top of a card to its arrows


class Stop(IntEnum):
    """Where somebody stands in the airport; the value is the number of the step in the picture."""

    PASSPORT = 1
    COUNTER = 2
    BOARDING_PASS = 3
    GATE = 4
    SECOND_DOOR = 5


@dataclass(frozen=True)
class Card:
    """One stop: its heading, its real name, what happens there, what is written on the thing."""

    stop: Stop
    heading: str
    real_name: str
    text: str
    domain: Domain
    thing: Callable[[Pencil, float, float], None]
    written: str
    verb: str = ""

    def sentence(self) -> str:
        """The card for a reader who sees no picture."""
        otherwise = (
            "Or show the same passport, no counter in between: "
            if self.stop is Stop.SECOND_DOOR
            else ""
        )
        return f"{otherwise}{self.heading} ({self.real_name}). {self.text} {self.written}"


CARDS = (
    Card(
        Stop.PASSPORT,
        "Passport",
        "ID token",
        "The user pool says who you are, and signs the page so that anyone can check it.",
        Domain.IDENTITY_PROVIDER,
        things.passport,
        "On it: iss, sub, exp.",
    ),
    Card(
        Stop.COUNTER,
        "Check-in counter",
        "Identity pool + STS",
        "Checks the passport against the issuer's public keys, then writes a boarding pass.",
        Domain.AWS,
        things.counter,
        "On it: signature, iss, aud, exp, all checked.",
        "show",
    ),
    Card(
        Stop.BOARDING_PASS,
        "Boarding pass",
        "Temporary credentials",
        "Names one role, lasts about an hour, and expires by itself.",
        Domain.AWS,
        things.boarding_pass,
        "On it: key id ASIA…, role reader, until + 1 hour.",
        "get",
    ),
    Card(
        Stop.GATE,
        "Gate",
        "S3",
        "Never asks for the passport. It only looks at the boarding pass.",
        Domain.AWS,
        things.gate,
        "Board with the boarding pass, and the bucket opens.",
        "board",
    ),
)
SECOND_DOOR = Card(
    Stop.SECOND_DOOR,
    "Second door",
    "API Gateway, user-pool authorizer",
    "Reads the passport itself, with the user pool's public keys. No counter, no role takes part, "
    "and a boarding pass is never even looked at.",
    Domain.AWS,
    things.second_door,
    "At /jwt the passport gets 200 OK, a boarding pass 401.",
    "show",
)


def airport(*, current: Stop | int | None = None) -> Diagram:
    """Draw the airport.

    Args:
        current: The stop that is lit, with all others pale; None for a picture in full colour.
    """
    page = Page(WIDTH, HEIGHT)
    for index, card in enumerate(CARDS):
        _card(page, card, 9 + _STEP_X * index)
    for index, card in enumerate(CARDS[1:], 1):
        _way(page, CARDS[index - 1], card, 9 + _STEP_X * index)
    _second_door(page)
    _second_way(page)
    diagram = Diagram(
        TITLE,
        tuple(card.sentence() for card in (*CARDS, SECOND_DOOR)),
        page.finished(),
        spotlight=True,
    )
    return diagram if current is None else diagram.at(int(current))


def _card(page: Page, card: Card, left: float) -> None:
    pen = Pencil(page, card.stop, card.domain)
    x = left + _CARD_WIDTH / 2
    pen.card(Box(left, _TOP, left + _CARD_WIDTH, _TOP + _CARD_HEIGHT))
    card.thing(pen, x, _TOP + 18)
    pen.ink(Line(card.heading, x, _TOP + 184, 16, bold=True))
    pen.pill(Line(card.real_name, x, _TOP + 211, 11, bold=True))
    for index, text in enumerate(wrap(card.text, _CARD_WIDTH - 26, 11.5)):
        pen.muted(Line(text, x, _TOP + 243 + 16 * index, 11.5))
    pen.badge(left + 20, _TOP + 20, str(int(card.stop)))


def _way(page: Page, before: Card, card: Card, left: float) -> None:
    """The arrow to a card; its colour is that of whoever's document travels."""
    pen = Pencil(page, card.stop, before.domain)
    y, x = _TOP + _MIDDLE - 12, left - (_STEP_X - _CARD_WIDTH) / 2
    pen.arrow([(x - 31, y), (x + 31, y)])
    pen.verb(x, y - 16, card.verb)


def _second_way(page: Page) -> None:
    """From the passport down and round the corner."""
    pen = Pencil(page, Stop.SECOND_DOOR, Domain.IDENTITY_PROVIDER)
    x, y, tip, r = 9 + _CARD_WIDTH / 2, _SECOND_TOP + _SECOND_HEIGHT / 2, 9 + _STEP_X + 14, 22
    start = _TOP + _CARD_HEIGHT + 3
    pen.arrow(
        [
            *((x, start), (x, start + 20), (x, y - r - 20), (x, y - r)),
            *((x, y - r / 2.2), (x + r / 2.2, y), (x + r, y)),
            *((x + r + 20, y), (tip - 30, y), (tip, y)),
        ]
    )
    pen.verb(x, (start + y) / 2 - 10, SECOND_DOOR.verb)
    for index, text in enumerate(("the same passport,", "no counter in between")):
        pen.muted(Line(text, x, y + 24 + 16 * index, 11.5))


def _second_door(page: Page) -> None:
    """A card as wide as three, with the door, the words, and what the door takes."""
    card, left = SECOND_DOOR, 9 + _STEP_X
    pen = Pencil(page, card.stop, card.domain)
    pen.card(Box(left, _SECOND_TOP, WIDTH - 9, _SECOND_TOP + _SECOND_HEIGHT))
    card.thing(pen, left + _CARD_WIDTH / 2, _SECOND_TOP + 18)
    x = left + _STEP_X + 110
    pen.ink(Line(card.heading, x, _SECOND_TOP + 34, 16, bold=True))
    pen.pill(Line(card.real_name, x, _SECOND_TOP + 61, 11, bold=True))
    for index, text in enumerate(wrap(card.text, 236, 11.5, lines=4)):
        pen.muted(Line(text, x, _SECOND_TOP + 92 + 16 * index, 11.5))
    _verdicts(pen, WIDTH - 9 - 98)
    pen.badge(left + 20, _SECOND_TOP + 20, "or")


def _verdicts(pen: Pencil, x: float) -> None:
    """What the second door says to either document."""
    high, low = _SECOND_TOP + 58, _SECOND_TOP + 112
    pen.line((x - 88, _SECOND_TOP + 28), (x - 88, _SECOND_TOP + _SECOND_HEIGHT - 28), pen=1)
    for y in (high, low):
        pen.line((x - 30, y), (x + 8, y), pen=1, dashed=True)
    things.small_passport(pen, x - 48, high)
    pen.seal(Line("200 OK", x + 34, high, 9.5, bold=True), good=True)
    things.small_boarding_pass(pen, x - 48, low)
    pen.seal(Line("× 401", x + 34, low, 9.5, bold=True), good=False)
