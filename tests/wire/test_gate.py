"""The gate: bad credentials in the words of each family of services, and IAM's denials."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from botocore.exceptions import ClientError
from signed_requests import TARGETS, authorization, change, signed, temporary_credentials

import cognito_lab
from cognito_lab.wire.http import answer
from cognito_lab.wire.message import HttpRequest

LONG = (
    "The request signature we calculated does not match the signature you provided. Check your AWS "
    "Secret Access Key and signing method. Consult the service documentation for details."
)
SHORT = (
    "The request signature we calculated does not match the signature you provided. Check your key "
    "and signing method."
)
EXPIRED = "The security token included in the request is expired"
INVALID = "The security token included in the request is invalid."
NO_RECORD = "The AWS Access Key Id you provided does not exist in our records."

Credentials = Mapping[str, Any]
Spoil = Callable[[Credentials], Credentials]

FAULTS: Mapping[str, Spoil] = {
    "expired": lambda good: good,
    "an unknown key": lambda good: {**good, "AccessKeyId": "ASIAXXXXXXXXXXXXXXXX"},
    "no session token": lambda good: {k: v for k, v in good.items() if k != "SessionToken"},
    "a garbled token": lambda good: {**good, "SessionToken": good["SessionToken"][:-4] + "AAAA"},
    "a wrong secret": lambda good: {**good, "SecretAccessKey": "x" * 40},
}
WHY = {
    "expired": "The temporary credentials have expired in the lab's time.",
    "an unknown key": "Nobody has this access key.",
    "no session token": "The access key is a temporary one, and the request lacks its session "
    "token.",
    "a garbled token": "The session token is not the one that was issued with this access key.",
    "a wrong secret": "The signature, computed again with the right secret, is another one: the "
    "secret is wrong, or something was changed after signing.",
}
CALLS: Mapping[str, Callable[[Any], Any]] = {
    "s3": lambda s3: s3.list_buckets(),
    "dynamodb": lambda dynamodb: dynamodb.list_tables(),
    "cognito-idp": lambda pools: pools.list_user_pools(MaxResults=1),
    "cognito-identity": lambda pools: pools.list_identity_pools(MaxResults=1),
    "sts": lambda sts: sts.get_caller_identity(),
    "iam": lambda iam: iam.list_users(),
    "apigateway": lambda api: api.get_rest_apis(),
}
JSON_WORDS = {
    "expired": (400, "ExpiredTokenException", EXPIRED),
    "an unknown key": (400, "UnrecognizedClientException", INVALID),
    "no session token": (400, "UnrecognizedClientException", INVALID),
    "a garbled token": (400, "UnrecognizedClientException", INVALID),
    "a wrong secret": (400, "InvalidSignatureException", LONG),
}
QUERY_WORDS = {
    "expired": (403, "ExpiredToken", EXPIRED),
    "an unknown key": (403, "InvalidClientTokenId", INVALID),
    "no session token": (403, "InvalidClientTokenId", INVALID),
    "a garbled token": (403, "InvalidClientTokenId", INVALID),
    "a wrong secret": (403, "SignatureDoesNotMatch", LONG),
}
S3_WORDS = {
    "expired": (400, "ExpiredToken", "The provided token has expired."),
    "an unknown key": (403, "InvalidAccessKeyId", NO_RECORD),
    "no session token": (403, "InvalidAccessKeyId", NO_RECORD),
    "a garbled token": (
        400,
        "InvalidToken",
        "The provided token is malformed or otherwise invalid.",
    ),
    "a wrong secret": (403, "SignatureDoesNotMatch", SHORT),
}
WORDS = {
    "s3": S3_WORDS,
    "dynamodb": JSON_WORDS,
    "cognito-idp": JSON_WORDS,
    "cognito-identity": JSON_WORDS,
    "sts": QUERY_WORDS,
    "iam": QUERY_WORDS,
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("service", WORDS)
def test_bad_credentials_get_the_words_of_the_family(service: str, fault: str):
    """Each fault has the status, code and sentence that this family of services uses."""
    cloud = cognito_lab.new_cloud(seed=7)
    credentials = FAULTS[fault](temporary_credentials(cloud))
    client = cognito_lab.boto3_session(cloud, credentials).client(service)
    if fault == "expired":
        cloud.clock.advance(minutes=60)

    with pytest.raises(ClientError) as refused:
        CALLS[service](client)

    error, metadata = (refused.value.response[key] for key in ("Error", "ResponseMetadata"))
    found = (metadata["HTTPStatusCode"], error["Code"], error["Message"])
    assert found == WORDS[service][fault]
    assert WHY[fault] in cloud.trace.exchanges[-1].notes


def test_a_key_that_was_switched_off_is_unknown_to_aws_and_explained_by_the_lab():
    """AWS says the same of it as of a key that never was; the trace tells the two apart."""
    cloud = cognito_lab.new_cloud(seed=7)
    iam = cognito_lab.boto3_session(cloud).client("iam")
    iam.create_user(UserName="clerk")
    key = iam.create_access_key(UserName="clerk")["AccessKey"]
    iam.update_access_key(UserName="clerk", AccessKeyId=key["AccessKeyId"], Status="Inactive")

    with pytest.raises(ClientError) as refused:
        cognito_lab.boto3_session(cloud, key).client("sts").get_caller_identity()

    assert refused.value.response["Error"]["Code"] == "InvalidClientTokenId"
    assert cloud.trace.exchanges[-1].notes == [
        "The access key is there, and UpdateAccessKey switched it off."
    ]


@pytest.mark.parametrize("service", ["iam", "s3"])
def test_a_refusal_in_xml_can_be_read_whatever_was_asked_for(service: str):
    """Characters that no XML document may hold come back replaced, and not as a broken document."""
    client: Any = cognito_lab.boto3_session(cognito_lab.new_cloud(seed=7)).client(service)
    calls = {
        "iam": lambda: client.get_role(RoleName="a\x00b"),
        "s3": lambda: client.get_object(Bucket="there-is-none", Key="a\x01b"),
    }

    with pytest.raises(ClientError) as refused:
        calls[service]()

    assert refused.value.response["Error"]["Code"] in ("ValidationError", "NoSuchBucket")
    assert "\x00" not in str(refused.value)


def test_credentials_work_until_their_last_second():
    """Temporary credentials are good for an hour of the lab's time, to the second."""
    cloud = cognito_lab.new_cloud(seed=7)
    client = cognito_lab.boto3_session(cloud, temporary_credentials(cloud)).client("sts")

    cloud.clock.advance(minutes=59, seconds=59)
    assert client.get_caller_identity()["Account"] == "123456789012"

    cloud.clock.advance(seconds=1)
    with pytest.raises(ClientError, match="ExpiredToken"):
        client.get_caller_identity()


UNSIGNED = {
    "a deployed API": (403, b'{"message":"Missing Authentication Token"}'),
    "a service with verbs and paths": (403, b"Missing Authentication Token"),
    "a JSON service": (400, b"MissingAuthenticationTokenException"),
    "DynamoDB": (400, b"MissingAuthenticationTokenException"),
    "a Query service": (403, b"<Code>MissingAuthenticationToken</Code>"),
    "S3": (403, b"<Code>AccessDenied</Code><Message>Access Denied</Message>"),
}


@pytest.mark.parametrize("kind", UNSIGNED)
def test_an_unsigned_request_is_refused(kind: str):
    """No signature at all is refused in the family's own words."""
    cloud = cognito_lab.new_cloud(seed=7)
    target = TARGETS[kind](cloud)

    response = answer(cloud, target.request)

    status, words = UNSIGNED[kind]
    assert response.status == status
    assert words in response.body


@pytest.mark.parametrize("kind", TARGETS)
def test_a_token_in_the_header_is_never_printed_back(kind: str):
    """A bearer token at an IAM door is refused by its hash: no log will ever hold the token."""
    cloud = cognito_lab.new_cloud(seed=7)
    target = TARGETS[kind](cloud)
    header = "Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJqZG9lIn0.c2ln"
    hashed = base64.b64encode(hashlib.sha256(header.encode()).digest())

    response = answer(cloud, change(target.request, authorization=header))

    assert response.status in (400, 403)
    assert b"eyJ" not in response.body
    assert hashed in response.body or kind == "S3"


LATE = "Signature expired: {t} is now earlier than"
EARLY = "Signature not yet current: {t} is still later than"


@pytest.mark.parametrize(
    ("kind", "minutes", "sentence"),
    [
        pytest.param("a JSON service", -6, f"{LATE} {{low5}} ({{now}} - 5 min.)", id="JSON, late"),
        pytest.param("a deployed API", -6, f"{LATE} {{low5}} ({{now}} - 5 min.)", id="API, late"),
        pytest.param(
            "a JSON service", 6, f"{EARLY} {{high5}} ({{now}} + 5 min.)", id="JSON, early"
        ),
        pytest.param("a Query service", -16, f"{LATE} {{low15}} ({{now}} - 15 min.)", id="Query"),
        pytest.param("DynamoDB", -16, f"{LATE} {{low15}} ({{now}} - 15 min.)", id="DynamoDB"),
        pytest.param("S3", -16, "<MaxAllowedSkewMilliseconds>900000</", id="S3, in numbers"),
        pytest.param(
            "S3",
            -16,
            "The difference between the request time and the current time is too large.",
            id="S3, in words",
        ),
    ],
)
def test_a_stale_signature_is_told_its_window(kind: str, minutes: int, sentence: str):
    """A date outside the service's window is refused with both times, by the process's clock."""
    cloud = cognito_lab.new_cloud(seed=7)
    target = TARGETS[kind](cloud)
    credentials = temporary_credentials(cloud)
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    with time_machine.travel(now + timedelta(minutes=minutes), tick=False):
        request = signed(target, credentials)

    with time_machine.travel(now, tick=False):
        response = answer(cloud, request)

    times = {
        "t": now + timedelta(minutes=minutes),
        "now": now,
        "low5": now - timedelta(minutes=5),
        "high5": now + timedelta(minutes=5),
        "low15": now - timedelta(minutes=15),
    }
    wanted = sentence.format(**{name: f"{t:%Y%m%dT%H%M%SZ}" for name, t in times.items()})
    assert wanted in response.body.decode()


@pytest.mark.parametrize(
    ("kind", "minutes"),
    [
        pytest.param("a JSON service", 4, id="JSON: 5 minutes"),
        pytest.param("DynamoDB", 14, id="DynamoDB: 15 minutes"),
        pytest.param("S3", 14, id="S3: 15 minutes"),
        pytest.param("a Query service", -14, id="Query: 15 minutes, early too"),
    ],
)
def test_inside_its_window_a_signature_is_good(kind: str, minutes: int):
    """A clock that is a little wrong does no harm."""
    cloud = cognito_lab.new_cloud(seed=7)
    target = TARGETS[kind](cloud)
    request = signed(target, temporary_credentials(cloud))

    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=minutes), tick=False):
        assert answer(cloud, request).status < 300


def test_the_labs_time_is_the_signatures_time_inside_as_system_time():
    """Inside `as_system_time` clients sign with the lab's time, and the gate judges by it."""
    cloud = cognito_lab.new_cloud(seed=7)
    client = cognito_lab.boto3_session(cloud).client("sts")

    with cloud.clock.as_system_time():
        cloud.clock.advance(days=400)
        assert client.get_caller_identity()["Account"] == "123456789012"


@pytest.mark.parametrize(
    ("change_header", "sentence"),
    [
        pytest.param(
            lambda r: authorization(r, "/us-east-1/", "/mars-1/"),
            "Credential should be scoped to a valid region, not 'mars-1'.",
            id="region",
        ),
        pytest.param(
            lambda r: authorization(r, "/cognito-idp/", "/s3/"),
            "Credential should be scoped to correct service: 'cognito-idp'.",
            id="service",
        ),
        pytest.param(
            lambda r: authorization(r, "/aws4_request", "/aws5_request"),
            "Credential should be scoped with a valid terminator: 'aws4_request', not "
            "'aws5_request'.",
            id="terminator",
        ),
        pytest.param(
            lambda r: authorization(r, "/20260301/", "/20260302/"),
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from "
            "HTTP: '20260302' != '20260301', from '20260301T120000Z'.",
            id="date",
        ),
        pytest.param(
            lambda r: authorization(r, "Credential=", "Credentials="),
            "Authorization header requires 'Credential' parameter.",
            id="no credential",
        ),
        pytest.param(
            lambda r: change(r, authorization="AWS4-HMAC-SHA256 a=b", x_amz_date=None),
            "Authorization header requires 'Credential' parameter. Authorization header requires "
            "'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. "
            "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
            id="everything missing, in one breath",
        ),
    ],
)
def test_a_wrong_scope_is_named(change_header: Callable[[HttpRequest], HttpRequest], sentence: str):
    """A scope or header that will not do is refused with the part that is wrong."""
    cloud = cognito_lab.new_cloud(seed=7)
    target = TARGETS["a JSON service"](cloud)
    credentials = temporary_credentials(cloud)

    with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC), tick=False):
        response = answer(cloud, change_header(signed(target, credentials)))

    assert json.loads(response.body)["message"] == sentence


DENY_ALL = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}'
WHO = "User: arn:aws:sts::123456789012:assumed-role/{role}/visit is not authorized to perform: "
DENIALS = {
    "s3": (403, "AccessDenied", "s3:ListAllMyBuckets with an explicit deny in an "),
    "dynamodb": (400, "AccessDeniedException", "dynamodb:ListTables on resource: * with an "),
    "cognito-idp": (
        400,
        "AccessDeniedException",
        "cognito-idp:ListUserPools on resource: * with an explicit deny in an ",
    ),
    "cognito-identity": (
        400,
        "AccessDeniedException",
        "cognito-identity:ListIdentityPools on resource: "
        "arn:aws:cognito-identity:us-east-1:123456789012:identitypool/ with an explicit deny in ",
    ),
    "iam": (403, "AccessDenied", "iam:ListUsers on resource: * with an explicit deny in an "),
    "apigateway": (
        403,
        "AccessDeniedException",
        "apigateway:GET on resource: arn:aws:apigateway:us-east-1::/restapis with an explicit ",
    ),
}


@pytest.mark.parametrize("service", DENIALS)
def test_a_denial_is_worded_by_the_family(service: str):
    """IAM's denial names who, what and which policy, with the family's status and code."""
    cloud = cognito_lab.new_cloud(seed=7)
    credentials = temporary_credentials(cloud, DENY_ALL)
    client = cognito_lab.boto3_session(cloud, credentials).client(service)

    with pytest.raises(ClientError) as refused:
        CALLS[service](client)

    status, code, words = DENIALS[service]
    error = refused.value.response["Error"]
    caller = cloud.trace.exchanges[-1].evidence["caller"]
    role = caller.arn.split("/")[1]
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == status
    assert error["Code"] == code
    assert error["Message"].startswith(WHO.format(role=role) + words)


def test_everybody_may_ask_who_they_are():
    """GetCallerIdentity works even under an explicit deny of everything."""
    cloud = cognito_lab.new_cloud(seed=7)
    client = cognito_lab.boto3_session(cloud, temporary_credentials(cloud, DENY_ALL)).client("sts")

    assert client.get_caller_identity()["Arn"].endswith("/visit")


def test_an_unsigned_operation_needs_nobody():
    """An operation that AWS leaves unsigned is served for nobody, whoever's session calls it."""
    cloud = cognito_lab.new_cloud(seed=7)
    denied = cognito_lab.boto3_session(cloud, temporary_credentials(cloud, DENY_ALL))

    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        denied.client("cognito-identity").get_id(IdentityPoolId="us-east-1:0-0")

    assert "caller" not in cloud.trace.exchanges[-1].evidence


def test_the_administrator_is_decided_like_anyone():
    """Without AdministratorAccess the first user may do nothing either."""
    cloud = cognito_lab.new_cloud(seed=7)
    admin = cognito_lab.boto3_session(cloud).client("iam")
    admin.detach_user_policy(
        UserName="administrator", PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess"
    )

    with pytest.raises(ClientError, match="because no identity-based policy allows"):
        admin.list_users()


def test_the_trace_says_who_came_and_why_it_was_decided():
    """A refusal at the gate stands in the trace, with caller, decision and a sentence of ours."""
    cloud = cognito_lab.new_cloud(seed=7)
    session = cognito_lab.boto3_session(cloud, temporary_credentials(cloud, DENY_ALL))

    with pytest.raises(ClientError):
        session.client("cognito-idp").list_user_pools(MaxResults=5)

    exchange = cloud.trace.exchanges[-1]
    assert (exchange.sender, exchange.receiver) == ("App", "User Pool")
    assert exchange.action == "ListUserPools"
    assert exchange.request == {"MaxResults": 5}
    assert exchange.evidence["decision"].allowed is False
    assert exchange.evidence["caller"].role_arn.startswith("arn:aws:iam::123456789012:role/")
    assert "may not do cognito-idp:ListUserPools on *, with an explicit deny" in exchange.notes[0]
    assert exchange.children == []


def test_the_sender_follows_from_the_signature():
    """Signed by the administrator, a request comes from Administrator; unsigned, from App."""
    cloud = cognito_lab.new_cloud(seed=7)
    admin = cognito_lab.boto3_session(cloud)

    admin.client("cognito-idp").list_user_pools(MaxResults=1)
    with pytest.raises(ClientError):
        admin.client("cognito-identity").get_id(IdentityPoolId="us-east-1:0-0")

    assert [exchange.sender for exchange in cloud.trace.exchanges] == ["Administrator", "App"]
