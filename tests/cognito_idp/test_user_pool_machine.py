"""Random sequences of operations, through boto3, beside a small reference model.

Whatever is called in whatever order: no user reaches a status that the sheet's table does not lead
to, nothing but a ClientError comes back, and what was refused changed nothing that anybody can see.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from user_pool_reference import (
    ACCESS_LIFE,
    LEADS_TO,
    REFRESH_LIFE,
    TEMPORARY_LIFE,
    Person,
    Pool,
    Session,
)

from cognito_lab import boto3_session, new_cloud

PASSWORDS = ("Correct-Horse7", "Battery-Staple8", "Purple-Monkey9")
NAMES = st.sampled_from(("ada", "bob"))
SECRETS = st.sampled_from(PASSWORDS)
MOSTLY = st.sampled_from((True, True, True, False))
CALM = 16 * 60  # seconds after which failed passwords are forgotten


class UserPoolMachine(RuleBasedStateMachine):
    """One pool, two names, and everything that can happen to them."""

    @initialize(hides=st.sampled_from(("ENABLED", "LEGACY")), begun=st.integers(0, 3))
    def a_pool(self, hides: str, begun: int) -> None:
        """A pool whose client may or may not say who exists; ada may be there, or signed in."""
        self.cloud, self.model = new_cloud(seed=3), Pool()
        self.admin = boto3_session(self.cloud).client("cognito-idp")
        self.app = boto3_session(self.cloud, credentials={}).client("cognito-idp")
        made = self.admin.create_user_pool(PoolName="people", AutoVerifiedAttributes=["email"])
        self.pool = {"UserPoolId": made["UserPool"]["Id"]}
        self.client = self.admin.create_user_pool_client(
            **self.pool,
            ClientName="app",
            ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
            PreventUserExistenceErrors=hides,
        )["UserPoolClient"]["ClientId"]
        self.questions: list[tuple[str, Person, str]] = []
        if begun:
            self.invite("ada", PASSWORDS[0])
        if begun > 1:
            self.set_password("ada", PASSWORDS[0], permanent=True)
        if begun > 2:
            self.sign_in("ada", PASSWORDS[0], knows=True)

    # --- what can be called ----------------------------------------------------------------------

    @rule(name=NAMES, password=SECRETS)
    def sign_up(self, name: str, password: str) -> None:
        """A person makes an account."""
        email = [{"Name": "email", "Value": f"{name}@example.com"}]
        call = self.calls(self.app.sign_up, Password=password, UserAttributes=email)
        if self.led("SignUp", name, call) is not None:
            self.model.people[name] = Person("UNCONFIRMED", password)

    @rule(name=NAMES, right=MOSTLY)
    def confirm(self, name: str, right: bool) -> None:
        """The code comes back, or another one."""
        code = self.code_of(name) if right else "000000"
        call = self.calls(self.app.confirm_sign_up, ConfirmationCode=code)
        if self.led("ConfirmSignUp", name, call, may_be_refused=True) is not None:
            self.model.people[name].status = "CONFIRMED"

    @rule(name=NAMES)
    def admin_confirm(self, name: str) -> None:
        """An administrator confirms without a code."""
        if self.led("AdminConfirmSignUp", name, self.admin.admin_confirm_sign_up) is not None:
            self.model.people[name].status = "CONFIRMED"

    @rule(name=NAMES, password=SECRETS)
    def invite(self, name: str, password: str) -> None:
        """An administrator makes a user."""
        given = {"email": f"{name}@example.com", "email_verified": "true"}
        call = self.calls(
            self.admin.admin_create_user,
            TemporaryPassword=password,
            MessageAction="SUPPRESS",
            UserAttributes=[{"Name": n, "Value": v} for n, v in given.items()],
        )
        if self.led("AdminCreateUser", name, call) is not None:
            self.model.people[name] = self.temporary(password)

    @rule(name=NAMES, password=SECRETS, permanent=MOSTLY)
    def set_password(self, name: str, password: str, permanent: bool) -> None:
        """An administrator chooses the password."""
        call = self.calls(
            self.admin.admin_set_user_password, Password=password, Permanent=permanent
        )
        kind = "permanent" if permanent else "temporary"
        if self.led(f"AdminSetUserPassword, {kind}", name, call) is None:
            return
        person = self.model.people[name]
        fresh = self.temporary(password)
        person.password, person.status = password, "CONFIRMED" if permanent else fresh.status
        person.temporary_until = None if permanent else fresh.temporary_until

    @rule(name=NAMES)
    def reset_password(self, name: str) -> None:
        """An administrator asks for a new password; there must be a proven address."""
        call = self.admin.admin_reset_user_password
        if self.led("AdminResetUserPassword", name, call, may_be_refused=True) is not None:
            self.model.people[name].status = "RESET_REQUIRED"

    @rule(name=NAMES)
    def forget_password(self, name: str) -> None:
        """A person asks for a code. Whom the pool hides, or has disabled, gets an empty answer."""
        person = self.model.people.get(name)
        if person and person.is_enabled:
            call = self.calls(self.app.forgot_password)
            self.led("ForgotPassword", name, call, may_be_refused=True)

    @rule(name=NAMES, password=SECRETS, right=MOSTLY)
    def confirm_forgotten(self, name: str, password: str, right: bool) -> None:
        """The code comes back with a new password."""
        code = self.code_of(name) if right else "000000"
        call = self.calls(
            self.app.confirm_forgot_password, ConfirmationCode=code, Password=password
        )
        if self.led("ConfirmForgotPassword", name, call, may_be_refused=True) is None:
            return
        person = self.model.people[name]
        person.status, person.password = "CONFIRMED", password

    @rule(name=NAMES, other=SECRETS, knows=MOSTLY)
    def sign_in(self, name: str, other: str, knows: bool) -> None:
        """By password: tokens, a question or a refusal, exactly as the model says."""
        person = self.model.people.get(name)
        password = person.password if person and knows else other
        answer = self.tried(
            self.app.initiate_auth,
            ClientId=self.client,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": name, "PASSWORD": password},
        )
        expected = person.gets(password, self.now) if person else "refused"
        if answer is None:
            assert expected == "refused"
            self.cloud.clock.advance(seconds=CALM)  # whoever fails often would be locked out
        elif "ChallengeName" in answer:
            assert (expected, answer["ChallengeName"]) == ("question", "NEW_PASSWORD_REQUIRED")
            self.questions.append((name, person, answer["Session"]))
        else:
            assert expected == "tokens"
            self.keep_session(name, answer["AuthenticationResult"])

    @precondition(lambda self: self.questions)
    @rule(data=st.data(), password=SECRETS)
    def answer(self, data: st.DataObject, password: str) -> None:
        """A question is answered, perhaps late, perhaps twice."""
        name, person, session = data.draw(st.sampled_from(self.questions))
        answer = self.tried(
            self.app.respond_to_auth_challenge,
            ClientId=self.client,
            ChallengeName="NEW_PASSWORD_REQUIRED",
            Session=session,
            ChallengeResponses={"USERNAME": name, "NEW_PASSWORD": password},
        )
        if answer is None:
            return
        assert self.model.people.get(name) is person
        assert self.model.status(name) in LEADS_TO["RespondToAuthChallenge"]
        assert person.is_enabled
        person.status, person.password, person.temporary_until = "CONFIRMED", password, None
        self.keep_session(name, answer["AuthenticationResult"])

    @precondition(lambda self: self.model.sessions)
    @rule(data=st.data())
    def refresh(self, data: st.DataObject) -> None:
        """New tokens as long as the session lives."""
        session = data.draw(st.sampled_from(self.model.sessions))
        answer = self.tried(
            self.app.initiate_auth,
            ClientId=self.client,
            AuthFlow="REFRESH_TOKEN_AUTH",
            AuthParameters={"REFRESH_TOKEN": session.refresh_token},
        )
        assert (answer is not None) is self.model.takes_refresh_token(session, self.now)
        if answer is not None:
            session.access_token = answer["AuthenticationResult"]["AccessToken"]
            session.access_until = self.now + ACCESS_LIFE

    @precondition(lambda self: self.model.sessions)
    @rule(data=st.data(), password=SECRETS)
    def change_password(self, data: st.DataObject, password: str) -> None:
        """A signed-in person chooses another password."""
        session = data.draw(st.sampled_from(self.model.sessions))
        answer = self.tried(
            self.app.change_password,
            AccessToken=session.access_token,
            PreviousPassword=session.person.password,
            ProposedPassword=password,
        )
        if answer is not None:
            assert self.model.takes_access_token(session, self.now)
            session.person.password = password

    @precondition(lambda self: self.model.sessions)
    @rule(data=st.data(), everywhere=st.booleans())
    def sign_out(self, data: st.DataObject, everywhere: bool) -> None:
        """One session ends, or all of a person."""
        session = data.draw(st.sampled_from(self.model.sessions))
        if not everywhere:
            assert self.tried(
                self.app.revoke_token, Token=session.refresh_token, ClientId=self.client
            )
            session.is_revoked = True
            return
        lives = self.model.takes_access_token(session, self.now)
        answer = self.tried(self.app.global_sign_out, AccessToken=session.access_token)
        assert (answer is not None) is lives
        for one in self.model.sessions:
            one.is_revoked |= lives and one.person is session.person

    @rule(name=NAMES, enable=st.booleans())
    def switch(self, name: str, enable: bool) -> None:
        """An administrator disables or enables; disabling ends the sessions for good."""
        action = "AdminEnableUser" if enable else "AdminDisableUser"
        call = self.admin.admin_enable_user if enable else self.admin.admin_disable_user
        if self.led(action, name, call) is None:
            return
        person = self.model.people[name]
        person.is_enabled = enable
        for session in self.model.sessions:
            session.is_revoked |= not enable and session.person is person

    @rule(name=NAMES)
    def delete(self, name: str) -> None:
        """An administrator deletes; the name is free again."""
        if self.led("AdminDeleteUser", name, self.admin.admin_delete_user) is not None:
            del self.model.people[name]

    @rule(minutes=st.sampled_from((1, 59, 60 * 24, 60 * 24 * 8, 60 * 24 * 31)))
    def wait(self, minutes: int) -> None:
        """Time passes."""
        self.cloud.clock.advance(minutes=minutes)

    # --- what always holds -----------------------------------------------------------------------

    @invariant()
    def the_pool_looks_as_the_model_says(self) -> None:
        """Who is there, in which status, enabled or not."""
        if not hasattr(self, "model"):
            return
        users = self.admin.list_users(**self.pool)["Users"]
        found = {user["Username"]: (user["UserStatus"], user["Enabled"]) for user in users}
        believed = {n: (p.status, p.is_enabled) for n, p in self.model.people.items()}
        assert found == believed

    @invariant()
    def access_tokens_open_the_pool_as_long_as_their_session_lives(self) -> None:
        """GetUser says yes to the newest sessions exactly when the model does."""
        for session in getattr(self, "model", Pool()).sessions[-2:]:
            answer = self.tried(self.app.get_user, AccessToken=session.access_token)
            assert (answer is not None) is self.model.takes_access_token(session, self.now)

    # --- helpers ---------------------------------------------------------------------------------

    @property
    def now(self) -> Any:
        return self.cloud.clock.now()

    def calls(self, method: Callable[..., Any], **more: Any) -> Callable[..., Any]:
        """A call of the app's or the administrator's, in which only the user is missing."""
        is_apps = method.__self__ is self.app
        names = {"ClientId": self.client} if is_apps else {}
        return lambda **who: method(**names, **more, **({"Username": who["Username"]} | who))

    def led(
        self, action: str, name: str, call: Callable[..., Any], *, may_be_refused: bool = False
    ) -> Any:
        """Call about one user, and hold what came of it against the table.

        Returns:
            The answer; None after a refusal.
        """
        by_admin = action.startswith("Admin")
        who = {"Username": name} | (self.pool if by_admin else {})
        answer = self.tried(call, **who)
        leads = self.model.status(name) in LEADS_TO[action]
        assert answer is None or leads, f"{action} from {self.model.status(name)}"
        assert answer is not None or may_be_refused or not leads
        return answer

    def tried(self, call: Callable[..., Any], **given: Any) -> Any:
        """The answer, or None after a refusal in AWS's words, which has changed nothing."""
        before = self.visible()
        try:
            return call(**given)
        except ClientError:
            assert self.visible() == before
            return None

    def visible(self) -> Any:
        """All that an administrator can see."""
        users = self.admin.list_users(**self.pool)["Users"]
        return [(u["Username"], u["UserStatus"], u["Enabled"], u["Attributes"]) for u in users]

    def code_of(self, name: str) -> str:
        """The newest code in the mailbox, or one that is none."""
        try:
            return self.cloud.mailbox.latest(f"{name}@example.com").code or "123456"
        except LookupError:
            return "123456"

    def temporary(self, password: str) -> Person:
        return Person("FORCE_CHANGE_PASSWORD", password, temporary_until=self.now + TEMPORARY_LIFE)

    def keep_session(self, name: str, tokens: dict[str, str]) -> None:
        self.model.sessions.append(
            Session(
                name,
                self.model.people[name],
                tokens["RefreshToken"],
                tokens["AccessToken"],
                self.now + ACCESS_LIFE,
                self.now + REFRESH_LIFE,
            )
        )


def _settings(examples: int, steps: int) -> settings:
    return settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )


UserPoolMachine.TestCase.settings = _settings(25, 20)
TestAnySequence = UserPoolMachine.TestCase


class _LongMachine(UserPoolMachine):
    """The same, longer."""


_LongMachine.TestCase.settings = _settings(150, 50)
TestAnyLongSequence = pytest.mark.slow(_LongMachine.TestCase)
