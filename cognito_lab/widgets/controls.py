"""Controls as our forms want them: named, never stretched, and able to leave the page.

A control that is not shown leaves the tab order too.
"""

from __future__ import annotations

import ipywidgets


def button(description: str, *, primary: bool = False) -> ipywidgets.Button:
    """A button; the primary one of a panel is what the Enter key presses."""
    made = ipywidgets.Button(description=description)
    if primary:
        made.add_class("cl-primary")
    return made


def text(description: str, value: str = "") -> ipywidgets.Text:
    """A line of text; Python hears of it when the person leaves it, or clicks."""
    return ipywidgets.Text(value=value, description=description, continuous_update=False)


def password(description: str, value: str = "") -> ipywidgets.Password:
    """A line of text that is not shown while it is typed."""
    return ipywidgets.Password(value=value, description=description, continuous_update=False)


def tick(description: str, value: bool = False) -> ipywidgets.Checkbox:
    """A box to tick, its words beside it."""
    return ipywidgets.Checkbox(value=value, description=description, indent=False)


def row(*children: ipywidgets.Widget) -> ipywidgets.HBox:
    """Side by side as far as the page is wide enough; nothing in it is stretched."""
    return ipywidgets.HBox(children)


def panel(domain: str, *children: ipywidgets.Widget) -> ipywidgets.VBox:
    """A framed part of a form in the colour of whoever answers for it."""
    made = ipywidgets.VBox(children)
    made.add_class("cl-panel")
    made.add_class(f"cl-{domain}")
    return made


def show(widget: ipywidgets.Widget, shown: bool) -> None:
    """Put a widget on the page, or take it off."""
    widget.layout.display = None if shown else "none"
