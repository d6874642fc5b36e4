"""Turns a layout into DOT. What comes first is painted first: the order here is the depth."""

from __future__ import annotations

from collections.abc import Iterable

from cognito_lab.diagrams.dot import Page, Point
from cognito_lab.diagrams.flow import Kind
from cognito_lab.diagrams.geometry import Box, Line
from cognito_lab.diagrams.layout import (
    BADGE_RADIUS,
    LOOP_HEIGHT,
    LOOP_WIDTH,
    TITLE_SIZE,
    Alternatives,
    Chip,
    Column,
    Layout,
    Note,
    Phase,
    Row,
)
from cognito_lab.diagrams.style import LIGHT, Domain, Shades

_FOOT_SIZE = 11
_ROUNDED = "rounded,filled"


def painted(layout: Layout) -> str:
    """The DOT of a sequence diagram."""
    page = Page(layout.width, layout.height)
    _stage(page, layout)
    for phase in layout.phases:
        _phase(page, phase)
    for row in layout.rows:
        _row(page, row)
    return page.finished()


def _shades(domain: Domain) -> Shades:
    return LIGHT.domains[domain]


def _stage(page: Page, layout: Layout) -> None:
    """Everything that stands there before anybody speaks."""
    for band in layout.bands:
        shades, classes = _shades(band.domain), f"sd-{band.domain}"
        page.box(
            "band", band.box, f"sd-band {classes}", fill=shades.band, stroke=shades.tint,
            style=_ROUNDED, pen=0.8,
        )  # fmt: skip
        caption = Line(band.domain.caption, band.box.x, 19, TITLE_SIZE, bold=True)
        page.text("caption", caption, f"sd-cap sd-ink {classes}", color=shades.ink)
    for frame in layout.frames:
        page.box("frame", frame.box, "sd-frame", fill=LIGHT.frame, stroke=LIGHT.line, pen=1.1)
    for column, foot in zip(layout.columns, layout.feet, strict=True):
        ends: list[Point] = [(column.x, column.head.bottom), (column.x, foot.top)]
        domain = column.participant.domain
        page.line(
            "life", ends, f"sd-life sd-{domain}", color=_shades(domain).mid, pen=1, dashed=True
        )
    for bar in layout.bars:
        domain = layout.columns[bar.column].participant.domain
        page.box(
            "bar", bar.box, f"sd-tint sd-{domain}",
            fill=_shades(domain).tint, stroke=_shades(domain).mid,
        )  # fmt: skip
    for frame in layout.frames:
        _frame(page, frame)
    for column, foot in zip(layout.columns, layout.feet, strict=True):
        _head(page, column)
        _foot(page, column, foot)


def _head(page: Page, column: Column) -> None:
    one, box = column.participant, column.head
    shades, classes = _shades(one.domain), f"sd-{one.domain}"
    page.box("head", box, f"sd-solid {classes}", fill=shades.ink, stroke=shades.ink, style=_ROUNDED)
    for line in filter(None, (column.name, column.caption)):
        page.text("head", line, "sd-on", color=LIGHT.on)


def _foot(page: Page, column: Column, box: Box) -> None:
    one = column.participant
    shades, classes = _shades(one.domain), f"sd-{one.domain}"
    page.box("foot", box, f"sd-tint {classes}", fill=shades.tint, stroke=shades.mid, style=_ROUNDED)
    name = Line(column.name.text, box.x, box.y, _FOOT_SIZE, bold=True)
    page.text("foot", name, f"sd-ink {classes}", color=shades.ink)


def _frame(page: Page, frame: Alternatives) -> None:
    page.box("tab", frame.tab, "sd-tab", fill=LIGHT.tab, stroke=LIGHT.line)
    page.text("tab", frame.operator, "sd-cond", color=LIGHT.tab_text)
    for y in frame.dividers:
        ends: list[Point] = [(frame.box.left, y), (frame.box.right, y)]
        page.line("else", ends, "sd-else", color=LIGHT.line, pen=1.1, dashed=True)
    _chips(page, "chip", frame.chips)
    for line in frame.conditions:
        page.text("condition", line, "sd-cond", color=LIGHT.tab_text)


def _phase(page: Page, phase: Phase) -> None:
    page.badge(
        "phase", phase.number, 10, "sd-phase", fill=LIGHT.phase, stroke=LIGHT.phase, on=LIGHT.page
    )
    for line in phase.lines:
        page.text("phase", line, "sd-phasetext", color=LIGHT.phase)
    if phase.rail:
        ends: list[Point] = [(phase.number.x, y) for y in phase.rail]
        page.line("rail", ends, "sd-rail", color="#94a3b899", pen=1.4)


def _row(page: Page, row: Row) -> None:
    """One step: arrow, words, badge, and the note that fades with it."""
    name = f"s{row.number}"
    is_error = row.step.kind is Kind.ERROR
    ink = LIGHT.error if is_error else _shades(row.domain).ink
    domain = "sd-error" if is_error else f"sd-{row.domain}"
    back = row.step.kind.answers
    page.line(
        f"{name}.arrow", _path(row), f"sd-arrow {domain}", color=ink, dashed=back,
        head="vee" if back or row.step.kind is Kind.ONE_WAY else "normal",
    )  # fmt: skip
    _chips(page, f"{name}.chip", row.chips)
    for line in row.label:
        classes = f"sd-label {domain}" if is_error else "sd-label"
        page.text(f"{name}.label", line, classes, color=ink if is_error else LIGHT.text)
    for line in row.detail:
        page.text(f"{name}.detail", line, "sd-detail", color=LIGHT.muted)
    page.badge(
        f"{name}.badge", row.badge, BADGE_RADIUS,
        f"sd-badge{' sd-hollow' if back else ''} {domain}",
        fill=LIGHT.page if back else ink, stroke=ink, on=ink if back else LIGHT.on,
    )  # fmt: skip
    if row.note:
        _note(page, name, row.note)


def _path(row: Row) -> list[Point]:
    """A straight arrow, or a loop with round corners back to the same lifeline."""
    if row.step.kind is not Kind.SELF:
        return [(row.start, row.y), (row.end, row.y)]
    x0, x1, y0, y1, r = row.start, row.badge.x + LOOP_WIDTH + 6, row.y, row.y + LOOP_HEIGHT, 6.0
    k = r * 0.45
    return [
        *((x0, y0), (x0 + 5, y0), (x1 - r - 5, y0), (x1 - r, y0)),
        *((x1 - k, y0), (x1, y0 + k), (x1, y0 + r)),
        *((x1, y0 + r + 3), (x1, y1 - r - 3), (x1, y1 - r)),
        *((x1, y1 - k), (x1 - k, y1), (x1 - r, y1)),
        *((x1 - r - 2, y1), (row.end + 9, y1), (row.end, y1)),
    ]


def _chips(page: Page, name: str, chips: Iterable[Chip]) -> None:
    for chip in chips:
        fill = _shades(chip.domain).band
        page.box(name, chip.box, f"sd-chip sd-{chip.domain}", fill=fill, stroke=fill, pen=0)


def _note(page: Page, name: str, note: Note) -> None:
    if note.anchor:
        page.line(
            f"{name}.tie", note.anchor, "sd-anchor", color=LIGHT.note_line, pen=1, dashed=True
        )
    page.box(
        f"{name}.note", note.box, "sd-note", fill=LIGHT.note, stroke=LIGHT.note_line, shape="note"
    )
    for line in note.lines:
        page.text(f"{name}.notetext", line, "sd-notetext", color=LIGHT.note_text)
