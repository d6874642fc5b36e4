"""Integrations: the functions that routes lead to.

Left out: every type but AWS_PROXY with a function, mapping of parameters, changes
(UpdateIntegration).
"""

from __future__ import annotations

import re
from typing import Any

from cognito_lab.primitives import messages
from cognito_lab.primitives.errors import NotSimulated
from cognito_lab.primitives.trace import operation
from cognito_lab.services.apigateway.answers import refuse_options, without_none
from cognito_lab.services.apigateway.http_apis.apis import HttpApis, items
from cognito_lab.services.apigateway.http_apis.records import HttpApi, Integration

_FUNCTION = r"arn:aws:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]+"
_URI = re.compile(
    rf"{_FUNCTION}|arn:aws:apigateway:[a-z0-9-]+:lambda:path/2015-03-31/functions/{_FUNCTION}"
    "/invocations"
)


class Integrations(HttpApis):
    """Operations on integrations."""

    @operation
    def create_integration(
        self,
        /,
        *,
        api_id: str,
        integration_type: str,
        integration_uri: str | None = None,
        payload_format_version: str | None = None,
        integration_method: str | None = None,
        connection_type: str | None = None,
        description: str | None = None,
        timeout_in_millis: int | None = None,
        **unsimulated: Any,
    ) -> dict[str, Any]:
        """Put a function within reach of routes. Whether it exists shows at the first call.

        Args:
            api_id: Which API.
            integration_type: ``AWS_PROXY``.
            integration_uri: The function's ARN, or the URI that REST APIs want.
            payload_format_version: ``2.0`` or ``1.0``: what the function's event looks like.
            integration_method: ``POST``: how functions are called, whatever the route's verb.
            connection_type: ``INTERNET``.
            description: A sentence for people.
            timeout_in_millis: Kept and shown.
            **unsimulated: Further options; any that asks for something raises NotSimulated.

        Raises:
            NotFoundException: There is no such API.
            BadRequestException: The URI names no function, or the format is none.
            NotSimulated: Another type of integration, or an option that the lab leaves out.
        """
        if integration_type != "AWS_PROXY":
            raise NotSimulated(
                f"API Gateway in the lab knows AWS_PROXY integrations, not {integration_type}"
            )
        refuse_options({**unsimulated, "connection_type": connection_type == "VPC_LINK"})
        api = self._api(api_id)
        if not _URI.fullmatch(integration_uri or ""):
            raise messages.HTTP_API_INTEGRATION_URI.error(
                uri=integration_uri, because="The ARN of a function is wanted."
            )
        if payload_format_version not in ("1.0", "2.0"):
            raise messages.HTTP_API_PAYLOAD_VERSION.error(
                because=f"There is no version {payload_format_version!r}."
            )
        integration = Integration(
            id=self.ids.rest_api_id()[:7],
            uri=str(integration_uri),
            payload_format=payload_format_version,
            timeout_ms=timeout_in_millis or 30000,
            description=description,
        )
        api.integrations[integration.id] = integration
        return _described(integration)

    @operation
    def get_integration(self, *, api_id: str, integration_id: str) -> dict[str, Any]:
        """Show an integration.

        Raises:
            NotFoundException: There is no such API or integration.
        """
        return _described(self._integration(api_id, integration_id)[1])

    @operation
    def get_integrations(
        self, *, api_id: str, max_results: str | None = None, next_token: str | None = None
    ) -> dict[str, Any]:
        """List an API's integrations, oldest first, a page at a time.

        Raises:
            NotFoundException: There is no such API.
            BadRequestException: The page is none that there is.
        """
        found = list(self._api(api_id).integrations.values())
        return items(found, _described, next_token, max_results)

    @operation
    def delete_integration(self, *, api_id: str, integration_id: str) -> dict[str, Any]:
        """Delete an integration that no route leads to any more.

        Raises:
            NotFoundException: There is no such API or integration.
            ConflictException: A route leads to it.
        """
        api, integration = self._integration(api_id, integration_id)
        target = f"integrations/{integration.id}"
        users = [route.id for route in api.routes.values() if route.target == target]
        if users:
            raise messages.HTTP_API_INTEGRATION_IN_USE.error(
                because="Routes would lead nowhere.", ids=", ".join(users)
            )
        del api.integrations[integration.id]
        return {}

    def _integration(self, api_id: str, integration_id: str) -> tuple[HttpApi, Integration]:
        api = self._api(api_id)
        if integration_id not in api.integrations:
            known = ", ".join(api.integrations) or "none"
            raise messages.HTTP_API_INTEGRATION_NOT_FOUND.error(
                id=integration_id,
                because=f"This API has no integration {integration_id}; it has: {known}.",
            )
        return api, api.integrations[integration_id]


def _described(integration: Integration) -> dict[str, Any]:
    return without_none(
        {
            "ConnectionType": "INTERNET",
            "Description": integration.description,
            "IntegrationId": integration.id,
            "IntegrationMethod": "POST",
            "IntegrationType": "AWS_PROXY",
            "IntegrationUri": integration.uri,
            "PayloadFormatVersion": integration.payload_format,
            "TimeoutInMillis": integration.timeout_ms,
        }
    )
