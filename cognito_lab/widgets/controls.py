"""Controls as our forms want them: named, never stretched, and able to leave the page.

A control that is not shown leaves the tab order too. How one looks is said by the style sheet, so
plain ones share one layout and one style: each of these would be a message of its own to the
browser, and a form of fifty controls would appear after 140 messages instead of 60.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import ipywidgets
from markupsafe import Markup

W = TypeVar("W", bound=ipywidgets.DOMWidget)
_shared: dict[type[ipywidgets.Widget], ipywidgets.Widget] = {}


def plain(kind: type[W], *positional: Any, **traits: Any) -> W:
    """A control of this kind that looks as the style sheet says.

    Whoever sets something of its `layout` or `style` makes the control without this function.
    """
    for part in ("layout", "style"):
        if kind.class_traits().get(part) is not None:
            traits.setdefault(part, _in_common(kind.class_traits()[part].klass))
    made: W = kind(*positional, **traits)
    return made


def prose(value: str = "") -> ipywidgets.HTML:
    """A place for sentences, pictures and tables, as `html` makes them."""
    return plain(ipywidgets.HTML, value)


def page() -> ipywidgets.Output:
    """A place for sentences with links to other notebooks, which `turn` fills.

    The host follows such a link only in what it has drawn itself, as it draws a cell's output.
    """
    return plain(ipywidgets.Output)


def turn(page: ipywidgets.Output, shown: Markup, text: str) -> None:
    """Put this on a page, in place of what stands there."""
    data = {"text/html": str(shown), "text/plain": text}
    page.outputs = ({"output_type": "display_data", "data": data, "metadata": {}},)


def button(description: str, *, primary: bool = False) -> ipywidgets.Button:
    """A button; the primary one of a panel is what the Enter key presses."""
    made = plain(ipywidgets.Button, description=description)
    if primary:
        made.add_class("cl-primary")
    return made


def text(description: str, value: str = "") -> ipywidgets.Text:
    """A line of text; Python hears of it when the person leaves it, or clicks."""
    return plain(ipywidgets.Text, value=value, description=description, continuous_update=False)


def password(description: str, value: str = "") -> ipywidgets.Password:
    """A line of text that is not shown while it is typed."""
    return plain(ipywidgets.Password, value=value, description=description, continuous_update=False)


def choice(
    description: str, options: Sequence[str], *, chosen: int | None = 0
) -> ipywidgets.RadioButtons:
    """A few ways, of which one is chosen; at the beginning the first, or none."""
    return plain(
        ipywidgets.RadioButtons,
        options=list(options),
        index=chosen if options else None,
        description=description,
        tooltip=description,  # without one the browser would show the word null
    )


def tick(description: str, value: bool = False) -> ipywidgets.Checkbox:
    """A box to tick, its words beside it."""
    return plain(ipywidgets.Checkbox, value=value, description=description, indent=False)


def row(*children: ipywidgets.Widget) -> ipywidgets.HBox:
    """Side by side as far as the page is wide enough; nothing in it is stretched."""
    return plain(ipywidgets.HBox, children)


def panel(domain: str, *children: ipywidgets.Widget) -> ipywidgets.VBox:
    """A framed part of a form in the colour of whoever answers for it."""
    made = plain(ipywidgets.VBox, children)
    made.add_class("cl-panel")
    made.add_class(f"cl-{domain}")
    return made


def show(widget: ipywidgets.Widget, shown: bool) -> None:
    """Put a widget on the page, or take it off."""
    if widget.layout is _shared.get(ipywidgets.Layout):
        if shown:
            return
        widget.layout = ipywidgets.Layout()
    widget.layout.display = None if shown else "none"


def _in_common(kind: type[ipywidgets.Widget]) -> ipywidgets.Widget:
    """The one layout or style of this kind; a new one after `Widget.close_all()`."""
    if kind not in _shared or _shared[kind].comm is None:
        _shared[kind] = kind()
    return _shared[kind]
