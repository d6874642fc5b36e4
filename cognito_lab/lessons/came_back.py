"""Says in a few words what came back from a learner's function, whatever it is.

The words are the same for the same behaviour on every machine: no memory addresses, no order of
sets, nothing longer than a line. They are shown to people and compared by checks, so `True` and `1`
differ, and so do `"a"` and `b"a"`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from botocore.exceptions import ClientError

from cognito_lab.lessons.calling import LIMIT_SECONDS, Answer, OutOfTime
from cognito_lab.widgets.visible import shortened, visible

LINE = 160
_PARTS = 30  # of a list or dict; more would not fit a line
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")


def value_read(answer: Answer) -> str:
    """What came back: the value as Python would write it, or the exception's name."""
    return f"raises {name_of(answer.error)}" if answer.error is not None else in_words(answer.value)


def accepted_or_refused(answer: Answer) -> str:
    """For a verifier: claims that come back mean "accepted", an exception means "refused"."""
    if answer.error is not None:
        return "refused"
    if isinstance(answer.value, Mapping):
        return "accepted"
    return f"neither claims nor an exception, but {in_words(answer.value)}"


def in_words(value: object, *, depth: int = 4) -> str:
    """A value as a literal, cut to a line; anything that is not plain data by its type's name."""
    try:
        literal = _literal(value, depth)
    except Exception:  # a class of the learner's may fail to show its parts
        literal = f"<{type(value).__name__}>"
    return shortened(visible(literal), LINE)


def error_in_words(error: BaseException) -> str:
    """An exception's name and its message, on one line."""
    if isinstance(error, OutOfTime):
        return f"it was still running after {LIMIT_SECONDS:g} seconds"
    message = shortened(visible(_ADDRESS.sub("", _message(error)).replace("\n", " ")), 2 * LINE)
    return f"{name_of(error)}: {message}" if message else name_of(error)


def name_of(error: BaseException) -> str:
    """The exception's class; boto3's client errors by AWS's code."""
    if isinstance(error, ClientError):
        return str(error.response["Error"]["Code"])
    return type(error).__name__


def _message(error: BaseException) -> str:
    if isinstance(error, ClientError):  # AWS's own sentence, without botocore's frame
        return str(error.response["Error"]["Message"])
    try:
        return str(error)
    except Exception:  # a learner's exception class may fail to say what it means
        return ""


def _literal(value: object, depth: int) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # nobody should fail for 2.0 in place of 2
    if value is None or isinstance(value, bool | float | complex):
        return repr(value)
    if isinstance(value, int):
        return repr(int(value)) if value.bit_length() < 512 else "a very large whole number"
    if isinstance(value, str):
        return repr(str.__str__(value)[: LINE + 1])
    if isinstance(value, bytes | bytearray):
        return repr(bytes(value[: LINE + 1]))
    if isinstance(value, datetime):
        return value.isoformat()
    if depth == 0 or not isinstance(value, Mapping | list | tuple | set | frozenset):
        return f"<{type(value).__name__}>"
    return _container(value, depth - 1)


def _container(value: Mapping[Any, Any] | Collection[Any], depth: int) -> str:
    if isinstance(value, Mapping):
        pairs = islice(value.items(), _PARTS)
        return "{" + ", ".join(sorted(_pair(key, part, depth) for key, part in pairs)) + "}"
    parts = [_literal(part, depth) for part in islice(value, _PARTS)]
    if isinstance(value, list):
        return "[" + ", ".join(parts) + "]"
    if isinstance(value, tuple):
        return "(" + ", ".join(parts) + ("," if len(parts) == 1 else "") + ")"
    return "{" + ", ".join(sorted(parts)) + "}" if parts else "set()"


def _pair(key: object, value: object, depth: int) -> str:
    return f"{_literal(key, depth)}: {_literal(value, depth)}"
