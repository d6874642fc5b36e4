from __future__ import annotations

import re
from pathlib import Path

import pytest
from course_files import CourseNotebook, read
from engine_samples import session
from proofs import NOTEBOOKS

from cognito_lab.lessons import n06, plan
from cognito_lab.lessons.history import Progress
from cognito_lab.lessons.outcome import Outcome, Status
from cognito_lab.lessons.plans import Plan, PlanPanel
from cognito_lab.lessons.session import use
from cognito_lab.lessons.timetables import TIMETABLES, WHOLE, Stop

TABLES = (WHOLE, *TIMETABLES.values())
LESSONS = dict.fromkeys(stop for table in TABLES for stop in table.stops if stop.notebook)


def called(stop: Stop) -> str:
    """A stop, as a test's name."""
    return f"{stop.notebook}, {stop.minutes} minutes"


def notebook_of(stop: Stop) -> CourseNotebook:
    """The notebook in which a stop is."""
    return read(stop.notebook)


@pytest.fixture
def learner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Progress:
    """Somebody with an empty progress file."""
    monkeypatch.delenv("COGNITO_LAB_AUTO", raising=False)
    made = session(tmp_path)
    use(made)
    yield made.progress
    use(None)


@pytest.mark.parametrize("minutes", TIMETABLES)
def test_a_workshop_ends_in_time(minutes: int) -> None:
    """The stops take as long as the workshop is, hello and close included."""
    assert TIMETABLES[minutes].minutes == minutes


def test_the_whole_course_names_its_own_length() -> None:
    """Its title says the sum of its lessons."""
    assert str(WHOLE.minutes) in WHOLE.title


@pytest.mark.parametrize("stop", LESSONS, ids=called)
def test_a_stop_takes_as_long_as_its_cells(stop: Stop) -> None:
    """Its minutes are those that the notebook's cells carry; its cells stand in their order."""
    notebook = notebook_of(stop)
    cells = {cell.cell.id: cell for cell in notebook.cells if cell.is_code}
    minutes = sum(cells[cell].lab["minutes"] for cell in stop.cells)

    assert stop.minutes == (minutes if stop.cells else notebook.lab["minutes"])
    assert sorted(stop.cells, key=list(cells).index) == list(stop.cells)


@pytest.mark.parametrize("stop", LESSONS, ids=called)
def test_a_stop_names_sections_that_are_there(stop: Stop) -> None:
    """What stands in “…” is a heading of the notebook."""
    prose = "\n".join(cell.source for cell in notebook_of(stop).cells if not cell.is_code)
    headings = {line.lstrip("# ") for line in prose.splitlines() if line.startswith("#")}

    assert set(re.findall("“([^”]+)”", stop.what)) <= headings


@pytest.mark.parametrize("stop", [stop for stop in LESSONS if stop.cells], ids=called)
def test_the_cells_of_a_stop_need_no_others(stop: Stop, monkeypatch: pytest.MonkeyPatch) -> None:
    """A room that skips the rest of the lesson meets no error."""
    monkeypatch.setenv("COGNITO_LAB_AUTO", "1")
    use(None)
    names: dict[str, object] = {}
    for cell in notebook_of(stop).cells:
        if cell.cell.id in stop.cells:
            exec(cell.source, names)
    use(None)


def test_a_plan_shows_its_own_stops_and_no_others(learner: Progress) -> None:
    """The filter leaves lessons out; every stop says its minutes from the beginning."""
    rows = plan(60).rows()

    assert [row[1][:3] for row in rows] == ["–", "N01", "N06", "N10", "–"]
    assert [row[0] for row in rows] == ["0–3", "3–38", "38–49", "49–57", "57–60"]
    assert [row[1][:3] for row in plan().rows()] == [f"N{number:02}" for number in range(1, 11)]


def test_a_plan_counts_what_is_done_of_it(learner: Progress) -> None:
    """Predictions that were made and exercises that were right, those of the stop alone."""
    learner.answered("N06.P1", "the same", None, 2)
    learner.checked(Outcome("N06.E1", Status.PASS, "."))
    learner.checked(Outcome("N06.E2", Status.FAIL, "."))
    every = len(n06.PREDICTIONS) + len(n06.EXERCISES)

    assert plan(60).rows()[2][3] == "1 of 1"
    assert plan(90).rows()[3][3] == "1 of 1"
    assert plan().rows()[5][3] == f"2 of {every}"


def test_a_plan_of_another_length_is_answered_with_those_that_there_are() -> None:
    """45 minutes are not planned."""
    with pytest.raises(ValueError, match="no plan for 45 minutes; there are: 60, 90, 180"):
        plan(45)


def test_choosing_shows_the_stops_of_what_is_chosen(learner: Progress) -> None:
    """The panel begins with the plan that was asked for, and follows the choice."""
    panel = PlanPanel(plan())
    before = shown_by(panel)

    panel.choice.value = TIMETABLES[60].title

    assert "N05" in before
    assert "N05" not in shown_by(panel) and "Two calls" in shown_by(panel)


def shown_by(panel: PlanPanel) -> str:
    """What stands in the panel, as the host gets it."""
    (output,) = panel.shown.outputs
    return str(output["data"]["text/html"])


@pytest.mark.parametrize("minutes", [None, 60, 90, 180])
def test_each_notebook_of_a_plan_is_a_link_to_its_file(
    learner: Progress, minutes: int | None
) -> None:
    """In the panel and in the static form; a stop without a notebook leads nowhere."""
    chosen = plan(minutes)
    stops = [stop for stop in chosen.timetable.stops if stop.notebook]

    for shown in (shown_by(PlanPanel(chosen)), str(chosen.as_html())):
        links = re.findall(r'<a href="([^"]+)">(N\d\d) · [^<]+</a>', shown)
        assert [notebook for _, notebook in links] == [stop.notebook for stop in stops]
        assert all((NOTEBOOKS / file).is_file() for file, _ in links)


def test_a_plan_has_a_static_form(learner: Progress) -> None:
    """In text and HTML it says the same rows, always in the same way."""
    one, other = (plan(90)._repr_mimebundle_() for _ in range(2))

    assert isinstance(plan(90), Plan)
    assert one["text/plain"] == other["text/plain"] == repr(plan(90))
    assert one["text/html"] == other["text/html"]
    assert "Break it · the other sub" in one["text/html"]
