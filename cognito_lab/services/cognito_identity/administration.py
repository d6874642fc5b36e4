"""The administrator's side: making identity pools, giving them roles, looking at their table.

Source of the quotas: Cognito developer guide, "Quotas". Left out: rate quotas, and the settings of
Cognito Sync.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from cognito_lab.primitives.caller import current_caller
from cognito_lab.primitives.messages import (
    DEVELOPER_PROVIDER_FIXED,
    IDENTITY_POOL_QUOTA,
    IDENTITY_PROVIDER_INCOMPLETE,
    ROLE_FORBIDDEN,
)
from cognito_lab.primitives.trace import operation
from cognito_lab.services.cognito_identity.identities import Identity
from cognito_lab.services.cognito_identity.paging import page
from cognito_lab.services.cognito_identity.pools import IdentityPool
from cognito_lab.services.cognito_identity.resource_tags import refuse_too_many_labels
from cognito_lab.services.cognito_identity.role_mappings import check_mappings, roles_named
from cognito_lab.services.cognito_identity.state import IdentityService

Records = Sequence[Mapping[str, Any]]
_MOST_POOLS, _MOST_USER_POOLS = 1000, 50
_PASSED_TO = {"iam:PassedToService": "cognito-identity.amazonaws.com"}


class PoolOperations(IdentityService):
    """Operations on pools, their roles and their identities."""

    @operation
    def create_identity_pool(
        self,
        *,
        identity_pool_name: str,
        allow_unauthenticated_identities: bool,
        allow_classic_flow: bool | None = None,
        supported_login_providers: Mapping[str, str] | None = None,
        developer_provider_name: str | None = None,
        open_id_connect_provider_arns: Sequence[str] | None = None,
        cognito_identity_providers: Records | None = None,
        saml_provider_arns: Sequence[str] | None = None,
        identity_pool_tags: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        """Make an identity pool. It has no roles yet: it can name identities and lend nothing.

        Raises:
            InvalidParameterException: An app client without its user pool or the other way round,
                or more than 50 labels.
            LimitExceededException: The account has 1,000 pools, or this one lists more than 50
                app clients of user pools.
        """
        settings = _settings(
            IdentityPoolName=identity_pool_name,
            AllowUnauthenticatedIdentities=allow_unauthenticated_identities,
            AllowClassicFlow=allow_classic_flow,
            SupportedLoginProviders=supported_login_providers,
            DeveloperProviderName=developer_provider_name,
            OpenIdConnectProviderARNs=open_id_connect_provider_arns,
            CognitoIdentityProviders=cognito_identity_providers,
            SamlProviderARNs=saml_provider_arns,
            IdentityPoolTags=identity_pool_tags,
        )
        _refuse_more_than(_MOST_POOLS, "identity pools", len(self._pools) + 1)
        pool = IdentityPool(self._new_id(), settings)
        self._pools[pool.id] = pool
        return pool.described()

    @operation
    def update_identity_pool(
        self,
        *,
        identity_pool_id: str,
        identity_pool_name: str,
        allow_unauthenticated_identities: bool,
        allow_classic_flow: bool | None = None,
        supported_login_providers: Mapping[str, str] | None = None,
        developer_provider_name: str | None = None,
        open_id_connect_provider_arns: Sequence[str] | None = None,
        cognito_identity_providers: Records | None = None,
        saml_provider_arns: Sequence[str] | None = None,
        identity_pool_tags: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        """Replace all settings: what is left out goes back to its default.

        Raises:
            ResourceNotFoundException: No such pool.
            InvalidParameterException: The developer provider's name was set and would change, or
                the settings could not make a pool either.
            LimitExceededException: The pool would list more than 50 app clients of user pools.
        """
        pool = self._pool(identity_pool_id)
        developer = developer_provider_name or pool.developer_provider
        if developer != (pool.developer_provider or developer):
            raise DEVELOPER_PROVIDER_FIXED.error(
                because=f"It is {pool.developer_provider}: identities are linked to that name."
            )
        settings = _settings(
            IdentityPoolName=identity_pool_name,
            AllowUnauthenticatedIdentities=allow_unauthenticated_identities,
            AllowClassicFlow=allow_classic_flow,
            SupportedLoginProviders=supported_login_providers,
            DeveloperProviderName=developer,
            OpenIdConnectProviderARNs=open_id_connect_provider_arns,
            CognitoIdentityProviders=cognito_identity_providers,
            SamlProviderARNs=saml_provider_arns,
            IdentityPoolTags=identity_pool_tags,
        )
        self._pools[pool.id] = replace(pool, settings=settings)
        return self._pools[pool.id].described()

    @operation
    def describe_identity_pool(self, *, identity_pool_id: str) -> dict[str, Any]:
        """Raises: ResourceNotFoundException."""
        return self._pool(identity_pool_id).described()

    @operation
    def delete_identity_pool(self, *, identity_pool_id: str) -> dict[str, Any]:
        """Delete a pool with all its identities. Credentials that were handed out live on."""
        pool = self._pool(identity_pool_id)
        for identity in self._identities.of_pool(pool.id):
            self._identities.forget(identity.id)
        del self._pools[pool.id]
        return {}

    @operation
    def list_identity_pools(
        self, *, max_results: int, next_token: str | None = None
    ) -> dict[str, Any]:
        """Ids and names of all pools, oldest first."""
        pools = [
            {"IdentityPoolId": pool.id, "IdentityPoolName": pool.name}
            for pool in self._pools.values()
        ]
        return page("IdentityPools", pools, max_results, next_token)

    # --- roles -----------------------------------------------------------------------------------

    @operation
    def set_identity_pool_roles(
        self,
        *,
        identity_pool_id: str,
        roles: Mapping[str, str],
        role_mappings: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> dict[str, Any]:
        """Replace the pool's default roles and its role mappings.

        The caller hands roles on to the service, so it needs iam:PassRole for each of them.

        Raises:
            ResourceNotFoundException: No such pool.
            InvalidParameterException: A mapping for a provider that the pool does not list, or an
                incomplete one.
            NotAuthorizedException: A role is not there, or the caller may not pass it.
        """
        pool = self._pool(identity_pool_id)
        mappings = role_mappings or {}
        check_mappings(pool, mappings)
        for role_arn in (*roles.values(), *roles_named(mappings)):
            self._refuse_unpassable(role_arn)
        self._pools[pool.id] = replace(pool, roles=dict(roles), role_mappings=dict(mappings))
        return {}

    def _refuse_unpassable(self, role_arn: str) -> None:
        if self._iam.role(role_arn) is None:
            raise ROLE_FORBIDDEN.error(because=f"There is no role {role_arn}.", role_arn=role_arn)
        caller = current_caller()
        decision = self._iam.authorize(caller, "iam:PassRole", role_arn, _PASSED_TO)
        if not decision.allowed:
            raise ROLE_FORBIDDEN.error(
                because=f"{caller.arn} may not hand on that role {decision.reason}.",
                role_arn=role_arn,
            )

    @operation
    def get_identity_pool_roles(self, *, identity_pool_id: str) -> dict[str, Any]:
        """The pool's default roles and role mappings."""
        pool = self._pool(identity_pool_id)
        mappings = {"RoleMappings": dict(pool.role_mappings)} if pool.role_mappings else {}
        return {"IdentityPoolId": pool.id, "Roles": dict(pool.roles), **mappings}

    # --- the table -------------------------------------------------------------------------------

    @operation
    def describe_identity(self, *, identity_id: str) -> dict[str, Any]:
        """One row of the table: an id, and the *names* of the providers linked to it."""
        return _described(self._identities.row(identity_id))

    @operation
    def list_identities(
        self,
        *,
        identity_pool_id: str,
        max_results: int,
        next_token: str | None = None,
        hide_disabled: bool | None = None,
    ) -> dict[str, Any]:
        """The rows of a pool's table, oldest first; disabled ones were merged into others."""
        pool = self._pool(identity_pool_id)
        rows = [
            _described(identity)
            for identity in self._identities.of_pool(pool.id)
            if not (hide_disabled and identity.is_disabled)
        ]
        return {"IdentityPoolId": pool.id, **page("Identities", rows, max_results, next_token)}

    @operation
    def delete_identities(self, *, identity_ids_to_delete: Sequence[str]) -> dict[str, Any]:
        """Delete identities; what cannot be deleted comes back, and the rest is gone."""
        unknown = []
        for identity_id in dict.fromkeys(identity_ids_to_delete):
            if self._identities.has(identity_id):
                self._identities.forget(identity_id)
            else:
                unknown.append({"IdentityId": identity_id, "ErrorCode": "AccessDenied"})
        return {"UnprocessedIdentityIds": unknown}


def _settings(**given: Any) -> dict[str, Any]:
    """Settings as AWS keeps them: what was not given is absent, tags are always there."""
    settings = {name: value for name, value in given.items() if value is not None}
    user_pools = settings.get("CognitoIdentityProviders", ())
    labels = dict(settings.get("IdentityPoolTags", {}))
    _refuse_half_entries(user_pools)
    refuse_too_many_labels(labels)
    _refuse_more_than(_MOST_USER_POOLS, "user-pool providers", len(user_pools))
    if "CognitoIdentityProviders" in settings:
        settings["CognitoIdentityProviders"] = [
            {"ServerSideTokenCheck": False, **entry}
            for entry in settings["CognitoIdentityProviders"]
        ]
    return {**settings, "IdentityPoolTags": labels}


def _refuse_half_entries(user_pools: Records) -> None:
    """The model asks for neither member, but one without the other names nobody."""
    for entry in user_pools:
        for member in ("ProviderName", "ClientId"):
            if member not in entry:
                raise IDENTITY_PROVIDER_INCOMPLETE.error(
                    because=f"An entry names a user pool and one of its app clients; {member} is "
                    "not there.",
                    member=member,
                )


def _refuse_more_than(limit: int, what: str, wanted: int) -> None:
    if wanted > limit:
        raise IDENTITY_POOL_QUOTA.error(
            because=f"AWS's quota is {limit}, and this would be number {wanted}.",
            what=what,
            limit=limit,
        )


def _described(identity: Identity) -> dict[str, Any]:
    return {
        "IdentityId": identity.id,
        "Logins": identity.providers,
        "CreationDate": identity.created_at,
        "LastModifiedDate": identity.modified_at,
    }
