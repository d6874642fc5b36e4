"""The second wall: what leaves Graphviz is rebuilt from a short list of harmless things.

A notebook shows our SVG through ``innerHTML``. There a script element does not run, but an
``onclick`` attribute does, and so does a ``javascript:`` link. So nothing is removed here;
instead an empty tree is filled with the elements and attributes that are allowed, whose values
look as they should. What is not
listed does not exist: scripts, styles, foreign objects, images, comments, addresses of any kind.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

ELEMENTS = frozenset(
    "svg g path polygon polyline ellipse circle rect line text tspan title desc a".split()
)
_NUMBERS = re.compile(r"[\d.eE+, -]*(px|pt)?")
_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}|[a-zA-Z]+|rgba?\([\d., %]+\)")
_WORDS = re.compile(r"[A-Za-z0-9 _-]*")
_PATH = re.compile(r"[MLHVCSQTAZmlhvcsqtaz\d.eE+, -]*")
_TRANSFORM = re.compile(r"((translate|scale|rotate)\([\d.eE+, -]*\)\s*)*")
_FRAGMENT = re.compile(r"#[A-Za-z][A-Za-z0-9-]*")
ATTRIBUTES = {
    **dict.fromkeys("x y x1 y1 x2 y2 cx cy r rx ry width height viewBox points".split(), _NUMBERS),
    **dict.fromkeys("font-size stroke-width stroke-dasharray".split(), _NUMBERS),
    **dict.fromkeys("fill-opacity stroke-opacity".split(), _NUMBERS),
    **dict.fromkeys("fill stroke".split(), _COLOUR),
    **dict.fromkeys("class text-anchor font-weight font-style".split(), _WORDS),
    "d": _PATH,
    "transform": _TRANSFORM,
    "href": _FRAGMENT,
}
_DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]*>")


def sanitised(raw: bytes) -> ET.Element:
    """The picture as a tree in which only harmless things are left, their names without namespace.

    Args:
        raw: SVG as Graphviz wrote it.

    Raises:
        ValueError: It is no SVG, or not even XML, or it declares entities.
    """
    plain = _DOCTYPE.sub(b"", raw, count=1)
    if b"<!" in plain.replace(b"<!--", b""):
        raise ValueError("the picture holds a declaration, which no picture of ours needs")
    try:
        root = ET.fromstring(plain)
    except ET.ParseError as error:
        raise ValueError(f"the picture is no XML: {error}") from error
    if _local(root.tag) != "svg":
        raise ValueError("the picture is no SVG")
    return _rebuilt(root)


def _rebuilt(element: ET.Element) -> ET.Element:
    copy = ET.Element(_local(element.tag), _allowed(element))
    copy.text = element.text
    for child in element:
        if _local(child.tag) in ELEMENTS:
            new = _rebuilt(child)
            new.tail = None
            copy.append(new)
    return copy


def _allowed(element: ET.Element) -> dict[str, str]:
    return {
        name: value
        for name, value in element.attrib.items()
        if name in ATTRIBUTES and ATTRIBUTES[name].fullmatch(value)
    }


def _local(tag: object) -> str:
    """The name of an element of SVG; of anything else something that is not on the list."""
    return str(tag).removeprefix("{http://www.w3.org/2000/svg}")
