"""Where everything in a sequence diagram stands: the result of the layout, in px, y downwards.

`columns` finds the lifelines, `rows` walks down the steps, `notes` looks for free space; `paint`
turns these records into DOT. The tests read the same records to prove that nothing overlaps.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cognito_lab.diagrams.flow import Step
from cognito_lab.diagrams.geometry import Box, Line
from cognito_lab.diagrams.participants import Participant
from cognito_lab.diagrams.style import Domain

LABEL_SIZE, LABEL_LINE = 12, 15
DETAIL_SIZE, DETAIL_LINE = 10.5, 13.5
NOTE_LINE = 14
TITLE_SIZE = 9.5  # of what stands above a band
BADGE_RADIUS = 9.5
BAR_HALF = 5
LOOP_WIDTH, LOOP_HEIGHT = 28, 22


@dataclass(frozen=True)
class Column:
    """One lifeline, with the head that it hangs from, and what stands on the head."""

    participant: Participant
    x: float
    head: Box
    name: Line
    caption: Line | None


@dataclass(frozen=True)
class Band:
    """The ground of one domain, behind its lifelines."""

    domain: Domain
    box: Box


@dataclass(frozen=True)
class Bar:
    """A participant at work, from a call to its answer."""

    column: int
    box: Box


@dataclass(frozen=True)
class Chip:
    """A patch of a band's ground, on a lifeline that words cross: there the lifeline pauses."""

    domain: Domain
    box: Box


@dataclass(frozen=True)
class Note:
    """A yellow note, and the short line that ties it to its step."""

    box: Box
    lines: tuple[Line, ...]
    anchor: tuple[tuple[float, float], tuple[float, float]] | None


@dataclass(frozen=True)
class Row:
    """One step, placed.

    Attributes:
        start, end: Where its arrow begins and where its tip is; equal for a `SELF` step.
        label, detail: Its lines of text.
        chips: The patches under these lines where they cross a lifeline.
    """

    number: int
    step: Step
    domain: Domain
    y: float
    start: float
    end: float
    label: tuple[Line, ...]
    detail: tuple[Line, ...]
    chips: tuple[Chip, ...]
    badge: Line
    note: Note | None = None

    def texts(self) -> Iterator[Line]:
        yield from self.label
        yield from self.detail

    @property
    def badge_box(self) -> Box:
        x, y, r = self.badge.x, self.badge.y, BADGE_RADIUS
        return Box(x - r, y - r, x + r, y + r)


@dataclass(frozen=True)
class Phase:
    """A name on the left rail, and the line from it to the next."""

    number: Line
    lines: tuple[Line, ...]
    rail: tuple[float, float] | None


@dataclass(frozen=True)
class Alternatives:
    """A frame: its border, its corner with the operator, its conditions and dividers."""

    box: Box
    tab: Box
    operator: Line
    conditions: tuple[Line, ...]
    chips: tuple[Chip, ...]
    dividers: tuple[float, ...]


@dataclass(frozen=True)
class Layout:
    """A whole picture, placed."""

    width: float
    height: float
    columns: tuple[Column, ...]
    feet: tuple[Box, ...]
    bands: tuple[Band, ...]
    bars: tuple[Bar, ...]
    frames: tuple[Alternatives, ...]
    phases: tuple[Phase, ...]
    rows: tuple[Row, ...]
