"""Methods: a verb on a path, with its guard and the function behind it.

Left out: API keys, request parameters and their validation, models, mapping templates, responses of
methods and integrations (a proxy integration needs none), and every integration but AWS_PROXY with
a function: a MOCK or HTTP integration is refused openly.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from cognito_lab.primitives import messages
from cognito_lab.primitives.errors import AwsError, NotSimulated
from cognito_lab.primitives.trace import operation
from cognito_lab.services.apigateway.answers import refuse_options, without_none
from cognito_lab.services.apigateway.records import (
    AuthorizationType,
    Integration,
    MethodSetup,
    RestApi,
)
from cognito_lab.services.apigateway.rest_apis import RestApis

VERBS = ("GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD", "ANY")
_USER_POOLS = AuthorizationType.COGNITO_USER_POOLS
_FUNCTION_URI = re.compile(
    r"arn:aws:apigateway:[a-z0-9-]+:lambda:path/2015-03-31/functions/"
    r"arn:aws:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]+/invocations"
)


class Methods(RestApis):
    """Operations on methods and on what stands behind them."""

    @operation
    def put_method(
        self,
        /,
        *,
        rest_api_id: str,
        resource_id: str,
        http_method: str,
        authorization_type: str,
        authorizer_id: str | None = None,
        authorization_scopes: list[str] | None = None,
        operation_name: str | None = None,
        **unsimulated: Any,
    ) -> dict[str, Any]:
        """Add a method to a path.

        Args:
            rest_api_id: Which API.
            resource_id: Which path.
            http_method: A verb, or ANY.
            authorization_type: Its guard: NONE, AWS_IAM or COGNITO_USER_POOLS.
            authorizer_id: The authorizer, for COGNITO_USER_POOLS.
            authorization_scopes: With scopes the method wants an access token, without an ID token.
            operation_name: A name for people.
            **unsimulated: Further options; any that asks for something raises NotSimulated.

        Raises:
            NotFoundException: There is no such API or resource.
            BadRequestException: Verb, guard or authorizer is none that there is.
            ConflictException: The path has that method.
            NotSimulated: A Lambda authorizer (CUSTOM) or an option that the lab leaves out.
        """
        refuse_options(unsimulated)
        api, resource = self._resource(rest_api_id, resource_id)
        guard = _guard(authorization_type)
        if error := _why_not(api, http_method, guard, authorizer_id, authorization_scopes or []):
            raise error
        if (resource.id, http_method) in api.methods:
            raise messages.API_METHOD_EXISTS.error(because=f"{resource.path} has {http_method}.")
        setup = MethodSetup(
            http_method=http_method,
            authorization_type=guard,
            authorizer_id=authorizer_id if guard is _USER_POOLS else None,
            scopes=tuple(authorization_scopes or ()),
            operation_name=operation_name,
        )
        api.methods[resource.id, http_method] = setup
        return described_method(setup)

    @operation
    def get_method(self, *, rest_api_id: str, resource_id: str, http_method: str) -> dict[str, Any]:
        """Show a method.

        Raises:
            NotFoundException: There is no such API, resource or method.
        """
        return described_method(self._method(rest_api_id, resource_id, http_method)[1])

    @operation
    def delete_method(
        self, *, rest_api_id: str, resource_id: str, http_method: str
    ) -> dict[str, Any]:
        """Delete a method.

        Raises:
            NotFoundException: There is no such API, resource or method.
        """
        api, _ = self._method(rest_api_id, resource_id, http_method)
        del api.methods[resource_id, http_method]
        return {}

    @operation
    def put_integration(
        self,
        /,
        *,
        rest_api_id: str,
        resource_id: str,
        http_method: str,
        type: str,
        integration_http_method: str | None = None,
        uri: str | None = None,
        timeout_in_millis: int | None = None,
        **unsimulated: Any,
    ) -> dict[str, Any]:
        """Put a function behind a method. Whether the function exists shows at the first call.

        Args:
            rest_api_id: Which API.
            resource_id: Which path.
            http_method: Which method.
            type: ``AWS_PROXY``.
            integration_http_method: ``POST``: how functions are called, whatever the method's verb.
            uri: ``arn:aws:apigateway:REGION:lambda:path/2015-03-31/functions/ARN/invocations``.
            timeout_in_millis: Kept and shown.
            **unsimulated: Further options; any that asks for something raises NotSimulated.

        Raises:
            NotFoundException: There is no such API, resource or method.
            BadRequestException: The URI names no function, or the integration's method is missing.
            NotSimulated: Another type of integration, or an option that the lab leaves out.
        """
        if type != "AWS_PROXY":
            raise NotSimulated(f"API Gateway in the lab knows AWS_PROXY integrations, not {type}")
        refuse_options(unsimulated)
        api, setup = self._method(rest_api_id, resource_id, http_method)
        if not integration_http_method:
            raise messages.API_INTEGRATION_METHOD.error(because="A function is called by POST.")
        integration = Integration(
            uri=_checked_uri(uri or ""),
            http_method=integration_http_method,
            cache_namespace=resource_id,
            timeout_ms=timeout_in_millis or 29000,
        )
        api.methods[resource_id, http_method] = replace(setup, integration=integration)
        return _described_integration(integration)

    @operation
    def get_integration(
        self, *, rest_api_id: str, resource_id: str, http_method: str
    ) -> dict[str, Any]:
        """Show what stands behind a method.

        Raises:
            NotFoundException: There is no such API, resource, method or integration.
        """
        _, setup = self._method(rest_api_id, resource_id, http_method)
        if setup.integration is None:
            raise messages.API_INTEGRATION_NOT_FOUND.error(because="Nothing stands behind it yet.")
        return _described_integration(setup.integration)

    @operation
    def delete_integration(
        self, *, rest_api_id: str, resource_id: str, http_method: str
    ) -> dict[str, Any]:
        """Take away what stands behind a method.

        Raises:
            NotFoundException: There is no such API, resource, method or integration.
        """
        api, setup = self._method(rest_api_id, resource_id, http_method)
        if setup.integration is None:
            raise messages.API_INTEGRATION_NOT_FOUND.error(because="Nothing stands behind it yet.")
        api.methods[resource_id, http_method] = replace(setup, integration=None)
        return {}

    def _method(
        self, rest_api_id: str, resource_id: str, http_method: str
    ) -> tuple[RestApi, MethodSetup]:
        api, resource = self._resource(rest_api_id, resource_id)
        if (resource.id, http_method) not in api.methods:
            raise messages.API_METHOD_NOT_FOUND.error(
                because=f"{resource.path} has no method {http_method}."
            )
        return api, api.methods[resource.id, http_method]


def described_method(setup: MethodSetup) -> dict[str, Any]:
    """A method as AWS shows it."""
    integration = setup.integration
    return without_none(
        {
            "httpMethod": setup.http_method,
            "authorizationType": setup.authorization_type.value,
            "authorizerId": setup.authorizer_id,
            "apiKeyRequired": False,
            "operationName": setup.operation_name,
            "methodIntegration": _described_integration(integration) if integration else None,
            "authorizationScopes": list(setup.scopes) or None,
        }
    )


def _guard(authorization_type: str) -> AuthorizationType:
    if authorization_type == "CUSTOM":
        raise NotSimulated("API Gateway in the lab knows no Lambda authorizers (CUSTOM)")
    try:
        return AuthorizationType(authorization_type)
    except ValueError:
        raise messages.API_AUTHORIZATION_TYPE.error(
            because=f"{authorization_type!r} is no kind of guard."
        ) from None


def _why_not(
    api: RestApi,
    http_method: str,
    guard: AuthorizationType,
    authorizer_id: str | None,
    scopes: Sequence[str],
) -> AwsError | None:
    """The reason why a method cannot be so, or None when it can."""
    if http_method not in VERBS:
        return messages.API_HTTP_METHOD.error(because=f"{http_method!r} is no verb.")
    if guard is _USER_POOLS and authorizer_id not in api.authorizers:
        known = ", ".join(api.authorizers) or "none"
        return messages.API_METHOD_WITHOUT_AUTHORIZER.error(
            because=f"This API has no authorizer {authorizer_id}; it has: {known}."
        )
    if scopes and guard is not _USER_POOLS:
        return messages.API_SCOPES_WITHOUT_AUTHORIZER.error(
            because=f"Scopes stand in tokens, and {guard} reads none."
        )
    return None


def _checked_uri(uri: str) -> str:
    """The URI, when it calls a function. Observed: the three messages, and which fits what."""
    if not uri.startswith("arn:aws:apigateway:") and not uri.startswith("arn:aws:lambda:"):
        raise messages.API_INTEGRATION_ARN.error(because=f"{uri!r} is no ARN of API Gateway.")
    if ":path/" not in uri and ":action/" not in uri:
        raise messages.API_INTEGRATION_ARN_PATH.error(
            because="A function's own ARN is not enough: "
            "arn:aws:apigateway:REGION:lambda:path/2015-03-31/functions/ARN/invocations is wanted."
        )
    if not _FUNCTION_URI.fullmatch(uri):
        raise messages.API_INTEGRATION_PROXY.error(because=f"{uri!r} calls no function.")
    return uri


def _described_integration(integration: Integration) -> dict[str, Any]:
    return {
        "type": "AWS_PROXY",
        "httpMethod": integration.http_method,
        "uri": integration.uri,
        "passthroughBehavior": "WHEN_NO_MATCH",
        "timeoutInMillis": integration.timeout_ms,
        "cacheNamespace": integration.cache_namespace,
        "cacheKeyParameters": [],
    }
