"""Telling a pool who else may sign its people in.

Source: API reference, "CreateIdentityProvider" and its neighbours; developer guide, "Mapping IdP
attributes to profiles and tokens".
Left out: UpdateIdentityProvider, GetIdentityProviderByIdentifier.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cognito_lab.primitives import messages
from cognito_lab.primitives.trace import operation
from cognito_lab.services.cognito_idp.desk import Desk, Response, listed
from cognito_lab.services.cognito_idp.identity_provider import (
    GOOGLE_DETAILS,
    LOCAL,
    MAX_OF_A_POOL,
    REQUIRED_DETAILS,
    SOCIAL,
    IdentityProvider,
    ProviderType,
)
from cognito_lab.services.cognito_idp.pool import UserPool

_PAGE = 60
_ENDPOINTS = {  # ours: the discovery document's
    "authorize_url": "authorization_endpoint",
    "token_url": "token_endpoint",
    "attributes_url": "userinfo_endpoint",
    "jwks_uri": "jwks_uri",
}


class IdentityProviders(Desk):
    """Operations on identity providers."""

    @operation
    def create_identity_provider(
        self,
        *,
        user_pool_id: str,
        provider_name: str,
        provider_type: str,
        provider_details: Mapping[str, str],
        attribute_mapping: Mapping[str, str] | None = None,
        idp_identifiers: Sequence[str] | None = None,
    ) -> Response:
        """Let somebody else sign people in.

        Args:
            user_pool_id: The pool.
            provider_name: Unique in the pool, and the first part of user names; for social
                providers their type.
            provider_type: ``OIDC``, ``Google``, ``SAML`` and so on.
            provider_details: Where it is, and which app the pool is there.
            attribute_mapping: ``{attribute of the pool: claim of the provider}``.
            idp_identifiers: Other names that apps may ask for it by.

        Raises:
            DuplicateProviderException: The name, or an identifier, is taken.
            InvalidParameterException: Details are missing, the name does not fit the type, or the
                mapping names an attribute that the pool has not.
            LimitExceededException: The pool has 300 already.
            ResourceNotFoundException: No such pool.
        """
        pool, kind = self.pool(user_pool_id), ProviderType(provider_type)
        _check_name(pool, provider_name, kind, idp_identifiers or ())
        _check_details(kind, provider_details)
        _check_mapping(pool, attribute_mapping or {})
        if len(pool.identity_providers) >= MAX_OF_A_POOL:
            raise messages.TOO_MANY.error(limit=MAX_OF_A_POOL, what="identity providers")
        provider = IdentityProvider(
            provider_name,
            kind,
            pool.id,
            details=self._completed(kind, provider_details),
            mapping={**(attribute_mapping or {}), **_subject(kind)},
            identifiers=tuple(idp_identifiers or ()),
            created_at=self.clock.now(),
        )
        pool.identity_providers.add(provider_name, provider)
        return {"IdentityProvider": provider.describe()}

    @operation
    def describe_identity_provider(self, *, user_pool_id: str, provider_name: str) -> Response:
        """Everything that the pool was told about a provider, the secret included."""
        provider = self._provider(self.pool(user_pool_id), provider_name)
        return {"IdentityProvider": provider.describe()}

    @operation
    def list_identity_providers(
        self, *, user_pool_id: str, max_results: int | None = None, next_token: str | None = None
    ) -> Response:
        """The pool's providers, page by page."""
        providers = self.pool(user_pool_id).identity_providers
        page, following = providers.page(max_results or _PAGE, next_token)
        return listed("Providers", [provider.summary() for provider in page], following)

    @operation
    def delete_identity_provider(self, *, user_pool_id: str, provider_name: str) -> Response:
        """Forget a provider. Its people stay users, and can no longer sign in."""
        pool = self.pool(user_pool_id)
        pool.identity_providers.remove(self._provider(pool, provider_name).name)
        return {}

    def _provider(self, pool: UserPool, name: str) -> IdentityProvider:
        if (provider := pool.identity_providers.get(name)) is None:
            raise messages.PROVIDER_NOT_FOUND.error(name=name)
        return provider

    def _completed(self, kind: ProviderType, given: Mapping[str, str]) -> dict[str, str]:
        """The details, with the endpoints that the pool finds out by itself."""
        if kind is ProviderType.GOOGLE:
            return {**given, **GOOGLE_DETAILS}
        known = self.openid_providers.of_issuer(given.get("oidc_issuer", ""))
        if kind is not ProviderType.OIDC or known is None:
            return dict(given)
        with self.trace.exchange(known.participant, "GET openid-configuration", {}) as exchange:
            found = exchange.answer = known.discovery()
        endpoints = {ours: found[theirs] for ours, theirs in _ENDPOINTS.items() if theirs in found}
        return {**endpoints, **given, "attributes_url_add_attributes": "false"}


def _subject(kind: ProviderType) -> dict[str, str]:
    """Who signs in with OpenID Connect is named by `sub`, whatever the mapping says."""
    return {"username": "sub"} if kind in (ProviderType.GOOGLE, ProviderType.OIDC) else {}


def _check_name(pool: UserPool, name: str, kind: ProviderType, identifiers: Sequence[str]) -> None:
    social = {str(one) for one in SOCIAL}
    if (name != kind) if kind in SOCIAL else (name in social or name.upper() == LOCAL):
        raise messages.PROVIDER_NAME_FIXED.error(
            because="A social provider is called as its type is, and nobody else is.",
            name=name,
            type=kind,
        )
    taken = {one for provider in pool.identity_providers for one in provider.identifiers}
    if name in pool.identity_providers or taken & set(identifiers):
        raise messages.PROVIDER_EXISTS.error()


def _check_details(kind: ProviderType, given: Mapping[str, str]) -> None:
    missing = [name for name in REQUIRED_DETAILS[kind] if not given.get(name)]
    if kind is ProviderType.SAML and not (given.get("MetadataURL") or given.get("MetadataFile")):
        missing = ["MetadataURL or MetadataFile"]
    if missing:
        raise messages.PROVIDER_DETAIL_MISSING.error(missing=", ".join(missing), type=kind)


def _check_mapping(pool: UserPool, mapping: Mapping[str, str]) -> None:
    for name in mapping:
        if name != "username" and (name not in pool.schema.attributes or name == "sub"):
            raise messages.PROVIDER_MAPPING_UNKNOWN.error(name=name)
