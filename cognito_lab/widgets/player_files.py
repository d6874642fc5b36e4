"""A run as a file to keep: a drawing, an image, or words."""

from __future__ import annotations

import re

from cognito_lab.diagrams.diagram import Diagram
from cognito_lab.diagrams.renderer import CannotDraw


def file_of(diagram: Diagram, suffix: str) -> tuple[str, bytes]:
    """A picture as a file: its media type and its content.

    Args:
        diagram: Which picture.
        suffix: ``svg``, ``png`` or ``txt``.

    Raises:
        CannotDraw: There is no picture, for the reason that it says.
        ValueError: The suffix is none of these.
    """
    if suffix == "txt":
        return "text/plain", f"{diagram}\n".encode()
    if suffix == "png":
        return "image/png", diagram.png()
    if suffix != "svg":
        raise ValueError(f"a picture is saved as svg, png or txt, not {suffix!r}")
    if not diagram.svg:
        raise CannotDraw(diagram.trouble)
    return "image/svg+xml", diagram.standalone_svg.encode()


def file_name(run: str, suffix: str) -> str:
    """A name that every file system takes: ``user-pool.svg`` for the run "User pool"."""
    stem = re.sub(r"[^a-z0-9]+", "-", run.lower()).strip("-") or "sequence"
    return f"{stem}.{suffix}"
