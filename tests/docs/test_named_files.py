"""Prose names files: in backticks, or behind a link. Each of them has to be there."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [
    *sorted(ROOT.glob("*.md")),
    *sorted(ROOT.glob("docs/**/*.md")),
    *sorted(ROOT.glob("notebooks/*.ipynb")),
]
# A path in backticks begins with one of our folders and ends with a slash or a suffix; `nNN` and
# `NAME` stand for something.
IN_BACKTICKS = re.compile(
    r"`((?:\.ci|artefacts|benchmarks|binder|cognito_lab|docs|notebooks|tests)/[\w./-]*)`"
)
BEHIND_A_LINK = re.compile(r"\]\((?!http|#)([^)#\s]+)")
NOT_COMMITTED = {"artefacts/"}
PATTERN = re.compile(r"NN|NAME")


def prose_of(page: Path) -> str:
    """Everything of a page that is prose: all of it, or the prose cells of a notebook."""
    if page.suffix == ".md":
        return re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.M | re.S)
    cells = json.loads(page.read_text("utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_file_that_prose_names_is_there(page: Path) -> None:
    """A path in backticks is seen from the root, one behind a link from the page."""
    prose = prose_of(page)

    named = {path: ROOT / path for path in IN_BACKTICKS.findall(prose)}
    without_code = re.sub(r"`[^`\n]*`", "", prose)
    linked = {path: page.parent / path for path in BEHIND_A_LINK.findall(without_code)}

    missing = [path for path, place in (named | linked).items() if not place.exists()]
    assert [p for p in missing if p not in NOT_COMMITTED and not PATTERN.search(p)] == []
