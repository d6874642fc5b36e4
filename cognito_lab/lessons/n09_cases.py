"""N09.E2's battery: seventeen people at a counter, and the role that each of them gets.

A test holds every answer against the real identity pool: groups, tokens and mappings made with
boto3. Precedence is a number from 0, or None; roles are called by short names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cognito_lab.lessons.tasks.function import Case

DENY, DEFAULT = "DENY", "default"
Group = tuple[str, int | None, str]  # name, precedence, role
Mapped = Mapping[str, Any] | None


@dataclass(frozen=True)
class Person:
    """One case.

    Attributes:
        id: A few words.
        right: The role, or ``DENY``.
        groups: In the order in which they are listed.
        mapping: How the pool maps the provider, or None.
        custom: The role that the app asks for, or None.
        claims: Further claims of the token.
    """

    id: str
    right: str
    groups: Sequence[Group] = ()
    mapping: Mapped = None
    custom: str | None = None
    claims: Mapping[str, str] = field(default_factory=dict)


def _token(resolution: str) -> dict[str, Any]:
    return {"Type": "Token", "AmbiguousRoleResolution": resolution}


def _rules(*rules: tuple[str, str, str], resolution: str = "Deny") -> dict[str, Any]:
    """Rules on the claim `department`: kind of match, value, role."""
    listed = [
        {"Claim": "department", "MatchType": kind, "Value": value, "Role": role}
        for kind, value, role in rules
    ]
    return {"Type": "Rules", "AmbiguousRoleResolution": resolution, "Rules": listed}


_OR_DENY, _OR_DEFAULT = _token("Deny"), _token("AuthenticatedRole")
_EDITOR: Group = ("editors", 1, "editor")
_SALES = {"department": "sales"}
_TWO_RULES = _rules(("Equals", "sales", "seller"), ("StartsWith", "sa", "staff"))

PEOPLE = (
    Person("in one group", "editor", [_EDITOR], _OR_DENY),
    Person("in no group, or deny", DENY, [], _OR_DENY),
    Person("in no group, or default", DEFAULT, [], _OR_DEFAULT),
    Person("in a group, no mapping", DEFAULT, [_EDITOR], None),
    Person("20 and 10", "admin", [("editors", 20, "editor"), ("admins", 10, "admin")], _OR_DENY),
    Person("5 and 0", "admin", [("editors", 5, "editor"), ("admins", 0, "admin")], _OR_DENY),
    Person("none and 5", "admin", [("editors", None, "editor"), ("admins", 5, "admin")], _OR_DENY),
    Person("1 and 1, or deny", DENY, [_EDITOR, ("admins", 1, "admin")], _OR_DENY),
    Person("1 and 1, or default", DEFAULT, [_EDITOR, ("admins", 1, "admin")], _OR_DEFAULT),
    Person("1 and 1, the same role", "editor", [_EDITOR, ("authors", 1, "editor")], _OR_DENY),
    Person("asks for a listed role", "admin", [_EDITOR, ("admins", 2, "admin")], _OR_DENY, "admin"),
    Person("asks for a role of others", DENY, [_EDITOR], _OR_DENY, "owner"),
    Person("two rules fit", "seller", mapping=_TWO_RULES, claims=_SALES),
    Person("the second rule fits", "staff", mapping=_TWO_RULES, claims={"department": "safety"}),
    Person("no rule fits", DENY, mapping=_TWO_RULES, claims={"department": "press"}),
    Person(
        "a rule on an absent claim",
        DEFAULT,
        mapping=_rules(("NotEqual", "sales", "staff"), resolution="AuthenticatedRole"),
    ),
    Person(
        "5, and twice 1",
        DENY,
        [("payroll", 5, "payroll"), _EDITOR, ("admins", 1, "admin")],
        _OR_DENY,
    ),
)


def cases(world: object) -> list[Case]:
    """The battery: every person as ``(person, mapping, default, custom)``."""
    return [
        Case(
            one.id,
            (described(one), one.mapping, DEFAULT, one.custom),
            one.right,
            "For the person “{item}”, your function said {came_back}.",
        )
        for one in PEOPLE
    ]


def described(person: Person) -> dict[str, Any]:
    """A person as the learner's function gets one."""
    groups = [
        {"name": name, "precedence": precedence, "role": role}
        for name, precedence, role in person.groups
    ]
    return {"groups": groups, "claims": dict(person.claims)}
