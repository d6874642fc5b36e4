"""The doors of HTTP APIs: the same three steps as at a REST API, with other words.

    1 which route         stage, verb and path; if none: 404 ``Not Found``
    2 its guard           AWS_IAM: the gate; whatever is wrong, the caller learns ``Forbidden``
                          JWT: API Gateway reads the token itself, no role takes part
                          NONE: nobody asks
    3 the function behind it

Source: fact sheet identity-pools.md §8. Assumed: ``Forbidden`` for every fault of a signature.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cognito_lab.primitives import messages
from cognito_lab.primitives.caller import Caller
from cognito_lab.primitives.errors import AwsError
from cognito_lab.primitives.trace import Exchange
from cognito_lab.services.apigateway import ApiRequest, ApiResponse
from cognito_lab.services.apigateway.http_apis.function_answer import refusal
from cognito_lab.services.apigateway.http_apis.jwt_authorizer import Admission
from cognito_lab.services.apigateway.http_apis.records import AuthorizationType
from cognito_lab.services.apigateway.http_apis.routing import FoundRoute
from cognito_lab.wire import gate
from cognito_lab.wire.actions import Access
from cognito_lab.wire.message import HttpRequest, HttpResponse
from cognito_lab.wire.services import EXECUTE_API

if TYPE_CHECKING:
    from cognito_lab.cloud import Cloud


def answer_http_api(cloud: Cloud, api_id: str, request: HttpRequest) -> HttpResponse:
    """Answer a request to an HTTP API."""
    service = cloud.apigatewayv2
    try:
        with cloud.trace.exchange(
            service.participant, f"{request.method} {request.path}", shown(request)
        ) as exchange:
            response = _behind_the_guard(cloud, api_id, request, exchange)
            exchange.answer = {
                "statusCode": response.status,
                "body": response.body.decode(errors="replace"),
            }
    except AwsError as error:
        response = refusal(error, service.next_request_id())
    return answered(request, response)


def answered(request: HttpRequest, response: ApiResponse) -> HttpResponse:
    """The response as it leaves: the answer to HEAD has headers only (RFC 9110, section 9.3.2)."""
    body = b"" if request.method == "HEAD" else response.body
    return HttpResponse(response.status, response.headers, body)


def shown(request: HttpRequest) -> dict[str, Any]:
    """What the trace keeps of a request: what a person typed, not what a client added."""
    kept: dict[str, Any] = {}
    if authorization := request.header("authorization"):
        kept["Authorization"] = authorization
    if request.parts.query:
        kept["query"] = request.parts.query
    if request.body:
        kept["body"] = request.body.decode(errors="replace")
    return kept


def _behind_the_guard(
    cloud: Cloud, api_id: str, request: HttpRequest, exchange: Exchange
) -> ApiResponse:
    found = cloud.apigatewayv2.find_route(api_id, request.method, request.path)  # 1
    if found is None:
        raise messages.HTTP_API_NO_ROUTE.error(
            because=f"Nothing of this API is served at {request.method} {request.path}.",
            in_short="no route",
        )
    cloud.trace.keep(guard=found.authorization_type)
    received = ApiRequest(
        request.method, found.path, request.parts.query, request.headers, request.body
    )
    caller: Caller | None = None
    admission: Admission | None = None
    match found.authorization_type:  # 2
        case AuthorizationType.AWS_IAM:
            caller = _signed(cloud, found, request, exchange)
        case AuthorizationType.JWT:
            admission = cloud.apigatewayv2.authorize_with_jwt(found, received)
            cloud.trace.keep(claims=admission.claims)
            cloud.trace.note("The token itself opened this door: no signature, no role.")
    return cloud.apigatewayv2.invoke(  # 3
        found, request=received, identity=caller, admission=admission
    )


def _signed(cloud: Cloud, found: FoundRoute, request: HttpRequest, exchange: Exchange) -> Caller:
    """The caller, once the gate has let it in."""
    try:
        caller = gate.authenticate(cloud, EXECUTE_API, request, exchange)
        access = Access("execute-api:Invoke", found.arn)
        gate.authorize(cloud, EXECUTE_API, request, caller, [access])
    except AwsError as refused:
        raise messages.HTTP_API_FORBIDDEN.error(
            because=refused.because, in_short=refused.in_short
        ) from None
    return caller
