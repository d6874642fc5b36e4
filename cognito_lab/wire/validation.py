"""The checks that botocore leaves to the server: patterns, maxima, enums, sizes of maps.

botocore refuses a missing parameter, a wrong type or too small a value before anything is sent.
All else travels, and AWS answers with every fault in one sentence:

    2 validation errors detected: Value 'x y' at 'username' failed to satisfy constraint: Member
    must satisfy regular expression pattern: …; Value at 'password' failed to satisfy constraint: …

A value whose shape is marked sensitive is not repeated. Plain HTTP clients may send anything, so
the checks of botocore are made again here.

Source: fact sheet user-pools.md §0; the wording for keys and items is unsure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from cognito_lab.primitives.errors import AwsError
from cognito_lab.wire.models import Operation
from cognito_lab.wire.patterns import matches

Faults = Iterator[str]
Checker = Callable[[Any, str], Faults]  # (value, where it stands) → faults


def check(operation: Operation, parameters: Mapping[str, Any], code: str) -> None:
    """Refuse parameters that AWS's model does not allow.

    Args:
        operation: Whose model decides.
        parameters: In AWS's names.
        code: The error code that this service uses.

    Raises:
        AwsError: With that code; the message names every fault.
    """
    if operation.input is None:
        return
    faults = list(_checker(operation.input)(parameters, ""))
    if faults:
        errors = "error" if len(faults) == 1 else "errors"
        raise AwsError(
            code,
            f"{len(faults)} validation {errors} detected: {'; '.join(faults)}",
            because="botocore checks required, type and minimum only; the rest is the server's",
        )


@cache
def _checker(shape: Any) -> Checker:
    return _CHECKERS.get(shape.type_name, _value_checker)(shape)


def _structure_checker(shape: Any) -> Checker:
    required = frozenset(shape.metadata.get("required", ()))
    members = [(name, _lower_first(name), member) for name, member in shape.members.items()]

    def faults(value: Mapping[str, Any], place: str) -> Faults:
        prefix = f"{place}." if place else ""
        for name, label, member in members:
            if name in value:
                yield from _checker(member)(value[name], prefix + label)
            elif name in required:
                yield _fault("Value null", prefix + label, "Member must not be null")

    return faults


def _list_checker(shape: Any) -> Checker:
    def faults(value: list[Any], place: str) -> Faults:
        yield from _own_faults(shape, value, len(value), place)
        if shape.member.type_name in _CHECKERS:
            for number, item in enumerate(value, 1):
                yield from _checker(shape.member)(item, f"{place}.{number}.member")
        elif any(_broken(shape.member, item) for item in value):
            yield _fault(
                _shown(shape, value), place, f"Member must satisfy constraint: {_all(shape.member)}"
            )

    return faults


def _map_checker(shape: Any) -> Checker:
    def faults(value: Mapping[str, Any], place: str) -> Faults:
        yield from _own_faults(shape, value, len(value), place)
        if any(_broken(shape.key, key) for key in value):
            yield _fault(
                _shown(shape, value), place, f"Map keys must satisfy constraint: {_all(shape.key)}"
            )
        if shape.value.type_name in _CHECKERS:
            for key, item in value.items():
                yield from _checker(shape.value)(item, f"{place}.{key}.member")
        elif any(_broken(shape.value, item) for item in value.values()):
            yield _fault(
                _shown(shape, value),
                place,
                f"Map value must satisfy constraint: {_all(shape.value)}",
            )

    return faults


def _value_checker(shape: Any) -> Checker:
    constraints = _constraints(shape)

    def faults(value: Any, place: str) -> Faults:
        for is_kept, text in constraints:
            if not is_kept(value):
                yield _fault(_shown(shape, value), place, text)

    return faults


_CHECKERS: Mapping[str, Callable[[Any], Checker]] = {
    "structure": _structure_checker,
    "list": _list_checker,
    "map": _map_checker,
}


# --- what a single value must satisfy -------------------------------------------------------------


@cache
def _constraints(shape: Any) -> tuple[tuple[Callable[[Any], bool], str], ...]:
    """(predicate, AWS's words for it), in the order in which AWS names them."""
    rules = shape.metadata
    found: list[tuple[Callable[[Any], bool], str]] = []
    if (pattern := rules.get("pattern")) is not None:
        found.append(
            (
                lambda value: matches(pattern, value),
                f"Member must satisfy regular expression pattern: {pattern}",
            )
        )
    measure, what = (len, "length") if shape.type_name in ("string", "blob") else (_same, "value")
    if (low := rules.get("min")) is not None:
        found.append(
            (
                lambda value: measure(value) >= low,
                f"Member must have {what} greater than or equal to {low}",
            )
        )
    if (high := rules.get("max")) is not None:
        found.append(
            (
                lambda value: measure(value) <= high,
                f"Member must have {what} less than or equal to {high}",
            )
        )
    if allowed := rules.get("enum"):
        words = frozenset(allowed)
        found.append(
            (
                lambda value: value in words,
                f"Member must satisfy enum value set: [{', '.join(allowed)}]",
            )
        )
    return tuple(found)


def _own_faults(shape: Any, value: Any, size: int, place: str) -> Faults:
    """How many items a list or a map may have."""
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    if low is not None and size < low:
        text = f"Member must have length greater than or equal to {low}"
        yield _fault(_shown(shape, value), place, text)
    if high is not None and size > high:
        text = f"Member must have length less than or equal to {high}"
        yield _fault(_shown(shape, value), place, text)


def _broken(shape: Any, value: Any) -> bool:
    return not all(is_kept(value) for is_kept, _ in _constraints(shape))


def _all(shape: Any) -> str:
    return f"[{', '.join(text for _, text in _constraints(shape))}]"


def _same(value: Any) -> Any:
    return value


# --- AWS's words ----------------------------------------------------------------------------------


def _fault(subject: str, place: str, constraint: str) -> str:
    return f"{subject} at '{place}' failed to satisfy constraint: {constraint}"


def _shown(shape: Any, value: Any) -> str:
    """``Value 'x'``, or just ``Value`` where the value is secret."""
    return "Value" if _is_sensitive(shape) else f"Value '{_java(value)}'"


@cache
def _is_sensitive(shape: Any) -> bool:
    """Whether a shape or anything inside it is marked sensitive. No shape of ours holds itself."""
    inner = [getattr(shape, name) for name in ("member", "key", "value") if hasattr(shape, name)]
    inner += getattr(shape, "members", {}).values()
    return bool(shape.metadata.get("sensitive")) or any(map(_is_sensitive, inner))


def _java(value: Any) -> str:
    """A value as Java prints it: ``[a, b]``, ``{key=value}``, ``true``."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}={_java(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(_java, value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _lower_first(name: str) -> str:
    return name[:1].lower() + name[1:]
