"""Graphviz is found, asked within a time limit, and not believed when it failed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from cognito_lab.diagrams import renderer

DOT = "digraph { a -> b }"


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Puts a small program in the place of Graphviz; it gets Python code to run."""
    if os.name == "nt":
        pytest.skip("a script cannot be a program here")

    def make(code: str) -> Path:
        path = tmp_path / "dot"
        path.write_text(f"#!{sys.executable}\nimport sys, time\n{code}\n")
        path.chmod(0o755)
        monkeypatch.setenv("COGNITO_LAB_DOT", str(path))
        return path

    return make


def test_graphviz_of_the_wheel_is_found_without_a_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kernel whose PATH lacks its own folder of programs still draws."""
    monkeypatch.delenv("COGNITO_LAB_DOT", raising=False)
    monkeypatch.setenv("PATH", "")

    found = renderer.find()

    assert found is not None
    assert found.stem == "graphviz-pure"
    assert renderer.draw(DOT).startswith(b"<?xml")


def test_the_environment_names_the_program_before_all_others(program) -> None:  # type: ignore[no-untyped-def]
    """`COGNITO_LAB_DOT` wins."""
    path = program("sys.stdout.write('<svg/>')")

    assert renderer.find() == path
    assert renderer.draw(DOT) == b"<svg/>"


def test_a_named_program_that_is_not_there_is_no_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who names a program does not silently get another one."""
    monkeypatch.setenv("COGNITO_LAB_DOT", "/nowhere/dot")

    assert renderer.find() is None


def test_dot_on_the_path_comes_last(program, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    """Without the wheel, a `dot` of the system draws."""
    path = program("pass")
    monkeypatch.delenv("COGNITO_LAB_DOT")
    monkeypatch.setenv("PATH", str(path.parent))
    monkeypatch.setattr(renderer, "_shipped", lambda: None)

    assert renderer.find() == path


def test_nothing_to_draw_with_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line names what is missing and the command that brings it."""
    monkeypatch.setattr(renderer, "find", lambda: None)

    with pytest.raises(renderer.NoRenderer, match="pip install graphviz-pure"):
        renderer.draw(DOT)


@pytest.mark.parametrize(
    ("code", "message"),
    [
        pytest.param(
            "print('<svg/>'); sys.stderr.write('lost an edge'); sys.exit(1)",
            "lost an edge",
            id="a picture, but not all of it",
        ),
        pytest.param("pass", "exit code 0", id="an empty answer"),
        pytest.param(
            "sys.stderr.write(\"Warning: node 's4.label' broke\"); sys.exit(1)",
            "about step 4: Warning: node 's4.label' broke",
            id="a complaint about a step",
        ),
        pytest.param("time.sleep(60)", "gave up after 0.3 seconds", id="no answer in time"),
    ],
)
def test_a_failure_is_an_error(
    program, monkeypatch: pytest.MonkeyPatch, code: str, message: str
) -> None:  # type: ignore[no-untyped-def]
    """An exit code, an empty answer and a late one are errors that say what happened."""
    program(code)
    monkeypatch.setattr(renderer, "TIME_LIMIT_SECONDS", 0.3 if "sleep" in code else 10)

    with pytest.raises(renderer.RendererFailed, match=message):
        renderer.draw(DOT)


def test_a_program_that_cannot_start_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Something that is no program gives one clear line."""
    path = tmp_path / "dot"
    path.write_bytes(b"\x00\x01\x02")
    path.chmod(0o755)
    monkeypatch.setenv("COGNITO_LAB_DOT", str(path))

    with pytest.raises(renderer.RendererFailed, match="could not be started"):
        renderer.draw(DOT)


def test_a_png_is_a_png() -> None:
    """The same DOT gives pixels, at the density that was asked for."""
    assert renderer.draw(DOT, "png", dpi=144).startswith(b"\x89PNG")
