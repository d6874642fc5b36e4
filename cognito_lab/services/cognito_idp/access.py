"""Who holds this access token? The check behind every operation that a signed-in person calls.

The pool reads its own tokens here, and it is stricter than anybody else: it also knows whether the
session was ended or the user deleted, which no offline check can see.

    1 form and use    a JWT that says token_use "access"   Invalid Access Token
    2 issuer and key  a pool of this account, its key      Could not verify signature …
    3 time            exp is ahead                         Access Token has expired
    4 user            still there                          User does not exist.
    5 session         not revoked                          Access Token has been revoked
    6 scope           aws.cognito.signin.user.admin        Access Token does not have required …
                      (openid at the userInfo endpoint)
    7 status          no reset is required                 Password reset required for the user

Source: developer guide, "Understanding the access token" and "Ending user sessions with token
revocation".
Assumed: the order of steps 3 to 7.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cognito_lab.primitives import jose, messages
from cognito_lab.primitives.record import record
from cognito_lab.services.cognito_idp.sign_ins import API_SCOPE, SignIn
from cognito_lab.services.cognito_idp.standing import check_standing

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.client import AppClient
    from cognito_lab.services.cognito_idp.desk import Desk
    from cognito_lab.services.cognito_idp.pool import UserPool
    from cognito_lab.services.cognito_idp.user import User


@record
class Holder:
    """The person behind a good access token, and the app and session that it came from."""

    user: User
    client: AppClient
    sign_in: SignIn

    @property
    def pool(self) -> UserPool:
        return self.client.pool


def holder_of(desk: Desk, access_token: str, *, scope: str = API_SCOPE) -> Holder:
    """Verify an access token and find its user.

    Args:
        desk: Clock, pools and trace.
        access_token: As it came.
        scope: What it must allow.

    Raises:
        NotAuthorizedException: One of the other steps fails.
        PasswordResetRequiredException: An administrator asked for a new password meanwhile.
        UserNotFoundException: The user was deleted.
    """
    desk.trace.step("verify the access token")
    claims = _verified(desk, access_token)  # 1, 2
    if desk.clock.epoch() >= claims["exp"]:  # 3
        raise messages.ACCESS_TOKEN_EXPIRED.error(
            because="The token was good until its exp, "
            f"{desk.clock.epoch() - claims['exp']} seconds ago."
        )
    pool = desk.pool_of_issuer(claims["iss"])
    user = pool.directory.by_sub(claims["sub"]) if pool else None
    if pool is None or user is None:  # 4
        raise messages.USER_NOT_FOUND.error(
            because="The user was deleted; the token outlived them."
        )
    sign_in = pool.sign_ins.of_origin(session_name(claims))
    if sign_in is None or sign_in.is_revoked:  # 5
        raise messages.ACCESS_TOKEN_REVOKED.error(
            because="The session was ended; offline, the token still looks good until its exp."
        )
    if scope not in claims["scope"].split():  # 6
        raise messages.ACCESS_TOKEN_SCOPES.error(because=f"The token's scope lacks {scope}.")
    check_standing(user, desk.clock.now())  # 7
    return Holder(user, sign_in.client, sign_in)


def _verified(desk: Desk, access_token: str) -> jose.Claims:
    """Claims whose signature one of this account's pools made, for use as an access token."""
    try:
        token = jose.parse(access_token)
    except jose.InvalidToken as error:
        raise messages.ACCESS_TOKEN_INVALID.error(
            because=f"The text is no access token: {error.found}."
        ) from None
    unverified_use = token.unverified_claims.get("token_use")
    if unverified_use != "access":
        raise messages.ACCESS_TOKEN_INVALID.error(
            because=f"token_use is {unverified_use!r}: this operation wants an access token."
        )
    pool = desk.pool_of_issuer(token.unverified_claims.get("iss"))
    if pool is None:
        raise messages.ACCESS_TOKEN_SIGNATURE.error(because="No pool here has that issuer.")
    try:
        return jose.verify_signature(token, pool.jwks())
    except jose.InvalidToken as error:
        raise messages.ACCESS_TOKEN_SIGNATURE.error(
            because=f"The token cannot be trusted: {error.found}."
        ) from None


def session_name(claims: jose.Claims) -> str:
    """What names a token's session: `origin_jti`, else `event_id` (see `SignIn`)."""
    return str(claims.get("origin_jti") or claims.get("event_id"))
