"""Making, changing and removing app clients.

Source: API reference, "CreateUserPoolClient" and its neighbours.
Left out: a second secret for the time of a change (AddUserPoolClientSecret).
"""

from __future__ import annotations

from typing import Unpack

from cognito_lab.primitives.trace import operation
from cognito_lab.services.cognito_idp.client import AppClient
from cognito_lab.services.cognito_idp.client_settings import ClientSettings, client_settings
from cognito_lab.services.cognito_idp.desk import Desk, Response, listed
from cognito_lab.services.cognito_idp.oauth_settings import check_oauth_settings

_PAGE = 60


class Clients(Desk):
    """Operations on app clients."""

    @operation
    def create_user_pool_client(
        self,
        *,
        user_pool_id: str,
        client_name: str,
        generate_secret: bool | None = None,
        client_secret: str | None = None,
        **given: Unpack[ClientSettings],
    ) -> Response:
        """Let an app ask this pool.

        Args:
            user_pool_id: The pool.
            client_name: For people only; names may repeat.
            generate_secret: Whether the app gets a secret that it must prove to know.
            client_secret: A secret of one's own choice instead.
            **given: Further settings; each that is left out gets its default.

        Raises:
            InvalidOAuthFlowException: OAuth flows contradict each other; see `oauth_settings.py`.
            InvalidParameterException: Settings contradict each other or are out of range.
            ResourceNotFoundException: No such pool.
            ScopeDoesNotExistException: A scope that neither AWS nor a resource server knows.
        """
        pool = self.pool(user_pool_id)
        settings, now = client_settings(client_name, given, pool.schema), self.clock.now()
        has_secret = bool(client_secret or generate_secret)
        check_oauth_settings(settings, pool, has_secret=has_secret)
        secret = client_secret or (self.ids.client_secret() if generate_secret else None)
        client = AppClient(self.ids.client_id(), pool, settings, now, now, secret)
        pool.clients.add(client.id, client)
        self.clients[client.id] = client
        return {"UserPoolClient": client.describe()}

    @operation
    def describe_user_pool_client(self, *, user_pool_id: str, client_id: str) -> Response:
        """A client's settings, its secret included."""
        client = self.client(client_id, self.pool(user_pool_id))
        return {"UserPoolClient": client.describe()}

    @operation
    def update_user_pool_client(
        self,
        *,
        user_pool_id: str,
        client_id: str,
        client_name: str | None = None,
        **given: Unpack[ClientSettings],
    ) -> Response:
        """Change a client. A setting that is left out goes back to its default; the secret stays.

        Raises:
            InvalidOAuthFlowException: OAuth flows contradict each other; see `oauth_settings.py`.
            InvalidParameterException: Settings contradict each other or are out of range.
            ResourceNotFoundException: No such pool or client.
            ScopeDoesNotExistException: A scope that neither AWS nor a resource server knows.
        """
        client = self.client(client_id, self.pool(user_pool_id))
        name = client_name or client.settings["ClientName"]
        settings = client_settings(name, given, client.pool.schema)
        check_oauth_settings(settings, client.pool, has_secret=client.secret is not None)
        client.settings = settings
        client.modified_at = self.clock.now()
        return {"UserPoolClient": client.describe()}

    @operation
    def list_user_pool_clients(
        self, *, user_pool_id: str, max_results: int | None = None, next_token: str | None = None
    ) -> Response:
        """The pool's clients, page by page, without their secrets."""
        page, following = self.pool(user_pool_id).clients.page(max_results or _PAGE, next_token)
        names = ("ClientId", "UserPoolId", "ClientName")
        clients = [{name: client.describe()[name] for name in names} for client in page]
        return listed("UserPoolClients", clients, following)

    @operation
    def delete_user_pool_client(self, *, user_pool_id: str, client_id: str) -> Response:
        """Remove a client. Its JWTs stay good for whoever checks them offline."""
        client = self.client(client_id, self.pool(user_pool_id))
        client.pool.clients.remove(client.id)
        del self.clients[client.id]
        return {}
