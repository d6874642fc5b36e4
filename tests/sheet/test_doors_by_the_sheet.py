"""Fact sheet §8: REST APIs over HTTP; HTTP APIs are in tests/apigateway/test_http_api_doors.py."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from whole_account import EVERYTHING, SESSION_NAME, WholeAccount, policy

import cognito_lab


class Doors:
    """A REST API with a door for ID tokens, one for a scope, and one for signatures."""

    def __init__(self, account: WholeAccount, **authorizer: Any) -> None:
        self.account = account
        self.api = account.admin.client("apigateway")
        made = self.api.create_rest_api(name="doors")
        self.id, self.root = made["id"], made["rootResourceId"]
        self.echo = account.cloud.functions.register(
            "echo", lambda event, _: {"statusCode": 200, "body": json.dumps(event)}
        )
        pool = f"arn:aws:cognito-idp:us-east-1:123456789012:userpool/{account.user_pool_id}"
        guard = self.api.create_authorizer(
            restApiId=self.id,
            name="people",
            type="COGNITO_USER_POOLS",
            providerARNs=[pool],
            identitySource="method.request.header.Authorization",
            **authorizer,
        )
        self.authorizer = guard
        user_pool = {"authorizationType": "COGNITO_USER_POOLS", "authorizerId": guard["id"]}
        self._door("id", **user_pool)
        self._door("scope", **user_pool, authorizationScopes=["aws.cognito.signin.user.admin"])
        self._door("other-scope", **user_pool, authorizationScopes=["orders/read"])
        self._door("signed", authorizationType="AWS_IAM")
        self.api.create_deployment(restApiId=self.id, stageName="prod")

    def _door(self, path: str, **guard: Any) -> None:
        made = self.api.create_resource(restApiId=self.id, parentId=self.root, pathPart=path)
        here = {"restApiId": self.id, "resourceId": made["id"], "httpMethod": "GET"}
        self.api.put_method(**here, **guard)
        self.api.put_integration(
            **here,
            type="AWS_PROXY",
            integrationHttpMethod="POST",
            uri="arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
            f"{self.echo}/invocations",
        )

    def get(self, path: str, token: str | None = None, **options: Any) -> Any:
        """Knock."""
        headers = {} if token is None else {"Authorization": token}
        url = f"https://{self.id}.execute-api.us-east-1.amazonaws.com/prod/{path}"
        return self.account.http.get(url, headers=headers, **options)


@pytest.fixture
def doors(account: WholeAccount) -> Doors:
    """The API, deployed."""
    return Doors(account)


UNAUTHORIZED = (401, {"message": "Unauthorized"}, "UnauthorizedException")


def said(response: Any) -> tuple[int, Any, str]:
    """Status, body and error type."""
    return response.status_code, response.json(), response.headers["x-amzn-ErrorType"]


def test_an_authorizer_remembers_for_five_minutes_by_default(doors: Doors):
    """TTL 300 unless said; 3600 at most, 0 for never; the source is a header and required."""
    create = doors.api.create_authorizer
    base = {
        "restApiId": doors.id,
        "type": "COGNITO_USER_POOLS",
        "providerARNs": doors.authorizer["providerARNs"],
        "identitySource": "method.request.header.X-Token",
    }

    assert doors.authorizer["authorizerResultTtlInSeconds"] == 300
    for name, seconds in (("never", 0), ("long", 3600)):
        made = create(**base, name=name, authorizerResultTtlInSeconds=seconds)
        assert made["authorizerResultTtlInSeconds"] == seconds
    wrong: list[dict[str, Any]] = [
        {"authorizerResultTtlInSeconds": 3601},
        {"identitySource": "method.request.querystring.token"},
        {"providerARNs": ["arn:aws:s3:::not-a-pool"]},
    ]
    for change in wrong:
        with pytest.raises(doors.api.exceptions.BadRequestException):
            create(**{**base, "name": "wrong", **change})


@pytest.mark.parametrize("ttl", [0, 300])
def test_what_is_remembered_is_not_checked_again(account: WholeAccount, ttl: int):
    """With a TTL a second request comes from the cache, and the trace says so."""
    doors = Doors(account, authorizerResultTtlInSeconds=ttl)
    token = account.sign_in()["IdToken"]

    assert [doors.get("id", token).status_code for _ in range(2)] == [200, 200]

    notes = " ".join(account.cloud.trace.exchanges[-1].notes)
    assert ("Let in from the cache" in notes) is (ttl > 0)


@pytest.mark.parametrize("before", ["", "Bearer "], ids=["raw", "after Bearer"])
def test_scopes_decide_which_token_a_method_takes(doors: Doors, before: str):
    """Without scopes an ID token, with scopes an access token that has one of them."""
    tokens = doors.account.sign_in()

    assert doors.get("id", before + tokens["IdToken"]).status_code == 200
    assert doors.get("scope", before + tokens["AccessToken"]).status_code == 200


Token = Callable[[Doors], str | None]


@pytest.mark.parametrize(
    ("path", "token"),
    [
        pytest.param("id", lambda d: None, id="no header"),
        pytest.param("id", lambda d: d.account.sign_in()["IdToken"][:-4] + "AAAA", id="signature"),
        pytest.param("id", lambda d: d.account.login("Google").popitem()[1], id="another issuer"),
        pytest.param(
            "id",
            lambda d: d.account.made_up(iss=f"https://{d.account.user_pool[:-1]}x"),
            id="another pool",
        ),
        pytest.param(
            "id", lambda d: d.account.sign_in()["AccessToken"], id="an access token, no scopes"
        ),
        pytest.param("scope", lambda d: d.account.sign_in()["IdToken"], id="an ID token, scopes"),
        pytest.param("other-scope", lambda d: d.account.sign_in()["AccessToken"], id="scope miss"),
    ],
)
def test_every_other_token_is_unauthorized(doors: Doors, path: str, token: Token):
    """401 with a small m, and the error's type in a header."""
    assert said(doors.get(path, token(doors))) == UNAUTHORIZED


def test_the_validation_expression_reads_the_audience(account: WholeAccount):
    """It is matched with the token's aud, so an access token never passes."""
    other = Doors(account, identityValidationExpression="another-app")
    own = Doors(account, identityValidationExpression=account.client_id)
    tokens = account.sign_in()

    assert said(other.get("id", tokens["IdToken"])) == UNAUTHORIZED
    assert own.get("id", tokens["IdToken"]).status_code == 200
    assert said(own.get("scope", tokens["AccessToken"])) == UNAUTHORIZED


def test_an_expired_token_is_told_so(doors: Doors):
    """The one reason that a caller learns."""
    token = doors.account.sign_in()["IdToken"]
    doors.account.cloud.clock.advance(hours=1)

    assert said(doors.get("id", token)) == (
        401,
        {"message": "The incoming token has expired"},
        "UnauthorizedException",
    )


def test_no_such_route_speaks_of_a_missing_token(doors: Doors):
    """403, whatever was sent."""
    assert said(doors.get("nowhere", doors.account.sign_in()["IdToken"])) == (
        403,
        {"message": "Missing Authentication Token"},
        "MissingAuthenticationTokenException",
    )


def test_the_event_behind_a_user_pool_door(doors: Doors):
    """Claims as text, and no identity at all: `sub` is the user's unique id."""
    event = doors.get("id", doors.account.sign_in()["IdToken"]).json()

    claims, identity = (event["requestContext"][n] for n in ("authorizer", "identity"))
    assert all(isinstance(value, str) for value in claims["claims"].values())
    assert claims["claims"]["sub"]
    for name in ("cognitoIdentityId", "cognitoAuthenticationProvider", "userArn", "accessKey"):
        assert identity[name] is None


def test_the_event_behind_a_signed_door(doors: Doors):
    """The identity id and pool, the provider with the user's sub in it, and no authorizer."""
    account = doors.account
    logins = account.login()
    credentials = account.credentials(logins)

    event = doors.get("signed", auth=cognito_lab.sigv4(credentials)).json()

    identity = event["requestContext"]["identity"]
    session = f"assumed-role/users/{SESSION_NAME}"
    assert identity["cognitoIdentityPoolId"] == account.pool_id
    assert identity["cognitoIdentityId"] == account.identity(logins)
    assert identity["cognitoAuthenticationType"] == "authenticated"
    assert identity["cognitoAuthenticationProvider"].startswith(
        f"{account.user_pool},{account.user_pool}:CognitoSignIn:"
    )
    assert identity["userArn"] == f"arn:aws:sts::123456789012:{session}"
    assert identity["user"] == identity["caller"]
    assert identity["user"].endswith(f":{SESSION_NAME}")
    assert identity["accessKey"] == credentials["AccessKeyId"]
    assert "authorizer" not in event["requestContext"]


def test_a_refusal_by_policy_masks_the_account(doors: Doors):
    """A capital M, the session's ARN, and four digits of the account's number."""
    nothing = policy({**EVERYTHING, "Action": "sqs:*"})
    doors.account.iam.put_role_policy(RoleName="users", PolicyName="may", PolicyDocument=nothing)
    credentials = doors.account.credentials(doors.account.login())

    status, body, _ = said(doors.get("signed", auth=cognito_lab.sigv4(credentials)))

    assert status == 403
    assert body["Message"].startswith(
        f"User: arn:aws:sts::123456789012:assumed-role/users/{SESSION_NAME} is not authorized to "
        "perform: execute-api:Invoke on resource: "
        f"arn:aws:execute-api:us-east-1:********9012:{doors.id}/prod/GET/signed"
    )
