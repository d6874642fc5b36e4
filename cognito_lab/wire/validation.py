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

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from cognito_lab.primitives.errors import AwsError
from cognito_lab.wire.models import Operation
from cognito_lab.wire.patterns import matcher

Checker = Callable[[Any, str], list[str]]  # (value, where it stands) → faults
Constraint = tuple[Callable[[Any], bool], str]  # (is it kept?, AWS's words for it)


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
    if faults := _checker(operation.input)(parameters, ""):
        errors = "error" if len(faults) == 1 else "errors"
        raise AwsError(
            code,
            f"{len(faults)} validation {errors} detected: {'; '.join(faults)}",
            because=f"The request does not fit AWS's model of {operation.name}. boto3 looks only "
            "for what is missing, of a wrong type or too small; the rest is for the server to see.",
        )


@cache
def _checker(shape: Any) -> Checker:
    """A function for this shape, built once out of those of its members."""
    return _CHECKERS.get(shape.type_name, _value_checker)(shape)


def _no_faults(_: Any, __: str) -> list[str]:
    """The checker of whatever has no constraints; structures and lists pass over it."""
    return []


def _structure_checker(shape: Any) -> Checker:
    required = frozenset(shape.metadata.get("required", ()))
    members = [
        (name, _lower_first(name), _checker(member), name in required)
        for name, member in shape.members.items()
        if name in required or _checker(member) is not _no_faults
    ]

    def faults(value: Mapping[str, Any], place: str) -> list[str]:
        found: list[str] = []
        prefix = f"{place}." if place else ""
        for name, label, member_faults, is_required in members:
            if name in value:
                found += member_faults(value[name], prefix + label)
            elif is_required:
                found.append(_fault("Value null", prefix + label, "Member must not be null"))
        return found

    return faults if members else _no_faults


def _list_checker(shape: Any) -> Checker:
    size_faults, item_faults = _size_checker(shape), _checker(shape.member)
    if shape.member.type_name not in _CHECKERS:
        return _both(size_faults, _all_values_checker(shape, shape.member, "Member", list))

    def faults(value: list[Any], place: str) -> list[str]:
        found = size_faults(value, place)
        for number, item in enumerate(value, 1):
            found += item_faults(item, f"{place}.{number}.member")
        return found

    return faults


def _map_checker(shape: Any) -> Checker:
    size_faults, value_faults = _size_checker(shape), _checker(shape.value)
    own_faults = _both(size_faults, _all_values_checker(shape, shape.key, "Map keys", dict.keys))
    if shape.value.type_name not in _CHECKERS:
        values = _all_values_checker(shape, shape.value, "Map value", dict.values)
        return _both(own_faults, values)

    def faults(value: Mapping[str, Any], place: str) -> list[str]:
        found = own_faults(value, place)
        for key, item in value.items():
            found += value_faults(item, f"{place}.{key}.member")
        return found

    return faults


def _both(first: Checker, second: Checker) -> Checker:
    if first is _no_faults or second is _no_faults:
        return second if first is _no_faults else first
    return lambda value, place: first(value, place) + second(value, place)


def _all_values_checker(
    shape: Any, part: Any, what: str, parts_of: Callable[[Any], Iterable[Any]]
) -> Checker:
    """Simple values in a list or a map are judged together: at most one fault for all of them."""
    constraints = _constraints(part)
    text = f"{what} must satisfy constraint: [{', '.join(text for _, text in constraints)}]"

    def faults(value: Any, place: str) -> list[str]:
        for is_kept, _ in constraints:
            if not all(map(is_kept, parts_of(value))):
                return [_fault(_shown(shape, value), place, text)]
        return []

    return faults if constraints else _no_faults


def _size_checker(shape: Any) -> Checker:
    """How many items a list or a map may have."""
    return _checker_of(shape, _bounds(shape, len, "length"))


def _value_checker(shape: Any) -> Checker:
    return _checker_of(shape, _constraints(shape))


def _checker_of(shape: Any, constraints: Sequence[Constraint]) -> Checker:
    def faults(value: Any, place: str) -> list[str]:
        found = []
        for is_kept, text in constraints:
            if not is_kept(value):
                found.append(_fault(_shown(shape, value), place, text))
        return found

    return faults if constraints else _no_faults


_CHECKERS: Mapping[str, Callable[[Any], Checker]] = {
    "structure": _structure_checker,
    "list": _list_checker,
    "map": _map_checker,
}


# --- what a single value must satisfy -------------------------------------------------------------


@cache
def _constraints(shape: Any) -> tuple[Constraint, ...]:
    """(predicate, AWS's words for it), in the order in which AWS names them."""
    rules = shape.metadata
    found: list[Constraint] = []
    if (pattern := rules.get("pattern")) is not None:
        text = f"Member must satisfy regular expression pattern: {pattern}"
        found.append((matcher(pattern), text))
    measures_length = shape.type_name in ("string", "blob")
    found += _bounds(shape, *((len, "length") if measures_length else (_same, "value")))
    if allowed := rules.get("enum"):
        text = f"Member must satisfy enum value set: [{', '.join(allowed)}]"
        found.append((frozenset(allowed).__contains__, text))
    return tuple(found)


def _bounds(shape: Any, measure: Callable[[Any], Any], what: str) -> list[Constraint]:
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    found: list[Constraint] = []
    if low is not None:
        text = f"Member must have {what} greater than or equal to {low}"
        found.append((lambda value: measure(value) >= low, text))
    if high is not None:
        text = f"Member must have {what} less than or equal to {high}"
        found.append((lambda value: measure(value) <= high, text))
    return found


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
