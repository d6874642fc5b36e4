"""Random values for botocore's shapes: something to send, whatever the operation.

Every member is filled in, each list and map has one to three items, and texts hold what breaks
careless
serialisers: quotes, markup, line breaks, plus signs, letters beyond ASCII.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

AWKWARD = (
    "plain",
    "a+b c",
    "<&>\"'",
    "zwölf",
    "日本語",
    "line\nbreak",
    "50%/100%",
    "é=1&x=2",
    "😀",
)


def value_for(shape: Any, chance: random.Random, depth: int = 0) -> Any:
    """A value of a shape."""
    if shape.type_name == "structure":
        return structure_for(shape, chance, depth)
    if shape.type_name == "list":
        return [value_for(shape.member, chance, depth + 1) for _ in range(chance.randint(1, 3))]
    if shape.type_name == "map":
        return {
            chance.choice(AWKWARD) + str(number): value_for(shape.value, chance, depth + 1)
            for number in range(chance.randint(1, 3))
        }
    return _SCALARS[shape.type_name](chance)


def structure_for(shape: Any, chance: random.Random, depth: int = 0) -> dict[str, Any]:
    """Every member of a structure; deep down only the first, so that it ends."""
    if getattr(shape, "is_document_type", False):
        return {"any": ["thing", 1, None]}
    members = list(shape.members.items())
    if depth > 4:
        members = members[:1]
    return {name: value_for(member, chance, depth + 1) for name, member in members}


_SCALARS: dict[str, Callable[[random.Random], Any]] = {
    "string": lambda chance: chance.choice(AWKWARD),
    "boolean": lambda chance: chance.random() < 0.5,
    "integer": lambda chance: chance.randint(-9, 10**6),
    "long": lambda chance: chance.randint(-9, 10**12),
    "double": lambda chance: chance.randint(0, 99) / 4,
    "float": lambda chance: chance.randint(0, 99) / 4,
    "blob": lambda chance: chance.randbytes(chance.randint(0, 20)),
    "timestamp": lambda chance: datetime.fromtimestamp(chance.randint(0, 2 * 10**9), UTC),
}
