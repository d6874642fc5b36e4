"""Where things stand in a JSON text: the line and column of a member, the lines of a statement.

The policy grammar says where a fault is as a path, ``Statement[0].Condition.StringEquals``. `find`
leads from the path to the place in the text that somebody is typing. What is missing there has the
place of what it is missing in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

_DECODER = json.JSONDecoder(strict=False)
_SPACE = re.compile(r"\s*")
_POSITION = re.compile(r"line (\d+), column (\d+)")
_INDEX = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True)
class Place:
    """A piece of a text; lines and columns count from 1, offsets from 0, the end is excluded."""

    start: int
    end: int
    line: int
    column: int
    last_line: int


@dataclass(frozen=True)
class Node:
    """A JSON value in a text, with what stands in it.

    Attributes:
        start, end: Its offsets; for a member, from its name on.
        name: The member's name; empty for items of a list.
        inner: Members or items, in order; repeated members are all there.
        is_list: Whether it is a list.
    """

    start: int
    end: int
    name: str = ""
    inner: tuple[Node, ...] = ()
    is_list: bool = False


def find(text: str, path: str, value: str | None = None) -> Place:
    """The place of a path, or of ``line 3, column 5``; the whole text where nothing fits.

    Args:
        text: The JSON, as somebody types it; it may be broken.
        path: As a `Fault` says it.
        value: A text somewhere in there that is meant more exactly: one action of several.
    """
    if position := _POSITION.fullmatch(path):
        offset = _offset(text, int(position[1]), int(position[2]))
        return _place(text, offset, min(offset + 1, len(text)))
    node = tree(text)
    if node is None:
        return _place(text, 0, len(text))
    found = _repeated(node) if not path else _follow(node, path)
    exact = next(_leaves(text, found, value), found) if value is not None else found
    return _place(text, exact.start, exact.end)


def statements(text: str) -> tuple[Place, ...]:
    """The places of the statements of a policy, in order; none in a broken text."""
    node = tree(text)
    member = next((one for one in node.inner if one.name == "Statement"), None) if node else None
    if member is None:
        return ()
    alone = not member.is_list
    return tuple(_place(text, one.start, one.end) for one in ([member] if alone else member.inner))


def tree(text: str) -> Node | None:
    """The whole text as nodes; None if it is no JSON."""
    try:
        return _value(text, _skip(text, 0))
    except (ValueError, IndexError, RecursionError):
        return None


# --- reading --------------------------------------------------------------------------------------


def _value(text: str, at: int, name: str = "", start: int | None = None) -> Node:
    """The value at an offset; `start` is where its name begins."""
    begin = at if start is None else start
    if text[at] not in "{[":
        return Node(begin, _DECODER.raw_decode(text, at)[1], name)
    inner, end = _inside(text, at)
    return Node(begin, end, name, tuple(inner), text[at] == "[")


def _inside(text: str, at: int) -> tuple[list[Node], int]:
    """The members or items behind a bracket, and the offset behind its partner."""
    closing = "}" if text[at] == "{" else "]"
    inner: list[Node] = []
    at = _skip(text, at + 1)
    while text[at] != closing:
        node = _member(text, at) if closing == "}" else _value(text, at)
        inner.append(node)
        at = _skip(text, node.end)
        if text[at] == ",":
            at = _skip(text, at + 1)
        elif text[at] != closing:
            raise ValueError("neither a comma nor the end")
    return inner, at + 1


def _member(text: str, at: int) -> Node:
    name, end = _DECODER.raw_decode(text, at)
    colon = _skip(text, end)
    if text[colon] != ":" or not isinstance(name, str):
        raise ValueError("a member has a name and a colon")
    return _value(text, _skip(text, colon + 1), name, at)


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


# --- finding --------------------------------------------------------------------------------------


def _follow(node: Node, path: str) -> Node:
    """As far along the path as the text goes."""
    while path:
        if index := _INDEX.match(path):
            inner = node.inner[int(index[1]) :][:1] if node.is_list else (node,)
            rest = path[index.end() :]
        else:
            inner = tuple(one for one in node.inner if _names(one, path))[-1:]
            rest = path[len(inner[0].name) :] if inner else ""
        if not inner:
            return node
        node, path = inner[0], rest.removeprefix(".")
    return node


def _names(node: Node, path: str) -> bool:
    """Whether the path begins with this member: names may hold dots and brackets themselves."""
    rest = path.removeprefix(node.name)
    return bool(node.name) and path.startswith(node.name) and (not rest or rest[0] in ".[")


def _repeated(node: Node) -> Node:
    """The second of two members of one name; the node itself where none is repeated."""
    return next(_repeats(node), node)


def _repeats(node: Node) -> Iterator[Node]:
    seen: set[str] = set()
    for one in node.inner:
        if not node.is_list and one.name in seen:
            yield one
        seen.add(one.name)
        yield from _repeats(one)


def _leaves(text: str, node: Node, value: str) -> Iterator[Node]:
    """The texts in a node that say this."""
    for one in node.inner:
        yield from _leaves(text, one, value)
    if not node.inner and not node.name and text[node.start : node.end] == json.dumps(value):
        yield node


def _offset(text: str, line: int, column: int) -> int:
    before = sum(len(one) for one in text.splitlines(keepends=True)[: line - 1])
    return min(before + column - 1, len(text))


def _place(text: str, start: int, end: int) -> Place:
    line = text.count("\n", 0, start) + 1
    column = start - text.rfind("\n", 0, start)
    return Place(start, end, line, column, line + text.count("\n", start, end))
