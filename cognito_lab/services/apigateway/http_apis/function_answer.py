"""What becomes of a function's answer at an HTTP API.

In format 2.0 a function may answer with anything that JSON can say; what has no `statusCode` is
taken for the body of a 200. Otherwise:

    {"statusCode": 200, "headers": {…}, "cookies": […], "body": "text", "isBase64Encoded": false}

Format 1.0 takes what a REST API takes. What is not understood becomes 500 ``Internal Server
Error``.

Source: API Gateway developer guide, "Create AWS Lambda proxy integrations for HTTP APIs",
"Lambda function response". Assumed: the content type where none is given.
"""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from cognito_lab.primitives.errors import AwsError
from cognito_lab.services.apigateway.function_answer import (
    ApiResponse,
    MalformedAnswer,
    body_of_refusal,
    response_from,
)
from cognito_lab.services.apigateway.http_apis.jwt_authorizer import TokenRefused

_PLAIN = "text/plain; charset=utf-8"


def response_to(answer: Any, payload_format: str) -> ApiResponse:
    """The response that a function's answer stands for.

    Raises:
        MalformedAnswer: The answer has not the form above.
    """
    if payload_format == "1.0":
        return response_from(answer)
    if not isinstance(answer, dict) or "statusCode" not in answer:
        body = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
        return ApiResponse(200, {"content-type": "application/json"}, body.encode())
    plain = response_from(_as_format_1(answer))
    return ApiResponse(plain.status, plain.headers, _bytes(answer, plain.body))


def refusal(error: AwsError, request_id: str) -> ApiResponse:
    """The response in which an HTTP API says no: one word, and perhaps a challenge."""
    headers = {"content-type": "application/json", "apigw-requestid": request_id}
    if isinstance(error, TokenRefused):
        headers["www-authenticate"] = error.challenge
    return ApiResponse(error.status, headers, body_of_refusal("message", error))


def _as_format_1(answer: dict[str, Any]) -> dict[str, Any]:
    """The same answer, as the older format says it; cookies are headers there."""
    headers, cookies = answer.get("headers") or {}, answer.get("cookies") or []
    if not isinstance(headers, dict) or not isinstance(cookies, list):
        raise MalformedAnswer("headers has to be an object, and cookies a list.")
    lowered = {"content-type": _PLAIN} | {str(name).lower(): text for name, text in headers.items()}
    return {
        "statusCode": answer["statusCode"],
        "headers": lowered,
        "multiValueHeaders": {"set-cookie": cookies} if cookies else {},
        "body": answer.get("body"),
    }


def _bytes(answer: dict[str, Any], body: bytes) -> bytes:
    if not answer.get("isBase64Encoded"):
        return body
    try:
        return base64.b64decode(body, validate=True)
    except binascii.Error:
        raise MalformedAnswer("isBase64Encoded is true, and body is no base64.") from None
