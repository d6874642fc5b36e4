"""The browser's part of a frame, seen from Python: one channel for clicks and announcements.

Every ipywidgets control talks to the kernel through a channel of its own, and JupyterLab serves
channels in different threads, so a click could be served before the text that was typed first.
`Edge` therefore carries a click together with what stood in the fields; edge.js is its other half.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets
import traitlets
from ipywidgets.widgets.widget_selection import _Selection as Selection

from cognito_lab.widgets import html

# Fields that a click carries, with the trait that the browser reads from the page.
_CARRIED = {
    ipywidgets.Text: "value",
    ipywidgets.Textarea: "value",
    ipywidgets.Checkbox: "value",
    Selection: "index",
}


class Edge(anywidget.AnyWidget):
    """Carries clicks in and sentences out.

    Attributes:
        announcement: A running number, a space, and what screen readers should say.
    """

    _esm = Path(__file__).parent / "edge.js"
    _css = html.css()
    announcement = traitlets.Unicode("0 ").tag(sync=True)

    def __init__(self) -> None:
        super().__init__()
        self._sentences = itertools.count(1)
        self._clicks: list[Callable[[], None]] = []
        self._fields: list[tuple[ipywidgets.Widget, str]] = []
        self.on_msg(self._hear)

    def announce(self, text: str) -> None:
        """Have a sentence shown and said."""
        # The number makes a sentence that is said twice a change, so that it is heard twice.
        self.announcement = f"{next(self._sentences)} {text}"

    def carry_clicks(self, button: ipywidgets.Button, callback: Callable[[], None]) -> None:
        """Serve this button's clicks; `button.click()` in Python does the same."""
        button.add_class(f"cl-click-{len(self._clicks)}")
        button.on_click(lambda _: callback())
        self._clicks.append(callback)

    def carry_fields(self, box: ipywidgets.Widget) -> None:
        """Bring along, with each click, what stands in the fields of this box."""
        known = [field for field, _ in self._fields]
        for field, trait in _fields_in(box):
            if field not in known:
                field.add_class(f"cl-field-{len(self._fields)}")
                self._fields.append((field, trait))

    def _hear(self, _: Any, content: Mapping[str, Any], __: Any) -> None:
        """Serve a click or a ping; the answer comes after what it did."""
        try:
            if content.get("kind") == "click":
                self._fill(content["fields"])
                self._clicks[content["button"]]()
        finally:
            self.send({"kind": "answer", "id": content.get("id")})

    def _fill(self, contents: Mapping[str, Any]) -> None:
        for number, shown in contents.items():
            field, trait = self._fields[int(number)]
            if getattr(field, trait) != shown:
                field.set_state({trait: shown})  # as if the field itself had sent it


def _fields_in(box: ipywidgets.Widget) -> Iterator[tuple[ipywidgets.Widget, str]]:
    for kind, trait in _CARRIED.items():
        if isinstance(box, kind):
            yield box, trait
    for child in getattr(box, "children", ()):
        yield from _fields_in(child)
