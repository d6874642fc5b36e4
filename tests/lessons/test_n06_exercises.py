"""N06 · The counter: its exercises are sound, and its notebook can be solved."""

from __future__ import annotations

import pytest
from proofs import prove, prove_no_luck

from cognito_lab.lessons import n06
from cognito_lab.lessons.exercise import Exercise


@pytest.mark.parametrize("exercise", n06.EXERCISES, ids=lambda exercise: exercise.id)
def test_an_exercise_of_n06_is_sound(exercise: Exercise) -> None:
    """Untouched, right and wrong answers are told apart, each with its own words."""
    prove(exercise)


@pytest.mark.slow
@pytest.mark.parametrize("exercise", n06.EXERCISES, ids=lambda exercise: exercise.id)
def test_no_wrong_answer_of_n06_passes_by_luck(exercise: Exercise) -> None:
    """In twenty worlds every wrong answer fails, and no two of them look alike."""
    prove_no_luck(exercise)
