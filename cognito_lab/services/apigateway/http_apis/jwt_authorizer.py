"""The other door that reads a passport itself: an HTTP API's JWT authorizer.

It knows one issuer and a list of audiences, and nothing of Cognito: any OpenID provider will do.
The checks, in the order of AWS's guide:

    1 present     the identity source holds something
    2 form        it is a JWT, bare or after ``Bearer ``
    3 signature   made with a key that the authorizer's issuer publishes; RSA only
    4 issuer      iss is the authorizer's
    5 audience    aud, or client_id where there is no aud, is in the authorizer's list
    6 time        exp is ahead; nbf and iat are not
    7 scopes      where the route has scopes, the token has one of them

So an access token passes as well as an ID token. A caller learns ``Unauthorized``, and the header
`www-authenticate` says a little more; only missing scopes are ``Forbidden``.

Source: API Gateway developer guide, "Control access to HTTP APIs with JWT authorizers".
Assumed: the descriptions of an expired token, of another issuer and of a bad signature.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime
from urllib.parse import parse_qsl

from cognito_lab.primitives import jose, messages
from cognito_lab.primitives.errors import AwsError
from cognito_lab.primitives.jose import Claims, InvalidToken, UnverifiedToken
from cognito_lab.primitives.messages import Message
from cognito_lab.primitives.published_keys import Jwks
from cognito_lab.primitives.record import record
from cognito_lab.services.apigateway.function_event import ApiRequest
from cognito_lab.services.apigateway.http_apis.records import JwtAuthorizer

KeysOf = Callable[[str, str], Jwks]  # (issuer, kid) → the issuer's published keys
_ALGORITHMS = ("RS256", "RS384", "RS512")


@record
class Admission:
    """What the authorizer found out: verified claims, and all scopes of the token, or None."""

    claims: Claims
    scopes: tuple[str, ...] | None


class TokenRefused(AwsError):
    """A refusal that says more in its header.

    Args:
        message: The code, the one word and the status.
        challenge: The value of `www-authenticate`.
        because: Why, for the trace.
        in_short: The same in two or three words.
    """

    def __init__(self, message: Message, challenge: str, *, because: str, in_short: str) -> None:
        super().__init__(
            message.code, message.text, message.status, because=because, in_short=in_short
        )
        self.challenge = challenge


def authorize(
    authorizer: JwtAuthorizer,
    scopes: tuple[str, ...],
    request: ApiRequest,
    *,
    keys_of: KeysOf,
    now: datetime,
) -> Admission:
    """Read the token in a request; it comes back only when it opens the route.

    Args:
        authorizer: Which source, issuer and audience.
        scopes: The route's scopes; empty when it asks for none.
        request: The request.
        keys_of: Finds an issuer's published keys.
        now: The lab's time.

    Raises:
        TokenRefused: 401 ``Unauthorized`` when a check fails; 403 ``Forbidden`` when the token
            has none of the route's scopes.
    """
    token = _parsed(_token_in(request, authorizer.identity_source))
    claims = _verified(token, authorizer.issuer, keys_of)
    _check_issuer(claims, authorizer.issuer)
    _check_audience(claims, authorizer.audience)
    _check_time(claims, now.timestamp())
    return Admission(claims, _checked_scopes(claims, scopes))


def _token_in(request: ApiRequest, source: str) -> str:
    """Check 1."""
    _, place, wanted = source.split(".", 2)
    pairs: list[tuple[str, str]] = list(request.headers.items())
    if place == "querystring":
        pairs = parse_qsl(request.query)
    for name, value in pairs:
        same = name == wanted if place == "querystring" else name.lower() == wanted.lower()
        if same and value.strip():
            return value.strip()
    raise _refusal("", "no JWT", f"There is no token in {source}.")


def _parsed(raw_token: str) -> UnverifiedToken:
    """Check 2."""
    token = raw_token.removeprefix("Bearer ").strip()
    try:
        return jose.parse(token)
    except InvalidToken as error:
        three_parts = token.count(".") == 2
        description = messages.JWT_UNREADABLE if three_parts else messages.JWT_NOT_A_JWT
        why = f"What {_kind(raw_token)} is no JWT: {error.found}."
        raise _refusal(description, "no JWT", why) from None


def _kind(raw_token: str) -> str:
    is_signature = raw_token.startswith("AWS4-HMAC-SHA256 ")
    return "the header holds, a signature," if is_signature else "was sent"


def _verified(token: UnverifiedToken, issuer: str, keys_of: KeysOf) -> Claims:
    """Check 3. The keys are those of the authorizer's issuer, whatever the token says of itself."""
    try:
        jwks = keys_of(issuer, str(token.unverified_header.get("kid")))
        return jose.verify_signature(token, jwks, _ALGORITHMS)
    except LookupError:
        why = f"{issuer} publishes no keys any more."
        raise _refusal(messages.JWT_SIGNATURE, "other issuer", why) from None
    except InvalidToken as error:
        claimed = token.unverified_claims.get("iss")
        if claimed != issuer:
            raise _other_issuer(claimed, issuer) from None
        why = f"The token cannot be trusted: {error.found}."
        raise _refusal(messages.JWT_SIGNATURE, "bad signature", why) from None


def _check_issuer(claims: Claims, issuer: str) -> None:
    """Check 4."""
    if claims.get("iss") != issuer:
        raise _other_issuer(claims.get("iss"), issuer)


def _check_audience(claims: Claims, audience: tuple[str, ...]) -> None:
    """Check 5. Source: "Troubleshooting …": client_id is looked at only if there is no aud."""
    found = claims.get("aud", claims.get("client_id"))
    held = found if isinstance(found, list) else [found]
    if not any(one in audience for one in held if isinstance(one, str)):
        why = f"The token is for {found}, this authorizer takes {' or '.join(audience)}."
        raise _refusal(messages.JWT_OTHER_AUDIENCE, "other audience", why)


def _check_time(claims: Claims, now: float) -> None:
    """Check 6, without any grace."""
    expires = claims.get("exp")
    if not (isinstance(expires, int | float) and now < expires < math.inf):
        raise _refusal(
            messages.JWT_EXPIRED, "expired", f"The exp is {expires}, and it is {now:.0f}."
        )
    for name in ("nbf", "iat"):
        begins = claims.get(name, 0)
        if not (isinstance(begins, int | float) and begins <= now):
            why = f"{name} is {begins}, and it is only {now:.0f}."
            raise _refusal(messages.JWT_TOO_EARLY, "too early", why)


def _checked_scopes(claims: Claims, wanted: tuple[str, ...]) -> tuple[str, ...] | None:
    """Check 7; any one in common is enough. Observed: 403, unlike every other failure."""
    if not wanted:
        return None
    held = _scopes_of(claims)
    if not set(held) & set(wanted):
        found = ", ".join(held) or "none"
        raise TokenRefused(
            messages.HTTP_API_FORBIDDEN,
            'Bearer scope="" error="insufficient_scope"',
            because=f"The route wants the scope {' or '.join(wanted)}; the token has {found}.",
            in_short="no scope",
        )
    return held


def _scopes_of(claims: Claims) -> tuple[str, ...]:
    found = claims.get("scope", claims.get("scp", ""))
    parts = found if isinstance(found, list) else str(found).split()
    return tuple(str(part) for part in parts)


def _other_issuer(found: object, wanted: str) -> TokenRefused:
    why = f"The token's issuer is {found}, this authorizer takes {wanted}."
    return _refusal(messages.JWT_OTHER_ISSUER, "other issuer", why)


def _refusal(description: str, in_short: str, because: str) -> TokenRefused:
    told = f' scope="" error="invalid_token" error_description="{description}"'
    return TokenRefused(
        messages.HTTP_API_UNAUTHORIZED,
        f"Bearer{told if description else ''}",
        because=because,
        in_short=in_short,
    )
