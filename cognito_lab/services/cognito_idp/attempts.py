"""Sign-ins that are under way: what the pool remembers while it waits for an answer.

Between a challenge and its answer the app holds a `Session`, a text that says nothing: it begins
``AYABe``, works once, for a few minutes, for one app client and one user. An SRP challenge can also
be found by its SECRET_BLOCK, because some clients (pycognito) send no Session with it.

Real sessions are encrypted and hold their own content; ours are looked up.

Source: developer guide, "Authentication flows"; API reference, "RespondToAuthChallenge".
Assumed: a wrong answer leaves the session usable for another try, as Amplify's forms need it to be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from cognito_lab.primitives import messages
from cognito_lab.primitives.ids import Ids
from cognito_lab.primitives.record import record

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.client import AppClient
    from cognito_lab.services.cognito_idp.factors import Factor
    from cognito_lab.services.cognito_idp.sign_ins import SignIn
    from cognito_lab.services.cognito_idp.triggers.custom_auth import CustomWalk
    from cognito_lab.services.cognito_idp.user import User

Given = Mapping[str, str]  # AuthParameters or ChallengeResponses
Metadata = Mapping[str, str] | None  # ClientMetadata, which triggers get

SESSION_START = "AYABe"
SESSIONS_KEPT = 10_000  # open and spent ones; the oldest go first


class Flow(StrEnum):
    """How a sign-in begins (AuthFlow); LOGIN_PAGE, the pool's own page, is no app's to name."""

    USER_PASSWORD_AUTH = "USER_PASSWORD_AUTH"
    ADMIN_USER_PASSWORD_AUTH = "ADMIN_USER_PASSWORD_AUTH"
    USER_SRP_AUTH = "USER_SRP_AUTH"
    REFRESH_TOKEN_AUTH = "REFRESH_TOKEN_AUTH"
    CUSTOM_AUTH = "CUSTOM_AUTH"
    LOGIN_PAGE = "LOGIN_PAGE"


class Challenge(StrEnum):
    """What the pool may ask on the way (ChallengeName)."""

    PASSWORD_VERIFIER = "PASSWORD_VERIFIER"
    NEW_PASSWORD_REQUIRED = "NEW_PASSWORD_REQUIRED"
    MFA_SETUP = "MFA_SETUP"
    SELECT_MFA_TYPE = "SELECT_MFA_TYPE"
    SOFTWARE_TOKEN_MFA = "SOFTWARE_TOKEN_MFA"
    SMS_MFA = "SMS_MFA"
    CUSTOM_CHALLENGE = "CUSTOM_CHALLENGE"


@record
class SrpExchange:
    """The pool's half of an SRP proof that is under way. `secret_block` is base64."""

    public_a: int
    b: int
    public_b: int
    secret_block: str


@record
class Attempt:
    """One sign-in, as far as it has come.

    Attributes:
        client: The app that asks.
        user: Who wants to sign in; may be a decoy.
        typed_name: What the person calls themselves.
        challenge: The question that is open; None before the first.
        srp: The proof under way, from the flow's first step to the answer.
        chosen_factor: What the person answered to SELECT_MFA_TYPE.
        sms_code: The code that an SMS_MFA challenge waits for.
        is_enrolled: Whether VerifySoftwareToken succeeded within this sign-in.
        at_login_page: Whether the person sits at the pool's own page, and not at the app.
        custom: The walk that the pool's own functions define, in CUSTOM_AUTH.
        resumes: The session that a refresh token continues.
        session: Under which the answer came that is being judged; empty at the beginning.
        metadata: ClientMetadata that reaches triggers: that of an answer, never of the beginning.
        until: When the open question ends.
        is_spent: Whether the open question was answered.
    """

    client: AppClient
    user: User
    typed_name: str = ""
    challenge: Challenge | None = None
    srp: SrpExchange | None = None
    chosen_factor: Factor | None = None
    sms_code: str = ""
    is_enrolled: bool = False
    at_login_page: bool = False
    custom: CustomWalk | None = None
    resumes: SignIn | None = None
    session: str = ""
    metadata: Metadata = None
    until: datetime | None = None
    is_spent: bool = False

    @property
    def proof(self) -> SrpExchange:
        """The proof under way, in a walk that has one."""
        if self.srp is None:
            raise ValueError("this sign-in did not begin with SRP")
        return self.srp

    @property
    def custom_walk(self) -> CustomWalk:
        """The walk of CUSTOM_AUTH, in an attempt that has one."""
        if self.custom is None:
            raise ValueError("this sign-in did not begin with CUSTOM_AUTH")
        return self.custom

    def check_is_of(self, username: str) -> None:
        """Refuse an answer in another person's name.

        Raises:
            NotAuthorizedException: The name is neither what was typed nor one of the user's own.
        """
        own_names = (self.typed_name, self.user.username)
        if username not in own_names and self.client.pool.directory.find(username) is not self.user:
            raise messages.SESSION_INVALID.error(
                because=f"This session belongs to another user than {username!r}."
            )


class Attempts:
    """The open questions of all pools, by Session and by SECRET_BLOCK."""

    def __init__(self) -> None:
        self._by_session: dict[str, Attempt] = {}
        self._session_of_block: dict[str, str] = {}

    def open(self, attempt: Attempt, *, ids: Ids) -> str:
        """Remember an attempt while its question is open. Returns the new Session."""
        session = SESSION_START + ids.base64url(240)
        if len(self._by_session) >= SESSIONS_KEPT:
            self._drop(next(iter(self._by_session)))
        self._by_session[session] = attempt
        if attempt.srp is not None:
            self._session_of_block[attempt.srp.secret_block] = session
        return session

    def _drop(self, session: str) -> None:
        dropped = self._by_session.pop(session)
        if dropped.srp is not None:
            self._session_of_block.pop(dropped.srp.secret_block, None)

    def session_of_block(self, secret_block: str) -> str | None:
        """The Session of an SRP challenge."""
        return self._session_of_block.get(secret_block)

    def find(
        self,
        session: str,
        client: AppClient | None,
        challenge: Challenge,
        now: datetime,
        *,
        at_login_page: bool = False,
    ) -> Attempt:
        """The attempt that waits for this answer.

        Args:
            session: As the app sent it.
            client: The app; None for requests that do not name it.
            challenge: The question that is answered.
            now: The lab's time.
            at_login_page: Whether the answer comes from the pool's own page.

        Raises:
            NotAuthorizedException: No such session, another client's, another question's, spent, or
                late.
        """
        attempt = self._by_session.get(session)
        if (
            attempt is None
            or attempt.challenge is not challenge
            or client not in (None, attempt.client)
            or attempt.at_login_page is not at_login_page
        ):
            raise messages.SESSION_INVALID.error(
                because="No sign-in of this client waits for this answer under this session."
            )
        if attempt.is_spent:
            raise messages.SESSION_SPENT.error(because="This question was answered already.")
        if attempt.until is not None and now >= attempt.until:
            raise messages.SESSION_EXPIRED.error(
                because=f"The answer had to come before {attempt.until:%H:%M:%S} UTC."
            )
        return attempt

    def renew(self, session: str, attempt: Attempt, *, ids: Ids) -> str:
        """The same question under a new session; the old one is spent."""
        self.spend(session)
        return self.open(attempt, ids=ids)

    def spend(self, session: str) -> None:
        """The question is answered; its session never works again, if there is one."""
        if session in self._by_session:
            self._by_session[session] = replace(self._by_session[session], is_spent=True)


def session_given(attempts: Attempts, session: str | None, given: Mapping[str, str], /) -> str:
    """The Session that the answer names, for challenges that have no other way to be found.

    Raises:
        InvalidParameterException: There is none.
    """
    if not session:
        raise messages.PARAMETER_MISSING.error(name="Session")
    return session
