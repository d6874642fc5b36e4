"""The user-pool service of one account: boto3's `cognito-idp` client, answered in memory.

Its operations stand in one class for each subject; this file puts them together. What is not an
operation (`jwks`, `discovery`, `is_signed_out`) is for the other services and for plain HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cognito_lab.primitives.published_keys import Jwks
from cognito_lab.services.cognito_idp.access import session_name
from cognito_lab.services.cognito_idp.operations.account import Account
from cognito_lab.services.cognito_idp.operations.admin_users import AdminUsers
from cognito_lab.services.cognito_idp.operations.clients import Clients
from cognito_lab.services.cognito_idp.operations.domains import Domains
from cognito_lab.services.cognito_idp.operations.groups import Groups
from cognito_lab.services.cognito_idp.operations.identity_providers import IdentityProviders
from cognito_lab.services.cognito_idp.operations.mfa_settings import MfaSettings
from cognito_lab.services.cognito_idp.operations.own_attributes import OwnAttributes
from cognito_lab.services.cognito_idp.operations.pool_changes import PoolChanges
from cognito_lab.services.cognito_idp.operations.pools import Pools
from cognito_lab.services.cognito_idp.operations.provider_links import ProviderLinks
from cognito_lab.services.cognito_idp.operations.recovery import Recovery
from cognito_lab.services.cognito_idp.operations.refreshing import Refreshing
from cognito_lab.services.cognito_idp.operations.resource_servers import ResourceServers
from cognito_lab.services.cognito_idp.operations.sign_in import SignInOperations
from cognito_lab.services.cognito_idp.operations.sign_out import SignOut
from cognito_lab.services.cognito_idp.operations.sign_up import SignUp
from cognito_lab.services.cognito_idp.operations.software_token import SoftwareToken
from cognito_lab.services.cognito_idp.operations.user_lists import UserLists
from cognito_lab.services.cognito_idp.pool import UserPool


class CognitoIdp(
    Pools,
    PoolChanges,
    Clients,
    Groups,
    SignUp,
    AdminUsers,
    UserLists,
    SignInOperations,
    Refreshing,
    SignOut,
    Recovery,
    Account,
    OwnAttributes,
    MfaSettings,
    SoftwareToken,
    Domains,
    ResourceServers,
    IdentityProviders,
    ProviderLinks,
):
    """Every operation on user pools that the lab answers."""

    def jwks(self, pool_id: str) -> Jwks:
        """The pool's two public keys.

        Raises:
            LookupError: No such pool.
        """
        return self._pool_or_nothing(pool_id).jwks()

    def pool_at(self, domain: str) -> UserPool | None:
        """The pool whose pages are at a domain's prefix."""
        return self.domains.get(domain)

    def discovery(self, pool_id: str) -> dict[str, Any]:
        """The pool's OpenID Connect discovery document.

        Raises:
            LookupError: No such pool.
        """
        return self._pool_or_nothing(pool_id).discovery()

    def is_signed_out(self, issuer: str, claims: Mapping[str, Any]) -> bool:
        """Whether a token, good as it looks offline, belongs to a session that has ended.

        Args:
            issuer: The token's `iss`.
            claims: Its verified claims.

        Returns:
            True too for a user who was disabled or deleted, and for a pool that is gone.
        """
        pool = self.pool_of_issuer(issuer)
        sign_in = None if pool is None else pool.sign_ins.of_origin(session_name(claims))
        return sign_in is None or sign_in.is_revoked or not sign_in.user.enabled

    def _pool_or_nothing(self, pool_id: str) -> UserPool:
        if (pool := self.pools.get(pool_id)) is None:
            raise LookupError(f"no user pool has the id {pool_id!r}")
        return pool
