"""PASSWORD_VERIFIER: prove the password without sending it, step two of two.

The app has computed the shared key from the password, the pool computes it from the verifier. The
app's claim, an HMAC with that key, shows that both keys are the same, so the password must be
right.

The TIMESTAMP is bound into the claim; its age is not judged, because clients take it from their
computer's clock and not from the lab's.

Source: user-pools.md §3, "SRP-6a, exact".
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from cognito_lab.primitives import messages, srp
from cognito_lab.services.cognito_idp.attempts import Attempt, Attempts, Challenge
from cognito_lab.services.cognito_idp.standing import judge_password, required
from cognito_lab.services.cognito_idp.triggers import custom_auth

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.desk import Desk


def is_due(attempt: Attempt, /) -> bool:
    """In USER_SRP_AUTH always: nothing is proved yet. In CUSTOM_AUTH, if a function says so."""
    if attempt.custom is not None:
        return attempt.custom.next is Challenge.PASSWORD_VERIFIER
    return attempt.srp is not None


def ask(desk: Desk, attempt: Attempt, /) -> tuple[Attempt, dict[str, str]]:
    """Salt, B and the block to send back; USER_ID_FOR_SRP is the real user name, never an alias."""
    user, exchange = attempt.user, attempt.proof
    return attempt, {
        "SALT": f"{user.password.salt:032x}",
        "SRP_B": f"{exchange.public_b:x}",
        "SECRET_BLOCK": exchange.secret_block,
        "USERNAME": user.username,
        "USER_ID_FOR_SRP": user.username,
    }


def session_of(attempts: Attempts, session: str | None, given: Mapping[str, str], /) -> str:
    """The session of the SECRET_BLOCK that came back. A Session that is sent too must be the same.

    Raises:
        InvalidParameterException: PASSWORD_CLAIM_SECRET_BLOCK is missing.
        NotAuthorizedException: No such block, or another session's.
    """
    secret_block = required(given, "PASSWORD_CLAIM_SECRET_BLOCK")
    found = attempts.session_of_block(secret_block)
    if found is None or (session and session != found):
        raise messages.SESSION_INVALID.error(
            because="This is not the SECRET_BLOCK that the challenge gave."
        )
    return found


def accept(desk: Desk, attempt: Attempt, given: Mapping[str, str], /) -> Attempt:
    """Compute the claim that the right password would have made, and compare.

    Raises:
        InvalidParameterException: A part of the answer is missing.
        NotAuthorizedException: And the others of `judge_password`.
    """
    timestamp = required(given, "TIMESTAMP")
    claimed = required(given, "PASSWORD_CLAIM_SIGNATURE")
    user, exchange = attempt.user, attempt.proof
    desk.trace.step("check the SRP proof")
    key = srp.pool_key(
        public_a=exchange.public_a,
        b=exchange.b,
        public_b=exchange.public_b,
        v=user.password.verifier,
    )
    expected = srp.claim(
        key,
        pool_name=attempt.client.pool.short_name,
        user_id=user.username,
        secret_block=base64.b64decode(exchange.secret_block),
        timestamp=timestamp,
    )
    judge_password(desk, user, hmac.compare_digest(expected.encode(), claimed.encode()))
    if attempt.custom is None:
        return attempt
    walk = attempt.custom.after(Challenge.PASSWORD_VERIFIER, is_right=True)
    return custom_auth.defined(desk, replace(attempt, custom=walk))
