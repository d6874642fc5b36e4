"""The house rules that machines can read: types, style, and which room may import which."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

import lab

TOOLS = [
    pytest.param(["-m", "ruff", "check", "."], id="ruff finds nothing"),
    pytest.param(["-m", "mypy", "--no-error-summary"], id="mypy strict finds nothing"),
    pytest.param(
        ["-c", "from importlinter.cli import lint_imports_command as c; c(['--no-logo'])"],
        id="imports point down",
    ),
]


@pytest.mark.parametrize("command", TOOLS)
def test_the_source_keeps_the_house_rules(command: list[str]):
    """Each checker, run as CONTRIBUTING says, ends without a complaint."""
    outcome = subprocess.run(
        [sys.executable, *command], cwd=lab.ROOT, capture_output=True, text=True, check=False
    )

    complaints = [line for line in outcome.stdout.splitlines() if ": note: " not in line]
    assert outcome.returncode == 0, "\n".join(["", *complaints[-100:], outcome.stderr])


def test_at_most_ten_browser_scenes_run_by_default():
    """Scenes are slow: what a unit test can say is not said in a browser."""
    outcome = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-qq", "-m", "browser", "tests/browser"],
        cwd=lab.ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    counts = re.findall(r": (\d+)$", outcome.stdout, re.MULTILINE)
    scenes = sum(map(int, counts))
    assert 0 < scenes <= 10, outcome.stdout
