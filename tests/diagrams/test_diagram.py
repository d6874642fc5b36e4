"""A picture is shown as SVG, as words, as DOT and as a file, and never breaks a cell."""

from __future__ import annotations

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import graphviz
import pytest
from diagram_samples import FLOWS, REFERENCE, long_flow, random_flow, shipped_diagrams, texts_of

from cognito_lab.diagrams import (
    THE_JOURNEY,
    CannotDraw,
    Diagram,
    Flow,
    airport,
    call,
    renderer,
    sequence,
)
from cognito_lab.diagrams.text_width import width

SVG = "{http://www.w3.org/2000/svg}"


def drawn() -> Diagram:
    """The reference picture."""
    return sequence(REFERENCE)


def elements(diagram: Diagram) -> list[ET.Element]:
    """All elements of a picture."""
    return list(ET.fromstring(diagram.svg).iter())


# --- inside the SVG ------------------------------------------------------------------------------


def test_every_step_is_a_group_with_a_sentence_and_a_link() -> None:
    """A player finds `g.s-N`, a screen reader a sentence, the keyboard one link a step."""
    diagram = drawn()
    groups = [e for e in elements(diagram) if "sd-g" in e.get("class", "").split()]

    assert len(groups) == len(REFERENCE.steps)
    for number, group in enumerate(groups, 1):
        assert group.get("id") == f"{diagram.uid}-step-{number}"
        assert group.get("class") == f"sd-g s-{number}"
        assert (
            group.findtext(f"{SVG}title") == f"{number}. {REFERENCE.steps[number - 1].sentence()}"
        )
        (link,) = group.iter(f"{SVG}a")
        assert link.get("href") == f"#{diagram.uid}-step-{number}"
        assert link.get("aria-label") == f"Step {number}"
        assert link.get("data-lm-suppress-shortcuts") == "true"


def test_a_note_belongs_to_its_step() -> None:
    """A note is lit and fades with the step it explains."""
    group = next(e for e in elements(drawn()) if e.get("class") == "sd-g s-3")

    assert "sd-note" in {part.get("class") for part in group.iter()}


def test_all_ids_begin_with_the_picture_s_own() -> None:
    """Many pictures can stand on one page."""
    diagram = drawn()
    ids = [e.get("id") for e in elements(diagram) if e.get("id")]

    assert re.fullmatch(r"sd-[0-9a-f]{8}", diagram.uid)
    assert len(ids) == len(set(ids))
    assert all(str(one).startswith(diagram.uid) for one in ids)


def test_the_picture_says_what_it_is() -> None:
    """Inline it is a labelled group with a description, and no title that would be a tooltip."""
    diagram = drawn()
    root = ET.fromstring(diagram.svg)

    assert root.get("role") == "group"
    assert root.get("aria-label") == REFERENCE.title
    assert root.find(f"{SVG}title") is None
    description = root.find(f"{SVG}desc")
    assert description is not None
    assert description.get("id") == root.get("aria-describedby")


def test_a_file_has_a_title_too() -> None:
    """An SVG file begins with its title."""
    first = next(iter(ET.fromstring(drawn().standalone_svg)))

    assert (first.tag, first.text) == (f"{SVG}title", REFERENCE.title)


def test_every_line_of_text_is_pinned_to_its_width() -> None:
    """No font can push a text out of its box."""
    for text in ET.fromstring(drawn().svg).iter(f"{SVG}text"):
        words = text.text or ""
        if len(words) <= 2:
            continue
        size, bold = float(text.get("font-size", "0")), text.get("font-weight") == "bold"
        assert float(text.get("textLength", "0")) >= width(words, size, bold=bold) - 0.06
        assert text.get("lengthAdjust") in ("spacing", "spacingAndGlyphs")


def test_answers_are_dashed_and_hollow_and_errors_red() -> None:
    """Call, answer and error differ in more than colour."""
    groups = {e.get("class"): e for e in elements(drawn())}

    def classes(step: int) -> set[str]:
        return {c for e in groups[f"sd-g s-{step}"].iter() for c in e.get("class", "").split()}

    def dashed(step: int) -> bool:
        arrow = next(e for e in groups[f"sd-g s-{step}"].iter() if "sd-arrow" in e.get("class", ""))
        return any(e.get("stroke-dasharray") for e in arrow.iter())

    assert "sd-hollow" not in classes(1)
    assert not dashed(1)
    assert "sd-hollow" in classes(3)
    assert dashed(3)
    assert {"sd-error", "sd-hollow"} <= classes(15)
    assert "× NotAuthorizedException" in texts_of(drawn().svg)


# --- words ---------------------------------------------------------------------------------------


def plain(text: str) -> str:
    """The text without white space, and without the marks that only the picture or the list has."""
    return re.sub(r"[\s()]|Note:|If|\[|\]|×", "", text)


@pytest.mark.parametrize("flow", FLOWS.values(), ids=FLOWS)
def test_the_words_say_all_that_the_picture_says(flow: Flow) -> None:
    """Every line that one reads in the picture stands in the list of its steps."""
    diagram = sequence(flow)
    cast = " ".join(f"{one.name} {one.caption} {one.domain.caption}" for one in flow.cast)
    twin = plain(" ".join((*diagram.steps, cast, *(f.operator for f in flow.frames))))

    lines = [line for line in texts_of(diagram.svg) if not line.isdigit()]
    assert [line for line in lines if plain(line) not in twin] == []


@pytest.mark.parametrize("seed", range(10))
def test_a_shortened_text_is_whole_in_the_step_s_title(seed: int) -> None:
    """What three lines cannot hold, the step's sentence does."""
    flow = random_flow(seed)
    titles = [e.text for e in elements(sequence(flow)) if e.tag == f"{SVG}title"]

    for step, title in zip(flow.steps, titles, strict=True):
        assert step.label in str(title)
        assert step.detail in str(title)


def test_the_words_come_before_the_drawing() -> None:
    """What an untrusted notebook leaves of the page makes sense alone."""
    html = drawn().as_html()
    left = re.sub(r"<svg.*</svg>", "", html, flags=re.S)

    assert html.index("<ol>") < html.index("<svg")
    assert left.count("<li>") == len(REFERENCE.steps)
    assert REFERENCE.title in left
    assert "15 steps as text" in left


def test_jupyter_gets_html_and_words_and_no_bare_svg() -> None:
    """JupyterLab would turn image/svg+xml into a dead image."""
    diagram = drawn()
    bundle = diagram._repr_mimebundle_()

    assert sorted(bundle) == ["text/html", "text/plain"]
    assert bundle["text/plain"].splitlines()[1] == f"1. {diagram.steps[0]}"
    assert "0x" not in repr(diagram)


def test_the_same_picture_may_stand_on_a_page_twice() -> None:
    """Each time it is shown it has other ids."""
    diagram = drawn()
    first, second = (set(re.findall(r'id="([^"]+)"', diagram.as_html())) for _ in range(2))

    assert len(first) == len(second) > 15
    assert not first & second


# --- one step at a time --------------------------------------------------------------------------


def test_a_step_can_be_lit() -> None:
    """What is past is marked, what is now is marked, what comes is not; nothing is drawn anew."""
    diagram = drawn().at(4)

    classes = re.findall(r'class="(sd-g s-[^"]*)"', diagram.svg)
    assert 'class="sd sd-stepping"' in diagram.svg
    assert classes[:5] == [
        "sd-g s-1 sd-past",
        "sd-g s-2 sd-past",
        "sd-g s-3 sd-past",
        "sd-g s-4 sd-now",
        "sd-g s-5",
    ]
    assert diagram.dot == drawn().dot


@pytest.mark.parametrize("step", [0, -1, 16])
def test_a_step_that_is_not_there_cannot_be_lit(step: int) -> None:
    """Steps count from 1."""
    with pytest.raises(ValueError, match=f"there is no step {step}; the picture has 15"):
        drawn().at(step)


# --- files and DOT -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("suffix", "beginning"),
    [
        (".svg", b"<svg xmlns"),
        (".png", b"\x89PNG"),
        (".dot", b"digraph picture {"),
        (".txt", b"Sign in to a user pool"),
        (".html", b"<!doctype html>"),
    ],
)
def test_the_suffix_says_how_to_save(tmp_path: Path, suffix: str, beginning: bytes) -> None:
    """One method writes every kind of file."""
    path = drawn().save(tmp_path / f"picture{suffix}")

    assert path.read_bytes().startswith(beginning)


def test_an_unknown_suffix_is_refused(tmp_path: Path) -> None:
    """The message names the suffixes that work."""
    with pytest.raises(ValueError, match=r"must end in \.svg, \.png, \.dot"):
        drawn().save(tmp_path / "picture.pdf")
    assert list(tmp_path.iterdir()) == []


def test_a_learner_can_go_on_with_the_dot(monkeypatch: pytest.MonkeyPatch) -> None:
    """`source` is a graphviz.Source, and it draws where no `dot` is installed."""
    from graphviz.backend import dot_command

    monkeypatch.setattr(dot_command, "DOT_BINARY", dot_command.DOT_BINARY)
    monkeypatch.setattr(renderer, "on_path", lambda: None)
    diagram = drawn()

    source = diagram.source

    assert isinstance(source, graphviz.Source)
    assert source.source == diagram.dot
    assert source.pipe(format="svg", encoding="utf-8").count("<text") == diagram.svg.count("<text")


def test_drawing_loads_graphviz_s_helper_only_when_asked() -> None:
    """Importing and drawing stay light: the `graphviz` package is for learners."""
    code = (
        "import sys; from cognito_lab.diagrams import airport; airport().svg;"
        "assert not {'graphviz', 'IPython', 'ipywidgets', 'boto3'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


# --- where nothing can draw ----------------------------------------------------------------------


def test_without_graphviz_the_steps_are_a_list_and_one_line_says_why(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A cell shows the words and how to get the picture; it does not raise."""
    monkeypatch.setattr(renderer, "find", lambda: None)
    diagram = sequence(Flow("Ask", (call("App", "STS", "GetCallerIdentity"),)))

    html = diagram.as_html()

    assert diagram.svg == diagram.standalone_svg == ""
    assert "<svg" not in html
    assert "<ol><li>App to STS: GetCallerIdentity</li></ol>" in html
    assert html.count("pip install graphviz-pure") == 1


def test_what_graphviz_says_when_it_fails_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A broken program is a line below the words, too."""
    path = tmp_path / "dot"
    path.write_text("#!/bin/sh\necho nonsense\n")
    path.chmod(0o755)
    monkeypatch.setenv("COGNITO_LAB_DOT", str(path))

    assert "the picture is no XML" in sequence(long_flow(3)).as_html()


@pytest.mark.parametrize("suffix", [".svg", ".png"])
def test_a_file_without_a_picture_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    """Saving what cannot be drawn says so, and leaves no file behind."""
    monkeypatch.setattr(renderer, "find", lambda: None)

    with pytest.raises(CannotDraw, match="graphviz-pure"):
        sequence(long_flow(3)).save(tmp_path / f"picture{suffix}")
    assert list(tmp_path.iterdir()) == []


# --- budgets -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("messages", "kilobytes"), [(6, 30), (15, 50), (50, 95), (200, 320)], ids="{}".format
)
def test_a_picture_is_not_too_big(messages: int, kilobytes: int) -> None:
    """Notebooks carry pictures, so their size has a budget."""
    assert len(sequence(long_flow(messages)).svg.encode()) <= kilobytes * 1000


def test_the_shipped_pictures_are_not_too_big() -> None:
    """The package carries them."""
    assert all(len(d.svg.encode()) <= 50_000 for d in shipped_diagrams().values())
    assert len(airport().svg.encode()) <= 45_000


def test_html_output_holds_no_link_that_jupyterlab_would_stumble_over() -> None:
    """In a notebook's output the badges can be reached by keyboard and lead nowhere."""
    page = sequence(THE_JOURNEY).as_html()

    assert "<a href" not in page
    assert page.count('<a tabindex="0" role="img" aria-label="Step ') == len(THE_JOURNEY.steps)
