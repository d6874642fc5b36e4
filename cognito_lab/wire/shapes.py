"""Values on the wire ↔ values in Python, compiled from botocore's shapes.

A *shape* is botocore's word for a type: a structure with members, a list, a string with a pattern.
For each shape we build a small function once and keep it. `json_reader` turns what came in into
what the service's method expects; `json_writer` turns its answer into JSON. Most values pass
through unchanged: a time is a number of seconds (or ISO 8601 text, where the model says so) on the
wire and a `datetime` in Python, bytes are base64 text.

Left out: event streams, and floats that are not numbers; no service of the lab has them.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

from botocore.model import Shape

from cognito_lab.primitives import messages

Convert = Callable[[Any], Any]


def wire_name(shape: Shape, name: str) -> str:
    """How a member is spelled on the wire: mostly as in the model."""
    spelled: str = shape.serialization.get("name", name)
    return spelled


# --- in: JSON → Python ----------------------------------------------------------------------------


@cache
def json_reader(shape: Shape) -> Convert:
    """A function that reads this shape from decoded JSON; it raises SerializationException."""
    return _READERS.get(shape.type_name, _scalar_reader)(shape)


def _structure_reader(shape: Any) -> Convert:
    if getattr(shape, "is_document_type", False):
        return lambda value: value
    members = {wire_name(member, name): (name, member) for name, member in shape.members.items()}

    def read(value: Any) -> dict[str, Any]:
        _expect(value, dict, "a structure")
        known = ((members[key], item) for key, item in value.items() if key in members)
        return {
            name: json_reader(member)(item) for (name, member), item in known if item is not None
        }

    return read


def _list_reader(shape: Any) -> Convert:
    def read(value: Any) -> list[Any]:
        _expect(value, list, "a list")
        item_reader = json_reader(shape.member)
        return [item_reader(item) for item in value]

    return read


def _map_reader(shape: Any) -> Convert:
    def read(value: Any) -> dict[str, Any]:
        _expect(value, dict, "a map")
        value_reader = json_reader(shape.value)
        return {key: value_reader(item) for key, item in value.items()}

    return read


def _time_reader(shape: Shape) -> Convert:
    if _is_text(shape):
        return _iso_time

    def read(value: Any) -> datetime:
        _expect(value, (int, float), "a time in seconds since 1970")
        return datetime.fromtimestamp(value, UTC)

    return read


def _iso_time(value: Any) -> datetime:
    _expect(value, str, "a time in ISO 8601")
    try:
        return datetime.fromisoformat(value)
    except ValueError as error:
        raise messages.WRONG_JSON_KIND.error(kind="STRING_VALUE", because=str(error)) from None


def _is_text(time: Shape) -> bool:
    return bool(time.serialization.get("timestampFormat") == "iso8601")


def _blob_reader(_: Shape) -> Convert:
    def read(value: Any) -> bytes:
        _expect(value, str, "base64 text")
        try:
            return base64.b64decode(value, validate=True)
        except binascii.Error as error:
            raise messages.NOT_BASE64.error(because=str(error)) from error

    return read


def _scalar_reader(shape: Shape) -> Convert:
    types, wanted = _SCALARS[shape.type_name], f"a {shape.type_name}"

    def read(value: Any) -> Any:
        _expect(value, types, wanted)
        return value

    return read


_SCALARS: Mapping[str, type | tuple[type, ...]] = {
    "string": str,
    "character": str,
    "boolean": bool,
    "integer": int,
    "long": int,
    "float": (int, float),
    "double": (int, float),
}
_READERS: Mapping[str, Callable[[Any], Convert]] = {
    "structure": _structure_reader,
    "list": _list_reader,
    "map": _map_reader,
    "timestamp": _time_reader,
    "blob": _blob_reader,
}
_JSON_KINDS = {
    bool: "TRUE_VALUE",
    int: "NUMBER_VALUE",
    float: "DECIMAL_VALUE",
    str: "STRING_VALUE",
    list: "START_ARRAY",
    dict: "START_OBJECT",
}


def _expect(value: Any, types: type | tuple[type, ...], wanted: str) -> None:
    """Refuse a JSON value of the wrong kind; in Python a bool is an int, on the wire it is not."""
    if isinstance(value, types) and not (isinstance(value, bool) and types is not bool):
        return
    kind = _JSON_KINDS.get(type(value), "NULL_VALUE")
    raise messages.WRONG_JSON_KIND.error(kind=kind, because=f"{wanted} was expected here")


# --- out: Python → JSON ---------------------------------------------------------------------------


@cache
def json_writer(shape: Shape) -> Convert:
    """A function that makes a service's answer ready for `json.dumps`."""
    return _WRITERS.get(shape.type_name, lambda _: _unchanged)(shape)


def _structure_writer(shape: Any) -> Convert:
    if getattr(shape, "is_document_type", False):
        return _unchanged

    def write(value: Mapping[str, Any]) -> dict[str, Any]:
        written = {}
        for name, item in value.items():
            if item is not None:
                member = member_of(shape, name)
                written[wire_name(member, name)] = json_writer(member)(item)
        return written

    return write


def member_of(shape: Any, name: str) -> Shape:
    """The shape of a member.

    Raises:
        TypeError: A service answered with a member that AWS does not have: a fault of the lab.
    """
    member: Shape | None = shape.members.get(name)
    if member is None:
        raise TypeError(
            f"the lab answered with {name!r}, but AWS's {shape.name} has no such member"
        )
    return member


def _unchanged(value: Any) -> Any:
    return value


def epoch(moment: datetime) -> int | float:
    """Seconds since 1970: whole where there is no fraction."""
    seconds = moment.timestamp()
    return int(seconds) if seconds.is_integer() else round(seconds, 3)


def iso_text(moment: datetime) -> str:
    """``2026-01-06T09:08:07Z``."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


_WRITERS: Mapping[str, Callable[[Any], Convert]] = {
    "structure": _structure_writer,
    "list": lambda shape: lambda value: [json_writer(shape.member)(item) for item in value],
    "map": lambda shape: (
        lambda value: {key: json_writer(shape.value)(item) for key, item in value.items()}
    ),
    "timestamp": lambda shape: iso_text if _is_text(shape) else epoch,
    "blob": lambda _: lambda value: base64.b64encode(value).decode(),
}
