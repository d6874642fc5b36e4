"""N08 · Your own locker: its exercises are sound, and its notebook can be solved."""

from __future__ import annotations

import pytest
from proofs import notebook_path, prove, prove_no_luck, run_with_solutions

from cognito_lab.lessons import n08
from cognito_lab.lessons.exercise import Exercise


@pytest.mark.parametrize("exercise", n08.EXERCISES, ids=lambda exercise: exercise.id)
def test_an_exercise_of_n08_is_sound(exercise: Exercise) -> None:
    """Untouched, right and wrong answers are told apart, each with its own words."""
    prove(exercise)


@pytest.mark.slow
@pytest.mark.parametrize("exercise", n08.EXERCISES, ids=lambda exercise: exercise.id)
def test_no_wrong_answer_of_n08_passes_by_luck(exercise: Exercise) -> None:
    """In twenty worlds every wrong answer fails, and no two of them look alike."""
    prove_no_luck(exercise)


@pytest.mark.slow
def test_the_solved_notebook_of_n08_passes_every_check() -> None:
    """With every blank filled in, every check of the notebook says right."""
    path = notebook_path("N08")
    assert path is not None

    said = run_with_solutions(path)

    assert set(said) == {exercise.id for exercise in n08.EXERCISES}
    assert all("right" in words for words in said.values()), said
