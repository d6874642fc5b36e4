"""An account with an HTTP API as people meet it: boto3 sets it up, plain HTTP knocks."""

from __future__ import annotations

import json
from typing import Any

import requests

import cognito_lab
from cognito_lab.primitives.jose import sign
from cognito_lab.primitives.keys import SigningKey, key_id, user_pool_keys

PASSWORD = "Practice-1!"


class HttpApiWorld:
    """A user pool with jdoe, an HTTP API with a $default stage, a function that shows events."""

    def __init__(self) -> None:
        self.cloud = cognito_lab.new_cloud(seed=7)
        self.session = cognito_lab.boto3_session(self.cloud)
        self.http = cognito_lab.http_session(self.cloud)
        self.apis = self.session.client("apigatewayv2")
        self.pools = self.session.client("cognito-idp")
        self.pool_id = self.pools.create_user_pool(PoolName="people")["UserPool"]["Id"]
        self.client_id = self._app()
        self._jdoe()
        self.echo = self.cloud.functions.register("echo", lambda event, _: event)
        self.api_id = self.apis.create_api(Name="doors", ProtocolType="HTTP")["ApiId"]
        self.apis.create_stage(ApiId=self.api_id, StageName="$default", AutoDeploy=True)

    @property
    def issuer(self) -> str:
        """The `iss` of the pool's tokens."""
        return f"https://cognito-idp.us-east-1.amazonaws.com/{self.pool_id}"

    def forged(self, **claims: Any) -> str:
        """A token with the pool's honest signature over an ID token's claims, but for these."""
        index, now = user_pool_keys(0)[0], self.cloud.clock.epoch()
        honest = {
            "sub": "34c84488-e0e1-70ae-d2ee-991ad1a898c8",
            "iss": self.issuer,
            "aud": self.client_id,
            "token_use": "id",
            "exp": now + 3600,
            "iat": now,
        }
        held = {name: value for name, value in (honest | claims).items() if value is not None}
        return sign(held, SigningKey(index, key_id(self.issuer, index)))

    def tokens(self) -> dict[str, Any]:
        """What jdoe gets for the password."""
        answer = self.pools.initiate_auth(
            ClientId=self.client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": "jdoe", "PASSWORD": PASSWORD},
        )
        tokens: dict[str, Any] = answer["AuthenticationResult"]
        return tokens

    def integration(self, function: str | None = None, payload: str = "2.0") -> str:
        """An integration with a function, the echo unless another is named; its id."""
        made = self.apis.create_integration(
            ApiId=self.api_id,
            IntegrationType="AWS_PROXY",
            IntegrationUri=function or self.echo,
            PayloadFormatVersion=payload,
        )
        return str(made["IntegrationId"])

    def authorizer(self, **options: Any) -> str:
        """A JWT authorizer for the pool's app; its id."""
        made = self.apis.create_authorizer(
            **{
                "ApiId": self.api_id,
                "AuthorizerType": "JWT",
                "IdentitySource": ["$request.header.Authorization"],
                "Name": "people",
                "JwtConfiguration": {"Issuer": self.issuer, "Audience": [self.client_id]},
                **options,
            }
        )
        return str(made["AuthorizerId"])

    def route(self, key: str, *, target: str | None = None, **guard: Any) -> str:
        """A route to the echo function, or to another integration; its id."""
        target = target or self.integration()
        made = self.apis.create_route(
            ApiId=self.api_id, RouteKey=key, Target=f"integrations/{target}", **guard
        )
        return str(made["RouteId"])

    def guarded(self, key: str, *scopes: str, **authorizer: Any) -> str:
        """A route behind a JWT authorizer; its id."""
        guard = {"AuthorizationType": "JWT", "AuthorizerId": self.authorizer(**authorizer)}
        return self.route(key, **guard, **({"AuthorizationScopes": list(scopes)} if scopes else {}))

    def url(self, path: str = "/") -> str:
        """The address of a path at the API."""
        return f"https://{self.api_id}.execute-api.us-east-1.amazonaws.com{path}"

    def get(self, path: str, token: str | None = None, **options: Any) -> requests.Response:
        """GET a path, with a token in the Authorization header if there is one."""
        headers = {} if token is None else {"Authorization": token}
        return self.http.get(self.url(path), headers=headers, **options)

    def event(self, path: str, token: str | None = None, **options: Any) -> dict[str, Any]:
        """The event that the echo function got."""
        response = self.get(path, token, **options)
        assert response.status_code == 200, response.text
        event: dict[str, Any] = json.loads(response.text)
        return event

    def _app(self) -> str:
        made = self.pools.create_user_pool_client(
            UserPoolId=self.pool_id,
            ClientName="app",
            ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"],
        )
        return str(made["UserPoolClient"]["ClientId"])

    def _jdoe(self) -> None:
        user = {"UserPoolId": self.pool_id, "Username": "jdoe"}
        self.pools.admin_create_user(
            **user,
            MessageAction="SUPPRESS",
            UserAttributes=[
                {"Name": "email", "Value": "jdoe@example.com"},
                {"Name": "email_verified", "Value": "true"},
            ],
        )
        self.pools.admin_set_user_password(**user, Password=PASSWORD, Permanent=True)
        for group in ("admin", "poweruser"):
            self.pools.create_group(UserPoolId=self.pool_id, GroupName=group)
            self.pools.admin_add_user_to_group(**user, GroupName=group)
