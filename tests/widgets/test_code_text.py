"""Python as text: what is written reads back as the value that was meant."""

from __future__ import annotations

import ast

import pytest
from token_samples import HOSTILE

from cognito_lab.widgets.code_text import Name, call, literal


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_text_reads_back_as_itself(text: str):
    """Whatever stands in it, the literal is one literal, and has no invisible character."""
    written = literal(text)

    assert ast.literal_eval(written) == text
    assert "\u202e" not in written
    assert "\x00" not in written


def test_nested_values_read_back():
    """Mappings, lists, numbers and truth values are written as Python has them."""
    value = {"Name": "email", "list": ["a", {"b": True}], "none": None, "n": 5}

    assert ast.literal_eval(literal(value)) == value


def test_a_name_stands_as_it_is():
    """Python in a value is not put into quotation marks."""
    assert literal({"PASSWORD": Name("password")}) == '{"PASSWORD": password}'


def test_a_short_call_is_one_line():
    """What fits stays together."""
    assert call("code = latest", "jdoe@example.com") == 'code = latest("jdoe@example.com")'


def test_a_long_call_has_an_argument_a_line():
    """What does not fit is broken as a formatter would."""
    text = call("answer = idp.initiate_auth", ClientId="x" * 26, AuthFlow="USER_PASSWORD_AUTH" * 2)

    assert text.splitlines()[0] == "answer = idp.initiate_auth("
    assert text.splitlines()[-1] == ")"
    assert len(text.splitlines()) == 4
    ast.parse(text)
