"""DoorPanel: choose a visitor, press a door, see the light and the reason.

    DoorPanel(cloud, api_url, visitors=[Visitor("jdoe", credentials=credentials), Visitor("guest")])

Every press sends a real request through the gateway. A request can be built by hand, too: another
verb, another path, a further header. *Everybody at every door* fills the table the same way. What
is sent and read is in `doors`, what was checked in `door_checks`, what is shown in `door_view`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import ipywidgets
from markupsafe import Markup

from cognito_lab.cloud import Cloud
from cognito_lab.widgets import door_view as view
from cognito_lab.widgets.controls import button, panel, plain, prose, row, show, text, tick
from cognito_lab.widgets.doors import Knock, Visitor, knock, knock_at_all
from cognito_lab.widgets.frame import Frame
from cognito_lab.widgets.visible import visible

DOORS = ("/google", "/group", "/jwt")
VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE")


class DoorPanel(Frame):
    """The doors of an API, a light each, and the reason.

    Args:
        cloud: Where the API lives.
        api_url: ``https://<api>.execute-api.us-east-1.amazonaws.com/<stage>``.
        visitors: Who may be sent to a door; the first is chosen at the start.
        doors: Paths of the doors.

    Raises:
        ValueError: There is no door, no visitor, or two visitors have the same name and show the
            same.
    """

    def __init__(
        self,
        cloud: Cloud,
        api_url: str,
        visitors: Sequence[Visitor],
        doors: Sequence[str] = DOORS,
    ) -> None:
        self._cloud, self._api_url = cloud, api_url.rstrip("/")
        self._doors = tuple(f"/{door.lstrip('/')}" for door in doors)
        self.visitors = {
            visible(f"{visitor.name}, shows {visitor.shows}"): visitor for visitor in visitors
        }
        if not self._doors:
            raise ValueError("an API has doors: pass their paths, such as ['/jwt']")
        if not visitors or len(self.visitors) != len(visitors):
            raise ValueError("visitors must be there, each with a name or a document of its own")
        self.last: Knock | None = None
        self.rows: list[list[Knock]] = []
        self._make_fields()
        super().__init__("The doors", "aws", self._laid_out())
        self._connect()
        self._show()

    def _make_fields(self) -> None:
        self.visitor = plain(
            ipywidgets.Dropdown, options=list(self.visitors), description="Visitor"
        )
        self.buttons = [button(f"Knock at {visible(door)}") for door in self._doors]
        self.by_hand = tick("Build the request by hand")
        self.verb = plain(ipywidgets.Dropdown, options=VERBS, description="Verb")
        self.path = text("Path", self._doors[0])
        self.header, self.value = text("Extra header"), text("Its value")
        self.request = button("Send", primary=True)
        self.everybody = button("Everybody at every door")
        self.answer, self.matrix = prose(), prose()

    def _laid_out(self) -> list[ipywidgets.Widget]:
        fields = (self.verb, self.path, self.header, self.value, self.request)
        self._builder = panel("app", *fields)
        knocks = (row(*self.buttons), self.by_hand, self._builder, self.answer)
        return [self.visitor, *knocks, self.everybody, self.matrix]

    def _connect(self) -> None:
        for door, knocker in zip(self._doors, self.buttons, strict=True):
            self.on_click(knocker, partial(self._knock, door))
        self.on_click(self.request, self._request)
        self.on_click(self.everybody, self._fill)
        self.on_change(self.by_hand, self._show)
        for field in (self.visitor, self.verb, self.path, self.header, self.value):
            self.on_change(field, self._show)

    @property
    def chosen(self) -> Visitor:
        """The visitor who knocks next."""
        return self.visitors[self.visitor.value]

    @property
    def headers(self) -> dict[str, str]:
        """The extra header, if one was named."""
        name = self.header.value.strip()
        return {name: self.value.value} if name else {}

    # --- what the buttons do ---------------------------------------------------------------------

    def _knock(self, door: str) -> str:
        """Knock at one of the doors, plainly."""
        self.path.value, self.verb.value, self.header.value = door, "GET", ""
        return self._request()

    def _request(self) -> str:
        self.answer.value = ""
        self.last = knock(
            self._cloud,
            self._api_url,
            self.path.value,
            self.chosen,
            verb=self.verb.value,
            headers=self.headers,
        )
        self.answer.value = view.knock_html(self.last)
        return view.spoken(self.last)

    def _fill(self) -> str:
        self.rows = knock_at_all(self._cloud, self._api_url, self._doors, self.visitors.values())
        self.matrix.value = view.matrix_html(self.rows, self._doors)
        return view.matrix_sentence(self.rows)

    def _show(self) -> None:
        show(self._builder, self.by_hand.value)
        self.show_code(
            view.code_twin(
                self._api_url,
                self.path.value,
                self.chosen,
                verb=self.verb.value,
                headers=self.headers,
            )
        )

    # --- the static form -------------------------------------------------------------------------

    def as_text(self) -> str:
        return view.as_text(self._doors, self.visitors, self.last)

    def as_html(self) -> Markup:
        return view.as_html(self._doors, self.visitors, self.last, self.rows)
