"""The doors: requests to an API that a learner deployed, at ``<api>.execute-api.…``.

An HTTP API's requests go on to `http_api_doors`. A REST API's:

    1 which method        stage, verb and path; if none: 403 ``Missing Authentication Token``
    2 its guard           AWS_IAM: the gate, signature and policies
                          COGNITO_USER_POOLS: API Gateway reads the token itself, no role takes part
                          NONE: nobody asks
    3 the function behind it

The exchange in the trace keeps who came and why the guard decided as it did.

Source: fact sheet identity-pools.md §8.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cognito_lab.primitives import messages
from cognito_lab.primitives.caller import Caller
from cognito_lab.primitives.errors import AwsError
from cognito_lab.primitives.trace import Exchange
from cognito_lab.services.apigateway import ApiRequest, ApiResponse, Method, refusal
from cognito_lab.services.apigateway.records import AuthorizationType
from cognito_lab.wire import gate
from cognito_lab.wire.actions import Access
from cognito_lab.wire.http_api_doors import answer_http_api, answered, shown
from cognito_lab.wire.message import HttpRequest, HttpResponse
from cognito_lab.wire.services import EXECUTE_API

if TYPE_CHECKING:
    from cognito_lab.cloud import Cloud


def answer_execute_api(cloud: Cloud, api_id: str, request: HttpRequest) -> HttpResponse:
    """Answer a request to a deployed API."""
    if cloud.apigatewayv2.knows(api_id):
        return answer_http_api(cloud, api_id, request)
    _, stage, *rest = request.path.split("/", 2)
    path = "/" + "".join(rest)
    try:
        with cloud.trace.exchange(
            cloud.apigateway.participant, f"{request.method} {path}", shown(request)
        ) as exchange:
            response = _behind_the_guard(cloud, api_id, stage, path, request, exchange)
            exchange.answer = {"statusCode": response.status, "body": response.body.decode()}
    except AwsError as error:
        response = refusal(error)
    return answered(request, response)


def _behind_the_guard(
    cloud: Cloud, api_id: str, stage: str, path: str, request: HttpRequest, exchange: Exchange
) -> ApiResponse:
    method = cloud.apigateway.find_method(api_id, stage, request.method, path)  # 1
    if method is None:
        raise messages.API_NO_SUCH_ROUTE.error(
            because=f"The stage {stage!r} has no {request.method} {path}: AWS says it as if a "
            "signature were missing."
        )
    cloud.trace.keep(guard=method.authorization_type)
    caller: Caller | None = None
    claims: Mapping[str, Any] | None = None
    match method.authorization_type:  # 2
        case AuthorizationType.AWS_IAM:
            caller = _signed(cloud, method, request, exchange)
        case AuthorizationType.COGNITO_USER_POOLS:
            claims = cloud.apigateway.authorize_with_user_pool(method, request.headers)
            cloud.trace.keep(claims=claims)
            cloud.trace.note("The token itself opened this door: no signature, no role.")
    return cloud.apigateway.invoke(  # 3
        method,
        request=ApiRequest(
            request.method, path, request.parts.query, request.headers, request.body
        ),
        identity=caller,
        claims=claims,
    )


def _signed(cloud: Cloud, method: Method, request: HttpRequest, exchange: Exchange) -> Caller:
    """The caller, once the gate has let it in."""
    caller = gate.authenticate(cloud, EXECUTE_API, request, exchange)
    gate.authorize(cloud, EXECUTE_API, request, caller, [Access("execute-api:Invoke", method.arn)])
    return caller
