"""What the function behind a method is told: the Lambda proxy event of a REST API.

The event holds the whole request, and in `requestContext` what the guard found out:

    COGNITO_USER_POOLS   authorizer.claims     the token's claims, every value as text
    AWS_IAM              identity              the caller; the identity id of Cognito credentials
    NONE                 neither

So with a user-pool authorizer `claims["sub"]` is the user's id, and no identity id exists. With
AWS_IAM the identity id is there, and the user pool's sub stands only inside
`cognitoAuthenticationProvider`.

Source: API Gateway developer guide, "Input format of a Lambda function for proxy integration".
Observed: the names and nulls of the event (August 2024).
Left out: the headers that CloudFront adds, mutual TLS, VPC endpoints, binary bodies.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from cognito_lab.primitives.caller import ACCOUNT_ID, REGION, Caller
from cognito_lab.primitives.jose import Claims
from cognito_lab.primitives.record import record
from cognito_lab.services.apigateway.claims_text import claims_as_text
from cognito_lab.services.apigateway.routing import Method


@record
class ApiRequest:
    """An HTTP request to a deployed API.

    Attributes:
        path: Without the stage, percent-encoding kept, as it came.
        query: What stands after the ``?``, as it came.
        headers: ``{name: value}``, names as they came.
        source_ip: Where it came from.
    """

    verb: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    source_ip: str = "127.0.0.1"


def function_event(
    method: Method,
    request: ApiRequest,
    caller: Caller | None,
    claims: Claims | None,
    *,
    request_id: str,
    now: datetime,
) -> dict[str, Any]:
    """Write the event.

    Args:
        method: The method that the request means.
        request: The request.
        caller: Who signed it, when the method's guard is AWS_IAM.
        claims: The verified claims, when its guard is a user-pool authorizer.
        request_id: A UUID, which the response carries too.
        now: The lab's time.
    """
    headers = _headers(request.headers)
    query = parse_qsl(request.query, keep_blank_values=True)
    context = _request_context(method, request)
    context["identity"] = identity_of(caller, request.source_ip, headers.get("User-Agent"))
    context |= {"requestId": request_id, "extendedRequestId": extended_id(request_id)}
    context |= {"requestTime": log_date(now), "requestTimeEpoch": int(now.timestamp() * 1000)}
    if claims is not None:
        context["authorizer"] = {"claims": claims_as_text(claims)}
    return {
        "resource": method.route.resource.path,
        "path": "/" + request.path.lstrip("/"),
        "httpMethod": request.verb,
        "headers": headers or None,
        "multiValueHeaders": {name: [value] for name, value in headers.items()} or None,
        "queryStringParameters": dict(query) or None,  # of several values the last one
        "multiValueQueryStringParameters": gathered(query) or None,
        "pathParameters": dict(method.path_parameters) or None,
        "stageVariables": dict(method.stage.variables) or None,
        "requestContext": context,
        "body": request.body.decode(errors="replace") or None,
        "isBase64Encoded": False,
    }


def _request_context(method: Method, request: ApiRequest) -> dict[str, Any]:
    return {
        "accountId": ACCOUNT_ID,
        "apiId": method.api_id,
        "deploymentId": method.stage.deployment_id,
        "domainName": f"{method.api_id}.execute-api.{REGION}.amazonaws.com",
        "domainPrefix": method.api_id,
        "httpMethod": request.verb,
        "path": f"/{method.stage.name}{request.path}",
        "protocol": "HTTP/1.1",
        "resourceId": method.route.resource.id,
        "resourcePath": method.route.resource.path,
        "stage": method.stage.name,
    }


def extended_id(request_id: str) -> str:
    """API Gateway's second id of a request, 15 characters and ``=``."""
    return f"{request_id.replace('-', '')[:15]}="


def log_date(moment: datetime) -> str:
    """``06/Jan/2026:09:08:07 +0000``."""
    return f"{moment:%d}/{moment.ctime()[4:7]}/{moment:%Y:%H:%M:%S} +0000"


def _headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Observed: two names are capitalised on the way, two others are dropped."""
    return {
        name.title() if name.lower() in ("authorization", "user-agent") else name: value
        for name, value in headers.items()
        if name.lower() not in ("connection", "content-length")
    }


def gathered(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    """``{name: all its values}``."""
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    return values


def identity_of(
    caller: Caller | None, source_ip: str, user_agent: str | None
) -> dict[str, str | None]:
    """Who signed the request; all but where it came from is null when nobody did."""
    cognito: Mapping[str, Any] = caller.cognito if caller else {}
    kind, *providers = cognito.get("amr", ()) or (None,)
    return {
        "cognitoIdentityPoolId": cognito.get("identity_pool_id"),
        "accountId": caller.account if caller else None,
        "cognitoIdentityId": cognito.get("identity_id"),
        "caller": caller.user_id if caller else None,
        "sourceIp": source_ip,
        "principalOrgId": None,
        "accessKey": caller.access_key_id if caller else None,
        "cognitoAuthenticationType": kind,
        "cognitoAuthenticationProvider": ",".join(providers) or None,
        "userArn": caller.arn if caller else None,
        "userAgent": user_agent,
        "user": caller.user_id if caller else None,
    }
