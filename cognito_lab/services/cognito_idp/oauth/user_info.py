"""/oauth2/userInfo: who is the person behind an access token?

The token must be of an OAuth sign-in with the scope `openid`; tokens of the API are refused. Every
value is a text: ``"email_verified": "true"``.

Source: developer guide, "userInfo endpoint"; RFC 6750, section 3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cognito_lab.primitives import messages
from cognito_lab.primitives.browser import Document
from cognito_lab.primitives.errors import AwsError
from cognito_lab.services.cognito_idp.access import holder_of
from cognito_lab.services.cognito_idp.attribute_claims import shown_attributes
from cognito_lab.services.cognito_idp.oauth.refusal import Refusal, described
from cognito_lab.services.cognito_idp.scopes import OPENID

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.desk import Desk
    from cognito_lab.services.cognito_idp.pool import UserPool


def user_info(desk: Desk, pool: UserPool, authorization: str) -> Document:
    """The attributes that the token's scopes show.

    Args:
        desk: Clock, pools and trace.
        pool: Whose endpoint it is.
        authorization: The request's Authorization header; empty if there is none.

    Raises:
        Refusal: invalid_request (400) without a bearer token, invalid_token (401) with a bad one.
    """
    scheme, _, access_token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not access_token:
        raise _refusal(
            messages.USER_INFO_BAD_REQUEST.error(
                because="The header “Authorization: Bearer …” is missing."
            )
        )
    try:
        holder = holder_of(desk, access_token, scope=OPENID)
    except AwsError as error:
        because = error.because or error.message
        raise _refusal(messages.USER_INFO_INVALID_TOKEN.error(because=because)) from None
    if holder.pool is not pool:
        raise _refusal(
            messages.USER_INFO_INVALID_TOKEN.error(because="Another pool gave this token.")
        )
    shown = shown_attributes(holder.sign_in)
    return Document({"sub": holder.user.sub, **shown, "username": holder.user.username})


def _refusal(error: AwsError) -> Refusal:
    challenge = f'error="{error.code}", error_description="{error.message}"'
    return Refusal(error, Document(described(error), error.status, challenge))
