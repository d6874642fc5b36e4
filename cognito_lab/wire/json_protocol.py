"""The protocol of Cognito and DynamoDB: POST, the operation's name in a header, JSON in and out.

    POST / HTTP/1.1
    X-Amz-Target: AWSCognitoIdentityService.GetId
    {"IdentityPoolId": "us-east-1:…"}

    HTTP/1.1 400
    x-amzn-ErrorType: NotAuthorizedException:
    {"__type": "NotAuthorizedException", "message": "…"}

Source: fact sheets, user-pools.md §0 and identity-pools.md §3 ("Wire form").
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from cognito_lab.primitives import messages
from cognito_lab.primitives.errors import AwsError
from cognito_lab.wire.message import HttpRequest, HttpResponse
from cognito_lab.wire.models import Operation, operation, service_model
from cognito_lab.wire.shapes import json_reader, json_writer

_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_READ = json.JSONDecoder().decode


def find_operation(service: str, request: HttpRequest) -> Operation:
    """Which operation the `X-Amz-Target` header names.

    Raises:
        AwsError: UnknownOperationException, when there is no such header or no such operation.
    """
    try:
        return _operation_at(service, request.header("x-amz-target") or "")
    except LookupError as unknown:
        raise messages.UNKNOWN_OPERATION.error(because=str(unknown)) from None


@lru_cache(maxsize=1024)
def _operation_at(service: str, target: str) -> Operation:
    prefix, _, name = target.partition(".")
    if prefix != service_model(service).metadata["targetPrefix"]:
        raise LookupError(f"X-Amz-Target begins with {prefix!r}")
    return operation(service, name)


def parse(operation: Operation, request: HttpRequest) -> dict[str, Any]:
    """The parameters, in AWS's names.

    Raises:
        AwsError: SerializationException, when the body is not JSON or a value is of the wrong kind.
    """
    if operation.input is None:
        return {}
    parameters: dict[str, Any] = json_reader(operation.input)(decode(request.body))
    return parameters


def decode(body: bytes) -> Any:
    """JSON from the body; an empty body is an empty structure.

    Half of a surrogate pair, which JSON can spell and UTF-8 cannot, is a question mark, as in Java.

    Raises:
        AwsError: SerializationException.
    """
    try:
        value = _READ(body.decode()) if body.strip() else {}
        if b"\\u" in body:
            value = _READ(_COMPACT.encode(value).encode(errors="replace").decode())
        return value
    except (ValueError, RecursionError) as error:
        raise messages.NOT_JSON.error(because=f"The body is not JSON: {error}.") from None


def serialise(operation: Operation, answer: Mapping[str, Any], request_id: str) -> HttpResponse:
    """An answer's bytes. An operation whose model has no output answers with an empty body."""
    body = b""
    if operation.output is not None:
        body = encode(json_writer(operation.output)(answer))
    return HttpResponse(200, _headers(operation.service, request_id), body)


def refuse(service: str, error: AwsError, request_id: str) -> HttpResponse:
    """An error's bytes: the code with a colon after it in a header, and again in the body."""
    headers = _headers(service, request_id) | {
        "x-amzn-ErrorType": f"{error.code}:",
        "x-amzn-ErrorMessage": _one_line(error.message),
    }
    body = {"__type": error.code, "message": error.message, **error.details}
    return HttpResponse(error.status, headers, encode(body))


def encode(value: Any) -> bytes:
    """Compact JSON, letters beyond ASCII as they are."""
    return _COMPACT.encode(value).encode()


def _headers(service: str, request_id: str) -> dict[str, str]:
    version = service_model(service).metadata["jsonVersion"]
    return {"Content-Type": f"application/x-amz-json-{version}", "x-amzn-RequestId": request_id}


def _one_line(text: str) -> str:
    """A header's value may hold neither line breaks nor letters beyond Latin-1."""
    return text.replace("\r", " ").replace("\n", " ").encode("latin-1", "replace").decode("latin-1")
