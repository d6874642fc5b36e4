"""The paths of an API: a tree that grows from its root."""

from __future__ import annotations

import re
from typing import Any

from cognito_lab.primitives import messages
from cognito_lab.primitives.errors import AwsError
from cognito_lab.primitives.trace import operation
from cognito_lab.services.apigateway.answers import page, without_none
from cognito_lab.services.apigateway.methods import described_method
from cognito_lab.services.apigateway.records import Resource, RestApi
from cognito_lab.services.apigateway.rest_apis import RestApis

_PATH_PART = re.compile(r"[A-Za-z0-9._:-]+|\{[A-Za-z0-9._-]+\+?\}")


class Resources(RestApis):
    """Operations on the paths of an API."""

    @operation
    def get_resources(
        self,
        *,
        rest_api_id: str,
        position: str | None = None,
        limit: int | None = None,
        embed: list[str] | None = None,
    ) -> dict[str, Any]:
        """List an API's paths in alphabetical order, a page at a time.

        Args:
            rest_api_id: Which API.
            position: From an earlier page.
            limit: At most so many, 1 to 500.
            embed: ``["methods"]`` shows each method in full; otherwise only the verbs are named.

        Raises:
            NotFoundException: There is no such API.
            BadRequestException: Position or limit is none that AWS takes.
        """
        api = self._api(rest_api_id)
        in_full = "methods" in (embed or [])
        resources = sorted(api.resources.values(), key=lambda resource: resource.path)
        return page(resources, lambda one: _described(api, one, in_full), position, limit)

    @operation
    def get_resource(
        self, *, rest_api_id: str, resource_id: str, embed: list[str] | None = None
    ) -> dict[str, Any]:
        """Show one path.

        Raises:
            NotFoundException: There is no such API or resource.
        """
        api, resource = self._resource(rest_api_id, resource_id)
        return _described(api, resource, "methods" in (embed or []))

    @operation
    def create_resource(
        self, *, rest_api_id: str, parent_id: str, path_part: str
    ) -> dict[str, Any]:
        """Add a path below another one.

        Args:
            rest_api_id: Which API.
            parent_id: The resource above it.
            path_part: ``jwt``, a variable ``{id}``, or a greedy variable ``{proxy+}``.

        Raises:
            NotFoundException: There is no such API or parent.
            BadRequestException: The path part has characters that it may not have, the parent is
                greedy, or there is a variable beside it already.
            ConflictException: The parent has a child of that name.
        """
        api, parent = self._resource(rest_api_id, parent_id)
        if error := _why_not(api, parent, path_part):
            raise error
        path = f"{parent.path.rstrip('/')}/{path_part}"
        resource = Resource(self.ids.rest_api_id()[:6], path, parent.id, path_part)
        api.resources[resource.id] = resource
        return _described(api, resource, in_full=False)

    @operation
    def delete_resource(self, *, rest_api_id: str, resource_id: str) -> dict[str, Any]:
        """Delete a path, everything below it and all their methods.

        Raises:
            NotFoundException: There is no such API or resource.
            BadRequestException: It is the root.
        """
        api, resource = self._resource(rest_api_id, resource_id)
        if resource.parent_id is None:
            raise messages.API_ROOT_UNDELETABLE.error(because="All other paths grow from the root.")
        for gone in _with_all_below(api, resource):
            del api.resources[gone]
            api.methods = {key: one for key, one in api.methods.items() if key[0] != gone}
        return {}


def _why_not(api: RestApi, parent: Resource, path_part: str) -> AwsError | None:
    """The reason why a path part cannot stand below a parent, or None when it can."""
    if not _PATH_PART.fullmatch(path_part):
        return messages.API_PATH_PART.error(because=f"{path_part!r} is no part of a path.")
    if parent.is_greedy:
        return messages.API_CHILD_OF_GREEDY.error(
            because=f"{parent.path_part} takes the whole rest of a path.", name=parent.path_part
        )
    siblings = [one.path_part for one in api.resources.values() if one.parent_id == parent.id]
    if path_part in siblings:
        return messages.API_RESOURCE_EXISTS.error(
            because=f"There is such a path already: {parent.path.rstrip('/')}/{path_part}.",
            name=path_part,
        )
    variables = [sibling for sibling in siblings if sibling and sibling.startswith("{")]
    if path_part.startswith("{") and variables:
        return messages.API_VARIABLE_SIBLING.error(
            because=f"{variables[0]} and {path_part} would take the same requests.",
            sibling=variables[0],
        )
    return None


def _with_all_below(api: RestApi, resource: Resource) -> list[str]:
    ids = [resource.id]
    for known in ids:  # the list grows while we walk it: children, their children, and so on
        ids += [one.id for one in api.resources.values() if one.parent_id == known]
    return ids


def _described(api: RestApi, resource: Resource, in_full: bool) -> dict[str, Any]:
    methods = {
        setup.http_method: described_method(setup) if in_full else {}
        for (resource_id, _), setup in api.methods.items()
        if resource_id == resource.id
    }
    return without_none(
        {
            "id": resource.id,
            "parentId": resource.parent_id,
            "pathPart": resource.path_part,
            "path": resource.path,
            "resourceMethods": methods or None,
        }
    )
