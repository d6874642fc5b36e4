"""`lab.py record` and the rules under which nbval compares: the two halves of one promise.

One small lesson is recorded here, once, and then compared as it is, changed, and stripped; the
course's own notebooks are tests themselves.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

import lab
import notebook_files

WIDGET = "import ipywidgets\nipywidgets.HTML('a passport')"
FAILS = "raise ValueError('this is the lesson')"
ASKS_THE_NETWORK = """import socket
try:
    socket.create_connection(("192.0.2.1", 443), timeout=5)
except Exception as error:
    print(type(error).__name__)"""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A course in a folder of its own, which the running Python records."""
    folder = tmp_path_factory.mktemp("course")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lab, "PYTHON", Path(sys.executable))
        patch.setattr(lab, "ENVIRONMENT", folder / "environment")
        patch.setattr(lab, "NOTEBOOKS", folder)
        yield folder


@pytest.fixture(scope="module")
def lesson(course: Path) -> Path:
    """A lesson of four cells, recorded once."""
    path = write(course / "lesson.ipynb", "print('one line')", WIDGET, ASKS_THE_NETWORK, FAILS)
    lab.record(["lesson"])
    return path


@pytest.fixture(scope="module")
def nbval_says(lesson: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """What pytest answers to the lesson as recorded, and to one that is spoilt.

    In the latter a word of the first cell's output is changed, and the last two were never run.
    """
    folder = tmp_path_factory.mktemp("compared")
    recorded = lesson.read_text(encoding="utf-8")
    (folder / "as_recorded.ipynb").write_text(recorded)
    (folder / "spoilt.ipynb").write_text(spoilt(recorded))
    settings = ["-c", str(lab.ROOT / "pyproject.toml"), "--rootdir", str(folder)]
    outcome = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "conftest", *settings, "-rA", str(folder)],
        env={**os.environ, "PYTHONPATH": f"{lab.ROOT}{os.pathsep}{lab.OFFLINE}"},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return outcome.stdout


def spoilt(recorded: str) -> str:
    """The lesson with another word in its first output, and its last two cells as they were new."""
    notebook = nbformat.reads(recorded, as_version=4)
    new = nbformat.reads(notebook_files.as_new(recorded.encode()).decode(), as_version=4)
    notebook.cells[0].outputs[0].text = "another line\n"
    notebook.cells[2:] = new.cells[2:]
    return str(nbformat.writes(notebook))


def write(path: Path, *sources: str) -> Path:
    """Write a notebook that was never run; the cell that fails does so on purpose."""
    cells = [
        new_code_cell(
            source,
            id=f"cell-{number}",
            metadata={"tags": ["raises-exception"] if source == FAILS else []},
        )
        for number, source in enumerate(sources)
    ]
    nbformat.write(new_notebook(cells=cells, metadata=notebook_files.KERNEL), path)
    return path


@pytest.mark.slow
def test_recording_twice_gives_the_same_bytes(lesson: Path, capsys: pytest.CaptureFixture[str]):
    """A second recording of the same notebook changes no byte, widgets and times included.

    The fast one is `test_nbval_accepts_a_recording`: a second run shows what the first one did.
    """
    once = lesson.read_bytes()

    lab.record(["lesson"])

    assert lesson.read_bytes() == once
    assert capsys.readouterr().out == "lesson.ipynb: nothing new\n"


def test_a_recording_keeps_what_a_reader_sees_and_no_random_id(lesson: Path):
    """Text, errors and counts are kept; a widget's view, which holds a random id, is not."""
    notebook = nbformat.read(lesson, as_version=4)

    nbformat.validate(notebook)
    line, widget, _, failure = (cell.outputs[0] for cell in notebook.cells)
    assert line.text == "one line\n"
    assert list(widget.data) == ["text/plain"]
    assert failure.evalue == "this is the lesson"
    assert [cell.execution_count for cell in notebook.cells] == [1, 2, 3, 4]


def test_a_kernel_is_refused_the_network(lesson: Path):
    """A cell that asks for another computer shows the refusal in its recorded output."""
    asking = nbformat.read(lesson, as_version=4).cells[2]

    assert asking.outputs[0].text == "NetworkRefusedError\n"


def test_a_run_that_fails_changes_no_file(course: Path, monkeypatch: pytest.MonkeyPatch):
    """Where the run ends badly, the file is left alone and named."""
    path = write(course / "unlucky.ipynb", "print('never run')")
    before = path.read_bytes()
    monkeypatch.setattr(lab, "execute_notebook", lambda path, folder: 1)

    with pytest.raises(SystemExit, match=r"unlucky\.ipynb did not run to its end"):
        lab.record(["unlucky"])

    assert path.read_bytes() == before


@pytest.mark.slow
def test_a_notebook_that_fails_stays_as_it_was(course: Path):
    """A recording that does not reach the end leaves the file alone and says which one.

    Here a real kernel fails; the fast one is `test_a_run_that_fails_changes_no_file`.
    """
    broken = write(course / "broken.ipynb", "print('begun')", "1 / 0")
    before = broken.read_bytes()

    with pytest.raises(SystemExit, match=r"broken\.ipynb did not run to its end"):
        lab.record(["broken"])

    assert broken.read_bytes() == before


@pytest.mark.parametrize("number", range(4))
def test_nbval_accepts_a_recording(nbval_says: str, number: int):
    """What `record` wrote is what nbval finds, a failure on purpose and a refused kernel too."""
    assert f"PASSED as_recorded.ipynb::Cell {number}" in nbval_says, nbval_says


def test_nbval_refuses_another_output(nbval_says: str):
    """One changed word in a recorded output fails that cell, and only that."""
    assert "FAILED spoilt.ipynb::Cell 0" in nbval_says, nbval_says
    assert "PASSED spoilt.ipynb::Cell 1" in nbval_says


@pytest.mark.parametrize("number", [2, 3])
def test_a_cell_that_was_never_run_fails(nbval_says: str, number: int):
    """A stripped cell does not pass for want of anything to compare."""
    assert f"FAILED spoilt.ipynb::Cell {number}" in nbval_says, nbval_says
    assert "this cell was never run" in nbval_says


def test_a_print_in_pieces_is_recorded_whole():
    """Where a kernel cuts what a cell prints depends on its pace; a recording does not."""
    pieces = [
        {"output_type": "stream", "name": "stdout", "text": ["one\n", "tw"]},
        {"output_type": "stream", "name": "stdout", "text": ["o\n"]},
        {"output_type": "stream", "name": "stderr", "text": ["three\n"]},
    ]

    joined = notebook_files.with_whole_streams(pieces)

    assert [output["text"] for output in joined] == [["one\n", "two\n"], ["three\n"]]


def test_a_recorded_traceback_names_no_folder_of_a_machine():
    """Where packages are installed differs from machine to machine."""
    packages = "/home/me/lab/.venv/lib/python3.11/site-packages"
    line = f"File \x1b[32m{packages}/botocore/client.py:602\x1b[39m"
    output = {"output_type": "error", "ename": "E", "evalue": "no", "traceback": [line]}
    cell = {"cell_type": "code", "metadata": {}, "source": [], "outputs": [output]}
    content = notebook_files.to_bytes({"cells": [cell], "metadata": {}})

    recorded = notebook_files.as_recorded(content).decode()

    assert "…/botocore/client.py:602" in recorded
    assert "/home/me" not in recorded
