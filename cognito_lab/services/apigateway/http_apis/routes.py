"""Routes: a verb and a path, who guards it, and which integration it leads to.

Left out: API keys, models, mapping of parameters, Lambda authorizers (CUSTOM).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from cognito_lab.primitives import messages
from cognito_lab.primitives.errors import AwsError, NotSimulated
from cognito_lab.primitives.trace import operation
from cognito_lab.services.apigateway.answers import refuse_options, without_none
from cognito_lab.services.apigateway.http_apis.apis import HttpApis, items
from cognito_lab.services.apigateway.http_apis.records import (
    DEFAULT,
    AuthorizationType,
    HttpApi,
    RouteSetup,
)

_JWT = AuthorizationType.JWT
_PART = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@%-]+|\{[A-Za-z0-9._-]+\})"
_KEY = re.compile(
    r"(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ANY) "
    rf"/(?:{_PART}(?:/{_PART})*)?(?:/?\{{[A-Za-z0-9._-]+\+\}})?/?"
)


class Routes(HttpApis):
    """Operations on routes."""

    @operation
    def create_route(
        self,
        /,
        *,
        api_id: str,
        route_key: str,
        authorization_type: str | None = None,
        authorizer_id: str | None = None,
        authorization_scopes: list[str] | None = None,
        target: str | None = None,
        operation_name: str | None = None,
        **unsimulated: Any,
    ) -> dict[str, Any]:
        """Add a route.

        Args:
            api_id: Which API.
            route_key: ``GET /orders/{id}``, or ``$default`` for all that no other route serves.
            authorization_type: Its guard: NONE (the default), AWS_IAM or JWT.
            authorizer_id: The authorizer, for JWT.
            authorization_scopes: With scopes, the token must have one of them.
            target: ``integrations/ID``.
            operation_name: A name for people.
            **unsimulated: Further options; any that asks for something raises NotSimulated.

        Raises:
            NotFoundException: There is no such API.
            BadRequestException: Key, guard, authorizer, scopes or target cannot be.
            ConflictException: The API has a route of that key.
            NotSimulated: A Lambda authorizer (CUSTOM) or an option that the lab leaves out.
        """
        refuse_options(unsimulated)
        api = self._api(api_id)
        setup = RouteSetup(
            id=self.ids.rest_api_id()[:7],
            key=route_key,
            authorization_type=_guard(authorization_type or "NONE"),
            authorizer_id=authorizer_id,
            scopes=tuple(authorization_scopes or ()),
            target=target,
            operation_name=operation_name,
        )
        return self._keep(api, setup)

    @operation
    def get_route(self, *, api_id: str, route_id: str) -> dict[str, Any]:
        """Show a route.

        Raises:
            NotFoundException: There is no such API or route.
        """
        return _described(self._route(api_id, route_id)[1])

    @operation
    def get_routes(
        self, *, api_id: str, max_results: str | None = None, next_token: str | None = None
    ) -> dict[str, Any]:
        """List an API's routes, oldest first, a page at a time.

        Raises:
            NotFoundException: There is no such API.
            BadRequestException: The page is none that there is.
        """
        return items(list(self._api(api_id).routes.values()), _described, next_token, max_results)

    @operation
    def update_route(
        self,
        /,
        *,
        api_id: str,
        route_id: str,
        route_key: str | None = None,
        authorization_type: str | None = None,
        authorizer_id: str | None = None,
        authorization_scopes: list[str] | None = None,
        target: str | None = None,
        operation_name: str | None = None,
        **unsimulated: Any,
    ) -> dict[str, Any]:
        """Change what is given, keep the rest: how a guard is put before a route that exists.

        Raises:
            NotFoundException: There is no such API or route.
            BadRequestException: Key, guard, authorizer, scopes or target cannot be.
            ConflictException: Another route has that key.
            NotSimulated: A Lambda authorizer (CUSTOM) or an option that the lab leaves out.
        """
        refuse_options(unsimulated)
        api, before = self._route(api_id, route_id)
        guard = before.authorization_type if authorization_type is None else authorization_type
        keeps_guard = guard == _JWT
        setup = RouteSetup(
            id=before.id,
            key=route_key or before.key,
            authorization_type=_guard(guard),
            authorizer_id=authorizer_id or (before.authorizer_id if keeps_guard else None),
            scopes=_scopes(authorization_scopes, before.scopes if keeps_guard else ()),
            target=target or before.target,
            operation_name=operation_name or before.operation_name,
        )
        return self._keep(api, setup)

    @operation
    def delete_route(self, *, api_id: str, route_id: str) -> dict[str, Any]:
        """Delete a route.

        Raises:
            NotFoundException: There is no such API or route.
        """
        api, setup = self._route(api_id, route_id)
        del api.routes[setup.id]
        self._changed(api)
        return {}

    def _keep(self, api: HttpApi, setup: RouteSetup) -> dict[str, Any]:
        if error := _why_not(api, setup):
            raise error
        api.routes[setup.id] = setup
        self._changed(api)
        return _described(setup)

    def _route(self, api_id: str, route_id: str) -> tuple[HttpApi, RouteSetup]:
        api = self._api(api_id)
        if route_id not in api.routes:
            known = ", ".join(f"{one.id} ({one.key})" for one in api.routes.values()) or "none"
            raise messages.HTTP_API_ROUTE_NOT_FOUND.error(
                id=route_id, because=f"This API has no route {route_id}; it has: {known}."
            )
        return api, api.routes[route_id]


def _guard(authorization_type: str) -> AuthorizationType:
    if authorization_type == "CUSTOM":
        raise NotSimulated("API Gateway in the lab knows no Lambda authorizers (CUSTOM)")
    return AuthorizationType(authorization_type)


def _scopes(asked_for: Sequence[str] | None, before: tuple[str, ...]) -> tuple[str, ...]:
    return before if asked_for is None else tuple(asked_for)


def _why_not(api: HttpApi, setup: RouteSetup) -> AwsError | None:
    """The reason why a route cannot be so, or None when it can."""
    if setup.key != DEFAULT and not _KEY.fullmatch(setup.key):
        return messages.HTTP_API_ROUTE_KEY.error(because=f"{setup.key!r} is no verb and path.")
    if any(one.key == setup.key and one.id != setup.id for one in api.routes.values()):
        return messages.HTTP_API_ROUTE_EXISTS.error(
            because="A request has to mean one route.", key=setup.key
        )
    target = (setup.target or "").removeprefix("integrations/")
    if setup.target is not None and target not in api.integrations:
        known = ", ".join(f"integrations/{id}" for id in api.integrations) or "none"
        return messages.HTTP_API_ROUTE_TARGET.error(
            id=target, because=f"A target is one of this API's integrations: {known}."
        )
    return _why_not_guarded(api, setup)


def _why_not_guarded(api: HttpApi, setup: RouteSetup) -> AwsError | None:
    if setup.authorization_type is _JWT and setup.authorizer_id not in api.authorizers:
        known = ", ".join(api.authorizers) or "none"
        return messages.HTTP_API_ROUTE_WITHOUT_AUTHORIZER.error(
            because=f"This API has no authorizer {setup.authorizer_id}; it has: {known}."
        )
    if setup.authorization_type is not _JWT and setup.authorizer_id:
        return messages.HTTP_API_ROUTE_WITHOUT_AUTHORIZER.error(
            because=f"A route with the guard {setup.authorization_type} has no authorizer."
        )
    if setup.scopes and setup.authorization_type is not _JWT:
        return messages.HTTP_API_SCOPES_WITHOUT_AUTHORIZER.error(
            because="Only a token has scopes, so only a JWT authorizer can ask for them."
        )
    return None


def _described(setup: RouteSetup) -> dict[str, Any]:
    return without_none(
        {
            "ApiKeyRequired": False,
            "AuthorizationScopes": list(setup.scopes) or None,
            "AuthorizationType": setup.authorization_type.value,
            "AuthorizerId": setup.authorizer_id,
            "OperationName": setup.operation_name,
            "RouteId": setup.id,
            "RouteKey": setup.key,
            "Target": setup.target,
        }
    )
