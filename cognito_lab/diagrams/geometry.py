"""Rectangles, in px, with x to the right and y downwards: what a layout is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cognito_lab.diagrams.text_width import width


@dataclass(frozen=True)
class Box:
    """A rectangle by its left, top, right and bottom edges."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def x(self) -> float:
        """Its middle."""
        return (self.left + self.right) / 2

    @property
    def y(self) -> float:
        """Its middle."""
        return (self.top + self.bottom) / 2

    def overlaps(self, other: Box) -> bool:
        """Whether the two share more than an edge."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def moved(self, down: float) -> Box:
        """The same rectangle further down."""
        return Box(self.left, self.top + down, self.right, self.bottom + down)

    def grown(self, by: float) -> Box:
        """The same rectangle with a margin round it."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)


@dataclass(frozen=True)
class Line:
    """One line of text, centred on a point."""

    text: str
    x: float
    y: float
    size: float
    bold: bool = False

    @property
    def width(self) -> float:
        return width(self.text, self.size, bold=self.bold)

    @property
    def box(self) -> Box:
        """The space that its letters take, from the top of an "A" to the foot of a "g"."""
        half = self.width / 2
        return Box(
            self.x - half, self.y - 0.55 * self.size, self.x + half, self.y + 0.55 * self.size
        )


def starting_at(left: float, y: float, text: str, size: float, *, bold: bool = False) -> Line:
    """A line that begins at `left`; Graphviz can only centre, so we find the middle ourselves."""
    return Line(text, left + width(text, size, bold=bold) / 2, y, size, bold)


def around(boxes: Iterable[Box]) -> Box:
    """The smallest rectangle that holds all of them."""
    boxes = tuple(boxes)
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )
