"""SELECT_MFA_TYPE: the user has several second factors and prefers none; choose one.

Source: API reference, "RespondToAuthChallenge".
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from cognito_lab.primitives import messages
from cognito_lab.services.cognito_idp.attempts import Attempt, session_given
from cognito_lab.services.cognito_idp.factors import Factor, factor_due, usable_factors
from cognito_lab.services.cognito_idp.standing import check_standing, required

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.desk import Desk


def is_due(attempt: Attempt, /) -> bool:
    """Whether there is something to choose."""
    pool, user = attempt.client.pool, attempt.user
    return len(usable_factors(pool, user)) > 1 and factor_due(pool, user) is None


def ask(desk: Desk, attempt: Attempt, /) -> tuple[Attempt, dict[str, str]]:
    """The choice, as JSON text."""
    usable = usable_factors(attempt.client.pool, attempt.user)
    return attempt, {
        "MFAS_CAN_CHOOSE": json.dumps(usable, separators=(",", ":")),
        "USER_ID_FOR_SRP": attempt.user.username,
    }


session_of = session_given


def accept(desk: Desk, attempt: Attempt, given: Mapping[str, str], /) -> Attempt:
    """Remember the choice.

    Raises:
        InvalidParameterException: ANSWER is missing, or names no factor that the user has.
    """
    check_standing(attempt.user, desk.clock.now())
    choice = required(given, "ANSWER")
    if choice not in usable_factors(attempt.client.pool, attempt.user):
        raise messages.FACTOR_CANNOT_BE_CHOSEN.error(
            because=f"{choice!r} is not among the factors that MFAS_CAN_CHOOSE listed."
        )
    return replace(attempt, chosen_factor=Factor(choice))
