"""One user of a pool, and the table of what may happen to a user's status.

Status and `enabled` are independent: a disabled user keeps the status, and gets it back when
enabled.

Source: developer guide, "Signing up and confirming user accounts"; user-pools.md §1 for the table.
Left out: ARCHIVED, COMPROMISED and UNKNOWN, which AWS no longer produces.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.codes import Code
    from cognito_lab.services.cognito_idp.factors import Factors
    from cognito_lab.services.cognito_idp.group import Group
    from cognito_lab.services.cognito_idp.password import StoredPassword
    from cognito_lab.services.cognito_idp.sign_ins import SignIn


class UserStatus(StrEnum):
    """Where an account is in its life."""

    UNCONFIRMED = "UNCONFIRMED"
    CONFIRMED = "CONFIRMED"
    FORCE_CHANGE_PASSWORD = "FORCE_CHANGE_PASSWORD"
    RESET_REQUIRED = "RESET_REQUIRED"
    EXTERNAL_PROVIDER = "EXTERNAL_PROVIDER"


class StatusEvent(StrEnum):
    """What changes a status."""

    SIGN_UP = "SignUp"
    CONFIRM_SIGN_UP = "ConfirmSignUp"
    ADMIN_CREATE_USER = "AdminCreateUser"
    NEW_PASSWORD = "NEW_PASSWORD_REQUIRED answered"
    SET_PERMANENT_PASSWORD = "AdminSetUserPassword, permanent"
    SET_TEMPORARY_PASSWORD = "AdminSetUserPassword, temporary"
    ADMIN_RESET_PASSWORD = "AdminResetUserPassword"
    CONFIRM_FORGOT_PASSWORD = "ConfirmForgotPassword"
    FEDERATED_SIGN_IN = "first federated sign-in"
    MIGRATION = "UserMigration, CONFIRMED"
    MIGRATION_TO_RESET = "UserMigration"


class Transition(NamedTuple):
    """One row: this event takes a user of one of these statuses (none: no user yet) to that one."""

    event: StatusEvent
    before: frozenset[UserStatus]
    after: UserStatus


_S, _E = UserStatus, StatusEvent
_NO_USER: frozenset[UserStatus] = frozenset()
_ANY = frozenset(UserStatus)
_RESETTABLE = frozenset({_S.CONFIRMED, _S.RESET_REQUIRED})

STATUS_TABLE: tuple[Transition, ...] = (
    Transition(_E.SIGN_UP, _NO_USER, _S.UNCONFIRMED),
    Transition(_E.CONFIRM_SIGN_UP, frozenset({_S.UNCONFIRMED}), _S.CONFIRMED),
    Transition(_E.ADMIN_CREATE_USER, _NO_USER, _S.FORCE_CHANGE_PASSWORD),
    Transition(_E.NEW_PASSWORD, frozenset({_S.FORCE_CHANGE_PASSWORD}), _S.CONFIRMED),
    Transition(_E.SET_PERMANENT_PASSWORD, _ANY, _S.CONFIRMED),
    Transition(_E.SET_TEMPORARY_PASSWORD, _ANY, _S.FORCE_CHANGE_PASSWORD),
    Transition(_E.ADMIN_RESET_PASSWORD, _RESETTABLE, _S.RESET_REQUIRED),
    Transition(_E.CONFIRM_FORGOT_PASSWORD, _RESETTABLE, _S.CONFIRMED),
    Transition(_E.FEDERATED_SIGN_IN, _NO_USER, _S.EXTERNAL_PROVIDER),
    Transition(_E.MIGRATION, _NO_USER, _S.CONFIRMED),
    Transition(_E.MIGRATION_TO_RESET, _NO_USER, _S.RESET_REQUIRED),
)
_ROWS: Mapping[StatusEvent, Transition] = {row.event: row for row in STATUS_TABLE}


def first_status(event: StatusEvent) -> UserStatus:
    """The status of a user whom this event creates."""
    return _ROWS[event].after


@dataclass(eq=False, slots=True)
class User:
    """A user, as the pool keeps it.

    Attributes:
        username: Immutable; equals `sub` where people sign in with e-mail or phone.
        sub: Immutable, unique in the pool.
        attributes: ``{name: value}`` without `sub`; every value is a text, `identities` too.
        password: Salt and salted hash.
        temporary_until: When a temporary password ends; None for a permanent one.
        codes: ``{what for: the last code sent}``.
        groups: ``{group name: Group}``, in the order of joining.
        sign_ins: Completed sign-ins that may still be refreshed or revoked.
        factors: Second factors; None for a user who never had any.
        former_passwords: Newest first, as many as the pool forbids to use again.
        failures: Wrong passwords in a row, the last of them at `failed_at`.
    """

    username: str
    sub: str
    attributes: dict[str, str]
    password: StoredPassword
    status: UserStatus
    created_at: datetime
    modified_at: datetime
    enabled: bool = True
    is_decoy: bool = False
    temporary_until: datetime | None = None
    codes: dict[str, Code] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    sign_ins: deque[SignIn] = field(default_factory=deque)
    factors: Factors | None = None
    former_passwords: tuple[StoredPassword, ...] = ()
    failures: int = 0
    failed_at: datetime | None = None

    def may(self, event: StatusEvent) -> bool:
        """Whether the table has a row for this event from the user's status."""
        return self.status in _ROWS[event].before

    def undergo(self, event: StatusEvent, now: datetime) -> None:
        """Change the status as the table says. Ask `may` first."""
        if not self.may(event):
            raise ValueError(f"{event} does not lead anywhere from {self.status}")
        self.status = _ROWS[event].after
        self.modified_at = now

    def attribute_list(self, names: frozenset[str] | None = None) -> list[dict[str, str]]:
        """``[{"Name", "Value"}]``, `sub` first; only the given names, if any are given."""
        every = {"sub": self.sub, **self.attributes}
        return [
            {"Name": name, "Value": value}
            for name, value in every.items()
            if names is None or name in names
        ]

    def dates_and_status(self) -> dict[str, Any]:
        return {
            "UserCreateDate": self.created_at,
            "UserLastModifiedDate": self.modified_at,
            "Enabled": self.enabled,
            "UserStatus": str(self.status),
        }

    def describe(self, names: frozenset[str] | None = None) -> dict[str, Any]:
        """As AWS's UserType."""
        return {
            "Username": self.username,
            "Attributes": self.attribute_list(names),
            **self.dates_and_status(),
        }

    def __repr__(self) -> str:
        return f"<User {self.username}: {self.status}>"
