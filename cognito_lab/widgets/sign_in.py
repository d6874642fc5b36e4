"""SignIn: the form at which a journey begins.

Three ways in. At the **user pool** the form is the app's own, so the app sees the password. At
**practice Google** the app has no password field at all: the person picks an account in Google's
panel, as their browser would at the real one, and only the ID token reaches the app. A **guest**
shows nothing.

What the form learned stands in `tokens` and `logins`, so the next cell can go on with it:

    form = SignIn(cloud, username="jdoe", password="Correct-Horse7")
    form                     # sign in, then:
    form.logins              # {"cognito-idp.us-east-1.amazonaws.com/…": ID token}

What a button does is in `sign_in_flow`, what is shown in `sign_in_view`; this file only puts fields
beside buttons.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import ipywidgets
from markupsafe import Markup

from cognito_lab.cloud import Cloud
from cognito_lab.widgets import sign_in_flow as flow
from cognito_lab.widgets import sign_in_view as view
from cognito_lab.widgets.frame import Frame
from cognito_lab.widgets.sign_in_flow import GOOGLE, GUEST, USER_POOL, Challenge, SignedIn

PASSWORD, SRP = "Password", "SRP (the password stays here)"


class SignIn(Frame):
    """A form to sign in at the user pool, at practice Google, or as a guest.

    Args:
        cloud: Where to sign in.
        user_pool_id: The pool; may be left out where the cloud has exactly one.
        client_id: The app client; may be left out where the pool has exactly one.
        google_client_id: The app id at Google; without it the Google way is not offered.
        google_people: Practice accounts of Google, ``{e-mail address: password}``: the browser
            knows them, the app does not.
        username: What stands in the user-name field at first.
        password: The practice password that stands in the password field at first.
        on_signed_in: Called with a `SignedIn` after each success.

    Raises:
        ValueError: The pool or the client was left out and cannot be guessed.
    """

    def __init__(
        self,
        cloud: Cloud,
        *,
        user_pool_id: str | None = None,
        client_id: str | None = None,
        google_client_id: str | None = None,
        google_people: Mapping[str, str] | None = None,
        username: str = "",
        password: str = "",
        on_signed_in: Callable[[SignedIn], None] | None = None,
    ) -> None:
        self._cloud = cloud
        self._user_pool_id = user_pool_id or view.only_user_pool(cloud)
        self._client_id = client_id or view.only_client(cloud, self._user_pool_id)
        self._google_client_id = google_client_id
        self._google_people = dict(google_people or {})
        self._on_signed_in = on_signed_in
        self._challenge: Challenge | None = None
        self._tapped: list[flow.Tapped] = []
        self.signed_in: SignedIn | None = None
        self._make_fields(username, password)
        super().__init__("Sign in", "app", self._laid_out())
        self._connect()
        self._show_provider()

    @property
    def tokens(self) -> Mapping[str, str]:
        """``{"IdToken": …, "AccessToken": …, "RefreshToken": …}``; empty before a sign-in."""
        return self.signed_in.tokens if self.signed_in else {}

    @property
    def logins(self) -> Mapping[str, str]:
        """The `Logins` map for an identity pool; empty for a guest and before a sign-in."""
        return self.signed_in.logins if self.signed_in else {}

    # --- fields and layout -----------------------------------------------------------------------

    def _make_fields(self, username: str, password: str) -> None:
        ways = [USER_POOL, GOOGLE, GUEST] if self._google_client_id else [USER_POOL, GUEST]
        self.provider = ipywidgets.RadioButtons(options=ways, description="Sign in with")
        self.user_name = ipywidgets.Text(value=username, description="User name")
        self.password = ipywidgets.Password(value=password, description="Password")
        self.proof = ipywidgets.RadioButtons(options=[PASSWORD, SRP], description="How")
        self.sign_in = _button("Sign in", primary=True)
        self.email = ipywidgets.Text(description="E-mail", value="")
        self.sign_up = _button("Sign up")
        self.mailbox = ipywidgets.HTML()
        self.code_field = ipywidgets.Text(description="Code")
        self.confirm = _button("Confirm")
        self.account = ipywidgets.RadioButtons(
            options=list(self._google_people), description="Account"
        )
        self.google = _button("Continue as this account", primary=True)
        self.guest = _button("Continue as a guest", primary=True)
        self.answer = ipywidgets.Password(description="Answer")
        self.send_answer = _button("Answer the challenge", primary=True)
        self.challenge_text = ipywidgets.HTML()
        self.status = ipywidgets.HTML()

    def _laid_out(self) -> list[ipywidgets.Widget]:
        row = ipywidgets.HBox
        new_account = [
            row([self.email, self.sign_up]),
            self.mailbox,
            row([self.code_field, self.confirm]),
        ]
        self._new_account = ipywidgets.VBox(new_account)
        self.new_account = ipywidgets.Checkbox(description="I have no account yet", indent=False)
        self._pool_panel = _panel(
            "app",
            ipywidgets.HTML(view.practice_note()),
            self.user_name,
            self.password,
            self.proof,
            self.sign_in,
            self.new_account,
            self._new_account,
        )
        self._google_panel = _panel(
            "idp", ipywidgets.HTML(view.google_note()), self.account, self.google
        )
        self._guest_panel = _panel("app", ipywidgets.HTML(view.guest_note()), self.guest)
        self._challenge_panel = _panel("idp", self.challenge_text, self.answer, self.send_answer)
        panels = [self._pool_panel, self._google_panel, self._guest_panel, self._challenge_panel]
        return [self.provider, *panels, self.status]

    def _connect(self) -> None:
        self.provider.observe(lambda _: self._show_provider(), "value")
        self.new_account.observe(lambda _: self._show_provider(), "value")
        self.proof.observe(lambda _: self._show_code(), "value")
        self.user_name.observe(lambda _: self._show_code(), "value")
        self.on_click(self.sign_in, self._sign_in)
        self.on_click(self.sign_up, self._sign_up)
        self.on_click(self.confirm, self._confirm)
        self.on_click(self.google, self._sign_in_at_google)
        self.on_click(self.guest, lambda: self._finish(flow.as_guest()))
        self.on_click(self.send_answer, self._answer)

    def _show_provider(self) -> None:
        """Show the panel of the chosen provider; the others leave the page and the tab order."""
        shown = self.provider.value
        _visible(self._pool_panel, shown == USER_POOL)
        _visible(self._google_panel, shown == GOOGLE)
        _visible(self._guest_panel, shown == GUEST)
        _visible(self._challenge_panel, self._challenge is not None)
        _visible(self._new_account, self.new_account.value)
        self._show_code()

    def _show_code(self) -> None:
        self.show_code(
            view.code_twin(
                self.provider.value,
                srp=self.proof.value == SRP,
                user_pool_id=self._user_pool_id,
                client_id=self._client_id,
                google_client_id=self._google_client_id or "",
                username=self.user_name.value,
                email=self.account.value or "",
            )
        )

    # --- what the buttons do ---------------------------------------------------------------------

    def _sign_in(self) -> str:
        mark = self._cloud.trace.mark()
        who, password = self.user_name.value, self.password.value
        try:
            if self.proof.value == SRP:
                outcome = flow.with_srp(
                    self._cloud, self._user_pool_id, self._client_id, who, password
                )
            else:
                outcome = flow.with_password(self._cloud, self._client_id, who, password)
        finally:
            self._tapped = flow.wire_tap(self._cloud.trace.since(mark))
            self.status.value = view.wire_tap_html(self._tapped)
        return self._proceed(outcome)

    def _sign_in_at_google(self) -> str:
        self._tapped = []
        email = self.account.value
        if email is None:
            raise ValueError(
                "Google knows no practice account yet: pass google_people={email: password}"
            )
        password = self._google_people[email]
        return self._finish(
            flow.with_google(self._cloud, self._google_client_id or "", email, password)
        )

    def _sign_up(self) -> str:
        self._cloud.cognito_idp.sign_up(
            client_id=self._client_id,
            username=self.user_name.value,
            password=self.password.value,
            user_attributes=[{"Name": "email", "Value": self.email.value}],
        )
        messages = self._cloud.mailbox.messages(self.email.value)
        self.mailbox.value = view.mailbox_html(self.email.value, messages)
        return "Signed up. A code is in the mailbox."

    def _confirm(self) -> str:
        self._cloud.cognito_idp.confirm_sign_up(
            client_id=self._client_id,
            username=self.user_name.value,
            confirmation_code=self.code_field.value,
        )
        self.status.value = view.confirmed_html(self.user_name.value)
        return "Confirmed. You can sign in now."

    def _answer(self) -> str:
        if self._challenge is None:
            raise ValueError("there is no challenge to answer")
        return self._proceed(
            flow.answer_challenge(self._cloud, self._client_id, self._challenge, self.answer.value)
        )

    def _proceed(self, outcome: SignedIn | Challenge) -> str:
        if isinstance(outcome, SignedIn):
            return self._finish(outcome)
        self._challenge = outcome
        self.challenge_text.value = view.challenge_html(outcome)
        self.answer.value = ""
        self.answer.description = flow.ANSWERS.get(outcome.name, ("", "Answer"))[1]
        self._show_provider()
        return f"The user pool asks: {outcome.name}"

    def _finish(self, signed_in: SignedIn) -> str:
        self._challenge, self.signed_in = None, signed_in
        self.status.value = view.signed_in_html(signed_in) + view.wire_tap_html(self._tapped)
        self._show_provider()
        if self._on_signed_in is not None:
            self._on_signed_in(signed_in)
        return view.signed_in_sentence(signed_in)

    # --- the static form -------------------------------------------------------------------------

    def as_text(self) -> str:
        return view.as_text(self.provider.options, self.signed_in)

    def as_html(self) -> Markup:
        return view.as_html(self.provider.options, self.signed_in)


def _button(description: str, *, primary: bool = False) -> ipywidgets.Button:
    button = ipywidgets.Button(description=description)
    if primary:
        button.add_class("cl-primary")
    return button


def _panel(domain: str, *children: ipywidgets.Widget) -> ipywidgets.VBox:
    panel = ipywidgets.VBox(children)
    panel.add_class("cl-panel")
    panel.add_class(f"cl-{domain}")
    return panel


def _visible(widget: ipywidgets.Widget, shown: bool) -> None:
    widget.layout.display = None if shown else "none"
