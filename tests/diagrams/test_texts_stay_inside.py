"""In the finished SVG every text lies on the page, and what names a band lies in that band."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET

import pytest
from diagram_samples import random_flow, shipped_diagrams

from cognito_lab.diagrams import Diagram, Flow, answer, call, itself, sequence
from cognito_lab.diagrams.text_width import width
from examples import examples

SVG = "{http://www.w3.org/2000/svg}"
NUMBER = re.compile(r"-?[\d.]+")
# Bands with one participant each, whose names are all shorter than what stands above the band.
LONELY = {
    "the keys between app and gateway": ("App", "JWKS", "API Gateway"),
    "the keys at the left edge": ("JWKS", "API Gateway"),
    "the keys at the right edge": ("App", "JWKS"),
    "nobody but the keys": ("JWKS",),
    "the account at the left edge": ("S3", "App"),
    "the account at the right edge": ("User Pool", "S3"),
    "bands out of order": ("STS", "JWKS", "IAM", "App", "Google", "S3"),
}

Span = tuple[float, float]


def span_of(text: ET.Element) -> Span:
    """From where to where a text goes; short texts are not pinned, so their width is ours."""
    size, bold = float(text.get("font-size", "0")), text.get("font-weight") == "bold"
    own = width(text.text or "", size, bold=bold)
    middle, half = float(text.get("x", "0")), float(text.get("textLength", own)) / 2
    return middle - half, middle + half


def beyond_the_page(svg: str) -> list[str]:
    """Every text that the left or the right edge of the drawing cuts."""
    root = ET.fromstring(svg)
    wide = float(root.get("viewBox", "").split()[2])
    spans = [(text.text or "", *span_of(text)) for text in root.iter(f"{SVG}text")]
    return [text for text, left, right in spans if left < 0 or right > wide]


def beyond_their_bands(svg: str) -> list[str]:
    """Every title of a band outside that band, every head and foot that lies in none."""
    stage = ET.fromstring(svg).find(f"{SVG}g")
    assert stage is not None
    bands: list[Span] = []
    outside = []
    for thing in stage:
        classes = set(thing.get("class", "").split())
        if "sd-band" in classes:
            bands.append(edges_of(thing))
        elif classes & {"sd-cap", "sd-on", "sd-ink"}:
            # A title is painted right after its band, the heads and the feet after all bands.
            allowed = bands[-1:] if "sd-cap" in classes else bands
            outside += [t.text or "" for t in thing if not lies_in_one_of(allowed, span_of(t))]
    return outside


def edges_of(band: ET.Element) -> Span:
    """The left and the right edge of a rounded box, from the path that draws it."""
    x = [float(number) for number in NUMBER.findall(band[0].get("d", ""))[::2]]
    return min(x), max(x)


def lies_in_one_of(bands: list[Span], text: Span) -> bool:
    """Whether a text lies between the two edges of one of the bands."""
    return any(left <= text[0] and text[1] <= right for left, right in bands)


def conversation(names: tuple[str, ...]) -> Flow:
    """The shortest flow between these people: each asks the next, one alone talks to itself."""
    asked = [
        step
        for one, other in itertools.pairwise(names)
        for step in (call(one, other, "ask"), answer(other, one, "ok"))
    ]
    return Flow("Short", tuple(asked) or (itself(names[0], "think"),), names)


@pytest.mark.parametrize("names", LONELY.values(), ids=LONELY)
def test_a_band_with_one_participant_holds_its_title(names: tuple[str, ...]) -> None:
    """However short a name is, its band is as wide as the title above it."""
    svg = sequence(conversation(names)).svg

    assert (beyond_their_bands(svg), beyond_the_page(svg)) == ([], [])


@pytest.mark.parametrize("seed", range(examples(60)))
def test_no_text_of_any_flow_is_cut(seed: int) -> None:
    """Whoever speaks to whomever, no text leaves the page, no name its band."""
    svg = sequence(random_flow(seed)).svg

    assert (beyond_their_bands(svg), beyond_the_page(svg)) == ([], [])


@pytest.mark.parametrize("name", shipped_diagrams())
def test_no_text_of_a_shipped_picture_is_cut(name: str) -> None:
    """Every line of every picture that the package brings along lies on its page."""
    diagram: Diagram = shipped_diagrams()[name]

    assert beyond_the_page(diagram.svg) == []
