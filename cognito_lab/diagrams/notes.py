"""Finds free space for a note: beside its step, else below it, else in the margin.

A note may lie on lifelines, which are only lines, but never on words, arrows, badges or a
participant at work. It stands close to its arrow, tied to it by a short line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cognito_lab.diagrams.geometry import Box, Line, starting_at
from cognito_lab.diagrams.layout import DETAIL_SIZE, NOTE_LINE, Note
from cognito_lab.diagrams.text_width import wrap

_PADDING, _GAP, _TIE = 9, 7, 14
_WIDTHS = (330, 270, 220, 170, 130, 110, 88)
_MOST_LINES, _MARGIN_WIDTH = 6, 170


@dataclass(frozen=True)
class Room:
    """Where a note may stand.

    Attributes:
        left, right: The edges of the bands, or of the frame round the step.
        outside: Where the bands end and the margin begins.
        taken: What it must not touch.
    """

    left: float
    right: float
    outside: float
    taken: Sequence[Box]


def place_note(text: str, step: Box, badge: Box, y: float, room: Room) -> Note:
    """Find a place for a note.

    Args:
        text: What it says.
        step: The space that its step takes.
        badge: The step's badge: a note below stands at this end of the arrow.
        y: The height of the step's arrow, where the tying line begins.
        room: Where it may stand.
    """
    for lines in _shapes(text):
        wide, high = _size(lines)
        for top in (y - high / 2, step.top, step.bottom - high):
            for left in (step.right + _TIE, step.left - _TIE - wide):
                box = Box(left, top, left + wide, top + high)
                if _is_free(box, room):
                    return _note(box, lines, _tie(box, step, y))
    return _below(text, step, badge, room) or _in_the_margin(text, step, y, room)


def _shapes(text: str) -> Iterator[tuple[str, ...]]:
    """The text wrapped wide, then narrower and narrower, as long as the whole of it is shown."""
    seen = set()
    for limit in _WIDTHS:
        lines = wrap(text, limit, DETAIL_SIZE, lines=_MOST_LINES)
        if lines in seen or (lines and lines[-1].endswith("…") and limit < _WIDTHS[0]):
            continue
        seen.add(lines)
        yield lines


def _size(lines: tuple[str, ...]) -> tuple[float, float]:
    widest = max(Line(text, 0, 0, DETAIL_SIZE).width for text in lines)
    return widest + 2 * _PADDING + 2, NOTE_LINE * len(lines) + 10


def _is_free(box: Box, room: Room) -> bool:
    inside = room.left <= box.left and box.right <= room.right
    return inside and not any(box.grown(_GAP).overlaps(taken) for taken in room.taken)


def _tie(box: Box, step: Box, y: float) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """From the arrow's end to the note's edge."""
    if not box.top + 4 <= y <= box.bottom - 4:
        return None
    right = box.left > step.right
    return ((step.right, y), (box.left, y)) if right else ((step.left, y), (box.right, y))


def _below(text: str, step: Box, badge: Box, room: Room) -> Note | None:
    """A place below the step, moved sideways until nobody at work is in the way."""
    for lines in _shapes(text):
        for box in _boxes_below(lines, step, badge, room):
            if _is_free(box, room):
                return _note(box, lines, None)
    return None


def _in_the_margin(text: str, step: Box, y: float, room: Room) -> Note:
    """A place to the right of everything: people at work stand too close together for a note."""
    lines = wrap(text, _MARGIN_WIDTH, DETAIL_SIZE, lines=_MOST_LINES)
    wide, high = _size(lines)
    before = [box.bottom + _GAP for box in room.taken if box.right > room.outside]
    top = max((step.top, *before))
    box = Box(room.outside, top, room.outside + wide, top + high)
    return _note(box, lines, _tie(box, step, y))


def _boxes_below(lines: tuple[str, ...], step: Box, badge: Box, room: Room) -> Iterator[Box]:
    """Places in one row below the step, the one nearest to the badge first."""
    wide, high = _size(lines)
    beside = badge.left if badge.x < step.x else badge.right - wide
    start = max(room.left, min(beside, room.right - wide))
    slack = room.right - wide - room.left
    others = (room.left + 6 * i for i in range(int(slack // 6) + 1))
    for left in (start, *sorted(others, key=lambda left: abs(left - start))):
        top = step.bottom + 9
        yield Box(left, top, left + wide, top + high)


def _note(
    box: Box,
    lines: tuple[str, ...],
    tie: tuple[tuple[float, float], tuple[float, float]] | None,
) -> Note:
    placed = tuple(
        starting_at(box.left + _PADDING, box.top + 5 + NOTE_LINE * (i + 0.5), text, DETAIL_SIZE)
        for i, text in enumerate(lines)
    )
    return Note(box, placed, tie)
