"""N03 · Checking it yourself: its exercises are sound, its tokens are what their names say."""

from __future__ import annotations

import pytest
from proofs import prove, prove_no_luck

from cognito_lab.lessons import n03, n03_tokens
from cognito_lab.lessons.exercise import Exercise
from cognito_lab.lessons.n03_verifiers import LEEWAY_SECONDS
from cognito_lab.primitives.token_checks import Expectation, examine

REFUSED_BY = {
    "not a JWT": {"form"},
    "edited": {"signature"},
    "alg none": {"form"},
    "expired for 1 h": {"time"},
    "expired for 10 min": {"time"},
    "expired for 30 days": {"time"},
    "no exp": {"time"},
    "other client": {"audience"},
    "other pool, its own key": {"key", "issuer"},
    "other pool's iss, our key": {"issuer"},
    "access token": {"use"},
    "access token with aud": {"use"},
    "unknown kid": {"key"},
    "no kid": {"key"},
    "key in the header": {"signature"},
    "HS256 with the public key": {"signature"},
}


@pytest.mark.parametrize("exercise", n03.EXERCISES, ids=lambda exercise: exercise.id)
def test_an_exercise_of_n03_is_sound(exercise: Exercise) -> None:
    """Untouched, right and wrong answers are told apart, each with its own words."""
    prove(exercise)


@pytest.mark.slow
@pytest.mark.parametrize("exercise", n03.EXERCISES, ids=lambda exercise: exercise.id)
def test_no_wrong_answer_of_n03_passes_by_luck(exercise: Exercise) -> None:
    """In twenty worlds every wrong answer fails, and no two of them look alike."""
    prove_no_luck(exercise)


def _failed_checks(world: n03_tokens.World, token: str) -> set[str]:
    expected = Expectation(
        issuer=world.issuer,
        audience=[world.client_id],
        token_use="id",
        leeway_seconds=LEEWAY_SECONDS,
    )
    checks = examine(token, world.test_keys(), expected, world.cloud.clock.now())
    return {check.name for check in checks if check.passed is False}


@pytest.mark.parametrize("hours_later", [0, 5], ids=["at once", "five hours later"])
def test_every_token_has_the_fault_that_its_name_says(hours_later: int) -> None:
    """A second verifier, written for the inspector, refuses each for the reason in the table."""
    world = n03_tokens.build(1)
    world.cloud.clock.advance(hours=hours_later)

    failed = {name: _failed_checks(world, token) for name, token in world.test_tokens().items()}

    assert {name: checks for name, checks in failed.items() if checks} == REFUSED_BY
    assert [name for name, checks in failed.items() if not checks] == [
        "good",
        "good, with a new key",
        "good, from a clock 2 s ahead",
    ]


def test_sixteen_bad_tokens_and_fifteen_wrong_verifiers_stand_in_the_plan() -> None:
    """The battery has the size that the plan asks for."""
    assert len(n03_tokens.build(1).test_tokens()) == 19
    assert len(n03.VERIFY.wrong_answers) == 15
