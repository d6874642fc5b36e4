"""What every exercise has to prove, from its own data, and how a notebook is run with solutions.

    prove(exercise)               untouched, right, and wrong in its own way
    prove_no_luck(exercise)       no wrong answer passes in any of twenty worlds (slow)
    run_with_solutions(path)      a notebook with every blank filled in, and what its checks say

An exercise is tried in the namespace that its notebook's first cell makes, with the lines of
`given`. Every attempt gets its own copy of the lesson's world, so one cannot help the next.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

import cognito_lab
from cognito_lab import lessons
from cognito_lab.lessons import catalog, checking
from cognito_lab.lessons.attempt import Attempt, copy_of
from cognito_lab.lessons.exercise import Cell, Exercise, WrongAnswer
from cognito_lab.lessons.misconceptions import MISCONCEPTIONS
from cognito_lab.lessons.outcome import Outcome, Status
from cognito_lab.lessons.readings import Reading, Signature, signature
from cognito_lab.lessons.todo import TODO

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
SEEDS = tuple(range(1, 21))


def prove(exercise: Exercise) -> None:
    """The proofs in one world, the quick ones first; `prove_no_luck` is the one in twenty."""
    exercise = replace(exercise, task=Remembering(exercise.task))
    prove_complete(exercise)
    prove_untouched(exercise)
    prove_solution(exercise)
    outcomes = {wrong.name: tried(exercise, wrong) for wrong in exercise.wrong_answers}
    for wrong in exercise.wrong_answers:
        prove_wrong(wrong, outcomes[wrong.name])
    prove_told_apart(exercise, outcomes)


class Remembering:
    """A task that remembers how the listed wrong answers fail, to which each attempt is compared.

    The attempt that is checked is always read anew, so that a comparison is one of two readings.
    """

    def __init__(self, task: Any) -> None:
        self.task = task
        self.checked: Attempt | None = None
        self._known: dict[object, tuple[Any, list[Reading]]] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self.task, name)

    def readings(self, attempt: Attempt) -> list[Reading]:
        """The readings; of a listed answer those of the first time."""
        if attempt is self.checked:
            return list(self.task.readings(attempt))
        answer = attempt.answer
        name = id(answer) if callable(answer) else repr(answer)
        if name not in self._known:  # the answer is kept too, so that no other gets its id
            self._known[name] = answer, list(self.task.readings(attempt))
        return self._known[name][1]


def prove_complete(exercise: Exercise) -> None:
    """The record says everything that a learner needs."""
    assert all(exercise.hints), f"{exercise.id} has an empty hint"
    assert len(set(exercise.hints)) == 3, f"{exercise.id} repeats a hint"
    assert exercise.goal and exercise.because
    assert exercise.wrong_answers, f"{exercise.id} lists no wrong answer"
    unknown = {wrong.misconception for wrong in exercise.wrong_answers} - set(MISCONCEPTIONS)
    assert not unknown, f"{exercise.id} names beliefs that nobody described: {unknown}"


def prove_untouched(exercise: Exercise) -> None:
    """The blank, as the notebook shows it, runs and counts as not attempted."""
    outcome = tried(exercise, exercise.blank)
    assert outcome.status is Status.NOT_ATTEMPTED, outcome


def prove_solution(exercise: Exercise) -> None:
    """The solution is right, and right again when *Check* is pressed a second time."""
    first, second = tried(exercise, exercise.solution, times=2)
    assert first.passed, first
    assert second.passed, f"right at first, then: {second}"


def prove_wrong(wrong: WrongAnswer, outcome: Outcome) -> None:
    """A listed wrong answer is found out, and hears about its own belief."""
    assert outcome.status is Status.FAIL, f"{wrong.name}: {outcome}"
    assert outcome.misconception == wrong.misconception, f"{wrong.name}: {outcome}"
    assert outcome.words.strip(), f"{wrong.name} hears nothing"
    assert "{" not in wrong.says or "{" not in outcome.words, f"{wrong.name}: {outcome.words}"


def prove_told_apart(exercise: Exercise, outcomes: Mapping[str, Outcome]) -> None:
    """No two listed wrong answers hear the same words."""
    heard = {name: outcome.words for name, outcome in outcomes.items()}
    same = [pair for pair in combinations(heard, 2) if heard[pair[0]] == heard[pair[1]]]
    assert not same, f"{exercise.id}: these hear the same words: {same}"


def prove_no_luck(exercise: Exercise) -> None:
    """In none of twenty worlds does a wrong answer pass, or look like another one."""
    for seed in SEEDS:
        failing = {
            wrong.name: _signature(exercise, wrong, seed) for wrong in exercise.wrong_answers
        }
        lucky = [name for name, found in failing.items() if not found]
        assert not lucky, f"{exercise.id}, seed {seed}: these pass: {lucky}"
        if exercise.task.repeatable:
            same = [p for p in combinations(failing, 2) if failing[p[0]] == failing[p[1]]]
            assert not same, f"{exercise.id}, seed {seed}: nothing tells these apart: {same}"


def tried(exercise: Exercise, answer: Cell | WrongAnswer, *, seed: int = 1, times: int = 1) -> Any:
    """Run an answer in a notebook of its own and check it; one outcome, or one for each time."""
    attempt = _attempt(exercise, answer, seed)
    if isinstance(exercise.task, Remembering):
        exercise.task.checked = attempt
    outcomes: list[Outcome] = [checking.check(exercise, attempt) for _ in range(times)]
    return outcomes[0] if times == 1 else outcomes


def _signature(exercise: Exercise, wrong: WrongAnswer, seed: int) -> Signature:
    return signature(exercise.task.readings(_attempt(exercise, wrong, seed)))


def _attempt(exercise: Exercise, answer: Cell | WrongAnswer, seed: int) -> Attempt:
    namespace = _notebook_namespace(exercise, seed)
    world = namespace["world"]
    mark = world.cloud.trace.mark()
    if isinstance(answer, WrongAnswer):
        value = checking.wrong_value(exercise, answer, namespace)
    else:
        value = answer.value_of(exercise.answer, namespace)
    return Attempt(value if exercise.answer else None, world, mark)


def _notebook_namespace(exercise: Exercise, seed: int) -> dict[str, Any]:
    """What the notebook's first cell and the exercise's `given` define, round a fresh world."""
    world = copy_of(_world(exercise.notebook, seed))
    names: dict[str, Any] = {
        **{name: getattr(cognito_lab, name) for name in cognito_lab.__all__},
        "TODO": TODO,
        "world": world,
        "ex": _no_panel,
        "nobody": cognito_lab.boto3_session(world.cloud, credentials={}),
    }
    _run_first_cell(exercise.notebook, world, names)
    exec(exercise.given, names)
    return names


def _run_first_cell(notebook: str, world: Any, names: dict[str, Any]) -> None:
    """The notebook's own first cell, with this world in place of the one that it would build."""
    source = first_cell(notebook)
    if "start(" not in source:
        return
    start = lessons.start
    lessons.start = lambda *_, **__: world
    try:
        exec(source, names)
    finally:
        lessons.start = start


@cache
def first_cell(notebook: str) -> str:
    """The first code cell of a notebook; "" where the notebook is not there yet."""
    found = notebook_path(notebook)
    if found is None:
        return ""
    cells = nbformat.read(found, as_version=4).cells
    return str(next(cell.source for cell in cells if cell.cell_type == "code"))


def notebook_path(notebook: str) -> Path | None:
    """The file of ``N03``, if it is there."""
    return next(iter(sorted(NOTEBOOKS.glob(f"{notebook.removeprefix('N')}-*.ipynb"))), None)


@cache
def _world(notebook: str, seed: int) -> Any:
    """A lesson's world; only copies of it are used."""
    return catalog.lesson(notebook).build(seed)


def _no_panel(exercise_id: str) -> Any:
    """In the namespace of a proof, `ex(…).begin()` has nothing to mark."""

    class NoPanel:
        begin = staticmethod(lambda: None)

    return NoPanel()


@dataclass(frozen=True)
class Solved:
    """What the checks of a solved notebook say: ``{exercise id: the outcome's text}``.

    Attributes:
        first: Each panel pressed where it stands, below its exercise.
        again: All of them pressed once more after the last cell, the last one first.
    """

    first: Mapping[str, str]
    again: Mapping[str, str]


def run_with_solutions(path: Path) -> Solved:
    """Execute a notebook in a kernel of its own, every blank filled in and every panel pressed."""
    notebook = nbformat.v4.new_notebook(cells=solved_cells(path))
    NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    said = [_said(cell) for cell in notebook.cells if "pressed" in cell.metadata]
    once = len(said) // 2
    return Solved(dict(said[:once]), dict(said[once:]))


def solved_cells(path: Path) -> list[Any]:
    """The code cells of a notebook with its blanks filled in, and every panel pressed twice."""
    notebook = nbformat.read(path, as_version=4)
    cells = [_solved(cell) for cell in notebook.cells if cell.cell_type == "code"]
    pressed = [cell.metadata["pressed"] for cell in cells if "pressed" in cell.metadata]
    return cells + [_press(exercise_id) for exercise_id in reversed(pressed)]


def _solved(cell: Any) -> Any:
    lab = cell.metadata.get("lab", {})
    if lab.get("kind") == "check":
        return _press(lab["id"])
    if lab.get("kind") == "exercise":
        cell.source = catalog.exercise(lab["id"]).solution
    return cell


def _press(exercise_id: str) -> Any:
    source = f'print(ex("{exercise_id}").check())'
    return nbformat.v4.new_code_cell(source, metadata={"pressed": exercise_id})


def _said(cell: Any) -> tuple[str, str]:
    return cell.metadata["pressed"], "".join(out.get("text", "") for out in cell.outputs)
