"""REFRESH_TOKEN_AUTH: new ID and access tokens for a session that goes on.

Nobody types anything. The new tokens keep `auth_time` and `origin_jti`; groups and attributes are
read as they are now.

Source: developer guide, "Refresh tokens". Assumed: attributes and groups are read afresh.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cognito_lab.primitives import messages
from cognito_lab.services.cognito_idp.attempts import Attempt, Given, Metadata
from cognito_lab.services.cognito_idp.standing import required

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.client import AppClient
    from cognito_lab.services.cognito_idp.desk import Desk


def start(desk: Desk, client: AppClient, given: Given, metadata: Metadata, /) -> Attempt:
    """Find the session of a refresh token.

    Raises:
        InvalidParameterException: REFRESH_TOKEN is missing.
        NotAuthorizedException: The token is unknown, another client's, revoked or too old; the user
            disabled; or the secret hash wrong, which is made with the real user name here.
    """
    refresh_token = required(given, "REFRESH_TOKEN")
    desk.trace.step("look up the refresh token")
    sign_in = client.pool.sign_ins.resume(refresh_token, client, desk.clock.now())
    client.check_secret_hash(sign_in.user.username, given.get("SECRET_HASH"))
    if not sign_in.user.enabled:
        raise messages.USER_DISABLED.error(because="An administrator disabled this user.")
    return Attempt(client, sign_in.user, resumes=sign_in)
