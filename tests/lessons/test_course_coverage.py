from __future__ import annotations

import pytest
from course_files import CourseCell, read

from cognito_lab.lessons.catalog import NOTEBOOKS
from cognito_lab.lessons.coverage import COVERAGE, STATEMENTS
from cognito_lab.lessons.misconceptions import MISCONCEPTIONS


def test_every_statement_has_a_step() -> None:
    """The table names at least one step for each statement, and no others."""
    assert COVERAGE.keys() == STATEMENTS.keys()
    assert all(COVERAGE.values())


@pytest.mark.parametrize("statement", COVERAGE)
def test_a_learner_makes_the_statement_real(statement: str) -> None:
    """Each step stands in a notebook's metadata, says what it covers, and is reached in its run."""
    steps = {step: cell for cell in doing_cells() for step in cell.steps}
    done = {step: steps[step] for step in COVERAGE[statement]}

    assert [step for step, cell in done.items() if not cell.reached] == []
    assert [step for step, cell in done.items() if statement not in cell.lab["covers"]] == []


def doing_cells() -> list[CourseCell]:
    """The cells in which a learner does something; a check cell repeats its exercise's id."""
    cells = (cell for notebook in map(read, NOTEBOOKS) for cell in notebook.cells)
    return [cell for cell in cells if cell.lab.get("kind") != "check"]


def test_notebooks_claim_only_known_statements() -> None:
    """A cell covers no statement that the table does not know."""
    claimed = {covered for cell in doing_cells() for covered in cell.lab.get("covers", ())}

    assert claimed <= COVERAGE.keys()


def test_the_planned_beliefs_are_all_described() -> None:
    """M01 to M28 of the plan have a belief and a truth."""
    assert {f"M{number:02}" for number in range(1, 29)} <= MISCONCEPTIONS.keys()
    assert all(one.belief.endswith(".") for one in MISCONCEPTIONS.values())
    assert all(one.truth.endswith(".") for one in MISCONCEPTIONS.values())
