"""Where everything in a why-tree stands: cards below each other, each as far in as it is deep.

An outline rather than a tree with branches to both sides: names of resources are long, and a line
that begins where the line above it begins is easy to read. Rails run in the margin on the left of
the cards, so no line can cross a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cognito_lab.diagrams.geometry import Box, Line, starting_at
from cognito_lab.diagrams.quoting import clean
from cognito_lab.diagrams.reasons import Compared, Reason, Sign
from cognito_lab.diagrams.text_width import wrap

TITLE_SIZE, SMALL_SIZE = 12, 10.5
MARGIN, INDENT, NUMBER_RADIUS = 8, 30, 8.5
_TEXT_LEFT, _TEXT_RIGHT = 34, 12  # from the edges of a card to its words
_MARK_ROOM, _NAME_ROOM = 18, 64  # before a compared element; before its values
_HIGH = {TITLE_SIZE: 16, SMALL_SIZE: 14}  # of a line
_PADDING, _BETWEEN = 7, 9  # inside a card, between cards


@dataclass(frozen=True)
class Words:
    """One line of text, and how it looks: title, plain, muted, good or bad."""

    line: Line
    look: str


@dataclass(frozen=True)
class Mark:
    """A tick or a cross before a compared element."""

    x: float
    y: float
    good: bool


@dataclass(frozen=True)
class Card:
    """One part of the decision, placed."""

    number: int
    reason: Reason
    depth: int
    box: Box
    badge: Line
    words: tuple[Words, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Rail:
    """A line from a card down to one within it, and the corner where it turns."""

    number: int
    x: float
    top: float
    y: float
    right: float


@dataclass(frozen=True)
class WhyLayout:
    """A whole why-tree, placed."""

    width: float
    height: float
    cards: tuple[Card, ...]
    rails: tuple[Rail, ...]


def lay_out_reasons(root: Reason, width: float) -> WhyLayout:
    """Put the cards below each other on a page of that width."""
    cards: list[Card] = []
    top = float(MARGIN)
    for number, (depth, reason) in enumerate(root.walk(), 1):
        card = _card(number, reason, depth, top, width - MARGIN)
        cards.append(card)
        top = card.box.bottom + _BETWEEN
    return WhyLayout(width, round(top - _BETWEEN + MARGIN), tuple(cards), tuple(_rails(cards)))


def _card(number: int, reason: Reason, depth: int, top: float, right: float) -> Card:
    left = MARGIN + INDENT * depth
    writer = _Writer(left + _TEXT_LEFT, right - _TEXT_RIGHT, top + _PADDING)
    writer.paragraph(reason.title, TITLE_SIZE, _look_of(reason))
    deciding = ". This decides." if reason.decides else ""
    writer.paragraph(f"{reason.says}{deciding}", SMALL_SIZE, "muted")
    for item in reason.compared:
        writer.compared(item)
    box = Box(left, top, right, writer.y + _PADDING)
    badge = Line(
        str(number),
        left + 9 + NUMBER_RADIUS,
        top + _PADDING + _HIGH[TITLE_SIZE] / 2,
        9.5,
        bold=True,
    )
    return Card(number, reason, depth, box, badge, tuple(writer.words), tuple(writer.marks))


def _look_of(reason: Reason) -> str:
    return {Sign.GOOD: "good", Sign.BAD: "bad", Sign.NEUTRAL: "title"}[reason.sign]


class _Writer:
    """Writes lines below each other between two edges."""

    def __init__(self, left: float, right: float, top: float) -> None:
        self.left, self.right, self.y = left, right, top
        self.words: list[Words] = []
        self.marks: list[Mark] = []

    def paragraph(
        self, text: str, size: float, look: str, *, indent: float = 0, most: int = 5
    ) -> None:
        """A text, in so many lines as it needs, but at most so many."""
        bold = size == TITLE_SIZE
        room = self.right - self.left - indent
        for part in wrap(clean(text), room, size, bold=bold, lines=most):
            y = self.y + _HIGH[size] / 2
            line = starting_at(self.left + indent, y, part, size, bold=bold)
            self.words.append(Words(line, look))
            self.y += _HIGH[size]

    def compared(self, item: Compared) -> None:
        """A tick and one sentence; or a cross, and what was compared line by line."""
        self.y += 3
        self.marks.append(Mark(self.left + 6, self.y + _HIGH[SMALL_SIZE] / 2, item.matched))
        if item.matched:
            self._matched(item)
        else:
            self._missed(item)

    def _matched(self, item: Compared) -> None:
        text = f"{item.element}: {item.found} {item.verb} {item.wanted}"
        self.paragraph(text, SMALL_SIZE, "plain", indent=_MARK_ROOM)

    def _missed(self, item: Compared) -> None:
        fits = "must not be, and is" if item.negated else "does not fit"
        self.paragraph(f"{item.element} {fits}:", SMALL_SIZE, "bad", indent=_MARK_ROOM)
        for name, values in (
            ("request", item.found),
            ("policy", item.wanted),
            ("written", item.written),
        ):
            if values:
                self._named(name, values)

    def _named(self, name: str, values: str) -> None:
        """A value with its name before it, which stands in a column of its own."""
        y = self.y
        self.paragraph(name, SMALL_SIZE, "muted", indent=_MARK_ROOM)
        self.y = y
        self.paragraph(values, SMALL_SIZE, "plain", indent=_MARK_ROOM + _NAME_ROOM)


def _rails(cards: Sequence[Card]) -> Iterator[Rail]:
    """From every card within another one up to that one, or to its elder sister's corner."""
    above: dict[int, Card] = {}
    for card in cards:
        above[card.depth] = card
        if card.depth:
            parent = above[card.depth - 1]
            x = parent.box.left + INDENT / 2
            yield Rail(card.number, x, parent.box.bottom, card.badge.y, card.box.left)
