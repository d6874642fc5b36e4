"""The first wall: whatever a text holds, Graphviz shows it and obeys none of it."""

from __future__ import annotations

import pytest
from diagram_samples import JWT, PAYLOADS, texts_of
from hypothesis import given, settings
from hypothesis import strategies as st

from cognito_lab.diagrams import renderer
from cognito_lab.diagrams.quoting import TEXT_LIMIT, clean, quoted
from cognito_lab.diagrams.sanitiser import sanitised


def drawn(text: str) -> str:
    """What one reads in a picture whose only node shows this text."""
    dot = f'digraph {{ layout=nop2 n [shape=none, pos="0,0", label={quoted(text)}] }}'
    raw = renderer.draw(dot).decode()
    return "\n".join(texts_of(raw[raw.index("<svg") :]))


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
def test_a_text_comes_out_of_graphviz_as_it_went_in(text: str) -> None:
    """A picture shows the text literally, whatever it would mean to DOT, XML or HTML."""
    assert drawn(text) == clean(text)


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
def test_a_text_adds_nothing_to_the_picture(text: str) -> None:
    """The picture holds as many elements and attributes as that of a harmless text."""
    dot = 'digraph {{ layout=nop2 n [shape=none, pos="0,0", label={}] }}'

    def shape(label: str) -> list[tuple[str, list[str]]]:
        root = sanitised(renderer.draw(dot.format(quoted(label))))
        return [(element.tag, sorted(element.attrib)) for element in root.iter()]

    assert shape(text) == shape("harmless")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text_comes_out_as_it_went_in(text: str) -> None:
    """What goes in comes out, for any text at all (white space between words aside)."""
    assert drawn(text).split() == clean(text).split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a\x00\x1b\x7f\x9fb", "a\ufffd\ufffd\ufffd\ufffdb", id="controls"),
        pytest.param("a\u202eb\u2066c\u200e", "a\ufffdb\ufffdc\ufffd", id="directions of writing"),
        pytest.param("a\ud800b\udfff", "a\ufffdb\ufffd", id="halves of characters"),
        pytest.param("a\ufffeb\uffff", "a\ufffdb\ufffd", id="what XML forbids"),
        pytest.param("a\r\nb\nc", "a\nb\nc", id="ends of lines"),
        pytest.param("用户池 مرحبا 🔑", "用户池 مرحبا 🔑", id="what people write"),
    ],
)
def test_clean_replaces_what_upsets_xml(text: str, expected: str) -> None:
    """Control characters, lone surrogates and direction marks become the replacement character."""
    assert clean(text) == expected


def test_a_long_text_is_cut() -> None:
    """A text of two kilobytes is cut at 400 characters and says so."""
    cut = clean("ab " * 700)

    assert len(cut) == TEXT_LIMIT
    assert cut == ("ab " * 700)[: TEXT_LIMIT - 1] + "…"


def test_a_token_is_shortened() -> None:
    """A token keeps its first six characters, so that one sees which thing it is."""
    assert clean(f"Bearer {JWT}") == "Bearer eyJhbG…"
