"""Making and removing user pools.

Source: API reference, "CreateUserPool", "DescribeUserPool", "ListUserPools", "DeleteUserPool".
"""

from __future__ import annotations

from typing import Unpack

from cognito_lab.primitives import messages
from cognito_lab.primitives.caller import REGION
from cognito_lab.primitives.trace import operation
from cognito_lab.services.cognito_idp.desk import Desk, Response, listed
from cognito_lab.services.cognito_idp.directory import Directory
from cognito_lab.services.cognito_idp.factors import Factor
from cognito_lab.services.cognito_idp.naming import Naming
from cognito_lab.services.cognito_idp.pool import UserPool, short_name
from cognito_lab.services.cognito_idp.pool_settings import PoolSettings, pool_settings
from cognito_lab.services.cognito_idp.schema import Schema


class Pools(Desk):
    """Operations on whole pools."""

    @operation
    def create_user_pool(self, *, pool_name: str, **given: Unpack[PoolSettings]) -> Response:
        """Make a pool and publish its keys.

        Raises:
            InvalidParameterException: Settings or schema contradict themselves.
        """
        settings, schema = pool_settings(given), Schema(given.get("schema") or ())
        naming = Naming(
            alias_attributes=tuple(settings.get("AliasAttributes") or ()),
            username_attributes=tuple(settings.get("UsernameAttributes") or ()),
            case_sensitive=settings["UsernameConfiguration"]["CaseSensitive"],
        )
        if "preferred_username" in {*naming.alias_attributes} & {*schema.required}:
            raise messages.ALIAS_REQUIRED.error()
        factors = frozenset({Factor.SMS_MFA} if settings.get("SmsConfiguration") else ())
        if settings["MfaConfiguration"] != "OFF" and not factors:
            raise messages.MFA_WITHOUT_FACTOR.error(
                because="CreateUserPool knows SMS only (SmsConfiguration); for authenticator apps, "
                "make the pool first and then call SetUserPoolMfaConfig."
            )
        pool_id, now = self.ids.user_pool_id(REGION), self.clock.now()
        pool = UserPool(
            id=pool_id,
            name=pool_name,
            ordinal=self.pools_made,
            settings=settings,
            schema=schema,
            directory=Directory(naming, short_name(pool_id), self.ids.bytes(32)),
            created_at=now,
            modified_at=now,
            factors=factors,
        )
        self.pools_made += 1
        self.pools.add(pool.id, pool)
        self.published_keys.publish(pool.issuer, pool.jwks)
        return {"UserPool": pool.describe()}

    @operation
    def describe_user_pool(self, *, user_pool_id: str) -> Response:
        """Everything that the pool was told, defaults filled in."""
        return {"UserPool": self.pool(user_pool_id).describe()}

    @operation
    def list_user_pools(self, *, max_results: int, next_token: str | None = None) -> Response:
        """The account's pools, page by page."""
        page, following = self.pools.page(max_results, next_token)
        return listed("UserPools", [pool.summary() for pool in page], following)

    @operation
    def delete_user_pool(self, *, user_pool_id: str) -> Response:
        """Remove a pool with everything in it; its keys are no longer published.

        Raises:
            InvalidParameterException: The pool is protected from deletion, or has a domain.
        """
        pool = self.pool(user_pool_id)
        if pool.settings["DeletionProtection"] == "ACTIVE":
            raise messages.POOL_PROTECTED.error()
        if pool.domain is not None:
            raise messages.POOL_HAS_DOMAIN.error()
        for client in pool.clients:
            del self.clients[client.id]
        self.pools.remove(pool.id)
        self.published_keys.withdraw(pool.issuer)
        return {}
