"""Runs Graphviz: DOT in, a picture out, within a time limit.

Which program draws, in this order: the one that ``COGNITO_LAB_DOT`` names; the one in the wheel
``graphviz-pure``, which a fresh machine gets without root; a ``dot`` on the PATH. Where there is
none, `NoRenderer` says how to get one, and the caller falls back to a shipped picture or to a
list.

Left out: ``graphviz.pipe()``, which has no time limit. An empty answer counts as a failure,
because Graphviz ends well on an empty question; an exit code counts too, because it writes a
picture without the edges it lost.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

TIME_LIMIT_SECONDS = 10
_PROGRAM = re.compile(r"(^|/)graphviz-pure(\.exe)?$")
_STEP = re.compile(r"\bs(\d+)\.")


class CannotDraw(Exception):
    """There is no picture; the message is one line for the person who wanted it."""


class NoRenderer(CannotDraw):
    """No program that could draw was found."""

    def __init__(self) -> None:
        super().__init__(
            "No picture, because Graphviz was not found; "
            "pip install graphviz-pure brings it, without administrator rights."
        )


class RendererFailed(CannotDraw):
    """Graphviz was asked and did not answer properly."""


def find() -> Path | None:
    """The program that draws, or None."""
    if named := os.environ.get("COGNITO_LAB_DOT"):
        found = shutil.which(named)
        return Path(found) if found else None
    return _shipped() or on_path()


@lru_cache(maxsize=1)
def _shipped() -> Path | None:
    """The program in graphviz-pure's wheel: a kernel's PATH often lacks the folder it is in."""
    try:
        files = distribution("graphviz-pure").files or ()
    except PackageNotFoundError:
        return None
    programs = (Path(str(f.locate())) for f in files if _PROGRAM.search(f.as_posix()))
    return next((program for program in programs if program.is_file()), None)


def on_path() -> Path | None:
    """A `dot` of the system's."""
    found = shutil.which("dot")
    return Path(found) if found else None


def draw(dot: str, kind: str = "svg", *, dpi: int | None = None) -> bytes:
    """Let Graphviz draw a picture.

    Args:
        dot: The whole graph, which names its own layout engine.
        kind: ``svg`` or ``png``.
        dpi: Dots per inch, for a PNG.

    Raises:
        NoRenderer: Nothing on this machine can draw.
        RendererFailed: It took too long, refused, or answered nothing.
    """
    if (program := find()) is None:
        raise NoRenderer
    command = [str(program), f"-T{kind}", *([f"-Gdpi={dpi}"] if dpi else [])]
    try:
        done = subprocess.run(
            command,
            input=dot.encode(),
            capture_output=True,
            timeout=TIME_LIMIT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise RendererFailed(f"Graphviz gave up after {TIME_LIMIT_SECONDS} seconds.") from None
    except OSError as error:
        raise RendererFailed(f"Graphviz could not be started: {error}.") from error
    if done.returncode or not done.stdout:
        raise RendererFailed(_complaint(done.stderr.decode(errors="replace"), done.returncode))
    return done.stdout


def _complaint(stderr: str, code: int) -> str:
    said = " ".join(stderr.split())[:300] or f"nothing (exit code {code})"
    step = _STEP.search(stderr)
    where = f" about step {step[1]}" if step else ""
    return f"Graphviz could not draw this; it said{where}: {said}"
