"""Which stage, then which route, a request means.

    https://<api>.execute-api.…/dev/orders/7     the stage dev, if there is one; else $default
    GET /orders/{id}                             the most exact route, read from the left
    ANY /orders/{proxy+}                         then a greedy one
    $default                                     then the catch-all; else 404 ``Not Found``

Source: API Gateway developer guide, "Create routes for HTTP APIs", "Routing API requests".
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import unquote

from cognito_lab.primitives.record import record
from cognito_lab.services.apigateway.http_apis.records import (
    DEFAULT,
    AuthorizationType,
    HttpApi,
    Route,
    Stage,
)
from cognito_lab.services.apigateway.routing import invoke_arn, match


@record
class FoundRoute:
    """The route that one request means.

    Attributes:
        verb: The request's own verb, also where the route says ANY.
        path: The request's own path, without stage and query, percent-encoding kept.
        path_parameters: ``{variable: what stood there, decoded}``.
    """

    api_id: str
    stage: Stage
    verb: str
    path: str
    route: Route
    path_parameters: Mapping[str, str]

    @property
    def authorization_type(self) -> AuthorizationType:
        """Who guards it."""
        return self.route.authorization_type

    @property
    def arn(self) -> str:
        """What a policy calls it."""
        return invoke_arn(self.api_id, self.stage.name, self.verb, self.path)


def choose_stage(api: HttpApi, path: str) -> tuple[Stage, str] | None:
    """The stage that a path means, and the rest of the path; None when there is none."""
    first, _, rest = path.lstrip("/").partition("/")
    if first != DEFAULT and first in api.stages:
        return api.stages[first], f"/{rest}"
    return (api.stages[DEFAULT], path) if DEFAULT in api.stages else None


def choose_route(api: HttpApi, stage: Stage, verb: str, path: str) -> FoundRoute | None:
    """The route of what is deployed at a stage; None when nothing fits and nothing catches all."""
    if stage.deployment_id is None:
        return None
    routes = api.deployments[stage.deployment_id].routes
    found = match((route for route in routes if route.key != DEFAULT), verb, path)
    catch_all = next((route for route in routes if route.key == DEFAULT), None)
    if found is None and catch_all is None:
        return None
    route, raw_parameters = found or (catch_all, {})
    assert route is not None
    parameters = {name: unquote(value) for name, value in raw_parameters.items()}
    return FoundRoute(api.id, stage, verb, path, route, parameters)


def is_set_up(api: HttpApi, verb: str, path: str) -> bool:
    """Whether the API has such a route now, deployed or not; variables are not looked into."""
    return any(setup.key in (f"{verb} {path}", f"ANY {path}") for setup in api.routes.values())
