"""Turns Graphviz's SVG into ours: steps to light, sentences to hear, colours that follow the page.

    <svg id="sd-1a2b3c4d" class="sd" role="group" aria-label="title">
      <desc>…</desc> <style>…</style>
      <g>
        <g class="sd-band sd-app">…</g>                       the stage
        <g id="sd-1a2b3c4d-step-1" class="sd-g s-1">          step 1, and so on
          <title>1. App to User Pool: InitiateAuth</title>    …

A player puts this into its element once and then only toggles classes: ``sd-stepping`` on the root,
``sd-past`` and ``sd-now`` on the steps. All ids begin with the picture's own, so that many pictures
can stand on one page.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cognito_lab.diagrams.sanitiser import sanitised
from cognito_lab.diagrams.style import stylesheet
from cognito_lab.diagrams.text_width import width

_STEP = re.compile(r"s(\d+)\.")
_KINDS = ("node", "edge", "cluster")


@dataclass(frozen=True)
class Legend:
    """What a picture says about itself, beside what is drawn.

    Attributes:
        title: What it is about.
        description: One or two sentences for those who do not see it.
        steps: One sentence a step, without its number.
    """

    title: str
    description: str
    steps: Sequence[str]


def decorated(raw: bytes, legend: Legend, uid: str) -> str:
    """The finished picture, to be put inside a page.

    Args:
        raw: What Graphviz drew.
        legend: What the picture says about itself.
        uid: The id that all ids of this picture begin with.

    Raises:
        ValueError: What Graphviz drew is no SVG.
    """
    drawn = sanitised(raw)
    graph = drawn.find("g")
    if graph is None:
        raise ValueError("the picture is empty")
    root = _root(drawn, legend, uid)
    stage = ET.SubElement(root, "g", {"transform": graph.get("transform", "")})
    groups: dict[int, ET.Element] = {}
    for part in graph:
        if part.tag == "polygon":
            stage.append(part)
            part.set("class", "sd-page")
        elif part.tag == "g":
            _place(part, stage, groups, legend, uid)
    return ET.tostring(root, encoding="unicode")


def standalone(svg: str, title: str) -> str:
    """The same picture as a file of its own; it may have a title, inline a tooltip over it all."""
    element = ET.Element("title")
    element.text = title
    start = svg.index(">") + 1
    return svg[:start] + ET.tostring(element, encoding="unicode") + svg[start:] + "\n"


def natural_width(svg: str) -> str:
    """How wide a picture is at full size, in px; a page shows at least a part of it."""
    found = re.match(r'<svg [^>]*? width="([\d.]+)"', svg)
    return found[1] if found else "0"


def without_links(svg: str) -> str:
    """The picture for a notebook's HTML output: the keyboard reaches badges that lead nowhere.

    JupyterLab rewrites the address of every ``<a>`` in such an output and stops with an error at
    one inside an SVG, whose address is read-only in a browser.
    """
    return re.sub(r'<a href="#[\w-]+"', '<a tabindex="0" role="img"', svg)


def lit(
    svg: str,
    step: int | None,
    *,
    spotlight: bool = False,
    passed: Sequence[int] | None = None,
) -> str:
    """The picture as a player shows it at that step.

    What is past is pale, what comes is paler; in a spotlight, everything but that step is pale. In
    a map nothing is pale: the step is filled, and those that were passed have a thicker edge.

    Args:
        svg: The whole picture.
        step: Which one, from 1; None for none, in a map.
        spotlight: Whether it stands alone.
        passed: In a map, which steps somebody has come through; None: it is no map.
    """
    look = "sd-map" if passed is not None else "sd-spot" if spotlight else "sd-stepping"

    def marked(match: re.Match[str]) -> str:
        number = int(match[1])
        is_past = number < (step or 0) if passed is None else number in passed
        state = " sd-now" if number == step else " sd-past" if is_past else ""
        return f'class="sd-g s-{number}{state}"'

    return re.sub(r'class="sd-g s-(\d+)"', marked, svg).replace(
        'class="sd"', f'class="sd {look}"', 1
    )


def _root(drawn: ET.Element, legend: Legend, uid: str) -> ET.Element:
    *_, wide, high = drawn.get("viewBox", "0 0 0 0").split()
    size = {"width": _short(wide), "height": _short(high)}
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "id": uid,
            "class": "sd",
            "viewBox": f"0 0 {size['width']} {size['height']}",
            **size,
            "role": "group",
            "aria-label": legend.title or "Diagram",
            "aria-describedby": f"{uid}-d",
        },
    )
    ET.SubElement(root, "desc", {"id": f"{uid}-d"}).text = legend.description
    ET.SubElement(root, "style").text = stylesheet()
    return root


def _place(
    part: ET.Element,
    stage: ET.Element,
    groups: dict[int, ET.Element],
    legend: Legend,
    uid: str,
) -> None:
    """Put one drawn thing on the stage, or into the group of its step."""
    name = part.findtext("title") or ""
    classes = [c for c in part.get("class", "").split() if c not in _KINDS]
    thing = ET.Element("g", {"class": " ".join(classes)})
    shapes = [child for child in part.iter() if child.tag not in ("g", "title", "a")]
    thing.extend(_pinned(shapes, spaced="sd-cap" in classes))
    if (step := _STEP.match(name)) is None:
        stage.append(thing)
        return
    number = int(step[1])
    if number not in groups:
        groups[number] = _group(stage, number, legend, uid)
    if "sd-badge" in classes:
        _link(thing, number, uid)
    groups[number].append(thing)


def _group(stage: ET.Element, number: int, legend: Legend, uid: str) -> ET.Element:
    group = ET.SubElement(stage, "g", {"id": f"{uid}-step-{number}", "class": f"sd-g s-{number}"})
    ET.SubElement(group, "title").text = f"{number}. {legend.steps[number - 1]}"
    return group


def _link(thing: ET.Element, number: int, uid: str) -> None:
    """Make the badge a link to its step, so that the keyboard reaches it."""
    shapes = list(thing)
    for shape in shapes:
        thing.remove(shape)
    link = ET.SubElement(
        thing,
        "a",
        {
            "href": f"#{uid}-step-{number}",
            "aria-label": f"Step {number}",
            # JupyterLab's one-letter commands would fire while the link has the focus.
            "data-lm-suppress-shortcuts": "true",
        },
    )
    link.extend(shapes)


def _pinned(shapes: Iterable[ET.Element], *, spaced: bool) -> Iterable[ET.Element]:
    """The shapes, each text longer than two characters pinned to the width we counted with."""
    for shape in shapes:
        if shape.tag == "text" and (size := shape.get("font-size")):
            shape.set("font-size", _short(size))
            text = shape.text or ""
            bold = shape.get("font-weight") == "bold"
            wide = width(text, float(size), bold=bold, spaced=spaced)
            if len(text) > 2:
                shape.set("textLength", f"{wide:.1f}")
                shape.set("lengthAdjust", "spacing" if spaced else "spacingAndGlyphs")
        yield shape


def _short(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number else number
