"""N04 · The passport office: its exercises are sound, and the pool agrees with them."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError
from proofs import prove, prove_no_luck

from cognito_lab import boto3_session
from cognito_lab.app import SrpProof, secret_hash
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


# --- the account of the lesson --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("client", "name", "code", "message"),
    [
        pytest.param(
            "server_client_id",
            "jdoe",
            "NotAuthorizedException",
            "Client {client} is configured with secret but SECRET_HASH was not received",
            id="a client with a secret wants a hash",
        ),
        pytest.param(
            "careful_client_id",
            "jdoe",
            "InvalidParameterException",
            "USER_PASSWORD_AUTH flow not enabled for this client",
            id="a client without the flow refuses it",
        ),
        pytest.param(
            "client_id",
            "lee",
            "UserNotConfirmedException",
            "User is not confirmed.",
            id="the right password is too early before the code",
        ),
    ],
)
def test_each_broken_sign_in_of_n04_gets_its_own_words(
    client: str, name: str, code: str, message: str
) -> None:
    """B1, B2 and B3 are refused with AWS's exact words, for a password that is right."""
    world = n04_office.build(4)
    idp = boto3_session(world.cloud, credentials={}).client("cognito-idp")
    idp.sign_up(ClientId=world.client_id, Username="lee", Password=world.passwords["lee"])
    client_id = getattr(world, client)

    with pytest.raises(ClientError) as refused:
        _plain_sign_in(idp, world, client_id, name)

    error = refused.value.response["Error"]
    assert (error["Code"], error["Message"]) == (code, message.format(client=client_id))


def test_forgot_password_does_not_help_an_invited_person() -> None:
    """P3: the pool refuses, and ivan's status and temporary password stay as they were."""
    world = n04_office.build(4)
    idp = boto3_session(world.cloud, credentials={}).client("cognito-idp")
    before = n04_office.invited(world)

    with pytest.raises(idp.exceptions.NotAuthorizedException) as refused:
        idp.forgot_password(ClientId=world.client_id, Username="ivan")

    words = refused.value.response["Error"]["Message"]
    assert words == "User password cannot be reset in the current state."
    assert n04_office.invited(world) == before


def test_the_password_is_on_the_wire_of_a_plain_sign_in_and_not_of_srp() -> None:
    """P4: the same search finds it in USER_PASSWORD_AUTH and finds nothing in SRP."""
    world = n04_office.build(4)
    idp = boto3_session(world.cloud, credentials={}).client("cognito-idp")

    start = world.cloud.trace.mark()
    _srp_sign_in(idp, world, world.client_id)
    by_srp = _wire(world, start)
    start = world.cloud.trace.mark()
    _plain_sign_in(idp, world, world.client_id, "jdoe")
    by_password = _wire(world, start)

    assert world.passwords["jdoe"] not in by_srp
    assert "PASSWORD_CLAIM_SIGNATURE" in by_srp
    assert world.passwords["jdoe"] in by_password


def test_the_client_says_which_attributes_its_users_may_write() -> None:
    """M24: `notebook` lets jdoe write a nickname, `careful` the e-mail address alone."""
    world = n04_office.build(4)
    idp = boto3_session(world.cloud, credentials={}).client("cognito-idp")
    nickname = [{"Name": "nickname", "Value": "Jay"}]
    address = [{"Name": "email", "Value": "jay@example.com"}]
    careful = _srp_sign_in(idp, world, world.careful_client_id)
    notebook = _srp_sign_in(idp, world, world.client_id)

    with pytest.raises(idp.exceptions.NotAuthorizedException, match="unauthorized attribute"):
        idp.update_user_attributes(AccessToken=careful, UserAttributes=nickname)
    idp.update_user_attributes(AccessToken=careful, UserAttributes=address)
    idp.update_user_attributes(AccessToken=notebook, UserAttributes=nickname)

    seen = idp.get_user(AccessToken=notebook)["UserAttributes"]
    assert nickname[0] in seen
    assert address[0] in seen


def test_a_second_attempt_finds_a_new_person() -> None:
    """A used name is not offered again, and an answered invitation is followed by a new one."""
    world = n04_office.build(4)
    admin = boto3_session(world.cloud).client("cognito-idp")
    admin.admin_set_user_password(
        UserPoolId=world.user_pool_id,
        Username="ivan",
        Password=world.passwords["ivan"],
        Permanent=True,
    )

    name, temporary = n04_office.invited(world)

    assert name == "ivan-2"
    assert temporary
    assert n04_office.newcomer(world, "jdoe") == "jdoe-2"
    assert n04_office.newcomer(world) == "nia"


def _plain_sign_in(idp: Any, world: n04_office.World, client_id: str, name: str) -> Any:
    return idp.initiate_auth(
        ClientId=client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": name, "PASSWORD": world.passwords[name]},
    )


def _srp_sign_in(idp: Any, world: n04_office.World, client_id: str) -> str:
    """The access token that jdoe gets by SRP."""
    proof = SrpProof(world.user_pool_id, world.passwords["jdoe"])
    asked = idp.initiate_auth(
        ClientId=client_id,
        AuthFlow="USER_SRP_AUTH",
        AuthParameters={"USERNAME": "jdoe", "SRP_A": proof.srp_a},
    )
    answer = proof.answer(asked["ChallengeParameters"], world.cloud.clock.now())
    given = idp.respond_to_auth_challenge(
        ClientId=client_id,
        ChallengeName=asked["ChallengeName"],
        ChallengeResponses={"USERNAME": "jdoe", **answer},
    )
    return str(given["AuthenticationResult"]["AccessToken"])


def _wire(world: n04_office.World, start: int) -> str:
    return " ".join(f"{one.request} {one.answer}" for one in world.cloud.trace.since(start))
