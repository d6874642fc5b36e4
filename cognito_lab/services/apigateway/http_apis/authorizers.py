"""JWT authorizers: guards that read tokens of one issuer. The issuer need not be a user pool.

Left out: Lambda authorizers (REQUEST), which are refused openly, and changes (UpdateAuthorizer).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from cognito_lab.primitives import messages
from cognito_lab.primitives.errors import AwsError, NotSimulated
from cognito_lab.primitives.published_keys import PublishedKeys
from cognito_lab.primitives.trace import operation
from cognito_lab.services.apigateway.answers import refuse_options
from cognito_lab.services.apigateway.http_apis.apis import HttpApis, items
from cognito_lab.services.apigateway.http_apis.records import HttpApi, JwtAuthorizer

_IDENTITY_SOURCE = re.compile(r"\$request\.(header|querystring)\.[a-zA-Z0-9._-]+")


class JwtAuthorizers(HttpApis):
    """Operations on authorizers."""

    @operation
    def create_authorizer(
        self,
        /,
        *,
        api_id: str,
        authorizer_type: str,
        identity_source: list[str],
        name: str,
        jwt_configuration: Mapping[str, Any] | None = None,
        **unsimulated: Any,
    ) -> dict[str, Any]:
        """Create a guard that reads an issuer's tokens. The issuer is asked for its keys at once.

        Args:
            api_id: Which API.
            authorizer_type: ``JWT``.
            identity_source: ``["$request.header.Authorization"]``: where the token is.
            name: What people call it.
            jwt_configuration: ``{"Issuer": "https://…", "Audience": [app client ids]}``.
            **unsimulated: Further options; any that asks for something raises NotSimulated.

        Raises:
            NotFoundException: There is no such API.
            BadRequestException: Source, issuer or audience cannot be.
            NotSimulated: It is a Lambda authorizer, or another option was given.
        """
        if authorizer_type != "JWT":
            raise NotSimulated(f"API Gateway in the lab knows no {authorizer_type} authorizers")
        refuse_options(unsimulated)
        api = self._api(api_id)
        configuration = jwt_configuration or {}
        authorizer = JwtAuthorizer(
            id=self.ids.rest_api_id()[:6],
            name=name,
            identity_source=", ".join(identity_source),
            issuer=str(configuration.get("Issuer", "")),
            audience=tuple(configuration.get("Audience", ())),
        )
        if error := _why_not(authorizer, self.published_keys):
            raise error
        api.authorizers[authorizer.id] = authorizer
        return _described(authorizer)

    @operation
    def get_authorizer(self, *, api_id: str, authorizer_id: str) -> dict[str, Any]:
        """Show an authorizer.

        Raises:
            NotFoundException: There is no such API or authorizer.
        """
        return _described(self._authorizer(api_id, authorizer_id)[1])

    @operation
    def get_authorizers(
        self, *, api_id: str, max_results: str | None = None, next_token: str | None = None
    ) -> dict[str, Any]:
        """List an API's authorizers, oldest first, a page at a time.

        Raises:
            NotFoundException: There is no such API.
            BadRequestException: The page is none that there is.
        """
        authorizers = list(self._api(api_id).authorizers.values())
        return items(authorizers, _described, next_token, max_results)

    @operation
    def delete_authorizer(self, *, api_id: str, authorizer_id: str) -> dict[str, Any]:
        """Delete an authorizer that no route names any more.

        Raises:
            NotFoundException: There is no such API or authorizer.
            ConflictException: A route names it.
        """
        api, authorizer = self._authorizer(api_id, authorizer_id)
        users = [route.id for route in api.routes.values() if route.authorizer_id == authorizer.id]
        if users:
            raise messages.HTTP_API_AUTHORIZER_IN_USE.error(
                because="Routes would stand without their guard.", ids=", ".join(users)
            )
        del api.authorizers[authorizer.id]
        return {}

    def _authorizer(self, api_id: str, authorizer_id: str) -> tuple[HttpApi, JwtAuthorizer]:
        api = self._api(api_id)
        if authorizer_id not in api.authorizers:
            known = ", ".join(api.authorizers) or "none"
            raise messages.HTTP_API_AUTHORIZER_NOT_FOUND.error(
                id=authorizer_id,
                because=f"This API has no authorizer {authorizer_id}; it has: {known}.",
            )
        return api, api.authorizers[authorizer_id]


def _why_not(authorizer: JwtAuthorizer, published_keys: PublishedKeys) -> AwsError | None:
    """The reason why an authorizer cannot be so, or None when it can."""
    if not _IDENTITY_SOURCE.fullmatch(authorizer.identity_source):
        return messages.HTTP_API_IDENTITY_SOURCE.error(
            source=authorizer.identity_source,
            because="A source is one header or parameter, such as $request.header.Authorization.",
        )
    if not published_keys.knows(authorizer.issuer):
        return messages.HTTP_API_ISSUER.error(
            issuer=authorizer.issuer,
            because=f"Nobody publishes keys under {authorizer.issuer!r}; an issuer is written as "
            "in the token's iss, https:// and all.",
        )
    if not authorizer.audience:
        return messages.HTTP_API_AUDIENCE.error(because="Any app's tokens would be taken.")
    return None


def _described(authorizer: JwtAuthorizer) -> dict[str, Any]:
    return {
        "AuthorizerId": authorizer.id,
        "AuthorizerType": "JWT",
        "IdentitySource": [authorizer.identity_source],
        "JwtConfiguration": {
            "Audience": list(authorizer.audience),
            "Issuer": authorizer.issuer,
        },
        "Name": authorizer.name,
    }
