"""HTTP APIs themselves, the account's list of them, and what follows from every change to one.

Left out: WebSocket APIs, quick create (`Target`), CORS, importing and exporting OpenAPI documents,
custom domains, VPC links, tags on what exists already.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from cognito_lab.primitives import messages
from cognito_lab.primitives.caller import ACCOUNT_ID, REGION
from cognito_lab.primitives.clock import Clock
from cognito_lab.primitives.errors import NotSimulated
from cognito_lab.primitives.ids import Ids
from cognito_lab.primitives.published_keys import PublishedKeys
from cognito_lab.primitives.trace import Trace, operation
from cognito_lab.services.apigateway.answers import Item, page, refuse_options, without_none
from cognito_lab.services.apigateway.http_apis.records import Deployment, HttpApi, Route

ROUTE_SELECTION = "$request.method $request.path"


class HttpApis:
    """The account's HTTP APIs.

    Args:
        clock: The lab's time.
        ids: The lab's source of chance.
        trace: Where everything is recorded.
        published_keys: Where issuers of tokens publish their keys.
    """

    participant = "API Gateway"

    def __init__(
        self, *, clock: Clock, ids: Ids, trace: Trace, published_keys: PublishedKeys
    ) -> None:
        self.clock, self.ids, self.trace = clock, ids, trace
        self.published_keys = published_keys
        self._apis: dict[str, HttpApi] = {}

    @operation
    def create_api(
        self,
        /,
        *,
        name: str,
        protocol_type: str,
        description: str | None = None,
        version: str | None = None,
        route_selection_expression: str | None = None,
        tags: Mapping[str, str] | None = None,
        **unsimulated: Any,
    ) -> dict[str, Any]:
        """Create an HTTP API: nothing in it that could be called yet.

        Args:
            name: What people call it; several may be called the same.
            protocol_type: ``HTTP``.
            description: A sentence for people.
            version: A text for people.
            route_selection_expression: An HTTP API always chooses by verb and path.
            tags: ``{key: value}``, kept and shown.
            **unsimulated: Further options; any that asks for something raises NotSimulated.

        Raises:
            BadRequestException: The name is empty.
            NotSimulated: It is a WebSocket API, or another option was given.
        """
        if protocol_type != "HTTP":
            raise NotSimulated(f"API Gateway in the lab knows HTTP APIs, not {protocol_type}")
        refuse_options({**unsimulated, "ip_address_type": _other_than_ipv4(unsimulated)})
        if route_selection_expression not in (None, ROUTE_SELECTION):
            raise NotSimulated("an HTTP API chooses its route by verb and path")
        if not name.strip():
            raise messages.API_NAME_EMPTY.error(because="A name of spaces is none.")
        api = HttpApi(
            id=self.ids.rest_api_id(),
            name=name,
            created_at=self.clock.now(),
            description=description,
            version=version,
            tags=dict(tags or {}),
        )
        self._apis[api.id] = api
        return _described(api)

    @operation
    def get_api(self, *, api_id: str) -> dict[str, Any]:
        """Show one API.

        Raises:
            NotFoundException: There is no such API.
        """
        return _described(self._api(api_id))

    @operation
    def get_apis(
        self, *, max_results: str | None = None, next_token: str | None = None
    ) -> dict[str, Any]:
        """List the account's HTTP APIs, oldest first, a page at a time.

        Raises:
            BadRequestException: The page is none that there is.
        """
        return items(list(self._apis.values()), _described, next_token, max_results)

    @operation
    def delete_api(self, *, api_id: str) -> dict[str, Any]:
        """Delete an API with everything in it; its address answers no more.

        Raises:
            NotFoundException: There is no such API.
        """
        del self._apis[self._api(api_id).id]
        return {}

    def _api(self, api_id: str) -> HttpApi:
        if api_id in self._apis:
            return self._apis[api_id]
        known = ", ".join(self._apis) or "none"
        raise messages.API_NOT_FOUND.error(
            account=ACCOUNT_ID,
            id=api_id,
            because=f"No HTTP API has the id {api_id}; there are: {known}.",
        )

    def _changed(self, api: HttpApi) -> None:
        """Stages with auto-deploy serve what is set up from now on."""
        for stage in api.stages.values():
            if stage.auto_deploy:
                deployment = self._deploy(api, "Automatic deployment triggered by changes", True)
                api.stages[stage.name] = replace(
                    stage, deployment_id=deployment.id, updated_at=self.clock.now()
                )

    def _deploy(self, api: HttpApi, description: str | None, automatic: bool = False) -> Deployment:
        """Copy everything that requests will need."""
        deployment = Deployment(
            id=self.ids.rest_api_id()[:6],
            created_at=self.clock.now(),
            routes=tuple(_served(api)),
            description=description,
            auto_deployed=automatic,
        )
        api.deployments[deployment.id] = deployment
        return deployment


def items(
    found: Sequence[Item],
    describe: Callable[[Item], dict[str, Any]],
    next_token: str | None,
    max_results: str | None,
) -> dict[str, Any]:
    """One page of a list: ``{"Items": […], "NextToken": where the next page begins}``.

    Raises:
        BadRequestException: The token is none that a page gave, or the number is not 1 to 500.
    """
    if max_results is not None and not (max_results.isascii() and max_results.isdecimal()):
        raise messages.API_LIMIT.error(because=f"{max_results!r} is no number.")
    shown = page(found, describe, next_token, int(max_results) if max_results else None)
    return without_none({"Items": shown["items"], "NextToken": shown.get("position")})


def _served(api: HttpApi) -> list[Route]:
    """Every route that leads somewhere; one without a target serves nobody."""
    return [
        Route(
            key=setup.key,
            authorization_type=setup.authorization_type,
            integration=api.integrations[setup.target.removeprefix("integrations/")],
            authorizer=api.authorizers.get(setup.authorizer_id or ""),
            scopes=setup.scopes,
        )
        for setup in api.routes.values()
        if setup.target is not None
    ]


def _other_than_ipv4(options: dict[str, Any]) -> bool:
    return options.get("ip_address_type") not in (None, "ipv4")


def _described(api: HttpApi) -> dict[str, Any]:
    return without_none(
        {
            "ApiEndpoint": f"https://{api.id}.execute-api.{REGION}.amazonaws.com",
            "ApiId": api.id,
            "ApiKeySelectionExpression": "$request.header.x-api-key",
            "CreatedDate": api.created_at,
            "Description": api.description,
            "DisableExecuteApiEndpoint": False,
            "IpAddressType": "ipv4",
            "Name": api.name,
            "ProtocolType": "HTTP",
            "RouteSelectionExpression": ROUTE_SELECTION,
            "Tags": dict(api.tags),
            "Version": api.version,
        }
    )
