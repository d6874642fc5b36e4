"""What botocore leaves to the server is checked there, with AWS's sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from botocore.exceptions import ClientError

import cognito_lab
from cognito_lab.wire.http import answer
from cognito_lab.wire.message import HttpRequest

POOL = "us-east-1_AbCdEf123"
IDENTITY_POOL = "us-east-1:1699ebc0-7900-4099-b910-2df94f52a030"


IDP, OTHERS, QUERY = "InvalidParameterException", "ValidationException", "ValidationError"
ONE = "1 validation error detected: "
FAILED = "failed to satisfy constraint: "
PATTERN = FAILED + "Member must satisfy regular expression pattern: "
ROLE = "arn:aws:iam::123456789012:role/r"
BAD_VALUES: Mapping[str, tuple[str, Callable[[Any], Any], str, str]] = {
    "a number that is too large": (
        "cognito-idp",
        lambda idp: idp.list_users(UserPoolId=POOL, Limit=61),
        IDP,
        f"{ONE}Value '61' at 'limit' {FAILED}Member must have value less than or equal to 60",
    ),
    "a pattern": (
        "cognito-idp",
        lambda idp: idp.describe_user_pool(UserPoolId="x y"),
        IDP,
        rf"{ONE}Value 'x y' at 'userPoolId' {PATTERN}[\w-]+_[0-9a-zA-Z]+",
    ),
    "a pattern, on a member marked sensitive": (
        "cognito-idp",
        lambda idp: idp.sign_up(ClientId="abc", Username="j doe", Password="Passw0rd!"),
        IDP,
        rf"{ONE}Value at 'username' {PATTERN}[\p{{L}}\p{{M}}\p{{S}}\p{{N}}\p{{P}}]+",
    ),
    "two faults in one sentence": (
        "cognito-idp",
        lambda idp: idp.sign_up(ClientId="a b", Username="jdoe", Password="x y"),
        IDP,
        rf"2 validation errors detected: Value at 'clientId' {PATTERN}[\w+]+; "
        rf"Value at 'password' {PATTERN}[\S]+",
    ),
    "a word that is not in the enum": (
        "cognito-idp",
        lambda idp: idp.initiate_auth(AuthFlow="MAGIC", ClientId="abc"),
        IDP,
        f"{ONE}Value 'MAGIC' at 'authFlow' {FAILED}Member must satisfy enum value set: [",
    ),
    "identity pools have another code": (
        "cognito-identity",
        lambda pools: pools.list_identity_pools(MaxResults=61),
        OTHERS,
        f"{ONE}Value '61' at 'maxResults' {FAILED}Member must have value less than or equal to 60",
    ),
    "a key of a map": (
        "cognito-identity",
        lambda pools: pools.set_identity_pool_roles(
            IdentityPoolId=IDENTITY_POOL, Roles={"admins": ROLE}
        ),
        OTHERS,
        f"{ONE}Value '{{admins={ROLE}}}' at 'roles' {FAILED}Map keys must satisfy constraint: "
        "[Member must satisfy regular expression pattern: (un)?authenticated",
    ),
    "too many entries in a map of secrets": (
        "cognito-identity",
        lambda pools: pools.get_id(
            IdentityPoolId=IDENTITY_POOL, Logins={f"provider{n}": "t" for n in range(11)}
        ),
        OTHERS,
        f"{ONE}Value at 'logins' {FAILED}Member must have length less than or equal to 10",
    ),
    "a query service has a third code": (
        "sts",
        lambda sts: sts.assume_role(RoleArn=ROLE, RoleSessionName="white space"),
        QUERY,
        rf"{ONE}Value 'white space' at 'roleSessionName' {PATTERN}[\w+=,.@-]*",
    ),
    "a member inside a list": (
        "iam",
        lambda iam: iam.create_role(
            RoleName="r",
            AssumeRolePolicyDocument="{}",
            Tags=[{"Key": "ok", "Value": "v"}, {"Key": "ö|", "Value": "v"}],
        ),
        QUERY,
        f"{ONE}Value 'ö|' at 'tags.2.member.key' {PATTERN}",
    ),
}


@pytest.mark.parametrize("name", BAD_VALUES)
def test_a_bad_value_gets_awss_sentence(name: str):
    """A value that the model forbids is refused with the service's code, and no operation runs."""
    service, call, code, message = BAD_VALUES[name]
    cloud = cognito_lab.new_cloud(seed=7)
    client = cognito_lab.boto3_session(cloud).client(service)

    with pytest.raises(ClientError) as refused:
        call(client)

    assert refused.value.response["Error"]["Code"] == code
    assert refused.value.response["Error"]["Message"].startswith(message)
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    (exchange,) = cloud.trace.exchanges
    assert exchange.children == []


@pytest.mark.parametrize(
    ("body", "code", "message"),
    [
        pytest.param(
            b"{}",
            "ValidationException",
            "1 validation error detected: Value null at 'identityPoolId' failed to satisfy "
            "constraint: Member must not be null",
            id="a required parameter is missing",
        ),
        pytest.param(b"{", "SerializationException", "", id="not JSON"),
        pytest.param(b"[" * 100_000, "SerializationException", "", id="JSON without end"),
        pytest.param(b"[]", "SerializationException", "START_ARRAY", id="a list, not a structure"),
        pytest.param(
            b'{"IdentityPoolId": 5}',
            "SerializationException",
            "NUMBER_VALUE",
            id="a number, not text",
        ),
        pytest.param(
            b'{"IdentityPoolId": "us-east-1:0-0", "Logins": {"a": true}}',
            "SerializationException",
            "TRUE_VALUE",
            id="a boolean inside a map of texts",
        ),
    ],
)
def test_a_plain_http_client_is_checked_too(body: bytes, code: str, message: str):
    """What botocore would have refused before sending is refused by the server as well."""
    cloud = cognito_lab.new_cloud(seed=7)
    request = HttpRequest(
        "POST",
        "https://cognito-identity.us-east-1.amazonaws.com/",
        {"X-Amz-Target": "AWSCognitoIdentityService.GetId"},
        body,
    )

    response = answer(cloud, request)

    assert response.status == 400
    assert response.headers["x-amzn-ErrorType"] == f"{code}:"
    assert message.encode() in response.body


@pytest.mark.parametrize(
    ("host", "headers", "body", "code"),
    [
        pytest.param(
            "cognito-idp",
            {"X-Amz-Target": "AWSCognitoIdentityProviderService.MakeCoffee"},
            b"{}",
            b"UnknownOperationException",
            id="JSON: no such operation",
        ),
        pytest.param("cognito-idp", {}, b"{}", b"UnknownOperationException", id="JSON: no target"),
        pytest.param(
            "cognito-idp",
            {"X-Amz-Target": "AWSCognitoIdentityService.GetId"},
            b"{}",
            b"UnknownOperationException",
            id="JSON: another service's target",
        ),
        pytest.param("sts", {}, b"Version=2011-06-15", b"MissingAction", id="Query: no action"),
        pytest.param(
            "sts", {}, b"Action=Nothing&Version=2011-06-15", b"InvalidAction", id="Query: unknown"
        ),
        pytest.param(
            "sts", {}, b"Action=GetCallerIdentity&Version=1", b"InvalidAction", id="Query: version"
        ),
        pytest.param(
            "sts",
            {},
            b"Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn.x=1&RoleArn=2",
            b"MalformedInput",
            id="Query: a value that is a structure too",
        ),
        pytest.param(
            "sts",
            {},
            b"Action=AssumeRoleWithWebIdentity&Version=2011-06-15&DurationSeconds=soon",
            b"MalformedInput",
            id="Query: a number in words",
        ),
    ],
)
def test_a_request_that_means_nothing_is_refused(
    host: str, headers: dict[str, str], body: bytes, code: bytes
):
    """A request that names no operation of AWS's, or garbles its form, gets AWS's error."""
    cloud = cognito_lab.new_cloud(seed=7)
    url = f"https://{host}.us-east-1.amazonaws.com/"

    response = answer(cloud, HttpRequest("POST", url, headers, body))

    assert response.status == 400
    assert code in response.body


def test_half_a_surrogate_pair_is_a_question_mark() -> None:
    """JSON can spell what no UTF-8 can hold: it is refused in AWS's words, and kept by nobody."""
    address = "https://cognito-identity.us-east-1.amazonaws.com/"
    target = {"X-Amz-Target": "AWSCognitoIdentityService.GetId"}
    session = cognito_lab.http_session(cognito_lab.new_cloud(seed=7))

    answer = session.post(address, headers=target, data=rb'{"IdentityPoolId": "\ud800\u00e9"}')

    assert answer.status_code == 400
    assert "Value '?é' at 'identityPoolId'" in answer.json()["message"]
