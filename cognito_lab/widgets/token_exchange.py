"""TokenExchange: a vending machine. Insert a login, get an identity, get credentials.

    TokenExchange(cloud, identity_pool_id, form)          # takes what the SignIn form holds
    TokenExchange(cloud, identity_pool_id, {provider: id_token})

**Next** makes the next real call; **Back** shows the stop before it and undoes nothing. The back
panel opens the machine: how the role was chosen, and what STS was asked. What is sent is in
`exchange_flow`, what is shown in `exchange_view` and `back_panel`, the code in `exchange_code`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import ipywidgets
from markupsafe import Markup

from cognito_lab.cloud import Cloud
from cognito_lab.widgets import exchange_view as view
from cognito_lab.widgets.back_panel import back_panel_html
from cognito_lab.widgets.controls import button, choice, panel, plain, prose, row, show, tick
from cognito_lab.widgets.exchange_code import code_twin
from cognito_lab.widgets.exchange_flow import Counter, Shelf, Stop, calls, roles_to_ask_for
from cognito_lab.widgets.frame import Frame
from cognito_lab.widgets.sign_in import SignIn
from cognito_lab.widgets.visible import visible

ENHANCED, CLASSIC = "enhanced (the pool chooses the role)", "classic (the app chooses the role)"
NOTHING = "nothing (a guest)"
_POOL_CHOOSES = ("(the pool chooses)", "")


class TokenExchange(Frame):
    """A token vending machine with STS behind it.

    Args:
        cloud: Where the pool lives.
        identity_pool_id: Which pool.
        source: Where the logins come from: a `SignIn` form, read when the login is inserted, or a
            `Logins` map; nothing for a guest.

    Raises:
        AwsError: ResourceNotFoundException, where there is no such pool.
    """

    def __init__(
        self, cloud: Cloud, identity_pool_id: str, source: SignIn | Mapping[str, str] | None = None
    ) -> None:
        self._cloud, self._pool_id = cloud, identity_pool_id
        self._counter = Counter(cloud, identity_pool_id)
        self._source: Callable[[], Mapping[str, str]] = _reader(source)
        self._stops, self._shown = list[Stop](), 0
        self._refused: Stop | None = None
        self._make_fields(_label_of(source))
        self._start = Shelf(self._logins())
        super().__init__("The counter: a token vending machine", "aws", self._laid_out())
        self._connect()
        self._restart()

    def _make_fields(self, login: str | None) -> None:
        pool = self._counter.pool
        inserts = [NOTHING] if login is None else [login, NOTHING]
        self.insert = choice("Insert", inserts)
        self.flow = choice("Flow", [ENHANCED, CLASSIC])
        self.role = plain(
            ipywidgets.Dropdown, options=[_POOL_CHOOSES], description="Role to ask for"
        )
        self.guests = tick("The pool serves guests", pool.serves_guests)
        self.allows_classic = tick("The pool allows the classic flow", pool.allows_classic_flow)
        self.next, self.back = button("Next", primary=True), button("Back")
        self.again = button("Insert again")
        self.behind = tick("Back panel: look behind the counter")
        self.progress, self.stop = prose(), prose()
        self.shelf, self.back_panel = prose(), prose()

    def _laid_out(self) -> list[ipywidgets.Widget]:
        switches = [row(self.insert, self.flow), self.role, row(self.guests, self.allows_classic)]
        machine = row(panel("aws", self.stop), panel("app", self.shelf))
        machine.add_class("cl-columns")
        self._back_box = panel("aws", self.back_panel)
        buttons = row(self.back, self.next, self.again)
        return [*switches, self.progress, buttons, machine, self.behind, self._back_box]

    def _connect(self) -> None:
        self.on_click(self.next, self._next)
        self.on_click(self.back, self._back)
        self.on_click(self.again, self._insert_again)
        for field in (self.insert, self.flow):
            self.on_change(field, self._restart)
        self.on_change(self.role, self._rewind)
        self.on_change(self.behind, self._show)
        self.on_change(self.guests, self._switch_guests)
        self.on_change(self.allows_classic, self._switch_classic)

    # --- what the app holds ----------------------------------------------------------------------

    @property
    def credentials(self) -> Mapping[str, object] | None:
        """The credentials that came out, or None; `boto3_session(cloud, exchange.credentials)`."""
        return self.held.credentials

    @property
    def held(self) -> Shelf:
        """What the app holds at the stop that is shown."""
        return self._stops[self._shown - 1].shelf if self._shown else self._start

    def _logins(self) -> Mapping[str, str]:
        return {} if self.insert.value == NOTHING else dict(self._source())

    @property
    def _calls(self) -> tuple[str, ...]:
        return calls(classic=self.flow.value == CLASSIC)

    @property
    def _stop(self) -> Stop | None:
        """The stop that is shown: a refusal, else the last call; None at the start."""
        return self._refused or (self._stops[self._shown - 1] if self._shown else None)

    # --- what the buttons do ---------------------------------------------------------------------

    def _next(self) -> str:
        self._refused = None
        if self._shown == len(self._calls):
            return "All calls are made. Back looks at them again; Insert again starts anew."
        if self._shown < len(self._stops):
            self._shown += 1
            return self._show_stop()
        return self._make_call()

    def _make_call(self) -> str:
        before = self.held
        stop = self._counter.make(self._calls[self._shown], before, role_arn=self.role.value or "")
        if stop.refusal is None:
            self._stops.append(stop)
            self._shown += 1
        else:
            self._refused = stop
        self._show()
        return view.spoken(stop, before, self._cloud.clock.now())

    def _back(self) -> str:
        self._refused, was_refused = None, self._refused is not None
        if self._shown and not was_refused:
            self._shown -= 1
        return self._show_stop()

    def _show_stop(self) -> str:
        self._show()
        stop = self._stop
        return f"Looking at {stop.call}." if stop else "At the start."

    def _insert_again(self) -> str:
        self._restart()
        return f"In the slot: {', '.join(self._start.logins) or NOTHING}."

    def _restart(self) -> None:
        """Take the login anew, offer the roles that fit it, and begin at the first call."""
        self._start = Shelf(self._logins())
        self._offer_roles()
        self._rewind()

    def _rewind(self) -> None:
        self._stops, self._shown, self._refused = [], 0, None
        self._show()

    def _offer_roles(self) -> None:
        arns = roles_to_ask_for(self._counter.pool, self._start.logins)
        named = [(visible(arn.rpartition("/")[2]), arn) for arn in arns]
        classic, wanted = self.flow.value == CLASSIC, self.role.value
        options = named if classic and named else [_POOL_CHOOSES, *named]
        if self.role.options != tuple(options):
            self.role.options = options
            self.role.value = wanted if wanted in dict(options).values() else options[0][1]

    # --- the pool's switches ---------------------------------------------------------------------

    def _switch_guests(self) -> str | None:
        return self._switch(
            self.guests,
            "AllowUnauthenticatedIdentities",
            is_on=self._counter.pool.serves_guests,
            says=("The pool serves guests now.", "The pool refuses guests now."),
        )

    def _switch_classic(self) -> str | None:
        return self._switch(
            self.allows_classic,
            "AllowClassicFlow",
            is_on=self._counter.pool.allows_classic_flow,
            says=("The classic flow is allowed now.", "The classic flow is closed now."),
        )

    def _switch(
        self, box: ipywidgets.Checkbox, setting: str, *, is_on: bool, says: tuple[str, str]
    ) -> str | None:
        """Change the pool as its owner would; nothing, where the box only follows the pool."""
        if box.value == is_on:
            return None
        try:
            self._counter.switch(setting, box.value)
        except Exception:
            box.value = is_on
            raise
        return says[0] if box.value else says[1]

    # --- what is shown ---------------------------------------------------------------------------

    def refresh(self) -> None:
        """Follow the pool, the sign-in form and the clock."""
        pool = self._counter.pool
        self.guests.value, self.allows_classic.value = pool.serves_guests, pool.allows_classic_flow
        untouched = not self._stops and self._refused is None
        if untouched and dict(self._start.logins) != self._logins():
            self._restart()
        self._show()

    def _show(self) -> None:
        stop, now = self._stop, self._cloud.clock.now()
        self.progress.value = view.progress_html(self._calls, self._shown)
        self.shelf.value = view.shelf_html(self.held, now)
        self.stop.value = view.stop_html(stop) if stop else view.start_html(self._start.logins)
        show(self._back_box, self.behind.value)
        self.back_panel.value = back_panel_html(stop) if stop else "No call was made yet."
        self._show_code()

    def _show_code(self) -> None:
        classic, guest = self.flow.value == CLASSIC, not self._start.logins
        role_arn = self.role.value or ""
        self.show_code(code_twin(self._pool_id, classic=classic, guest=guest, role_arn=role_arn))

    def as_text(self) -> str:
        return view.as_text(self._calls, self._shown, self.held, self._cloud.clock.now())

    def as_html(self) -> Markup:
        now = self._cloud.clock.now()
        return view.as_html(self._calls, self._shown, self.held, self._stop, now)


def _reader(source: SignIn | Mapping[str, str] | None) -> Callable[[], Mapping[str, str]]:
    """Read a form when asked, since a person may sign in after the machine was made."""
    if isinstance(source, SignIn):
        return lambda: source.logins
    logins = dict(source or {})
    return lambda: logins


def _label_of(source: SignIn | Mapping[str, str] | None) -> str | None:
    """How the choice of the login is called; None where there is none to insert."""
    if isinstance(source, SignIn):
        return "the login of the sign-in form"
    providers = ", ".join(map(visible, source or ()))
    return f"the login of {providers}" if providers else None
