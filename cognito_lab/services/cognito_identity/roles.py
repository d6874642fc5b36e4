"""Which role does an identity get? A ladder: the first rung that decides ends the search.

    guest             nobody signed in                     the unauthenticated role
    no mapping        no mapping for the login's provider  the authenticated role
    asked for         CustomRoleArn, if the mapping offers that very role
    preferred         mapping by token: cognito:preferred_role
    rule              mapping by rules: the first rule that fits the claims
    ambiguous         the mapping found no role            the authenticated role, or a refusal

Nothing here asks whether the role *trusts* the pool: STS does.

Source: Cognito developer guide, "Role-based access control"; API reference, "RoleMapping",
"MappingRule".
Assumed: with several logins in one call, the first one that has a mapping decides; a list-valued
claim contains what one of its elements equals; CustomRoleArn without any mapping is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cognito_lab.primitives.jose import Claims
from cognito_lab.primitives.messages import (
    IDENTITY_POOL_ROLES,
    ROLE_AMBIGUOUS,
    ROLE_NOT_OFFERED,
)
from cognito_lab.services.cognito_identity.pools import IdentityPool
from cognito_lab.services.cognito_identity.proof import Proof, VerifiedLogin


class Rung(StrEnum):
    """Which rung of the ladder decided."""

    GUEST = "guest"
    NO_MAPPING = "no mapping"
    ASKED_FOR = "asked for"
    PREFERRED = "preferred"
    RULE = "rule"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True)
class RoleChoice:
    """The role, the rung that decided, and why, in a sentence."""

    role_arn: str
    rung: Rung
    why: str


def choose_role(pool: IdentityPool, proof: Proof, custom_role_arn: str | None = None) -> RoleChoice:
    """Pick the role that an identity will ask STS for.

    Args:
        pool: Has the default roles and the mappings.
        proof: What was shown; the claims in it are verified.
        custom_role_arn: The role that the app asked for, one of several on offer.

    Raises:
        InvalidIdentityPoolConfigurationException: The pool has no role for that case.
        NotAuthorizedException: The mapping found no role and denies then, or the role that was
            asked for is not on offer.
    """
    login = next((one for one in proof.logins if one.mapping_key in pool.role_mappings), None)
    if login is not None:
        return _mapped(pool, login, pool.role_mappings[login.mapping_key], custom_role_arn)
    if custom_role_arn is not None:
        raise _not_offered(custom_role_arn, "No role mapping offers a choice.")
    if proof.is_guest:
        return _default(pool, "unauthenticated", Rung.GUEST, "Nobody signed in")
    return _default(pool, "authenticated", Rung.NO_MAPPING, "No mapping for this provider")


def _mapped(
    pool: IdentityPool, login: VerifiedLogin, mapping: Mapping[str, Any], custom: str | None
) -> RoleChoice:
    by_token = mapping["Type"] == "Token"
    offered = _roles_in(login.claims) if by_token else _roles_by_rules(mapping, login.claims)
    if custom is not None:
        if custom not in offered:
            raise _not_offered(custom, f"On offer are {', '.join(offered) or 'no roles'}.")
        return RoleChoice(custom, Rung.ASKED_FOR, "The app asked for one of the roles on offer")
    preferred = login.claims.get("cognito:preferred_role")
    if by_token and isinstance(preferred, str):
        why = "The token's cognito:preferred_role says so"
        return RoleChoice(preferred, Rung.PREFERRED, why)
    if not by_token and offered:
        return RoleChoice(offered[0], Rung.RULE, "The first rule that fits the claims says so")
    return _ambiguous(pool, login.mapping_key, mapping, by_token=by_token)


def _ambiguous(
    pool: IdentityPool, key: str, mapping: Mapping[str, Any], *, by_token: bool
) -> RoleChoice:
    found = (
        "The token has no cognito:preferred_role: no group with a role, or a tie between two"
        if by_token
        else "No rule fits the claims"
    )
    if mapping.get("AmbiguousRoleResolution") == "Deny":
        raise ROLE_AMBIGUOUS.error(because=f"{found}, and the mapping denies then.", key=key)
    return _default(pool, "authenticated", Rung.AMBIGUOUS, found)


def _default(pool: IdentityPool, kind: str, rung: Rung, why: str) -> RoleChoice:
    if kind not in pool.roles:
        raise IDENTITY_POOL_ROLES.error(because=f"{why}, and {pool.name} has no {kind} role.")
    return RoleChoice(pool.roles[kind], rung, f"{why}: the {kind} role")


def _not_offered(role_arn: str, why: str) -> Exception:
    return ROLE_NOT_OFFERED.error(because=f"CustomRoleArn: {why}", role_arn=role_arn)


def _roles_in(claims: Claims) -> list[str]:
    """`cognito:roles`: a JSON array in real tokens, a comma-separated text in the guide."""
    roles = claims.get("cognito:roles", [])
    return roles.split(",") if isinstance(roles, str) else [str(role) for role in roles]


def _roles_by_rules(mapping: Mapping[str, Any], claims: Claims) -> list[str]:
    """Roles of all rules that fit, in the order of the rules."""
    rules = mapping.get("RulesConfiguration", {}).get("Rules", ())
    return [rule["RoleARN"] for rule in rules if _fits(rule, claims)]


def _fits(rule: Mapping[str, str], claims: Claims) -> bool:
    """Whether a rule fits. A claim that is absent fits no rule, not even ``NotEqual``."""
    if rule["Claim"] not in claims:
        return False
    return _COMPARE[rule["MatchType"]](_texts(claims[rule["Claim"]]), rule["Value"])


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
