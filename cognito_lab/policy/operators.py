"""The condition operators: how one value of the request is compared with one value of the policy.

How to read the file: each function below compares a single pair; `OPERATORS` names them all. A
negated operator is the same comparison with its answer turned round, and what to do with several
values or none is decided in `conditions`. Text that is no number, date or address equals nothing,
so a comparison with it is false and its negation true.

Left out: ``Null``, which compares nothing; it lives in `conditions`.
"""

import base64
import binascii
import ipaddress
import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache

from cognito_lab.policy.patterns import Template
from cognito_lab.policy.request import Request
from cognito_lab.primitives.record import record

Comparison = Callable[[str, Template, Request], bool]


@record
class Operator:
    """One operator, without prefix and suffix."""

    name: str
    compare: Comparison
    negated: bool = False

    @property
    def reads_variables(self) -> bool:
        """Variables live in string and ARN comparisons only; elsewhere ``${…}`` is plain text.

        Source: IAM User Guide, "Variables and tags". (The page of `Bool` says otherwise: avoid it.)
        """
        return self.name.startswith(("String", "Arn"))


# --- strings: exact, in any case, or with wildcards -----------------------------------------------


def string_equals(found: str, wanted: Template, request: Request) -> bool:
    """Character for character; a star is just a star."""
    return found == wanted.fill(request)


def string_equals_ignore_case(found: str, wanted: Template, request: Request) -> bool:
    """The same without regard to case."""
    filled = wanted.fill(request)
    return filled is not None and found.lower() == filled.lower()


def string_like(found: str, wanted: Template, request: Request) -> bool:
    """With wildcards, case kept."""
    return wanted.resembles(found, request)


def arn_like(found: str, wanted: Template, request: Request) -> bool:
    """With wildcards that stay inside one of the six fields, the last of which may hold colons.

    Source: IAM User Guide, "Amazon Resource Name (ARN) condition operators".
    Assumed: a lone ``*`` resembles every ARN.
    """
    if wanted.text == "*":
        return True
    found_fields = found.split(":", 5)
    return len(found_fields) == len(wanted.arn_fields) == 6 and all(
        template.resembles(field, request)
        for field, template in zip(found_fields, wanted.arn_fields, strict=True)
    )


# --- numbers and dates: the same six comparisons --------------------------------------------------

_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
# What a policy may hold as a date; looser than ISO 8601: "2026-1-7" and "2026T" pass.
# Source: collected against AWS by moto's authors.
ISO_DATE = re.compile(
    r"""(?P<year>-?\d+) (-(?P<month>0?[1-9]|1[0-2]) (-(?P<day>0?[1-9]|[12]\d|3[01]))?)?
        (T ((?P<hour>0?\d|1\d|2[0-3])
            (:(?P<minute>[0-5]?\d) (:(?P<second>[0-5]?\d) (\.(?P<fraction>\d{1,9}))?)?)?
            (Z|(?P<zone>[+-]\d\d(:\d\d)?))?)?)?""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)


@lru_cache(maxsize=1024)
def number(text: str) -> Decimal | None:
    """A decimal number; None if the text is none."""
    return Decimal(text) if _NUMBER.fullmatch(text) else None


@lru_cache(maxsize=1024)
def moment(text: str) -> Decimal | None:
    """Seconds since 1970: from epoch seconds or from an ISO 8601 date; None if the text is neither.

    Digits alone are epoch seconds; what a date leaves out is the first; without a zone it is UTC.

    Source: IAM User Guide, "Date condition operators" (W3C's profile of ISO 8601).
    Assumed: whatever the grammar takes for a date is compared as one.
    """
    if _NUMBER.fullmatch(text):
        return Decimal(text)
    date = ISO_DATE.fullmatch(text)
    if date is None:
        return None
    try:
        day = datetime(int(date["year"]), int(date["month"] or 1), int(date["day"] or 1))
    except (ValueError, OverflowError):  # the 31st of February, the year 10000
        return None
    hour, minute, second = (int(date[name] or 0) for name in ("hour", "minute", "second"))
    whole = day.replace(hour=hour, minute=minute, second=second, tzinfo=UTC)
    return int(whole.timestamp()) + Decimal(f"0.{date['fraction'] or 0}") - _offset(date["zone"])


def _offset(zone: str | None) -> int:
    """Seconds by which the clocks of a zone such as ``+05:30`` are ahead of UTC."""
    if zone is None:
        return 0
    hours, _, minutes = zone[1:].partition(":")
    return (int(hours) * 3600 + int(minutes or 0) * 60) * (-1 if zone[0] == "-" else 1)


def _ordered(
    read: Callable[[str], Decimal | None], holds: Callable[[Decimal, Decimal], bool]
) -> Comparison:
    def compare(found: str, wanted: Template, request: Request) -> bool:
        left, right = read(found), read(wanted.text)
        return left is not None and right is not None and holds(left, right)

    return compare


# --- the rest -------------------------------------------------------------------------------------


def bool_equals(found: str, wanted: Template, request: Request) -> bool:
    """``true`` or ``false``, in any case."""
    return found.lower() == wanted.text.lower() and found.lower() in ("true", "false")


def binary_equals(found: str, wanted: Template, request: Request) -> bool:
    """Byte for byte; both sides are base64 text."""
    left, right = _decoded(found), _decoded(wanted.text)
    return left is not None and left == right


def ip_address(found: str, wanted: Template, request: Request) -> bool:
    """The address lies in the range; a bare address is a range of one."""
    address, network = _address(found), _network(wanted.text)
    return address is not None and network is not None and address in network


def _decoded(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


@lru_cache(maxsize=1024)
def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


@lru_cache(maxsize=1024)
def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None


def _six(family: str, read: Callable[[str], Decimal | None]) -> tuple[Operator, ...]:
    equals = _ordered(read, lambda left, right: left == right)
    return (
        Operator(f"{family}Equals", equals),
        Operator(f"{family}NotEquals", equals, negated=True),
        Operator(f"{family}LessThan", _ordered(read, lambda left, right: left < right)),
        Operator(f"{family}LessThanEquals", _ordered(read, lambda left, right: left <= right)),
        Operator(f"{family}GreaterThan", _ordered(read, lambda left, right: left > right)),
        Operator(f"{family}GreaterThanEquals", _ordered(read, lambda left, right: left >= right)),
    )


# Source: IAM User Guide, "IAM JSON policy elements: Condition operators".
OPERATORS = {
    operator.name: operator
    for operator in (
        Operator("StringEquals", string_equals),
        Operator("StringNotEquals", string_equals, negated=True),
        Operator("StringEqualsIgnoreCase", string_equals_ignore_case),
        Operator("StringNotEqualsIgnoreCase", string_equals_ignore_case, negated=True),
        Operator("StringLike", string_like),
        Operator("StringNotLike", string_like, negated=True),
        *_six("Numeric", number),
        *_six("Date", moment),
        Operator("Bool", bool_equals),
        Operator("BinaryEquals", binary_equals),
        Operator("IpAddress", ip_address),
        Operator("NotIpAddress", ip_address, negated=True),
        Operator("ArnEquals", arn_like),
        Operator("ArnLike", arn_like),
        Operator("ArnNotEquals", arn_like, negated=True),
        Operator("ArnNotLike", arn_like, negated=True),
    )
}
