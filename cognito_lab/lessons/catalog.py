"""Finds the content of a lesson: ``N03.E2`` stands in `cognito_lab.lessons.n03`, loaded late.

A lesson's module exports

    TITLE         "Checking it yourself"
    build         build(seed) -> its world, a record with a `cloud`
    EXERCISES     a tuple of `Exercise`
    PREDICTIONS   a tuple of `Prediction`
    RECALL        a tuple of `Question`, asked in later notebooks
    EXPLAIN       what the learner is asked to explain in own words
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol, TypeVar

from cognito_lab.lessons.exercise import Exercise
from cognito_lab.lessons.predictions import Prediction, Question

NOTEBOOKS = tuple(f"N{number:02}" for number in range(1, 11))


class Lesson(Protocol):
    """A lesson's module."""

    TITLE: str
    EXPLAIN: str
    EXERCISES: tuple[Exercise, ...]
    PREDICTIONS: tuple[Prediction, ...]
    RECALL: tuple[Question, ...]

    def build(self, seed: int | str | None) -> Any: ...


class HasId(Protocol):
    """Anything with an id such as ``N03.E2``."""

    @property
    def id(self) -> str: ...


Item = TypeVar("Item", bound=HasId)


def lesson(notebook: str) -> Lesson:
    """The module of a notebook, such as ``N03``.

    Raises:
        LookupError: There is no such notebook.
    """
    if notebook not in NOTEBOOKS or not exists(notebook):
        raise LookupError(f"there is no notebook {notebook!r}; there are: {', '.join(written())}")
    module: Any = import_module(_home(notebook))
    return module  # type: ignore[no-any-return]


def file_of(notebook: str) -> str:
    """The file's name: number and title, up to a colon; ``01-passport-counter-gate.ipynb``."""
    words = re.findall(r"\w+", lesson(notebook).TITLE.partition(":")[0].lower())
    return "-".join([notebook.removeprefix("N"), *words]) + ".ipynb"


def written() -> list[str]:
    """The notebooks whose module is there, in order."""
    return [notebook for notebook in NOTEBOOKS if exists(notebook)]


def exists(notebook: str) -> bool:
    """Whether a notebook's module is there."""
    return find_spec(_home(notebook)) is not None


def exercise(item_id: str) -> Exercise:
    """The exercise of that id.

    Raises:
        LookupError: There is none; the message names those that there are.
    """
    return _one(item_id, lesson(_notebook(item_id)).EXERCISES)


def prediction(item_id: str) -> Prediction:
    """The prediction of that id.

    Raises:
        LookupError: There is none; the message names those that there are.
    """
    return _one(item_id, lesson(_notebook(item_id)).PREDICTIONS)


def _one(item_id: str, items: Iterable[Item]) -> Item:
    by_id = {item.id: item for item in items}
    if item_id not in by_id:
        raise LookupError(f"there is no {item_id!r}; there are: {', '.join(by_id)}")
    return by_id[item_id]


def _notebook(item_id: str) -> str:
    return item_id.partition(".")[0]


def _home(notebook: str) -> str:
    return f"cognito_lab.lessons.{notebook.lower()}"
