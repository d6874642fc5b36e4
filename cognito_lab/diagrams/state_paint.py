"""Turns a placed state machine into DOT. A place and its ways on are one step, to be lit together.

A fork belongs to nobody, so it and its ways on are part of the stage.
"""

from __future__ import annotations

from collections.abc import Mapping

from cognito_lab.diagrams.dot import Page
from cognito_lab.diagrams.state_layout import NUMBER_RADIUS, PlacedPlace, Route, StateLayout
from cognito_lab.diagrams.state_machine import Shape
from cognito_lab.diagrams.style import LIGHT

_ROUNDED = "rounded,filled"


def painted_states(layout: StateLayout) -> str:
    """The DOT of a state diagram: forks first, then place by place with its ways on."""
    page = Page(layout.width, layout.height)
    prefixes = {p.place.name: f"s{p.number.text}." if p.number else "" for p in layout.places}
    for placed in sorted(layout.places, key=lambda one: one.number is not None):
        prefix = prefixes[placed.place.name]
        for route in layout.routes:
            if route.move.source == placed.place.name:
                _route(page, prefix, placed, route)
        _place(page, prefix, placed)
    return page.finished()


def _place(page: Page, prefix: str, placed: PlacedPlace) -> None:
    shades, domain = LIGHT.domains[placed.place.domain], f"sd-{placed.place.domain}"
    if placed.number is None:
        page.box(
            f"{prefix}fork", placed.box, f"sd-strong {domain}",
            fill=shades.tint, stroke=shades.ink, shape="diamond",
        )  # fmt: skip
        return
    look = _LOOKS[placed.place.shape]
    page.box(
        f"{prefix}place", placed.box, f"sd-place sd-{look} {domain}",
        fill=shades.tint, stroke=shades.mid if look == "tint" else shades.ink,
        style=_ROUNDED, pen=1.4,
    )  # fmt: skip
    page.badge(
        f"{prefix}number", placed.number, NUMBER_RADIUS, f"sd-solid sd-number {domain}",
        fill=shades.ink, stroke=shades.ink, on=LIGHT.on,
    )  # fmt: skip
    for line in placed.name:
        page.text(f"{prefix}name", line, f"sd-ink sd-name {domain}", color=shades.ink)


_LOOKS: Mapping[Shape, str] = {Shape.PLACE: "strong", Shape.START: "tint", Shape.END: "strong"}


def _route(page: Page, prefix: str, placed: PlacedPlace, route: Route) -> None:
    ink, domain = LIGHT.domains[placed.place.domain].ink, f"sd-{placed.place.domain}"
    *first, last = route.pieces
    for piece in first:
        page.line(f"{prefix}way", piece, f"sd-arrow {domain}", color=ink)
    page.line(f"{prefix}way", last, f"sd-arrow {domain}", color=ink, head="normal")
    for line in route.words:
        page.text(f"{prefix}words", line, "sd-label", color=LIGHT.text)
