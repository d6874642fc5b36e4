"""The shipped pictures are what the lab draws today, byte for byte."""

from __future__ import annotations

import pytest
from diagram_samples import shipped_diagrams
from golden_pictures import FOLDER, drawn

from cognito_lab.diagrams import renderer

NAMES = sorted(shipped_diagrams())


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_picture_is_drawn_the_same_today(name: str) -> None:
    """Drawing a shipped picture again gives the same DOT and the same SVG."""
    diagram = shipped_diagrams()[name]

    assert diagram.dot == (FOLDER / f"{name}.dot").read_text("utf-8")
    assert drawn(diagram) + "\n" == (FOLDER / f"{name}.svg").read_text("utf-8")


def test_no_shipped_picture_is_left_over() -> None:
    """The folder holds the pictures of today and no others."""
    assert sorted(path.stem for path in FOLDER.glob("*.svg")) == NAMES
    assert sorted(path.stem for path in FOLDER.glob("*.dot")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_picture_stands_in_where_nothing_can_draw(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without Graphviz the shipped picture is shown, with ids of its own."""
    expected = shipped_diagrams()[name]
    monkeypatch.setattr(renderer, "find", lambda: None)

    diagram = shipped_diagrams()[name]

    assert diagram.trouble == ""
    assert diagram.svg.replace(diagram.uid, "") == expected.svg.replace(expected.uid, "")


def test_the_same_flow_gives_the_same_bytes() -> None:
    """Two pictures of one flow differ in nothing but their ids."""
    first, second = shipped_diagrams()["the-journey"], shipped_diagrams()["the-journey"]

    assert first.dot == second.dot
    assert first.uid != second.uid
    assert first.svg.replace(first.uid, second.uid) == second.svg
