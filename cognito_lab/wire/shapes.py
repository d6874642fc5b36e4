"""Values on the wire ↔ values in Python, compiled from botocore's shapes.

A *shape* is botocore's word for a type: a structure with members, a list, a string with a pattern.
For each shape we build a small function once, out of those of its members, and keep it.
`json_reader` turns what came in into what the service's method expects; `json_writer` turns its
answer into JSON. Most values pass through unchanged: a time is a number of seconds (or ISO 8601
text, where the model says so) on the wire and a `datetime` in Python, bytes are base64 text.

A structure looks at its members when it is first used, since some shapes hold themselves: a value
of DynamoDB's may be a list of values.

Left out: event streams, and floats that are not numbers; no service of the lab has them.
"""

from __future__ import annotations

import base64
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

    @cache
    def members() -> dict[str, tuple[str, Convert]]:
        """How it is spelled on the wire → (AWS's name, its reader)."""
        each = shape.members.items()
        return {wire_name(member, name): (name, json_reader(member)) for name, member in each}

    def read(value: Any) -> dict[str, Any]:
        _expect(value, _OBJECT, "a structure")
        known, found = members(), {}
        for key, item in value.items():
            if item is not None and key in known:
                name, read_member = known[key]
                found[name] = read_member(item)
        return found

    return read


def _list_reader(shape: Any) -> Convert:
    read_item = json_reader(shape.member)

    def read(value: Any) -> list[Any]:
        _expect(value, _ARRAY, "a list")
        return [read_item(item) for item in value]

    return read


def _map_reader(shape: Any) -> Convert:
    read_value = json_reader(shape.value)

    def read(value: Any) -> dict[str, Any]:
        _expect(value, _OBJECT, "a map")
        return {key: read_value(item) for key, item in value.items()}

    return read


def _time_reader(shape: Shape) -> Convert:
    if _is_text(shape):
        return _iso_time

    def read(value: Any) -> datetime:
        _expect(value, _NUMBER, "a time in seconds since 1970")
        try:
            return datetime.fromtimestamp(value, UTC)
        except (ValueError, OverflowError, OSError) as error:  # no year that a calendar has
            raise messages.WRONG_JSON_KIND.error(kind="NUMBER_VALUE", because=str(error)) from None

    return read


def _iso_time(value: Any) -> datetime:
    _expect(value, _TEXT, "a time in ISO 8601")
    try:
        return datetime.fromisoformat(value)
    except ValueError as error:
        raise messages.WRONG_JSON_KIND.error(kind="STRING_VALUE", because=str(error)) from None


def _is_text(time: Shape) -> bool:
    return bool(time.serialization.get("timestampFormat") == "iso8601")


def _blob_reader(_: Shape) -> Convert:
    def read(value: Any) -> bytes:
        _expect(value, _TEXT, "base64 text")
        try:
            return base64.b64decode(value, validate=True)
        except ValueError as error:  # binascii.Error is one; so are letters beyond ASCII
            raise messages.NOT_BASE64.error(because=str(error)) from error

    return read


def _scalar_reader(shape: Shape) -> Convert:
    types, wanted = _SCALARS[shape.type_name], f"a {shape.type_name}"

    def read(value: Any) -> Any:
        _expect(value, types, wanted)
        return value

    return read


# What JSON's kinds are in Python. A bool is no number here, though Python says that it is one.
_TEXT, _NUMBER, _ARRAY, _OBJECT = (
    frozenset({str}),
    frozenset({int, float}),
    frozenset({list}),
    frozenset({dict}),
)
_SCALARS: Mapping[str, frozenset[type]] = {
    "string": _TEXT,
    "character": _TEXT,
    "boolean": frozenset({bool}),
    "integer": frozenset({int}),
    "long": frozenset({int}),
    "float": _NUMBER,
    "double": _NUMBER,
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


def _expect(value: Any, kinds: frozenset[type], wanted: str) -> None:
    """Refuse a JSON value of the wrong kind."""
    if type(value) not in kinds:
        kind = _JSON_KINDS.get(type(value), "NULL_VALUE")
        raise messages.WRONG_JSON_KIND.error(kind=kind, because=f"Here {wanted} was expected.")


# --- out: Python → JSON ---------------------------------------------------------------------------


@cache
def json_writer(shape: Shape) -> Convert:
    """A function that makes a service's answer ready for `json.dumps`."""
    return _WRITERS.get(shape.type_name, lambda _: _unchanged)(shape)


def _structure_writer(shape: Any) -> Convert:
    if getattr(shape, "is_document_type", False):
        return _unchanged

    @cache
    def members() -> dict[str, tuple[str, Convert]]:
        """AWS's name → (how it is spelled on the wire, its writer)."""
        each = shape.members.items()
        return {name: (wire_name(member, name), json_writer(member)) for name, member in each}

    def write(value: Mapping[str, Any]) -> dict[str, Any]:
        known, written = members(), {}
        for name, item in value.items():
            if item is not None:
                if name not in known:
                    raise _no_member(shape, name)
                spelled, write_member = known[name]
                written[spelled] = write_member(item)
        return written

    return write


def member_of(shape: Any, name: str) -> Shape:
    """The shape of a member.

    Raises:
        TypeError: A service answered with a member that AWS does not have: a fault of the lab.
    """
    member: Shape | None = shape.members.get(name)
    if member is None:
        raise _no_member(shape, name)
    return member


def _no_member(shape: Any, name: str) -> TypeError:
    return TypeError(f"the lab answered with {name!r}, but AWS's {shape.name} has no such member")


def _unchanged(value: Any) -> Any:
    return value


def epoch(moment: datetime) -> int | float:
    """Seconds since 1970: whole where there is no fraction."""
    seconds = moment.timestamp()
    return int(seconds) if seconds.is_integer() else round(seconds, 3)


def iso_text(moment: datetime) -> str:
    """``2026-01-06T09:08:07Z``."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _list_writer(shape: Any) -> Convert:
    write_item = json_writer(shape.member)
    return lambda value: [write_item(item) for item in value]


def _map_writer(shape: Any) -> Convert:
    write_value = json_writer(shape.value)
    return lambda value: {key: write_value(item) for key, item in value.items()}


_WRITERS: Mapping[str, Callable[[Any], Convert]] = {
    "structure": _structure_writer,
    "list": _list_writer,
    "map": _map_writer,
    "timestamp": lambda shape: iso_text if _is_text(shape) else epoch,
    "blob": lambda _: lambda value: base64.b64encode(value).decode(),
}
