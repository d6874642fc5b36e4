"""What expires, and when: read from the answers in a trace, or from what somebody hands over.

A paper says its own end: a token in its `exp`, credentials in their `Expiration`. Only where a
token cannot be read does `ExpiresIn` count, from the moment of the answer.

Left out: refresh tokens and sessions of challenges, whose ends stand in no answer; and that a
session may be ended before its tokens expire.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from cognito_lab.primitives.trace import Exchange
from cognito_lab.widgets.time_words import is_moment, span
from cognito_lab.widgets.token_kinds import TokenKind, kind_of
from cognito_lab.widgets.token_reading import Kind, read

_NAMES = ("cognito:username", "username", "email", "sub")
_UNREADABLE = {"AccessToken": "access token", "access_token": "access token"}


@dataclass(frozen=True)
class Expiry:
    """One paper and its end.

    Attributes:
        what: ``ID token``, ``credentials``, or the name that it was handed over by.
        whose: A user name, a role, an identity id; empty where nothing says it.
        until: When it ends; from then on it is refused.
    """

    what: str
    whose: str
    until: datetime

    @property
    def name(self) -> str:
        return f"{self.what} of {self.whose}" if self.whose else self.what

    def has_expired(self, now: datetime) -> bool:
        """Whether it is refused at that time: `exp` itself is too late already."""
        return self.until <= now

    def away(self, now: datetime) -> str:
        """``in 59 min 12 s``, or ``expired 3 min ago``."""
        seconds = (self.until - now).total_seconds()
        if seconds > 0:
            return f"in {span(seconds)}"
        return f"expired {span(-seconds)} ago" if seconds < 0 else "expired just now"


def expiries_in(exchanges: Iterable[Exchange]) -> tuple[Expiry, ...]:
    """Everything in the answers that has an end, the nearest end first, each once.

    Args:
        exchanges: Those at the top of a trace; what services tell each other is not the app's.
    """
    found = (
        expiry
        for exchange in exchanges
        if exchange.answer
        for expiry in _in_answer(exchange.answer, exchange.at, _role_in(exchange))
    )
    return in_order(found)


def expiries_of(handed_over: Mapping[str, object]) -> tuple[Expiry, ...]:
    """The ends of what somebody hands over.

    Args:
        handed_over: ``{name: paper}``; a paper is a token's text, a `Credentials` or
            `AuthenticationResult` map, or simply a time.

    Raises:
        ValueError: A paper says no end.
    """
    found: list[Expiry] = []
    for name, paper in handed_over.items():
        ends = [expiry.until for expiry in _in_paper(paper)]
        if not ends:
            raise ValueError(
                f"{name!r} says nothing of an end: give a token, credentials or a time"
            )
        found += [Expiry(name, "", until) for until in ends]
    return in_order(found)


def in_order(expiries: Iterable[Expiry]) -> tuple[Expiry, ...]:
    """Each once, the nearest end first."""
    return tuple(sorted(dict.fromkeys(expiries), key=lambda one: (one.until, one.name)))


def _in_paper(paper: object) -> Iterator[Expiry]:
    if isinstance(paper, datetime):
        yield Expiry("", "", paper.astimezone(UTC))
    elif isinstance(paper, str):
        yield from _in_token(paper)
    elif isinstance(paper, Mapping):
        yield from _in_answer({"": paper}, None, "")


def _in_answer(answer: Mapping[str, Any], at: datetime | None, role: str) -> Iterator[Expiry]:
    """Walk through an answer: tokens by their looks, credentials by their members."""
    if isinstance(until := answer.get("Expiration"), datetime) and "AccessKeyId" in answer:
        yield Expiry("credentials", role or str(answer["AccessKeyId"]), until)
    life = answer.get("ExpiresIn", answer.get("expires_in"))
    for name, value in answer.items():
        if isinstance(value, Mapping):
            yield from _in_answer(value, at, role)
        elif isinstance(value, str) and value.startswith("eyJ"):
            yield from _in_token(value) or _by_life(name, life, at)


def _in_token(text: str) -> tuple[Expiry, ...]:
    """The end that a token says; none for an encrypted one and for other texts."""
    reading = read(text)
    claims = reading.unverified_claims or {}
    if reading.kind is not Kind.SIGNED or not is_moment(exp := claims.get("exp")):
        return ()
    whose = str(next((claims[name] for name in _NAMES if name in claims), ""))
    return (Expiry(_kind(claims), whose, datetime.fromtimestamp(exp, UTC)),)


def _kind(claims: Mapping[str, Any]) -> str:
    return _WORDS.get(kind_of(claims), "token")


_WORDS = {
    TokenKind.ID: "ID token",
    TokenKind.ACCESS: "access token",
    TokenKind.GOOGLE: "Google ID token",
    TokenKind.SERVICE: "identity token",
}


def _by_life(name: str, life: object, at: datetime | None) -> tuple[Expiry, ...]:
    if at is None or name not in _UNREADABLE or not is_moment(life):
        return ()
    return (Expiry(_UNREADABLE[name], "", at + timedelta(seconds=life)),)


def _role_in(exchange: Exchange) -> str:
    """The role behind credentials, as STS answered inside or at the top; empty if it was not."""
    for inner in exchange.walk():
        user = (inner.answer or {}).get("AssumedRoleUser")
        if isinstance(user, Mapping):  # arn:aws:sts::…:assumed-role/ROLE/SESSION
            return "".join(str(user.get("Arn", "")).split("/")[1:2])
    return ""
