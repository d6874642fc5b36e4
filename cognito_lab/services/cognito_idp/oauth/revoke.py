"""/oauth2/revoke: an app ends a session, as with the operation RevokeToken.

Source: developer guide, "Revoke endpoint"; RFC 7009.
Assumed: another client's token is refused as the wrong credentials are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cognito_lab.primitives import messages
from cognito_lab.primitives.browser import Document, Parameters
from cognito_lab.primitives.errors import AwsError
from cognito_lab.services.cognito_idp.oauth.client_authentication import authenticated
from cognito_lab.services.cognito_idp.operations.sign_out import end_session

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.pool import UserPool

_REFUSALS = {
    "UnauthorizedException": messages.OAUTH_INVALID_CLIENT_401,
    "UnsupportedOperationException": messages.OAUTH_INVALID_REQUEST,
    "UnsupportedTokenTypeException": messages.OAUTH_UNSUPPORTED_TOKEN_TYPE,
}


def revoke(pool: UserPool, form: Parameters, authorization: str = "") -> Document:
    """End the session of a refresh token. An unknown token is a success too.

    Args:
        pool: Whose endpoint it is.
        form: The request.
        authorization: Its Authorization header; empty if there is none.

    Raises:
        AwsError: invalid_request, unsupported_token_type, or invalid_client (401).
    """
    refusal = messages.OAUTH_INVALID_CLIENT_401
    client = authenticated(pool, form, authorization, refusal=refusal)
    if not (refresh_token := form.get("token")):
        raise messages.OAUTH_INVALID_REQUEST.error(because="The parameter token is missing.")
    try:
        end_session(client, refresh_token)
    except AwsError as error:
        raise _REFUSALS[error.code].error(because=error.because) from None
    return Document(None)
