"""What a role mapping finds in the claims of a token: roles by name, or roles by rules.

    Type Token    cognito:roles lists what is on offer
    Type Rules    each rule compares one claim with a value; those that fit, in their order

Source: API reference, "RoleMapping", "MappingRule". Assumed: a list-valued claim contains what one
of its elements equals.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cognito_lab.primitives.jose import Claims

Rule = Mapping[str, str]  # {"Claim": …, "MatchType": …, "Value": …, "RoleARN": …}


def roles_on_offer(mapping: Mapping[str, Any], claims: Claims) -> list[str]:
    """ARNs of all roles that the mapping would lend to somebody with these claims, best first."""
    if mapping["Type"] == "Token":
        return _roles_in(claims)
    return [rule["RoleARN"] for rule in rules_of(mapping) if fits(rule, claims)]


def rules_of(mapping: Mapping[str, Any]) -> Sequence[Rule]:
    """The rules of a mapping, in order; none for a mapping by token."""
    rules: Sequence[Rule] = mapping.get("RulesConfiguration", {}).get("Rules", ())
    return rules


def fits(rule: Rule, claims: Claims) -> bool:
    """Whether a rule fits. A claim that is absent fits no rule, not even ``NotEqual``."""
    if rule["Claim"] not in claims:
        return False
    return _COMPARE[rule["MatchType"]](_texts(claims[rule["Claim"]]), rule["Value"])


def _roles_in(claims: Claims) -> list[str]:
    """`cognito:roles`: a JSON array in real tokens, a comma-separated text in the guide."""
    roles = claims.get("cognito:roles", [])
    return roles.split(",") if isinstance(roles, str) else [str(role) for role in roles]


_COMPARE: Mapping[str, Callable[[Sequence[str], str], bool]] = {
    "Equals": lambda found, wanted: list(found) == [wanted],
    "NotEqual": lambda found, wanted: list(found) != [wanted],
    "StartsWith": lambda found, wanted: any(text.startswith(wanted) for text in found),
    "Contains": lambda found, wanted: wanted in found[0] if len(found) == 1 else wanted in found,
}


def _texts(claim: Any) -> list[str]:
    """A claim as texts: booleans as JSON spells them."""
    values = claim if isinstance(claim, list) else [claim]
    return [str(value).lower() if isinstance(value, bool) else str(value) for value in values]
