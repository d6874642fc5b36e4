"""The rail on the left: which phase of the journey a step belongs to."""

from __future__ import annotations

from cognito_lab.diagrams.columns import RAIL
from cognito_lab.diagrams.geometry import Line, starting_at
from cognito_lab.diagrams.layout import Phase
from cognito_lab.diagrams.text_width import wrap

X, RADIUS, SIZE, LINE = 16, 10, 10.5, 13
_TEXT = 31  # where the names begin


class PhaseBuilder:
    """The phases so far, from top to bottom."""

    def __init__(self) -> None:
        self._numbers: list[Line] = []
        self._names: list[tuple[Line, ...]] = []
        self.free_from = 0.0  # where the next number may stand

    @property
    def any(self) -> bool:
        """Whether there is a rail at all."""
        return bool(self._numbers)

    def add(self, name: str, y: float) -> None:
        """A phase whose number stands at that height."""
        lines = wrap(name, RAIL - _TEXT - 4, SIZE, bold=True)
        self._numbers.append(Line(str(len(self._numbers) + 1), X, y, SIZE, bold=True))
        self._names.append(
            tuple(starting_at(_TEXT, y + LINE * i, t, SIZE, bold=True) for i, t in enumerate(lines))
        )
        self.free_from = y + max(RADIUS, LINE * (len(lines) - 0.5)) + 6 + RADIUS

    def finished(self, bottom: float) -> tuple[Phase, ...]:
        """All phases, each with the line that leads to the next; none where there is no rail."""
        if not self.any:
            return ()
        tops = [number.y for number in self._numbers[1:]]
        ends = [*(y - RADIUS - 4 for y in tops), bottom][: len(self._numbers)]
        return tuple(
            Phase(number, lines, _rail(number.y + RADIUS + 4, end))
            for number, lines, end in zip(self._numbers, self._names, ends, strict=True)
        )


def _rail(start: float, end: float) -> tuple[float, float] | None:
    return (start, end) if end - start > 4 else None
