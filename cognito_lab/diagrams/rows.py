"""Walks down a flow, step by step, and gives everything its height.

Each row is as high as its words. Bars of participants at work open with a call and close with its
answer. A row that would run into a note, or a phase into the phase before it, moves further down.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from cognito_lab.diagrams.columns import MARGIN, RAIL, Columns, place_columns
from cognito_lab.diagrams.flow import Flow, Kind, Step
from cognito_lab.diagrams.frames import FrameBuilder
from cognito_lab.diagrams.geometry import Box, Line, around
from cognito_lab.diagrams.layout import (
    BADGE_RADIUS,
    BAR_HALF,
    LOOP_HEIGHT,
    LOOP_WIDTH,
    Band,
    Bar,
    Column,
    Layout,
    Note,
    Row,
)
from cognito_lab.diagrams.notes import Room, place_note
from cognito_lab.diagrams.phases import RADIUS, PhaseBuilder
from cognito_lab.diagrams.quoting import clean
from cognito_lab.diagrams.words import words_of

GAP, NEW_TOPIC = 11, 18  # between two rows, and before the app turns to somebody else
_FAR_BELOW = 1e6


def lay_out(flow: Flow) -> Layout:
    """Give every part of a flow its place. The flow has at least one step."""
    columns = place_columns(flow)
    builder = _Rows(flow, columns)
    for number, step in enumerate(flow.steps, 1):
        builder.add(number, step)
    return builder.finished()


@dataclass
class _Rows:
    """What has been placed so far. `cursor` is the height at which the next thing may begin."""

    flow: Flow
    columns: Columns
    cursor: float = 0
    rows: list[Row] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    open_bars: dict[int, list[float]] = field(default_factory=dict)
    notes: list[Box] = field(default_factory=list)
    taken: list[Box] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.cursor = self.columns.all[0].head.bottom + 6
        self.frames = FrameBuilder(self.flow, self.columns)
        self.phases = PhaseBuilder()

    # --- one step --------------------------------------------------------------------------------

    def add(self, number: int, step: Step) -> None:
        """Place one step below all before it."""
        self._frame_begins(number)
        row, space = self._placed(number, step)
        self._move_bars(step, row.y)
        self.taken += _shapes(row)
        self.cursor = space.bottom
        if step.note.strip():
            row = replace(row, note=self._note(row, number))
        self.rows.append(row)
        self._frame_ends(number)

    def _placed(self, number: int, step: Step) -> tuple[Row, Box]:
        """The row, as high up as nothing is in its way."""
        words = words_of(step, self.columns, self._at_work())
        level = min(words.above, 14) - 2  # the number of a phase stands level with the label
        top = self.cursor + self._gap(step)
        if step.phase:
            top = max(top, self.phases.free_from + level - words.above)
        while True:
            y = round(top + words.above)
            row = self._row(number, step, y)
            space = around(_shapes(row))
            blocking = [note.bottom for note in self.notes if note.grown(5).overlaps(space)]
            if not blocking:
                break
            top = max(*blocking, top) + 6
        if step.phase:
            self.phases.add(clean(step.phase), row.y - level)
        return row, Box(space.left, y - words.above, space.right, y + words.below)

    def _row(self, number: int, step: Step, y: float) -> Row:
        words = words_of(step, self.columns, self._at_work()).moved(y)
        sender, receiver = self.columns.index(step.sender), self.columns.index(step.receiver)
        start, end = self._ends(step, sender, receiver)
        size = 10.5 if number < 10 else 9.5
        return Row(
            number=number,
            step=step,
            domain=self.columns.all[sender].participant.domain,
            y=y,
            start=start,
            end=end,
            label=words.label,
            detail=words.detail,
            chips=words.chips,
            badge=Line(str(number), self.columns.all[sender].x, y, size, bold=True),
        )

    def _ends(self, step: Step, sender: int, receiver: int) -> tuple[float, float]:
        """Where the arrow leaves the badge, and where it meets a lifeline or a bar."""
        start, end = self.columns.all[sender].x, self.columns.all[receiver].x
        works = bool(self.open_bars.get(receiver)) or step.kind is Kind.CALL
        if sender == receiver:
            return start + BADGE_RADIUS, start + (BAR_HALF if works else 0)
        way = 1 if end > start else -1
        return start + way * BADGE_RADIUS, end - way * (BAR_HALF if works else 0)

    def _at_work(self) -> list[int]:
        return [column for column, starts in self.open_bars.items() if starts]

    def _gap(self, step: Step) -> float:
        fresh = step.kind in (Kind.CALL, Kind.ONE_WAY) and not any(self.open_bars.values())
        return NEW_TOPIC if fresh and self.rows else GAP

    # --- bars, notes, frames ---------------------------------------------------------------------

    def _move_bars(self, step: Step, y: float) -> None:
        if step.kind is Kind.CALL:
            self.open_bars.setdefault(self.columns.index(step.receiver), []).append(y)
        elif step.kind.answers:
            column = self.columns.index(step.sender)
            if starts := self.open_bars.get(column):
                self._close_bar(column, starts.pop(), y)

    def _close_bar(self, column: int, start: float, end: float) -> None:
        x = self.columns.all[column].x + 3 * len(self.open_bars[column])
        self.bars.append(Bar(column, Box(x - BAR_HALF, start, x + BAR_HALF, end)))

    def _note(self, row: Row, number: int) -> Note:
        left, right = self.frames.inside(number) or self._page()
        room = Room(left, right, self.columns.right + 10, self._busy())
        note = place_note(
            clean(row.step.note), around(_shapes(row)), row.badge_box, _tie_height(row), room
        )
        self.notes.append(note.box)
        self.taken.append(note.box)
        if note.box.top > row.y + BADGE_RADIUS:
            self.cursor = max(self.cursor, note.box.bottom)
        return note

    def _page(self) -> tuple[float, float]:
        return self.columns.all[0].head.left, self.columns.right - 4

    def _busy(self) -> list[Box]:
        """Everything that a note must not lie on."""
        working = [
            Box(x - BAR_HALF, start, x + BAR_HALF, _FAR_BELOW)
            for column, starts in self.open_bars.items()
            for start in starts
            for x in (self.columns.all[column].x,)
        ]
        heads = (column.head for column in self.columns.all)
        return [*heads, *self.taken, *working, *(bar.box for bar in self.bars)]

    def _frame_begins(self, number: int) -> None:
        if self.frames.begins_at(number):
            self._below_notes()
            self.cursor = self.frames.begin(number, self.cursor, self.taken)

    def _frame_ends(self, number: int) -> None:
        if self.frames.ends_at(number):
            self._below_notes()
            self.cursor = self.frames.end(self.cursor)

    def _below_notes(self) -> None:
        self.cursor = max((self.cursor, *(note.bottom + 2 for note in self.notes)))

    # --- the end ---------------------------------------------------------------------------------

    def finished(self) -> Layout:
        """Close what is open, and put the feet below."""
        self._below_notes()
        self.cursor = max(self.cursor, self.phases.free_from - RADIUS)
        for column, starts in self.open_bars.items():
            while starts:
                self._close_bar(column, starts.pop(), self.cursor + 8)
        top = self.cursor + 16
        feet = tuple(Box(c.head.left, top, c.head.right, top + 26) for c in self.columns.all)
        bottom = top + 26 + 6
        return Layout(
            width=round(max((self.columns.right, *(note.right for note in self.notes))) + MARGIN),
            height=round(bottom + MARGIN),
            columns=self.columns.all,
            feet=feet,
            bands=self._bands(bottom),
            bars=tuple(sorted(self.bars, key=lambda bar: bar.box.top)),
            frames=tuple(self.frames.placed),
            phases=self.phases.finished(self.cursor),
            rows=tuple(self.rows),
        )

    def _bands(self, bottom: float) -> tuple[Band, ...]:
        """One band for each run of neighbours of one domain, its edges half-way between heads."""
        bands: list[Band] = []
        left: float = RAIL if self.phases.any else MARGIN
        for column, following in zip(self.columns.all, (*self.columns.all[1:], None), strict=True):
            if following and following.participant.domain is column.participant.domain:
                continue
            edge = _between(column, following) if following else self.columns.right + 2
            bands.append(Band(column.participant.domain, Box(left, 6, edge - 2, bottom)))
            left = edge + 2
        return tuple(bands)


def _between(column: Column, following: Column) -> float:
    return (column.head.right + following.head.left) / 2


def _shapes(row: Row) -> list[Box]:
    """The space that a step takes: its words, its badge, its arrow or loop."""
    if row.step.kind is Kind.SELF:
        arrow = Box(row.end, row.y - 1, row.badge.x + LOOP_WIDTH + 6, row.y + LOOP_HEIGHT + 4)
    else:
        left, right = sorted((row.start, row.end))
        arrow = Box(left, row.y - 4, right, row.y + 4)
    return [arrow, row.badge_box, *(line.box for line in row.texts())]


def _tie_height(row: Row) -> float:
    return row.y + (LOOP_HEIGHT / 2 if row.step.kind is Kind.SELF else 0)
