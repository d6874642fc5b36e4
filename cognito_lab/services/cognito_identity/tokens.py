"""Identity tokens: what the identity service says about an identity, signed with its own keys.

An app meets one in the classic flow (GetOpenIdToken) and takes it to STS. In the enhanced flow the
claims go to STS unsigned, from service to service.

One key set signs for **every** pool of every account, so a good signature alone proves nothing
about a pool: whoever reads such a token has to look at `aud`.

Source: fact sheet §2 (decoded tokens and the live JWKS were observed).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cognito_lab.primitives import jose
from cognito_lab.primitives.caller import REGION
from cognito_lab.primitives.jose import Claims
from cognito_lab.primitives.keys import IDENTITY_SERVICE_KEYS, SigningKey
from cognito_lab.primitives.published_keys import Jwks
from cognito_lab.services.cognito_identity.pools import IdentityPool

COGNITO = "cognito-identity.amazonaws.com"
ISSUER = f"https://{COGNITO}"
LIFETIME_SECONDS = 600
# STS's standard carrier of session tags. That Cognito uses it is Assumed.
_TAGS = "https://aws.amazon.com/tags"
# Key ids are the region and a digit; algorithm and typ differ from user pools'.
_KEYS = tuple(SigningKey(index, f"{REGION}{index}", "RS512") for index in IDENTITY_SERVICE_KEYS)


def identity_claims(
    pool: IdentityPool,
    identity_id: str,
    methods: Sequence[str],
    *,
    now: int,
    lifetime_seconds: int = LIFETIME_SECONDS,
    tags: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """What the service says about an identity.

    Args:
        pool: Becomes `aud`.
        identity_id: Becomes `sub`.
        methods: Becomes `amr`: ``unauthenticated``, or ``authenticated`` and the logins used.
        now: Epoch seconds.
        lifetime_seconds: From `iat` to `exp`.
        tags: Principal tags, in the standard carrier of STS.
    """
    claims: dict[str, Any] = {
        "sub": identity_id,
        "aud": pool.id,
        "amr": list(methods),
        "iss": ISSUER,
        f"{ISSUER}/identity-pool-arn": pool.arn,
        "exp": now + lifetime_seconds,
        "iat": now,
    }
    if tags:
        carried = {key: [value] for key, value in tags.items()}
        claims[_TAGS] = {"principal_tags": carried}
    return claims


def tags_in(claims: Claims) -> dict[str, str]:
    """The principal tags that a token of ours carries, ``{key: value}``."""
    carried = claims.get(_TAGS, {}).get("principal_tags", {})
    return {key: values[0] for key, values in carried.items()}


def sign_identity_token(claims: Claims) -> str:
    """Make the token of these claims."""
    return jose.sign(claims, _KEYS[0], {"typ": "JWS"})


def jwks() -> Jwks:
    """The identity service's public keys."""
    return {"keys": [key.public_jwk() for key in _KEYS]}


def discovery() -> dict[str, Any]:
    """The discovery document. Its JWKS address really ends in ``jwks_uri``."""
    return {
        "issuer": ISSUER,
        "jwks_uri": f"{ISSUER}/.well-known/jwks_uri",
        "response_types_supported": ["token"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS512"],
    }
