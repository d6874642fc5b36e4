"""The look of the SignIn form: its fields and buttons, and which of them are on the page.

Nothing here asks the cloud; what a button does is in `sign_in`.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from functools import cached_property

import ipywidgets

from cognito_lab.widgets import sign_in_view as view
from cognito_lab.widgets.controls import (
    button,
    choice,
    panel,
    password,
    plain,
    prose,
    row,
    show,
    text,
    tick,
)
from cognito_lab.widgets.frame import Frame
from cognito_lab.widgets.sign_in_code import Filled
from cognito_lab.widgets.sign_in_flow import GOOGLE, GUEST, PASSWORD, SRP, USER_POOL
from cognito_lab.widgets.sign_in_panels import ChallengePanel, NewAccount


class SignInForm(Frame):
    """Fields, buttons and panels, before anything happens.

    Args:
        attributes: What a new account is asked for.
        google_client_id: The app id at Google; without it that way is not offered.
        google_people: Addresses of the practice accounts at Google.
        username: What stands in the user-name field at first.
        password: What stands in the password field at first.
    """

    def __init__(
        self,
        *,
        attributes: Sequence[str],
        google_client_id: str | None,
        google_people: Sequence[str],
        username: str,
        password: str,
    ) -> None:
        self._google_client_id = google_client_id or ""
        self._make_choices(google_people)
        self._make_fields(username, password)
        self._attributes = tuple(attributes)
        self.account_place, self.question_place = plain(ipywidgets.VBox), plain(ipywidgets.VBox)
        super().__init__("Sign in", "app", self._laid_out())
        self._move_trouble()

    # Most people have an account, and most pools ask for no more than a password: these two parts
    # are made when they are needed, so that the form is there sooner.

    @cached_property
    def new(self) -> NewAccount:
        """The part for a new account."""
        made = NewAccount(self._attributes)
        self._put(made.box, self.account_place)
        self.connect_new(made)
        return made

    @cached_property
    def challenge(self) -> ChallengePanel:
        """The part for the user pool's question."""
        made = ChallengePanel()
        self._put(made.box, self.question_place)
        self.connect_challenge(made)
        return made

    def _put(self, box: ipywidgets.Widget, place: ipywidgets.VBox) -> None:
        place.children = (box,)
        self.edge.carry_fields(box)

    @abstractmethod
    def connect_new(self, new: NewAccount) -> None:
        """Say what the buttons of the part for a new account do."""

    @abstractmethod
    def connect_challenge(self, challenge: ChallengePanel) -> None:
        """Say what the buttons of the part for a question do."""

    def _make_choices(self, google_people: Sequence[str]) -> None:
        ways = [USER_POOL, GOOGLE, GUEST] if self._google_client_id else [USER_POOL, GUEST]
        self.provider = choice("Sign in with", ways)
        self.how = choice("How", [PASSWORD, SRP])
        self.account = choice("Account", google_people)
        self.is_new = tick("I have no account yet")
        self.tap = tick("Wire-tap: show what travelled")
        self.reveal = tick("Show secrets in it, too")

    def _make_fields(self, username: str, practice_password: str) -> None:
        self.user_name = text("User name", username)
        self.password = password("Password", practice_password)
        self.sign_in = button("Sign in", primary=True)
        self.google = button("Continue as this account", primary=True)
        self.guest = button("Continue as a guest", primary=True)
        self.status, self.wire = prose(), prose()

    def _laid_out(self) -> list[ipywidgets.Widget]:
        notes = (view.practice_note(), view.google_note(), view.guest_note())
        practice, google, guest = map(prose, notes)
        fields = (self.user_name, self.password, self.how, self.sign_in, self.is_new)
        self._panels = {
            USER_POOL: panel("app", practice, *fields),
            GOOGLE: panel("idp", google, self.account, self.google),
            GUEST: panel("app", guest, self.guest),
        }
        parts = [self.question_place, self.account_place, self.status]
        return [
            self.provider,
            *self._panels.values(),
            *parts,
            row(self.tap, self.reveal),
            self.wire,
        ]

    def _move_trouble(self) -> None:
        """A refusal stands where a success would: next to the panels, not below the wire-tap."""
        parts: list[ipywidgets.Widget] = [*self.children]  # type: ignore[has-type]
        parts.remove(self.trouble)
        parts.insert(parts.index(self.status), self.trouble)
        self.children = parts

    def show_panels(self, *, asks: bool) -> None:
        """Show what belongs to the choices; the rest leaves the page and the tab order.

        Args:
            asks: Whether the user pool has put a question in this sign-in.
        """
        at_pool = self.at_user_pool
        for way, its_panel in self._panels.items():
            show(its_panel, self.provider.value == way)
        show(self.question_place, at_pool and asks)
        if is_new := at_pool and self.is_new.value:
            _ = self.new  # made now, if it is not there yet
        show(self.account_place, is_new)
        show(self.reveal, self.tap.value)
        show(self.wire, self.tap.value)

    def filled(self) -> Filled:
        """How the form is filled in, for its code twin."""
        return Filled(
            self.provider.value,
            how=self.how.value,
            username=self.user_name.value,
            attributes=self.new.attributes if self.is_new.value else {},
            google_client_id=self._google_client_id,
            email=self.account.value or "",
        )

    @property
    def at_user_pool(self) -> bool:
        """Whether the user pool is the chosen way."""
        return bool(self.provider.value == USER_POOL)
