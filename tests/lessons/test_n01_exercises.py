from __future__ import annotations

import pytest
from proofs import prove

from cognito_lab.lessons import n01
from cognito_lab.lessons.exercise import Exercise


@pytest.mark.parametrize("exercise", n01.EXERCISES, ids=lambda exercise: exercise.id)
def test_an_exercise_of_n01_is_sound(exercise: Exercise) -> None:
    """Untouched, right and wrong answers are told apart, each with its own words."""
    prove(exercise)
