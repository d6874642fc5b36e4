"""MFA_SETUP: the pool wants a second factor from everybody, and this user has none yet.

The answer is made elsewhere: with the Session of this challenge the app calls
AssociateSoftwareToken and VerifySoftwareToken (`operations/software_token.py`), each of which gives
a new Session. The last one is the answer.

Source: developer guide, "TOTP software token MFA". Observed: the authenticator counts as registered
after VerifySoftwareToken, even if this challenge is never answered.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from cognito_lab.primitives import messages
from cognito_lab.services.cognito_idp.attempts import Attempt, session_given
from cognito_lab.services.cognito_idp.factors import factors_of_pool, usable_factors
from cognito_lab.services.cognito_idp.standing import check_standing

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.desk import Desk


def is_due(attempt: Attempt, /) -> bool:
    """Whether the pool insists and the user has nothing to be asked for."""
    pool = attempt.client.pool
    return pool.mfa == "ON" and not usable_factors(pool, attempt.user)


def ask(desk: Desk, attempt: Attempt, /) -> tuple[Attempt, dict[str, str]]:
    """Which factors can be set up, as JSON text."""
    choice = json.dumps(factors_of_pool(attempt.client.pool), separators=(",", ":"))
    return attempt, {"MFAS_CAN_SETUP": choice, "USER_ID_FOR_SRP": attempt.user.username}


session_of = session_given


def accept(desk: Desk, attempt: Attempt, given: Mapping[str, str], /) -> Attempt:
    """Go on, if an authenticator was set up with the sessions of this sign-in.

    Raises:
        NotAuthorizedException: The session is not the one that VerifySoftwareToken gave.
    """
    check_standing(attempt.user, desk.clock.now())
    if not attempt.is_enrolled:
        raise messages.SESSION_INVALID.error(
            because="Send VerifySoftwareToken's Session: no authenticator is set up yet."
        )
    return attempt
