"""Authorizers: guards that methods name. Here: those that read user-pool tokens.

Left out: Lambda authorizers (TOKEN, REQUEST), which are refused openly, and changes by patch
operations.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from cognito_lab.primitives import messages
from cognito_lab.primitives.errors import AwsError, NotSimulated
from cognito_lab.primitives.trace import operation
from cognito_lab.services.apigateway.answers import page, refuse_options, without_none
from cognito_lab.services.apigateway.records import Authorizer, RestApi
from cognito_lab.services.apigateway.rest_apis import RestApis

_IDENTITY_SOURCE = re.compile(r"method\.request\.header\.[a-zA-Z0-9._-]+")
_USER_POOL_ARN = re.compile(
    r"arn:aws:cognito-idp:[a-z0-9-]+:\d{12}:userpool/[\w-]+_[0-9a-zA-Z]+", re.ASCII
)
_LONGEST_TTL_SECONDS = 3600


class Authorizers(RestApis):
    """Operations on authorizers."""

    @operation
    def create_authorizer(
        self,
        /,
        *,
        rest_api_id: str,
        name: str,
        type: str,
        provider_arns: list[str] | None = None,
        identity_source: str | None = None,
        identity_validation_expression: str | None = None,
        authorizer_result_ttl_in_seconds: int | None = None,
        auth_type: str | None = None,
        **unsimulated: Any,
    ) -> dict[str, Any]:
        """Create a guard that reads tokens of user pools. Whether the pools exist is not asked.

        Args:
            rest_api_id: Which API.
            name: What people call it; no two of an API are called the same.
            type: ``COGNITO_USER_POOLS``.
            provider_arns: ARNs of the user pools whose tokens it takes.
            identity_source: ``method.request.header.NAME``, the header that holds the token.
            identity_validation_expression: A regular expression for the token's `aud`.
            authorizer_result_ttl_in_seconds: 0 to 3600, default 300: for how long a token that was
                let in is not checked again.
            auth_type: Kept out of everything; AWS has it for OpenAPI documents.
            **unsimulated: Further options; any that asks for something raises NotSimulated.

        Raises:
            ConflictException: There is no such API (in AWS's own words a "concurrent
                modification"), or it has an authorizer of that name.
            BadRequestException: No user pool is named, or header, expression or TTL cannot be.
            NotSimulated: It is a Lambda authorizer.
        """
        if type != "COGNITO_USER_POOLS":
            raise NotSimulated(f"API Gateway in the lab knows no authorizers of type {type}")
        refuse_options(unsimulated)
        api = self._api(rest_api_id, messages.API_CONCURRENT_CHANGE.error())
        authorizer = Authorizer(
            id=self.ids.rest_api_id()[:6],
            name=name,
            identity_source=identity_source or "",
            provider_arns=tuple(provider_arns or ()),
            validation_expression=identity_validation_expression,
            result_ttl_seconds=300
            if authorizer_result_ttl_in_seconds is None
            else authorizer_result_ttl_in_seconds,
        )
        if error := _why_not(authorizer, list(api.authorizers.values())):
            raise error
        api.authorizers[authorizer.id] = authorizer
        return _described(authorizer)

    @operation
    def get_authorizer(self, *, rest_api_id: str, authorizer_id: str) -> dict[str, Any]:
        """Show an authorizer.

        Raises:
            NotFoundException: There is no such API or authorizer.
        """
        return _described(self._authorizer(rest_api_id, authorizer_id)[1])

    @operation
    def get_authorizers(
        self, *, rest_api_id: str, position: str | None = None, limit: int | None = None
    ) -> dict[str, Any]:
        """List an API's authorizers, oldest first, a page at a time.

        Raises:
            NotFoundException: There is no such API.
            BadRequestException: Position or limit is none that AWS takes.
        """
        authorizers = list(self._api(rest_api_id).authorizers.values())
        return page(authorizers, _described, position, limit)

    @operation
    def delete_authorizer(self, *, rest_api_id: str, authorizer_id: str) -> dict[str, Any]:
        """Delete an authorizer that no method names any more.

        Raises:
            NotFoundException: There is no such API or authorizer.
            ConflictException: A method names it.
        """
        api, authorizer = self._authorizer(rest_api_id, authorizer_id)
        for (resource_id, verb), setup in api.methods.items():
            if setup.authorizer_id == authorizer.id:
                method = f"{api.resources[resource_id].path}/{verb}"
                raise messages.API_AUTHORIZER_IN_USE.error(
                    because=f"The method {method} would stand without its guard.",
                    id=authorizer.id,
                    method=method,
                )
        del api.authorizers[authorizer.id]
        return {}

    def _authorizer(self, rest_api_id: str, authorizer_id: str) -> tuple[RestApi, Authorizer]:
        api = self._api(rest_api_id)
        if authorizer_id not in api.authorizers:
            known = ", ".join(api.authorizers) or "none"
            raise messages.API_AUTHORIZER_NOT_FOUND.error(
                because=f"This API has no authorizer {authorizer_id}; it has: {known}."
            )
        return api, api.authorizers[authorizer_id]


def _why_not(authorizer: Authorizer, others: Sequence[Authorizer]) -> AwsError | None:
    """The reason why an authorizer cannot be so, or None when it can."""
    wrong_arns = [arn for arn in authorizer.provider_arns if not _USER_POOL_ARN.fullmatch(arn)]
    expression = authorizer.validation_expression
    if any(other.name == authorizer.name for other in others):
        return messages.API_AUTHORIZER_EXISTS.error(
            because=f"This API has an authorizer called {authorizer.name}.", name=authorizer.name
        )
    if not _IDENTITY_SOURCE.fullmatch(authorizer.identity_source):
        return messages.API_IDENTITY_SOURCE.error(
            because="The token is read from one header: method.request.header.Authorization.",
            source=authorizer.identity_source,
        )
    if not authorizer.provider_arns or wrong_arns:
        return messages.API_PROVIDER_ARNS.error(
            because="At least one user pool is named, as arn:aws:cognito-idp:REGION:ACCOUNT:"
            "userpool/ID.",
            arn=", ".join(wrong_arns),
        )
    if not 0 <= authorizer.result_ttl_seconds <= _LONGEST_TTL_SECONDS:
        return messages.API_AUTHORIZER_TTL.error(
            because=f"{authorizer.result_ttl_seconds} seconds were asked for."
        )
    if expression and not _is_regular_expression(expression):
        return messages.API_VALIDATION_EXPRESSION.error(
            because=f"{expression!r} is no regular expression.", expression=expression
        )
    return None


def _is_regular_expression(text: str) -> bool:
    try:
        re.compile(text)
    except re.error:
        return False
    return True


def _described(authorizer: Authorizer) -> dict[str, Any]:
    return without_none(
        {
            "id": authorizer.id,
            "name": authorizer.name,
            "type": "COGNITO_USER_POOLS",
            "providerARNs": list(authorizer.provider_arns),
            "authType": "cognito_user_pools",
            "identitySource": authorizer.identity_source,
            "identityValidationExpression": authorizer.validation_expression,
            "authorizerResultTtlInSeconds": authorizer.result_ttl_seconds,
        }
    )
