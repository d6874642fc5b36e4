"""What SetIdentityPoolRoles accepts as role mappings.

Source: API reference, "RoleMapping" and "RulesConfigurationType"; Cognito developer guide, "Quotas"
(25 rules per provider; the model lets 400 through).
Assumed: the texts of all refusals but the one for an unknown provider.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from cognito_lab.primitives.messages import (
    ROLE_MAPPING_INCOMPLETE,
    ROLE_MAPPING_TOO_MANY_RULES,
    ROLE_MAPPING_UNKNOWN_PROVIDER,
)
from cognito_lab.services.cognito_identity.pools import IdentityPool

RoleMappings = Mapping[str, Mapping[str, Any]]
_RULE_LIMIT = 25


def check_mappings(pool: IdentityPool, mappings: RoleMappings) -> None:
    """Check mappings before a pool gets them.

    Raises:
        InvalidParameterException: A provider that the pool does not list, a member that is
            missing, or too many rules.
    """
    for key, mapping in mappings.items():
        if key not in pool.mappable_providers:
            listed = ", ".join(pool.mappable_providers) or "none"
            raise ROLE_MAPPING_UNKNOWN_PROVIDER.error(
                because=f"Providers of {pool.name}, as mappings name them: {listed}.", key=key
            )
        _check_mapping(key, mapping)


def _check_mapping(key: str, mapping: Mapping[str, Any]) -> None:
    if "AmbiguousRoleResolution" not in mapping:
        raise ROLE_MAPPING_INCOMPLETE.error(
            because="Somebody may bring no role; the mapping must say what happens then.",
            member="AmbiguousRoleResolution",
            key=key,
        )
    rules = list(_rules(mapping))
    if mapping["Type"] == "Rules" and not rules:
        raise ROLE_MAPPING_INCOMPLETE.error(
            because="A mapping by rules has rules.", member="RulesConfiguration", key=key
        )
    if len(rules) > _RULE_LIMIT:
        raise ROLE_MAPPING_TOO_MANY_RULES.error(because=f"It has {len(rules)}.", key=key)


def roles_named(mappings: RoleMappings) -> Iterator[str]:
    """The ARNs of all roles that rules can choose."""
    for mapping in mappings.values():
        yield from (rule["RoleARN"] for rule in _rules(mapping))


def _rules(mapping: Mapping[str, Any]) -> Iterator[Mapping[str, str]]:
    yield from mapping.get("RulesConfiguration", {}).get("Rules", ())
