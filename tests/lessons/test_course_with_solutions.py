from __future__ import annotations

from collections.abc import Mapping
from contextlib import redirect_stdout
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from course_files import read
from proofs import Solved, notebook_path, run_with_solutions, solved_cells

from cognito_lab.lessons.catalog import NOTEBOOKS
from cognito_lab.lessons.history import Progress
from cognito_lab.lessons.progress_file import ProgressFile
from cognito_lab.lessons.session import Session, use

IN_A_KERNEL = [pytest.param(name, marks=[pytest.mark.slow] * (name != "N03")) for name in NOTEBOOKS]
QUESTIONS = {"prediction", "recall", "explain", "recap"}


class Plain(Session):
    """A session whose notebook is a dict of names, so that no kernel is needed."""

    names: dict[str, Any]

    def variable(self, name: str) -> Any:
        return self.names.get(name)


@cache
def solved(notebook_id: str) -> Solved:
    """One run in a real kernel; both claims about it look at the same one."""
    path = notebook_path(notebook_id)
    assert path is not None
    return run_with_solutions(path)


def not_right(outcomes: Mapping[str, str]) -> dict[str, str]:
    """Those that say anything but right."""
    return {key: words for key, words in outcomes.items() if not words.startswith("✓ right")}


@pytest.mark.parametrize("notebook_id", IN_A_KERNEL)
def test_every_check_passes_with_the_solutions_filled_in(notebook_id: str) -> None:
    """The notebook, run in a real kernel with every blank filled in, gets every check right.

    N03 is the fast one. Of the others every solution is checked without a kernel too, below, and
    nbval runs their cells as they are published.
    """
    notebook = read(notebook_id)

    outcomes = solved(notebook_id).first

    assert outcomes.keys() == {cell.lab["id"] for cell in notebook.of_kind("exercise")}
    assert not_right(outcomes) == {}


@pytest.mark.parametrize("notebook_id", IN_A_KERNEL)
def test_every_check_still_passes_after_the_whole_lesson(notebook_id: str) -> None:
    """Who goes back and presses Check once more hears the same: later cells spoil no answer."""
    outcomes = solved(notebook_id)

    assert outcomes.again.keys() == outcomes.first.keys()
    assert not_right(outcomes.again) == {}


@pytest.mark.parametrize("notebook_id", NOTEBOOKS)
def test_later_cells_spoil_no_answer(
    notebook_id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same without a kernel, for all ten: right at once, and right after the last cell."""
    monkeypatch.setenv("COGNITO_LAB_AUTO", "1")
    learner = Plain(Progress(ProgressFile(tmp_path / "progress.json")))
    learner.names = {}
    path = notebook_path(notebook_id)
    assert path is not None
    use(learner)
    try:
        said = [run(cell, learner.names) for cell in solved_cells(path)]
    finally:
        use(None)

    pressed = [words for words in said if words]
    assert len(pressed) == 2 * len(read(notebook_id).of_kind("exercise"))
    assert [words for words in pressed if not words.startswith("✓ right")] == []


def run(cell: Any, names: dict[str, Any]) -> str:
    """Run one cell as a notebook would; what is printed comes back where a panel is pressed."""
    if cell.metadata.get("lab", {}).get("kind") in QUESTIONS:
        return ""
    printed = StringIO()
    with redirect_stdout(printed):
        exec(cell.source, names)
    return printed.getvalue() if "pressed" in cell.metadata else ""
