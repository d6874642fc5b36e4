"""What the identity service keeps and whom it asks; all its operations stand on this."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from cognito_lab.policy.decision import Decision
from cognito_lab.policy.request import ContextValue
from cognito_lab.primitives.caller import REGION, Caller
from cognito_lab.primitives.clock import Clock
from cognito_lab.primitives.ids import Ids
from cognito_lab.primitives.jose import Claims
from cognito_lab.primitives.messages import IDENTITY_NOT_FOUND, IDENTITY_POOL_NOT_FOUND
from cognito_lab.primitives.published_keys import CachedKeys, Jwks, PublishedKeys
from cognito_lab.primitives.trace import Trace
from cognito_lab.services.cognito_identity import tokens
from cognito_lab.services.cognito_identity.identities import Identity, IdentityTable, Linking
from cognito_lab.services.cognito_identity.logins import LoginDesk, UserPools
from cognito_lab.services.cognito_identity.pools import IdentityPool
from cognito_lab.services.cognito_identity.providers import TrustedProviders


class TokenService(Protocol):
    """What the identity service asks STS."""

    def assume_role_for_identity(
        self, *, role_arn: str, claims: Claims, session_policies: tuple[str, ...] | None = None
    ) -> dict[str, Any]: ...


class Permissions(TrustedProviders, Protocol):
    """What it asks IAM."""

    def role(self, arn: str) -> object | None: ...
    def authorize(
        self,
        caller: Caller,
        action: str,
        resource: str,
        context: Mapping[str, ContextValue] | None = None,
    ) -> Decision: ...


class IdentityService:
    """The state of the identity service.

    Args:
        clock: Dates everything and judges expiry.
        ids: Gives pool and identity ids.
        trace: Where operations are recorded.
        published_keys: Where providers publish their keys, and the service its own.
        sts: Lends roles.
        iam: Knows roles and trusted OpenID Connect providers.
        user_pools: Know who signed out.
    """

    participant = "Identity Pool"

    def __init__(
        self,
        *,
        clock: Clock,
        ids: Ids,
        trace: Trace,
        published_keys: PublishedKeys,
        sts: TokenService,
        iam: Permissions,
        user_pools: UserPools,
    ) -> None:
        self.clock, self.ids, self.trace = clock, ids, trace
        self._sts, self._iam = sts, iam
        self._pools: dict[str, IdentityPool] = {}
        self._identities = IdentityTable()
        keys = CachedKeys(published_keys)
        self._desk = LoginDesk(clock, trace, keys, iam, user_pools)
        published_keys.publish(tokens.ISSUER, tokens.jwks)

    def jwks(self) -> Jwks:
        """The service's public keys, one set for all pools."""
        return tokens.jwks()

    def discovery(self) -> dict[str, Any]:
        """The service's OpenID Connect discovery document."""
        return tokens.discovery()

    def pool(self, identity_pool_id: str) -> IdentityPool:
        """A pool as it stands, for the lab's widgets: to look is no request, so none is recorded.

        Raises:
            ResourceNotFoundException: No such pool.
        """
        return self._pool(identity_pool_id)

    def _pool(self, identity_pool_id: str) -> IdentityPool:
        if identity_pool_id in self._pools:
            return self._pools[identity_pool_id]
        raise IDENTITY_POOL_NOT_FOUND.error(
            because=f"None of this cloud's identity pools ({len(self._pools)}) has that id.",
            identity_pool_id=identity_pool_id,
        )

    def _new_id(self) -> str:
        return self.ids.identity_id(REGION)

    def _keep(self, linking: Linking) -> None:
        """Do to the table what was decided, and say so."""
        self._identities.keep(linking.changed)
        self.trace.note(linking.found)

    def _identity_in(self, pool: IdentityPool, identity_id: str) -> Identity:
        identity = self._identities.row(identity_id)
        if identity.pool_id != pool.id:
            raise IDENTITY_NOT_FOUND.error(
                because=f"It is an identity of another pool than {pool.name}.",
                identity_id=identity_id,
            )
        return identity

    def _pool_and_identity(self, identity_id: str) -> tuple[IdentityPool, Identity]:
        identity = self._identities.row(identity_id)
        return self._pool(identity.pool_id), identity
