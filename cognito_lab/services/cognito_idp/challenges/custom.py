"""CUSTOM_CHALLENGE: a question of the account's own.

CreateAuthChallenge makes it, VerifyAuthChallengeResponse judges the answer, DefineAuthChallenge
says what comes next. A wrong answer does not fail by itself.

Source: developer guide, "Custom authentication challenge Lambda triggers".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cognito_lab.services.cognito_idp.attempts import Attempt, Challenge, session_given
from cognito_lab.services.cognito_idp.standing import required
from cognito_lab.services.cognito_idp.triggers import custom_auth

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.desk import Desk


def is_due(attempt: Attempt, /) -> bool:
    """Whether DefineAuthChallenge named it."""
    return attempt.custom is not None and attempt.custom.next is Challenge.CUSTOM_CHALLENGE


def ask(desk: Desk, attempt: Attempt, /) -> tuple[Attempt, dict[str, str]]:
    """The public parameters, and the real user name for the answer."""
    attempt, public = custom_auth.created(desk, attempt)
    return attempt, {"USERNAME": attempt.user.username, **public}


session_of = session_given


def accept(desk: Desk, attempt: Attempt, given: Mapping[str, str], /) -> Attempt:
    """Let the functions judge.

    Raises:
        InvalidParameterException: ANSWER is missing.
        UserLambdaValidationException: A function raised.
    """
    return custom_auth.judged(desk, attempt, required(given, "ANSWER"))
