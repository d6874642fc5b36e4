"""The protocol of API Gateway's own API: verb and path say which operation, JSON in and out.

    PUT /restapis/abc123/resources/def456/methods/GET         {"authorizationType": "AWS_IAM"}

Some parameters stand in the path, some in the query, the rest in the body; botocore's model says
which.

Left out: a body that is a single member's bytes (ImportRestApi, GetExport), and parameters in
headers: no operation that the lab serves has them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, unquote

from cognito_lab.primitives import messages
from cognito_lab.primitives.errors import AwsError
from cognito_lab.wire.json_protocol import decode, encode
from cognito_lab.wire.message import HttpRequest, HttpResponse
from cognito_lab.wire.models import Operation, operation, service_model
from cognito_lab.wire.shapes import json_reader, json_writer, wire_name


@dataclass(frozen=True)
class _Route:
    """An operation's verb and path, as a pattern with a group for each parameter in the path."""

    verb: str
    path: re.Pattern[str]
    fixed_query: frozenset[tuple[str, str]]
    operation: Operation


def find_operation(service: str, request: HttpRequest) -> Operation:
    """Which operation a verb and a path are.

    Raises:
        AwsError: UnknownOperationException.
    """
    return _match(service, request)[0].operation


def parse(operation: Operation, request: HttpRequest) -> dict[str, Any]:
    """The parameters, in AWS's names.

    Raises:
        AwsError: SerializationException.
    """
    if operation.input is None:
        return {}
    in_path = _match(operation.service, request)[1].groupdict()
    query = parse_qsl(request.parts.query, keep_blank_values=True)
    parameters: dict[str, Any] = json_reader(operation.input)(decode(request.body))
    for name, member in operation.members.items():
        key = wire_name(member, name)
        if member.serialization.get("location") == "uri":
            parameters[name] = unquote(in_path[_group(key)])
        elif member.serialization.get("location") == "querystring":
            _take_query(parameters, name, member, [value for k, value in query if k == key])
    return parameters


def serialise(operation: Operation, answer: Mapping[str, Any], request_id: str) -> HttpResponse:
    """An answer's JSON, with the status that the model gives (201 for what was created)."""
    status = int(operation.model.http.get("responseCode", 200))
    body = b""
    if operation.output is not None:
        body = encode(json_writer(operation.output)(answer))
    return HttpResponse(status, _headers(request_id), body)


def refuse(service: str, error: AwsError, request_id: str) -> HttpResponse:
    """An error's JSON: the code in a header, the message in the body."""
    headers = _headers(request_id) | {"x-amzn-ErrorType": error.code}
    return HttpResponse(error.status, headers, encode({"message": error.message, **error.details}))


def _match(service: str, request: HttpRequest) -> tuple[_Route, re.Match[str]]:
    query = set(parse_qsl(request.parts.query, keep_blank_values=True))
    for route in _routes(service):
        if route.verb == request.method and route.fixed_query <= query:
            found = route.path.fullmatch(request.path)
            if found is not None:
                return route, found
    raise messages.UNKNOWN_OPERATION.error(
        because=f"No operation is {request.method} {request.path}."
    )


@cache
def _routes(service: str) -> list[_Route]:
    """Every operation's route; the more a route fixes, the earlier it is tried."""
    routes = [_route(operation(service, name)) for name in service_model(service).operation_names]
    return sorted(routes, key=lambda route: (-len(route.fixed_query), route.path.groups))


def _route(operation: Operation) -> _Route:
    path, _, query = operation.model.http["requestUri"].partition("?")
    pattern = re.sub(r"\\{([\w\\-]+?)(\\\+)?\\}", _path_group, re.escape(path))
    return _Route(
        operation.model.http["method"],
        re.compile(pattern),
        frozenset(parse_qsl(query, keep_blank_values=True)),
        operation,
    )


def _path_group(parameter: re.Match[str]) -> str:
    """``{restapi_id}`` is one step of the path; ``{proxy+}`` is all that is left of it."""
    name = parameter[1].replace("\\", "")
    return f"(?P<{_group(name)}>{'.+' if parameter[2] else '[^/]+'})"


def _group(key: str) -> str:
    return re.sub(r"\W", "_", key)


def _take_query(parameters: dict[str, Any], name: str, member: Any, values: list[str]) -> None:
    if not values:
        return
    if member.type_name == "list":
        parameters[name] = values
    elif member.type_name in ("integer", "long"):
        parameters[name] = _whole_number(values[-1])
    else:
        parameters[name] = values[-1] == "true" if member.type_name == "boolean" else values[-1]


def _whole_number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise messages.WRONG_JSON_KIND.error(
            kind="STRING_VALUE", because=f"{text!r} is no whole number."
        ) from None


def _headers(request_id: str) -> dict[str, str]:
    return {"Content-Type": "application/json", "x-amzn-RequestId": request_id}
