"""API Gateway as people meet it: set up with boto3, called over HTTP with a user pool's tokens."""

from __future__ import annotations

import inspect
import json
from typing import Any

import boto3
import botocore.session
import pytest
import requests
from api_world import integration_uri
from botocore import xform_name
from botocore.exceptions import ClientError

import cognito_lab
from cognito_lab.services.apigateway import ApiGateway

PASSWORD = "Practice-1!"


class Account:
    """A user pool with jdoe, and an API whose functions show their events."""

    def __init__(self) -> None:
        self.cloud = cognito_lab.new_cloud(seed=7)
        self.session: boto3.Session = cognito_lab.boto3_session(self.cloud)
        self.http: requests.Session = cognito_lab.http_session(self.cloud)
        self.gateway = self.session.client("apigateway")
        self.pools = self.session.client("cognito-idp")
        self._sign_up()
        self.echo = self.cloud.functions.register(
            "echo", lambda event, context: {"statusCode": 200, "body": json.dumps(event)}
        )
        created = self.gateway.create_rest_api(name="doors")
        self.api_id, self.root_id = created["id"], created["rootResourceId"]
        self.authorizer_id = self.gateway.create_authorizer(
            restApiId=self.api_id,
            name="pool",
            type="COGNITO_USER_POOLS",
            providerARNs=[self.pool["Arn"]],
            identitySource="method.request.header.Authorization",
        )["id"]

    def _sign_up(self) -> None:
        self.pool = self.pools.create_user_pool(PoolName="people")["UserPool"]
        pool_id = self.pool["Id"]
        client = self.pools.create_user_pool_client(
            UserPoolId=pool_id, ClientName="app", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"]
        )["UserPoolClient"]
        self.client_id = client["ClientId"]
        user = {"UserPoolId": pool_id, "Username": "jdoe"}
        self.pools.admin_create_user(**user, MessageAction="SUPPRESS")
        self.pools.admin_set_user_password(**user, Password=PASSWORD, Permanent=True)
        self.pools.create_group(UserPoolId=pool_id, GroupName="editors")
        self.pools.admin_add_user_to_group(**user, GroupName="editors")

    def tokens(self) -> dict[str, Any]:
        """What jdoe gets for the password."""
        return self.pools.initiate_auth(
            ClientId=self.client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": "jdoe", "PASSWORD": PASSWORD},
        )["AuthenticationResult"]

    def add_door(self, path: str, **options: Any) -> None:
        """GET /path, guarded by the user pool, with the echo function behind it."""
        resource = self.gateway.create_resource(
            restApiId=self.api_id, parentId=self.root_id, pathPart=path
        )
        where = {"restApiId": self.api_id, "resourceId": resource["id"], "httpMethod": "GET"}
        self.gateway.put_method(
            **where,
            authorizationType="COGNITO_USER_POOLS",
            authorizerId=self.authorizer_id,
            **options,
        )
        self.gateway.put_integration(
            **where,
            type="AWS_PROXY",
            integrationHttpMethod="POST",
            uri=integration_uri(self.echo),
        )

    def deploy(self) -> None:
        """Serve everything at prod."""
        self.gateway.create_deployment(restApiId=self.api_id, stageName="prod")

    def get(self, path: str, token: str | None = None) -> requests.Response:
        """A request, with the token in its Authorization header."""
        headers = {} if token is None else {"Authorization": token}
        host = f"https://{self.api_id}.execute-api.us-east-1.amazonaws.com"
        return self.http.get(f"{host}/prod{path}", headers=headers)


@pytest.fixture
def account() -> Account:
    """A fresh one with GET /jwt deployed."""
    account = Account()
    account.add_door("jwt")
    account.deploy()
    return account


def refusal_of(response: requests.Response) -> tuple[int, Any, str]:
    """(status, body, error type)."""
    return response.status_code, response.json(), response.headers["x-amzn-ErrorType"]


def test_an_id_token_alone_opens_the_door(account):
    """No signature, no role: the function gets the user's claims, as text."""
    response = account.get("/jwt", account.tokens()["IdToken"])

    assert response.status_code == 200
    context = response.json()["requestContext"]
    claims = context["authorizer"]["claims"]
    assert claims["cognito:username"] == "jdoe"
    assert claims["cognito:groups"] == "editors"
    assert claims["aud"] == account.client_id
    assert set(map(type, claims.values())) == {str}
    assert context["identity"]["cognitoIdentityId"] is None
    assert context["identity"]["userArn"] is None
    assert account.cloud.trace.find("AssumeRoleWithWebIdentity") == []


def test_whoever_has_no_token_is_unauthorized(account):
    """401 in AWS's form; the trace says what was missing."""
    assert refusal_of(account.get("/jwt")) == (
        401,
        {"message": "Unauthorized"},
        "UnauthorizedException",
    )
    (note,) = account.cloud.trace.find("GET /jwt")[-1].notes
    assert note == "There is no token in the Authorization header."


def test_googles_token_is_for_another_door(account):
    """The trace names both issuers; the caller learns nothing."""
    google = account.cloud.google
    google.add_user("gina@gmail.com", "practice")
    app = google.register_client("app")
    token = google.sign_in("gina@gmail.com", "practice", client_id=app).id_token

    assert account.get("/jwt", token).status_code == 401
    note = account.cloud.trace.find("GET /jwt")[-1].notes[0]
    assert note.startswith("The token's issuer is https://accounts.google.com, this authorizer")
    assert account.pool["Id"] in note


def test_a_token_opens_the_door_for_one_hour(account):
    """Afterwards the caller is told that it has expired, without any grace."""
    token = account.tokens()["IdToken"]
    account.cloud.clock.advance(minutes=59, seconds=59)
    assert account.get("/jwt", token).status_code == 200

    account.cloud.clock.advance(seconds=1)

    response = account.get("/jwt", token)
    assert (response.status_code, response.json()) == (
        401,
        {"message": "The incoming token has expired"},
    )


def test_scopes_change_which_token_a_door_takes(account):
    """With the scope of an API sign-in it takes the access token, and the ID token no more."""
    account.add_door("profile", authorizationScopes=["aws.cognito.signin.user.admin"])
    account.add_door("orders", authorizationScopes=["orders/read"])
    account.deploy()
    tokens = account.tokens()

    statuses = {
        (path, kind): account.get(path, f"Bearer {tokens[kind]}").status_code
        for path in ("/jwt", "/profile", "/orders")
        for kind in ("IdToken", "AccessToken")
    }

    assert statuses == {
        ("/jwt", "IdToken"): 200,
        ("/jwt", "AccessToken"): 401,
        ("/profile", "IdToken"): 401,
        ("/profile", "AccessToken"): 200,
        ("/orders", "IdToken"): 401,
        ("/orders", "AccessToken"): 401,
    }


def test_a_sign_out_is_not_seen_before_the_token_expires(account):
    """The authorizer asks nobody: it reads the token and the pool's keys."""
    tokens = account.tokens()
    account.pools.global_sign_out(AccessToken=tokens["AccessToken"])

    assert account.get("/jwt", tokens["IdToken"]).status_code == 200


def test_head_is_answered_without_a_body(account):
    """HEAD gets the headers of a refusal, and no bytes."""
    response = account.http.head(
        f"https://{account.api_id}.execute-api.us-east-1.amazonaws.com/prod/jwt"
    )

    assert (response.status_code, response.content) == (403, b"")
    assert response.headers["x-amzn-ErrorType"] == "MissingAuthenticationTokenException"


def test_a_refusal_is_written_as_aws_writes_it(account):
    """The body's bytes are AWS's, without a space after the colon."""
    assert account.get("/jwt", "").content == b'{"message":"Unauthorized"}'


def test_a_door_that_is_not_deployed_is_no_door(account):
    """403 in AWS's misleading words; the trace says what was forgotten."""
    account.add_door("new")

    response = account.get("/new", account.tokens()["IdToken"])

    assert refusal_of(response) == (
        403,
        {"message": "Missing Authentication Token"},
        "MissingAuthenticationTokenException",
    )
    notes = account.cloud.trace.find("GET /new")[-1].notes
    assert "That method is set up but not deployed: deploy the API again." in notes


@pytest.mark.parametrize(
    ("operation", "arguments", "code", "message", "status"),
    [
        pytest.param(
            "get_rest_api",
            {"restApiId": "abc"},
            "NotFoundException",
            "Invalid API identifier specified 123456789012:abc",
            404,
            id="an API that is not there",
        ),
        pytest.param(
            "create_rest_api",
            {"name": "x", "description": ""},
            "BadRequestException",
            "Description cannot be an empty string",
            400,
            id="an empty description",
        ),
        pytest.param(
            "create_resource",
            {"restApiId": "abc", "parentId": "x", "pathPart": "y"},
            "NotFoundException",
            "Invalid Resource identifier specified",
            404,
            id="a path in no API",
        ),
        pytest.param(
            "create_authorizer",
            {"restApiId": "abc", "name": "x", "type": "COGNITO_USER_POOLS"},
            "ConflictException",
            "Unable to complete operation due to concurrent modification. Please try again later.",
            409,
            id="an authorizer in no API",
        ),
    ],
)
def test_boto3_raises_awss_words(account, operation, arguments, code, message, status):
    """A refusal is a ClientError with code, message and status; the trace says why."""
    with pytest.raises(ClientError) as caught:
        getattr(account.gateway, operation)(**arguments)

    error = caught.value.response
    assert (error["Error"]["Code"], error["Error"]["Message"]) == (code, message)
    assert error["ResponseMetadata"]["HTTPStatusCode"] == status
    assert account.cloud.trace.exchanges[-1].error.because


def test_boto3s_paginator_finds_every_path(account):
    """The position of a page leads boto3 to the next."""
    for number in range(7):
        account.gateway.create_resource(
            restApiId=account.api_id, parentId=account.root_id, pathPart=f"p{number}"
        )

    pages = account.gateway.get_paginator("get_resources").paginate(
        restApiId=account.api_id, PaginationConfig={"PageSize": 4}
    )

    paths = [item["path"] for page in pages for item in page["items"]]
    assert paths == ["/", "/jwt", *(f"/p{number}" for number in range(7))]


@pytest.mark.parametrize(
    ("operation", "arguments"),
    [
        pytest.param("update_stage", {"restApiId": "x", "stageName": "y"}, id="an operation"),
        pytest.param("create_rest_api", {"name": "x", "policy": "{}"}, id="an option"),
    ],
)
def test_what_the_lab_leaves_out_is_said_openly(account, operation, arguments):
    """It is a Python error of the lab's, no ClientError that AWS would not have sent."""
    with pytest.raises(cognito_lab.NotSimulated):
        getattr(account.gateway, operation)(**arguments)


def operations() -> list[str]:
    """The operations that the service has."""
    methods = inspect.getmembers(ApiGateway, inspect.isfunction)
    return [name for name, method in methods if getattr(method, "is_operation", False)]


@pytest.mark.parametrize("name", operations())
def test_operations_are_called_as_boto3_calls_them(name):
    """Each parameter is one of botocore's model, and those that are required are required."""
    model = botocore.session.get_session().get_service_model("apigateway")
    shape = next(
        model.operation_model(operation).input_shape
        for operation in model.operation_names
        if xform_name(operation) == name
    )
    required = {xform_name(member) for member in shape.required_members}
    parameters = {
        parameter.name: parameter
        for parameter in inspect.signature(getattr(ApiGateway, name)).parameters.values()
        if parameter.name != "self" and parameter.kind is not parameter.VAR_KEYWORD
    }

    assert set(parameters) <= {xform_name(member) for member in shape.members}
    assert {
        parameter.name
        for parameter in parameters.values()
        if parameter.default is inspect.Parameter.empty
    } == required
    assert {parameter.kind for parameter in parameters.values()} <= {inspect.Parameter.KEYWORD_ONLY}
