"""Attributes for access control: claims of a login that become principal tags of the session.

One role can then serve many people: its policies compare ``aws:PrincipalTag/department`` with the
resource. The role's trust policy has to allow ``sts:TagSession`` as well.

Source: Cognito developer guide, "Using attributes for access control as a form of attribute-based
access control", "Default provider mappings".
Assumed: the names of the two default tags; that a claim which is absent gives no tag.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cognito_lab.primitives.messages import (
    PRINCIPAL_TAG_PROVIDER_UNKNOWN,
    PRINCIPAL_TAGS_TOO_LONG,
)
from cognito_lab.primitives.trace import operation
from cognito_lab.services.cognito_identity.pools import IdentityPool
from cognito_lab.services.cognito_identity.proof import Proof, VerifiedLogin, claim_text
from cognito_lab.services.cognito_identity.providers import is_user_pool
from cognito_lab.services.cognito_identity.state import IdentityService

# {tag key: claim name}
DEFAULT_TAGS = {"client": "aud", "username": "sub"}
_BYTE_LIMIT = 460


def principal_tags(pool: IdentityPool, proof: Proof) -> dict[str, str]:
    """The tags of the session: what a voucher brings, or what the maps make of claims."""
    tags = dict(proof.tags)
    for login in proof.logins:
        tags |= _tags_of(login, _map_for(pool, login))
    return tags


def _map_for(pool: IdentityPool, login: VerifiedLogin) -> Mapping[str, str]:
    """The provider's map, kept under its name in role mappings or under its key in Logins."""
    chosen = pool.tag_maps.get(login.mapping_key) or pool.tag_maps.get(login.provider) or {}
    return DEFAULT_TAGS if chosen.get("UseDefaults") else chosen.get("PrincipalTags", {})


def _tags_of(login: VerifiedLogin, tag_map: Mapping[str, str]) -> dict[str, str]:
    found = {key: login.claims.get(claim) for key, claim in tag_map.items()}
    return {key: _text(value) for key, value in found.items() if value not in (None, [])}


def _text(value: Any) -> str:
    return ",".join(map(claim_text, value)) if isinstance(value, list) else claim_text(value)


class PrincipalTagOperations(IdentityService):
    """Operations on the maps from claims to tags."""

    @operation
    def set_principal_tag_attribute_map(
        self,
        *,
        identity_pool_id: str,
        identity_provider_name: str,
        use_defaults: bool | None = None,
        principal_tags: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        """Say which claims of a provider become tags: ``{tag key: claim name}``, or the defaults.

        Raises:
            ResourceNotFoundException: No such pool.
            InvalidParameterException: A provider that the pool does not list, or too long a map.
        """
        pool = self._pool(identity_pool_id)
        _refuse_unknown_provider(pool, identity_provider_name)
        tag_map = dict(principal_tags or {})
        size = sum(len(key.encode()) + len(claim.encode()) for key, claim in tag_map.items())
        if size > _BYTE_LIMIT:
            raise PRINCIPAL_TAGS_TOO_LONG.error(because=f"They have {size}.")
        chosen = {"UseDefaults": bool(use_defaults), "PrincipalTags": tag_map}
        maps = {**pool.tag_maps, identity_provider_name: chosen}
        self._pools[pool.id] = replace(pool, tag_maps=maps)
        return _answer(pool.id, identity_provider_name, chosen)

    @operation
    def get_principal_tag_attribute_map(
        self, *, identity_pool_id: str, identity_provider_name: str
    ) -> dict[str, Any]:
        """The map of a provider; an empty one if none was set."""
        pool = self._pool(identity_pool_id)
        _refuse_unknown_provider(pool, identity_provider_name)
        chosen = pool.tag_maps.get(identity_provider_name, {})
        return _answer(pool.id, identity_provider_name, chosen)


def _refuse_unknown_provider(pool: IdentityPool, name: str) -> None:
    if name not in (*pool.mappable_providers, *map(_in_logins, pool.mappable_providers)):
        listed = ", ".join(pool.mappable_providers) or "none"
        raise PRINCIPAL_TAG_PROVIDER_UNKNOWN.error(
            because=f"Providers of {pool.name}: {listed}.", key=name
        )


def _in_logins(mapping_key: str) -> str:
    """A provider's key in Logins, from its name in role mappings."""
    if is_user_pool(mapping_key):
        return mapping_key.rpartition(":")[0]
    return mapping_key.partition(":oidc-provider/")[2] or mapping_key


def _answer(pool_id: str, name: str, chosen: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "IdentityPoolId": pool_id,
        "IdentityProviderName": name,
        "UseDefaults": chosen.get("UseDefaults", False),
        "PrincipalTags": dict(chosen.get("PrincipalTags", {})),
    }
