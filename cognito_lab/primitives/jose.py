"""JSON Web Tokens: sign one, take one apart, and verify its signature.

A token is three base64url parts: header, claims, signature (RFC 7515, RFC 7519). Until
`verify_signature` has said yes, its content is only what somebody claims, and lives in names that
begin with *unverified*.

What a genuine token *says* is for each verifier to judge; `token_checks` shows all checks in a row.

Source: RFC 8725, "JSON Web Token Best Current Practices", for what must not be trusted. Verifying
the signature itself is PyJWT's work. Left out: encryption (JWE), algorithms other than RSA.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

from cognito_lab.primitives.keys import SigningKey
from cognito_lab.primitives.published_keys import Jwks
from cognito_lab.primitives.record import record

Claims = Mapping[str, Any]
_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_BASE64URL = re.compile(r"[A-Za-z0-9_-]*")
# Header members that change what is signed, or how it is to be read (RFC 7515, 4.1.11; RFC 7797).
_EXTENSIONS = ("crit", "b64")


class InvalidToken(Exception):
    """A token failed a check. `check` names the check, the message says what was found."""

    def __init__(self, check: str, found: str) -> None:
        super().__init__(found)
        self.check, self.found = check, found


@record
class UnverifiedToken:
    """A token taken apart. Nothing in it has been proved yet."""

    raw: str
    unverified_header: Mapping[str, Any]
    unverified_claims: Claims


def sign(claims: Claims, key: SigningKey, header: Mapping[str, Any] | None = None) -> str:
    """Make a compact JWS.

    Args:
        claims: The payload; order is kept.
        key: Signs, and gives the header its `kid` and `alg`.
        header: Further header members, such as ``{"typ": "JWS"}``; user pools send none.
    """
    kid, algorithm = key.kid, key.algorithm
    full_header = header and _segment({"kid": kid, **header, "alg": algorithm})
    signing_input = f"{full_header or _plain_header(kid, algorithm)}.{_segment(claims)}"
    return f"{signing_input}.{b64url(key.sign(signing_input.encode()))}"


def parse(raw_token: str) -> UnverifiedToken:
    """Take a token apart, trusting nothing.

    Raises:
        InvalidToken: It has not the form of a JWS with a JSON object inside (check ``form``).
    """
    if not isinstance(raw_token, str):
        raise InvalidToken("form", f"a JWT is text, not {type(raw_token).__name__}")
    parts = raw_token.split(".")
    if len(parts) != 3:
        raise InvalidToken(
            "form", f"a JWT has three parts with dots between; this has {len(parts)}"
        )
    if not all(parts):
        raise InvalidToken("form", f"part {parts.index('') + 1} of the three is empty")
    return UnverifiedToken(raw_token, _object(parts[0], "header"), _object(parts[1], "payload"))


def verify_signature(
    token: UnverifiedToken, jwks: Jwks, algorithms: Collection[str] = ("RS256",)
) -> Claims:
    """Check the signature against published keys; only then are the claims claims.

    Args:
        token: From `parse`.
        jwks: The issuer's keys, which the caller got from the issuer, never from the token.
        algorithms: What the verifier accepts. The header's `alg` chooses among these alone.

    Raises:
        InvalidToken: No such key (check ``key``), or a signature that does not fit (``signature``).
    """
    header = token.unverified_header
    kid, algorithm = header.get("kid"), header.get("alg")
    if not isinstance(kid, str):
        raise InvalidToken("key", "the header names no key: it has no kid")
    jwk = next((key for key in jwks["keys"] if key.get("kid") == kid), None)
    if jwk is None:
        raise InvalidToken("key", f"the issuer publishes no key with the kid {kid!r}")
    # A JWK need not name an algorithm (RFC 7517, section 4.4): then our list alone decides.
    accepted = [name for name in algorithms if name == jwk.get("alg", name)]
    if algorithm not in accepted:
        wanted = " or ".join(accepted) or "none that this key is for"
        raise InvalidToken(
            "signature", f"the header asks for alg {algorithm!r}; this verifier accepts {wanted}"
        )
    if unknown := [name for name in _EXTENSIONS if name in header]:
        raise InvalidToken("signature", f"the header asks for an extension by {unknown[0]!r}")
    if not _signature_fits(token.raw, jwk["n"], jwk["e"], algorithm):
        raise InvalidToken(
            "signature", f"the signature was not made over these bytes with the key {kid!r}"
        )
    return token.unverified_claims


def b64url(data: bytes) -> str:
    """base64url without padding (RFC 7515, section 2)."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def b64url_decode(text: str) -> bytes:
    """The bytes behind base64url text without padding.

    Raises:
        ValueError: A character does not belong there.
    """
    if not _BASE64URL.fullmatch(text):
        raise ValueError("base64url is letters, digits, '-' and '_', and nothing else")
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def at_hash(access_token: str) -> str:
    """Ties an ID token to its access token: the left half of a SHA-256, base64url.

    Source: OpenID Connect Core 1.0, section 3.1.3.6.
    """
    return b64url(hashlib.sha256(access_token.encode()).digest()[:16])


@lru_cache(maxsize=256)
def _plain_header(kid: str, algorithm: str) -> str:
    """A key's tokens all begin alike."""
    return _segment({"kid": kid, "alg": algorithm})


def _segment(part: Mapping[str, Any]) -> str:
    return b64url(_COMPACT.encode(part).encode())


def _object(segment: str, name: str) -> dict[str, Any]:
    try:
        value = json.loads(_decoded(segment))
    except (ValueError, binascii.Error, RecursionError):
        raise InvalidToken("form", f"the {name} is not base64url-encoded JSON") from None
    if not isinstance(value, dict):
        raise InvalidToken("form", f"the {name} is JSON, but not an object")
    return value


# A token is shown at many doors. Its bytes, and whether a key signed them, never change, so both
# are kept; all that may change (time, issuer, who was signed out) is asked anew. What the bytes say
# is read each time: claims are dicts and lists, which whoever got them before may have changed.


@lru_cache(maxsize=256)
def _decoded(segment: str) -> str:
    return b64url_decode(segment).decode()


@lru_cache(maxsize=256)
def _signature_fits(raw_token: str, n: str, e: str, algorithm: str) -> bool:
    """Whether this key made this signature."""
    signing_input, _, segment = raw_token.rpartition(".")
    key, signature = _public_key(n, e, algorithm), _canonical_bytes(segment)
    if key is None or signature is None:
        return False
    fits: bool = key.Algorithm.verify(signing_input.encode(), key.key, signature)
    return fits


def _canonical_bytes(segment: str) -> bytes | None:
    """The bytes, if this is their one spelling: other last letters may mean the same bytes."""
    try:
        data = b64url_decode(segment)
    except ValueError:
        return None
    return data if b64url(data) == segment else None


@lru_cache(maxsize=64)
def _public_key(n: str, e: str, algorithm: str) -> Any:
    """A key as PyJWT wants it; None where the numbers are no key."""
    from jwt import PyJWK, PyJWTError  # PyJWT takes 60 ms to import: only verifiers pay

    try:
        return PyJWK({"kty": "RSA", "n": n, "e": e, "alg": algorithm})
    except PyJWTError:
        return None
