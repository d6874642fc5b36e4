"""A picture that is ready to be shown: as SVG, as words, as DOT, as a file.

Every picture has a twin in words, and the words come first: a screen reader, an untrusted
notebook and a machine without Graphviz get the same steps as a list.
"""

from __future__ import annotations

import hashlib
import html
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cognito_lab.diagrams import renderer, shipped
from cognito_lab.diagrams.quoting import clean
from cognito_lab.diagrams.svg import (
    Legend,
    decorated,
    lit,
    natural_width,
    standalone,
    without_links,
)

if TYPE_CHECKING:
    import graphviz

_ordinals = itertools.count(1)
_PNG_DPI = 144
_LONGEST_STEP = 1600  # characters, with its phase, condition and note
_NO_PICTURE = "This picture was not drawn."


@dataclass(frozen=True, repr=False)
class Diagram:
    """One picture and its twin in words.

    Attributes:
        title: What it is about.
        steps: Everything that it says, one sentence a step.
        dot: The DOT that Graphviz draws; empty when there is nothing to draw.
        caption: One sentence below the title.
        current: The step that is lit, from 1; None when all are.
        titles: What a pointer on a step says, where that is less than `steps` says.
        refusal: Why there is nothing to draw, in one line.
        spotlight: Whether a lit step stands alone, or in a row with what is past and what comes.
        passed: In a map, the steps that somebody has come through; None: this is no map.
    """

    title: str
    steps: tuple[str, ...]
    dot: str
    caption: str = ""
    current: int | None = None
    refusal: str = ""
    spotlight: bool = False
    passed: tuple[int, ...] | None = None
    titles: tuple[str, ...] = ()
    ordinal: int = field(default_factory=lambda: next(_ordinals), compare=False)

    def __post_init__(self) -> None:
        for name in ("title", "caption", "refusal"):
            object.__setattr__(self, name, clean(getattr(self, name)))
        for name in ("steps", "titles"):
            cleaned = tuple(clean(text, _LONGEST_STEP) for text in getattr(self, name))
            object.__setattr__(self, name, cleaned)

    # --- the picture -----------------------------------------------------------------------------

    @property
    def svg(self) -> str:
        """The picture as SVG to be put inside a page; empty when there is none (see `trouble`)."""
        return self._drawing[0]

    @property
    def trouble(self) -> str:
        """Why there is no picture, in one line; empty when there is one."""
        return self._drawing[1]

    @property
    def standalone_svg(self) -> str:
        """The picture as an SVG file of its own; empty when there is none."""
        return standalone(self.svg, self.title) if self.svg else ""

    @property
    def uid(self) -> str:
        """What all ids of this picture begin with. Two pictures never share it in one process."""
        return _uid(self.dot, self.ordinal)

    def at(self, step: int | None) -> Diagram:
        """The same picture with one step lit, what is past pale and what comes paler.

        Raises:
            ValueError: There is no such step.
        """
        if step is not None and not 1 <= step <= len(self.steps):
            raise ValueError(f"there is no step {step}; the picture has {len(self.steps)}")
        return replace(self, current=step, ordinal=next(_ordinals))

    def png(self) -> bytes:
        """The picture as a PNG, in the light theme; its fonts know no Chinese, Arabic or emoji.

        Raises:
            CannotDraw: There is no picture, for the reason that it says.
        """
        if not self.dot:
            raise renderer.CannotDraw(self.refusal or _NO_PICTURE)
        return renderer.draw(self.dot, "png", dpi=_PNG_DPI)

    @property
    def source(self) -> graphviz.Source:
        """The DOT as a `graphviz.Source`, to go on with; it draws without an installed ``dot``."""
        import graphviz
        from graphviz.backend import dot_command

        if renderer.on_path() is None and (program := renderer.find()):
            dot_command.DOT_BINARY = program
        return graphviz.Source(self.dot)

    # --- where it is shown -----------------------------------------------------------------------

    def as_html(self) -> str:
        """The picture for a page: its title, its steps as a list, then the drawing.

        Each call gives the drawing new ids, so that the same picture can stand on a page twice.
        """
        svg = without_links(self.svg).replace(self.uid, _uid(self.dot, next(_ordinals)))
        items = "".join(self._item(number) for number in range(1, len(self.steps) + 1))
        steps = f"<ol>{items}</ol>" if items else ""
        if svg:
            many = f"{len(self.steps)} steps" if len(self.steps) > 1 else "The step"
            steps = f"<details><summary>{many} as text</summary>{steps}</details>"
            # A narrow page scrolls the picture alone and keeps its words readable; the Tab key
            # goes from badge to badge and so through all of it.
            name = html.escape(f"Picture: {self.title}" if self.title else "Picture")
            style = f"overflow-x:auto;--natural:{natural_width(svg)}px"
            box = f'role="group" aria-label="{name}" tabindex="0" style="{style}"'
            below = f"<div {box}>{svg}</div>"
        else:
            below = f"<p><small>{html.escape(self.trouble)}</small></p>"
        inside = self._heading() + steps + below
        return f'<figure style="margin:0;overflow-wrap:break-word">{inside}</figure>'

    def save(self, path: str | Path) -> Path:
        """Write the picture into a file; its suffix says how: .svg, .png, .dot, .txt or .html.

        Raises:
            ValueError: The suffix is none of these.
            CannotDraw: There is no picture, for the reason that it says.
        """
        path = Path(path)
        writers: dict[str, Callable[[], bytes]] = {
            ".svg": lambda: self._existing(self.standalone_svg).encode(),
            ".png": self.png,
            ".dot": lambda: self._existing(self.dot).encode(),
            ".txt": lambda: f"{self}\n".encode(),
            ".html": lambda: f"<!doctype html><meta charset=utf-8>{self.as_html()}\n".encode(),
        }
        if path.suffix not in writers:
            raise ValueError(f"the file's name must end in {', '.join(writers)}, not {path.name!r}")
        path.write_bytes(writers[path.suffix]())
        return path

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        """What Jupyter shows; never ``image/svg+xml``, of which JupyterLab makes a dead image."""
        return {"text/plain": str(self), "text/html": self.as_html()}

    def __str__(self) -> str:
        numbered = [f"{n}. {step}{self._standing(n)}" for n, step in enumerate(self.steps, 1)]
        heading = [" ".join(part for part in (self.title, self.caption) if part)]
        return "\n".join([*filter(None, heading), *numbered, *filter(None, [self.refusal])])

    def __repr__(self) -> str:
        return f"<Diagram: {self.title or 'untitled'}, {len(self.steps)} steps>"

    # --- helpers ---------------------------------------------------------------------------------

    @cached_property
    def _drawing(self) -> tuple[str, str]:
        """The SVG and nothing, or nothing and the reason."""
        if not self.dot:
            return "", self.refusal or _NO_PICTURE
        try:
            svg = decorated(renderer.draw(self.dot), self._legend(), self.uid)
        except (renderer.CannotDraw, ValueError) as error:
            svg = shipped.drawing_of(self.dot, self.uid)
            if not svg:
                return "", str(error)
        return self._lit(svg), ""

    def _lit(self, svg: str) -> str:
        if self.current is None and not self.passed:
            return svg
        return lit(svg, self.current, spotlight=self.spotlight, passed=self.passed)

    def _legend(self) -> Legend:
        description = (
            f"A diagram of {len(self.steps)} steps; each has a sentence of its own, "
            "and the same sentences stand beside the picture as a list."
        )
        return Legend(
            self.title, f"{self.caption} {description}".strip(), self.titles or self.steps
        )

    def _item(self, number: int) -> str:
        step = html.escape(self.steps[number - 1])
        if number == self.current:
            return f'<li aria-current="step"><strong>{step}</strong>{self._standing(number)}</li>'
        return f"<li>{step}{self._standing(number)}</li>"

    def _standing(self, number: int) -> str:
        """What the light on a step means, for who does not see it."""
        if number == self.current:
            return " (you are here)"
        return " (you came through here)" if number in (self.passed or ()) else ""

    def _heading(self) -> str:
        title = f"<strong>{html.escape(self.title)}</strong>" if self.title else ""
        said = " ".join(part for part in (title, html.escape(self.caption)) if part)
        return f"<figcaption>{said}</figcaption>" if said else ""

    def _existing(self, text: str) -> str:
        if not text:
            raise renderer.CannotDraw(self.trouble)
        return text


def _uid(dot: str, ordinal: int) -> str:
    return f"sd-{hashlib.sha256(f'{dot}{ordinal}'.encode()).hexdigest()[:8]}"
