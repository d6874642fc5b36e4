"""Where the lifelines stand: as close as their texts allow, and not wider than a page.

Each gap between two neighbours must hold the texts of the messages that cross it alone. Where the
picture would become too wide, texts are wrapped narrower, until it fits or until nothing more can
be won.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cognito_lab.diagrams.flow import Flow, Kind, Step
from cognito_lab.diagrams.geometry import Box, Line
from cognito_lab.diagrams.layout import (
    BADGE_RADIUS,
    DETAIL_SIZE,
    LABEL_SIZE,
    LOOP_WIDTH,
    TITLE_SIZE,
    Column,
)
from cognito_lab.diagrams.participants import Participant
from cognito_lab.diagrams.quoting import clean
from cognito_lab.diagrams.text_width import width, wrap

MARGIN = 6
RAIL = 96  # the width of the rail of phases
HEAD_TOP, HEAD_NAME_SIZE, HEAD_CAPTION_SIZE = 34, 12.5, 10
WIDEST_HEAD = 150
CLEAR = BADGE_RADIUS + 5  # between a lifeline and the text beside it
TEXT_AFTER_LOOP = LOOP_WIDTH + 12  # from a lifeline to the text beside its loop
WIDEST_PER_PARTICIPANT, WIDEST_AT_LEAST = 150, 900
_LIMITS = (176, 160, 146, 132, 120, 108, 96, 84)  # widths at which texts are wrapped, tried in turn


@dataclass(frozen=True)
class Columns:
    """The lifelines, the width that texts were wrapped at, and the right edge of everything."""

    all: tuple[Column, ...]
    limit: float
    right: float

    def index(self, name: str) -> int:
        return next(i for i, c in enumerate(self.all) if c.participant.name == name)


def place_columns(flow: Flow) -> Columns:
    """Find a place for every lifeline of a flow."""
    budget = max(WIDEST_AT_LEAST, WIDEST_PER_PARTICIPANT * len(flow.cast))
    for limit in _LIMITS:
        placed = _placed(flow, limit)
        if placed.right + MARGIN <= budget:
            return _relaxed(flow, placed, budget)
    return placed


def label_of(step: Step) -> str:
    """The label as it is drawn: an error has a cross, so that red is not its only sign."""
    return clean(f"× {step.label}" if step.kind is Kind.ERROR else step.label)


def wrapped_label(step: Step, limit: float) -> tuple[str, ...]:
    """The lines above the arrow."""
    return wrap(label_of(step), limit, LABEL_SIZE, bold=True)


def wrapped_detail(step: Step, limit: float) -> tuple[str, ...]:
    """The lines below the arrow."""
    return wrap(clean(step.detail), limit, DETAIL_SIZE)


def block_width(step: Step, limit: float) -> float:
    """How much room the texts of a step take when they are wrapped at that width."""
    label = (width(line, LABEL_SIZE, bold=True) for line in wrapped_label(step, limit))
    detail = (width(line, DETAIL_SIZE) for line in wrapped_detail(step, limit))
    return max((*label, *detail), default=0)


def _placed(flow: Flow, limit: float, wider: Sequence[float] = ()) -> Columns:
    """The lifelines for one width of texts, each gap made so much wider."""
    heads = _head_widths(flow.cast)
    gaps = _gaps(flow, heads, limit)
    x = (RAIL if any(s.phase for s in flow.steps) else MARGIN) + _left_room(flow) + heads[0] / 2
    bottom = HEAD_TOP + (42 if any(p.caption for p in flow.cast) else 30)
    columns = []
    for index, one in enumerate(flow.cast):
        half = heads[index] / 2
        columns.append(_column(one, Box(x - half, HEAD_TOP, x + half, bottom)))
        x += sum(part[index] for part in (gaps, wider) if index < len(part))
    last = columns[-1]
    right = max(last.head.right + 6, last.x + _room_for_loops(flow, len(columns) - 1, limit))
    return Columns(tuple(columns), limit, right)


def _column(one: Participant, head: Box) -> Column:
    caption = _short(one.caption, HEAD_CAPTION_SIZE)
    y = head.y - 6.5 if caption else head.y
    return Column(
        one,
        head.x,
        head,
        Line(_short(one.name, HEAD_NAME_SIZE), head.x, y, HEAD_NAME_SIZE, bold=True),
        Line(caption, head.x, head.y + 8.5, HEAD_CAPTION_SIZE) if caption else None,
    )


def _short(text: str, size: float) -> str:
    """A name or a caption as far as a head holds it; the steps in words have the whole of it."""
    return "".join(wrap(clean(text), WIDEST_HEAD, size, bold=size == HEAD_NAME_SIZE, lines=1))


def _left_room(flow: Flow) -> float:
    """Between the left edge of the first band and its head; a frame needs its border there."""
    return 20 if flow.frames else 6


def _head_widths(cast: Sequence[Participant]) -> list[float]:
    """How wide each head is: one that is alone in its band is as wide as the band's title.

    A band reaches a few px beyond its heads, so the title has room on both sides.
    """
    domains = [None, *(one.domain for one in cast), None]
    alone = [domains[i] not in (domains[i - 1], domains[i + 1]) for i in range(1, len(cast) + 1)]
    return [
        max(_head_width(one), _title_width(one) if is_alone else 0)
        for one, is_alone in zip(cast, alone, strict=True)
    ]


def _title_width(one: Participant) -> float:
    return width(one.domain.caption, TITLE_SIZE, bold=True, spaced=True)


def _head_width(one: Participant) -> float:
    name = width(_short(one.name, HEAD_NAME_SIZE), HEAD_NAME_SIZE, bold=True)
    caption = width(_short(one.caption, HEAD_CAPTION_SIZE), HEAD_CAPTION_SIZE)
    return max(72.0, name + 24, caption + 20)


def _gaps(flow: Flow, heads: Sequence[float], limit: float) -> list[float]:
    """The least distance between each pair of neighbours."""
    cast = flow.cast
    gaps = [
        (heads[i] + heads[i + 1]) / 2 + (16 if cast[i].domain is cast[i + 1].domain else 18)
        for i in range(len(cast) - 1)
    ]
    for step, first, last in _spans(flow):
        if last - first == 1:
            gaps[first] = max(gaps[first], block_width(step, limit) + 2 * CLEAR)
    for index in range(len(gaps)):
        gaps[index] = max(gaps[index], _room_for_loops(flow, index, limit))
    return gaps


def _room_for_loops(flow: Flow, index: int, limit: float) -> float:
    """What a lifeline needs on its right for what its participant does by itself."""
    name = flow.cast[index].name
    own = (s for s in flow.steps if s.kind is Kind.SELF and s.sender == name)
    texts = [block_width(step, limit) for step in own]
    return TEXT_AFTER_LOOP + max(texts) + 12 if texts else 0


def _spans(flow: Flow) -> Iterator[tuple[Step, int, int]]:
    """Each message with the indexes of its left and its right lifeline."""
    places = {one.name: index for index, one in enumerate(flow.cast)}
    for step in flow.steps:
        if step.kind is not Kind.SELF:
            first, last = sorted((places[step.sender], places[step.receiver]))
            yield step, first, last


def _relaxed(flow: Flow, columns: Columns, budget: float) -> Columns:
    """Spend what is left of the page on gaps that would otherwise cut through a long label."""
    xs = [column.x for column in columns.all]
    wider = [0.0] * (len(xs) - 1)
    left = budget - columns.right - MARGIN
    for step, first, last in _spans(flow):
        need = width(label_of(step), LABEL_SIZE, bold=True) + 2 * CLEAR
        gaps = [xs[i + 1] - xs[i] + wider[i] for i in range(first, last)]
        if last - first < 2 or max(gaps) >= need:
            continue
        middle = min(
            range(first, last), key=lambda i: abs(xs[i] + xs[i + 1] - xs[first] - xs[last])
        )
        more = need - gaps[middle - first]
        if more <= min(left, 60):
            wider[middle] += more
            left -= more
    return _placed(flow, columns.limit, wider) if any(wider) else columns
