"""What API Gateway keeps: an API is a tree of paths with methods; a deployment is a copy of it.

    RestApi
    ├── Resource /            a path part may be a variable {id}, and the last one greedy {proxy+}
    │   └── Resource /jwt
    │       └── MethodSetup GET ── authorization, Integration (which function)
    ├── Authorizer            who may come in, for methods that name it
    ├── Deployment            Routes: a copy of all methods as they were
    └── Stage prod ── Deployment     what is served at https://<api>.execute-api.…/prod

Only what is deployed is served, so a change shows after the next deployment, as in AWS.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from cognito_lab.primitives.record import record

ROOT = "/"


class AuthorizationType(StrEnum):
    """Who guards a method."""

    NONE = "NONE"
    AWS_IAM = "AWS_IAM"
    COGNITO_USER_POOLS = "COGNITO_USER_POOLS"


@record
class Resource:
    """One path of an API. The root has no parent and no path part."""

    id: str
    path: str
    parent_id: str | None = None
    path_part: str | None = None

    @property
    def is_greedy(self) -> bool:
        """Whether it stands for all paths below its parent: ``{proxy+}``."""
        return self.path.endswith("+}")


@record
class Integration:
    """What stands behind a method: a function, called with the whole request.

    Attributes:
        uri: ``arn:aws:apigateway:REGION:lambda:path/2015-03-31/functions/ARN/invocations``.
        http_method: How API Gateway calls it; Lambda answers POST only.
        timeout_ms: Kept and shown; no call in the lab takes that long.
    """

    uri: str
    http_method: str
    cache_namespace: str
    timeout_ms: int = 29000

    @property
    def function_arn(self) -> str:
        """The function's ARN, cut out of the URI."""
        return self.uri.partition("/functions/")[2].removesuffix("/invocations")


@record
class Authorizer:
    """A guard that reads user-pool tokens.

    Attributes:
        identity_source: ``method.request.header.NAME``: where the token is.
        provider_arns: ARNs of the user pools whose tokens it takes.
        validation_expression: A regular expression that the token's `aud` has to match, or None.
    """

    id: str
    name: str
    identity_source: str
    provider_arns: tuple[str, ...]
    validation_expression: str | None = None
    result_ttl_seconds: int = 300

    @property
    def header(self) -> str:
        """The name of the header that carries the token."""
        return self.identity_source.removeprefix("method.request.header.")


@record
class MethodSetup:
    """A method as it is set up, deployed or not; `http_method` is a verb or ANY."""

    http_method: str
    authorization_type: AuthorizationType
    authorizer_id: str | None = None
    scopes: tuple[str, ...] = ()
    operation_name: str | None = None
    integration: Integration | None = None


@record
class Route:
    """A method as a deployment serves it: everything that a request needs, resolved."""

    resource: Resource
    http_method: str
    authorization_type: AuthorizationType
    integration: Integration
    authorizer: Authorizer | None = None
    scopes: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """The template that requests are matched with."""
        return self.resource.path


@record
class Deployment:
    """A copy of an API's methods."""

    id: str
    created_at: datetime
    routes: tuple[Route, ...]
    description: str | None = None


@record
class Stage:
    """A deployment under a name that stands in the URL."""

    name: str
    deployment_id: str
    created_at: datetime
    updated_at: datetime
    description: str | None = None
    variables: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass
class RestApi:
    """One API and all that belongs to it; the only record here that changes."""

    id: str
    name: str
    root_id: str
    created_at: datetime
    description: str | None = None
    version: str | None = None
    endpoint: Mapping[str, object] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    resources: dict[str, Resource] = field(default_factory=dict)
    methods: dict[tuple[str, str], MethodSetup] = field(default_factory=dict)
    authorizers: dict[str, Authorizer] = field(default_factory=dict)
    deployments: dict[str, Deployment] = field(default_factory=dict)
    stages: dict[str, Stage] = field(default_factory=dict)
