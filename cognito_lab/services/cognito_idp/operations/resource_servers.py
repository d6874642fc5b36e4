"""Telling a pool which APIs there are, and which scopes they know.

Source: API reference, "CreateResourceServer" and its neighbours; developer guide, "Scopes, M2M, and
resource servers".
Left out: UpdateResourceServer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cognito_lab.primitives import messages
from cognito_lab.primitives.trace import operation
from cognito_lab.services.cognito_idp.desk import Desk, Response, listed
from cognito_lab.services.cognito_idp.pool import UserPool
from cognito_lab.services.cognito_idp.resource_server import MAX_OF_A_POOL, ResourceServer

_PAGE = 50


class ResourceServers(Desk):
    """Operations on resource servers."""

    @operation
    def create_resource_server(
        self,
        *,
        user_pool_id: str,
        identifier: str,
        name: str,
        scopes: Sequence[Mapping[str, str]] | None = None,
    ) -> Response:
        """Make an API known.

        Args:
            user_pool_id: The pool.
            identifier: Unique in the pool; the first half of its scopes' names.
            name: For people only.
            scopes: ``[{"ScopeName", "ScopeDescription"}]``.

        Raises:
            InvalidParameterException: The identifier is taken.
            LimitExceededException: The pool has 25 already.
            ResourceNotFoundException: No such pool.
        """
        pool = self.pool(user_pool_id)
        if identifier in pool.resource_servers:
            raise messages.RESOURCE_SERVER_EXISTS.error(identifier=identifier, pool_id=pool.id)
        if len(pool.resource_servers) >= MAX_OF_A_POOL:
            raise messages.TOO_MANY.error(limit=MAX_OF_A_POOL, what="resource servers")
        described = {scope["ScopeName"]: scope["ScopeDescription"] for scope in scopes or ()}
        server = ResourceServer(identifier, name, pool.id, described)
        pool.resource_servers.add(identifier, server)
        return {"ResourceServer": server.describe()}

    @operation
    def describe_resource_server(self, *, user_pool_id: str, identifier: str) -> Response:
        """One API and its scopes."""
        return {"ResourceServer": self._server(self.pool(user_pool_id), identifier).describe()}

    @operation
    def list_resource_servers(
        self, *, user_pool_id: str, max_results: int | None = None, next_token: str | None = None
    ) -> Response:
        """The pool's APIs, page by page."""
        servers = self.pool(user_pool_id).resource_servers
        page, following = servers.page(max_results or _PAGE, next_token)
        return listed("ResourceServers", [server.describe() for server in page], following)

    @operation
    def delete_resource_server(self, *, user_pool_id: str, identifier: str) -> Response:
        """Forget an API. Clients that name its scopes keep them, and can no longer get them."""
        pool = self.pool(user_pool_id)
        pool.resource_servers.remove(self._server(pool, identifier).identifier)
        return {}

    def _server(self, pool: UserPool, identifier: str) -> ResourceServer:
        if (server := pool.resource_servers.get(identifier)) is None:
            raise messages.RESOURCE_SERVER_NOT_FOUND.error(identifier=identifier)
        return server
