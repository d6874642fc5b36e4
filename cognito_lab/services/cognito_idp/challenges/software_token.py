"""SOFTWARE_TOKEN_MFA: six digits from an authenticator app.

Source: developer guide, "TOTP software token MFA". Assumed: a code of an earlier half minute than
the last one used counts as used too (RFC 6238 asks that no code be accepted twice).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cognito_lab.primitives import messages, totp
from cognito_lab.services.cognito_idp.attempts import Attempt, session_given
from cognito_lab.services.cognito_idp.factors import Authenticator, Factor, factor_due
from cognito_lab.services.cognito_idp.standing import check_standing, required

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.desk import Desk


def is_due(attempt: Attempt, /) -> bool:
    """Whether this factor was chosen, or is the one to ask for."""
    due = attempt.chosen_factor or factor_due(attempt.client.pool, attempt.user)
    return due is Factor.SOFTWARE_TOKEN_MFA


def ask(desk: Desk, attempt: Attempt, /) -> tuple[Attempt, dict[str, str]]:
    """The device's name, so that people with several find the right one."""
    return attempt, {
        "USER_ID_FOR_SRP": attempt.user.username,
        "FRIENDLY_DEVICE_NAME": _authenticator(attempt).name,
    }


session_of = session_given


def accept(desk: Desk, attempt: Attempt, given: Mapping[str, str], /) -> Attempt:
    """Compare the code with what the app must be showing now, and never take it again.

    Raises:
        CodeMismatchException: Another code is shown now.
        ExpiredCodeException: The code was used before.
        InvalidParameterException: SOFTWARE_TOKEN_MFA_CODE is missing.
    """
    check_standing(attempt.user, desk.clock.now())
    code, authenticator = required(given, "SOFTWARE_TOKEN_MFA_CODE"), _authenticator(attempt)
    desk.trace.step("check the authenticator's code")
    step = totp.matching_step(authenticator.secret, code, desk.clock.now())
    if step is None:
        raise messages.TOTP_CODE_WRONG.error(
            because="The app shows another code now; the lab's clock decides what now is."
        )
    if step <= authenticator.last_step:
        raise messages.TOTP_CODE_SPENT.error(
            because="Each code works once; wait for the next half minute."
        )
    authenticator.last_step = step
    return attempt


def _authenticator(attempt: Attempt) -> Authenticator:
    """The user's app.

    Raises:
        SoftwareTokenMFANotFoundException: It was taken away while the question was open.
    """
    factors = attempt.user.factors
    if factors is None or factors.authenticator is None:
        raise messages.TOTP_OFF_IN_POOL.error(because="The user has no authenticator any more.")
    return factors.authenticator
