"""What a door checked, one after the other: the gateway's decision trace.

Each guard has its list, in the order in which it checks. The first check that fails ends it, so one
word of the record (which check that was) tells all: those before it passed, those after it were not
reached.

    AWS_IAM              the gate: a signature, whose it is, and what its policies allow
    COGNITO_USER_POOLS   the REST API's authorizer: an ID token of the right user pool
    JWT                  the HTTP API's authorizer: a token of the right issuer
    NONE                 nobody asks

Left out: what a signature is checked for one by one; see `wire/signature_checks.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cognito_lab.policy.decision import Decision
from cognito_lab.primitives.caller import Caller
from cognito_lab.primitives.errors import AwsError
from cognito_lab.primitives.trace import Exchange
from cognito_lab.wire.refusals import Fault

_SIGNATURE_FAULTS = frozenset(Fault)
_KEY_FAULTS = frozenset({Fault.UNKNOWN_KEY, Fault.KEY_OFF, Fault.NO_TOKEN})
_SESSION_FAULTS = frozenset({Fault.OTHER_TOKEN, Fault.EXPIRED})
_MISSING = frozenset({Fault.NOT_SIGNED, Fault.MALFORMED, Fault.MALFORMED_LINK})


@dataclass(frozen=True)
class DoorCheck:
    """One check. `passed` is None when an earlier failure ended it.

    Attributes:
        words: What is asked, as a statement that is true when the check passes.
        passed: Whether it is.
        found: What was found, of a check that passed; why one failed is the answer's reason.
    """

    words: str
    passed: bool | None
    found: str = ""


@dataclass(frozen=True)
class _Item:
    """A line of a guard's list: its words, and the refusals that it can end with."""

    words: str
    failures: frozenset[str]


def _item(words: str, *failures: str) -> _Item:
    return _Item(words, frozenset(failures))


_LISTS: Mapping[str, Sequence[_Item]] = {
    "AWS_IAM": (
        _item("The request carries a signature", *_MISSING),
        _item("Somebody has the access key that signed", *_KEY_FAULTS),
        _item("The session token belongs to the key, and has not expired", *_SESSION_FAULTS),
        _item(
            "The signature fits the request",
            *(_SIGNATURE_FAULTS - _MISSING - _KEY_FAULTS - _SESSION_FAULTS),
        ),
        _item("The caller's policies allow it", "policy"),
    ),
    "COGNITO_USER_POOLS": (
        _item("The header holds a token that can be read", "no JWT"),
        _item("It comes from a user pool that this door trusts", "other issuer"),
        _item("That pool signed it", "bad signature"),
        _item("It has not expired", "expired", "no expiry"),
        _item("It is meant for an app that this door takes", "other audience"),
        _item("It is of the right kind", "other use", "no scope"),
    ),
    "JWT": (
        _item("There is a token that can be read", "no JWT"),
        _item("The issuer that this door trusts signed it", "other issuer", "bad signature"),
        _item("It is meant for an app that this door takes", "other audience"),
        _item("It is good now", "expired", "too early"),
        _item("It has a scope that this door wants, if it wants any", "no scope"),
    ),
}


def guard_of(exchange: Exchange) -> str:
    """Which guard stands at the door; empty when there is no such door."""
    return str(exchange.evidence.get("guard", ""))


def door_checks(exchange: Exchange) -> tuple[DoorCheck, ...]:
    """Every check of the door's guard, with what came of it."""
    items = _LISTS.get(guard_of(exchange), ())
    end = len(items) if exchange.error is None else 0  # a refusal of no known check ends it at once
    failed = next((n for n, item in enumerate(items) if _ends_at(item, exchange)), end)
    return tuple(_check(item, n, failed, exchange) for n, item in enumerate(items))


def _ends_at(item: _Item, exchange: Exchange) -> bool:
    error = exchange.error
    return isinstance(error, AwsError) and not item.failures.isdisjoint(
        {error.in_short, error.because}
    )


def _check(item: _Item, number: int, failed: int, exchange: Exchange) -> DoorCheck:
    if number > failed:
        return DoorCheck(item.words, None)
    if number == failed:
        return DoorCheck(item.words, False)
    return DoorCheck(item.words, True, _found(item, exchange))


def _found(item: _Item, exchange: Exchange) -> str:
    """What the record can tell of a check that passed."""
    caller, decision = exchange.evidence.get("caller"), exchange.evidence.get("decision")
    claims = exchange.evidence.get("claims", {})
    if item.failures == _KEY_FAULTS and isinstance(caller, Caller):
        return caller.arn
    if "policy" in item.failures and isinstance(decision, Decision):
        return decision.reason
    if "other issuer" in item.failures and "iss" in claims:
        return str(claims["iss"])
    return ""
