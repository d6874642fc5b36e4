"""Reads the course's notebooks for tests: their cells, and what stands in the cells' metadata.

A notebook of the plan carries ``{"lab": {"id": "N03", "minutes": 45}}``; all ten have to be there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import nbformat
import pytest
from proofs import notebook_path

from cognito_lab.lessons.catalog import NOTEBOOKS


@dataclass(frozen=True)
class CourseCell:
    """One cell with its metadata.

    Attributes:
        index: Its place in the notebook, from 0.
        lab: Its metadata under `lab`; empty where there is none.
    """

    index: int
    cell: Any
    lab: dict[str, Any]

    @property
    def source(self) -> str:
        return str(self.cell.source)

    @property
    def is_code(self) -> bool:
        return bool(self.cell.cell_type == "code")

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps that a learner does here."""
        return tuple(filter(None, (self.lab.get("id"), *self.lab.get("steps", ()))))

    @property
    def reached(self) -> bool:
        """Whether the recorded run got here, and showed no traceback."""
        failed = any(output.output_type == "error" for output in self.cell.get("outputs", ()))
        return self.is_code and self.cell.execution_count is not None and not failed

    @property
    def printed(self) -> str:
        """What the recorded run printed here."""
        outputs = self.cell.get("outputs", ())
        return "".join(output.text for output in outputs if output.output_type == "stream")


@dataclass(frozen=True)
class CourseNotebook:
    """One notebook of the plan."""

    id: str
    lab: dict[str, Any]
    cells: tuple[CourseCell, ...]

    def of_kind(self, kind: str) -> list[CourseCell]:
        return [cell for cell in self.cells if cell.lab.get("kind") == kind]


def read(notebook: str) -> CourseNotebook:
    """A notebook of the plan."""
    path = notebook_path(notebook)
    assert path is not None, f"{notebook} has no file"
    content = nbformat.read(path, as_version=4)
    cells = enumerate(content.cells)
    found = (CourseCell(n, cell, dict(cell.metadata.get("lab", {}))) for n, cell in cells)
    return CourseNotebook(notebook, dict(content.metadata["lab"]), tuple(found))


@pytest.fixture(params=NOTEBOOKS)
def notebook(request: pytest.FixtureRequest) -> CourseNotebook:
    """Each notebook of the plan."""
    return read(request.param)
