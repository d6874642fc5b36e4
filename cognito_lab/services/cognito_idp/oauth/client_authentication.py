"""Which app is speaking, at the endpoints that programs call.

A confidential client shows its secret, in the Authorization header (Basic) or in the form, not in
both. A public client has none to show and only says its id.

Source: developer guide, "Token endpoint", "Revoke endpoint"; RFC 6749, section 2.3.
"""

from __future__ import annotations

import base64
import hmac
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

from cognito_lab.primitives import messages
from cognito_lab.primitives.browser import Parameters
from cognito_lab.primitives.messages import Message

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.client import AppClient
    from cognito_lab.services.cognito_idp.pool import UserPool


def authenticated(
    pool: UserPool,
    form: Parameters,
    authorization: str,
    *,
    refusal: Message = messages.OAUTH_INVALID_CLIENT,
) -> AppClient:
    """The app that is speaking.

    Args:
        pool: Whose app it must be.
        form: Perhaps with `client_id` and `client_secret`.
        authorization: The header; empty if there is none.
        refusal: How this endpoint says that the app is not known.

    Raises:
        AwsError: invalid_client, with the status of `refusal`; invalid_request for two ways of
            proving who one is at once.
    """
    client_id, secret = form.get("client_id", ""), form.get("client_secret", "")
    if authorization:
        if secret:
            raise messages.OAUTH_INVALID_REQUEST.error(
                because="The secret stands in the header and in the form: one way at a time."
            )
        basic = _basic(authorization)
        if basic is None or client_id not in ("", basic[0]):
            raise refusal.error(because="The Authorization header is not Basic id:secret.")
        client_id, secret = basic
    if (client := pool.clients.get(client_id)) is None:
        raise refusal.error(because=f"This pool has no client {client_id!r}.")
    if not hmac.compare_digest((client.secret or "").encode(), secret.encode()):
        raise refusal.error(because=_what_is_wrong(client, secret))
    return client


def _basic(authorization: str) -> tuple[str, str] | None:
    """(id, secret) of a Basic header; both are form-encoded in it."""
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        client_id, colon, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except ValueError:  # not base64, or not text
        return None
    return (unquote_plus(client_id), unquote_plus(secret)) if colon else None


def _what_is_wrong(client: AppClient, secret: str) -> str:
    if client.secret is None:
        return "this client has no secret, and one was sent"
    return "the client secret is another one" if secret else "the client secret is missing"
