"""A text area for a policy, with numbered lines that say what each statement did.

The browser's half (policy_text.js) sends what is typed a moment after the last key; Python answers
with `marks` for the margin and with the `fault`, if there is one, and where it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import anywidget
import traitlets


@dataclass(frozen=True)
class Mark:
    """What stands in the margin beside some lines.

    Attributes:
        line, last_line: From 1.
        sign: One character, drawn beside the first line.
        words: What it means, for everybody who does not see it.
        tone: ``good``, ``bad`` or ``plain``.
    """

    line: int
    last_line: int
    sign: str
    words: str
    tone: str


@dataclass(frozen=True)
class Trouble:
    """A fault where it stands.

    Attributes:
        line, column: From 1.
        start, end: Offsets in the text, to be selected.
        words: What is wrong, in the lab's words and in AWS's.
    """

    line: int
    column: int
    start: int
    end: int
    words: str


class PolicyText(anywidget.AnyWidget):
    """One text area.

    Attributes:
        value: What stands in it.
        label: Its name.
        marks: What stands in the margin.
        trouble: What is wrong; empty when nothing is.
    """

    _esm = Path(__file__).parent / "policy_text.js"
    _css = Path(__file__).parent / "policy_text.css"
    value = traitlets.Unicode().tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)
    marks = traitlets.List(traitlets.Dict()).tag(sync=True)
    trouble = traitlets.Dict().tag(sync=True)

    def show(self, marks: Sequence[Mark], trouble: Trouble | None) -> None:
        """Put marks into the margin, and the trouble below."""
        self.marks = [asdict(mark) for mark in marks]
        self.trouble = asdict(trouble) if trouble else {}
