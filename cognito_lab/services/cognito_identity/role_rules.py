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
from cognito_lab.services.cognito_identity.proof import claim_text

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
    claim = claims.get(rule["Claim"])
    if claim is None:
        return False
    found = list(map(claim_text, claim)) if isinstance(claim, list) else claim_text(claim)
    return _COMPARE[rule["MatchType"]](found, rule["Value"])


def _roles_in(claims: Claims) -> list[str]:
    """`cognito:roles`: a JSON array in real tokens, a comma-separated text in the guide.

    Other providers may put anything there; what is no text names no role.
    """
    roles = claims.get("cognito:roles")
    if isinstance(roles, str):
        return [role.strip() for role in roles.split(",")]
    return [role for role in roles if isinstance(role, str)] if isinstance(roles, list) else []


# Of a claim, which is a text or a list of texts. `in` asks a text for a part of it, and a list for
# one of its elements.
_COMPARE: Mapping[str, Callable[[str | list[str], str], bool]] = {
    "Equals": lambda found, wanted: found in (wanted, [wanted]),
    "NotEqual": lambda found, wanted: found not in (wanted, [wanted]),
    "StartsWith": lambda found, wanted: any(text.startswith(wanted) for text in _listed(found)),
    "Contains": lambda found, wanted: wanted in found,
}


def _listed(found: str | list[str]) -> list[str]:
    return [found] if isinstance(found, str) else found
