"""What the function behind a route is told: the proxy event of an HTTP API, in two formats.

Format 2.0 is short: what is not there is left out, names of headers are in lower case, several
values of one name are joined by commas. Format 1.0 is a REST API's event with a version in it.
What the guard found out stands in `requestContext.authorizer`:

    JWT       jwt.claims, every value as text; jwt.scopes, null unless the route has scopes
    AWS_IAM   iam: the caller; the identity id of Cognito credentials in iam.cognitoIdentity
    NONE      there is no authorizer

Source: API Gateway developer guide, "Create AWS Lambda proxy integrations for HTTP APIs".
Observed: the members of `jwt` (August 2026) and of `iam`. Assumed: format 1.0's `identity` for a
signed request; the raw path keeps its percent signs.
Left out: mutual TLS, binary bodies, trace and forwarding headers.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from cognito_lab.primitives.caller import ACCOUNT_ID, REGION, Caller
from cognito_lab.primitives.record import record
from cognito_lab.services.apigateway.function_event import (
    ApiRequest,
    gathered,
    identity_of,
    log_date,
)
from cognito_lab.services.apigateway.http_apis.claims_text import claims_as_text
from cognito_lab.services.apigateway.http_apis.jwt_authorizer import Admission
from cognito_lab.services.apigateway.http_apis.records import DEFAULT
from cognito_lab.services.apigateway.http_apis.routing import FoundRoute


@record
class Knock:
    """One request that has come in: what was asked, of which route, and what its guard found out.

    Attributes:
        caller: Who signed the request, when the route's guard is AWS_IAM.
        admission: What the token says, when its guard is a JWT authorizer.
        request_id: An id, which the response carries too.
    """

    found: FoundRoute
    request: ApiRequest
    caller: Caller | None
    admission: Admission | None
    request_id: str
    now: datetime

    @property
    def full_path(self) -> str:
        """The path with the stage in it, unless it is ``$default``."""
        stage = self.found.stage.name
        return self.found.path if stage == DEFAULT else f"/{stage}{self.found.path}"

    @property
    def headers(self) -> dict[str, str]:
        """The headers, their names in lower case."""
        headers = {name.lower(): value for name, value in self.request.headers.items()}
        return {name: value for name, value in headers.items() if name != "connection"}

    @property
    def query(self) -> list[tuple[str, str]]:
        return parse_qsl(self.request.query, keep_blank_values=True)


def function_event(knock: Knock) -> dict[str, Any]:
    """Write the event in the format that the route's integration wants."""
    integration = knock.found.route.integration
    return _format_2(knock) if integration.payload_format == "2.0" else _format_1(knock)


def _format_2(knock: Knock) -> dict[str, Any]:
    headers, query = knock.headers, gathered(knock.query)
    cookies = headers.pop("cookie", "")
    optional = {
        "cookies": cookies.split("; ") if cookies else [],
        "queryStringParameters": {name: ",".join(values) for name, values in query.items()},
        "pathParameters": dict(knock.found.path_parameters),
        "stageVariables": dict(knock.found.stage.variables),
        "body": knock.request.body.decode(errors="replace"),
    }
    return {
        "version": "2.0",
        "routeKey": knock.found.route.key,
        "rawPath": knock.full_path,
        "rawQueryString": knock.request.query,
        "headers": headers,
        "requestContext": _context_2(knock),
        "isBase64Encoded": False,
        **{name: value for name, value in optional.items() if value},
    }


def _context_2(knock: Knock) -> dict[str, Any]:
    authorizer = _authorizer_2(knock)
    return {
        **_where(knock.found),
        **({"authorizer": authorizer} if authorizer else {}),
        "http": {
            "method": knock.request.verb,
            "path": knock.full_path,
            "protocol": "HTTP/1.1",
            "sourceIp": knock.request.source_ip,
            "userAgent": knock.headers.get("user-agent", ""),
        },
        "requestId": knock.request_id,
        "routeKey": knock.found.route.key,
        "time": log_date(knock.now),
        "timeEpoch": _milliseconds(knock.now),
    }


def _authorizer_2(knock: Knock) -> dict[str, Any]:
    if knock.admission is not None:
        scopes = knock.admission.scopes
        claims = claims_as_text(knock.admission.claims)
        return {"jwt": {"claims": claims, "scopes": None if scopes is None else list(scopes)}}
    return {"iam": _iam(knock.caller)} if knock.caller is not None else {}


def _iam(caller: Caller) -> dict[str, Any]:
    cognito: Mapping[str, Any] = caller.cognito
    identity = {
        "amr": list(cognito.get("amr", ())),
        "identityId": cognito.get("identity_id"),
        "identityPoolId": cognito.get("identity_pool_id"),
    }
    return {
        "accessKey": caller.access_key_id,
        "accountId": caller.account,
        "callerId": caller.user_id,
        "cognitoIdentity": identity if cognito else None,
        "principalOrgId": None,
        "userArn": caller.arn,
        "userId": caller.user_id,
    }


def _format_1(knock: Knock) -> dict[str, Any]:
    headers, query = knock.headers, knock.query
    return {
        "version": "1.0",
        "resource": knock.found.route.path or DEFAULT,
        "path": knock.full_path,
        "httpMethod": knock.request.verb,
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": dict(query) or None,
        "multiValueQueryStringParameters": gathered(query) or None,
        "requestContext": _context_1(knock),
        "pathParameters": dict(knock.found.path_parameters) or None,
        "stageVariables": dict(knock.found.stage.variables) or None,
        "body": knock.request.body.decode(errors="replace") or None,
        "isBase64Encoded": False,
    }


def _context_1(knock: Knock) -> dict[str, Any]:
    admission, agent = knock.admission, knock.headers.get("user-agent")
    scopes = admission.scopes if admission else None
    return {
        **_where(knock.found),
        "authorizer": {
            "claims": claims_as_text(admission.claims) if admission else None,
            "scopes": None if scopes is None else list(scopes),
        },
        "extendedRequestId": knock.request_id,
        "httpMethod": knock.request.verb,
        "identity": identity_of(knock.caller, knock.request.source_ip, agent),
        "path": knock.full_path,
        "protocol": "HTTP/1.1",
        "requestId": knock.request_id,
        "requestTime": log_date(knock.now),
        "requestTimeEpoch": _milliseconds(knock.now),
        "resourceId": None,
        "resourcePath": knock.found.route.path or DEFAULT,
    }


def _where(found: FoundRoute) -> dict[str, Any]:
    return {
        "accountId": ACCOUNT_ID,
        "apiId": found.api_id,
        "domainName": f"{found.api_id}.execute-api.{REGION}.amazonaws.com",
        "domainPrefix": found.api_id,
        "stage": found.stage.name,
    }


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
