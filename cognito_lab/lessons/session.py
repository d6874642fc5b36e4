"""What one kernel remembers of a lesson: which notebook, which world, and the progress file.

    world = start("N03")     the first cell of a notebook: its own world, from the learner's seed
    world = reset()          the same world again, as new; progress stays
    reset(all=True)          asks, then begins the whole course anew

There is one session a kernel. In automatic runs (``COGNITO_LAB_AUTO=1``) nobody sits there:
progress goes into a folder of its own, and nothing asks for a confirmation.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from IPython import get_ipython

from cognito_lab.lessons import catalog
from cognito_lab.lessons.history import Progress
from cognito_lab.lessons.progress_file import ProgressFile

FILE_NAME = "progress.json"


@dataclass
class Session:
    """A kernel's memory of the course.

    Attributes:
        progress: What the learner has done so far, in this notebook and in others.
        notebook: ``N03``, or "" before `start`.
        world: What the notebook's first cell built, or None.
        marks: Where the trace stood when an exercise began, by its id.
        asked: What was asked for once and is done at the second time.
    """

    progress: Progress
    notebook: str = ""
    world: Any = None
    marks: dict[str, int] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)

    def confirmed(self, what: str) -> bool:
        """Whether something was asked for twice; in automatic runs once is enough."""
        if automatic() or what in self.asked:
            self.asked.discard(what)
            return True
        self.asked.add(what)
        return False

    def variable(self, name: str) -> Any:
        """The notebook's variable of that name, or None."""
        shell = get_ipython()
        return None if shell is None else shell.user_ns.get(name)

    def set_variable(self, name: str, value: Any) -> None:
        """Give the notebook's variable a value, as a cell would."""
        if (shell := get_ipython()) is not None:
            shell.user_ns[name] = value


_current: list[Session] = []


def automatic() -> bool:
    """Whether nobody sits there: tests and recording."""
    return os.environ.get("COGNITO_LAB_AUTO") == "1"


def current() -> Session:
    """This kernel's session; made on first use."""
    if not _current:
        _current.append(Session(Progress(ProgressFile(_folder() / FILE_NAME))))
    return _current[0]


def use(session: Session | None) -> None:
    """Put a session in place of this kernel's, for tests; None begins anew."""
    _current[:] = [session] if session is not None else []


def start(notebook: str, *, nickname: str = "", seed: int | str | None = None) -> Any:
    """Begin a notebook: build its world and remember it.

    Args:
        notebook: ``N03``.
        nickname: How the learner wants to be called; kept with the progress.
        seed: Other ids and tokens than the neighbour's; kept with the progress.

    Returns:
        The lesson's world, a record around one `Cloud`.
    """
    session = current()
    session.progress.introduce(nickname, seed)
    session.notebook = notebook
    for sentence in session.progress.file.said:
        print(sentence)
    return _build(session)


def reset(*, all: bool = False) -> Any:
    """Build the notebook's world anew. With ``all=True`` also clear the progress, if asked twice.

    Raises:
        RuntimeError: No notebook has begun.
    """
    session = current()
    if not session.notebook:
        raise RuntimeError('run the first cell of this notebook first: it says start("N…")')
    if all and not session.confirmed("reset"):
        print("This clears your progress in every notebook. Run reset(all=True) again to do so.")
        return session.world
    if all and (aside := session.progress.file.clear()) is not None:
        print(f"Your progress begins anew. The old file is kept as {aside.name}.")
    return _build(session)


def _build(session: Session) -> Any:
    build: Callable[[Any], Any] = catalog.lesson(session.notebook).build
    session.world = build(session.progress.seed)
    session.marks.clear()
    return session.world


def _folder() -> Path:
    """Beside the notebook; in automatic runs a folder that goes when the kernel goes."""
    if not automatic():
        return Path.cwd()
    folder = tempfile.mkdtemp(prefix="cognito-lab-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)
