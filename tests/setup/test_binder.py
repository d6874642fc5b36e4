"""Binder's recipe, read by repo2docker itself: which Python, which pins, which last step.

Nothing is built here. That the steps work in a clean environment is proved, slowly, in
`test_fresh_machine.py`.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import lab

BINDER = lab.ROOT / "binder"


@pytest.fixture(scope="module")
def dockerfile() -> str:
    """The Dockerfile that repo2docker would build from this repository."""
    outcome = subprocess.run(
        [sys.executable, "-m", "repo2docker", "--no-build", "--debug", "."],
        cwd=lab.ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return outcome.stdout + outcome.stderr


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(r"environment-2epy-2d3-2e12-2dlinux", id="Python 3.12, not its old default"),
        pytest.param(r'pip install --no-cache-dir -r "binder/requirements.txt"', id="our pins"),
        pytest.param(r"RUN ./binder/postBuild", id="the last step"),
        pytest.param(r'R2D_ENTRYPOINT="${REPO_DIR}/binder/start"', id="the variables of a start"),
    ],
)
def test_repo2docker_finds(dockerfile: str, line: str):
    """The detection of Binder itself sees each part of the recipe."""
    assert line in dockerfile


def test_the_pins_are_the_locks():
    """`binder/requirements.txt` is what its command prints: the lock's versions, no others."""
    printed = subprocess.run(
        [sys.executable, str(BINDER / "pins.py")], capture_output=True, text=True, check=True
    ).stdout

    pins = (BINDER / "requirements.txt").read_text(encoding="utf-8")
    assert pins == printed, "run: .venv/bin/python binder/pins.py > binder/requirements.txt"
    assert set(pins.splitlines()) <= set(lab.LOCK.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("name", ["jupyterlab", "notebook", "ipywidgets"])
def test_the_base_image_brings_jupyter(name: str):
    """What the base image has is not installed a second time."""
    pins = (BINDER / "requirements.txt").read_text(encoding="utf-8")

    assert not re.search(rf"^{name}\b", pins, re.MULTILINE)


def test_the_locks_hold_no_address():
    """Neither lock names a place to download from: each machine uses its own."""
    for path in (lab.LOCK, BINDER / "requirements.txt"):
        assert not re.search(r"://|^-|\s--", path.read_text(encoding="utf-8"), re.MULTILINE)


def test_a_start_sets_what_a_kernel_needs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Binder's kernels get the variables that `lab.py` gives its own."""
    for name in ("TZ", "COLUMNS", "PYTHONHASHSEED"):
        monkeypatch.delenv(name)
    expected = lab.notebook_variables(tmp_path)

    shown = subprocess.run(
        [BINDER / "start", "env"], capture_output=True, text=True, check=True
    ).stdout.splitlines()

    for name in ("TZ", "COLUMNS", "PYTHONHASHSEED"):
        assert f"{name}={expected[name]}" in shown


def test_two_keystrokes_do_not_delete_a_cell():
    """The settings that Binder and `lab.py` share switch `d d` off, and the news question too."""
    settings = json.loads((BINDER / "overrides.json").read_text(encoding="utf-8"))

    (shortcut,) = settings["@jupyterlab/shortcuts-extension:shortcuts"]["shortcuts"]
    news = settings["@jupyterlab/apputils-extension:notification"]["fetchNews"]
    assert (shortcut["keys"], shortcut["disabled"], news) == (["D", "D"], True, "false")
