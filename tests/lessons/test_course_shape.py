from __future__ import annotations

import re
from itertools import pairwise

import pytest
from course_files import CourseNotebook, notebook, read
from proofs import NOTEBOOKS, notebook_path

from cognito_lab.lessons import catalog
from cognito_lab.lessons.misconceptions import MISCONCEPTIONS

__all__ = ["notebook"]  # the fixture: one run for each of N01 to N10

KINDS = {
    *("prediction", "exercise", "check", "break-it", "recall", "explain", "recap"),
    *("hook", "example", "widget", "setup"),
}


def test_the_first_cell_starts_the_lesson(notebook: CourseNotebook) -> None:
    """The first code cell stands within the first four and builds the notebook's own world."""
    first = next(cell for cell in notebook.cells if cell.is_code)

    assert first.index < 4
    assert f'start("{notebook.id}")' in first.source


def test_minutes_add_up(notebook: CourseNotebook) -> None:
    """The minutes of the core cells are those of the header, within ten percent."""
    minutes = [cell.lab.get("minutes", 0) for cell in notebook.cells if _is_core(cell.lab)]

    assert sum(minutes) == pytest.approx(notebook.lab["minutes"], rel=0.1)


def test_cells_are_short(notebook: CourseNotebook) -> None:
    """No code cell has more than 15 lines."""
    long = [cell.source for cell in notebook.cells if cell.is_code and _lines(cell.source) > 15]

    assert long == []


def test_little_is_said_before_the_first_action(notebook: CourseNotebook) -> None:
    """No markdown cell before the first code cell has more than 120 words."""
    first = next(cell.index for cell in notebook.cells if cell.is_code)
    long = [cell.source for cell in notebook.cells[:first] if len(cell.source.split()) > 120]

    assert long == []


def test_what_is_to_be_noticed_is_there(notebook: CourseNotebook) -> None:
    """What the first sentence after **Notice** writes as code stands in the cell above it."""
    missing = []
    for cell in notebook.cells:
        for words in re.findall(r"^\*\*Notice:?\*\*(.*?[.?!])(?:\s|$)", cell.source, re.M):
            above = next(c for c in reversed(notebook.cells[: cell.index]) if c.is_code)
            shown = above.source + "".join(map(str, above.cell.outputs))
            parts = [one for code in re.findall("`([^`]+)`", words) for one in code.split("…")]
            missing += [part for part in parts if part not in shown]

    assert missing == []


def test_every_part_of_a_lesson_is_there(notebook: CourseNotebook) -> None:
    """Two to four predictions, three exercises, a break-it, one box for own words, one recap."""
    assert 2 <= len(notebook.of_kind("prediction")) <= 4
    assert len(notebook.of_kind("exercise")) >= 3
    assert len(notebook.of_kind("break-it")) >= 1
    assert len(notebook.of_kind("explain")) == 1
    assert len(notebook.of_kind("recap")) == 1
    assert len(notebook.of_kind("recall")) == (0 if notebook.id == "N01" else 1)


def test_a_prediction_comes_before_the_first_exercise(notebook: CourseNotebook) -> None:
    """A learner commits to something before being asked to write anything."""
    first = {kind: notebook.of_kind(kind)[0].index for kind in ("prediction", "exercise")}

    assert first["prediction"] < first["exercise"]


def test_a_refusal_is_read_at_a_glance(notebook: CourseNotebook) -> None:
    """What is broken on purpose prints a code and a sentence, ten lines at most; no traceback."""
    broken = notebook.of_kind("break-it")

    assert [cell.cell.id for cell in notebook.cells if cell.is_code and not cell.reached] == []
    assert [cell.cell.id for cell in broken if not 1 <= cell.printed.count("\n") <= 10] == []


def test_blanks_are_those_of_the_lesson(notebook: CourseNotebook) -> None:
    """An exercise cell is exactly the blank that the proofs have tried; its panel stands below."""
    for cell in notebook.of_kind("exercise"):
        below = notebook.cells[cell.index + 1]
        assert cell.source == catalog.exercise(cell.lab["id"]).blank
        assert below.lab == below.lab | {"id": cell.lab["id"], "kind": "check"}
        assert below.source == f'ex("{cell.lab["id"]}")'


def test_what_the_lesson_prepares_stands_in_the_notebook(notebook: CourseNotebook) -> None:
    """Exercises and predictions of the module are those of the notebook, no more and no less."""
    module = catalog.lesson(notebook.id)
    exercises = [cell.lab["id"] for cell in notebook.of_kind("exercise")]
    predictions = [cell.lab["id"] for cell in notebook.of_kind("prediction")]

    assert sorted(exercises) == sorted(one.id for one in module.EXERCISES)
    assert sorted(predictions) == sorted(one.id for one in module.PREDICTIONS)


def test_step_ids_are_unique_and_of_a_known_kind(notebook: CourseNotebook) -> None:
    """A step is done in one place; a check cell repeats its exercise's id."""
    own = [cell for cell in notebook.cells if cell.lab.get("kind") != "check"]
    steps = [step for cell in own for step in cell.steps]

    assert len(steps) == len(set(steps))
    assert all(step.startswith(f"{notebook.id}.") for step in steps)
    assert {cell.lab["kind"] for cell in notebook.cells if "kind" in cell.lab} <= KINDS


def test_cells_cannot_be_deleted_by_a_stray_key(notebook: CourseNotebook) -> None:
    """Every cell is protected from deletion, and prose from editing."""
    assert all(cell.cell.metadata.get("deletable") is False for cell in notebook.cells)
    prose = [cell for cell in notebook.cells if not cell.is_code]
    assert all(cell.cell.metadata.get("editable") is False for cell in prose)


@pytest.mark.parametrize("lesson", catalog.NOTEBOOKS)
def test_every_distractor_is_a_belief(lesson: str) -> None:
    """Each question has one right option, and every other one names a belief that is described."""
    module = catalog.lesson(lesson)
    for question in (*module.PREDICTIONS, *module.RECALL):
        beliefs = [option.misconception for option in question.options if not option.right]
        assert len(beliefs) == len(question.options) - 1 > 0, question.id
        assert set(beliefs) <= MISCONCEPTIONS.keys(), question.id
        assert len({option.words for option in question.options}) == len(question.options)


@pytest.mark.parametrize("lesson", catalog.NOTEBOOKS)
def test_ids_belong_to_their_lesson(lesson: str) -> None:
    """Ids carry the notebook's name and are unique."""
    module = catalog.lesson(lesson)
    ids = [one.id for one in (*module.EXERCISES, *module.PREDICTIONS, *module.RECALL)]

    assert len(ids) == len(set(ids))
    assert all(one.startswith(f"{lesson}.") for one in ids)


def test_every_belief_is_met_somewhere() -> None:
    """Each described belief is met by a prediction, a recall question or a wrong answer."""
    modules = [catalog.lesson(name) for name in catalog.NOTEBOOKS]
    questions = [one for module in modules for one in (*module.PREDICTIONS, *module.RECALL)]
    wrong = [w for module in modules for one in module.EXERCISES for w in one.wrong_answers]
    options = [option for question in questions for option in question.options]

    assert MISCONCEPTIONS.keys() - {one.misconception for one in (*options, *wrong)} == set()


def test_lessons_lead_through_the_course() -> None:
    """Each lesson ends with a link to the next one; before N01 stands the journey."""
    last = {name: read(name).cells[-1].source for name in catalog.NOTEBOOKS}
    files = {name: path.name for name in catalog.NOTEBOOKS if (path := notebook_path(name))}

    for name, following in pairwise(catalog.NOTEBOOKS):
        assert (
            f"Next: [{following} · {catalog.lesson(following).TITLE.partition(':')[0]}]("
            in (last[name])
        )
        assert f"]({files[following]})" in last[name]
    assert "](00-the-journey.ipynb)" in last["N01"]


@pytest.mark.parametrize("page", ["notebooks/index.ipynb", "README.md"])
def test_the_maps_name_every_lesson(page: str) -> None:
    """Both list the ten lessons with the minutes of their notebooks, and the glossary."""
    path = NOTEBOOKS.parent / page
    text = path.read_text("utf-8")

    for name in catalog.NOTEBOOKS:
        file = notebook_path(name)
        assert file is not None
        assert f"{file.name}) | {read(name).lab['minutes']} |" in text, name
    assert "glossary.ipynb)" in text


def _is_core(lab: dict[str, object]) -> bool:
    return lab.get("tag", "core") == "core"


def _lines(source: str) -> int:
    return len(source.splitlines())
