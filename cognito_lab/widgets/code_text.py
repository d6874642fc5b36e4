"""Python as text, for code twins: calls with their values written out as a person would type them.

    call("answer = idp.initiate_auth", ClientId="3n4b…", AuthParameters={"PASSWORD": Name("p")})

Texts from outside become string literals, in which nothing is invisible and nothing can end the
literal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cognito_lab.widgets.visible import json_text

_LINE_LENGTH = 88


@dataclass(frozen=True)
class Name:
    """Python that stands in a call as it is: a variable, an expression."""

    text: str


def literal(value: object) -> str:
    """A value as source text: ``"jdoe"``, ``{"Name": "email"}``, or the text of a `Name`."""
    if isinstance(value, Name):
        return value.text
    if isinstance(value, str):
        return json_text(value)  # every escape of JSON is one of Python's, too
    if isinstance(value, Mapping):
        pairs = (f"{literal(key)}: {literal(item)}" for key, item in value.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, Sequence):
        return f"[{', '.join(map(literal, value))}]"
    return repr(value)


def call(start: str, *positional: object, **named: object) -> str:
    """A call, on one line where it fits, else with one argument a line.

    Args:
        start: What stands before the bracket: ``idp.sign_up``, or ``answer = idp.initiate_auth``.
        *positional: Arguments without a name.
        **named: Arguments by name.
    """
    given = [*map(literal, positional), *(f"{k}={literal(v)}" for k, v in named.items())]
    line = f"{start}({', '.join(given)})"
    if len(line) <= _LINE_LENGTH:
        return line
    return "\n".join([f"{start}(", *(f"    {argument}," for argument in given), ")"])
