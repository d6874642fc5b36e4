"""The learner's copy of the course: what it starts as, and that nobody's work is written over."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import nbformat
import pytest
from ipykernel.ipkernel import IPythonKernel
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

import lab
import notebook_files


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A published course of one notebook with its recorded output, and one picture."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    publish(folder, "print('who is it?')", shown="jdoe\n")
    (folder / "airport.svg").write_text("<svg/>")
    return folder


@pytest.fixture
def copies(tmp_path: Path) -> Path:
    """The place of the working copy; nothing is there yet."""
    return tmp_path / "my-course"


def publish(course: Path, source: str, *, shown: str) -> None:
    """Write the course's notebook with one cell and what it showed when it was recorded."""
    cell = new_code_cell(source, id="first", execution_count=1)
    cell.outputs = [new_output("stream", name="stdout", text=shown)]
    cells = [new_markdown_cell("# A lesson", id="title"), cell]
    nbformat.write(new_notebook(cells=cells), course / "00-lesson.ipynb")


def write_into(notebook: Path, source: str) -> None:
    """Change the code of the notebook's one cell, as a learner does in JupyterLab."""
    content = nbformat.read(notebook, as_version=4)
    content.cells[1].source = source
    nbformat.write(content, notebook)


def code_in(notebook: Path) -> str:
    """Return the code of the notebook's one cell."""
    return str(nbformat.read(notebook, as_version=4).cells[1].source)


def test_a_copy_gives_no_prediction_away(course: Path, copies: Path):
    """The learner's notebook has the cells of the published one, without outputs and counts."""
    notebook_files.update_copies(course, copies)

    notebook = nbformat.read(copies / "00-lesson.ipynb", as_version=4)
    nbformat.validate(notebook)
    assert [cell.source for cell in notebook.cells] == ["# A lesson", "print('who is it?')"]
    assert (notebook.cells[1].outputs, notebook.cells[1].execution_count) == ([], None)
    assert (copies / "airport.svg").read_text() == "<svg/>"


def test_a_copy_knows_its_language_as_the_kernel_tells_it(course: Path, copies: Path):
    """JupyterLab finds nothing to add when the kernel answers: what is only read stays as it is."""
    notebook_files.update_copies(course, copies)

    notebook = nbformat.read(copies / "00-lesson.ipynb", as_version=4)
    assert notebook.metadata.language_info == IPythonKernel.language_info


def test_the_published_notebook_keeps_its_outputs(course: Path, copies: Path):
    """Copying reads the course and changes nothing in it."""
    before = (course / "00-lesson.ipynb").read_bytes()

    notebook_files.update_copies(course, copies)

    assert (course / "00-lesson.ipynb").read_bytes() == before


def test_a_changed_copy_is_never_written_over(course: Path, copies: Path, capsys):
    """When the course moves on, the learner's changed file stays, and one line says so."""
    notebook_files.update_copies(course, copies)
    write_into(copies / "00-lesson.ipynb", "print('my own idea')")
    publish(course, "print('version 2')", shown="v2\n")

    written = notebook_files.update_copies(course, copies)

    assert written == [] and code_in(copies / "00-lesson.ipynb") == "print('my own idea')"
    assert "--fresh 00-lesson" in capsys.readouterr().out


def test_a_changed_copy_of_an_unchanged_lesson_is_kept_in_silence(
    course: Path, copies: Path, capsys
):
    """The second start after some learning says nothing: there is nothing newer."""
    notebook_files.update_copies(course, copies)
    write_into(copies / "00-lesson.ipynb", "print('my own idea')")

    assert notebook_files.update_copies(course, copies) == []
    assert capsys.readouterr().out == ""


def test_an_untouched_copy_follows_the_course(course: Path, copies: Path):
    """A copy that nobody changed becomes the new version after a pull."""
    notebook_files.update_copies(course, copies)
    publish(course, "print('version 2')", shown="v2\n")

    written = notebook_files.update_copies(course, copies)

    assert written == [copies / "00-lesson.ipynb"]
    assert code_in(copies / "00-lesson.ipynb") == "print('version 2')"


@pytest.mark.parametrize(
    "ledger",
    [
        pytest.param(None, id="lost"),
        pytest.param("", id="empty"),
        pytest.param("[1, 2]", id="not a ledger"),
    ],
)
def test_without_its_ledger_every_difference_is_the_learners(
    course: Path, copies: Path, ledger: str | None
):
    """A lost or spoilt ledger leads to keeping too much, never to writing over."""
    notebook_files.update_copies(course, copies)
    write_into(copies / "00-lesson.ipynb", "print('my own idea')")
    (copies / ".copied.json").unlink()
    if ledger is not None:
        (copies / ".copied.json").write_text(ledger)

    notebook_files.update_copies(course, copies)

    assert code_in(copies / "00-lesson.ipynb") == "print('my own idea')"


def test_fresh_puts_the_old_copy_aside(course: Path, copies: Path):
    """`--fresh` gives a new copy and keeps every old one under a name of its own."""
    lesson = copies / "00-lesson.ipynb"
    for idea in ("first idea", "second idea"):
        notebook_files.update_copies(course, copies)
        write_into(lesson, idea)
        notebook_files.update_copies(course, copies, [course / "00-lesson.ipynb"])

    assert code_in(lesson) == "print('who is it?')"
    assert code_in(copies / "00-lesson.old-1.ipynb") == "first idea"
    assert code_in(copies / "00-lesson.old-2.ipynb") == "second idea"


def test_learning_never_shows_in_git(tmp_path: Path, course: Path):
    """After a learner edits and saves the working copy, `git status` is clean."""
    shutil.copy(lab.ROOT / ".gitignore", tmp_path)
    git = ["git", "-C", str(tmp_path), "-c", "user.name=t", "-c", "user.email=t@example.com"]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "-q", "-m", "the course"], check=True)

    notebook_files.update_copies(course, tmp_path / "my-course")
    write_into(tmp_path / "my-course" / "00-lesson.ipynb", "print('my own idea')")
    (tmp_path / "my-course" / "progress.json").write_text("{}")

    status = subprocess.run([*git, "status", "--porcelain"], capture_output=True, check=True)
    assert status.stdout == b""


def test_a_copied_course_is_valid_json_with_its_signs(course: Path, copies: Path):
    """Text in other scripts and arrows survives the copy as it stands."""
    publish(course, "print('→ Zoë 東京')", shown="")

    notebook_files.update_copies(course, copies)

    raw = (copies / "00-lesson.ipynb").read_text(encoding="utf-8")
    assert "→ Zoë 東京" in raw and json.loads(raw)["nbformat"] == 4
