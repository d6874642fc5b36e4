from __future__ import annotations

import pytest
from course_files import read
from proofs import notebook_path, run_with_solutions

from cognito_lab.lessons.catalog import NOTEBOOKS


@pytest.mark.parametrize(
    "notebook_id",
    [pytest.param(name, marks=[pytest.mark.slow] * (name != "N03")) for name in NOTEBOOKS],
)
def test_every_check_passes_with_the_solutions_filled_in(notebook_id: str) -> None:
    """The notebook, run in a real kernel with every blank filled in, gets every check right.

    N03 is the fast one. Of the others every solution is checked without a kernel too, by
    `test_an_exercise_of_n…_is_sound`, and nbval runs their cells as they are published.
    """
    notebook, path = read(notebook_id), notebook_path(notebook_id)
    assert path is not None

    outcomes = run_with_solutions(path)

    assert outcomes.keys() == {cell.lab["id"] for cell in notebook.of_kind("exercise")}
    wrong = {key: words for key, words in outcomes.items() if not words.startswith("✓ right")}
    assert wrong == {}
