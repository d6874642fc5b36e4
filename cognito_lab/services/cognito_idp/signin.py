"""Signing in: from a name and a proof to three tokens.

**Theory of operation.** A sign-in is a short walk. It begins with a *flow*, which the app chooses:
that is how the password reaches the pool. It goes on with *challenges*, which the pool chooses:
what it still asks before it believes that this is the person. It ends with *tokens*. Where the walk
may go is one table, `SIGN_IN`. Each row is a place; behind it stand the places that may come next,
and the walk goes to the first one that is due.

    InitiateAuth ──► flow's `start`: is the proof right? ──► first place in its row that is due
                                                                │ a challenge: `ask`, and wait
    RespondToAuthChallenge ──► the challenge's `accept` ────────┘ tokens: `issue`, done

The pool remembers a walk only while it waits (`attempts.py`); the app holds a Session that stands
for it. A flow is a function in `flows/`, a challenge a module in `challenges/` with four functions.
In CUSTOM_AUTH the account's own functions choose the next place, within the same table.

Source: developer guide, "Authentication flows"; API reference, "InitiateAuth",
"RespondToAuthChallenge".
Left out: USER_AUTH and devices, which answer with a clear error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from cognito_lab.primitives.errors import NotSimulated
from cognito_lab.services.cognito_idp.attempts import Attempt, Challenge, Flow
from cognito_lab.services.cognito_idp.challenges import CHALLENGES
from cognito_lab.services.cognito_idp.completion import finish
from cognito_lab.services.cognito_idp.flows import FLOWS, flow_named
from cognito_lab.services.cognito_idp.standing import check_still_there, required
from cognito_lab.services.cognito_idp.undoing import undone_if_refused

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.client import AppClient
    from cognito_lab.services.cognito_idp.desk import Desk, Response


class End(StrEnum):
    """Where every walk ends."""

    TOKENS = "tokens"


_SECOND_FACTOR = (
    Challenge.MFA_SETUP,
    Challenge.SELECT_MFA_TYPE,
    Challenge.SOFTWARE_TOKEN_MFA,
    Challenge.SMS_MFA,
)
_AFTER_PASSWORD = (Challenge.NEW_PASSWORD_REQUIRED, *_SECOND_FACTOR, End.TOKENS)
_DEFINED = (Challenge.PASSWORD_VERIFIER, Challenge.CUSTOM_CHALLENGE, End.TOKENS)

SIGN_IN: Mapping[Flow | Challenge, tuple[Challenge | End, ...]] = {
    Flow.USER_PASSWORD_AUTH: _AFTER_PASSWORD,
    Flow.ADMIN_USER_PASSWORD_AUTH: _AFTER_PASSWORD,
    Flow.USER_SRP_AUTH: (Challenge.PASSWORD_VERIFIER,),
    Flow.REFRESH_TOKEN_AUTH: (End.TOKENS,),
    Flow.LOGIN_PAGE: _AFTER_PASSWORD,
    Flow.CUSTOM_AUTH: _DEFINED,
    Challenge.CUSTOM_CHALLENGE: _DEFINED,
    Challenge.PASSWORD_VERIFIER: (Challenge.CUSTOM_CHALLENGE, *_AFTER_PASSWORD),
    Challenge.NEW_PASSWORD_REQUIRED: (*_SECOND_FACTOR, End.TOKENS),
    Challenge.SELECT_MFA_TYPE: (Challenge.SOFTWARE_TOKEN_MFA, Challenge.SMS_MFA),
    Challenge.SOFTWARE_TOKEN_MFA: (End.TOKENS,),
    Challenge.SMS_MFA: (End.TOKENS,),
    Challenge.MFA_SETUP: (End.TOKENS,),
}


def begin(
    desk: Desk,
    client: AppClient,
    auth_flow: str,
    given: Mapping[str, str],
    *,
    by_admin: bool,
    metadata: Mapping[str, str] | None = None,
) -> Response:
    """InitiateAuth: check what the flow proves, then walk on.

    Args:
        desk: Clock, ids and trace.
        client: The app.
        auth_flow: AWS's name of the flow.
        given: AuthParameters.
        by_admin: Whether AdminInitiateAuth was called.
        metadata: ClientMetadata, for the triggers that come before the password.
    """
    flow = flow_named(auth_flow)
    FLOWS[flow].check_allowed(client, by_admin=by_admin)
    return _go_on(desk, flow, FLOWS[flow].start(desk, client, given, metadata))


def begin_at_page(desk: Desk, client: AppClient, given: Mapping[str, str]) -> Response:
    """The pool's own page (`oauth/login.py`): such a walk ends in ``{"User": …}``, no tokens."""
    attempt = FLOWS[Flow.LOGIN_PAGE].start(desk, client, given, None)
    return _go_on(desk, Flow.LOGIN_PAGE, attempt)


def answer(
    desk: Desk,
    client: AppClient,
    name: str,
    session: str | None,
    given: Mapping[str, str],
    *,
    at_login_page: bool = False,
    metadata: Mapping[str, str] | None = None,
) -> Response:
    """RespondToAuthChallenge: judge the answer to the open challenge, then walk on.

    Args:
        desk: Clock, ids and trace.
        client: The app.
        name: ChallengeName, which must be the open one.
        session: From the step before; an SRP answer is found by its SECRET_BLOCK too.
        given: ChallengeResponses.
        at_login_page: Whether they come from the pool's own page; sessions stay on one side.
        metadata: ClientMetadata, for the triggers that follow.
    """
    if name not in CHALLENGES:
        raise NotSimulated(f"the lab leaves out the challenge {name}")
    challenge, attempts = Challenge(name), desk.attempts
    client.check_secret_hash(required(given, "USERNAME"), given.get("SECRET_HASH"))
    session = CHALLENGES[challenge].session_of(attempts, session, given)
    now = desk.clock.now()
    attempt = attempts.find(session, client, challenge, now, at_login_page=at_login_page)
    attempt.check_is_of(given["USERNAME"])
    check_still_there(attempt)
    attempt = replace(attempt, session=session, metadata=metadata)
    with undone_if_refused(client.pool, attempt.user):
        attempt = CHALLENGES[challenge].accept(desk, attempt, given)
        response = _go_on(desk, challenge, attempt)
    attempts.spend(session)
    return response


def _go_on(desk: Desk, place: Flow | Challenge, attempt: Attempt) -> Response:
    """Walk to the first place in the row that is due. Tokens come only where the row has them."""
    for step in SIGN_IN[place]:
        if isinstance(step, End):
            return finish(desk, attempt)
        if CHALLENGES[step].is_due(attempt):
            return _ask(desk, step, attempt)
    raise RuntimeError(f"the table SIGN_IN leads nowhere from {place}")


def _ask(desk: Desk, challenge: Challenge, attempt: Attempt) -> Response:
    """Put a question, and wait."""
    until = desk.clock.now() + attempt.client.challenge_life
    waiting = replace(attempt, challenge=challenge, until=until)
    waiting, parameters = CHALLENGES[challenge].ask(desk, waiting)
    session = desk.attempts.open(waiting, ids=desk.ids)
    return {
        "ChallengeName": str(challenge),
        "Session": session,
        "ChallengeParameters": parameters,
    }
