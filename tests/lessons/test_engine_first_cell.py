from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from cognito_lab.lessons.first_cell import advice, names_of

ROOT = Path(__file__).parents[2]
STARTUP = "cognito_lab/lessons/kernel_startup.py"
FIRST = "from cognito_lab.lessons import ex, start\n\nworld = start('N01')\nnobody: int = 3"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A folder with one course notebook in it."""
    cells = [nbformat.v4.new_markdown_cell("# N01"), nbformat.v4.new_code_cell(FIRST)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "01-one.ipynb")
    return tmp_path


def test_names_are_read_from_the_first_code_cell(course: Path) -> None:
    """Imports and assignments of the first code cell count; nothing else does."""
    assert names_of(course / "01-one.ipynb") == {"ex", "start", "world", "nobody"}


def test_a_name_that_no_first_cell_makes_gets_no_advice(course: Path) -> None:
    """A slip of the learner's own stays an ordinary NameError."""
    assert advice("wrold", course) == ""
    assert advice("world", course.parent / "elsewhere") == ""


def test_a_broken_notebook_makes_no_names(tmp_path: Path) -> None:
    """A file that is no notebook is as good as none."""
    (tmp_path / "01-one.ipynb").write_text("{", "utf-8")

    assert advice("world", tmp_path) == ""


def test_a_kernel_answers_a_cell_that_is_run_before_the_first(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A real kernel says "run the first cell first", and shows other errors as always."""
    startup = course / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    shutil.copy(ROOT / STARTUP, startup / "50-cognito-lab.py")
    monkeypatch.setenv("IPYTHONDIR", str(course / "ipython"))
    cells = [nbformat.v4.new_code_cell(source) for source in ("world.cloud", "wrold.cloud")]
    notebook = nbformat.v4.new_notebook(cells=cells)

    resources = {"metadata": {"path": str(course)}}
    NotebookClient(notebook, allow_errors=True, timeout=60, resources=resources).execute()

    our_name, slip = ("".join(cell.outputs[0].traceback) for cell in cells)
    assert "Run the first cell of this notebook first" in our_name
    assert "Traceback" not in our_name
    assert "NameError" in slip
    assert "Traceback" in slip


def test_the_wheel_brings_the_start_up_file_to_where_ipython_looks() -> None:
    """No set-up is needed: the file is installed with the package."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    shared = project["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]

    assert shared == {STARTUP: "etc/ipython/startup/50-cognito-lab.py"}
