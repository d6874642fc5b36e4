"""The learner's own records: `progress`, `recap`, `export`, `restore`.

progress()             a panel: what is done in which notebook, to download and to restore
recap("N03")           the end of a notebook: you said / it did, and what is still open
export()               two files beside the notebooks: the progress, and one CSV row
restore("file.json")   brings an export back, into whatever is here already
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

from cognito_lab.lessons import catalog
from cognito_lab.lessons.misconceptions import MISCONCEPTIONS
from cognito_lab.lessons.progress_file import NoProgressFile, entries_of, to_text
from cognito_lab.lessons.prose import prose
from cognito_lab.lessons.session import Session, current
from cognito_lab.widgets import html

Rows = list[tuple[str, ...]]
KEEP = "Take your progress with you, or bring it back, in code"
TAKE_AND_BRING = """from cognito_lab.lessons import export, restore
export()  # writes {name} beside this notebook
restore("{name}")"""


def progress() -> Records:
    """What was done in every notebook so far."""
    return Records("Your course", tuple(catalog.written()), current())


def recap(notebook: str) -> Records:
    """What was said and done in one notebook.

    Raises:
        LookupError: There is no such notebook.
    """
    title = f"{notebook} · {catalog.lesson(notebook).TITLE}"
    return Records(title, (notebook,), current(), predictions=True)


def export(folder: str | Path | None = None) -> list[Path]:
    """Write the progress and one CSV row into a folder; return the two files.

    Args:
        folder: Where to; beside the progress file, unless given.

    Raises:
        OSError: The folder cannot be written to.
    """
    session = current()
    session.progress.file.refresh()
    into = Path(folder) if folder is not None else session.progress.file.path.parent
    files = [into / file_name(session), (into / file_name(session)).with_suffix(".csv")]
    files[0].write_text(to_text(session.progress.file.entries), "utf-8")
    files[1].write_text(csv_row(session), "utf-8")
    return files


def restore(source: str | Path | bytes) -> str:
    """Bring an export back. What is here already stays; nothing is counted twice.

    Args:
        source: The file's path, or its content as bytes.

    Returns:
        A sentence that says what came back, or why nothing did.
    """
    try:
        return bring_back(source if isinstance(source, bytes) else Path(source).read_bytes())
    except NoProgressFile as error:
        return str(error)
    except OSError as error:
        return f"{error.filename} cannot be read ({error.strerror}). Is it beside this notebook?"


def bring_back(content: bytes) -> str:
    """Take an export's entries in, all of them or none.

    Raises:
        NoProgressFile: It is none; the message says what is wrong with it.
    """
    file = current().progress.file
    before = len(file.entries)
    try:
        file.add_all(entries_of(content.decode("utf-8", "replace")))
    except NoProgressFile as error:
        raise NoProgressFile(f"{error} Nothing here was changed.") from error
    new, there = len(file.entries) - before, len(file.entries)
    came, are = "entry" if new == 1 else "entries", "is" if there == 1 else "are"
    return f"{new} {came} came back; there {are} {there} now."


def file_name(session: Session) -> str:
    """What a download is called, such as ``cognito-lab-ana.json``."""
    name = "".join(c for c in session.progress.nickname if c.isalnum()) or "learner"
    return f"cognito-lab-{name}.json"


def csv_row(session: Session) -> str:
    """A header line and one line: who, and each exercise's status."""
    ids = [exercise.id for name in catalog.written() for exercise in catalog.lesson(name).EXERCISES]
    learner = session.progress
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["nickname", "seed", *ids, "misconceptions"])
    met = " ".join(f"{key}:{count}" for key, count in sorted(learner.misconceptions().items()))
    cells = [learner.nickname, learner.seed, *map(learner.status, ids), met]
    writer.writerow([_harmless(str(cell)) for cell in cells])
    return text.getvalue()


def _harmless(cell: str) -> str:
    """A table program must not take a nickname for a formula."""
    return f"'{cell}" if cell[:1] in tuple("=+-@\t\r") else cell


@dataclass(frozen=True)
class Records:
    """What was said and done, as the last value of a cell.

    Attributes:
        title: The heading.
        notebooks: About which.
        session: Whose.
        predictions: Whether *you said / it did* belongs to it.
    """

    title: str
    notebooks: tuple[str, ...]
    session: Session
    predictions: bool = False

    def file_bytes(self) -> bytes:
        """The whole progress as a file."""
        return to_text(self.session.progress.file.entries).encode()

    def restore(self, content: bytes) -> str:
        """Bring an export back; see `bring_back`."""
        return bring_back(content)

    def as_text(self) -> str:
        lines = (" | ".join(row) for _, _, rows in self._tables() for row in rows)
        return "\n".join([self.title, *lines, f"{KEEP}:", self._in_code()])

    def as_html(self) -> Markup:
        tables = (
            html.table(head, [tuple(map(prose, row)) for row in rows], caption=caption)
            for caption, head, rows in self._tables()
        )
        return html.joined([*tables, html.details(KEEP, html.code(self._in_code()))])

    def __repr__(self) -> str:
        return self.as_text()

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        from cognito_lab.widgets.history_panel import HistoryPanel

        panel = HistoryPanel(self.title, self, file_name(self.session))
        bundle: dict[str, Any] = panel._repr_mimebundle_(**kwargs)
        return bundle

    def _in_code(self) -> str:
        """What the buttons do, for places where no widget can live."""
        return TAKE_AND_BRING.format(name=file_name(self.session))

    def _tables(self) -> list[tuple[str, Sequence[str], Rows]]:
        """Caption, head and rows of every table that has rows."""
        tables: list[tuple[str, Sequence[str], Rows]] = [
            ("You said, it did", ("question", "you said", "it did"), self._said()),
            ("Exercises", ("exercise", "where you are"), self._done()),
            ("Beliefs that you met", ("belief", "what is so"), self._met()),
        ]
        return [table for table in tables if table[2]]

    def _said(self) -> Rows:
        if not self.predictions:
            return []
        asked = [one for name in self.notebooks for one in catalog.lesson(name).PREDICTIONS]
        return [(f"{one.id} {one.asks}", self._chose(one.id), one.right.words) for one in asked]

    def _chose(self, question: str) -> str:
        entry = self.session.progress.answer(question)
        return "–" if entry is None else str(entry["chose"])

    def _done(self) -> Rows:
        done = [one for name in self.notebooks for one in catalog.lesson(name).EXERCISES]
        return [(f"{one.id} {one.goal}", self.session.progress.status(one.id)) for one in done]

    def _met(self) -> Rows:
        met = [] if self.predictions else sorted(self.session.progress.misconceptions())
        known = [MISCONCEPTIONS[key] for key in met if key in MISCONCEPTIONS]
        return [(f"{one.id} {one.belief}", one.truth) for one in known]
