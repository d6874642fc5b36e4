"""The second wall: what leaves Graphviz holds nothing that could act."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from cognito_lab.diagrams import renderer
from cognito_lab.diagrams.sanitiser import ATTRIBUTES, ELEMENTS, sanitised

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'


def through(inside: str) -> str:
    """What is left of something inside an SVG."""
    return ET.tostring(sanitised(SVG.format(inside).encode()), encoding="unicode")


@pytest.mark.parametrize(
    "inside",
    [
        pytest.param("<script>alert(1)</script>", id="a script"),
        pytest.param("<style>*{background:url(//x)}</style>", id="a style sheet"),
        pytest.param("<foreignObject><p>x</p></foreignObject>", id="HTML inside"),
        pytest.param('<image href="http://example.com/x.png"/>', id="an image"),
        pytest.param('<use href="#x"/>', id="a reuse"),
        pytest.param('<animate attributeName="href" to="javascript:alert(1)"/>', id="an animation"),
        pytest.param("<!-- remark -->", id="a comment"),
        pytest.param("<?php echo 1 ?>", id="a processing instruction"),
        pytest.param('<h:script xmlns:h="http://www.w3.org/1999/xhtml">x</h:script>', id="XHTML"),
        pytest.param('<x:g xmlns:x="urn:other">x</x:g>', id="a namesake of another language"),
    ],
)
def test_what_is_not_on_the_list_is_gone(inside: str) -> None:
    """Elements that are not listed disappear, with everything inside them."""
    assert through(inside) == "<svg />"


@pytest.mark.parametrize(
    "attribute",
    [
        pytest.param('onclick="alert(1)"', id="an event handler"),
        pytest.param('ONLOAD="alert(1)"', id="an event handler in capitals"),
        pytest.param('style="background:url(//x)"', id="a style"),
        pytest.param('id="x"', id="an id that is not ours"),
        pytest.param('target="_blank"', id="a target"),
        pytest.param('href="javascript:alert(1)"', id="a script address"),
        pytest.param('href="https://example.com"', id="an address"),
        pytest.param('href="#a:b"', id="an odd fragment"),
        pytest.param('xlink:href="#x"', id="an XLink"),
        pytest.param('fill="url(#x)"', id="a paint from elsewhere"),
        pytest.param('class="a&quot; onclick"', id="an odd class"),
        pytest.param('transform="matrix(1 0 0 1 0 0) x"', id="an odd transform"),
        pytest.param('d="M0,0 url(x)"', id="an odd path"),
        pytest.param('font-family="x"', id="a font"),
        pytest.param('xml:base="javascript:"', id="a base address"),
    ],
)
def test_an_attribute_that_is_not_harmless_is_gone(attribute: str) -> None:
    """Attributes that are not listed, or whose values look odd, disappear."""
    assert through(f"<g {attribute}><text>x</text></g>") == "<svg><g><text>x</text></g></svg>"


def test_what_a_picture_needs_is_kept() -> None:
    """Shapes, colours, texts and links into the picture pass unchanged."""
    inside = (
        '<g class="a b" transform="translate(0 12.5)"><title>t</title>'
        '<path d="M1,-2C3,4 5,6 7,8Z" fill="none" stroke="#0f766e" stroke-dasharray="5,2" />'
        '<a href="#sd-1a-step-2"><text x="1" y="-2.5" font-size="12.00">&lt;b&gt;</text></a></g>'
    )

    assert through(inside) == f"<svg>{inside}</svg>"


@pytest.mark.parametrize(
    "dot",
    [
        pytest.param('n [URL="javascript:alert(1)"]', id="a script address as URL"),
        pytest.param(r'n [URL="x\" onclick=\"alert(1)"]', id="a handler smuggled into a URL"),
        pytest.param(r'n [fontname="Arial\" onmouseover=\"alert(1)"]', id="a handler in a font"),
        pytest.param(
            'n [label=<<table href="javascript:alert(1)"><tr><td>x</td></tr></table>>]',
            id="an HTML-like label with a link",
        ),
        pytest.param('n [URL="https://example.com", target="_blank"]', id="a link to elsewhere"),
        pytest.param('n [tooltip="x", id="evil", class="a\\" onclick=\\"b"]', id="id and class"),
    ],
)
def test_what_dot_itself_smuggles_in_is_gone(dot: str) -> None:
    """Even DOT that our own writer would never write leaves nothing behind that could act."""
    rebuilt = sanitised(renderer.draw(f"digraph {{ {dot} }}"))

    for element in rebuilt.iter():
        assert element.tag in ELEMENTS
        assert set(element.attrib) <= set(ATTRIBUTES)
    left = ET.tostring(rebuilt, encoding="unicode")
    assert "javascript" not in left
    assert "example.com" not in left
    assert "evil" not in left


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"<svg", id="half a tag"),
        pytest.param(b"<html/>", id="another language"),
        pytest.param(b'<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>', id="an entity"),
    ],
)
def test_what_is_no_svg_is_refused(raw: bytes) -> None:
    """Anything but plain SVG is an error, never half a picture."""
    with pytest.raises(ValueError, match="picture"):
        sanitised(raw)
