"""Knows which names the first cell of a course notebook makes, and says so where one is missing.

A learner who starts in the middle of a notebook meets ``NameError: name 'world' is not defined``.
Before the first cell has run, nothing of the lesson is loaded, so nothing in the notebook could
answer. `kernel_startup` therefore asks here, at the moment of such an error and not before.

The names are read from the notebooks in the kernel's folder, so there is no list to keep.
"""

from __future__ import annotations

import ast
import json
import os
from collections.abc import Iterator
from pathlib import Path

COURSE = "[0-9][0-9]-*.ipynb"


def advice(missing: str, folder: Path, notebook: str = "") -> str:
    """What to do about a missing name; "" where the first cell does not make it.

    Args:
        missing: The name.
        folder: Where the kernel runs: the notebook's folder.
        notebook: The notebook's path, where the server has told it.
    """
    here = folder / Path(notebook).name
    found = [here] if notebook and here.match(COURSE) else sorted(folder.glob(COURSE))
    if any(missing in names_of(path) for path in found):
        return f"Run the first cell of this notebook first: it makes `{missing}`."
    return ""


def names_of(path: Path) -> frozenset[str]:
    """The names that a notebook's first code cell makes; none where it cannot be read."""
    try:
        cells = json.loads(path.read_text("utf-8"))["cells"]
        first = next(cell for cell in cells if cell["cell_type"] == "code")
        return frozenset(_made(ast.parse("".join(first["source"]))))
    except (OSError, ValueError, KeyError, TypeError, StopIteration, SyntaxError):
        return frozenset()


def _made(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.alias):
            yield (node.asname or node.name).partition(".")[0]
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name


def announced_notebook() -> str:
    """The notebook's path as Jupyter's server told the kernel; "" where it did not."""
    return os.environ.get("JPY_SESSION_NAME", "")
