"""Deployments and stages: what of an API is served, and under which name.

A deployment is a copy. A method that is changed afterwards is served as it was, until somebody
deploys again; forgetting that is the most common surprise with API Gateway.

Left out: canaries, stage settings (caching, logging, throttling), changes by patch operations.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cognito_lab.primitives import messages
from cognito_lab.primitives.trace import operation
from cognito_lab.services.apigateway.answers import page, refuse_options, without_none
from cognito_lab.services.apigateway.records import (
    Deployment,
    MethodSetup,
    RestApi,
    Route,
    Stage,
)
from cognito_lab.services.apigateway.rest_apis import RestApis

_STAGE_NAME = re.compile(r"[A-Za-z0-9_-]{1,128}")


class Deployments(RestApis):
    """Operations on deployments and stages."""

    @operation
    def create_deployment(
        self,
        /,
        *,
        rest_api_id: str,
        stage_name: str | None = None,
        stage_description: str | None = None,
        description: str | None = None,
        variables: Mapping[str, str] | None = None,
        **unsimulated: Any,
    ) -> dict[str, Any]:
        """Copy the API as it is now, and, with a stage name, serve the copy there at once.

        Args:
            rest_api_id: Which API.
            stage_name: A new stage, or one that changes over to this copy.
            stage_description: For a new stage.
            description: A sentence for people.
            variables: Stage variables, ``{name: value}``, which functions see in their events.
            **unsimulated: Further options; any that asks for something raises NotSimulated.

        Raises:
            NotFoundException: There is no such API.
            BadRequestException: The API has no method, a method has nothing behind it, or the
                stage's name has characters that it may not have.
        """
        refuse_options(unsimulated)
        api = self._api(rest_api_id)
        if stage_name is not None:
            _check_name(stage_name)
        deployment = Deployment(
            id=self.ids.rest_api_id()[:6],
            created_at=self.clock.now(),
            routes=_routes(api),
            description=description,
        )
        api.deployments[deployment.id] = deployment
        if stage_name is not None:
            stage = api.stages.get(stage_name) or self._stage(
                stage_name, deployment, stage_description, variables
            )
            api.stages[stage_name] = replace(
                stage,
                deployment_id=deployment.id,
                updated_at=self.clock.now(),
                variables=stage.variables if variables is None else dict(variables),
            )
        return _described_deployment(deployment)

    @operation
    def get_deployment(self, *, rest_api_id: str, deployment_id: str) -> dict[str, Any]:
        """Show a deployment.

        Raises:
            NotFoundException: There is no such API or deployment.
        """
        return _described_deployment(self._deployment(rest_api_id, deployment_id)[1])

    @operation
    def get_deployments(
        self, *, rest_api_id: str, position: str | None = None, limit: int | None = None
    ) -> dict[str, Any]:
        """List an API's deployments, oldest first, a page at a time.

        Raises:
            NotFoundException: There is no such API.
            BadRequestException: Position or limit is none that AWS takes.
        """
        deployments = list(self._api(rest_api_id).deployments.values())
        return page(deployments, _described_deployment, position, limit)

    @operation
    def delete_deployment(self, *, rest_api_id: str, deployment_id: str) -> dict[str, Any]:
        """Delete a deployment that no stage serves any more.

        Raises:
            NotFoundException: There is no such API or deployment.
            BadRequestException: A stage serves it.
        """
        api, deployment = self._deployment(rest_api_id, deployment_id)
        if any(stage.deployment_id == deployment.id for stage in api.stages.values()):
            raise messages.API_DEPLOYMENT_IN_USE.error(because="A stage serves this deployment.")
        del api.deployments[deployment.id]
        return {}

    @operation
    def create_stage(
        self,
        /,
        *,
        rest_api_id: str,
        stage_name: str,
        deployment_id: str,
        description: str | None = None,
        variables: Mapping[str, str] | None = None,
        tags: Mapping[str, str] | None = None,
        **unsimulated: Any,
    ) -> dict[str, Any]:
        """Serve a deployment under a new name.

        Raises:
            NotFoundException: There is no such API or deployment.
            BadRequestException: The name has characters that it may not have.
            ConflictException: The API has a stage of that name.
        """
        refuse_options(unsimulated)
        api, deployment = self._deployment(rest_api_id, deployment_id)
        _check_name(stage_name)
        if stage_name in api.stages:
            raise messages.API_STAGE_EXISTS.error(because=f"This API has a stage {stage_name}.")
        stage = self._stage(stage_name, deployment, description, variables)
        api.stages[stage_name] = replace(stage, tags=dict(tags or {}))
        return _described_stage(api.stages[stage_name])

    @operation
    def get_stage(self, *, rest_api_id: str, stage_name: str) -> dict[str, Any]:
        """Show a stage.

        Raises:
            NotFoundException: There is no such API or stage.
        """
        return _described_stage(self._stage_of(rest_api_id, stage_name))

    @operation
    def get_stages(self, *, rest_api_id: str, deployment_id: str | None = None) -> dict[str, Any]:
        """List an API's stages, or those that serve one deployment, under ``item``.

        Raises:
            NotFoundException: There is no such API.
        """
        stages = self._api(rest_api_id).stages.values()
        return {
            "item": [
                _described_stage(stage)
                for stage in stages
                if deployment_id in (None, stage.deployment_id)
            ]
        }

    @operation
    def delete_stage(self, *, rest_api_id: str, stage_name: str) -> dict[str, Any]:
        """Delete a stage; its URL answers no more.

        Raises:
            NotFoundException: There is no such API or stage.
        """
        stage = self._stage_of(rest_api_id, stage_name)
        del self._api(rest_api_id).stages[stage.name]
        return {}

    def _stage_of(self, rest_api_id: str, stage_name: str) -> Stage:
        api = self._api(rest_api_id)
        if stage_name not in api.stages:
            known = ", ".join(api.stages) or "none"
            raise messages.API_STAGE_NOT_FOUND.error(
                because=f"This API has no stage {stage_name}; it has: {known}."
            )
        return api.stages[stage_name]

    def _deployment(self, rest_api_id: str, deployment_id: str) -> tuple[RestApi, Deployment]:
        api = self._api(rest_api_id)
        if deployment_id not in api.deployments:
            known = ", ".join(api.deployments) or "none"
            raise messages.API_DEPLOYMENT_NOT_FOUND.error(
                because=f"This API has no deployment {deployment_id}; it has: {known}."
            )
        return api, api.deployments[deployment_id]

    def _stage(
        self,
        name: str,
        deployment: Deployment,
        description: str | None,
        variables: Mapping[str, str] | None,
    ) -> Stage:
        now = self.clock.now()
        return Stage(name, deployment.id, now, now, description, dict(variables or {}))


def _routes(api: RestApi) -> tuple[Route, ...]:
    """A copy of everything that requests will need."""
    if not api.methods:
        raise messages.API_WITHOUT_METHODS.error(because="There is nothing to serve yet.")
    return tuple(_route(api, resource_id, setup) for (resource_id, _), setup in api.methods.items())


def _route(api: RestApi, resource_id: str, setup: MethodSetup) -> Route:
    resource = api.resources[resource_id]
    if setup.integration is None:
        raise messages.API_METHOD_WITHOUT_INTEGRATION.error(
            because=f"Nothing stands behind {setup.http_method} {resource.path}."
        )
    authorizer = api.authorizers[setup.authorizer_id] if setup.authorizer_id else None
    return Route(
        resource=resource,
        http_method=setup.http_method,
        authorization_type=setup.authorization_type,
        integration=setup.integration,
        authorizer=authorizer,
        scopes=setup.scopes,
    )


def _check_name(stage_name: str) -> None:
    if not _STAGE_NAME.fullmatch(stage_name):
        raise messages.API_STAGE_NAME.error(
            because=f"{stage_name!r} cannot stand in a URL; a hyphen is allowed too."
        )


def _described_deployment(deployment: Deployment) -> dict[str, Any]:
    return without_none(
        {
            "id": deployment.id,
            "description": deployment.description,
            "createdDate": deployment.created_at,
        }
    )


def _described_stage(stage: Stage) -> dict[str, Any]:
    return without_none(
        {
            "deploymentId": stage.deployment_id,
            "stageName": stage.name,
            "description": stage.description,
            "cacheClusterEnabled": False,
            "cacheClusterStatus": "NOT_AVAILABLE",
            "methodSettings": {},
            "variables": dict(stage.variables) or None,
            "tracingEnabled": False,
            "tags": dict(stage.tags) or None,
            "createdDate": stage.created_at,
            "lastUpdatedDate": stage.updated_at,
        }
    )
