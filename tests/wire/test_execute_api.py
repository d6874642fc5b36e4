"""The doors: API Gateway's guards over plain HTTP, with AWS's statuses, bodies and headers."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests
from signed_requests import EVERYTHING, temporary_credentials

import cognito_lab

FORBIDDEN = EVERYTHING.replace('"Action":"*"', '"Action":"sqs:*"')


class Doors:
    """An API with three doors: /signed (AWS_IAM), /token (a user pool) and /open (NONE)."""

    def __init__(self) -> None:
        self.cloud = cognito_lab.new_cloud(seed=7)
        self.events: list[dict[str, Any]] = []
        self.http = cognito_lab.http_session(self.cloud)
        admin = cognito_lab.boto3_session(self.cloud)
        pools, api = admin.client("cognito-idp"), admin.client("apigateway")
        self.pool = pools.create_user_pool(PoolName="people")["UserPool"]
        made = api.create_rest_api(name="doors")
        self.api_id = made["id"]
        at = {"restApiId": self.api_id}
        guard = api.create_authorizer(
            **at,
            name="people",
            type="COGNITO_USER_POOLS",
            providerARNs=[self.pool["Arn"]],
            identitySource="method.request.header.Authorization",
        )["id"]
        arn = self.cloud.functions.register("handler", self.handle)
        for path, guarded in {
            "signed": {"authorizationType": "AWS_IAM"},
            "token": {"authorizationType": "COGNITO_USER_POOLS", "authorizerId": guard},
            "open": {"authorizationType": "NONE"},
        }.items():
            resource = api.create_resource(**at, parentId=made["rootResourceId"], pathPart=path)
            here = {**at, "resourceId": resource["id"], "httpMethod": "ANY"}
            api.put_method(**here, **guarded)
            api.put_integration(
                **here,
                type="AWS_PROXY",
                integrationHttpMethod="POST",
                uri="arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
                f"{arn}/invocations",
            )
        api.create_deployment(**at, stageName="prod")

    def handle(self, event: dict[str, Any], _: object) -> dict[str, Any]:
        self.events.append(event)
        return {"statusCode": 201, "headers": {"X-Mood": "good"}, "body": "in"}

    def url(self, path: str) -> str:
        return f"https://{self.api_id}.execute-api.us-east-1.amazonaws.com/prod{path}"

    def get(self, path: str, **options: Any) -> requests.Response:
        return self.http.get(self.url(path), **options)

    def id_token(self) -> str:
        pools = cognito_lab.boto3_session(self.cloud).client("cognito-idp")
        client = pools.create_user_pool_client(
            UserPoolId=self.pool["Id"],
            ClientName="app",
            ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"],
        )["UserPoolClient"]["ClientId"]
        name = {"UserPoolId": self.pool["Id"], "Username": "jdoe"}
        pools.admin_create_user(**name, MessageAction="SUPPRESS")
        pools.admin_set_user_password(**name, Password="Passw0rd!", Permanent=True)
        answer = pools.initiate_auth(
            ClientId=client,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": "jdoe", "PASSWORD": "Passw0rd!"},
        )
        token: str = answer["AuthenticationResult"]["IdToken"]
        return token


@pytest.fixture
def doors() -> Doors:
    """Three doors, and a handler that keeps its events."""
    return Doors()


def test_a_signed_request_comes_in_with_its_caller(doors: Doors):
    """Behind an AWS_IAM door the function learns who signed, and its answer goes back whole."""
    auth = cognito_lab.sigv4(temporary_credentials(doors.cloud))

    response = doors.http.post(doors.url("/signed?a=1&b=x%20y"), json={"n": 1}, auth=auth)

    assert (response.status_code, response.text) == (201, "in")
    assert response.headers["X-Mood"] == "good"
    (event,) = doors.events
    assert event["requestContext"]["identity"]["userArn"].endswith("/visit")
    assert event["queryStringParameters"] == {"a": "1", "b": "x y"}
    assert json.loads(event["body"]) == {"n": 1}


def test_a_token_comes_in_with_its_claims(doors: Doors):
    """Behind a user-pool door the function learns the claims, and nobody has a role."""
    response = doors.get("/token", headers={"Authorization": f"Bearer {doors.id_token()}"})

    assert response.status_code == 201
    (event,) = doors.events
    assert event["requestContext"]["authorizer"]["claims"]["cognito:username"] == "jdoe"
    assert event["requestContext"]["identity"]["userArn"] is None


def test_an_open_door_asks_nobody(doors: Doors):
    """A method without authorization takes anybody, and believes nothing that they say."""
    response = doors.get("/open", headers={"Authorization": "anything"})

    assert response.status_code == 201
    assert doors.events[0]["requestContext"]["identity"]["userArn"] is None


@pytest.mark.parametrize(
    ("path", "stage"),
    [
        pytest.param("/nowhere", "prod", id="no such path"),
        pytest.param("/signed", "test", id="no such stage"),
        pytest.param("", "", id="no stage at all"),
    ],
)
def test_a_door_that_is_not_there_speaks_of_a_token(doors: Doors, path: str, stage: str):
    """An unknown path or stage is 403 Missing Authentication Token, of all things."""
    url = doors.url("").replace("/prod", f"/{stage}") + path

    response = doors.http.get(url, auth=cognito_lab.sigv4(temporary_credentials(doors.cloud)))

    assert response.status_code == 403
    assert response.json() == {"message": "Missing Authentication Token"}
    assert response.headers["x-amzn-ErrorType"] == "MissingAuthenticationTokenException"


def test_an_api_that_was_never_made_is_the_same(doors: Doors):
    """A host of no API answers like an unknown path."""
    response = doors.http.get("https://nothing123.execute-api.us-east-1.amazonaws.com/prod/signed")

    assert (response.status_code, response.json()["message"]) == (
        403,
        "Missing Authentication Token",
    )


def test_a_refusal_by_policy_has_a_capital_m(doors: Doors):
    """Signed is not allowed: the denial says who, what, and masks the account."""
    auth = cognito_lab.sigv4(temporary_credentials(doors.cloud, FORBIDDEN))

    response = doors.get("/signed", auth=auth)

    role = doors.cloud.trace.exchanges[-1].evidence["caller"].arn
    assert response.status_code == 403
    assert response.json() == {
        "Message": f"User: {role} is not authorized to perform: execute-api:Invoke on resource: "
        f"arn:aws:execute-api:us-east-1:********9012:{doors.api_id}/prod/GET/signed because no "
        "identity-based policy allows the execute-api:Invoke action"
    }
    assert doors.events == []


@pytest.mark.parametrize(
    ("resource", "status"),
    [
        pytest.param("*/prod/GET/signed", 201, id="exactly"),
        pytest.param("*/prod/GET/*", 201, id="every path"),
        pytest.param("*/prod/POST/signed", 403, id="another verb"),
        pytest.param("*/test/GET/signed", 403, id="another stage"),
        pytest.param("*/prod/GET/token", 403, id="another path"),
    ],
)
def test_a_policy_names_stage_verb_and_path(doors: Doors, resource: str, status: int):
    """The resource of execute-api:Invoke is API/STAGE/VERB/path."""
    policy = EVERYTHING.replace(
        '"Resource":"*"',
        f'"Resource":"arn:aws:execute-api:us-east-1:123456789012:{resource}"',
    )

    response = doors.get(
        "/signed", auth=cognito_lab.sigv4(temporary_credentials(doors.cloud, policy))
    )

    assert response.status_code == status


@pytest.mark.parametrize(
    "header",
    [
        pytest.param("Bearer {token}", id="Bearer and a token"),
        pytest.param("{token}", id="a bare token"),
        pytest.param("Basic am9lOnB3", id="a password"),
    ],
)
def test_a_token_at_a_signed_door_is_refused_by_its_hash(doors: Doors, header: str):
    """A token is no signature; the answer prints its hash and never the token."""
    sent = header.format(token=doors.id_token())

    response = doors.get("/signed", headers={"Authorization": sent})

    assert response.status_code == 403
    assert response.json()["message"].startswith(
        "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 "
        "and encoded with Base64): '"
    )
    assert sent not in response.text
    assert doors.events == []


def test_a_signature_at_a_token_door_is_refused(doors: Doors):
    """The user-pool door reads tokens only: 401, whatever the signature is worth."""
    response = doors.get("/token", auth=cognito_lab.sigv4(temporary_credentials(doors.cloud)))

    assert (response.status_code, response.json()) == (401, {"message": "Unauthorized"})
    assert response.headers["x-amzn-ErrorType"] == "UnauthorizedException"


def test_a_wrong_secret_is_shown_what_to_sign(doors: Doors):
    """API Gateway prints the canonical request, so that the difference can be found."""
    credentials = {**temporary_credentials(doors.cloud), "SecretAccessKey": "x" * 40}

    response = doors.get("/signed?b=2&a=1", auth=cognito_lab.sigv4(credentials))

    message = response.json()["message"]
    assert response.status_code == 403
    assert message.startswith("The request signature we calculated does not match")
    assert (
        "The Canonical String for this request should have been\n'GET\n/prod/signed\na=1&b=2\n"
        in (message)
    )
    assert "x" * 40 not in message


def test_sigv4_wants_credentials():
    """Nobody cannot sign: an empty dict is refused when the auth object is made."""
    with pytest.raises(ValueError, match="nobody cannot sign"):
        cognito_lab.sigv4({})


def test_the_trace_tells_the_doors_story(doors: Doors):
    """A request at a door is one exchange with its guard's reason, and the function inside it."""
    doors.get("/signed", auth=cognito_lab.sigv4(temporary_credentials(doors.cloud)))
    opened = doors.cloud.trace.exchanges[-1]
    doors.get("/signed")
    closed = doors.cloud.trace.exchanges[-1]

    assert (opened.sender, opened.receiver, opened.action) == ("App", "API Gateway", "GET /signed")
    assert opened.answer == {"statusCode": 201, "body": "in"}
    assert opened.evidence["decision"].allowed
    assert [child.receiver for child in opened.children] == ["Function"]
    assert str(closed.error).endswith("Missing Authentication Token")
    assert closed.notes == ["The request carries no signature at all."]


def test_the_functions_own_calls_come_from_the_function(doors: Doors):
    """What a function does with boto3 stands inside its exchange, sent by it."""
    admin = cognito_lab.boto3_session(doors.cloud)
    doors.cloud.functions.register(
        "handler",
        lambda event, _: admin.client("sts").get_caller_identity() and {"statusCode": 200},
    )

    doors.get("/open")

    (call,) = doors.cloud.trace.find("GetCallerIdentity")
    assert (call.sender, call.receiver, call.depth) == ("Function", "STS", 2)
