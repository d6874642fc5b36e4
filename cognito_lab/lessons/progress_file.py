"""One JSON file that survives a killed kernel, a spoilt file, and two kernels at once.

The file is a list of entries that only grows; everything else is read out of it (`progress`). So
two kernels that write at the same time cannot take anything from each other: each reads what is
there, adds its own entries, and puts the new file in place in one move.

    {"version": 1, "entries": [{"key": "…", "at": "2026-01-06T09:08:07+00:00", "kind": "check", …}]}

A file that cannot be read is kept aside as ``progress.corrupt-1.json``, and that is said. A folder
that cannot be written to is said once; the entries then live in this kernel alone.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

Entry = Mapping[str, Any]
VERSION = 1


class NoProgressFile(ValueError):
    """A file that holds no progress: somebody else's, or a damaged one."""


class ProgressFile:
    """The entries of one folder's file.

    Args:
        path: Where the file is, or will be.

    Attributes:
        said: Sentences for the learner about the file, such as that a spoilt one was kept aside.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.said: list[str] = []
        self._own: list[Entry] = []
        self._known: list[Entry] = []
        self.refresh()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Everything that is known, oldest first."""
        return tuple(self._known)

    def add(self, kind: str, **facts: Any) -> None:
        """Write one entry down, now."""
        self.add_all([{"key": uuid.uuid4().hex, "at": _now(), "kind": kind, **facts}])

    def add_all(self, entries: Iterable[Entry]) -> None:
        """Write entries down; those that are there already stay as they are."""
        self._own = merged(self._own, entries)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with _locked(self.path):
                self._known = merged(self._read(), self._own)
                _replace(self.path, to_text(self._known))
        except OSError as error:
            self._known = merged(self._known, self._own)
            self._say(f"Your progress cannot be saved here ({error.strerror}).")

    def refresh(self) -> None:
        """Read what is there, another kernel's entries too."""
        self._known = merged(self._read(), self._own)

    def clear(self) -> Path | None:
        """Begin anew; the old file is kept aside, and its new name returned."""
        aside = self._put_aside("cleared") if self.path.exists() else None
        self._own, self._known = [], []
        return aside

    def _read(self) -> list[Entry]:
        try:
            return entries_of(self.path.read_text("utf-8"))
        except FileNotFoundError:
            return []
        except OSError as error:
            self._say(f"Your progress cannot be read ({error.strerror}).")
            return list(self._known)
        except ValueError:
            return self._after_corruption()

    def _after_corruption(self) -> list[Entry]:
        with suppress(OSError):
            aside = self._put_aside("corrupt")
            self._say(
                f"{self.path.name} could not be read. It is kept as {aside.name}, "
                "and a new one begins."
            )
        return []

    def _put_aside(self, why: str) -> Path:
        number = 1
        while (aside := self.path.with_name(f"{self.path.stem}.{why}-{number}.json")).exists():
            number += 1
        os.replace(self.path, aside)
        return aside

    def _say(self, sentence: str) -> None:
        if sentence not in self.said:
            self.said.append(sentence)


def merged(one: Iterable[Entry], other: Iterable[Entry]) -> list[Entry]:
    """All entries of both, each once, oldest first."""
    by_key = {entry["key"]: entry for entry in (*one, *other)}
    return sorted(by_key.values(), key=lambda entry: str(entry["at"]))


def entries_of(text: str) -> list[Entry]:
    """The entries in a file's text.

    Raises:
        NoProgressFile: It is no such file; the message says what is wrong with it.
    """
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NoProgressFile("This file is damaged: it is cut off, or it is no JSON.") from error
    entries = content.get("entries") if isinstance(content, dict) else None
    if not isinstance(entries, list) or not all(map(_is_entry, entries)):
        raise NoProgressFile("This is not a progress file of this course.")
    return entries


def _is_entry(entry: Any) -> bool:
    facts = ("key", "at", "kind")
    return isinstance(entry, dict) and all(isinstance(entry.get(fact), str) for fact in facts)


def to_text(entries: Iterable[Entry]) -> str:
    """A file's text."""
    body = {"version": VERSION, "entries": list(entries)}
    return json.dumps(body, ensure_ascii=True, indent=1, sort_keys=True) + "\n"


def _replace(path: Path, text: str) -> None:
    """Put a whole new file in place of the old one; a kernel that dies half-way changes nothing."""
    handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """One writer at a time; the system lets go of the lock when a kernel is killed."""
    with path.with_name(f".{path.name}.lock").open("a+b") as lock:
        with suppress(OSError):  # a file system without locks: the move stays one move
            _lock(lock.fileno())
        yield  # closing the file lets go


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
