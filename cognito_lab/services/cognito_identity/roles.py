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
Assumed: with several logins in one call, the first one that has a mapping decides; CustomRoleArn
without any mapping is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

from cognito_lab.primitives.errors import AwsError
from cognito_lab.primitives.jose import Claims
from cognito_lab.primitives.messages import (
    IDENTITY_POOL_ROLES,
    ROLE_AMBIGUOUS,
    ROLE_NOT_OFFERED,
)
from cognito_lab.primitives.record import record
from cognito_lab.services.cognito_identity.pools import IdentityPool
from cognito_lab.services.cognito_identity.proof import Proof, VerifiedLogin
from cognito_lab.services.cognito_identity.role_rules import fits, roles_on_offer, rules_of


class Rung(StrEnum):
    """Which rung of the ladder decided."""

    GUEST = "guest"
    NO_MAPPING = "no mapping"
    ASKED_FOR = "asked for"
    PREFERRED = "preferred"
    RULE = "rule"
    AMBIGUOUS = "ambiguous"


@record
class Step:
    """One rung, and what was found on it.

    Attributes:
        rung: Which.
        found: A sentence's beginning, without a full stop.
        role_arn: The role, where this rung decided for one.
        refusal: What the caller is told, where this rung decided against all.
    """

    rung: Rung
    found: str
    role_arn: str | None = None
    refusal: AwsError | None = None

    @property
    def decides(self) -> bool:
        return self.role_arn is not None or self.refusal is not None


@record
class RoleChoice:
    """The role, the rung that decided, and why, in a sentence."""

    role_arn: str
    rung: Rung
    why: str


def climb(pool: IdentityPool, proof: Proof, custom_role_arn: str | None = None) -> tuple[Step, ...]:
    """Go up the ladder; the last step decides, and the steps before it were passed.

    Args:
        pool: Has the default roles and the mappings.
        proof: What was shown; the claims in it are verified.
        custom_role_arn: The role that the app asked for, one of several on offer.
    """
    login = next((one for one in proof.logins if one.mapping_key in pool.role_mappings), None)
    if login is None:
        return tuple(_without_mapping(pool, proof, custom_role_arn))
    return tuple(_with_mapping(pool, login, pool.role_mappings[login.mapping_key], custom_role_arn))


def choose_role(steps: Sequence[Step]) -> RoleChoice:
    """Take the role at the top of a climb.

    Raises:
        InvalidIdentityPoolConfigurationException: The pool has no role for that case.
        NotAuthorizedException: The mapping found no role and denies then, or the role that was
            asked for is not on offer.
    """
    last = steps[-1]
    if last.role_arn is None:
        raise last.refusal or ValueError("no step of this climb decides")
    return RoleChoice(last.role_arn, last.rung, last.found)


def _without_mapping(pool: IdentityPool, proof: Proof, custom: str | None) -> Iterator[Step]:
    if proof.is_guest and custom is None:
        yield _default(pool, "unauthenticated", Rung.GUEST, "Nobody signed in")
        return
    yield Step(Rung.GUEST, "Nobody signed in" if proof.is_guest else "Somebody signed in")
    if custom is None:
        yield _default(pool, "authenticated", Rung.NO_MAPPING, "No mapping for this provider")
        return
    yield Step(Rung.NO_MAPPING, "No mapping for this provider")
    yield _not_offered(custom, "No role mapping offers a choice.")


def _with_mapping(
    pool: IdentityPool, login: VerifiedLogin, mapping: Mapping[str, Any], custom: str | None
) -> Iterator[Step]:
    yield Step(Rung.GUEST, "Somebody signed in")
    yield Step(Rung.NO_MAPPING, f"{login.mapping_key} has a mapping by {mapping['Type'].lower()}")
    if custom is not None:
        yield _asked_for(custom, roles_on_offer(mapping, login.claims))
        return
    yield Step(Rung.ASKED_FOR, "The app asked for no role (CustomRoleArn)")
    by_token = mapping["Type"] == "Token"
    step = _by_token(login.claims) if by_token else _by_rules(mapping, login.claims)
    yield step
    if not step.decides:
        yield _ambiguous(pool, login.mapping_key, mapping, step.found)


def _asked_for(custom: str, offered: Sequence[str]) -> Step:
    if custom not in offered:
        return _not_offered(custom, f"On offer are {', '.join(offered) or 'no roles'}.")
    return Step(Rung.ASKED_FOR, "The app asked for one of the roles on offer", custom)


def _by_token(claims: Claims) -> Step:
    preferred = claims.get("cognito:preferred_role")
    if isinstance(preferred, str) and preferred:
        return Step(Rung.PREFERRED, "The token's cognito:preferred_role says so", preferred)
    why = "The token has no cognito:preferred_role: no group with a role, or a tie between two"
    return Step(Rung.PREFERRED, why)


def _by_rules(mapping: Mapping[str, Any], claims: Claims) -> Step:
    fitting = next((rule for rule in rules_of(mapping) if fits(rule, claims)), None)
    if fitting is None:
        return Step(Rung.RULE, "No rule fits the claims")
    rule = "{Claim} {MatchType} {Value}".format_map(fitting)
    return Step(
        Rung.RULE, f"The first rule that fits the claims says so ({rule})", fitting["RoleARN"]
    )


def _ambiguous(pool: IdentityPool, key: str, mapping: Mapping[str, Any], found: str) -> Step:
    if mapping.get("AmbiguousRoleResolution") != "Deny":
        return _default(pool, "authenticated", Rung.AMBIGUOUS, found)
    why = f"{found}, and the mapping denies then"
    refusal = ROLE_AMBIGUOUS.error(because=f"{why}.", key=key)
    return Step(Rung.AMBIGUOUS, why, refusal=refusal)


def _default(pool: IdentityPool, kind: str, rung: Rung, why: str) -> Step:
    if kind in pool.roles:
        return Step(rung, f"{why}: the {kind} role", pool.roles[kind])
    found = f"{why}, and {pool.name} has no {kind} role"
    return Step(rung, found, refusal=IDENTITY_POOL_ROLES.error(because=f"{found}."))


def _not_offered(role_arn: str, why: str) -> Step:
    refusal = ROLE_NOT_OFFERED.error(because=f"The app asked for it. {why}", role_arn=role_arn)
    return Step(Rung.ASKED_FOR, f"The app asked for {role_arn}. {why[:-1]}", refusal=refusal)
