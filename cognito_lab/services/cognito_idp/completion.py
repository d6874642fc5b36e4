"""The end of a sign-in: the person is believed, and a session with its tokens begins.

    PostAuthentication   told before a token is made; not when a session is refreshed
    PreTokenGeneration   asked what the tokens shall say
    issue                signed (`tokens.py`)

At the pool's own page the walk ends with the person; the app fetches tokens with a code later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cognito_lab.services.cognito_idp.attempts import Attempt, Challenge
from cognito_lab.services.cognito_idp.sign_ins import API_SCOPE
from cognito_lab.services.cognito_idp.tokens import issue
from cognito_lab.services.cognito_idp.triggers.signing_in import post_authentication
from cognito_lab.services.cognito_idp.triggers.token_generation import TokenChanges, token_changes

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.desk import Desk, Response


def finish(desk: Desk, attempt: Attempt) -> Response:
    """Open a session, or go on with the one that is being refreshed."""
    client, user, refresh_token = attempt.client, attempt.user, None
    if attempt.resumes is None:
        post_authentication(desk, client, user, attempt.metadata)
    if attempt.at_login_page:
        return {"User": user}
    changes, sign_in = _changes(desk, attempt), attempt.resumes
    if sign_in is None:
        now = desk.clock.now()
        sign_in, refresh_token = client.pool.sign_ins.begin(user, client, now=now, ids=desk.ids)
    result = issue(desk, sign_in, refresh_token, changes=changes)
    return {"ChallengeParameters": {}, "AuthenticationResult": result}


def _changes(desk: Desk, attempt: Attempt) -> TokenChanges:
    scope = API_SCOPE if attempt.resumes is None else attempt.resumes.scope
    return token_changes(
        desk,
        attempt.client,
        attempt.user,
        _source(attempt),
        scope=scope,
        metadata=attempt.metadata,
    )


def _source(attempt: Attempt) -> str:
    """What PreTokenGeneration is told of the way that led here."""
    if attempt.resumes is not None:
        return "RefreshTokens"
    is_new = attempt.challenge is Challenge.NEW_PASSWORD_REQUIRED
    return "NewPasswordChallenge" if is_new else "Authentication"
