"""Reads the course's notebooks for tests: their cells, and what stands in the cells' metadata.

A notebook of the plan carries ``{"lab": {"id": "N03", "minutes": 45}}``. Until all ten are there,
tests skip what is missing; from then on they fail.
"""

from __future__ import annotations

from collections.abc import Iterator
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
        """Whether the recorded run got here, and showed no error that was not meant."""
        meant = "raises-exception" in self.cell.metadata.get("tags", ())
        failed = any(output.output_type == "error" for output in self.cell.get("outputs", ()))
        return self.is_code and self.cell.execution_count is not None and (meant or not failed)


@dataclass(frozen=True)
class CourseNotebook:
    """One notebook of the plan."""

    id: str
    lab: dict[str, Any]
    cells: tuple[CourseCell, ...]

    def of_kind(self, kind: str) -> list[CourseCell]:
        return [cell for cell in self.cells if cell.lab.get("kind") == kind]


def read(notebook: str) -> CourseNotebook | None:
    """A notebook that is written to the plan, or None."""
    path = notebook_path(notebook)
    content = None if path is None else nbformat.read(path, as_version=4)
    if content is None or "lab" not in content.metadata:
        return None
    cells = enumerate(content.cells)
    found = (CourseCell(n, cell, dict(cell.metadata.get("lab", {}))) for n, cell in cells)
    return CourseNotebook(notebook, dict(content.metadata["lab"]), tuple(found))


def written() -> Iterator[CourseNotebook]:
    """The notebooks that are written to the plan."""
    return filter(None, map(read, NOTEBOOKS))


def complete() -> bool:
    """Whether all ten files are there, so that nothing may be missing any more."""
    return all(notebook_path(notebook) for notebook in NOTEBOOKS)


@pytest.fixture(params=NOTEBOOKS)
def notebook(request: pytest.FixtureRequest) -> CourseNotebook:
    """Each notebook of the plan."""
    found = read(request.param)
    if found is None and complete():
        pytest.fail(f"{request.param} carries no `lab` metadata")
    if found is None:
        pytest.skip(f"{request.param} is not written to the plan yet")
    return found
