"""Texts from outside go through the whole picture: they are shown, and they do nothing."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path

import pytest
from diagram_samples import JWT, PAYLOADS, texts_of

from cognito_lab.diagrams import Branch, Flow, Frame, Kind, Participant, Step, sequence
from cognito_lab.diagrams.quoting import clean

OURS = {"aria-label", "aria-describedby", "role", "id", "textLength", "lengthAdjust"}


def picture_with(text: str) -> Flow:
    """A flow that holds the text in every place that takes a text."""
    return Flow(
        title=text,
        caption=text,
        participants=(Participant("App", text), Participant(f"App {text}", text)),
        steps=(
            Step(Kind.CALL, "App", f"App {text}", text, text, text, text),
            Step(Kind.SELF, f"App {text}", f"App {text}", text, text),
            Step(Kind.ERROR, f"App {text}", "App", text, text),
        ),
        frames=(Frame((Branch(text, 1, 3),)),),
    )


def squeezed(text: str) -> str:
    """A text without white space: where it was broken into lines does not matter."""
    return re.sub(r"\s", "", text)


class Tags(HTMLParser):
    """Collects what a browser would build from HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
def test_a_text_is_shown_literally(text: str) -> None:
    """The text stands in the picture as label and in the list of steps, character by character."""
    diagram = sequence(picture_with(text))

    assert diagram.trouble == ""
    shown = squeezed("".join(texts_of(diagram.svg)))
    assert shown.count(squeezed(clean(text))) >= 6
    assert clean(text) in diagram.steps[0]


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
def test_a_text_is_inert_in_the_page(text: str) -> None:
    """Parsed as a browser does it, the page has no script, no handler, and no link but our own."""
    html = sequence(picture_with(text)).as_html()

    parser = Tags()
    parser.feed(html)
    for tag, attributes in parser.found:
        assert tag not in ("script", "img", "iframe", "table", "b", "foreignobject")
        assert not [name for name in attributes if name.startswith("on")]
        assert re.fullmatch(
            r"#sd-[0-9a-f]{8}-step-\d+", attributes.get("href") or "#sd-00000000-step-1"
        )


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
def test_a_text_is_inert_in_the_svg(text: str) -> None:
    """The SVG is well-formed, and no text has become an element or an attribute."""
    svg = sequence(picture_with(text)).svg
    harmless = sequence(picture_with("harmless")).svg

    def vocabulary(picture: str) -> set[str]:
        elements = list(ET.fromstring(picture).iter())
        return {e.tag for e in elements} | {name for e in elements for name in e.attrib}

    assert vocabulary(svg) == vocabulary(harmless)


def test_a_token_is_never_shown_in_full() -> None:
    """A token in the place of a text is shortened, wherever the text appears."""
    diagram = sequence(picture_with(JWT))

    for place in (diagram.svg, diagram.dot, diagram.as_html(), str(diagram)):
        assert JWT[:12] not in place
        assert "eyJhbG…" in place


def test_a_picture_may_be_saved_whatever_it_says(tmp_path: Path) -> None:
    """Half characters and controls do not break a file."""
    diagram = sequence(picture_with("a\ud800b\x00"))

    for suffix in (".svg", ".dot", ".txt", ".html"):
        assert diagram.save(tmp_path / f"picture{suffix}").stat().st_size > 100
