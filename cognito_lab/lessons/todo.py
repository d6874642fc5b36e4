"""`TODO`: the blank that a learner fills, and how the lab sees that it is still there.

A blank is found in what Python compiled, never in the text that was typed: a variable that still
holds `TODO`, a function that still asks for it, or a function whose code is the blank's own.
Comments and layout therefore count for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import CodeType, FunctionType
from typing import Any, Final


class _Todo:
    """The one blank."""

    def __repr__(self) -> str:
        return "TODO"

    def __copy__(self) -> _Todo:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> _Todo:
        return self


TODO: Final = _Todo()


def holds_todo(answer: object) -> bool:
    """Tell whether an answer is a blank, or a container or a function with a blank in it."""
    if answer is TODO:
        return True
    if isinstance(answer, FunctionType):
        return any("TODO" in code.co_names for code in _codes(answer.__code__))
    if isinstance(answer, Mapping):
        return any(value is TODO for value in answer.values())
    return isinstance(answer, list | tuple | set) and any(value is TODO for value in answer)


def same_code(one: object, other: object) -> bool:
    """Tell whether two functions do the same, instruction by instruction."""
    if not isinstance(one, FunctionType) or not isinstance(other, FunctionType):
        return False
    return _instructions(one.__code__) == _instructions(other.__code__)


def _instructions(code: CodeType) -> tuple[object, ...]:
    """What a function does, without its name, its lines and its docstring's layout."""
    constants = tuple(
        _instructions(part) if isinstance(part, CodeType) else (type(part).__name__, part)
        for part in code.co_consts
    )
    return code.co_code, code.co_names, code.co_varnames, constants


def _codes(code: CodeType) -> Iterator[CodeType]:
    """A function's code, and that of the functions inside it."""
    yield code
    for part in code.co_consts:
        if isinstance(part, CodeType):
            yield from _codes(part)
