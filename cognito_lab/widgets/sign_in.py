"""SignIn: the form at which a journey begins.

Three ways in. At the **user pool** the form is the app's own, so the app sees the password. At
**practice Google** the app has no password field at all: the person picks an account in Google's
panel, as their browser would at the real one, and only the ID token reaches the app. A **guest**
shows nothing.

What the form learned stands in `tokens` and `logins`, so the next cell can go on with it:

    form = SignIn(cloud, username="jdoe", password="Correct-Horse7")
    form                     # sign in, then:
    form.logins              # {"cognito-idp.us-east-1.amazonaws.com/…": ID token}

What a button does is in `sign_in_flow`, what is shown in `sign_in_view`, what travelled in
`wire_tap`, the code in `sign_in_code`; this file only puts fields beside buttons.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from markupsafe import Markup

from cognito_lab.cloud import Cloud
from cognito_lab.primitives import totp
from cognito_lab.primitives.errors import AwsError
from cognito_lab.primitives.trace import Exchange
from cognito_lab.widgets import sign_in_flow as flow
from cognito_lab.widgets import sign_in_view as view
from cognito_lab.widgets.sign_in_code import Answered, sign_in_twin, sign_up_twin
from cognito_lab.widgets.sign_in_flow import SRP, Challenge, Outcome, SignedIn
from cognito_lab.widgets.sign_in_form import SignInForm
from cognito_lab.widgets.sign_in_panels import ChallengePanel, NewAccount
from cognito_lab.widgets.wire_tap import Message, tap
from cognito_lab.widgets.wire_tap_view import tap_html

T = TypeVar("T")


class SignIn(SignInForm):
    """A form to sign in at the user pool, at practice Google, or as a guest.

    Args:
        cloud: Where to sign in.
        user_pool_id: The pool; may be left out where the cloud has exactly one.
        client_id: The app client; may be left out where the pool has exactly one.
        client_secret: The client's secret, if it is a confidential one.
        google_client_id: The app id at Google; without it the Google way is not offered.
        google_people: Practice accounts of Google, ``{e-mail address: password}``: the browser
            knows them, the app does not.
        username: What stands in the user-name field at first.
        password: The practice password that stands in the password field at first.
        authenticators: Secrets of practice authenticator apps, ``{user name: secret}``; one that is
            set up in this form is remembered by itself.
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
        client_secret: str | None = None,
        google_client_id: str | None = None,
        google_people: Mapping[str, str] | None = None,
        username: str = "",
        password: str = "",
        authenticators: Mapping[str, str] | None = None,
        on_signed_in: Callable[[SignedIn], None] | None = None,
    ) -> None:
        pool_id = user_pool_id or flow.only_user_pool(cloud)
        client = client_id or flow.only_client(cloud, pool_id)
        self.app = flow.App(cloud, pool_id, client, client_secret)
        self._google_people = dict(google_people or {})
        self._authenticators = dict(authenticators or {})
        self._on_signed_in = on_signed_in
        self.signed_in: SignedIn | None = None
        self._open: Challenge | None = None
        self._answered: list[Answered] = []
        self._exchanges: list[Exchange] = []
        self._latest: tuple[Exchange, ...] = ()
        self._travelled: tuple[Message, ...] = ()
        self._signs_up = False
        self._mail = Markup("")
        super().__init__(
            attributes=flow.attributes_asked(cloud, pool_id),
            google_client_id=google_client_id,
            google_people=list(self._google_people),
            username=username,
            password=password,
        )
        self._connect()
        self._show()

    @property
    def tokens(self) -> Mapping[str, str]:
        """``{"IdToken": …, "AccessToken": …, "RefreshToken": …}``; empty before a sign-in."""
        return self.signed_in.tokens if self.signed_in else {}

    @property
    def logins(self) -> Mapping[str, str]:
        """The `Logins` map for an identity pool; empty for a guest and before a sign-in."""
        return self.signed_in.logins if self.signed_in else {}

    def _connect(self) -> None:
        for field in (self.provider, self.tap, self.reveal):
            self.on_change(field, self._show)
        self.on_change(self.is_new, self._turn)
        for field in (self.how, self.user_name, self.account):
            self.on_change(field, self._show_code)
        self.on_click(self.sign_in, self._sign_in)
        self.on_click(self.google, self._sign_in_at_google)
        self.on_click(self.guest, self._go_on_as_guest)

    def connect_new(self, new: NewAccount) -> None:
        for field in new.fields.values():
            self.on_change(field, self._show_code)
        self.on_click(new.sign_up, self._sign_up)
        self.on_click(new.confirm, self._confirm)
        self.on_click(new.resend, self._resend)

    def connect_challenge(self, challenge: ChallengePanel) -> None:
        self.on_click(challenge.send, self._answer)
        self.on_click(challenge.wait, self._wait)

    def _show(self) -> None:
        self.show_panels(asks=bool(self._answered))
        self.wire.value = tap_html(tap(self._exchanges), reveal=self.reveal.value)
        self._show_code()

    def _turn(self) -> None:
        """Whoever opens the part for new accounts is about to sign up."""
        self._signs_up = self.is_new.value
        self._show()

    def _show_code(self) -> None:
        signs_up = self._signs_up and self.at_user_pool
        twin = sign_up_twin if signs_up else sign_in_twin
        self.show_code(twin(self.app, replace(self.filled(), answered=tuple(self._answered))))

    def refresh(self) -> None:
        """Show what the practice authenticator shows now; the lab's clock may have moved."""
        if self._open is not None:
            self._show_beside(self._open)

    # --- signing in ------------------------------------------------------------------------------

    def _sign_in(self) -> str:
        way = self.app.with_srp if self.how.value == SRP else self.app.with_password
        who, secret = self.user_name.value, self.password.value
        self._forget()
        try:
            return self._proceed(self._tapped(lambda: way(who, secret)))
        except AwsError as error:
            if error.code == "UserNotConfirmedException":
                self.is_new.value = True  # where the code is typed
            raise

    def _sign_in_at_google(self) -> str:
        email, client_id = self.account.value, self._google_client_id
        if email is None:
            raise ValueError(
                "Google knows no practice account yet: pass google_people={email: password}"
            )
        secret = self._google_people[email]
        self._forget()
        return self._proceed(
            self._tapped(lambda: flow.with_google(self.app.cloud, client_id, email, secret))
        )

    def _go_on_as_guest(self) -> str:
        self._forget()
        return self._proceed(flow.as_guest())

    def _forget(self) -> None:
        """A new sign-in begins with nothing, whatever came of the last one."""
        self.signed_in, self._open, self._signs_up = None, None, False
        self._answered, self._exchanges = [], []
        self.status.value = ""
        self._show()

    def _tapped(self, ask: Callable[[], T]) -> T:
        """Ask, and keep what travelled, of a refusal too."""
        mark = self.app.cloud.trace.mark()
        try:
            return ask()
        finally:
            self._latest = self.app.cloud.trace.since(mark)
            self._exchanges += self._latest
            self._show()

    def _proceed(self, outcome: Outcome) -> str:
        return self._finish(outcome) if isinstance(outcome, SignedIn) else self._ask(outcome)

    def _finish(self, signed_in: SignedIn) -> str:
        self._open, self.signed_in, self._travelled = None, signed_in, tap(self._exchanges)
        self.status.value = view.signed_in_html(signed_in, self._travelled)
        self._show()
        if self._on_signed_in is not None:
            self._on_signed_in(signed_in)
        return view.spoken(signed_in)

    # --- challenges ------------------------------------------------------------------------------

    def _ask(self, question: Challenge) -> str:
        self._open, mail = question, flow.mail_sent(self.app.cloud, self._latest)
        self._mail = view.mail_html(mail)
        self._answered.append(Answered(question, phone=mail.to if mail else ""))
        self.challenge.ask(question)
        self.edge.carry_fields(self.challenge.box)
        self._show_beside(question)
        self._show()
        return f"The user pool asks: {question.name}."

    def _show_beside(self, question: Challenge) -> None:
        """The code's other way to the person: a phone with messages, or an authenticator app."""
        secret = question.secret or self._authenticators.get(question.username, "")
        wanted = question.secret or question.name == "SOFTWARE_TOKEN_MFA"
        self.challenge.beside.value = (
            view.authenticator_html(totp.code(secret, self.app.cloud.clock.now()))
            if secret and wanted
            else self._mail
        )

    def _answer(self) -> str:
        question = self._open
        if question is None:
            raise ValueError("there is no question to answer: sign in first")
        if question.name == "MFA_SETUP" and not question.secret:
            return self._set_up(question)
        given = self.challenge.responses(question)
        self._answered[-1] = replace(self._answered[-1], responses=given)
        outcome = self._tapped(lambda: self._outcome_of(question, given))
        self.challenge.thank(question)
        return self._proceed(outcome)

    def _outcome_of(self, question: Challenge, given: Mapping[str, str]) -> Outcome:
        if question.secret:
            return self.app.register_authenticator(question, self.challenge.code.value)
        return self.app.answer(question, given)

    def _set_up(self, question: Challenge) -> str:
        self._open = offered = self._tapped(lambda: self.app.offer_authenticator(question))
        self._authenticators[offered.username] = offered.secret
        self.challenge.ask(offered)
        self._show_beside(offered)
        return "The authenticator app has its secret now. Type the code that it shows."

    def _wait(self) -> str:
        self.app.cloud.clock.advance(seconds=totp.STEP_SECONDS)
        return f"It is {self.app.cloud.clock.now():%H:%M:%S} UTC in the lab now."

    # --- a new account ---------------------------------------------------------------------------

    def _sign_up(self) -> str:
        who, secret, values = self.user_name.value, self.password.value, self.new.attributes
        self._exchanges, self._signs_up = [], True
        sent = self._tapped(lambda: self.app.sign_up(who, secret, values))
        self.new.result.value = view.signed_up_html(who, sent)
        return self._show_mail("Signed up.")

    def _resend(self) -> str:
        self._exchanges = []
        sent = self._tapped(lambda: self.app.resend(self.user_name.value))
        self.new.result.value = view.resent_html(sent)
        return self._show_mail("Sent another code.")

    def _show_mail(self, done: str) -> str:
        mail = flow.mail_sent(self.app.cloud, self._latest)
        self.new.mailbox.value = view.mail_html(mail)
        return f"{done} A message is in the mailbox." if mail else f"{done} No message was sent."

    def _confirm(self) -> str:
        who, code = self.user_name.value, self.new.code.value
        self._exchanges = []
        self._tapped(lambda: self.app.confirm(who, code))
        self.new.result.value = view.confirmed_html(who)
        return "Confirmed. You can sign in now."

    # --- the static form -------------------------------------------------------------------------

    def as_text(self) -> str:
        return view.as_text(self.provider.options, self.signed_in)

    def as_html(self) -> Markup:
        return view.as_html(self.provider.options, self.signed_in, self._travelled)
