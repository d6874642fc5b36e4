"""What a function behind a method is told."""

from __future__ import annotations

from typing import Any

import pytest
from api_world import POOL, SUB

from cognito_lab.primitives.caller import Caller
from cognito_lab.services.apigateway import ApiRequest
from cognito_lab.services.apigateway.claims_text import claims_as_text

POOL_ID, IDENTITY_ID = "us-east-1:1111-pool", "us-east-1:2222-identity"
ROLE_SESSION = "arn:aws:sts::123456789012:assumed-role/Editors/CognitoIdentityCredentials"
PROVIDER = f"cognito-idp.us-east-1.amazonaws.com/{POOL}"
NOBODY = dict.fromkeys(
    [
        "cognitoIdentityPoolId",
        "accountId",
        "cognitoIdentityId",
        "caller",
        "principalOrgId",
        "accessKey",
        "cognitoAuthenticationType",
        "cognitoAuthenticationProvider",
        "userArn",
        "user",
    ]
)


def cognito_caller(*amr: str) -> Caller:
    """Somebody with temporary credentials from an identity pool."""
    return Caller(
        arn=ROLE_SESSION,
        user_id="AROAEXAMPLE:CognitoIdentityCredentials",
        access_key_id="ASIAEXAMPLE",
        role_arn="arn:aws:iam::123456789012:role/Editors",
        cognito={"identity_pool_id": POOL_ID, "identity_id": IDENTITY_ID, "amr": amr},
    )


@pytest.fixture
def open_method(world):
    """GET /users/{id} without a guard."""
    api_id, _ = world.api()
    world.add_method(api_id, "/users/{id}")
    world.deploy(api_id, variables={"colour": "blue"})
    return world.method(api_id, "/users/7")


def test_an_event_has_the_members_of_a_rest_apis_proxy_event(world, open_method):
    """Every member that AWS sends, and no other."""
    request = ApiRequest(
        "GET",
        "/users/7",
        "a=1&a=2&b=&c=x%20y+z",
        {"Host": "x", "user-agent": "requests", "tEsT": "v", "Content-Length": "0"},
        source_ip="192.0.2.7",
    )

    event = world.event(open_method, request)

    context = event.pop("requestContext")
    assert event == {
        "resource": "/users/{id}",
        "path": "/users/7",
        "httpMethod": "GET",
        "headers": {"Host": "x", "User-Agent": "requests", "tEsT": "v"},
        "multiValueHeaders": {"Host": ["x"], "User-Agent": ["requests"], "tEsT": ["v"]},
        "queryStringParameters": {"a": "2", "b": "", "c": "x y z"},
        "multiValueQueryStringParameters": {"a": ["1", "2"], "b": [""], "c": ["x y z"]},
        "pathParameters": {"id": "7"},
        "stageVariables": {"colour": "blue"},
        "body": None,
        "isBase64Encoded": False,
    }
    request_id, extended = context.pop("requestId"), context.pop("extendedRequestId")
    assert (len(request_id), len(extended)) == (36, 16)
    api_id = open_method.api_id
    assert context == {
        "accountId": "123456789012",
        "apiId": api_id,
        "deploymentId": open_method.stage.deployment_id,
        "domainName": f"{api_id}.execute-api.us-east-1.amazonaws.com",
        "domainPrefix": api_id,
        "httpMethod": "GET",
        "identity": {**NOBODY, "sourceIp": "192.0.2.7", "userAgent": "requests"},
        "path": "/prod/users/7",
        "protocol": "HTTP/1.1",
        "requestTime": "06/Jan/2026:09:08:07 +0000",
        "requestTimeEpoch": 1767690487000,
        "resourceId": open_method.route.resource.id,
        "resourcePath": "/users/{id}",
        "stage": "prod",
    }


def test_what_is_not_there_is_null(world):
    """No query, no variables, no path parameters, no body: null, as AWS sends it."""
    api_id, _ = world.api()
    world.add_method(api_id, "/plain")
    world.deploy(api_id)

    event = world.event(world.method(api_id, "/plain"), ApiRequest("GET", "/plain"))

    empty = [name for name, value in event.items() if value is None]
    assert empty == [
        "headers",
        "multiValueHeaders",
        "queryStringParameters",
        "multiValueQueryStringParameters",
        "pathParameters",
        "stageVariables",
        "body",
    ]
    assert event["requestContext"]["identity"]["userAgent"] is None


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param(b'{"a": 1}', '{"a": 1}', id="JSON stays text"),
        pytest.param("zoë".encode(), "zoë", id="UTF-8"),
        pytest.param(b"\xff\x00", "\ufffd\x00", id="bytes that are no text"),
        pytest.param(b"", None, id="nothing"),
    ],
)
def test_a_body_is_text(world, open_method, body, text):
    """The function gets the body as it was written, without an encoding of its own."""
    event = world.event(open_method, ApiRequest("GET", "/users/7", body=body))

    assert event["body"] == text


def test_the_path_keeps_its_encoding_and_its_last_slash(world):
    """Slashes in front are one in `path` and all of them in the context's."""
    api_id, _ = world.api()
    world.add_method(api_id, "/{proxy+}")
    world.deploy(api_id)
    path = "//a/test%2Balias@x.y/"

    event = world.event(world.method(api_id, path), ApiRequest("GET", path))

    assert event["path"] == "/a/test%2Balias@x.y/"
    assert event["pathParameters"] == {"proxy": "a/test%2Balias@x.y"}
    assert event["requestContext"]["path"] == "/prod//a/test%2Balias@x.y/"


def test_behind_a_user_pool_authorizer_stand_the_claims_and_no_identity(world):
    """`claims.sub` is the user's id: no identity id exists here."""
    method = world.guarded_method()
    claims = world.gateway.authorize_with_user_pool(method, {"Authorization": world.id_token()})

    event = world.event(method, ApiRequest("GET", "/jwt"), claims=claims)

    context = event["requestContext"]
    assert context["authorizer"]["claims"]["sub"] == SUB
    assert context["authorizer"]["claims"]["email_verified"] == "true"
    assert set(map(type, context["authorizer"]["claims"].values())) == {str}
    assert {context["identity"][name] for name in NOBODY} == {None}


@pytest.mark.parametrize(
    ("amr", "kind", "provider"),
    [
        pytest.param(
            ("authenticated", PROVIDER, f"{PROVIDER}:CognitoSignIn:{SUB}"),
            "authenticated",
            f"{PROVIDER},{PROVIDER}:CognitoSignIn:{SUB}",
            id="a user of a user pool",
        ),
        pytest.param(
            ("authenticated", "accounts.google.com", "accounts.google.com:CLIENT:1153"),
            "authenticated",
            "accounts.google.com,accounts.google.com:CLIENT:1153",
            id="a user of Google",
        ),
        pytest.param(("unauthenticated",), "unauthenticated", None, id="a guest"),
    ],
)
def test_behind_aws_iam_stands_the_identity_and_no_claims(world, open_method, amr, kind, provider):
    """The identity id is there, the user pool's sub only inside the provider's text."""
    event = world.event(open_method, ApiRequest("GET", "/users/7"), identity=cognito_caller(*amr))

    context = event["requestContext"]
    assert "authorizer" not in context
    assert context["identity"] == {
        "cognitoIdentityPoolId": POOL_ID,
        "accountId": "123456789012",
        "cognitoIdentityId": IDENTITY_ID,
        "caller": "AROAEXAMPLE:CognitoIdentityCredentials",
        "sourceIp": "127.0.0.1",
        "principalOrgId": None,
        "accessKey": "ASIAEXAMPLE",
        "cognitoAuthenticationType": kind,
        "cognitoAuthenticationProvider": provider,
        "userArn": ROLE_SESSION,
        "userAgent": None,
        "user": "AROAEXAMPLE:CognitoIdentityCredentials",
    }


def test_an_iam_user_has_no_cognito_identity(world, open_method):
    """Its ARN and key are told; everything of Cognito's is null."""
    user = Caller(
        arn="arn:aws:iam::123456789012:user/ann", user_id="AIDAEXAMPLE", access_key_id="AKIA1"
    )

    identity = world.event(open_method, ApiRequest("GET", "/users/7"), identity=user)[
        "requestContext"
    ]["identity"]

    assert (identity["userArn"], identity["caller"], identity["accessKey"]) == (
        "arn:aws:iam::123456789012:user/ann",
        "AIDAEXAMPLE",
        "AKIA1",
    )
    assert [name for name, value in identity.items() if value is None and "ognito" in name] == [
        "cognitoIdentityPoolId",
        "cognitoIdentityId",
        "cognitoAuthenticationType",
        "cognitoAuthenticationProvider",
    ]


CLAIMS: list[Any] = [
    pytest.param("sub", SUB, SUB, id="text stays"),
    pytest.param("email_verified", True, "true", id="a yes"),
    pytest.param("email_verified", False, "false", id="a no"),
    pytest.param("auth_time", 1767690487, "1767690487", id="a number"),
    pytest.param("cognito:groups", ["admins", "users"], "admins,users", id="groups"),
    pytest.param("cognito:groups", ["editors"], "editors", id="one group"),
    pytest.param("cognito:groups", [], "", id="an empty list"),
    pytest.param(
        "identities",
        [{"userId": "1", "primary": "true"}],
        '{"userId":"1","primary":"true"}',
        id="a list of objects",
    ),
]


@pytest.mark.parametrize(("name", "value", "text"), CLAIMS)
def test_every_claim_becomes_text(name, value, text):
    """Whatever a claim is, the function gets text."""
    assert claims_as_text({name: value}) == {name: text}


def test_claims_keep_their_order_and_dates_are_words():
    """`exp` and `iat` are dates as Java writes them (unsure today, so only their kind is held)."""
    text = claims_as_text({"sub": "1", "exp": 1767694087, "iat": 1767690487})

    assert list(text) == ["sub", "exp", "iat"]
    assert text["exp"] != "1767694087"
    assert "2026" in text["exp"]
    assert "2026" in text["iat"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param("yesterday", "yesterday", id="a text"),
        pytest.param(10**15, "1000000000000000", id="a year that nobody counts"),
        pytest.param(float("inf"), "Infinity", id="for ever"),
        pytest.param([1], "1", id="a list"),
        pytest.param(None, "null", id="nothing"),
    ],
)
def test_a_date_that_is_none_is_text_like_any_claim(value, text):
    """Whatever a signed token holds for `iat`, the function behind the door is called."""
    assert claims_as_text({"iat": value}) == {"iat": text}
