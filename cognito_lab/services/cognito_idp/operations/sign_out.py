"""Ending sessions. The pool refuses their tokens; checked offline, a JWT is good until its `exp`.

Source: developer guide, "Ending user sessions with token revocation"; API reference, "RevokeToken",
"GlobalSignOut".
"""

from __future__ import annotations

import hmac

from cognito_lab.primitives import messages
from cognito_lab.primitives.trace import operation
from cognito_lab.services.cognito_idp.access import holder_of
from cognito_lab.services.cognito_idp.client import AppClient
from cognito_lab.services.cognito_idp.desk import Desk, Response
from cognito_lab.services.cognito_idp.sign_ins import sign_out_everywhere


class SignOut(Desk):
    """Operations that end sessions."""

    @operation
    def revoke_token(
        self, *, token: str, client_id: str, client_secret: str | None = None
    ) -> Response:
        """End the session of a refresh token: it and the access tokens of its session are refused.

        A token that is unknown or was revoked before is a success too: the caller has what they
        wanted.

        Raises:
            UnauthorizedException: The token is another client's, or the secret wrong.
            UnsupportedOperationException: The client does not revoke tokens.
            UnsupportedTokenTypeException: The token is an access or ID token.

        Assumed: unknown tokens succeed here as they do at /oauth2/revoke, where it is documented.
        """
        client = self.client(client_id)
        _check_secret(client, client_secret)
        end_session(client, token)
        return {}

    @operation
    def global_sign_out(self, *, access_token: str) -> Response:
        """End all sessions of the person who holds this access token.

        Raises:
            NotAuthorizedException: The token is no good; see `access.py`.
            UserNotFoundException: The user was deleted.
        """
        sign_out_everywhere(holder_of(self, access_token).user)
        return {}

    @operation
    def admin_user_global_sign_out(self, *, user_pool_id: str, username: str) -> Response:
        """End all sessions of a user."""
        sign_out_everywhere(self.user(self.pool(user_pool_id), username))
        return {}


def end_session(client: AppClient, refresh_token: str) -> None:
    """Revoke the session of a refresh token, if it is one; see `SignOut.revoke_token`."""
    if not client.revokes_tokens:
        raise messages.REVOCATION_OFF.error(because="The client has EnableTokenRevocation false.")
    if refresh_token.count(".") == 2:
        raise messages.REVOKE_WRONG_TOKEN.error(
            because="A text of three parts is a JWT, and no refresh token."
        )
    sign_in = client.pool.sign_ins.of_refresh_token(refresh_token)
    if sign_in is not None and sign_in.client is not client:
        raise messages.REVOKE_WRONG_CLIENT.error(
            because=f"The token belongs to the client {sign_in.client.id}."
        )
    if sign_in is not None:
        sign_in.is_revoked = True


def _check_secret(client: AppClient, given: str | None) -> None:
    """This operation takes the client secret itself, not a hash."""
    secret = client.secret
    if secret is not None and not hmac.compare_digest(secret.encode(), (given or "").encode()):
        raise messages.REVOKE_WRONG_CLIENT.error(because="The client secret is missing or wrong.")
