"""May this person go on? What is asked of a user once the password has been judged.

The order matters and is AWS's: only somebody who knows the password learns that the account is
disabled, unconfirmed or must be reset. To everybody else a wrong password and an unknown name look
alike, if the client hides its users; the trace says which it was.

Source: user-pools.md §2, "Order of checks"; developer guide, "Managing user existence error
responses".
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from cognito_lab.primitives import messages
from cognito_lab.services.cognito_idp.lockout import check_not_locked, count_failure
from cognito_lab.services.cognito_idp.user import User, UserStatus

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.attempts import Attempt
    from cognito_lab.services.cognito_idp.desk import Desk

_REFUSED: Mapping[UserStatus, tuple[messages.Message, str]] = {
    UserStatus.UNCONFIRMED: (
        messages.USER_NOT_CONFIRMED,
        "The password is right; the code from sign-up has not been entered yet.",
    ),
    UserStatus.RESET_REQUIRED: (
        messages.PASSWORD_RESET_REQUIRED,
        "The password is right; an administrator has asked for a new one.",
    ),
}


def required(given: Mapping[str, str], name: str) -> str:
    """A parameter that must be there; an empty text counts as missing.

    Raises:
        InvalidParameterException: It is not there.
    """
    if not (value := given.get(name)):
        raise messages.PARAMETER_MISSING.error(name=name)
    return value


def check_still_there(attempt: Attempt) -> None:
    """Refuse a user who was deleted while the question was open."""
    client, user = attempt.client, attempt.user
    if user.is_decoy or client.pool.directory.by_sub(user.sub) is user:
        return
    message = messages.WRONG_PASSWORD if client.hides_users else messages.USER_NOT_FOUND
    raise message.error(because="The user was deleted while the sign-in was under way.")


def judge_password(desk: Desk, user: User, is_right: bool) -> None:
    """Go on after a right password, typed or proved; stop after a wrong one, and count it.

    Raises:
        NotAuthorizedException: The password is wrong, or too many were; the user is unknown or
            disabled; or a temporary password is too old.
        UserNotConfirmedException: The account was never confirmed.
        PasswordResetRequiredException: An administrator asked for a new password.
    """
    now = desk.clock.now()
    check_not_locked(user, now)
    if user.is_decoy or not is_right:
        count_failure(user, now)
    if user.is_decoy:
        raise messages.WRONG_PASSWORD.error(
            because="The pool has no user of that name; the client hides this, so it looks like "
            "a wrong password."
        )
    if not is_right:
        raise messages.WRONG_PASSWORD.error(because="The user exists; the password is wrong.")
    user.failures = 0
    check_standing(user, now)


def check_standing(user: User, now: datetime) -> None:
    """Refuse a user who is disabled, unconfirmed or to be reset; see `judge_password`."""
    if not user.enabled:
        raise messages.USER_DISABLED.error(because="An administrator disabled this user.")
    if user.status in _REFUSED:
        message, because = _REFUSED[user.status]
        raise message.error(because=because)
    if user.temporary_until is not None and now >= user.temporary_until:
        raise messages.TEMPORARY_PASSWORD_EXPIRED.error(
            because=f"It could be used until {user.temporary_until:%Y-%m-%d %H:%M:%S} UTC."
        )
