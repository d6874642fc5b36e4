"""The lab's second voice: each `because=` and each note of the trace is a whole sentence.

The texts are read from the source, so those count too that no test brings about. What is only known
while the lab runs, such as another error's text, is not looked at.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

LAB = Path(__file__).parents[2] / "cognito_lab"
MODULES = sorted(path for room in ("services", "wire") for path in (LAB / room).rglob("*.py"))
PLACE = "\N{OBJECT REPLACEMENT CHARACTER}"  # a value that is filled in
NAME = re.compile(r"\w*[_=]\w*|[a-z]+[A-Z]\w*|\w+:\w+")  # response_type, integrationHttpMethod


def reasons(source: str) -> Iterator[str]:
    """The texts that are given as a reason, their filled-in values as one sign each."""
    tree = ast.parse(source)
    places = dict(_places_of_reasons(tree))
    for node in ast.walk(tree):
        match node:
            case ast.keyword(arg="because", value=value):
                yield from _texts(value)
            case ast.Assign(targets=[ast.Name(id="because")], value=value):
                yield from _texts(value)
            case ast.Call(func=ast.Attribute(attr="note"), args=[value, *_]):
                yield from _texts(value)
            case ast.Call(func=ast.Name(id=name), args=given) if len(given) > places.get(name, 99):
                yield from _texts(given[places[name]])


def _places_of_reasons(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Functions of this module that take a reason, and at which place."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            names = [one.arg for one in node.args.args]
            if "because" in names:
                yield node.name, names.index("because")


def _texts(value: ast.expr) -> Iterator[str]:
    match value:
        case ast.Constant(value=str(text)) if text:
            yield text
        case ast.JoinedStr(values=parts):
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else PLACE for part in parts
            )
        case ast.IfExp(body=one, orelse=other):
            yield from (*_texts(one), *_texts(other))
        case ast.BoolOp(values=several):
            yield from (text for one in several for text in _texts(one))


def is_sentence(text: str) -> bool:
    """It begins with a capital, a name or a value, and ends with a full stop.

    After the full stop another sentence may be filled in.
    """
    first = text.split()[0]
    begins = not first[0].islower() or NAME.fullmatch(first.rstrip(",:")) is not None
    return begins and text.rstrip(f" {PLACE}").endswith((".", "?"))


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(LAB).as_posix())
def test_a_reason_is_a_whole_sentence(module: Path) -> None:
    """A person who reads why meets no fragment."""
    fragments = [text for text in reasons(module.read_text("utf-8")) if not is_sentence(text)]

    assert fragments == []


def test_reasons_are_found_where_they_stand() -> None:
    """In each of the four forms; most of the services' reasons are found so."""
    source = """
def refuse(error, because): raise error(because=because)
refuse(X, "One.")
raise X.error(because="Two." if is_so else f"{name} is three.")
because = "Four."
trace.note("Five.")
"""
    everywhere = [text for path in MODULES for text in reasons(path.read_text("utf-8"))]

    assert sorted(reasons(source)) == sorted(
        ["One.", "Two.", f"{PLACE} is three.", "Four.", "Five."]
    )
    assert len(everywhere) > 300


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        pytest.param("The password is wrong.", True, id="a sentence"),
        pytest.param("response_type is code or token.", True, id="a name first"),
        pytest.param(f"{PLACE} is taken.", True, id="a value first"),
        pytest.param(f"It cannot be read. {PLACE}", True, id="another sentence filled in"),
        pytest.param("the password is wrong.", False, id="no capital"),
        pytest.param("The password is wrong", False, id="no full stop"),
        pytest.param(f"There are: {PLACE}", False, id="a value last"),
    ],
)
def test_a_fragment_is_told_from_a_sentence(text: str, whole: bool) -> None:
    """By how it begins and how it ends."""
    assert is_sentence(text) is whole
