"""What becomes of a function's answer: the Lambda proxy response of a REST API.

A function answers with an object of one to five members, each optional:

    {"statusCode": 200, "headers": {…}, "multiValueHeaders": {…},
     "body": "text", "isBase64Encoded": false}

Anything else is *malformed*, and the caller gets 502 ``Internal server error`` and no reason.
Forgetting to make `body` a text (``json.dumps``) is the usual case.

Source: API Gateway developer guide, "Output format of a Lambda function for proxy integration".
Observed (November 2024): no member is required, no other is allowed; a status code may be text of
digits; `headers` and `multiValueHeaders` are merged, the latter first.
Left out: binary bodies (`isBase64Encoded` matters only with an API's binary media types).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from cognito_lab.primitives.errors import AwsError
from cognito_lab.primitives.record import record

_MEMBERS = {"statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"}
_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")  # RFC 9110, section 5.6.2


@record
class ApiResponse:
    """An HTTP response of a deployed API."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class MalformedAnswer(Exception):
    """A function's answer is not what API Gateway understands; the message says where."""


def response_from(answer: Any) -> ApiResponse:
    """The response that a function's answer stands for.

    Raises:
        MalformedAnswer: The answer has not the form above.
    """
    if not isinstance(answer, dict) or not answer:
        found = _kind(answer) if answer != {} else "an empty object"
        raise MalformedAnswer(f"The function answered with {found}, which is no response.")
    if unknown := sorted(answer.keys() - _MEMBERS):
        raise MalformedAnswer(f"The function's answer has unknown members: {', '.join(unknown)}.")
    body = answer.get("body")
    if not isinstance(body, str | None):
        raise MalformedAnswer(f"body has to be text, not {_kind(body)}: use json.dumps.")
    status, text = _status(answer.get("statusCode")), body or ""
    return ApiResponse(status, _headers(answer), text.encode(errors="replace"))


def refusal(error: AwsError) -> ApiResponse:
    """The response in which a guard says no: the code in a header, the message in the body.

    Observed: a refusal by policy has a capital M in its body, every other one a small m.
    """
    member = "Message" if error.code == "AccessDeniedException" else "message"
    headers = {"Content-Type": "application/json", "x-amzn-ErrorType": error.code}
    return ApiResponse(error.status, headers, body_of_refusal(member, error))


def body_of_refusal(member: str, error: AwsError) -> bytes:
    """``{"message":"Unauthorized"}``, without a space, as it was observed."""
    return json.dumps({member: error.message}, separators=(",", ":")).encode()


def _status(code: Any) -> int:
    if code is None:
        return 200
    if isinstance(code, str) and code.isascii() and code.isdigit():
        code = int(code)
    if not isinstance(code, int) or isinstance(code, bool) or not 100 <= code <= 599:
        raise MalformedAnswer(f"statusCode has to be a number like 200, not {code!r}.")
    return code


def _headers(answer: Mapping[str, Any]) -> dict[str, str]:
    """All headers; the values of one name, whatever its capitals, are joined by commas."""
    single, many = answer.get("headers") or {}, answer.get("multiValueHeaders") or {}
    if not isinstance(single, dict) or not isinstance(many, dict):
        raise MalformedAnswer("headers and multiValueHeaders have to be objects.")
    if wrong := [name for name, values in many.items() if not isinstance(values, list)]:
        raise MalformedAnswer(f"In multiValueHeaders, {wrong[0]} has to be a list.")
    spelling: dict[str, str] = {}
    merged: dict[str, list[str]] = {}
    for name, values in [*many.items(), *((name, [value]) for name, value in single.items())]:
        spelled = spelling.setdefault(name.lower(), name)
        merged.setdefault(spelled, []).extend(_header_text(name, value) for value in values)
    if "content-type" not in spelling:
        merged["Content-Type"] = ["application/json"]
    return {name: ", ".join(values) for name, values in merged.items()}


def _header_text(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str | int | float):
        raise MalformedAnswer(f"The header {name} has to be text, not {_kind(value)}.")
    text = str(value)
    if not _HEADER_NAME.fullmatch(name) or not text.isprintable():
        raise MalformedAnswer(f"The header {name!r} holds a character that no header may hold.")
    return text


def _kind(value: Any) -> str:
    return {dict: "an object", list: "a list", str: "text", type(None): "null"}.get(
        type(value), "a boolean" if isinstance(value, bool) else "a number"
    )
