"""The smallest scene: the lab's own JupyterLab opens, runs a cell, and shows what it printed."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

pytestmark = pytest.mark.browser


def test_a_notebook_runs_in_jupyterlab(run_notebook, screenshot, tmp_path: Path):
    """A cell that is run shows its output, in a kernel that works without a network."""
    notebook = tmp_path / "small.ipynb"
    cells = [new_code_cell("print('six times', 7)")]
    nbformat.write(new_notebook(cells=cells), notebook)

    page, panel = run_notebook(notebook)

    panel.locator(".jp-OutputArea").get_by_text("six times 7").wait_for()
    assert screenshot(page, "a-first-scene").stat().st_size > 10_000
