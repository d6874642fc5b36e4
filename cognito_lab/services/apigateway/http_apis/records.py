"""What an HTTP API is made of: routes point at integrations, and stages serve a copy of them.

    HttpApi
    ├── Integration                 a function, and in which format it is told of a request
    ├── JwtAuthorizer               whose tokens are taken, and for whom they must have been made
    ├── RouteSetup GET /orders      which integration, and who guards the way to it
    ├── Deployment                  Routes: a copy of all that can be served, as it was
    └── Stage $default              serves a deployment at https://<api>.execute-api.…/

A stage with auto-deploy gets a new deployment at every change, so it serves what is set up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from cognito_lab.primitives.record import record

DEFAULT = "$default"  # the name of the stage without a name in its URL, and of the last route


class AuthorizationType(StrEnum):
    """Who guards a route."""

    NONE = "NONE"
    AWS_IAM = "AWS_IAM"
    JWT = "JWT"


@record
class Integration:
    """What stands behind a route: a function, called with the whole request.

    Attributes:
        uri: The function's ARN, bare or inside ``arn:aws:apigateway:…/functions/ARN/invocations``.
        payload_format: ``2.0``, or ``1.0``, which looks like a REST API's event.
        timeout_ms: Kept and shown; no call in the lab takes that long.
    """

    id: str
    uri: str
    payload_format: str
    timeout_ms: int = 30000
    description: str | None = None

    @property
    def function_arn(self) -> str:
        """The function's ARN, cut out of the URI."""
        return self.uri.rpartition("/functions/")[2].removesuffix("/invocations")


@record
class JwtAuthorizer:
    """A guard that reads tokens.

    Attributes:
        identity_source: ``$request.header.NAME`` or ``$request.querystring.NAME``.
        issuer: The `iss` that a token must have; its keys are read from there.
        audience: One of these must be the token's `aud`, or its `client_id` if it has no `aud`.
    """

    id: str
    name: str
    identity_source: str
    issuer: str
    audience: tuple[str, ...]


@record
class RouteSetup:
    """A route as it is set up, deployed or not; `key` is ``GET /orders/{id}`` or ``$default``."""

    id: str
    key: str
    authorization_type: AuthorizationType = AuthorizationType.NONE
    authorizer_id: str | None = None
    scopes: tuple[str, ...] = ()
    target: str | None = None
    operation_name: str | None = None


@record
class Route:
    """A route as a deployment serves it: everything that a request needs, resolved."""

    key: str
    authorization_type: AuthorizationType
    integration: Integration
    authorizer: JwtAuthorizer | None = None
    scopes: tuple[str, ...] = ()

    @property
    def http_method(self) -> str:
        """A verb, or ANY."""
        return self.key.partition(" ")[0]

    @property
    def path(self) -> str:
        """The template that requests are matched with."""
        return self.key.partition(" ")[2]


@record
class Deployment:
    """A copy of an API's routes."""

    id: str
    created_at: datetime
    routes: tuple[Route, ...]
    description: str | None = None
    auto_deployed: bool = False


@record
class Stage:
    """Where a deployment is served: at the API's own address, or below a name."""

    name: str
    created_at: datetime
    updated_at: datetime
    auto_deploy: bool = False
    deployment_id: str | None = None
    description: str | None = None
    variables: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass
class HttpApi:
    """One API and all that belongs to it; the only record here that changes."""

    id: str
    name: str
    created_at: datetime
    description: str | None = None
    version: str | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    integrations: dict[str, Integration] = field(default_factory=dict)
    authorizers: dict[str, JwtAuthorizer] = field(default_factory=dict)
    routes: dict[str, RouteSetup] = field(default_factory=dict)
    deployments: dict[str, Deployment] = field(default_factory=dict)
    stages: dict[str, Stage] = field(default_factory=dict)
