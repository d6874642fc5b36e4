"""`lab.py record` and the rules under which nbval compares: the two halves of one promise.

Small notebooks are made here; the course's own are tests themselves.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

import lab
import notebook_files

WIDGET = "import ipywidgets\nipywidgets.HTML('a passport')"
FAILING_ON_PURPOSE = "raise ValueError('this is the lesson')"


@pytest.fixture
def lesson(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only notebook of a course that the running Python records; never run so far."""
    monkeypatch.setattr(lab, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(lab, "ENVIRONMENT", tmp_path / "environment")
    monkeypatch.setattr(lab, "NOTEBOOKS", tmp_path)
    return write(tmp_path / "lesson.ipynb", "print('one line')", WIDGET)


def write(path: Path, *sources: str, tags: list[str] | None = None) -> Path:
    """Write a notebook that was never run, with one cell for each source."""
    cells = [
        new_code_cell(source, id=f"cell-{number}", metadata={"tags": tags or []})
        for number, source in enumerate(sources)
    ]
    nbformat.write(new_notebook(cells=cells, metadata=notebook_files.KERNEL), path)
    return path


def pytest_on(notebook: Path) -> subprocess.CompletedProcess[str]:
    """Run pytest with the project's own settings on a notebook outside the project."""
    options = ["-c", str(lab.ROOT / "pyproject.toml"), "--rootdir", str(lab.ROOT)]
    options += ["-p", "no:cacheprovider"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "conftest", *options, str(notebook)],
        env={**os.environ, "PYTHONPATH": f"{lab.ROOT}{os.pathsep}{lab.OFFLINE}"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_recording_twice_gives_the_same_bytes(lesson: Path, capsys):
    """A second recording of the same notebook changes no byte, widgets and times included."""
    lab.record([])
    once = lesson.read_bytes()
    lab.record(["lesson"])

    assert lesson.read_bytes() == once
    assert capsys.readouterr().out == "lesson.ipynb: recorded\nlesson.ipynb: nothing new\n"


def test_a_recording_keeps_what_a_reader_sees_and_no_random_id(lesson: Path):
    """Text and counts are kept; a widget's view, which holds a random id, is not."""
    lab.record([])

    notebook = nbformat.read(lesson, as_version=4)
    nbformat.validate(notebook)
    line, widget = (cell.outputs[0] for cell in notebook.cells)
    assert line.text == "one line\n"
    assert list(widget.data) == ["text/plain"]
    assert [cell.execution_count for cell in notebook.cells] == [1, 2]


def test_a_notebook_that_fails_stays_as_it_was(lesson: Path):
    """A recording that does not reach the end leaves the file alone and says which one."""
    write(lesson, "print('begun')", FAILING_ON_PURPOSE)
    before = lesson.read_bytes()

    with pytest.raises(SystemExit, match=r"lesson\.ipynb did not run to its end"):
        lab.record([])

    assert lesson.read_bytes() == before


def test_nbval_accepts_a_recording(lesson: Path):
    """What `record` wrote is what nbval finds, with a failure that is the lesson among it."""
    write(lesson, "print('one line')", WIDGET, FAILING_ON_PURPOSE, tags=["raises-exception"])
    lab.record([])

    outcome = pytest_on(lesson)

    assert "3 passed" in outcome.stdout, outcome.stdout


def test_nbval_refuses_another_output(lesson: Path):
    """One changed word in a recorded output fails that cell, and only that."""
    lab.record([])
    lesson.write_text(lesson.read_text().replace("one line\\n", "another line\\n", 1))

    outcome = pytest_on(lesson)

    assert "1 failed, 1 passed" in outcome.stdout, outcome.stdout


def test_a_cell_that_was_never_run_fails(lesson: Path):
    """A stripped notebook does not pass for want of anything to compare."""
    outcome = pytest_on(lesson)

    assert "2 failed" in outcome.stdout and "was never run" in outcome.stdout, outcome.stdout


def test_a_kernel_is_refused_the_network_while_recording(lesson: Path):
    """A cell that asks for another computer shows the refusal in its recorded output."""
    asking = (
        "import socket\n"
        "try:\n"
        "    socket.create_connection(('192.0.2.1', 443), timeout=5)\n"
        "except Exception as error:\n"
        "    print(type(error).__name__)"
    )
    write(lesson, asking)

    lab.record([])

    (cell,) = nbformat.read(lesson, as_version=4).cells
    assert cell.outputs[0].text == "NetworkRefusedError\n"
    assert "1 passed" in pytest_on(lesson).stdout
