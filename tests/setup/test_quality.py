"""The house rules that machines can read: types, style, and which room may import which."""

from __future__ import annotations

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

    assert outcome.returncode == 0, f"\n{outcome.stdout[-6000:]}{outcome.stderr[-2000:]}"
