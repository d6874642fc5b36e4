"""Stages and deployments: which copy of the routes is served, and where.

``$default`` is served at the API's own address, any other stage below its name. With auto-deploy
nobody has to deploy: the usual way of an HTTP API, and the opposite of a REST API's.

Left out: stage settings (throttling, logging), changes (UpdateStage, UpdateDeployment).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cognito_lab.primitives import messages
from cognito_lab.primitives.trace import operation
from cognito_lab.services.apigateway.answers import refuse_options, without_none
from cognito_lab.services.apigateway.http_apis.apis import HttpApis, items
from cognito_lab.services.apigateway.http_apis.records import DEFAULT, Deployment, HttpApi, Stage

_STAGE_NAME = re.compile(rf"{re.escape(DEFAULT)}|[A-Za-z0-9_-]{{1,128}}")


class Stages(HttpApis):
    """Operations on stages and deployments."""

    @operation
    def create_stage(
        self,
        /,
        *,
        api_id: str,
        stage_name: str,
        auto_deploy: bool | None = None,
        deployment_id: str | None = None,
        description: str | None = None,
        stage_variables: Mapping[str, str] | None = None,
        tags: Mapping[str, str] | None = None,
        **unsimulated: Any,
    ) -> dict[str, Any]:
        """Serve the API somewhere.

        Args:
            api_id: Which API.
            stage_name: ``$default``, or a name that then begins the path.
            auto_deploy: Serve every change at once; otherwise `deployment_id` is served.
            deployment_id: What is served.
            description: A sentence for people.
            stage_variables: ``{name: value}``, which functions see in their events.
            tags: ``{key: value}``, kept and shown.
            **unsimulated: Further options; any that asks for something raises NotSimulated.

        Raises:
            NotFoundException: There is no such API or deployment.
            BadRequestException: The name has characters that it may not have.
            ConflictException: The API has a stage of that name.
        """
        refuse_options(unsimulated)
        api = self._api(api_id) if deployment_id is None else self._copy(api_id, deployment_id)[0]
        if not _STAGE_NAME.fullmatch(stage_name):
            raise messages.HTTP_API_STAGE_NAME.error(because=f"{stage_name!r} cannot be in a URL.")
        if stage_name in api.stages:
            raise messages.API_STAGE_EXISTS.error(because=f"This API has a stage {stage_name}.")
        api.stages[stage_name] = Stage(
            name=stage_name,
            created_at=self.clock.now(),
            updated_at=self.clock.now(),
            auto_deploy=bool(auto_deploy),
            deployment_id=deployment_id,
            description=description,
            variables=dict(stage_variables or {}),
            tags=dict(tags or {}),
        )
        if auto_deploy:
            self._changed(api)
        return _described_stage(api.stages[stage_name])

    @operation
    def get_stage(self, *, api_id: str, stage_name: str) -> dict[str, Any]:
        """Show a stage.

        Raises:
            NotFoundException: There is no such API or stage.
        """
        return _described_stage(_stage_of(self._api(api_id), stage_name))

    @operation
    def get_stages(
        self, *, api_id: str, max_results: str | None = None, next_token: str | None = None
    ) -> dict[str, Any]:
        """List an API's stages, oldest first, a page at a time.

        Raises:
            NotFoundException: There is no such API.
            BadRequestException: The page is none that there is.
        """
        stages = list(self._api(api_id).stages.values())
        return items(stages, _described_stage, next_token, max_results)

    @operation
    def delete_stage(self, *, api_id: str, stage_name: str) -> dict[str, Any]:
        """Delete a stage; what was served there answers no more.

        Raises:
            NotFoundException: There is no such API or stage.
        """
        api = self._api(api_id)
        del api.stages[_stage_of(api, stage_name).name]
        return {}

    @operation
    def create_deployment(
        self, *, api_id: str, description: str | None = None, stage_name: str | None = None
    ) -> dict[str, Any]:
        """Copy the routes as they are now, and, with a stage name, serve the copy there at once.

        Raises:
            NotFoundException: There is no such API or stage.
            BadRequestException: The API has no route.
        """
        api = self._api(api_id)
        stage = _stage_of(api, stage_name) if stage_name is not None else None
        if not api.routes:
            raise messages.HTTP_API_WITHOUT_ROUTES.error(because="There is nothing to serve yet.")
        deployment = self._deploy(api, description)
        if stage is not None:
            api.stages[stage.name] = replace(
                stage, deployment_id=deployment.id, updated_at=self.clock.now()
            )
        return _described_deployment(deployment)

    @operation
    def get_deployment(self, *, api_id: str, deployment_id: str) -> dict[str, Any]:
        """Show a deployment.

        Raises:
            NotFoundException: There is no such API or deployment.
        """
        return _described_deployment(self._copy(api_id, deployment_id)[1])

    @operation
    def get_deployments(
        self, *, api_id: str, max_results: str | None = None, next_token: str | None = None
    ) -> dict[str, Any]:
        """List an API's deployments, oldest first, a page at a time.

        Raises:
            NotFoundException: There is no such API.
            BadRequestException: The page is none that there is.
        """
        deployments = list(self._api(api_id).deployments.values())
        return items(deployments, _described_deployment, next_token, max_results)

    @operation
    def delete_deployment(self, *, api_id: str, deployment_id: str) -> dict[str, Any]:
        """Delete a deployment that no stage serves any more.

        Raises:
            NotFoundException: There is no such API or deployment.
            BadRequestException: A stage serves it.
        """
        api, deployment = self._copy(api_id, deployment_id)
        if any(stage.deployment_id == deployment.id for stage in api.stages.values()):
            raise messages.API_DEPLOYMENT_IN_USE.error(because="A stage serves this deployment.")
        del api.deployments[deployment.id]
        return {}

    def _copy(self, api_id: str, deployment_id: str) -> tuple[HttpApi, Deployment]:
        api = self._api(api_id)
        if deployment_id not in api.deployments:
            known = ", ".join(api.deployments) or "none"
            raise messages.API_DEPLOYMENT_NOT_FOUND.error(
                because=f"This API has no deployment {deployment_id}; it has: {known}."
            )
        return api, api.deployments[deployment_id]


def _stage_of(api: HttpApi, stage_name: str) -> Stage:
    if stage_name not in api.stages:
        known = ", ".join(api.stages) or "none"
        raise messages.API_STAGE_NOT_FOUND.error(
            because=f"This API has no stage {stage_name}; it has: {known}."
        )
    return api.stages[stage_name]


def _described_stage(stage: Stage) -> dict[str, Any]:
    return without_none(
        {
            "AutoDeploy": stage.auto_deploy,
            "CreatedDate": stage.created_at,
            "DefaultRouteSettings": {"DetailedMetricsEnabled": False},
            "DeploymentId": stage.deployment_id,
            "Description": stage.description,
            "LastUpdatedDate": stage.updated_at,
            "RouteSettings": {},
            "StageName": stage.name,
            "StageVariables": dict(stage.variables),
            "Tags": dict(stage.tags),
        }
    )


def _described_deployment(deployment: Deployment) -> dict[str, Any]:
    return without_none(
        {
            "AutoDeployed": deployment.auto_deployed,
            "CreatedDate": deployment.created_at,
            "DeploymentId": deployment.id,
            "DeploymentStatus": "DEPLOYED",
            "Description": deployment.description,
        }
    )
