"""A small world for API Gateway: a function that shows its event, and pools that sign tokens."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from cognito_lab.primitives.caller import Caller
from cognito_lab.primitives.clock import Clock
from cognito_lab.primitives.ids import Ids
from cognito_lab.primitives.jose import sign
from cognito_lab.primitives.keys import SigningKey, key_id
from cognito_lab.primitives.published_keys import PublishedKeys
from cognito_lab.primitives.trace import Trace
from cognito_lab.services.apigateway import ApiGateway, ApiRequest, ApiResponse, Method
from cognito_lab.services.functions import Functions

POOL = "us-east-1_AbCdEf123"
CLIENT_ID = "67ajqh4655tvb6a6g74sdang7g"
SUB = "34c84488-e0e1-70ae-d2ee-991ad1a898c8"


def issuer(pool_id: str = POOL) -> str:
    """The `iss` of a pool's tokens."""
    return f"https://cognito-idp.us-east-1.amazonaws.com/{pool_id}"


def pool_arn(pool_id: str = POOL) -> str:
    """The ARN that an authorizer names a pool by."""
    return f"arn:aws:cognito-idp:us-east-1:123456789012:userpool/{pool_id}"


def integration_uri(function_arn: str) -> str:
    """What `put_integration` wants for a function."""
    return (
        f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{function_arn}/invocations"
    )


@dataclass
class ApiWorld:
    """An account with API Gateway, functions and two published user pools."""

    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.trace = Trace(self.clock.now)
        self.published_keys = PublishedKeys(self.trace)
        self.functions = Functions(self.trace)
        self.gateway = ApiGateway(
            clock=self.clock,
            ids=Ids(7),
            trace=self.trace,
            published_keys=self.published_keys,
            functions=self.functions,
        )
        self.echo = self.functions.register("echo", _echo)
        for pool_id in (POOL, "us-east-1_Other1234"):
            self.publish(pool_id)

    # --- user pools ------------------------------------------------------------------------------

    def publish(self, pool_id: str, *indices: int) -> None:
        """Publish a pool's keys."""
        keys = [SigningKey(index, key_id(issuer(pool_id), index)) for index in indices or (4, 5)]
        self.published_keys.publish(
            issuer(pool_id), lambda: {"keys": [key.public_jwk() for key in keys]}
        )

    def id_token(self, pool_id: str = POOL, key_index: int = 4, **changes: Any) -> str:
        """An ID token as a user pool signs it, but for these claims; None leaves one out."""
        now = self.clock.epoch()
        claims = {
            "sub": SUB,
            "email_verified": True,
            "iss": issuer(pool_id),
            "cognito:username": "jdoe",
            "aud": CLIENT_ID,
            "token_use": "id",
            "auth_time": now,
            "exp": now + 3600,
            "iat": now,
            "email": "jdoe@example.com",
            **changes,
        }
        present = {name: value for name, value in claims.items() if value is not None}
        return sign(present, SigningKey(key_index, key_id(issuer(pool_id), key_index)))

    def access_token(self, scope: str = "aws.cognito.signin.user.admin", **changes: Any) -> str:
        """An access token of the pool."""
        only_in_id_tokens = {"aud": None, "email": None, "email_verified": None}
        return self.id_token(
            key_index=5,
            **{
                **only_in_id_tokens,
                "token_use": "access",
                "client_id": CLIENT_ID,
                "scope": scope,
                **changes,
            },
        )

    # --- APIs ------------------------------------------------------------------------------------

    def api(self, name: str = "doors") -> tuple[str, str]:
        """A new API: (its id, its root's id)."""
        created = self.gateway.create_rest_api(name=name)
        return created["id"], created["rootResourceId"]

    def add_path(self, api_id: str, path: str) -> str:
        """Create what is missing of a path; the id of its last resource."""
        here = self.resource_ids(api_id)
        so_far, parent = "", here["/"]
        for part in path.strip("/").split("/"):
            so_far += f"/{part}"
            if so_far not in here:
                created = self.gateway.create_resource(
                    rest_api_id=api_id, parent_id=parent, path_part=part
                )
                here[so_far] = created["id"]
            parent = here[so_far]
        return parent

    def resource_ids(self, api_id: str) -> dict[str, str]:
        """{path: resource id}."""
        items = self.gateway.get_resources(rest_api_id=api_id, limit=500)["items"]
        return {item["path"]: item["id"] for item in items}

    def add_method(
        self,
        api_id: str,
        path: str,
        verb: str = "GET",
        *,
        function: str | None = None,
        authorization_type: str = "NONE",
        **options: Any,
    ) -> str:
        """A method with the echo function behind it; the id of its resource."""
        resource_id = self.resource_ids(api_id)["/"] if path == "/" else self.add_path(api_id, path)
        where = {"rest_api_id": api_id, "resource_id": resource_id, "http_method": verb}
        self.gateway.put_method(**where, authorization_type=authorization_type, **options)
        self.gateway.put_integration(
            **where,
            type="AWS_PROXY",
            integration_http_method="POST",
            uri=integration_uri(function or self.echo),
        )
        return resource_id

    def authorizer(self, api_id: str, *pool_ids: str, name: str = "pool", **options: Any) -> str:
        """A user-pool authorizer; its id."""
        created = self.gateway.create_authorizer(
            **{
                "rest_api_id": api_id,
                "name": name,
                "type": "COGNITO_USER_POOLS",
                "provider_arns": [pool_arn(pool_id) for pool_id in pool_ids or (POOL,)],
                "identity_source": "method.request.header.Authorization",
                **options,
            }
        )
        return str(created["id"])

    def deploy(self, api_id: str, stage: str = "prod", **options: Any) -> str:
        """Deploy to a stage; the deployment's id."""
        created = self.gateway.create_deployment(rest_api_id=api_id, stage_name=stage, **options)
        return str(created["id"])

    def guarded_method(self, *scopes: str, **authorizer: Any) -> Method:
        """GET /jwt of a new API, deployed, behind a user-pool authorizer."""
        api_id, _ = self.api()
        self.add_method(
            api_id,
            "/jwt",
            authorization_type="COGNITO_USER_POOLS",
            authorizer_id=self.authorizer(api_id, **authorizer),
            authorization_scopes=list(scopes) or None,
        )
        self.deploy(api_id)
        return self.method(api_id, "/jwt")

    def method(self, api_id: str, path: str, verb: str = "GET", stage: str = "prod") -> Method:
        """The method that serves a request."""
        found = self.gateway.find_method(api_id, stage, verb, path)
        assert found is not None, f"Nothing serves {verb} {path}"
        return found

    def event(
        self,
        method: Method,
        request: ApiRequest,
        *,
        identity: Caller | None = None,
        claims: Any = None,
    ) -> dict[str, Any]:
        """What the echo function was told."""
        response = self.gateway.invoke(method, request=request, identity=identity, claims=claims)
        assert response.status == 200, response.body
        event: dict[str, Any] = body_of(response)
        return event


def body_of(response: ApiResponse) -> Any:
    """The JSON in a response."""
    return json.loads(response.body)


def _echo(event: Any, context: Any) -> dict[str, Any]:
    return {"statusCode": 200, "body": json.dumps(event)}
