"""OpenID Connect providers that this account trusts: whose tokens count, and made for which apps.

Left out: TLS. AWS compares the provider's certificate with the thumbprints (or trusts well-known
authorities); here they are kept and shown only.
"""

from __future__ import annotations

from typing import Any

from cognito_lab.primitives.messages import (
    NO_SUCH_OIDC_PROVIDER,
    OIDC_PROVIDER_EXISTS,
    OIDC_URL_INVALID,
)
from cognito_lab.primitives.trace import operation
from cognito_lab.services.iam.paging import page
from cognito_lab.services.iam.records import OidcProvider, tag_list
from cognito_lab.services.iam.registry import Registry, Tags, limit, tags_from

# Source: IAM API reference, "CreateOpenIDConnectProvider".
_CLIENT_LIMIT, _THUMBPRINT_LIMIT, _TAG_LIMIT = 100, 5, 50


class OidcProviderOperations(Registry):
    """IAM's operations on OpenID Connect providers."""

    @operation
    def create_open_id_connect_provider(
        self,
        *,
        url: str,
        client_id_list: list[str] | None = None,
        thumbprint_list: list[str] | None = None,
        tags: Tags | None = None,
    ) -> dict[str, Any]:
        """Trust an issuer, for tokens that were made for certain apps.

        Args:
            url: The issuer as its tokens spell it: ``https://host`` or ``https://host/path``.
            client_id_list: App ids; a token's ``azp`` or ``aud`` must be among them.
            thumbprint_list: SHA-1 of certificates, 40 hexadecimal digits each.
            tags: As AWS spells them.

        Raises:
            ValidationError: The url does not begin with ``https://`` or carries a query.
            EntityAlreadyExists: The issuer is trusted already.
            LimitExceeded: More than 100 app ids or 5 thumbprints.
        """
        host_and_path = url.removeprefix("https://")
        if host_and_path == url or not host_and_path or "?" in url or "#" in url:
            raise OIDC_URL_INVALID.error(
                because=f"{url!r} is no issuer: it begins with https:// and has no query."
            )
        if host_and_path in self._providers:
            raise OIDC_PROVIDER_EXISTS.error(because="One provider per issuer.", url=url)
        if len(client_id_list or ()) > _CLIENT_LIMIT:
            raise limit("ClientIdsPerOpenIdConnectProvider", _CLIENT_LIMIT)
        if len(thumbprint_list or ()) > _THUMBPRINT_LIMIT:
            raise limit("ThumbprintsPerOpenIdConnectProvider", _THUMBPRINT_LIMIT)
        provider = OidcProvider(
            url=host_and_path,
            client_ids=list(client_id_list or ()),
            thumbprints=list(thumbprint_list or ()),
            created_at=self.clock.now(),
            tags=tags_from(tags),
        )
        self._providers[host_and_path] = provider
        return {"OpenIDConnectProviderArn": provider.arn, **_tags(provider)}

    @operation
    def get_open_id_connect_provider(self, *, open_id_connect_provider_arn: str) -> dict[str, Any]:
        """A provider; its Url comes back without ``https://``, as AWS shows it."""
        provider = self._provider(open_id_connect_provider_arn)
        return {
            "Url": provider.url,
            "ClientIDList": list(provider.client_ids),
            "ThumbprintList": list(provider.thumbprints),
            "CreateDate": provider.created_at,
            **_tags(provider),
        }

    @operation
    def list_open_id_connect_providers(self) -> dict[str, Any]:
        """The ARNs of all providers."""
        arns = [{"Arn": provider.arn} for provider in self._providers.values()]
        return {"OpenIDConnectProviderList": arns}

    @operation
    def delete_open_id_connect_provider(
        self, *, open_id_connect_provider_arn: str
    ) -> dict[str, Any]:
        """Trust the issuer no longer. Deleting what is not there is not an error."""
        gone = [p.url for p in self._providers.values() if p.arn == open_id_connect_provider_arn]
        for url in gone:
            del self._providers[url]
        return {}

    @operation
    def add_client_id_to_open_id_connect_provider(
        self, *, open_id_connect_provider_arn: str, client_id: str
    ) -> dict[str, Any]:
        """Accept tokens made for one more app."""
        provider = self._provider(open_id_connect_provider_arn)
        if client_id in provider.client_ids:
            return {}
        if len(provider.client_ids) >= _CLIENT_LIMIT:
            raise limit("ClientIdsPerOpenIdConnectProvider", _CLIENT_LIMIT)
        provider.client_ids.append(client_id)
        return {}

    @operation
    def remove_client_id_from_open_id_connect_provider(
        self, *, open_id_connect_provider_arn: str, client_id: str
    ) -> dict[str, Any]:
        """Accept no more tokens made for an app. Removing what is not there is not an error."""
        provider = self._provider(open_id_connect_provider_arn)
        provider.client_ids = [kept for kept in provider.client_ids if kept != client_id]
        return {}

    @operation
    def update_open_id_connect_provider_thumbprint(
        self, *, open_id_connect_provider_arn: str, thumbprint_list: list[str]
    ) -> dict[str, Any]:
        """Replace the thumbprints."""
        provider = self._provider(open_id_connect_provider_arn)
        if len(thumbprint_list) > _THUMBPRINT_LIMIT:
            raise limit("ThumbprintsPerOpenIdConnectProvider", _THUMBPRINT_LIMIT)
        provider.thumbprints = list(thumbprint_list)
        return {}

    @operation
    def tag_open_id_connect_provider(
        self, *, open_id_connect_provider_arn: str, tags: Tags
    ) -> dict[str, Any]:
        """Add or replace tags."""
        provider = self._provider(open_id_connect_provider_arn)
        together = provider.tags | tags_from(tags)
        if len(together) > _TAG_LIMIT:
            raise limit("TagsPerOpenIdConnectProvider", _TAG_LIMIT)
        provider.tags = together
        return {}

    @operation
    def untag_open_id_connect_provider(
        self, *, open_id_connect_provider_arn: str, tag_keys: list[str]
    ) -> dict[str, Any]:
        """Take tags away; keys that are not there do not matter."""
        provider = self._provider(open_id_connect_provider_arn)
        provider.tags = {k: v for k, v in provider.tags.items() if k not in tag_keys}
        return {}

    @operation
    def list_open_id_connect_provider_tags(
        self,
        *,
        open_id_connect_provider_arn: str,
        marker: str | None = None,
        max_items: int | None = None,
    ) -> dict[str, Any]:
        """A provider's tags."""
        tags = tag_list(self._provider(open_id_connect_provider_arn).tags)
        return page("Tags", tags, marker=marker, max_items=max_items)

    def _provider(self, arn: str) -> OidcProvider:
        for provider in self._providers.values():
            if provider.arn == arn:
                return provider
        raise NO_SUCH_OIDC_PROVIDER.error(
            because=f"{len(self._providers)} providers are trusted here, not this one.", arn=arn
        )


def _tags(provider: OidcProvider) -> dict[str, Any]:
    return {"Tags": tag_list(provider.tags)} if provider.tags else {}
