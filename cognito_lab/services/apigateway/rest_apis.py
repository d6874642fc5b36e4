"""REST APIs themselves, and the account's list of them.

Left out: importing and exporting OpenAPI documents, cloning, updates by patch operations, resource
policies (an API that asks for one is refused: the lab would not enforce it).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cognito_lab.primitives import messages
from cognito_lab.primitives.caller import ACCOUNT_ID
from cognito_lab.primitives.clock import Clock
from cognito_lab.primitives.errors import AwsError, NotSimulated
from cognito_lab.primitives.ids import Ids
from cognito_lab.primitives.names import camel_case
from cognito_lab.primitives.trace import Trace, operation
from cognito_lab.services.apigateway.answers import page, refuse_options, without_none
from cognito_lab.services.apigateway.records import ROOT, Resource, RestApi


class RestApis:
    """The account's REST APIs.

    Args:
        clock: The lab's time.
        ids: The lab's source of chance.
        trace: Where everything is recorded.
    """

    participant = "API Gateway"
    spelling = staticmethod(camel_case)

    def __init__(self, *, clock: Clock, ids: Ids, trace: Trace) -> None:
        self.clock, self.ids, self.trace = clock, ids, trace
        self._apis: dict[str, RestApi] = {}

    @operation
    def create_rest_api(
        self,
        /,
        *,
        name: str,
        description: str | None = None,
        version: str | None = None,
        endpoint_configuration: Mapping[str, Any] | None = None,
        api_key_source: str | None = None,
        tags: Mapping[str, str] | None = None,
        **unsimulated: Any,
    ) -> dict[str, Any]:
        """Create an API: a root path, and nothing that could be called yet.

        Raises:
            BadRequestException: Name or description is empty, or not exactly one endpoint type is
                given.
            NotSimulated: Another option was given.
        """
        refuse_options({**unsimulated, "api_key_source": api_key_source not in (None, "HEADER")})
        if not name.strip():
            raise messages.API_NAME_EMPTY.error(because="A name of spaces is none.")
        if description == "":
            raise messages.API_DESCRIPTION_EMPTY.error(because="Leave the description out instead.")
        endpoint = _endpoint(endpoint_configuration or {})
        root = Resource(self.ids.rest_api_id(), ROOT)
        api = RestApi(
            id=self.ids.rest_api_id(),
            name=name,
            root_id=root.id,
            created_at=self.clock.now(),
            description=description,
            version=version,
            endpoint=endpoint,
            tags=dict(tags or {}),
            resources={root.id: root},
        )
        self._apis[api.id] = api
        return _described(api)

    @operation
    def get_rest_api(self, *, rest_api_id: str) -> dict[str, Any]:
        """Show one API.

        Raises:
            NotFoundException: There is no such API.
        """
        return _described(self._api(rest_api_id))

    @operation
    def get_rest_apis(
        self, *, position: str | None = None, limit: int | None = None
    ) -> dict[str, Any]:
        """List the account's APIs, oldest first, a page at a time.

        Raises:
            BadRequestException: Position or limit is none that AWS takes.
        """
        return page(list(self._apis.values()), _described, position, limit)

    @operation
    def delete_rest_api(self, *, rest_api_id: str) -> dict[str, Any]:
        """Delete an API with everything in it; its stages answer no more.

        Raises:
            NotFoundException: There is no such API.
        """
        del self._apis[self._api(rest_api_id).id]
        return {}

    def _api(self, rest_api_id: str, otherwise: AwsError | None = None) -> RestApi:
        """The API; ids of APIs are lower case only, also in the lookup."""
        if rest_api_id in self._apis:
            return self._apis[rest_api_id]
        known = ", ".join(self._apis) or "none"
        error = otherwise or messages.API_NOT_FOUND.error(account=ACCOUNT_ID, id=rest_api_id)
        error.because = f"No API has the id {rest_api_id}; there are: {known}."
        raise error

    def _resource(self, rest_api_id: str, resource_id: str) -> tuple[RestApi, Resource]:
        """An API and one of its resources. Observed: one message for either being unknown."""
        api = self._api(rest_api_id, messages.API_RESOURCE_NOT_FOUND.error())
        if resource_id not in api.resources:
            known = ", ".join(f"{one.id} ({one.path})" for one in api.resources.values())
            raise messages.API_RESOURCE_NOT_FOUND.error(
                because=f"The API has no resource {resource_id}; it has: {known}."
            )
        return api, api.resources[resource_id]


def _endpoint(asked_for: Mapping[str, Any]) -> dict[str, Any]:
    types = asked_for.get("types", ["EDGE"])
    if not types:
        raise messages.API_ENDPOINT_TYPES_EMPTY.error(because="No endpoint type is named.")
    if len(types) > 1:
        raise messages.API_ENDPOINT_TYPES_MANY.error(
            because=f"These are named: {', '.join(types)}."
        )
    if types == ["PRIVATE"]:
        raise NotSimulated("API Gateway in the lab knows no private endpoints: it has no VPC")
    return {"types": types, "ipAddressType": asked_for.get("ipAddressType", "ipv4")}


def _described(api: RestApi) -> dict[str, Any]:
    return without_none(
        {
            "id": api.id,
            "name": api.name,
            "description": api.description,
            "createdDate": api.created_at,
            "version": api.version,
            "apiKeySource": "HEADER",
            "endpointConfiguration": dict(api.endpoint),
            "tags": dict(api.tags) or None,
            "disableExecuteApiEndpoint": False,
            "rootResourceId": api.root_id,
        }
    )
