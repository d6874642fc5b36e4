"""N05 · A foreign passport: its exercises are sound, and its notebook can be solved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import jwt
import pytest
from botocore.exceptions import ClientError
from proofs import prove, prove_no_luck, tried

from cognito_lab.lessons import n05
from cognito_lab.lessons.exercise import Cell, Exercise
from cognito_lab.lessons.n05_routes import (
    GOOGLE,
    World,
    by_password,
    register_google,
    straight,
    through_the_user_pool,
    two_ways_in,
)
from cognito_lab.lessons.outcome import Status
from cognito_lab.wire.boto import boto3_session

ROUTES = {"straight": straight, "through": through_the_user_pool, "by password": by_password}


@pytest.fixture
def world() -> World:
    """The account of the lesson, with Google registered."""
    made = n05.build(1)
    register_google(made)
    return made


def identity(world: World, logins: Mapping[str, str]) -> str:
    """The identity id that the counter gives for a `Logins` map."""
    counter: Any = boto3_session(world.cloud, credentials={}).client("cognito-identity")
    answer = counter.get_id(IdentityPoolId=world.identity_pool_id, Logins=dict(logins))
    return str(answer["IdentityId"])


def refusal(world: World, logins: Mapping[str, str]) -> str:
    """What the counter says to a `Logins` map that it does not take."""
    with pytest.raises(ClientError) as refused:
        identity(world, logins)
    return str(refused.value.response["Error"]["Message"])


def people(world: World) -> list[tuple[str, str]]:
    """Name and status of everybody in the user pool."""
    idp: Any = boto3_session(world.cloud).client("cognito-idp")
    users = idp.list_users(UserPoolId=world.user_pool_id)["Users"]
    return [(user["Username"], user["UserStatus"]) for user in users]


def claims_of(logins: Mapping[str, str]) -> dict[str, Any]:
    """The claims of the one token in a `Logins` map."""
    (token,) = logins.values()
    return dict(jwt.decode(token, options={"verify_signature": False}))


@pytest.mark.parametrize("exercise", n05.EXERCISES, ids=lambda exercise: exercise.id)
def test_an_exercise_of_n05_is_sound(exercise: Exercise) -> None:
    """Untouched, right and wrong answers are told apart, each with its own words."""
    prove(exercise)


@pytest.mark.slow
@pytest.mark.parametrize("exercise", n05.EXERCISES, ids=lambda exercise: exercise.id)
def test_no_wrong_answer_of_n05_passes_by_luck(exercise: Exercise) -> None:
    """In twenty worlds every wrong answer fails, and no two of them look alike."""
    prove_no_luck(exercise)


@pytest.mark.parametrize("route", ROUTES)
def test_a_token_goes_under_the_name_of_its_issuer(world: World, route: str) -> None:
    """On each route the key of the map is the token's iss without https://, and is taken."""
    logins = ROUTES[route](world)

    assert [f"https://{key}" for key in logins] == [claims_of(logins)["iss"]]
    assert identity(world, logins).startswith("us-east-1:")


def test_one_human_has_three_subjects_and_three_identity_ids(world: World) -> None:
    """Each way in gives ids of its own, and gives the same ones the next time."""
    first, second = (
        [(claims_of(logins)["sub"], identity(world, logins)) for logins in seen]
        for seen in ([come_in(world) for come_in in ROUTES.values()] for _ in range(2))
    )

    assert first == second
    assert len({sub for sub, _ in first}) == len({one for _, one in first}) == 3


def test_only_the_route_through_the_user_pool_leaves_a_profile_there(world: World) -> None:
    """P2: straight from Google nobody joins; through the pool somebody from outside does."""
    identity(world, straight(world))
    before = people(world)
    through_the_user_pool(world)
    after = people(world)

    assert before == []
    assert after == [(f"Google_{claims_of(straight(world))['sub']}", "EXTERNAL_PROVIDER")]


def test_the_bait_says_google_everywhere_but_in_its_issuer(world: World) -> None:
    """E2: e-mail address and identities speak of Google; the counter goes by iss alone."""
    logins = through_the_user_pool(world)
    claims = claims_of(logins)
    (token,) = logins.values()

    assert claims["email"] == claims_of(straight(world))["email"]
    assert [one["providerName"] for one in claims["identities"]] == ["Google"]
    assert refusal(world, {GOOGLE: token}) == (
        "Invalid login token. Issuer doesn't match providerName"
    )


def test_a_token_for_the_phone_app_is_refused_word_for_word(world: World) -> None:
    """B1: Google signed it, but for an app id that the counter does not know."""
    assert refusal(world, straight(world, world.phone_app_id)) == (
        "Token is not from a supported provider of this identity pool."
    )


def test_the_password_reaches_google_and_neither_the_app_nor_the_counter(world: World) -> None:
    """P1: on both of Google's routes no other participant is sent her password."""
    mark = world.cloud.trace.mark()
    identity(world, straight(world))
    identity(world, through_the_user_pool(world))
    every = [one for event in world.cloud.trace.since(mark) for one in event.walk()]
    password = world.passwords["gina@example.com"]

    told = {one.receiver for one in every if password in repr(one.request)}

    assert told == {"Google"}


def test_a_right_key_without_a_token_is_not_enough() -> None:
    """E2: whoever puts the claims in the place of the token has not solved it."""
    answer = n05.LOGINS_FOR.solution.replace(": token}", ": claims}")

    outcome = tried(n05.LOGINS_FOR, Cell(answer))

    assert outcome.status is Status.FAIL
    assert "without a token" in outcome.words


def test_both_logins_in_the_first_call_link_them_as_well(world: World) -> None:
    """E3 has another right answer: GetId with both proofs."""
    google, password = two_ways_in(world)
    who = identity(world, {**google, **password})

    assert identity(world, google) == identity(world, password) == who
