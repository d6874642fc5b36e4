"""Requests signed by hand, so that a test can change one thing after signing.

Each `Target` is a door of the lab with a request that opens it, and a way to see whether it opened.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from botocore.auth import S3SigV4Auth, S3SigV4QueryAuth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

import cognito_lab
from cognito_lab.wire.message import HttpRequest

JSON = {"Content-Type": "application/x-amz-json-1.1"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
TRUST = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",'
    '"Principal":{"AWS":"arn:aws:iam::123456789012:root"}}]}'
)
EVERYTHING = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'


@dataclass(frozen=True)
class Target:
    """One kind of signed request, and how to see that it was carried out."""

    service: str
    request: HttpRequest
    traces: Callable[[cognito_lab.Cloud], Any]


def temporary_credentials(cloud: cognito_lab.Cloud, policy: str = EVERYTHING) -> dict[str, Any]:
    """Credentials of a role with this policy, for an hour."""
    admin = cognito_lab.boto3_session(cloud)
    name = f"role{cloud.trace.mark()}"
    arn = admin.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)["Role"]
    admin.client("iam").put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=policy)
    answer = admin.client("sts").assume_role(RoleArn=arn["Arn"], RoleSessionName="visit")
    return dict(answer["Credentials"])


def signed(
    target: Target, credentials: Mapping[str, Any], *, region: str = "us-east-1", service: str = ""
) -> HttpRequest:
    """The target's request with a signature in its header."""
    service = service or target.service
    signer = S3SigV4Auth if service == "s3" else SigV4Auth
    request = target.request
    unsigned = AWSRequest(request.method, request.url, dict(request.headers), request.body)
    signer(keys(credentials), service, region).add_auth(unsigned)
    return replace(request, headers=dict(unsigned.headers.items()))


def presigned(url: str, credentials: Mapping[str, Any], seconds: int = 60) -> str:
    """A URL of S3's that anybody may open for a while."""
    unsigned = AWSRequest("GET", url)
    S3SigV4QueryAuth(keys(credentials), "s3", "us-east-1", expires=seconds).add_auth(unsigned)
    return str(unsigned.url)


def keys(credentials: Mapping[str, Any]) -> Credentials:
    """A Credentials dict of STS's, as botocore's signers want it."""
    return Credentials(
        credentials["AccessKeyId"],
        credentials["SecretAccessKey"],
        credentials.get("SessionToken"),
    )


def change(request: HttpRequest, **headers: str | None) -> HttpRequest:
    """The same request with headers set or (None) dropped; an underscore stands for a hyphen."""
    wanted = {name.replace("_", "-").lower(): text for name, text in headers.items()}
    kept = {name: text for name, text in request.headers.items() if name.lower() not in wanted}
    return replace(request, headers=kept | {n: t for n, t in wanted.items() if t is not None})


def authorization(request: HttpRequest, old: str, new: str) -> HttpRequest:
    """The same request with something replaced in its Authorization header."""
    header = request.header("authorization") or ""
    assert old in header, header
    return change(request, authorization=header.replace(old, new))


def move(request: HttpRequest, **parts: str) -> HttpRequest:
    """The same request for another scheme, netloc, path or query."""
    return replace(request, url=urlsplit(request.url)._replace(**parts).geturl())


def door(cloud: cognito_lab.Cloud) -> Target:
    """A deployed API with one method guarded by AWS_IAM; its function counts its calls."""
    calls: list[Any] = []
    arn = cloud.functions.register(
        "count", lambda event, _: calls.append(event) or {"statusCode": 200}
    )
    api = cognito_lab.boto3_session(cloud).client("apigateway")
    made = api.create_rest_api(name="doors")
    at = {"restApiId": made["id"]}
    for path in ("open", "other"):
        resource = api.create_resource(**at, parentId=made["rootResourceId"], pathPart=path)["id"]
        here = {**at, "resourceId": resource, "httpMethod": "ANY"}
        api.put_method(**here, authorizationType="AWS_IAM")
        api.put_integration(
            **here,
            type="AWS_PROXY",
            integrationHttpMethod="POST",
            uri=f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{arn}/invocations",
        )
    api.create_deployment(**at, stageName="prod")
    host = f"{made['id']}.execute-api.us-east-1.amazonaws.com"
    request = HttpRequest(
        "POST",
        f"https://{host}/prod/open?a=1&b=2",
        {"Content-Type": "application/json", "x-amz-meta": "yes"},
        b'{"amount": 1}',
    )
    return Target("execute-api", request, lambda _: len(calls))


def json_service(cloud: cognito_lab.Cloud) -> Target:
    """CreateUserPool."""
    request = HttpRequest(
        "POST",
        "https://cognito-idp.us-east-1.amazonaws.com/?a=1&b=2",
        {**JSON, "X-Amz-Target": "AWSCognitoIdentityProviderService.CreateUserPool"},
        b'{"PoolName": "people"}',
    )
    pools = cognito_lab.boto3_session(cloud).client("cognito-idp")
    return Target(
        "cognito-idp", request, lambda _: len(pools.list_user_pools(MaxResults=60)["UserPools"])
    )


def query_service(cloud: cognito_lab.Cloud) -> Target:
    """CreateUser."""
    request = HttpRequest(
        "POST",
        "https://iam.amazonaws.com/?a=1&b=2",
        {**FORM, "x-amz-meta": "yes"},
        b"Action=CreateUser&Version=2010-05-08&UserName=mallory",
    )
    iam = cognito_lab.boto3_session(cloud).client("iam")
    return Target("iam", request, lambda _: len(iam.list_users()["Users"]))


def rest_service(cloud: cognito_lab.Cloud) -> Target:
    """CreateRestApi."""
    request = HttpRequest(
        "POST",
        "https://apigateway.us-east-1.amazonaws.com/restapis?a=1&b=2",
        {"Content-Type": "application/json", "x-amz-meta": "yes"},
        b'{"name": "doors"}',
    )
    api = cognito_lab.boto3_session(cloud).client("apigateway")
    return Target("apigateway", request, lambda _: len(api.get_rest_apis()["items"]))


def s3_put(cloud: cognito_lab.Cloud) -> Target:
    """PutObject."""
    s3 = cognito_lab.boto3_session(cloud).client("s3")
    s3.create_bucket(Bucket="photos")
    request = HttpRequest(
        "PUT",
        "https://photos.s3.amazonaws.com/cat.txt?a=1&b=2",
        {"Content-Type": "text/plain", "x-amz-meta-mood": "good"},
        b"miau",
    )
    return Target("s3", request, lambda _: s3.list_objects_v2(Bucket="photos")["KeyCount"])


def dynamodb_put(cloud: cognito_lab.Cloud) -> Target:
    """PutItem."""
    items = cognito_lab.boto3_session(cloud).client("dynamodb")
    items.create_table(
        TableName="notes",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    request = HttpRequest(
        "POST",
        "https://dynamodb.us-east-1.amazonaws.com/?a=1&b=2",
        {"Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": "DynamoDB_20120810.PutItem"},
        b'{"TableName": "notes", "Item": {"id": {"S": "1"}}}',
    )
    return Target("dynamodb", request, lambda _: items.scan(TableName="notes")["Count"])


TARGETS: Mapping[str, Callable[[cognito_lab.Cloud], Target]] = {
    "a deployed API": door,
    "a JSON service": json_service,
    "a Query service": query_service,
    "a service with verbs and paths": rest_service,
    "S3": s3_put,
    "DynamoDB": dynamodb_put,
}
