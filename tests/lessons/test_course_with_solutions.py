from __future__ import annotations

from course_files import CourseNotebook, notebook
from proofs import notebook_path, run_with_solutions

__all__ = ["notebook"]  # the fixture: one run for each of N01 to N10


def test_every_check_passes_with_the_solutions_filled_in(notebook: CourseNotebook) -> None:
    """The notebook, run in a real kernel with every blank filled in, gets every check right."""
    path = notebook_path(notebook.id)
    assert path is not None

    outcomes = run_with_solutions(path)

    assert outcomes.keys() == {cell.lab["id"] for cell in notebook.of_kind("exercise")}
    wrong = {key: words for key, words in outcomes.items() if not words.startswith("✓ right")}
    assert wrong == {}
