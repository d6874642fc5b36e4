"""The lines of a state diagram: upright where a layer is passed, bent only between layers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cognito_lab.diagrams.dot import Point


@dataclass(frozen=True)
class Upright:
    """An upright piece of a line."""

    x: float
    top: float
    bottom: float


def smooth(uprights: Sequence[Upright], *, upwards: bool = False) -> tuple[Point, ...]:
    """Uprights from top to bottom joined to one line: corners of Bézier curves, three a curve.

    Args:
        uprights: At least one; each begins below the end of the one before.
        upwards: Whether the line is drawn from the last to the first.
    """
    points: list[Point] = [(uprights[0].x, uprights[0].top)]
    for index, upright in enumerate(uprights):
        if index:
            points += _bend(uprights[index - 1], upright)
        if upright.bottom > upright.top:
            points += _straight(upright)
    return tuple(reversed(points)) if upwards else tuple(points)


def loop(x: float, y: float, wide: float, half: float) -> tuple[Point, ...]:
    """Out of the right side of a box at (x, y), and back in below."""
    far, near = x + wide, x + 0.8 * wide
    return (
        (x, y - half),
        *((near, y - half), (far, y - half), (far, y)),
        *((far, y + half), (near, y + half), (x, y + half)),
    )


def _straight(upright: Upright) -> tuple[Point, ...]:
    third, x = (upright.bottom - upright.top) / 3, upright.x
    return (x, upright.top + third), (x, upright.bottom - third), (x, upright.bottom)


def _bend(high: Upright, low: Upright) -> tuple[Point, ...]:
    middle = (high.bottom + low.top) / 2
    return (high.x, middle), (low.x, middle), (low.x, low.top)
