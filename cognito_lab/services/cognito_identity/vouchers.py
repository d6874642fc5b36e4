"""A token of the service's own, shown instead of logins.

The app's back end gets one with GetOpenIdTokenForDeveloperIdentity and hands it to the app, which
shows it in GetCredentialsForIdentity under the name ``cognito-identity.amazonaws.com``. What it
says goes on to STS as it is; nothing is linked.

Source: API reference, "GetCredentialsForIdentity" (such a token is passed through to STS with the
appropriate role for it); fact sheet §2.
Assumed: the order of the checks, and that the five minutes of grace hold here too.
"""

from __future__ import annotations

from collections.abc import Mapping

from cognito_lab.primitives import jose
from cognito_lab.primitives.jose import InvalidToken
from cognito_lab.primitives.messages import (
    GUESTS_REFUSED,
    LOGIN_BAD_SIGNATURE,
    LOGIN_IS_NO_COGNITO_TOKEN,
    LOGIN_OTHER_PROVIDER,
)
from cognito_lab.primitives.trace import Trace
from cognito_lab.services.cognito_identity import tokens
from cognito_lab.services.cognito_identity.logins import parsed, refuse_expired
from cognito_lab.services.cognito_identity.pools import IdentityPool
from cognito_lab.services.cognito_identity.proof import Proof


def is_voucher(logins: Mapping[str, str] | None) -> bool:
    """Whether a token of the service's own is shown, and nothing beside it."""
    return logins is not None and set(logins) == {tokens.COGNITO}


def check_voucher(pool: IdentityPool, raw_token: str, *, now: int, trace: Trace) -> Proof:
    """Check such a token; what it says about the identity is the proof.

    Raises:
        NotAuthorizedException: It is another's token, forged, expired, or of another pool, or it
            speaks of a guest where guests are not served any more.
    """
    token = parsed(raw_token)
    if token.unverified_claims.get("iss") != tokens.ISSUER:
        raise LOGIN_IS_NO_COGNITO_TOKEN.error(
            because=f"Its issuer is {token.unverified_claims.get('iss')}, not {tokens.ISSUER}."
        )
    trace.step("verify the token", checked="signature, iss, aud, exp")
    try:
        claims = jose.verify_signature(token, tokens.jwks(), ("RS512",))
    except InvalidToken as error:
        raise LOGIN_BAD_SIGNATURE.error(
            because=f"The service did not make this signature: {error.found}."
        ) from None
    if claims["aud"] != pool.id:
        raise LOGIN_OTHER_PROVIDER.error(
            because=f"The token is genuine, but it was made for the pool {claims['aud']}: one key "
            "set signs for every pool."
        )
    refuse_expired(claims, now)
    proof = Proof(
        methods=tuple(claims["amr"]), vouched_id=claims["sub"], tags=tokens.tags_in(claims)
    )
    if proof.is_guest and not pool.serves_guests:
        raise GUESTS_REFUSED.error(because=f"{pool.name} serves no guests any more.")
    return proof
