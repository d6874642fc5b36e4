"""All checks that a careful verifier makes on a token, each with what it found.

`examine` is for people who want to see the checks; it raises nothing, and it goes on after a
failure as far as that makes sense. In the order of AWS's guide:

    1 form        three parts, JSON inside
    2 key         the header's kid is among the issuer's published keys
    3 signature   made with that key, by an algorithm that we chose (not the token)
    4 issuer      iss is who we expect
    5 audience    aud (ID token) or client_id (access token) is us
    6 use         token_use is the kind that we want
    7 time        exp is ahead, iat is not

Source: Cognito developer guide, "Verifying JSON web tokens".
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from typing import TypeGuard

from cognito_lab.primitives.jose import (
    Claims,
    InvalidToken,
    UnverifiedToken,
    parse,
    verify_signature,
)
from cognito_lab.primitives.published_keys import Jwks
from cognito_lab.primitives.record import record

_FIRST_SECOND, _LAST_SECOND = 0, 253402300799  # 1970-01-01 to 9999-12-31


@record
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

    def __post_init__(self) -> None:
        # "abc" in "abcdef" is true: one text in the place of a list would accept its pieces too.
        if isinstance(self.audience, str) or isinstance(self.algorithms, str):
            raise TypeError("audience and algorithms are lists of texts, not one text")


@record
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
    found, wanted = claims[name], sorted(expected.audience)
    named = found if isinstance(found, list) else [found]  # RFC 7519, section 4.1.3
    passed = any(one in wanted for one in named)
    return "audience", passed, f"{name} is {found!r}, expected {' or '.join(wanted)!r}"


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
    if not _is_time(expires):
        return "time", False, f"exp is {expires!r}, so the token would never end"
    if now >= expires + leeway_seconds:
        return "time", False, f"expired at {_utc(expires)}, and it is {_utc(now)}"
    if _is_time(issued) and issued > now + leeway_seconds:
        return "time", False, f"issued at {_utc(issued)}, which is still ahead of {_utc(now)}"
    return "time", True, f"good until {_utc(expires)}"


def _is_time(value: object) -> TypeGuard[float]:
    """Seconds since 1970 that a calendar has: JSON also knows true, and Python's reads NaN."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return _FIRST_SECOND <= value <= _LAST_SECOND


def _utc(epoch: float) -> str:
    return datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
