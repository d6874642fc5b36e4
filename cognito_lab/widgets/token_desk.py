"""A verifier's desk: whose keys it knows, what time it is, what it expects; and what it finds.

The checks are `primitives.token_checks.examine`. This module brings keys and expectations to them
and turns what they found into one verdict.

Where nobody says what to expect, the desk expects what the token said when it came in, so that
every later change shows. That is for looking: a real verifier writes its expectations down
beforehand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Protocol

from cognito_lab.primitives.clock import Clock
from cognito_lab.primitives.published_keys import Jwks, PublishedKeys
from cognito_lab.primitives.token_checks import Check, Expectation, examine
from cognito_lab.widgets.claims_explained import Issuer, issuer_of, user_pool_in
from cognito_lab.widgets.time_words import is_moment, span
from cognito_lab.widgets.visible import shortened

Claims = Mapping[str, Any]
_NO_KEYS: Jwks = {"keys": ()}
_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
_NO_ISSUER = "the token names no issuer, so there is nobody to ask for keys"
_NO_LAB = "not checked: without a cloud there are neither keys nor a clock"


class Lab(Protocol):
    """What the inspector needs of a cloud."""

    @property
    def clock(self) -> Clock: ...
    @property
    def published_keys(self) -> PublishedKeys: ...


@dataclass(frozen=True)
class Desk:
    """What a verifier has at hand.

    Attributes:
        now: The lab's time; None without a lab, and then nothing is judged by time.
        keys_of: The published keys of an issuer, or None; None itself without a lab.
        expected: What a good token says; None: what the token said when it came in.
    """

    now: datetime | None = None
    keys_of: Callable[[str], Jwks | None] | None = None
    expected: Expectation | None = None

    @classmethod
    def in_lab(cls, cloud: Lab | None, expected: Expectation | None = None) -> Desk:
        """A desk in a cloud; looking at keys there leaves nothing in its trace."""
        if cloud is None:
            return cls(expected=expected)
        return cls(cloud.clock.now(), cloud.published_keys.peek, expected)

    def keys(self, issuer: object) -> Jwks | None:
        """The keys of what a token names as its issuer, which may be anything."""
        if self.keys_of is None or not isinstance(issuer, str):
            return None
        return self.keys_of(issuer)


def expectation(desk: Desk, first_claims: Claims) -> Expectation:
    """What the desk expects: what it was told, or else what the token said when it came in."""
    if desk.expected is not None:
        return desk.expected
    issuer = first_claims.get("iss")
    jwks = desk.keys(issuer)
    if jwks is None:
        return Expectation()
    use = first_claims.get("token_use")
    return Expectation(
        issuer=issuer,
        audience=_audience(first_claims),
        token_use=use if isinstance(use, str) else None,
        algorithms=sorted({key.get("alg", "RS256") for key in jwks["keys"]}),
    )


def examined(raw: str, desk: Desk, expected: Expectation, issuer: object) -> Sequence[Check]:
    """Every check, with what it found.

    Args:
        raw: The token.
        desk: Keys and time.
        expected: From `expectation`.
        issuer: Whose keys to use where no issuer is expected.
    """
    if desk.now is None:
        checks = examine(raw, _NO_KEYS, expected, _NO_TIME)
        return [
            _unless_reached(check, ("key", "signature", "time"), None, _NO_LAB) for check in checks
        ]
    trusted = expected.issuer or issuer
    jwks = desk.keys(trusted)
    checks = examine(raw, jwks or _NO_KEYS, expected, desk.now)
    if jwks is not None:
        return checks
    unknown = f"nobody in this cloud publishes keys for {trusted!r}" if trusted else _NO_ISSUER
    return [_unless_reached(check, ("key",), False, unknown) for check in checks]


def verdict(
    checks: Sequence[Check], header: Claims, claims: Claims, desk: Desk
) -> tuple[bool | None, str]:
    """Whether to believe the token, and a sentence that names key and issuer."""
    if desk.now is None:
        return None, "Read, but not verified: without a cloud there are neither keys nor a clock."
    failing = [check for check in checks if check.passed is False]
    signer = f"{issuer_name(claims)} with the key {shortened(str(header.get('kid')), 12)}"
    if not failing:
        left = span(claims["exp"] - desk.now.timestamp())
        return True, f"Signed by {signer}, and not changed since. Good for another {left}."
    if any(check.name == "signature" for check in failing):
        return False, f"{_named(failing)} It was not signed by {signer} in this form."
    return False, _named(failing)


def issuer_name(claims: Claims) -> str:
    """The issuer as people call it: ``user pool us-east-1_4OqDoWVrZ``, ``Google``."""
    issuer = claims.get("iss")
    names = {Issuer.GOOGLE: "Google", Issuer.IDENTITY_SERVICE: "the identity service"}
    if (pool := user_pool_in(issuer)) is not None:
        return f"user pool {pool}"
    return names.get(issuer_of(claims), f"the issuer {issuer!r}")


def life(claims: Claims, now: datetime | None) -> tuple[float, str] | None:
    """How much of a token's life is over, from 0 to 1, and that in words; None without times."""
    born, dies = claims.get("iat"), claims.get("exp")
    if now is None or not is_moment(born) or not is_moment(dies) or dies <= born:
        return None
    age, whole = now.timestamp() - born, dies - born
    if age >= whole:
        return 1.0, f"expired {span(age - whole)} ago, after a life of {span(whole)}"
    if age < 0:
        return 0.0, f"its life of {span(whole)} begins in {span(-age)}"
    return round(age / whole, 4), f"{span(whole - age)} left of {span(whole)}"


def _named(failing: Sequence[Check]) -> str:
    names = " and ".join(f"{check.number} ({check.name})" for check in failing)
    return (
        f"Do not believe it: check {names} fails."
        if len(failing) == 1
        else (f"Do not believe it: checks {names} fail.")
    )


def _audience(claims: Claims) -> tuple[str, ...] | None:
    found = claims.get("aud", claims.get("client_id"))
    named = found if isinstance(found, list) else [found]
    return tuple(one for one in named if isinstance(one, str)) or None


def _unless_reached(check: Check, names: Sequence[str], passed: bool | None, found: str) -> Check:
    """The check with another finding, if it is one of these and its form was readable."""
    if check.name not in names or (check.passed is None and check.name == "key"):
        return check
    return replace(check, passed=passed, found=found)
