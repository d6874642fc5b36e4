"""NEW_PASSWORD_REQUIRED: the password was temporary; choose your own, and fill in what is missing.

An administrator may create a user without required attributes. The person supplies them here, next
to the new password, as ``userAttributes.<name>``.

Source: API reference, "RespondToAuthChallenge"; user-pools.md §3 for the members.
Observed: the temporary password itself is accepted as the new one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from cognito_lab.primitives import messages
from cognito_lab.services.cognito_idp.attempts import Attempt, session_given
from cognito_lab.services.cognito_idp.attributes import ADDRESSES, check_no_rival
from cognito_lab.services.cognito_idp.enrolment import check_password, set_password, with_flags
from cognito_lab.services.cognito_idp.standing import check_standing, required
from cognito_lab.services.cognito_idp.user import StatusEvent, User, UserStatus

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.desk import Desk
    from cognito_lab.services.cognito_idp.pool import UserPool

_PREFIX = "userAttributes."


def is_due(attempt: Attempt, /) -> bool:
    """Whether the user still has the password of an administrator's choice."""
    return attempt.user.status is UserStatus.FORCE_CHANGE_PASSWORD


def ask(desk: Desk, attempt: Attempt, /) -> tuple[Attempt, dict[str, str]]:
    """The required attributes that are missing, and those that are there, both as JSON text."""
    user = attempt.user
    missing = [f"{_PREFIX}{name}" for name in _missing(attempt.client.pool, user)]
    return attempt, {
        "USER_ID_FOR_SRP": user.username,
        "requiredAttributes": json.dumps(missing, separators=(",", ":")),
        "userAttributes": json.dumps(user.attributes, separators=(",", ":"), ensure_ascii=False),
    }


session_of = session_given


def accept(desk: Desk, attempt: Attempt, given: Mapping[str, str], /) -> Attempt:
    """Take the new password and attributes; the user is then CONFIRMED.

    Raises:
        InvalidParameterException: A required attribute is missing, or a value breaks the schema.
        InvalidPasswordException: The password breaks the pool's policy.
        PasswordHistoryPolicyViolationException: The user had it before.
        NotAuthorizedException: An attribute is not the client's to write, or was provided before;
            or the password was chosen meanwhile.
        AliasExistsException: Somebody else has this alias.
    """
    pool, user, now = attempt.client.pool, attempt.user, desk.clock.now()
    check_standing(user, now)
    if not user.may(StatusEvent.NEW_PASSWORD):
        raise messages.SESSION_INVALID.error(
            because="The password was chosen meanwhile, perhaps in another sign-in."
        )
    password = required(given, "NEW_PASSWORD")
    new = {k.removeprefix(_PREFIX): v for k, v in given.items() if k.startswith(_PREFIX)}
    _check_attributes(attempt, new)
    check_password(pool, user, password)

    pool.directory.change(user, with_flags({**user.attributes, **new}), now)
    set_password(desk, pool, user, password, StatusEvent.NEW_PASSWORD)
    return attempt


def _missing(pool: UserPool, user: User) -> list[str]:
    return [name for name in pool.schema.required if not user.attributes.get(name)]


def _check_attributes(attempt: Attempt, new: Mapping[str, str]) -> None:
    pool, user = attempt.client.pool, attempt.user
    for name in new:
        if user.attributes.get(name) and (name in pool.schema.required or name in ADDRESSES):
            raise messages.ALREADY_PROVIDED.error(
                because="The answer repeats an attribute that has a value; leave it out.", name=name
            )
    for name in _missing(pool, user):
        if not new.get(name):
            raise messages.REQUIRED_ATTRIBUTE_MISSING.error(name=name)
    attempt.client.check_may_write(new)
    pool.schema.check(new)
    check_no_rival(pool, user, {**user.attributes, **new})
