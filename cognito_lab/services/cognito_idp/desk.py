"""What every operation of the user-pool service has at hand, and how it finds what a request names.

The operations are spread over several classes, one for each subject, and all of them are a `Desk`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from cognito_lab.primitives import messages
from cognito_lab.primitives.clock import Clock
from cognito_lab.primitives.ids import Ids
from cognito_lab.primitives.mailbox import Mailbox
from cognito_lab.primitives.published_keys import CachedKeys, PublishedKeys
from cognito_lab.primitives.trace import Trace
from cognito_lab.services.cognito_idp.attempts import Attempts
from cognito_lab.services.cognito_idp.client import AppClient
from cognito_lab.services.cognito_idp.group import Group
from cognito_lab.services.cognito_idp.pool import UserPool
from cognito_lab.services.cognito_idp.roll import Roll
from cognito_lab.services.cognito_idp.user import User

Response = dict[str, Any]


class OpenIdProvider(Protocol):
    """A provider elsewhere, as far as the pool talks to it without the browser."""

    participant: str

    def discovery(self) -> Mapping[str, Any]: ...

    def redeem(self, form: Mapping[str, str]) -> Mapping[str, Any]: ...


class OpenIdProviders(Protocol):
    """Every provider that the lab has."""

    def of_issuer(self, issuer: str) -> OpenIdProvider | None: ...


class TriggerFunctions(Protocol):
    """Where the pool's Lambda triggers run."""

    def invoke(self, arn_or_name: str, event: Any) -> Any: ...


class Desk:
    """One account's user pools.

    Args:
        clock: The lab's time.
        ids: Source of every id, code, salt and secret.
        trace: Where operations are recorded.
        mailbox: Where codes and invitations go.
        published_keys: Where each pool's JWKS is put up.
        functions: Where trigger functions run.
        openid_providers: Who else can sign people in.
    """

    participant = "User Pool"

    def __init__(
        self,
        *,
        clock: Clock,
        ids: Ids,
        trace: Trace,
        mailbox: Mailbox,
        published_keys: PublishedKeys,
        functions: TriggerFunctions,
        openid_providers: OpenIdProviders,
    ) -> None:
        self.clock, self.ids, self.trace = clock, ids, trace
        self.mailbox, self.published_keys, self.functions = mailbox, published_keys, functions
        self.pools: Roll[UserPool] = Roll()
        self.pools_made = 0
        self.clients: dict[str, AppClient] = {}
        self.attempts = Attempts()
        self.domains: dict[str, UserPool] = {}
        self.openid_providers, self.provider_keys = openid_providers, CachedKeys(published_keys)

    def pool(self, pool_id: str) -> UserPool:
        """The pool of an id.

        Raises:
            ResourceNotFoundException: There is none.
        """
        if (pool := self.pools.get(pool_id)) is None:
            raise messages.POOL_NOT_FOUND.error(id=pool_id)
        return pool

    def pool_of_issuer(self, issuer: object) -> UserPool | None:
        """The pool whose tokens carry this `iss`."""
        prefix, _, pool_id = str(issuer).rpartition("/")
        pool = self.pools.get(pool_id)
        return pool if pool is not None and pool.issuer == f"{prefix}/{pool_id}" else None

    def client(self, client_id: str, pool: UserPool | None = None) -> AppClient:
        """The app client of an id, in a pool if one is given.

        Raises:
            ResourceNotFoundException: There is none.
        """
        client = self.clients.get(client_id)
        if client is None or (pool is not None and client.pool is not pool):
            raise messages.CLIENT_NOT_FOUND.error(
                because="" if client is None else f"The client belongs to pool {client.pool.id}.",
                id=client_id,
            )
        return client

    def user(self, pool: UserPool, username: str) -> User:
        """The user of a name, for an administrator, from whom nothing is hidden.

        Raises:
            UserNotFoundException: There is none.
        """
        if (user := pool.directory.find(username)) is None:
            raise messages.USER_NOT_FOUND.error(because=f"The pool knows nobody as {username!r}.")
        return user

    def group(self, pool: UserPool, group_name: str) -> Group:
        """The group of a name.

        Raises:
            ResourceNotFoundException: There is none.
        """
        group = pool.groups.get(group_name.casefold())
        if group is None or group.name != group_name:
            raise messages.GROUP_NOT_FOUND.error(because=f"The pool has no group {group_name!r}.")
        return group


def listed(
    name: str, items: list[Response], following: str | None, token: str = "NextToken"
) -> Response:
    """The answer of a list operation; the token is absent on the last page."""
    return {name: items, **({token: following} if following else {})}
