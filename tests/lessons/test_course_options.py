from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pytest

from cognito_lab.lessons import catalog
from cognito_lab.lessons.predictions import Option, Question

Habit = Callable[[Sequence[Option]], Option]

PLACES: dict[str, Habit] = {
    "always the first": lambda options: options[0],
    "always the second": lambda options: options[1],
    "always the last": lambda options: options[-1],
}
LENGTHS: dict[str, Habit] = {
    "always the longest": lambda options: max(options, key=lambda one: len(one.words)),
    "always the shortest": lambda options: min(options, key=lambda one: len(one.words)),
}
MODULES = [catalog.lesson(name) for name in catalog.NOTEBOOKS]
PREDICTIONS = [question for module in MODULES for question in module.PREDICTIONS]
RECALL = [question for module in MODULES for question in module.RECALL]


def pays(habit: Habit, questions: Sequence[Question]) -> float:
    """How often somebody is right who chooses by habit and never reads; between 0 and 1."""
    return sum(habit(question.options).right for question in questions) / len(questions)


def of_length(*lengths: int) -> list[Question]:
    """The course's predictions and recall questions with that many options."""
    return [one for one in (*PREDICTIONS, *RECALL) if len(one.options) in lengths]


def word(option: Option) -> str:
    """The first word of an option."""
    return re.split(r"\W", option.words, maxsplit=1)[0]


@pytest.mark.parametrize("habit", PLACES | LENGTHS)
def test_a_prediction_is_not_won_by_habit(habit: str) -> None:
    """With three or four options no habit is right in over 55 percent, or in under 15 percent."""
    asked = [one for one in PREDICTIONS if len(one.options) > 2]

    assert len(asked) > 20
    assert 0.15 <= pays((PLACES | LENGTHS)[habit], asked) <= 0.55


@pytest.mark.parametrize("habit", PLACES)
@pytest.mark.parametrize("options", [2, 3])
def test_no_place_is_the_right_one(options: int, habit: str) -> None:
    """Recall questions counted in, each place is right about as often as every other one."""
    chance = 1 / options

    assert pays(PLACES[habit], of_length(options)) == pytest.approx(chance, abs=0.15)


def test_no_is_not_always_the_answer() -> None:
    """Where one may say yes or no, each of the two is right in 30 to 70 percent of the cases."""
    asked = [one for one in PREDICTIONS if {"yes", "no"} <= {word(o) for o in one.options}]
    said_no = [word(one.right) == "no" for one in asked]

    assert len(asked) > 7
    assert 0.3 <= sum(said_no) / len(said_no) <= 0.7


@pytest.mark.parametrize("lesson", catalog.NOTEBOOKS)
@pytest.mark.parametrize("habit", PLACES)
def test_no_lesson_keeps_to_one_place(habit: str, lesson: str) -> None:
    """Whoever keeps to one place is wrong at least once in each lesson."""
    assert pays(PLACES[habit], catalog.lesson(lesson).PREDICTIONS) < 1


def test_the_place_does_not_depend_on_the_number_of_the_question() -> None:
    """The first prediction of a lesson, as the second, has its right option in three places."""
    for number in range(2):
        asked = [module.PREDICTIONS[number] for module in MODULES]
        places = [[option.right for option in one.options].index(True) for one in asked]
        assert len(set(places)) >= 3, places
        assert max(map(places.count, places)) <= 5, places
