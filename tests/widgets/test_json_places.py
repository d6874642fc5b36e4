"""From the path of a fault to the place in the text where somebody typed it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cognito_lab.policy import find_fault
from cognito_lab.widgets.json_places import find, statements, tree

POLICY = """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "One", "Effect": "Allow",
      "Action": "s3:*",
      "Resource": "*",
      "Condition": {"StringEquals": {"aws:x.y": "1"}}
    },
    {"Effect": "Deny", "Action": "*", "Resource": "*"}
  ]
}"""


@pytest.mark.parametrize(
    ("path", "begins", "line", "column"),
    [
        pytest.param("Version", '"Version": "2012', 2, 3, id="a member of the policy"),
        pytest.param("Statement[0]", '{\n      "Sid"', 4, 5, id="a statement"),
        pytest.param("Statement[1].Effect", '"Effect": "Deny"', 10, 6, id="of the second one"),
        pytest.param(
            "Statement[0].Condition.StringEquals.aws:x.y", '"aws:x.y": "1"', 8, 38,
            id="a key with a dot in it",
        ),
        pytest.param("Statement[0].Principal", '{\n      "Sid"', 4, 5, id="what is missing"),
        pytest.param("Statement[7].Effect", '"Statement": [', 3, 3, id="a statement too many"),
        pytest.param("", "{", 1, 1, id="nowhere in particular"),
        pytest.param("line 6, column 7", '"Action"', 6, 7, id="a position"),
        pytest.param("line 99, column 99", "", 12, 2, id="a position behind the end"),
    ],
)  # fmt: skip
def test_a_path_leads_to_its_place(path: str, begins: str, line: int, column: int):
    """Line and column count from 1, as editors count."""
    place = find(POLICY, path)

    assert POLICY[place.start :].startswith(begins)
    assert (place.line, place.column) == (line, column)


def test_one_of_several_is_found_by_what_it_says():
    """Where a member holds many values, the one that is meant has a line of its own."""
    text = '{"Statement": {"Action": [\n"s3:Get*",\n"PutObject"]}}'

    assert find(text, "Statement[0].Action").line == 1
    assert find(text, "Statement[0].Action", "PutObject").line == 3
    assert find(text, "Statement[0].Action", "elsewhere").line == 1


def test_a_statement_has_its_lines():
    """The first statement stands in six lines, the second in one."""
    assert [(one.line, one.last_line) for one in statements(POLICY)] == [(4, 9), (10, 10)]


def test_a_single_statement_needs_no_list():
    """A policy may write one statement without brackets, and index 0 is that one."""
    text = '{"Statement":\n {"Effect": "Maybe"}}'

    assert [one.line for one in statements(text)] == [1]
    assert find(text, "Statement[0].Effect").line == 2


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param('{\n"Version": "2012-10-17",\n"Version": "x"}', 3, id="a member twice"),
        pytest.param(POLICY.replace('"Allow",', '"Allow"'), 6, id="a comma is missing"),
        pytest.param(POLICY.replace("Allow", "Maybe"), 5, id="an effect that is none"),
        pytest.param(POLICY.replace('"Deny"', '"deny"'), 10, id="a small letter"),
        pytest.param(POLICY.replace("s3:*", "s3"), 6, id="an action without a service"),
        pytest.param(POLICY.replace("StringEquals", "StringEqual"), 8, id="a misspelt operator"),
        pytest.param(POLICY.replace('"Version"', '"version"'), 2, id="a misspelt member"),
        pytest.param("", 1, id="nothing at all"),
        pytest.param("[1, 2]", 1, id="no object"),
    ],
)
def test_a_fault_of_the_grammar_is_found_where_it_stands(text: str, line: int):
    """What `find_fault` says leads to the line that has to be changed."""
    fault = find_fault(text)

    assert find(text, fault.where).line == line


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=12,
)


@given(JSON, st.sampled_from([None, 1]))
def test_every_json_text_can_be_taken_apart(value: object, indent: int | None):
    """Each node's piece of text reads back as the value that stands there."""
    text = json.dumps(value, indent=indent)

    node = tree(text)

    assert node is not None
    assert json.loads(text[node.start : node.end]) == value
    for index, inner in enumerate(node.inner):
        piece = text[inner.start : inner.end]
        if isinstance(value, list):
            assert json.loads(piece) == value[index]
        else:
            assert json.loads(f"{{{piece}}}") == {inner.name: value[inner.name]}


@given(st.text(max_size=40), st.text(max_size=20))
def test_any_text_has_a_place_for_any_path(text: str, path: str):
    """Whatever is typed, the answer lies within it."""
    place = find(text, path)

    assert 0 <= place.start <= place.end <= len(text)
    assert place.line <= place.last_line


def test_a_deep_nest_is_no_crash():
    """Ten thousand brackets are no JSON that anybody types, and do no harm."""
    assert find("[" * 10_000, "Statement[0]").line == 1
