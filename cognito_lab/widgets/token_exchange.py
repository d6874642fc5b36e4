"""TokenExchange: a vending machine. Insert a login, get an identity, get credentials.

    TokenExchange(cloud, identity_pool_id, form)          # takes what the SignIn form holds
    TokenExchange(cloud, identity_pool_id, {provider: id_token})

**Next** makes the next real call; **Back** shows the stop before it and undoes nothing. The back
panel opens the machine: how the role was chosen, and what STS was asked. What is sent is in
`exchange_flow`, what is shown in `exchange_view`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets
from markupsafe import Markup

from cognito_lab.cloud import Cloud
from cognito_lab.primitives.names import snake_case
from cognito_lab.widgets import exchange_view as view
from cognito_lab.widgets import html
from cognito_lab.widgets.exchange_flow import Counter, Shelf, Stop, calls
from cognito_lab.widgets.frame import Frame
from cognito_lab.widgets.sign_in import SignIn

ENHANCED, CLASSIC = "enhanced (the pool chooses the role)", "classic (the app chooses the role)"


class TokenExchange(Frame):
    """A token vending machine with STS behind it.

    Args:
        cloud: Where the pool lives.
        identity_pool_id: Which pool.
        source: Where the logins come from: a `SignIn` form, read when the login is inserted, or a
            `Logins` map; empty for a guest.
    """

    def __init__(
        self, cloud: Cloud, identity_pool_id: str, source: SignIn | Mapping[str, str] | None = None
    ) -> None:
        self._cloud, self._pool_id = cloud, identity_pool_id
        self._logins: Callable[[], Mapping[str, str]] = _reader(source)
        self._counter = Counter(cloud, identity_pool_id)
        self._start, self._stops, self._shown = Shelf(self._logins()), list[Stop](), 0
        self._make_fields()
        super().__init__("The counter: a token vending machine", "aws", self._laid_out())
        self.on_click(self.next, self._next)
        self.on_click(self.back, self._back)
        self.on_click(self.again, self._again)
        for field in (self.flow, self.role):
            field.observe(lambda _: self._restart(), "value")
        self.guests.observe(lambda _: self.run(self._switch_guests), "value")
        self._show()

    def _make_fields(self) -> None:
        pool = self._cloud.cognito_identity.describe_identity_pool(identity_pool_id=self._pool_id)
        roles = self._cloud.cognito_identity.get_identity_pool_roles(identity_pool_id=self._pool_id)
        self.flow = ipywidgets.RadioButtons(options=[ENHANCED, CLASSIC], description="Flow")
        self.role = ipywidgets.Dropdown(
            options=sorted(roles.get("Roles", {}).values()), description="Role to ask for"
        )
        self.guests = ipywidgets.Checkbox(
            value=pool["AllowUnauthenticatedIdentities"],
            description="The pool serves guests",
            indent=False,
        )
        self.next = ipywidgets.Button(description="Next")
        self.next.add_class("cl-primary")
        self.back = ipywidgets.Button(description="Back")
        self.again = ipywidgets.Button(description="Insert a login again")
        self.progress, self.shelf = ipywidgets.HTML(), ipywidgets.HTML()
        self.stop, self.back_panel = ipywidgets.HTML(), ipywidgets.HTML()

    def _laid_out(self) -> list[ipywidgets.Widget]:
        buttons = ipywidgets.HBox([self.back, self.next, self.again])
        switches = [self.flow, self.role, self.guests]
        return [*switches, self.progress, buttons, self.stop, self.shelf, self.back_panel]

    # --- what the buttons do ---------------------------------------------------------------------

    @property
    def credentials(self) -> Mapping[str, object] | None:
        """The credentials that came out, or None; `boto3_session(cloud, exchange.credentials)`."""
        return self.held.credentials

    @property
    def held(self) -> Shelf:
        """What the app holds at the stop that is shown."""
        return self._stops[self._shown - 1].shelf if self._shown else self._start

    def _next(self) -> str:
        if self._shown < len(self._stops):
            self._shown += 1
        elif self._shown < len(self._calls):
            if not self._stops:
                self._start = Shelf(self._logins())
            made = self._counter.make(
                self._calls[self._shown], self.held, role_arn=self.role.value or ""
            )
            self._stops.append(made)
            self._shown += 1
        return self._show()

    def _back(self) -> str:
        self._shown = max(0, self._shown - 1)
        return self._show()

    def _again(self) -> str:
        self._restart()
        return f"Inserted: {self._inserted()}"

    def _restart(self) -> None:
        self._start, self._stops, self._shown = Shelf(self._logins()), [], 0
        self.trouble.value = ""
        self._show()

    def _switch_guests(self) -> str:
        """Change the setting, as the pool's owner would: UpdateIdentityPool takes it whole."""
        service = self._cloud.cognito_identity
        pool = service.describe_identity_pool(identity_pool_id=self._pool_id)
        with self._cloud.trace.acting_as("Administrator"):
            service.update_identity_pool(
                **_arguments(pool) | {"allow_unauthenticated_identities": self.guests.value}
            )
        return "The pool serves guests." if self.guests.value else "The pool refuses guests."

    @property
    def _calls(self) -> tuple[str, ...]:
        return calls(classic=self.flow.value == CLASSIC)

    def _inserted(self) -> str:
        return ", ".join(self._start.logins) or "nothing (a guest)"

    def _show(self) -> str:
        """Put the shown stop on the page; what it returns is said aloud."""
        self.role.layout.display = None if self.flow.value == CLASSIC else "none"
        self.progress.value = view.progress_html(self._calls, self._shown)
        self.shelf.value = view.shelf_html(self.held)
        stop = self._stops[self._shown - 1] if self._shown else None
        self.stop.value = (
            view.stop_html(stop)
            if stop
            else html.paragraph(f"Inserted: {self._inserted()}. Press Next.")
        )
        self.back_panel.value = (
            html.details("Back panel: look behind the counter", view.back_panel_html(stop))
            if stop
            else Markup("")
        )
        self.back.disabled = self._shown == 0
        self.next.disabled = self._shown == len(self._calls)
        self.show_code(view.code_twin(self._pool_id, self._calls, self.role.value or ""))
        return f"{stop.call} answered." if stop else "At the start."

    def as_text(self) -> str:
        return view.as_text(self._calls, self._shown, self.held)

    def as_html(self) -> Markup:
        return view.as_html(self._calls, self._shown, self.held)


def _reader(source: SignIn | Mapping[str, str] | None) -> Callable[[], Mapping[str, str]]:
    """Read a form when asked, since a person may sign in after the machine was made."""
    if isinstance(source, SignIn):
        return lambda: source.logins
    logins = dict(source or {})
    return lambda: logins


def _arguments(pool: Mapping[str, Any]) -> dict[str, Any]:
    return {snake_case(member): value for member, value in pool.items()}
