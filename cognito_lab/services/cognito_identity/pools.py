"""An identity pool: a counter with rules of its own about who is served and which role they get.

Left out: Cognito Sync and Cognito Streams, which AWS attached to identity pools long ago.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from cognito_lab.primitives.caller import ACCOUNT_ID, REGION
from cognito_lab.primitives.record import record

Settings = Mapping[str, Any]


@record
class IdentityPool:
    """One identity pool.

    Attributes:
        id: ``us-east-1:<guid>``, of the same shape as an identity's.
        settings: What CreateIdentityPool was given, in AWS's shape: ``{"IdentityPoolName": …}``.
        roles: Default roles, ``{"authenticated": ARN, "unauthenticated": ARN}``, either may lack.
        role_mappings: How a provider's tokens choose another role, ``{provider: mapping}``.
        tag_maps: Which claims become principal tags, ``{provider: map}``.
    """

    id: str
    settings: Settings
    roles: Mapping[str, str] = field(default_factory=dict)
    role_mappings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    tag_maps: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def arn(self) -> str:
        return f"arn:aws:cognito-identity:{REGION}:{ACCOUNT_ID}:identitypool/{self.id}"

    @property
    def name(self) -> str:
        return str(self.settings["IdentityPoolName"])

    @property
    def serves_guests(self) -> bool:
        return bool(self.settings["AllowUnauthenticatedIdentities"])

    @property
    def allows_classic_flow(self) -> bool:
        """Three-valued in AWS: only an explicit false switches the classic flow off.

        Observed: aws-cli issue 7652, February 2023.
        """
        return self.settings.get("AllowClassicFlow") is not False

    @property
    def developer_provider(self) -> str | None:
        """The name under which the app's own back end vouches for users."""
        return self.settings.get("DeveloperProviderName")

    def user_pool_clients(self, provider: str) -> dict[str, bool]:
        """App clients of one user pool that are accepted, ``{client id: server-side check}``."""
        return {
            entry["ClientId"]: bool(entry.get("ServerSideTokenCheck"))
            for entry in self.settings.get("CognitoIdentityProviders", ())
            if entry["ProviderName"] == provider
        }

    @property
    def mappable_providers(self) -> tuple[str, ...]:
        """The names that role mappings use; a user pool's holds the app client too."""
        clients = self.settings.get("CognitoIdentityProviders", ())
        return (
            *(f"{entry['ProviderName']}:{entry['ClientId']}" for entry in clients),
            *self.settings.get("SupportedLoginProviders", {}),
            *self.settings.get("OpenIdConnectProviderARNs", ()),
            *self.settings.get("SamlProviderARNs", ()),
        )

    @property
    def labels(self) -> dict[str, str]:
        """The tags of the pool itself."""
        return dict(self.settings["IdentityPoolTags"])

    def described(self) -> dict[str, Any]:
        """The pool as DescribeIdentityPool shows it: what was never set is absent."""
        return {"IdentityPoolId": self.id, **self.settings}
