"""N08 · Your own locker: its exercises are sound, and its notebook can be solved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from botocore.exceptions import ClientError
from proofs import prove, prove_no_luck

from cognito_lab.lessons import n08, n08_lockers, n08_stories
from cognito_lab.lessons.attempt import copy_of
from cognito_lab.lessons.exercise import Exercise
from cognito_lab.lessons.n08_lockers import World, credentials_for, identity_of, logins_of
from cognito_lab.lessons.n08_policy import MUST_ALLOW, MUST_DENY, allowed, identity_ids
from cognito_lab.wire.boto import boto3_session


@pytest.fixture
def world() -> World:
    """The account of the lesson."""
    return n08.build(1)


def client(world: World, who: str, service: str) -> Any:
    """A boto3 client of somebody who has visited the counter."""
    credentials = credentials_for(world, logins_of(world, who))
    session: Any = boto3_session(world.cloud, credentials)
    return session.client(service)


@pytest.mark.parametrize("exercise", n08.EXERCISES, ids=lambda exercise: exercise.id)
def test_an_exercise_of_n08_is_sound(exercise: Exercise) -> None:
    """Untouched, right and wrong answers are told apart, each with its own words."""
    prove(exercise)


@pytest.mark.slow
@pytest.mark.parametrize("exercise", n08.EXERCISES, ids=lambda exercise: exercise.id)
def test_no_wrong_answer_of_n08_passes_by_luck(exercise: Exercise) -> None:
    """In twenty worlds every wrong answer fails, and no two of them look alike."""
    prove_no_luck(exercise)


@pytest.mark.parametrize(
    ("statements", "right"),
    [
        pytest.param(n08_lockers.OWN["Statement"], 12, id="the lesson's own policy"),
        pytest.param([{"Effect": "Allow", "Action": "*", "Resource": "*"}], 6, id="everything"),
        pytest.param([{"Effect": "Deny", "Action": "*", "Resource": "*"}], 6, id="nothing"),
    ],
)
def test_half_of_the_probes_find_each_extreme_out(
    world: World, statements: list[Mapping[str, object]], right: int
) -> None:
    """The role's policy passes all twelve probes; a policy for all, or for nobody, passes six."""
    document, ids = {"Version": "2012-10-17", "Statement": statements}, identity_ids(world)

    passed = [allowed(probe, document, ids) for probe in MUST_ALLOW]
    refused = [not allowed(probe, document, ids) for probe in MUST_DENY]

    assert sum(passed) + sum(refused) == right


@pytest.mark.parametrize(
    ("story", "key", "came_back"),
    [
        pytest.param("only the API", "sub", "as it should be", id="API, sub"),
        pytest.param("only the API", "identity id", "no such id", id="API, identity id"),
        pytest.param(
            "only the API", "e-mail address", "another e-mail address", id="API, e-mail address"
        ),
        pytest.param("only credentials", "sub", "refused: sub", id="credentials, sub"),
        pytest.param("only credentials", "identity id", "as it should be", id="credentials, id"),
        pytest.param(
            "only credentials",
            "e-mail address",
            "refused: e-mail address",
            id="credentials, e-mail",
        ),
        pytest.param("both, and a second provider", "sub", "another sub", id="both, sub"),
        pytest.param(
            "both, and a second provider", "identity id", "as it should be", id="both, id"
        ),
        pytest.param(
            "both, and a second provider",
            "e-mail address",
            "another e-mail address",
            id="both, e-mail address",
        ),
    ],
)
def test_a_row_is_found_again_only_under_an_id_that_is_there_and_stays(
    world: World, story: str, key: str, came_back: str
) -> None:
    """In each story one id of three is both sent with the call and the same after a year."""
    reading = n08_stories.a_year_later(world, story, key)

    assert reading.came_back == came_back, reading.words


def test_a_year_passes_in_a_copy_alone(world: World) -> None:
    """The learner's own clock and tables stay as they are."""
    before = world.cloud.clock.now()

    n08_stories.a_year_later(copy_of(world), "only the API", "sub")

    tables = boto3_session(world.cloud).client("dynamodb").list_tables()["TableNames"]
    assert (world.cloud.clock.now(), tables) == (before, [])


def test_a_refused_row_is_told_in_the_words_of_dynamodb(world: World) -> None:
    """The check quotes the message that the app would see, whole."""
    reading = n08_stories.a_year_later(world, "only credentials", "sub")

    assert reading.words.endswith(
        "AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/locker/"
        "CognitoIdentityCredentials is not authorized to perform: dynamodb:PutItem on resource: "
        "arn:aws:dynamodb:us-east-1:123456789012:table/notes because no identity-based policy "
        "allows the dynamodb:PutItem action"
    )


def test_the_folder_of_the_user_pools_sub_is_refused_word_for_word(world: World) -> None:
    """B1: S3 names the role's session and the key, and says that no policy allows it."""
    s3 = client(world, "jdoe", "s3")

    with pytest.raises(ClientError) as refused:
        s3.put_object(Bucket=world.bucket, Key="0a1b2c3d/note.txt", Body=b"x")

    assert refused.value.response["Error"] == {
        "Code": "AccessDenied",
        "Message": (
            "User: arn:aws:sts::123456789012:assumed-role/locker/CognitoIdentityCredentials is not "
            'authorized to perform: s3:PutObject on resource: "arn:aws:s3:::lockers/0a1b2c3d/'
            'note.txt" because no identity-based policy allows the s3:PutObject action'
        ),
    }


def test_one_role_gives_each_person_a_locker_and_rows_of_their_own(world: World) -> None:
    """Both hold the same role; each reaches what carries the own identity id, and nothing else."""
    n08_lockers.make_table(world)
    ids = {who: identity_of(world, who) for who in ("jdoe", "gina")}

    reached = {
        (who, whose): (
            _may(client(world, who, "s3").put_object, Bucket=world.bucket, Key=f"{ids[whose]}/a"),
            _may(
                client(world, who, "dynamodb").put_item,
                TableName=world.table,
                Item={"owner": {"S": ids[whose]}},
            ),
        )
        for who in ids
        for whose in ids
    }

    assert reached == {(who, whose): (who == whose, who == whose) for who in ids for whose in ids}


def test_a_name_that_climbs_is_another_key_and_leaves_the_letter_alone(world: World) -> None:
    """To S3 two dots have no meaning: IAM compares the key as it is written."""
    gina = identity_of(world, "gina")
    key = f"{identity_of(world, 'jdoe')}/../{gina}/letter.txt"

    client(world, "jdoe", "s3").put_object(Bucket=world.bucket, Key=key, Body=b"forged")

    letter = client(world, "gina", "s3").get_object(Bucket=world.bucket, Key=f"{gina}/letter.txt")
    assert letter["Body"].read() == b"Dear Uma,"


def _may(call: Any, **request: Any) -> bool:
    try:
        call(**request)
    except ClientError:
        return False
    return True
