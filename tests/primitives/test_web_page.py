"""Pages for browsers: every text is text, whatever it holds; and what redirects carry."""

import pytest

from cognito_lab.primitives.browser import Redirect, with_fragment, with_query
from cognito_lab.primitives.web_page import Field, form, link, page, paragraph

HOSTILE = "\"'><script>alert(1)</script>&"
ESCAPED = "&quot;&#x27;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;"


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(page(HOSTILE), id="a title"),
        pytest.param(paragraph(HOSTILE), id="a sentence"),
        pytest.param(paragraph("x", role=HOSTILE), id="its role"),
        pytest.param(link(HOSTILE, "x"), id="an address"),
        pytest.param(link("x", HOSTILE), id="the words of a link"),
        pytest.param(form(HOSTILE, (), {}), id="where a form goes"),
        pytest.param(form("x", (), {HOSTILE: "x"}), id="a button's name"),
        pytest.param(form("x", (), {"x": HOSTILE}), id="the words on it"),
        pytest.param(form("x", (), {}, {HOSTILE: "x"}), id="a hidden field's name"),
        pytest.param(form("x", (), {}, {"x": HOSTILE}), id="its value"),
        pytest.param(form("x", (Field(HOSTILE, "x"),), {}), id="a field's name"),
        pytest.param(form("x", (Field("x", HOSTILE),), {}), id="its label"),
        pytest.param(form("x", (Field("x", "x", value=HOSTILE),), {}), id="its value as typed"),
        pytest.param(form("x", (Field("x", "x", kind=HOSTILE),), {}), id="its kind"),
    ],
)
def test_no_text_becomes_markup(html):
    """It stands there escaped, and nowhere as it came."""
    assert ESCAPED in html
    assert "<script" not in html


def test_an_empty_sentence_is_no_paragraph():
    """Where nothing went wrong nothing is said."""
    assert paragraph("", role="alert") == ""


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        pytest.param("https://a.example/", "https://a.example/?code=1&state=a+b", id="bare"),
        pytest.param(
            "https://a.example/?x=%20", "https://a.example/?x=%20&code=1&state=a+b", id="query"
        ),
        pytest.param("myapp://", "myapp://?code=1&state=a+b", id="a phone's app"),
        pytest.param(
            "com.example:/cb", "com.example:/cb?code=1&state=a+b", id="a name of a phone's"
        ),
    ],
)
def test_an_address_stays_letter_by_letter_and_gets_parameters(address, expected):
    """What it has already is not touched."""
    assert with_query(address, {"code": "1", "state": "a b"}) == expected
    assert with_query(address, {}) == address


def test_a_redirect_tells_what_it_carries():
    """In its query and behind the hash."""
    there = with_fragment(with_query("https://a.example/", {"a": "1"}), {"b": "2&3"})

    assert there == "https://a.example/?a=1#b=2%263"
    assert Redirect(there).carried == {"a": "1", "b": "2&3"}
