"""Draws the shipped pictures again, after a change that was meant.

python tests/diagrams/golden_pictures.py
"""

from __future__ import annotations

from pathlib import Path

from diagram_samples import shipped_diagrams

import cognito_lab.diagrams
from cognito_lab.diagrams import Diagram
from cognito_lab.diagrams.shipped import UID

FOLDER = Path(cognito_lab.diagrams.__file__).parent / "golden"


def drawn(diagram: Diagram) -> str:
    """The picture as it is shipped: with ids that every page replaces."""
    return diagram.svg.replace(diagram.uid, UID)


def redraw() -> None:
    """Write every shipped picture, and the DOT that it was drawn from."""
    FOLDER.mkdir(exist_ok=True)
    for name, diagram in shipped_diagrams().items():
        (FOLDER / f"{name}.svg").write_text(drawn(diagram) + "\n", "utf-8")
        (FOLDER / f"{name}.dot").write_text(diagram.dot, "utf-8")


if __name__ == "__main__":
    redraw()
