"""Frames round alternatives: only one of their branches happens."""

from __future__ import annotations

from dataclasses import dataclass, field

from cognito_lab.diagrams.columns import MARGIN, TEXT_AFTER_LOOP, Columns, block_width
from cognito_lab.diagrams.flow import Flow, Frame, Kind
from cognito_lab.diagrams.geometry import Box, Line, starting_at
from cognito_lab.diagrams.layout import Alternatives
from cognito_lab.diagrams.quoting import clean
from cognito_lab.diagrams.text_width import wrap
from cognito_lab.diagrams.words import chips

_SIZE, _LINE, _TAB = 10.5, 13, 18


@dataclass
class FrameBuilder:
    """Frames that are finished, and the one that is open."""

    flow: Flow
    columns: Columns
    placed: list[Alternatives] = field(default_factory=list)
    _open: Frame | None = None
    _edges: tuple[float, float] = (0, 0)
    _top: float = 0
    _conditions: list[Line] = field(default_factory=list)
    _dividers: list[float] = field(default_factory=list)

    def begins_at(self, number: int) -> bool:
        """Whether a branch begins with that step."""
        return any(frame.branch_that_begins_at(number) for frame in self.flow.frames)

    def ends_at(self, number: int) -> bool:
        """Whether the open frame ends with that step."""
        return self._open is not None and self._open.branches[-1].last == number

    def inside(self, number: int) -> tuple[float, float] | None:
        """The edges between which a note of that step must stay, when it is in a frame."""
        return (self._edges[0] + 8, self._edges[1] - 8) if self._open else None

    def begin(self, number: int, cursor: float, taken: list[Box]) -> float:
        """Begin a branch, and its frame if it is the first; answers where its steps may begin."""
        frame = next(f for f in self.flow.frames if f.branch_that_begins_at(number))
        first = frame is not self._open
        if first:
            self._open, self._edges = frame, self._across(frame)
            self._top, self._conditions, self._dividers = cursor + 9, [], []
        else:
            self._dividers.append(cursor + 9)
        branch = frame.branch_that_begins_at(number)
        lines = self._condition(branch.condition if branch else "", cursor + 9 + _TAB / 2 + 1)
        self._conditions += lines
        taken += [line.box for line in lines]
        return cursor + 9 + _TAB + _LINE * (len(lines) - 1)

    def end(self, cursor: float) -> float:
        """Close the open frame below everything in it."""
        frame, (left, right) = self._open, self._edges
        bottom = cursor + 10
        operator = clean(frame.operator if frame else "")
        tab = Box(left, self._top, left + self._tab_width(operator), self._top + _TAB)
        self.placed.append(
            Alternatives(
                Box(left, self._top, right, bottom),
                tab,
                Line(operator, tab.x, tab.y, _SIZE, bold=True),
                tuple(self._conditions),
                chips(self._conditions, self.columns),
                tuple(self._dividers),
            )
        )
        self._open = None
        return bottom + 3

    def _condition(self, text: str, y: float) -> list[Line]:
        left, right = self._edges
        start = left + self._tab_width(clean(self._open.operator if self._open else "")) + 10
        lines = wrap(f"[{clean(text)}]", right - start - 10, _SIZE, bold=True, lines=2)
        return [
            starting_at(start, y + _LINE * i, line, _SIZE, bold=True)
            for i, line in enumerate(lines)
        ]

    @staticmethod
    def _tab_width(operator: str) -> float:
        return Line(operator, 0, 0, _SIZE, bold=True).width + 18

    def _across(self, frame: Frame) -> tuple[float, float]:
        """The left and right edge: round everybody who takes part in the frame."""
        steps = self.flow.steps[frame.branches[0].first - 1 : frame.branches[-1].last]
        places = [self.columns.index(n) for step in steps for n in (step.sender, step.receiver)]
        first, last = min(places), max(places)
        x = self.columns.all[last].x
        name = self.columns.all[last].participant.name
        loops = [
            TEXT_AFTER_LOOP + block_width(step, self.columns.limit) + 8
            for step in steps
            if step.kind is Kind.SELF and step.sender == name
        ]
        most_right = self.columns.right - MARGIN
        return self.columns.all[first].x - 30, min(most_right, x + max(38, *loops, 38))
