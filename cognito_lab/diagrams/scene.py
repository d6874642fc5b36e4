"""A pencil for pictures that are drawn by hand: shapes in the colours of one domain, on one page.

Everything drawn with one pencil belongs to one step of the picture, and can be lit with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cognito_lab.diagrams.dot import Page, Point
from cognito_lab.diagrams.geometry import Box, Line, starting_at
from cognito_lab.diagrams.style import LIGHT, Domain, Shades

ROUNDED = "rounded,filled"


@dataclass(frozen=True)
class Pencil:
    """Draws on a page, for one step, in one domain's colours."""

    page: Page
    step: int
    domain: Domain

    @property
    def shades(self) -> Shades:
        return LIGHT.domains[self.domain]

    def of(self, domain: Domain) -> Pencil:
        """The same pencil in the colours of another domain."""
        return Pencil(self.page, self.step, domain)

    # --- areas -----------------------------------------------------------------------------------

    def card(self, box: Box) -> None:
        """The quiet ground that a thing stands on."""
        self._box("card", box, "sd-band", self.shades.band, self.shades.tint, style=ROUNDED)

    def solid(self, box: Box, *, rounded: bool = True, shape: str = "box") -> None:
        """An area in the domain's ink."""
        style = ROUNDED if rounded else "filled"
        self._box("solid", box, "sd-solid", self.shades.ink, self.shades.ink, style, shape)

    def tint(self, box: Box, *, rounded: bool = False, shape: str = "box") -> None:
        """A light area with a thin border."""
        style = ROUNDED if rounded else "filled"
        self._box("tint", box, "sd-tint", self.shades.tint, self.shades.mid, style, shape)

    def strong(self, box: Box, *, shape: str = "box") -> None:
        """A light area with a strong border: the thing that it is all about."""
        self._box("strong", box, "sd-strong", self.shades.tint, self.shades.ink, shape=shape)

    def inset(self, box: Box) -> None:
        """A fine rounded line inside an area in ink."""
        self._box("inset", box, "sd-inset", "#00000000", self.shades.mid, style="rounded")

    def middle(self, box: Box, *, shape: str = "box") -> None:
        """An area in the domain's middle shade."""
        self._box("mid", box, "sd-middle", self.shades.mid, self.shades.mid, "filled", shape)

    def ground(self, box: Box, *, shape: str = "ellipse") -> None:
        """A hole through which one sees the card."""
        self._box("hole", box, "sd-band", self.shades.band, self.shades.band, "filled", shape)

    def paper(self, box: Box, *, rounded: bool = False) -> None:
        """A sheet of paper."""
        style = ROUNDED if rounded else "filled"
        self._box("paper", box, "sd-paper", LIGHT.paper, self.shades.mid, style)

    def shadow(self, box: Box) -> None:
        """The shadow of something rounded, a little to the right and below."""
        moved = Box(box.left + 4, box.top + 5, box.right + 4, box.bottom + 5)
        self._box("shadow", moved, "sd-shadow", "#00000017", "#00000000", style=ROUNDED)

    def ring(self, box: Box) -> None:
        """A circle in the colour of text on ink."""
        self._box("ring", box, "sd-onto", "#00000000", LIGHT.on, "filled", "ellipse", pen=1.3)

    def ink_bar(self, box: Box) -> None:
        """A bar as in a bar code."""
        text = LIGHT.paper_text
        self._box("bar", box, "sd-barcode", text, text, "filled", pen=0.2)

    def seal(self, line: Line, *, good: bool) -> None:
        """A small plate with a verdict: green, or red; the word says it too."""
        color, name = (LIGHT.good, "sd-good") if good else (LIGHT.error, "sd-bad")
        half = line.width / 2 + 9
        box = Box(line.x - half, line.y - 9, line.x + half, line.y + 9)
        self._box("seal", box, name, LIGHT.page, color, ROUNDED, pen=1.3)
        self.page.text(self._name("seal"), line, f"{name}text", color=color)

    def _box(
        self,
        name: str,
        box: Box,
        classes: str,
        fill: str,
        stroke: str,
        style: str = "filled",
        shape: str = "box",
        pen: float = 1,
    ) -> None:
        self.page.box(
            self._name(name), box, f"{classes} sd-{self.domain}",
            fill=fill, stroke=stroke, style=style, shape=shape, pen=pen,
        )  # fmt: skip

    # --- lines and words -------------------------------------------------------------------------

    def line(self, *points: Point, pen: float = 1.4, dashed: bool = False) -> None:
        """A thin line."""
        self.page.line(
            self._name("line"), points, f"sd-mid sd-{self.domain}",
            color=self.shades.mid, pen=pen, dashed=dashed,
        )  # fmt: skip

    def line_on_ink(self, *points: Point) -> None:
        """A line on an area in ink."""
        self.page.line(self._name("line"), points, "sd-onto", color=LIGHT.on, pen=1.3)

    def arrow(self, points: Sequence[Point]) -> None:
        """A strong arrow along Bézier curves."""
        self.page.line(
            self._name("arrow"), points, f"sd-arrow sd-{self.domain}",
            color=self.shades.ink, pen=2.2, head="normal",
        )  # fmt: skip

    def ink(self, line: Line) -> None:
        """Words in the domain's ink."""
        self.page.text(self._name("text"), line, f"sd-ink sd-{self.domain}", color=self.shades.ink)

    def on_ink(self, line: Line) -> None:
        """Words on an area in ink."""
        self.page.text(self._name("text"), line, "sd-on", color=LIGHT.on)

    def muted(self, line: Line) -> None:
        """Words in small print."""
        self.page.text(self._name("text"), line, "sd-detail", color=LIGHT.muted)

    def on_paper(self, left: float, y: float, name: str, value: str) -> None:
        """A field of a form: its name, and its value in bold."""
        color = LIGHT.paper_text
        for x, text, bold in ((left, name, False), (left + 40, value, True)):
            line = starting_at(x, y, text, 10.5 if bold else 9.5, bold=bold)
            self.page.text(self._name("field"), line, "sd-papertext", color=color)

    def pill(self, line: Line) -> None:
        """Words on a rounded plate in ink."""
        half = line.width / 2 + 9
        self.solid(Box(line.x - half, line.y - 10, line.x + half, line.y + 10))
        self.on_ink(line)

    def verb(self, x: float, y: float, word: str) -> None:
        """What is done along an arrow, on a small plate."""
        line = Line(word, x, y, 11, bold=True)
        half = line.width / 2 + 7
        box = Box(x - half, y - 9, x + half, y + 9)
        self._box("verb", box, "sd-verb", LIGHT.page, self.shades.mid, ROUNDED)
        self.ink(line)

    def badge(self, x: float, y: float, text: str) -> None:
        """The number of a card."""
        self.page.badge(
            self._name("badge"), Line(text, x, y, 11, bold=True), 10,
            f"sd-badge sd-{self.domain}",
            fill=self.shades.ink, stroke=self.shades.ink, on=LIGHT.on,
        )  # fmt: skip

    def _name(self, thing: str) -> str:
        return f"s{self.step}.{thing}"
