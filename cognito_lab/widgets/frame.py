"""The frame that every form stands in: a title, the form, its result, and its code twin.

A frame is a thin view. It holds no state of the lab: what it shows comes from a view-model
function, and what a click does comes from the widget that made it. The frame adds what all of them
need:

- `on_click` and `on_change` run a callback so that nothing it raises is lost: AWS's words and the
  lab's reason appear in the frame, and the keyboard focus stays where it was;
- `Edge` lets a click through once, speaks changes aloud, keeps JupyterLab's shortcuts out and says
  when the kernel is gone;
- `refresh` is called whenever a cell or another frame has run, so that a widget can follow the
  clock;
- a static form, in text and in HTML, for places where no widget can live.

JupyterLab may deliver a click while a cell runs, in another thread: one lock lets one callback at a
time.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any
from weakref import WeakSet

import ipywidgets
from IPython import get_ipython
from markupsafe import Markup

from cognito_lab.widgets import html
from cognito_lab.widgets.controls import prose
from cognito_lab.widgets.edge import Edge
from cognito_lab.widgets.problem import Problem, problem_html

Callback = Callable[[], str | None]  # what it returns is said aloud
_one_at_a_time = threading.RLock()
_frames: WeakSet[Frame] = WeakSet()


class Frame(ipywidgets.VBox):
    """A titled box for one widget.

    Args:
        title: The heading, plain text.
        domain: Whose colour it wears: ``app``, ``idp`` or ``aws``.
        children: The form, from top to bottom.
    """

    def __init__(self, title: str, domain: str, children: Sequence[ipywidgets.Widget]) -> None:
        self.title = title
        self.edge = Edge()
        self.trouble = prose()
        self.code = prose()
        heading = prose(Markup('<h3 class="cl-title cl-{}">{}</h3>').format(domain, title))
        super().__init__([heading, *children, self.trouble, self.code, self.edge])
        self.add_class("cl-frame")
        self.edge.carry_fields(self)
        _follow_cells()
        _frames.add(self)

    def on_click(self, button: ipywidgets.Button, callback: Callback) -> None:
        """Run the callback at each click; say what it returns, show what it raises."""
        self.edge.carry_clicks(button, lambda: self.run(callback))

    def on_change(self, field: ipywidgets.Widget, callback: Callback) -> None:
        """Run the callback, as safely, whenever the field's value has changed."""
        field.observe(lambda _: self.run(callback), "value")

    def run(self, callback: Callback) -> None:
        """Run one callback at the widget's edge: nothing escapes into the log unseen."""
        with _one_at_a_time:
            was_trouble, self.trouble.value = bool(self.trouble.value), ""
            said = self._shown_if_raised(callback)
            if said or was_trouble:  # a refusal that is no longer shown is no longer said
                self.edge.announce(said or "")
            refresh_all()

    def refresh(self) -> None:
        """Show what may have changed by itself, such as the time that is left."""

    def show_problem(self, error: Exception) -> str:
        """Show an error where the person looks, and return the sentence to be said."""
        problem = Problem.of(error)
        self.trouble.value = problem_html(problem)
        return f"{problem.lead}. {problem.title}"

    def show_code(self, text: str) -> None:
        """The boto3 code that a person could have typed instead."""
        self.code.value = html.details("The code that does the same", html.code(text))

    def _shown_if_raised(self, callback: Callback) -> str | None:
        try:
            return callback()
        except Exception as error:
            return self.show_problem(error)

    def _refresh_safely(self) -> None:
        self._shown_if_raised(self.refresh)

    # --- the static form ----------------------------------------------------------------------

    def as_text(self) -> str:
        """The widget's content in plain words; each widget says its own."""
        return self.title

    def as_html(self) -> Markup:
        """The widget's content where no widget can live."""
        return html.paragraph(self.as_text())

    def __repr__(self) -> str:
        return self.as_text()

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        bundle = super()._repr_mimebundle_(**kwargs) or {}
        return bundle | {"text/plain": repr(self), "text/html": str(self.as_html())}


def refresh_all(_: object = None) -> None:
    """Let every frame show what has changed by itself."""
    with _one_at_a_time:
        for frame in tuple(_frames):
            frame._refresh_safely()


def _follow_cells() -> None:
    """Refresh after every cell of the notebook; outside a notebook there is nothing to follow."""
    shell = get_ipython()
    if shell is not None and refresh_all not in shell.events.callbacks["post_run_cell"]:
        shell.events.register("post_run_cell", refresh_all)
