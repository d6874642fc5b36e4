"""The door that reads the passport itself: API Gateway's user-pool authorizer.

A method guarded by COGNITO_USER_POOLS takes a user pool's token straight from a request header. No
identity pool, no role and no credentials take part. The checks, in this order:

    1 present     the header that the authorizer names holds something
    2 form        it is a JWT, bare or after ``Bearer ``
    3 issuer      one of the authorizer's user pools issued it
    4 signature   made with a key that this pool publishes
    5 time        it has not expired
    6 audience    its aud fits the authorizer's expression, where there is one
    7 use         an ID token; or, where the method has scopes, an access token with one of them

The first that fails ends it. The caller learns no more than 401 ``Unauthorized`` (or that the token
has expired); the trace says why. Nobody asks the user pool whether the user has signed out. A token
that has passed 2 to 6 is remembered for a while (`remembered_tokens`).

Source: API Gateway developer guide, "Control access to a REST API using Amazon Cognito user pools
as authorizer". Assumed: the order of the checks; from outside only check 5 can be told apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from cognito_lab.primitives import jose, messages
from cognito_lab.primitives.arn import parse_arn
from cognito_lab.primitives.errors import AwsError
from cognito_lab.primitives.jose import Claims, InvalidToken, UnverifiedToken
from cognito_lab.primitives.published_keys import Jwks
from cognito_lab.services.apigateway.claims_text import YEAR_10000
from cognito_lab.services.apigateway.records import Authorizer

KeysOf = Callable[[str, str], Jwks]  # (issuer, kid) → the issuer's published keys


def token_in(headers: Mapping[str, str], wanted: str) -> str:
    """Check 1: the token in a header, bare. Header names know no case (RFC 9110, section 5.1).

    Raises:
        UnauthorizedException: There is none; 401.
    """
    for name, value in headers.items():
        if name.lower() == wanted.lower() and value.strip():
            return value.strip().removeprefix("Bearer ").strip()  # Observed: with or without
    raise _refusal("no JWT", f"There is no token in the {wanted} header.")


def verified(authorizer: Authorizer, raw_token: str, *, keys_of: KeysOf, now: datetime) -> Claims:
    """Checks 2 to 6: the claims of a token that this authorizer lets in.

    Args:
        authorizer: Which user pools, which audience.
        raw_token: From `token_in`.
        keys_of: Finds an issuer's published keys.
        now: The lab's time.

    Raises:
        UnauthorizedException: A check failed; 401.
    """
    token = _parsed(raw_token)
    _check_issuer(token, authorizer)
    claims = _verified(token, keys_of)
    _check_time(claims, now)
    _check_audience(claims, authorizer.validation_expression)
    return claims


def check_use(claims: Claims, scopes: tuple[str, ...]) -> None:
    """Check 7. Scopes are what an access token is for; one in common is enough.

    Raises:
        UnauthorizedException: The token is for another use, or has none of the method's scopes.
    """
    use, held = claims.get("token_use"), str(claims.get("scope", "")).split()
    if use != ("access" if scopes else "id"):
        wish = "with scopes wants an access token" if scopes else "without scopes wants an ID token"
        raise _refusal("other use", f"A method {wish}; this token_use is {use!r}.")
    if scopes and not set(held) & set(scopes):
        wanted, found = " or ".join(scopes), ", ".join(held) or "none"
        raise _refusal("no scope", f"The method wants the scope {wanted}; the token has {found}.")


def issuer_of(user_pool_arn: str) -> str:
    """The `iss` of the tokens of ``arn:aws:cognito-idp:REGION:ACCOUNT:userpool/ID``."""
    arn = parse_arn(user_pool_arn)
    pool_id = arn.resource.removeprefix("userpool/")
    return f"https://cognito-idp.{arn.region}.amazonaws.com/{pool_id}"


def _parsed(raw_token: str) -> UnverifiedToken:
    """Check 2."""
    if raw_token.startswith("AWS4-HMAC-SHA256 "):
        raise _refusal("no JWT", "The header holds a signature, no token: this door takes tokens.")
    try:
        return jose.parse(raw_token)
    except InvalidToken as error:
        raise _refusal("no JWT", f"What the header holds is no JWT: {error.found}.") from None


def _check_issuer(token: UnverifiedToken, authorizer: Authorizer) -> None:
    """Check 3, before any key is fetched: the token must not choose whose keys verify it."""
    trusted = [issuer_of(arn) for arn in authorizer.provider_arns]
    found = token.unverified_claims.get("iss")
    if found not in trusted:
        why = f"The token's issuer is {found}, this authorizer trusts {' and '.join(trusted)}."
        raise _refusal("other issuer", why)


def _verified(token: UnverifiedToken, keys_of: KeysOf) -> Claims:
    """Check 4. From here on the claims are proved."""
    issuer = str(token.unverified_claims["iss"])
    try:
        jwks = keys_of(issuer, str(token.unverified_header.get("kid")))
        return jose.verify_signature(token, jwks, ("RS256",))
    except LookupError:
        raise _refusal("other issuer", f"{issuer} publishes no keys: no such pool.") from None
    except InvalidToken as error:
        raise _refusal("bad signature", f"The token cannot be trusted: {error.found}.") from None


def _check_time(claims: Claims, now: datetime) -> None:
    """Check 5. Unlike the counter of an identity pool, this door allows no grace."""
    expires = claims.get("exp")
    if not isinstance(expires, int | float) or not abs(expires) < YEAR_10000:
        raise _refusal("no expiry", "The token has no exp that is a date, so it would never end.")
    if now.timestamp() >= expires:
        ended = datetime.fromtimestamp(expires, UTC)
        raise messages.API_TOKEN_EXPIRED.error(
            because=f"The token expired at {ended:%Y-%m-%d %H:%M:%S} UTC; it is {now:%H:%M:%S}.",
            in_short="expired",
        )


def _check_audience(claims: Claims, expression: str | None) -> None:
    """Check 6. An access token has no aud, so any expression keeps it out."""
    if expression and not re.fullmatch(expression, str(claims.get("aud", ""))):
        why = f"The token's aud is {claims.get('aud')}, the authorizer wants {expression}."
        raise _refusal("other audience", why)


def _refusal(in_short: str, because: str) -> AwsError:
    return messages.API_UNAUTHORIZED.error(because=because, in_short=in_short)
