"""From an answer to one sentence: find the blank, take the readings, name the belief.

    outcome = check(exercise, attempt)

How a belief is named: every known wrong answer of the exercise is run on the same items. If one
of them fails in the same places with the same results, the learner's answer has its signature,
and gets its words. An unknown signature gets the first wrong reading's plain observation. Nothing
is written down twice, so words and battery cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from cognito_lab.lessons.attempt import Attempt
from cognito_lab.lessons.came_back import error_in_words
from cognito_lab.lessons.exercise import Cell, Exercise, WrongAnswer
from cognito_lab.lessons.outcome import Outcome, Status
from cognito_lab.lessons.readings import Reading, first_wrong, signature
from cognito_lab.lessons.tasks.state import nothing_happened
from cognito_lab.lessons.todo import holds_todo, same_code


def check(exercise: Exercise, attempt: Attempt) -> Outcome:
    """Check one attempt. It never raises: what goes wrong becomes the outcome."""
    try:
        if blank := _blank(exercise, attempt):
            return Outcome(exercise.id, Status.NOT_ATTEMPTED, blank)
        if problem := exercise.task.problem(attempt.answer):
            return Outcome(exercise.id, Status.FAIL, f"{_named(exercise)} {problem}")
        readings = exercise.task.readings(attempt)
        outcome = _outcome(exercise, attempt, readings)
        return replace(outcome, printed=_printed(readings))
    except BaseException as error:
        words = f"The check itself could not go on ({error_in_words(error)})."
        return Outcome(exercise.id, Status.ERROR, words)


def _blank(exercise: Exercise, attempt: Attempt) -> str:
    """Why there is nothing to check yet, or ""."""
    answer = attempt.answer
    if exercise.answer and answer is None:
        return f"There is no {_named(exercise)} yet. Run the cell that makes it."
    if not exercise.answer:
        return "Nothing has happened in your account since this exercise began." * (
            nothing_happened(attempt)
        )
    if holds_todo(answer):
        return f"{_named(exercise)} still has a TODO in it."
    untouched = callable(answer) and same_code(answer, exercise.blank_function())
    return f"{_named(exercise)} is still as it was." if untouched else ""


def _outcome(exercise: Exercise, attempt: Attempt, readings: Sequence[Reading]) -> Outcome:
    wrong = first_wrong(readings)
    if wrong is None:
        return Outcome(exercise.id, Status.PASS, exercise.because)
    known = _known(exercise, attempt, readings)
    if known is not None:
        words = filled(known.says or wrong.words, wrong)
        return Outcome(exercise.id, Status.FAIL, words, known.misconception, wrong.item)
    if wrong.stopped:
        return Outcome(exercise.id, Status.ERROR, wrong.stopped, item=wrong.item)
    words = filled(wrong.words, wrong)
    return Outcome(exercise.id, Status.FAIL, words, wrong.misconception, wrong.item)


def _printed(readings: Sequence[Reading]) -> str:
    """What was printed at the reading that spoke; of a right answer, at the first that printed."""
    wrong = first_wrong(readings)
    if wrong is not None:
        return wrong.printed
    return next((found.printed for found in readings if found.printed), "")


def _known(exercise: Exercise, attempt: Attempt, readings: Sequence[Reading]) -> WrongAnswer | None:
    """The listed wrong answer that fails as this one does, if there is one."""
    if not exercise.task.repeatable or any(found.ended for found in readings):
        return None
    failing = signature(readings)
    for wrong in exercise.wrong_answers:
        answer = wrong_value(exercise, wrong, {})
        if failing == signature(exercise.task.readings(replace(attempt, answer=answer))):
            return wrong
    return None


def wrong_value(exercise: Exercise, wrong: WrongAnswer, namespace: Mapping[str, Any]) -> Any:
    """The wrong answer itself; a cell is run in a copy of the namespace."""
    if isinstance(wrong.answer, Cell):
        return wrong.answer.value_of(exercise.answer, namespace)
    return wrong.answer


def filled(words: str, reading: Reading) -> str:
    """Put what was observed into the sentence; braces of other texts stay as they are."""
    return words.replace("{item}", reading.item).replace("{came_back}", reading.came_back)


def _named(exercise: Exercise) -> str:
    return f"`{exercise.answer}`" if exercise.answer else "your answer"
