"""Ways to spoil a token: each answers a token that looks like the honest one and is not."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

from cognito_lab.primitives.jose import b64url
from cognito_lab.primitives.keys import SigningKey


def parts(token: str) -> tuple[dict[str, Any], dict[str, Any], str]:
    """Header, claims and signature."""
    header, claims, signature = token.split(".")
    return _loaded(header), _loaded(claims), signature


def joined(header: dict[str, Any], claims: dict[str, Any], signature: str) -> str:
    """A token of these parts, whatever the signature proves."""
    return f"{_dumped(header)}.{_dumped(claims)}.{signature}"


def with_claims(token: str, **changes: Any) -> str:
    """Other claims under the honest signature."""
    header, claims, signature = parts(token)
    return joined(header, claims | changes, signature)


def with_header(token: str, **changes: Any) -> str:
    """Another header under the honest signature."""
    header, claims, signature = parts(token)
    return joined(header | changes, claims, signature)


def with_byte_changed(token: str, part: int) -> str:
    """One character in the middle of header (0), claims (1) or signature (2) replaced."""
    segments = token.split(".")
    segment = segments[part]
    middle = len(segment) // 2
    other = "A" if segment[middle] != "A" else "B"
    segments[part] = segment[:middle] + other + segment[middle + 1 :]
    return ".".join(segments)


def unsigned(token: str, algorithm: str = "none", signature: str = "") -> str:
    """`alg: none`, the oldest trick."""
    header, claims, _ = parts(token)
    return joined(header | {"alg": algorithm}, claims, signature)


def signed_with_the_public_key(token: str, key: SigningKey, secret: bytes | None = None) -> str:
    """HS256, keyed with what everybody may read: the public key, as JSON or as PEM."""
    header, claims, _ = parts(token)
    jwk = key.public_jwk()
    signing_input = f"{_dumped(header | {'alg': 'HS256'})}.{_dumped(claims)}"
    secret = secret or json.dumps(jwk).encode()
    return f"{signing_input}.{b64url(hmac.digest(secret, signing_input.encode(), hashlib.sha256))}"


def public_pem(key: SigningKey) -> bytes:
    """The public key as a verifier might have it on disk."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
    from jwt import PyJWK

    return bytes(
        PyJWK(key.public_jwk()).key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )


def signed_by(token: str, key: SigningKey, **header_changes: Any) -> str:
    """The same header and claims, signed by somebody else."""
    header, claims, _ = parts(token)
    signing_input = f"{_dumped(header | header_changes)}.{_dumped(claims)}"
    return f"{signing_input}.{b64url(key.sign(signing_input.encode()))}"


def _loaded(segment: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(
        base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))
    )
    return loaded


def _dumped(part: dict[str, Any]) -> str:
    return b64url(json.dumps(part, separators=(",", ":")).encode())
