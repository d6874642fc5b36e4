from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from course_files import read
from proofs import NOTEBOOKS

import lab
from cognito_lab.lessons import catalog
from cognito_lab.lessons.timetables import TIMETABLES

PAGE = (NOTEBOOKS.parent / "docs" / "workshop.md").read_text("utf-8")
TWO_PAGES = 1100  # words


@dataclass(frozen=True)
class Row:
    """One line of the plan."""

    begins: int
    ends: int
    notebook: str
    cells: tuple[str, ...]
    wrong_answer: str


def quoted(text: str) -> tuple[str, ...]:
    """What stands in “…”."""
    return tuple(re.findall("“([^”]+)”", text))


def plan() -> list[Row]:
    """The lines of the table of minutes."""
    found = []
    for line in re.findall(r"^\| (\d+–\d+ \|.*) \|$", PAGE, re.M):
        minutes, notebook, cells, _, _, wrong = line.split(" | ")
        begins, ends = map(int, minutes.split("–"))
        lesson = re.search(r"N\d\d", notebook)
        found.append(Row(begins, ends, lesson[0] if lesson else "", quoted(cells), wrong))
    return found


def test_the_guide_has_two_pages() -> None:
    """Who stands in front reads it in five minutes."""
    assert len(PAGE.split()) < TWO_PAGES


def test_the_minutes_follow_each_other() -> None:
    """From 0 to 60 without a gap, and each lesson in the minutes of the plan for 60."""
    rows = plan()
    ends = [stop.minutes for stop in TIMETABLES[60].stops]
    changes = {sum(ends[: number + 1]) for number in range(len(ends))}

    assert [row.begins for row in rows] == [0, *(row.ends for row in rows[:-1])]
    assert rows[-1].ends == 60
    assert changes <= {row.ends for row in rows}


@pytest.mark.parametrize("row", plan(), ids=lambda row: f"minute {row.begins}")
def test_the_cells_are_there(row: Row) -> None:
    """The headings that a row names stand in its notebook."""
    if not row.notebook:
        assert row.cells == ("How much time is there?",)
        return
    notebook = read(row.notebook)
    prose = "\n".join(cell.source for cell in notebook.cells if not cell.is_code)

    assert row.cells
    assert [
        cell for cell in row.cells if not re.search(f"^#+ {re.escape(cell)}$", prose, re.M)
    ] == []


@pytest.mark.parametrize(
    "row", [row for row in plan() if row.wrong_answer != "–"], ids=lambda row: row.wrong_answer
)
def test_the_usual_wrong_answer_is_one_that_the_course_answers(row: Row) -> None:
    """It is an option of a question or a wrong answer of an exercise, word for word."""
    modules = [catalog.lesson(name) for name in catalog.written()]
    options = [o for m in modules for q in (*m.PREDICTIONS, *m.RECALL) for o in q.options]
    wrong = {option.words for option in options if not option.right}
    wrong |= {
        one.name for m in modules for exercise in m.EXERCISES for one in exercise.wrong_answers
    }

    assert set(quoted(row.wrong_answer)) <= wrong


def test_the_commands_are_those_of_lab_py() -> None:
    """What the page tells to type is what `lab.py` knows."""
    told = set(re.findall(r"python3 lab\.py (--wheels|--fresh|\w+)", PAGE))

    assert told == {"check", "wheels", "--wheels", "--fresh"}
    assert all(f"python3 lab.py {command}" in lab.USAGE for command in told)


def test_the_lessons_of_the_first_plan_take_their_minutes() -> None:
    """N01's cells add up to exactly the minutes that the table gives it."""
    rows = [row for row in plan() if row.notebook == "N01"]
    core = [cell.lab["minutes"] for cell in read("N01").cells if "minutes" in cell.lab]

    assert sum(core) == rows[-1].ends - rows[0].begins
