"""A small lesson of its own, so that tests of the engine depend on no notebook's content."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cognito_lab.cloud import Cloud, new_cloud
from cognito_lab.lessons.attempt import Attempt
from cognito_lab.lessons.bench import Bench
from cognito_lab.lessons.exercise import Cell, Exercise, Task, WrongAnswer
from cognito_lab.lessons.history import Progress
from cognito_lab.lessons.progress_file import ProgressFile
from cognito_lab.lessons.session import Session
from cognito_lab.lessons.tasks import Case, Function


@dataclass(frozen=True)
class SmallWorld:
    """A world with nothing in it."""

    cloud: Cloud = field(default_factory=lambda: new_cloud(seed=1))


def half_cases(_: object) -> list[Case]:
    """Two cases, the basic one first."""
    return [
        Case("four", (4,), 2, "Half of four came back as {came_back}."),
        Case("five", (5,), 2.5),
    ]


HALF = Function(cases=half_cases)


def exercise(task: Task = HALF, **changes: Any) -> Exercise:
    """An exercise; name only what matters to the claim."""
    facts: dict[str, Any] = {
        "id": "N01.E9",
        "goal": "Write `half`.",
        "answer": "half",
        "blank": Cell("def half(number):\n    return TODO"),
        "solution": Cell("def half(number):\n    return number / 2"),
        "because": "Half of a number is the number divided by two.",
        "hints": ("Look at division.", "One slash.", "number / …"),
        "task": task,
        "wrong_answers": (
            WrongAnswer("whole", lambda number: number // 2, "M02", "{item} gave {came_back}."),
            WrongAnswer("double", lambda number: number * 2, "M03", "You doubled."),
        ),
    }
    return Exercise(**facts | changes)


def attempt(answer: Any, world: Any = None) -> Attempt:
    """An attempt in a fresh world."""
    return Attempt(answer, world or SmallWorld())


def session(folder: Path, world: Any = None) -> Session:
    """A session of notebook N01 whose progress lies in a folder."""
    progress = Progress(ProgressFile(folder / "progress.json"))
    return Session(progress, "N01", world or SmallWorld())


def bench(folder: Path, made: Exercise | None = None) -> Bench:
    """The learner's side of the sample exercise."""
    return Bench(made or exercise(), session(folder))
