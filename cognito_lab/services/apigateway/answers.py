"""What the operations of both generations share: pages, and options that the lab leaves out."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from cognito_lab.primitives import messages
from cognito_lab.primitives.errors import NotSimulated
from cognito_lab.primitives.names import camel_case

_PAGE, _LONGEST_PAGE = 25, 500
Item = TypeVar("Item")


def refuse_options(options: Mapping[str, Any]) -> None:
    """Say openly that the lab does not do what an option asks for.

    Raises:
        NotSimulated: An option has a value other than None, False or an empty one.
    """
    if asked_for := [camel_case(name) for name, value in options.items() if value]:
        raise NotSimulated(f"API Gateway in the lab knows no {', '.join(asked_for)}")


def page(
    items: Sequence[Item],
    describe: Callable[[Item], dict[str, Any]],
    position: str | None,
    limit: int | None,
) -> dict[str, Any]:
    """One page of a list: ``{"items": […], "position": where the next page begins}``.

    Raises:
        BadRequestException: The position is none that a page gave, or the limit is not 1 to 500.
    """
    start = _start(position)
    size = _PAGE if limit is None else limit
    if not 1 <= size <= _LONGEST_PAGE:
        raise messages.API_LIMIT.error(because=f"A page of {size} was asked for.")
    rest = {"position": _position(start + size)} if start + size < len(items) else {}
    return {"items": [describe(item) for item in items[start : start + size]], **rest}


def without_none(values: Mapping[str, Any]) -> dict[str, Any]:
    """Only the members that have a value: AWS leaves the others out of its answers."""
    return {name: value for name, value in values.items() if value is not None}


def _position(start: int) -> str:
    return base64.urlsafe_b64encode(f"from {start}".encode()).decode()


def _start(position: str | None) -> int:
    if position is None:
        return 0
    try:
        start = int(base64.urlsafe_b64decode(position).decode().removeprefix("from "))
    except ValueError:
        start = -1
    if start < 0 or _position(start) != position:
        raise messages.API_POSITION.error(because=f"No page gave the position {position!r}.")
    return start
