"""Pictures drawn in advance: for a machine that cannot draw, and as a yardstick for the rest.

Beside each ``NAME.svg`` in the folder ``golden`` lies the DOT it was drawn from. A test draws
every one of them again and compares the bytes, so a change of the layout cannot pass unseen.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

UID = "sd-golden"  # what the ids of a shipped picture begin with


def drawing_of(dot: str, uid: str) -> str:
    """The shipped picture of exactly this DOT with its ids renamed, or an empty text."""
    name = _names().get(dot)
    return _read(f"{name}.svg").replace(UID, uid) if name else ""


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    folder = files("cognito_lab.diagrams") / "golden"
    names = [
        entry.name.removesuffix(".dot") for entry in folder.iterdir() if entry.name.endswith(".dot")
    ]
    return {_read(f"{name}.dot"): name for name in names}


def _read(name: str) -> str:
    return (files("cognito_lab.diagrams") / "golden" / name).read_text("utf-8")
