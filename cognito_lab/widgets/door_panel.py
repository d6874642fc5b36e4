"""DoorPanel: choose a visitor, press a door, see the light and the reason.

    DoorPanel(cloud, api_url, visitors=[Visitor("jdoe", credentials=credentials), Visitor("guest")])

Every press sends a real request through the gateway. *Everybody at every door* fills the matrix the
same way. What is sent and read is in `doors`, what is shown in `door_view`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import ipywidgets
from markupsafe import Markup

from cognito_lab.cloud import Cloud
from cognito_lab.widgets import door_view as view
from cognito_lab.widgets.doors import Knock, Visitor, knock, knock_at_all
from cognito_lab.widgets.frame import Frame

DOORS = ("/google", "/group", "/jwt")


class DoorPanel(Frame):
    """Three doors, a light each, and the reason.

    Args:
        cloud: Where the API lives.
        api_url: ``https://<api>.execute-api.us-east-1.amazonaws.com/<stage>``.
        visitors: Who may be sent to a door; the first is chosen at the start.
        doors: Paths of the doors.

    Raises:
        ValueError: There is no visitor, or two have the same name and show the same.
    """

    def __init__(
        self,
        cloud: Cloud,
        api_url: str,
        visitors: Sequence[Visitor],
        doors: Sequence[str] = DOORS,
    ) -> None:
        self._cloud, self._api_url, self._doors = cloud, api_url, tuple(doors)
        self.visitors = {f"{visitor.name}, shows {visitor.shows}": visitor for visitor in visitors}
        if not visitors or len(self.visitors) != len(visitors):
            raise ValueError("visitors must be there, each with a name or a document of its own")
        self.last: Knock | None = None
        self.visitor = ipywidgets.Dropdown(options=list(self.visitors), description="Visitor")
        self.buttons = [ipywidgets.Button(description=f"Knock at {door}") for door in self._doors]
        self.everybody = ipywidgets.Button(description="Everybody at every door")
        self.answer, self.matrix = ipywidgets.HTML(), ipywidgets.HTML()
        row = ipywidgets.HBox([*self.buttons, self.everybody])
        super().__init__("The doors", "aws", [self.visitor, row, self.answer, self.matrix])
        for door, button in zip(self._doors, self.buttons, strict=True):
            self.on_click(button, partial(self._knock, door))
        self.on_click(self.everybody, self._fill)
        self.visitor.observe(lambda _: self._show_code(self._doors[0]), "value")
        self._show_code(self._doors[0])

    @property
    def chosen(self) -> Visitor:
        """The visitor who knocks next."""
        return self.visitors[self.visitor.value]

    def _knock(self, door: str) -> str:
        self.last = knock(self._cloud, self._api_url, door, self.chosen)
        self.answer.value = view.knock_html(self.last)
        self._show_code(door)
        return view.knock_sentence(self.last)

    def _fill(self) -> str:
        rows = knock_at_all(self._cloud, self._api_url, self._doors, self.visitors.values())
        self.matrix.value = view.matrix_html(rows, self._doors)
        return view.matrix_text(rows)

    def _show_code(self, door: str) -> None:
        self.show_code(view.code_twin(self._api_url, door, self.chosen))

    def as_text(self) -> str:
        return view.as_text(self._doors, self.visitors, self.last)

    def as_html(self) -> Markup:
        return view.as_html(self._doors, self.visitors, self.last)
