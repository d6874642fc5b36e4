"""The older protocol, of STS and IAM: a form in, XML out.

    POST / HTTP/1.1
    Action=AssumeRole&Version=2011-06-15&Tags.member.1.Key=team&Tags.member.1.Value=blue

A structure is flattened into dotted names; a list counts its items from 1.

Source: fact sheet identity-pools.md §5, and botocore's `QuerySerializer`, whose inverse this is.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from botocore.model import Shape

from cognito_lab.primitives import messages
from cognito_lab.primitives.errors import AwsError
from cognito_lab.wire.message import HttpRequest, HttpResponse
from cognito_lab.wire.models import Operation, operation, service_model
from cognito_lab.wire.shapes import member_of, wire_name
from cognito_lab.wire.xml_text import xml_text

Form = dict[str, str]


def find_operation(service: str, request: HttpRequest) -> Operation:
    """Which operation the form's `Action` names.

    Raises:
        AwsError: MissingAction or InvalidAction.
    """
    form = _form(request)
    version = service_model(service).metadata["apiVersion"]
    if "Action" not in form:
        raise messages.MISSING_ACTION.error(because="The form has no Action.")
    try:
        if form.get("Version") != version:
            raise LookupError(f"the lab has version {version} of {service}")
        return operation(service, form["Action"])
    except LookupError as unknown:
        raise messages.INVALID_ACTION.error(
            action=form["Action"], version=form.get("Version", "NO_VERSION"), because=str(unknown)
        ) from None


def parse(operation: Operation, request: HttpRequest) -> dict[str, Any]:
    """The parameters, in AWS's names.

    Raises:
        AwsError: MalformedInput, when a value is not of its kind.
    """
    if operation.input is None:
        return {}
    parameters: dict[str, Any] = _read(operation.input, _tree(_form(request)))
    return parameters


def serialise(operation: Operation, answer: Mapping[str, Any], request_id: str) -> HttpResponse:
    """An answer's XML."""
    result = ""
    if operation.output is not None:
        wrapper = operation.output.serialization.get("resultWrapper", f"{operation.name}Result")
        result = _element(wrapper, _members(operation.output, answer))
    metadata = _element("ResponseMetadata", _element("RequestId", request_id))
    return _xml(operation.service, 200, f"{operation.name}Response", result + metadata, request_id)


def refuse(service: str, error: AwsError, request_id: str) -> HttpResponse:
    """An error's XML."""
    fault = "Sender" if error.status < 500 else "Receiver"
    texts = {"Type": fault, "Code": error.code, "Message": error.message, **error.details}
    inside = "".join(_element(name, xml_text(text)) for name, text in texts.items())
    body = _element("Error", inside) + _element("RequestId", request_id)
    return _xml(service, error.status, "ErrorResponse", body, request_id)


# --- in: form → Python ----------------------------------------------------------------------------


def _form(request: HttpRequest) -> Form:
    text = request.body.decode("utf-8", "replace") or request.parts.query
    return dict(parse_qsl(text, keep_blank_values=True))


def _tree(form: Form) -> dict[str, Any]:
    """Dotted names as nested dicts: ``Tags.member.1.Key=team`` → ``{"Tags": {"member": …}}``."""
    tree: dict[str, Any] = {}
    for name, text in form.items():
        *path, last = name.split(".")
        node = tree
        for step in path:
            node = _branch(node, step)
        if last in node:
            raise messages.MALFORMED_INPUT.error(because=f"{last} is both a value and a structure.")
        node[last] = text
    return tree


def _branch(node: dict[str, Any], step: str) -> dict[str, Any]:
    child = node.setdefault(step, {})
    if not isinstance(child, dict):
        raise messages.MALFORMED_INPUT.error(because=f"{step} is both a value and a structure.")
    return child


def _read(shape: Any, node: Any) -> Any:
    """The Python value of a shape from its part of the tree."""
    if shape.type_name in _CONTAINERS:
        if node == "":  # how botocore says "an empty list"
            return _CONTAINERS[shape.type_name]()
        if not isinstance(node, dict):
            raise messages.MALFORMED_INPUT.error(because=f"{shape.name} is not a single value.")
        return _READERS[shape.type_name](shape, node)
    if not isinstance(node, str):
        raise messages.MALFORMED_INPUT.error(because=f"{shape.name} is a single value.")
    try:
        return _SCALARS.get(shape.type_name, str)(node)
    except (ValueError, KeyError) as error:
        raise messages.MALFORMED_INPUT.error(
            because=f"{node!r} is not a {shape.type_name}."
        ) from error


def _read_structure(shape: Any, node: dict[str, Any]) -> dict[str, Any]:
    wanted = {name: wire_name(member, name) for name, member in shape.members.items()}
    return {
        name: _read(shape.members[name], node[key]) for name, key in wanted.items() if key in node
    }


def _read_list(shape: Any, node: dict[str, Any]) -> list[Any]:
    items = node if _is_flat(shape) else node.get(wire_name(shape.member, "member"), {})
    return [_read(shape.member, item) for item in _numbered(items)]


def _read_map(shape: Any, node: dict[str, Any]) -> dict[str, Any]:
    entries = _numbered(node if _is_flat(shape) else node.get("entry", {}))
    key, value = wire_name(shape.key, "key"), wire_name(shape.value, "value")
    return {entry[key]: _read(shape.value, entry[value]) for entry in entries}


def _numbered(items: Any) -> list[Any]:
    """Items ``1``, ``2``, ``3`` in the order of their numbers, whatever the order in the form."""
    if not isinstance(items, dict) or not all(number.isdecimal() for number in items):
        raise messages.MALFORMED_INPUT.error(because="A list counts its items: 1, 2, 3.")
    return [items[number] for number in sorted(items, key=int)]


def _is_flat(shape: Shape) -> bool:
    return bool(shape.serialization.get("flattened"))


_CONTAINERS: Mapping[str, type] = {"structure": dict, "list": list, "map": dict}
_READERS: Mapping[str, Callable[[Any, dict[str, Any]], Any]] = {
    "structure": _read_structure,
    "list": _read_list,
    "map": _read_map,
}
_SCALARS: Mapping[str, Callable[[str], Any]] = {
    "boolean": {"true": True, "false": False}.__getitem__,
    "integer": int,
    "long": int,
    "double": float,
    "float": float,
    "blob": base64.b64decode,
    "timestamp": lambda text: datetime.fromisoformat(text).astimezone(UTC),
}


# --- out: Python → XML ----------------------------------------------------------------------------


def _members(shape: Any, value: Mapping[str, Any]) -> str:
    parts = []
    for name, item in value.items():
        if item is not None:
            member = member_of(shape, name)
            parts.append(_write(member, item, wire_name(member, name)))
    return "".join(parts)


def _write(shape: Any, value: Any, tag: str) -> str:
    """A value as an element; a flat list is one element for each item."""
    return _WRITERS.get(shape.type_name, _write_text)(shape, value, tag)


def _write_structure(shape: Any, value: Mapping[str, Any], tag: str) -> str:
    return _element(tag, _members(shape, value))


def _write_list(shape: Any, value: Any, tag: str) -> str:
    if _is_flat(shape):
        name = wire_name(shape.member, tag)
        return "".join(_write(shape.member, item, name) for item in value)
    name = wire_name(shape.member, "member")
    return _element(tag, "".join(_write(shape.member, item, name) for item in value))


def _write_map(shape: Any, value: Mapping[str, Any], tag: str) -> str:
    key_tag, value_tag = wire_name(shape.key, "key"), wire_name(shape.value, "value")
    entries = [
        _write(shape.key, key, key_tag) + _write(shape.value, item, value_tag)
        for key, item in value.items()
    ]
    if _is_flat(shape):
        return "".join(_element(tag, entry) for entry in entries)
    return _element(tag, "".join(_element("entry", entry) for entry in entries))


def _write_text(shape: Any, value: Any, tag: str) -> str:
    as_text: Callable[[Any], str] = _TEXTS.get(shape.type_name, str)
    return _element(tag, xml_text(as_text(value)))


def iso(moment: datetime) -> str:
    """``2026-01-06T09:08:07Z``, with milliseconds only where there are some."""
    moment = moment.astimezone(UTC)
    fraction = f".{moment.microsecond // 1000:03d}" if moment.microsecond else ""
    return f"{moment:%Y-%m-%dT%H:%M:%S}{fraction}Z"


_WRITERS: Mapping[str, Callable[[Any, Any, str], str]] = {
    "structure": _write_structure,
    "list": _write_list,
    "map": _write_map,
}
_TEXTS: Mapping[str, Callable[[Any], str]] = {
    "boolean": lambda value: "true" if value else "false",
    "timestamp": iso,
    "blob": lambda value: base64.b64encode(value).decode(),
}


def _element(tag: str, inside: str) -> str:
    return f"<{tag}>{inside}</{tag}>"


def _xml(service: str, status: int, tag: str, inside: str, request_id: str) -> HttpResponse:
    namespace = service_model(service).metadata["xmlNamespace"]
    headers = {"Content-Type": "text/xml", "x-amzn-RequestId": request_id}
    return HttpResponse(status, headers, f'<{tag} xmlns="{namespace}">{inside}</{tag}>'.encode())
