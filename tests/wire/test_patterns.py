"""AWS's Java patterns, matched by Python."""

from __future__ import annotations

import re

import pytest

from cognito_lab.wire.models import service_model
from cognito_lab.wire.patterns import matcher
from cognito_lab.wire.services import SERVICES

USERNAME = r"[\p{L}\p{M}\p{S}\p{N}\p{P}]+"


@pytest.mark.parametrize(
    ("pattern", "value", "expected"),
    [
        pytest.param(USERNAME, "jdoe", True, id="letters are a user name"),
        pytest.param(USERNAME, "jdoe+1@example.com", True, id="so are signs"),
        pytest.param(USERNAME, "日本語", True, id="letters of every script"),
        pytest.param(USERNAME, "e\u0301", True, id="a letter with a combining accent"),
        pytest.param(USERNAME, "😀", True, id="a symbol beyond the first plane"),
        pytest.param(USERNAME, "j doe", False, id="a space is a separator"),
        pytest.param(USERNAME, "jdoe\u3000", False, id="an ideographic space is one too"),
        pytest.param(USERNAME, "jdoe\n", False, id="a line feed at the end is seen"),
        pytest.param(USERNAME, "", False, id="plus means one at least"),
        pytest.param(r"[\w-]+", "zwölf", False, id="Java's word characters are ASCII"),
        pytest.param(r"\d+", "١٢٣", False, id="and so are its digits"),
        pytest.param(r"[\p{Z}]*", "ab", False, id="a category without members in the value"),
        pytest.param(r"^[a-z]+$", "abc\n", False, id="a dollar sign does not forgive a line feed"),
        pytest.param(r"[\u0020-\u00FF]+", "é", True, id="escaped code points"),
        pytest.param(
            r"[\u0020\u10000-\u10FFFF]+", "😀 ", True, id="the models' five-digit escapes"
        ),
    ],
)
def test_a_pattern_means_what_java_means(pattern: str, value: str, expected: bool):
    """A pattern is matched against the whole value, with Java's classes and Unicode categories."""
    assert matcher(pattern)(value) is expected


@pytest.mark.parametrize("service", [name for name, row in SERVICES.items() if row.attribute])
def test_every_pattern_of_the_models_can_be_used(service: str):
    """No pattern of any model is beyond Python, for ASCII or for other values."""
    model = service_model(service)
    patterns = {model.shape_for(name).metadata.get("pattern") for name in model.shape_names} - {
        None
    }
    broken = []

    for pattern in patterns:
        try:
            fits = matcher(pattern)
            fits("x"), fits("é\u3000")
        except re.error as error:
            broken.append((pattern, error))

    assert broken == []
