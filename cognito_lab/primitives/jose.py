"""JSON Web Tokens: sign one, take one apart, and check one step by step.

A token is three base64url parts: header, claims, signature (RFC 7515, RFC 7519). Until
`verify_signature` has said yes, its content is only what somebody claims, and lives in names that
begin with *unverified*.

`examine` runs all checks in AWS's order and reports each, for people who want to see them:

    1 form        three parts, JSON inside
    2 key         the header's kid is among the issuer's published keys
    3 signature   made with that key, by an algorithm that we chose (not the token)
    4 issuer      iss is who we expect
    5 audience    aud (ID token) or client_id (access token) is us
    6 use         token_use is the kind that we want
    7 time        exp is ahead, iat is not

Source: Cognito developer guide, "Verifying JSON web tokens"; RFC 8725 for what must not be trusted.
Signature verification itself is PyJWT's. Left out: encryption (JWE), algorithms other than RSA.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from cognito_lab.primitives.keys import SigningKey
from cognito_lab.primitives.published_keys import Jwks

Claims = Mapping[str, Any]


class InvalidToken(Exception):
    """A token failed a check. `check` names the check, the message says what was found."""

    def __init__(self, check: str, found: str) -> None:
        super().__init__(found)
        self.check, self.found = check, found


@dataclass(frozen=True)
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
    full_header = {"kid": key.kid, **(header or {}), "alg": key.algorithm}
    signing_input = f"{_segment(full_header)}.{_segment(claims)}"
    return f"{signing_input}.{b64url(key.sign(signing_input.encode()))}"


def parse(raw_token: str) -> UnverifiedToken:
    """Take a token apart, trusting nothing.

    Raises:
        InvalidToken: It has not the form of a JWS with a JSON object inside (check ``form``).
    """
    parts = raw_token.split(".")
    if len(parts) != 3 or not all(parts):
        raise InvalidToken(
            "form", f"a JWT has three parts with dots between; this has {len(parts)}"
        )
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
    jwk = next((key for key in jwks["keys"] if key["kid"] == kid), None)
    if jwk is None:
        raise InvalidToken("key", f"the issuer publishes no key with the kid {kid!r}")
    if algorithm not in algorithms or algorithm != jwk["alg"]:
        raise InvalidToken(
            "signature",
            f"the header asks for alg {algorithm!r}; this verifier accepts {jwk['alg']}",
        )
    if not _signature_fits(token.raw, jwk["n"], jwk["e"], jwk["alg"]):
        raise InvalidToken(
            "signature", f"the signature was not made over these bytes with the key {kid!r}"
        )
    return token.unverified_claims


@dataclass(frozen=True)
class Expectation:
    """What a verifier expects of a token; None leaves a check out.

    Attributes:
        issuer: The exact `iss`.
        audience: Accepted app ids, matched with `aud`, or with `client_id` where there is no `aud`.
        token_use: ``id`` or ``access``.
        algorithms: Accepted signature algorithms.
        leeway_seconds: How far clocks may differ.
    """

    issuer: str | None = None
    audience: Collection[str] | None = None
    token_use: str | None = None
    algorithms: Collection[str] = ("RS256",)
    leeway_seconds: int = 0


@dataclass(frozen=True)
class Check:
    """One numbered check. `passed` is None when an earlier failure made it pointless."""

    number: int
    name: str
    passed: bool | None
    found: str


def examine(raw_token: str, jwks: Jwks, expected: Expectation, now: datetime) -> tuple[Check, ...]:
    """Run every check and report each; nothing is raised.

    Args:
        raw_token: As it came.
        jwks: Keys of the expected issuer.
        expected: What a good token says.
        now: Aware time to judge `exp` and `iat` by.
    """
    try:
        token = parse(raw_token)
    except InvalidToken as error:
        later = ("key", "signature", "issuer", "audience", "use", "time")
        skipped = [(name, None, "not reached: there is nothing to read") for name in later]
        return _numbered([("form", False, error.found), *skipped])
    return _numbered(
        [
            ("form", True, "three parts, JSON inside"),
            *_signature_checks(token, jwks, expected.algorithms),
            *_claim_checks(token.unverified_claims, expected, int(now.timestamp())),
        ]
    )


_Finding = tuple[str, bool | None, str]


def _numbered(findings: list[_Finding]) -> tuple[Check, ...]:
    return tuple(Check(number, *finding) for number, finding in enumerate(findings, start=1))


def _signature_checks(
    token: UnverifiedToken, jwks: Jwks, algorithms: Collection[str]
) -> list[_Finding]:
    kid = token.unverified_header.get("kid")
    try:
        verify_signature(token, jwks, algorithms)
    except InvalidToken as error:
        if error.check == "key":
            return [
                ("key", False, error.found),
                ("signature", None, "not reached: no key to check it with"),
            ]
        return [("key", True, f"kid {kid} is published"), ("signature", False, error.found)]
    return [
        ("key", True, f"kid {kid} is published"),
        ("signature", True, f"made with the key {kid}"),
    ]


def _claim_checks(unverified_claims: Claims, expected: Expectation, now: int) -> list[_Finding]:
    checks = (_check_issuer, _check_audience, _check_use)
    return [
        *(check(unverified_claims, expected) for check in checks),
        _check_time(unverified_claims, expected.leeway_seconds, now),
    ]


def _check_issuer(claims: Claims, expected: Expectation) -> _Finding:
    if expected.issuer is None:
        return "issuer", None, "not asked for"
    found = claims.get("iss")
    return "issuer", found == expected.issuer, f"iss is {found!r}, expected {expected.issuer!r}"


def _check_audience(claims: Claims, expected: Expectation) -> _Finding:
    if expected.audience is None:
        return "audience", None, "not asked for"
    name = "aud" if "aud" in claims else "client_id"
    if name not in claims:
        return "audience", False, "the token names neither aud nor client_id"
    wanted = ", ".join(sorted(expected.audience))
    return (
        "audience",
        claims[name] in expected.audience,
        f"{name} is {claims[name]!r}, expected {wanted!r}",
    )


def _check_use(claims: Claims, expected: Expectation) -> _Finding:
    if expected.token_use is None:
        return "use", None, "not asked for"
    found = claims.get("token_use")
    return (
        "use",
        found == expected.token_use,
        f"token_use is {found!r}, expected {expected.token_use!r}",
    )


def _check_time(claims: Claims, leeway_seconds: int, now: int) -> _Finding:
    expires, issued = claims.get("exp"), claims.get("iat")
    if not isinstance(expires, int | float):
        return "time", False, "the token has no exp, so it would never end"
    if now >= expires + leeway_seconds:
        return "time", False, f"expired at {_utc(expires)}, and it is {_utc(now)}"
    if isinstance(issued, int | float) and issued > now + leeway_seconds:
        return "time", False, f"issued at {_utc(issued)}, which is still ahead of {_utc(now)}"
    return "time", True, f"good until {_utc(expires)}"


def _utc(epoch: float) -> str:
    return datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def b64url(data: bytes) -> str:
    """base64url without padding (RFC 7515, section 2)."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def b64url_decode(text: str) -> bytes:
    """The bytes behind base64url text without padding.

    Raises:
        ValueError: A character does not belong there.
    """
    if any(character in "+/=" or character.isspace() for character in text):
        raise ValueError("base64url has no '+', '/', '=' or white space")
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars="-_", validate=True)


def _segment(part: Mapping[str, Any]) -> str:
    return b64url(json.dumps(part, separators=(",", ":"), ensure_ascii=False).encode())


def _object(segment: str, name: str) -> dict[str, Any]:
    try:
        value = json.loads(b64url_decode(segment))
    except (ValueError, binascii.Error, RecursionError):
        raise InvalidToken("form", f"the {name} is not base64url-encoded JSON") from None
    if not isinstance(value, dict):
        raise InvalidToken("form", f"the {name} is JSON, but not an object")
    return value


def _signature_fits(raw_token: str, n: str, e: str, algorithm: str) -> bool:
    from jwt import PyJWS, PyJWTError  # PyJWT takes 60 ms to import: only verifiers pay

    try:
        PyJWS().decode(raw_token, key=_public_key(n, e, algorithm), algorithms=[algorithm])
    except PyJWTError:
        return False
    return True


@lru_cache(maxsize=64)
def _public_key(n: str, e: str, algorithm: str) -> Any:
    from jwt import PyJWK

    return PyJWK({"kty": "RSA", "n": n, "e": e, "alg": algorithm})
