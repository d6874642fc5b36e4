"""A token as the inspector shows it: parts, explained members, numbered checks, and a verdict.

`view_of` is the pure half of `TokenInspector`: a text and a verifier's desk go in, a record of
plain texts comes out, and every display (the page, nbviewer, a screen reader, a test) reads that
record. The record never holds the token or its signature.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from cognito_lab.primitives.token_checks import Check, Expectation
from cognito_lab.widgets import claims_explained as explained
from cognito_lab.widgets import token_desk as at_desk
from cognito_lab.widgets.claims_explained import Explanation, Issuer
from cognito_lab.widgets.time_words import moment
from cognito_lab.widgets.token_desk import Desk
from cognito_lab.widgets.token_kinds import PURPOSES, TokenKind, about, kind_of, warnings
from cognito_lab.widgets.token_reading import Kind, Reading, read
from cognito_lab.widgets.visible import json_text, shortened, visible

MOST_ROWS, LONGEST_VALUE = 100, 2000
_SIGNED_PARTS = (
    ("Header", "which key, which algorithm"),
    ("Claims", "what is said; anybody can read it"),
    ("Signature", "the proof; only the issuer can make it"),
)
_ENCRYPTED_PARTS = (
    ("Header", "how it is encrypted"),
    ("Key", "sealed for the issuer"),
    ("Vector", "a number used once"),
    ("Content", "sealed"),
    ("Tag", "shows any change"),
)
_ASKS = {
    "form": "Are there three parts, with JSON inside?",
    "key": "Does the issuer publish the key that the header names?",
    "signature": "Was it made with that key, over exactly these bytes?",
    "issuer": "Is it from the issuer that I trust?",
    "audience": "Was it made for my app?",
    "use": "Is it the kind of token that I want?",
    "time": "Is it still good, and already?",
}


@dataclass(frozen=True)
class Part:
    """One of the parts between the dots: its name, what it is for, and a masked look at it."""

    name: str
    purpose: str
    shown: str
    length: int


@dataclass(frozen=True)
class Row:
    """One member of the header or the claims.

    Attributes:
        name: As it stands there.
        value: In JSON.
        meaning: What it is for.
        group: The question that it answers.
        when: The value as a date; empty where it is none.
        text: The value without its quotation marks, where it is a text that can be typed.
        was: The value before somebody changed it; None where nobody did.
    """

    name: str
    value: str
    meaning: str
    group: str
    when: str = ""
    text: str | None = None
    was: str | None = None


@dataclass(frozen=True)
class CheckLine:
    """One numbered check: what it asks, whether it passed (None: not reached), what it found."""

    number: int
    name: str
    asks: str
    passed: bool | None
    found: str


@dataclass(frozen=True)
class TokenView:
    """Everything that is shown of a text.

    Attributes:
        title: What it is: ``ID token``.
        about: Whose it is, and for whom; may be empty.
        domain: Whose colour it wears: ``idp``, ``aws`` or ``plain``.
        verdict: Whether it may be believed; None where that could not be found out.
        summary: The verdict in a sentence that names key and issuer.
        purpose: To whom it is handed.
        remarks: Helpful sentences about the text.
        life: How much of its life is over, 0 to 1, and that in words; None without times.
        expected: What the checks compared with, ``{"issuer", "audience", "token_use"}``.
        is_expected_by_itself: Whether that was taken from the token, since nobody said it.
        was_edited: Whether somebody changed it after it came in.
    """

    title: str
    about: str = ""
    domain: str = "plain"
    verdict: bool | None = None
    summary: str = ""
    purpose: str = ""
    remarks: Sequence[str] = ()
    parts: Sequence[Part] = ()
    header: Sequence[Row] = ()
    claims: Sequence[Row] = ()
    header_json: str = ""
    claims_json: str = ""
    checks: Sequence[CheckLine] = ()
    life: tuple[float, str] | None = None
    expected: Mapping[str, str] = field(default_factory=dict)
    is_expected_by_itself: bool = True
    was_edited: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Plain lists and texts, as a message to the browser carries them."""
        return asdict(self)


def view_of(text: str, desk: Desk, *, original: str | None = None) -> TokenView:
    """Read a text, examine it at the desk, and put everything into words.

    Args:
        text: A token, or anything else.
        desk: Whose keys, time and expectations to use.
        original: The token as it came in, before somebody edited it.
    """
    reading = read(text)
    if reading.kind is Kind.SIGNED:
        return _signed(reading, reading if original is None else read(original), desk)
    if reading.kind is Kind.ENCRYPTED:
        return _encrypted(reading)
    return TokenView(reading.title, remarks=[visible(remark) for remark in reading.remarks])


def _signed(reading: Reading, first: Reading, desk: Desk) -> TokenView:
    header, claims = reading.unverified_header or {}, reading.unverified_claims or {}
    first_claims = first.unverified_claims or {}
    issuer, kind = explained.issuer_of(claims), kind_of(claims)
    expected = at_desk.expectation(desk, first_claims)
    checks = at_desk.examined(reading.raw, desk, expected, first_claims.get("iss"))
    verdict, summary = at_desk.verdict(checks, header, claims, desk)
    return TokenView(
        title=kind.value,
        about=visible(about(claims)),
        domain="plain" if issuer is Issuer.OTHER else issuer.domain,
        verdict=verdict,
        summary=visible(summary),
        purpose=PURPOSES[kind],
        remarks=[visible(remark) for remark in (*warnings(header), *reading.remarks)],
        parts=_parts(reading.raw, _SIGNED_PARTS),
        header=_rows(header, first.unverified_header, issuer, None, explained.explain_member),
        claims=_rows(claims, first_claims, issuer, desk.now, explained.explain),
        header_json=json_text(header, indent=2),
        claims_json=json_text(claims, indent=2),
        checks=[_line(check) for check in checks],
        life=at_desk.life(claims, desk.now),
        expected=_in_words(expected),
        is_expected_by_itself=desk.expected is None,
        was_edited=reading.raw != first.raw,
    )


def _encrypted(reading: Reading) -> TokenView:
    header = reading.unverified_header or {}
    kind = kind_of({}, header)
    return TokenView(
        title=kind.value,
        domain="idp" if kind is TokenKind.REFRESH else "plain",
        summary="Encrypted: nobody but its issuer can open it, so there are no claims to read.",
        purpose=PURPOSES[kind],
        remarks=reading.remarks,
        parts=_parts(reading.raw, _ENCRYPTED_PARTS),
        header=_rows(header, None, Issuer.OTHER, None, explained.explain_sealed_member),
        header_json=json_text(header, indent=2),
    )


def _parts(raw: str, names: Sequence[tuple[str, str]]) -> list[Part]:
    """Names and lengths; what can be read anyway shows its first letters, the rest nothing."""
    pieces = raw.split(".")
    return [
        Part(name, purpose, _masked(name, piece), len(piece))
        for (name, purpose), piece in zip(names, pieces, strict=True)
    ]


def _masked(name: str, piece: str) -> str:
    if not piece:
        return "(missing)"
    return visible(shortened(piece, 7)) if name in ("Header", "Claims") else "••••••"


def _rows(
    members: Mapping[str, Any],
    before: Mapping[str, Any] | None,
    issuer: Issuer,
    now: datetime | None,
    explain: Callable[[str], Explanation],
) -> list[Row]:
    """One row a member, in the token's order; then the members that somebody took away."""
    before = members if before is None else before
    here = [_row(name, value, before, issuer, now, explain) for name, value in members.items()]
    gone = [
        Row(visible(name), "", "Taken away.", explain(name).group, was=_value(value))
        for name, value in before.items()
        if name not in members
    ]
    return [*here, *gone][:MOST_ROWS]


def _row(
    name: str,
    value: Any,
    before: Mapping[str, Any],
    issuer: Issuer,
    now: datetime | None,
    explain: Callable[[str], Explanation],
) -> Row:
    meaning = explain(name)
    shown, was = _value(value), _value(before[name]) if name in before else "(not there)"
    return Row(
        name=visible(name),
        value=shown,
        meaning=meaning.from_issuer(issuer),
        group=meaning.group,
        when=moment(value, now) if name in explained.TIMES else "",
        text=value if isinstance(value, str) and shown == f'"{value}"' else None,
        was=None if was == shown else was,
    )


def _value(value: Any) -> str:
    return shortened(json_text(value), LONGEST_VALUE)


def _line(check: Check) -> CheckLine:
    # A check that passed need not say twice what it compared.
    found = check.found.partition(", expected ")[0] if check.passed else check.found
    found = visible(shortened(found, 400))
    return CheckLine(check.number, check.name, _ASKS[check.name], check.passed, found)


def _in_words(expected: Expectation) -> dict[str, str]:
    return {
        "issuer": expected.issuer or "",
        "audience": ", ".join(expected.audience or ()),
        "token_use": expected.token_use or "",
    }
