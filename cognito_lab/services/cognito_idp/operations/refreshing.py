"""GetTokensFromRefreshToken: how an app refreshes where refresh tokens are rotated.

It takes the client secret itself, not a hash, since the app need not know who the person is.

Source: API reference, "GetTokensFromRefreshToken"; developer guide, "Refresh token rotation".
Assumed: a client without rotation may call it too, if it has ALLOW_REFRESH_TOKEN_AUTH, and keeps
its refresh token.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping

from cognito_lab.primitives import messages
from cognito_lab.primitives.trace import operation
from cognito_lab.services.cognito_idp.client import AppClient
from cognito_lab.services.cognito_idp.client_settings import REFRESH_FLOW
from cognito_lab.services.cognito_idp.desk import Desk, Response
from cognito_lab.services.cognito_idp.tokens import issue
from cognito_lab.services.cognito_idp.triggers.token_generation import token_changes


class Refreshing(Desk):
    """The operation that refreshes without a sign-in flow."""

    @operation
    def get_tokens_from_refresh_token(
        self,
        *,
        refresh_token: str,
        client_id: str,
        client_secret: str | None = None,
        device_key: str | None = None,
        client_metadata: Mapping[str, str] | None = None,
    ) -> Response:
        """New ID and access tokens, and with rotation a new refresh token.

        Raises:
            InvalidParameterException: The client does not allow refreshing.
            NotAuthorizedException: The token is unknown, another client's, revoked or too old; the
                secret is wrong; or the user is disabled.
            RefreshTokenReuseException: The token was replaced by another, and its grace is over.
        """
        client = self.client(client_id)
        _check_secret(client, client_secret)
        if not (client.rotates_refresh_tokens or client.allows(REFRESH_FLOW)):
            raise messages.FLOW_NOT_ENABLED.error(
                because=f"The client neither rotates nor has {REFRESH_FLOW}.",
                flow=REFRESH_FLOW.removeprefix("ALLOW_"),
            )
        self.trace.step("look up the refresh token")
        now = self.clock.now()
        sign_in = client.pool.sign_ins.resume(refresh_token, client, now)
        if not sign_in.user.enabled:
            raise messages.USER_DISABLED.error(because="An administrator disabled this user.")
        changes = token_changes(
            self,
            client,
            sign_in.user,
            "RefreshTokens",
            scope=sign_in.scope,
            metadata=client_metadata,
        )
        new = client.pool.sign_ins.rotate(refresh_token, now=now, ids=self.ids)
        return {"AuthenticationResult": issue(self, sign_in, new, changes=changes)}


def _check_secret(client: AppClient, given: str | None) -> None:
    secret = client.secret
    if secret is not None and not hmac.compare_digest(secret.encode(), (given or "").encode()):
        raise messages.REFRESH_SECRET_WRONG.error(
            because="The client secret is missing or wrong.", id=client.id
        )
