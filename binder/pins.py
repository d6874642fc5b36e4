"""Print `requirements.txt`: what the lab adds to Binder's base image, each at the lock's version.

    .venv/bin/python binder/pins.py > binder/requirements.txt

The walk starts at our own dependencies and goes down what they need. It never enters JupyterLab or
ipywidgets: the base image has them, and a second copy would cost 200 MB.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from importlib.metadata import requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
IN_THE_BASE = frozenset({"ipywidgets", "jupyterlab", "notebook"})
BINDER = {"python_version": "3.12", "python_full_version": "3.12.0", "sys_platform": "linux"}


def pins() -> list[str]:
    """Return the lines of `binder/requirements.txt`, in order."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names: set[str] = set()
    add_with_needs(map(Requirement, project["dependencies"]), names)
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    return [line for line in lock if line.partition("==")[0] in names]


def add_with_needs(wanted: Iterable[Requirement], names: set[str]) -> None:
    """Add the names of requirements, and of all that they need, to a set of names."""
    for requirement in wanted:
        name = canonicalize_name(requirement.name)
        if name not in names | IN_THE_BASE:
            names.add(name)
            add_with_needs(needs_of(requirement), names)


def needs_of(requirement: Requirement) -> list[Requirement]:
    """Return what an installed requirement needs on Binder, for the extras that it asks for."""
    needs = [Requirement(text) for text in requires(requirement.name) or []]
    extras = requirement.extras or {""}
    return [need for need in needs if any(applies(need, extra) for extra in extras)]


def applies(need: Requirement, extra: str) -> bool:
    """Tell whether a need counts on Binder for an extra ("" for none)."""
    return need.marker is None or need.marker.evaluate({**BINDER, "extra": extra})


if __name__ == "__main__":
    print("\n".join(pins()))
