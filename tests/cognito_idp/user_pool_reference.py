"""A small reference model of a user pool: who may be in which state, and which sessions live.

Written from the fact sheet (user-pools.md §2 to §4) as plainly as possible, without a line of the
lab's own code: two tables, and a record for a person and for a session.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

# Which status an operation may lead to, by the status before; None is "no such user". An operation
# that leads nowhere from a status has to be refused, and leaves it.
NOBODY = None
STATUSES = ("UNCONFIRMED", "CONFIRMED", "FORCE_CHANGE_PASSWORD", "RESET_REQUIRED")
LEADS_TO: dict[str, dict[str | None, str | None]] = {
    "SignUp": {NOBODY: "UNCONFIRMED"},
    "ConfirmSignUp": {"UNCONFIRMED": "CONFIRMED"},
    "AdminConfirmSignUp": {"UNCONFIRMED": "CONFIRMED"},
    "AdminCreateUser": {NOBODY: "FORCE_CHANGE_PASSWORD"},
    "AdminSetUserPassword, permanent": dict.fromkeys(STATUSES, "CONFIRMED"),
    "AdminSetUserPassword, temporary": dict.fromkeys(STATUSES, "FORCE_CHANGE_PASSWORD"),
    "AdminResetUserPassword": dict.fromkeys(("CONFIRMED", "RESET_REQUIRED"), "RESET_REQUIRED"),
    "ForgotPassword": {name: name for name in ("CONFIRMED", "RESET_REQUIRED", "UNCONFIRMED")},
    "ConfirmForgotPassword": dict.fromkeys(("CONFIRMED", "RESET_REQUIRED"), "CONFIRMED"),
    "RespondToAuthChallenge": {"FORCE_CHANGE_PASSWORD": "CONFIRMED"},
    "AdminDisableUser": {name: name for name in STATUSES},
    "AdminEnableUser": {name: name for name in STATUSES},
    "AdminDeleteUser": dict.fromkeys(STATUSES, NOBODY),
    "InitiateAuth": {name: name for name in ("CONFIRMED", "FORCE_CHANGE_PASSWORD")},
    "ChangePassword": {"CONFIRMED": "CONFIRMED"},
    "GlobalSignOut": {name: name for name in STATUSES},
}
ACCESS_LIFE, REFRESH_LIFE = timedelta(hours=1), timedelta(days=30)
TEMPORARY_LIFE = timedelta(days=7)


@dataclass
class Person:
    """One user, as the model believes it to be."""

    status: str
    password: str
    is_enabled: bool = True
    temporary_until: datetime | None = None

    def gets(self, password: str, now: datetime) -> str:
        """What a sign-in by password brings: tokens, a question, or a refusal."""
        if password != self.password or not self.is_enabled:
            return "refused"
        if self.status == "CONFIRMED":
            return "tokens"
        if self.status != "FORCE_CHANGE_PASSWORD":
            return "refused"
        late = self.temporary_until is not None and now >= self.temporary_until
        return "refused" if late else "question"


@dataclass
class Session:
    """One completed sign-in with its newest tokens."""

    name: str
    person: Person
    refresh_token: str
    access_token: str
    access_until: datetime
    refresh_until: datetime
    is_revoked: bool = False


@dataclass
class Pool:
    """Everybody in it, and every session there ever was."""

    people: dict[str, Person] = field(default_factory=dict)
    sessions: list[Session] = field(default_factory=list)

    def status(self, name: str) -> str | None:
        """The status of a user; None if there is none."""
        return self.people[name].status if name in self.people else NOBODY

    def knows(self, session: Session) -> bool:
        """Whether the session's user is still the one who signed in."""
        return self.people.get(session.name) is session.person

    def takes_access_token(self, session: Session, now: datetime) -> bool:
        """Whether the pool itself accepts the session's access token.

        GetUser declares PasswordResetRequiredException: a new password comes first.
        """
        is_reset = session.person.status == "RESET_REQUIRED"
        return self._lives(session) and not is_reset and now < session.access_until

    def takes_refresh_token(self, session: Session, now: datetime) -> bool:
        """Whether a refresh brings new tokens."""
        return self._lives(session) and now < session.refresh_until

    def _lives(self, session: Session) -> bool:
        return self.knows(session) and session.person.is_enabled and not session.is_revoked
