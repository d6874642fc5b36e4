"""Where the words of one step stand: in a gap between lifelines wherever one holds them.

A message between neighbours has its words in the gap between the two, which `columns` made wide
enough. A message that passes other lifelines uses the gap nearest to its middle that holds its
words; only where none does, a line crosses lifelines, and then it gets an opaque chip. What a
participant does by itself is told on the right of its loop.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from cognito_lab.diagrams.columns import (
    CLEAR,
    TEXT_AFTER_LOOP,
    Columns,
    wrapped_detail,
    wrapped_label,
)
from cognito_lab.diagrams.flow import Kind, Step
from cognito_lab.diagrams.geometry import Box, Line, starting_at
from cognito_lab.diagrams.layout import (
    BADGE_RADIUS,
    DETAIL_LINE,
    DETAIL_SIZE,
    LABEL_LINE,
    LABEL_SIZE,
    LOOP_HEIGHT,
    Chip,
)

_WIDEST_DETAIL = 300  # of small print that crosses lifelines anyway


@dataclass(frozen=True)
class Words:
    """The lines of one step, and the room that they and the arrow take above and below."""

    label: tuple[Line, ...]
    detail: tuple[Line, ...]
    chips: tuple[Chip, ...]
    above: float
    below: float

    def moved(self, down: float) -> Words:
        """The same words for an arrow at that height."""
        return replace(
            self,
            label=tuple(replace(line, y=line.y + down) for line in self.label),
            detail=tuple(replace(line, y=line.y + down) for line in self.detail),
            chips=tuple(replace(chip, box=chip.box.moved(down)) for chip in self.chips),
        )


def words_of(step: Step, columns: Columns, at_work: Collection[int] = ()) -> Words:
    """Place the words of a step as if its arrow were at height 0.

    Args:
        step: Whose words.
        columns: The lifelines.
        at_work: The indexes of participants at work: words had better not cross their bars.
    """
    if step.kind is Kind.SELF:
        return _beside_loop(step, columns)
    first, last = sorted((columns.index(step.sender), columns.index(step.receiver)))
    shapes = [(1, 1), (1, 2)]
    if last - first == 1 or any(first < column < last for column in at_work):
        shapes = [(3, 1), (3, 2), (3, 3)]
    return _in_a_gap(step, columns, first, last, shapes) or _across(step, columns, first, last)


def _in_a_gap(
    step: Step, columns: Columns, first: int, last: int, shapes: Iterable[tuple[int, int]]
) -> Words | None:
    """The words in a gap that holds them, as near to the middle of the arrow as possible.

    Each shape says how many lines the label may have, and how many the detail; the first that
    fits counts.
    """
    x = [column.x for column in columns.all]
    gaps = sorted(range(first, last), key=lambda i: abs(x[i] + x[i + 1] - x[first] - x[last]))
    for label_lines, detail_lines in shapes:
        for gap in gaps:
            room = x[gap + 1] - x[gap] - 2 * CLEAR
            label, detail = wrapped_label(step, room), wrapped_detail(step, room)
            if len(label) <= label_lines and len(detail) <= detail_lines:
                return _stacked(label, detail, (x[gap] + x[gap + 1]) / 2)
    return None


def _across(step: Step, columns: Columns, first: int, last: int) -> Words:
    """The words in the middle of the arrow, with a chip wherever a line meets a lifeline."""
    left, right = columns.all[first].x, columns.all[last].x
    room = right - left - 2 * CLEAR
    label, detail = wrapped_label(step, room), wrapped_detail(step, min(room, _WIDEST_DETAIL))
    words = _stacked(label, detail, (left + right) / 2)
    return replace(words, chips=chips((*words.label, *words.detail), columns))


def chips(lines: Iterable[Line], columns: Columns) -> tuple[Chip, ...]:
    """A patch for every place where one of the lines meets a lifeline."""
    return tuple(
        Chip(column.participant.domain, Box(column.x - 4, line.y - 8, column.x + 4, line.y + 8))
        for line in lines
        for column in columns.all
        if line.box.left - 3 < column.x < line.box.right + 3
    )


def _stacked(label: tuple[str, ...], detail: tuple[str, ...], middle: float) -> Words:
    """The label above the arrow, the detail below it."""
    top, bottom = -10.5 - LABEL_LINE * (len(label) - 1), 10.5
    return Words(
        tuple(
            Line(text, middle, top + LABEL_LINE * i, LABEL_SIZE, bold=True)
            for i, text in enumerate(label)
        ),
        tuple(
            Line(text, middle, bottom + DETAIL_LINE * i, DETAIL_SIZE)
            for i, text in enumerate(detail)
        ),
        (),
        above=max(BADGE_RADIUS, 3 + LABEL_LINE * len(label)),
        below=max(BADGE_RADIUS, 4 + DETAIL_LINE * len(detail)),
    )


def _beside_loop(step: Step, columns: Columns) -> Words:
    """Label and detail as one block, level with the middle of the loop."""
    left = columns.all[columns.index(step.sender)].x + TEXT_AFTER_LOOP
    label, detail = wrapped_label(step, columns.limit), wrapped_detail(step, columns.limit)
    high = LABEL_LINE * len(label) + DETAIL_LINE * len(detail)
    y = (LOOP_HEIGHT - high) / 2
    lines = []
    for text in label:
        lines.append(starting_at(left, y + LABEL_LINE / 2, text, LABEL_SIZE, bold=True))
        y += LABEL_LINE
    for text in detail:
        lines.append(starting_at(left, y + DETAIL_LINE / 2, text, DETAIL_SIZE))
        y += DETAIL_LINE
    return Words(
        tuple(lines[: len(label)]),
        tuple(lines[len(label) :]),
        (),
        above=max(BADGE_RADIUS, (high - LOOP_HEIGHT) / 2),
        below=max(LOOP_HEIGHT + 4, (high + LOOP_HEIGHT) / 2),
    )
