"""N04 · The passport office: its exercises are sound, and the pool agrees with them."""

from __future__ import annotations

import pytest
from proofs import notebook_path, prove, prove_no_luck, run_with_solutions

from cognito_lab import boto3_session
from cognito_lab.app import secret_hash
from cognito_lab.lessons import n04, n04_office
from cognito_lab.lessons.exercise import Exercise
from cognito_lab.lessons.n04_hashes import TRIPLES, triples


@pytest.mark.parametrize("exercise", n04.EXERCISES, ids=lambda exercise: exercise.id)
def test_an_exercise_of_n04_is_sound(exercise: Exercise) -> None:
    """Untouched, right and wrong answers are told apart, each with its own words."""
    prove(exercise)


@pytest.mark.slow
@pytest.mark.parametrize("exercise", n04.EXERCISES, ids=lambda exercise: exercise.id)
def test_no_wrong_answer_of_n04_passes_by_luck(exercise: Exercise) -> None:
    """In twenty worlds every wrong answer fails, and no two of them look alike."""
    prove_no_luck(exercise)


@pytest.mark.slow
def test_the_solved_notebook_of_n04_passes_every_check() -> None:
    """With every blank filled in, every check of the notebook says right."""
    path = notebook_path("N04")
    assert path is not None

    said = run_with_solutions(path)

    assert set(said) == {exercise.id for exercise in n04.EXERCISES}
    assert all("right" in words for words in said.values()), said


def test_the_pool_takes_the_hash_of_the_battery() -> None:
    """The reference hash signs jdoe in at the confidential client; an altered one does not."""
    world = n04_office.build(4)
    idp = boto3_session(world.cloud, credentials={}).client("cognito-idp")
    right = secret_hash("jdoe", world.server_client_id, world.server_client_secret)

    def sign_in(proof: str) -> dict[str, object]:
        return idp.initiate_auth(
            ClientId=world.server_client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={
                "USERNAME": "jdoe",
                "PASSWORD": world.passwords["jdoe"],
                "SECRET_HASH": proof,
            },
        )

    assert "AuthenticationResult" in sign_in(right)
    with pytest.raises(idp.exceptions.NotAuthorizedException, match="SecretHash does not match"):
        sign_in(right.swapcase())


def test_the_battery_tells_both_alphabets_of_base64_apart() -> None:
    """At least one expected hash holds a sign that the other alphabet writes differently."""
    expected = "".join(str(case.right) for case in triples(None))

    assert set(expected) & set("+/")
    assert any(not name.isascii() for name, _, _ in TRIPLES.values())
