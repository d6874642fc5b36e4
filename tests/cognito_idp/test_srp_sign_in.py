"""Signing in by SRP: proof instead of password, sessions, and the user who does not exist."""

import base64

import pytest
from user_pool_world import PASSWORD, make_world, refused

from cognito_lab.app import SrpProof
from cognito_lab.primitives import srp
from cognito_lab.primitives.ids import Ids


def test_a_proof_opens_the_account_and_the_password_never_travels(world):
    """No request of an SRP sign-in holds the password."""
    world.add_user()
    before = world.trace.mark()

    answer = world.answer_srp(*world.ask_srp())

    assert answer["AuthenticationResult"]["IdToken"]
    assert PASSWORD not in str([exchange.request for exchange in world.trace.since(before)])


def test_the_challenge_has_the_shape_that_clients_read(world):
    """Salt of 16 bytes beginning 01-7f, B in hex, a base64 block, the real user name twice."""
    world.add_user()

    _, challenge = world.ask_srp()

    parameters = challenge["ChallengeParameters"]
    assert challenge["ChallengeName"] == "PASSWORD_VERIFIER"
    assert challenge["Session"].startswith("AYABe")
    assert len(parameters["SALT"]) == 32
    assert 0x01 <= int(parameters["SALT"][:2], 16) <= 0x7F
    assert 0 < int(parameters["SRP_B"], 16) < srp.N
    assert base64.b64decode(parameters["SECRET_BLOCK"])
    assert parameters["USERNAME"] == parameters["USER_ID_FOR_SRP"] == "jdoe"


def test_a_wrong_password_fails_at_the_proof(world):
    """The challenge is given to anybody; the proof is not believed."""
    world.add_user()
    proof, challenge = world.ask_srp(password="Wrong-Horse7")

    with refused("NotAuthorizedException", "Incorrect username or password."):
        world.answer_srp(proof, challenge)


@pytest.mark.parametrize("times", [10, pytest.param(30, marks=pytest.mark.slow)])
def test_random_passwords_and_salts_all_work(world, times):
    """Padding faults would show in one of a few sign-ins; ten are the fast ones."""
    chance = Ids(5)
    for number in range(times):
        password = f"Aa1!{chance.text(10)}"
        world.add_user(f"user{number}", password)

        proof, challenge = world.ask_srp(f"user{number}", password)

        assert world.answer_srp(proof, challenge)["AuthenticationResult"]


def test_the_same_a_may_be_used_for_a_second_sign_in(world):
    """Clients keep their A; each sign-in has its own B."""
    world.add_user()
    proof, first = world.ask_srp()
    world.answer_srp(proof, first)

    second = world.idp.initiate_auth(
        auth_flow="USER_SRP_AUTH",
        client_id=world.client_id,
        auth_parameters={"USERNAME": "jdoe", "SRP_A": proof.srp_a},
    )

    assert second["ChallengeParameters"]["SRP_B"] != first["ChallengeParameters"]["SRP_B"]
    assert world.answer_srp(proof, second)["AuthenticationResult"]


@pytest.mark.parametrize("with_session", [True, False], ids=["with Session", "without Session"])
def test_the_secret_block_alone_finds_the_sign_in(with_session, world):
    """With PASSWORD_VERIFIER pycognito sends no Session; Amplify does."""
    world.add_user()
    proof, challenge = world.ask_srp()

    answer = world.answer_srp(
        proof, challenge, session=challenge["Session"] if with_session else None
    )

    assert answer["AuthenticationResult"]


def test_a_session_of_another_sign_in_is_refused(world):
    """Session and SECRET_BLOCK must belong together."""
    world.add_user()
    _, other = world.ask_srp()
    proof, challenge = world.ask_srp()

    with refused("NotAuthorizedException", "Invalid session for the user."):
        world.answer_srp(proof, challenge, session=other["Session"])


def test_an_answer_works_once(world):
    """A spent session is refused, however right the answer is."""
    world.add_user()
    proof, challenge = world.ask_srp()
    world.answer_srp(proof, challenge)

    with refused(
        "NotAuthorizedException",
        "Invalid session for the user, session can only be used once.",
    ):
        world.answer_srp(proof, challenge)


def test_a_late_answer_is_refused(world):
    """A session lives AuthSessionValidity minutes, three unless told otherwise."""
    world.add_user()
    proof, challenge = world.ask_srp()
    world.clock.advance(minutes=3)

    with refused("NotAuthorizedException", "Invalid session for the user, session is expired."):
        world.answer_srp(proof, challenge)


def test_an_answer_through_another_client_is_refused(world):
    """A session belongs to the client that began it."""
    world.add_user()
    proof, challenge = world.ask_srp()
    world.client_id = world.idp.create_user_pool_client(
        user_pool_id=world.pool_id, client_name="second"
    )["UserPoolClient"]["ClientId"]

    with refused("NotAuthorizedException", "Invalid session for the user."):
        world.answer_srp(proof, challenge)


def test_an_answer_in_another_name_is_refused(world):
    """A session belongs to the user who began it."""
    world.add_user()
    world.add_user("alice")
    proof, challenge = world.ask_srp()

    with refused("NotAuthorizedException", "Invalid session for the user."):
        world.answer_srp(proof, challenge, USERNAME="alice")


@pytest.mark.parametrize(
    "srp_a",
    [
        pytest.param("0", id="zero"),
        pytest.param(f"{srp.N:x}", id="the prime"),
        pytest.param(f"{2 * srp.N:x}", id="twice the prime"),
        pytest.param("xyz", id="not hex"),
        pytest.param("f" * 5000, id="endless"),
    ],
)
def test_an_a_that_would_betray_the_protocol_is_refused(srp_a, world):
    """With A = 0 mod N the key would be the same for every password."""
    world.add_user()

    with refused("InvalidParameterException"):
        world.idp.initiate_auth(
            auth_flow="USER_SRP_AUTH",
            client_id=world.client_id,
            auth_parameters={"USERNAME": "jdoe", "SRP_A": srp_a},
        )


@pytest.fixture
def discreet():
    """A world whose client hides which users exist."""
    world = make_world(client={"prevent_user_existence_errors": "ENABLED"})
    world.add_user()
    return world


def test_an_unknown_user_gets_a_challenge_that_stays_the_same(discreet):
    """Salt and id of nobody are stable, so that asking twice gives nothing away."""
    _, first = discreet.ask_srp("nobody")
    _, second = discreet.ask_srp("nobody")
    _, other = discreet.ask_srp("nobody-else")

    def steady(challenge):
        parameters = challenge["ChallengeParameters"]
        return parameters["SALT"], parameters["USER_ID_FOR_SRP"]

    assert steady(first) == steady(second) != steady(other)
    assert (
        first["ChallengeParameters"].keys() == discreet.ask_srp()[1]["ChallengeParameters"].keys()
    )
    assert len(first["ChallengeParameters"]["USER_ID_FOR_SRP"]) == 36


def test_an_unknown_user_fails_only_at_the_proof(discreet):
    """The error is that of a wrong password; the trace says that there is nobody."""
    proof, challenge = discreet.ask_srp("nobody")

    with refused("NotAuthorizedException", "Incorrect username or password."):
        discreet.answer_srp(proof, challenge)

    assert "no user of that name" in discreet.because()


def test_an_unknown_user_costs_as_many_modular_powers_as_a_wrong_password(discreet, monkeypatch):
    """At the first sign-in, when the verifier is made, and at every later one."""
    counted = []
    power = srp.power

    def cost(username):
        proof, challenge = discreet.ask_srp(username, "Wrong-Horse7")
        answers = proof.answer(challenge["ChallengeParameters"], discreet.clock.now())
        monkeypatch.setattr(srp, "power", lambda *a: counted.append(1) or power(*a))
        counted.clear()
        _, again = discreet.ask_srp(username, "Wrong-Horse7")
        asked = len(counted) - 1  # one of them is the app's own A
        counted.clear()
        with refused("NotAuthorizedException"):
            discreet.idp.respond_to_auth_challenge(
                client_id=discreet.client_id,
                challenge_name="PASSWORD_VERIFIER",
                challenge_responses=answers,
            )
        monkeypatch.setattr(srp, "power", power)
        return asked, len(counted), again.keys()

    assert cost("jdoe") == cost("nobody")


def test_the_first_challenge_too_costs_the_same(discreet, monkeypatch):
    """Known or not, the first SRP sign-in makes a verifier, and the second does not."""
    counted = []
    power = srp.power
    monkeypatch.setattr(srp, "power", lambda *a: counted.append(1) or power(*a))

    def costs(username):
        found = []
        for _ in range(2):
            counted.clear()
            discreet.ask_srp(username)
            found.append(len(counted))
        return found

    assert costs("jdoe") == costs("nobody") == [3, 2]


def test_an_older_client_gives_no_challenge_to_nobody(world):
    """LEGACY says at once that there is no such user."""
    with refused("UserNotFoundException", "User does not exist."):
        world.ask_srp("nobody")


def test_the_state_of_the_account_shows_only_after_the_proof(world):
    """A disabled user's challenge looks like any other's."""
    world.add_user()
    world.idp.admin_disable_user(user_pool_id=world.pool_id, username="jdoe")

    proof, challenge = world.ask_srp()

    with refused("NotAuthorizedException", "User is disabled."):
        world.answer_srp(proof, challenge)


def test_a_proof_prints_no_password():
    """The app's object can be shown without harm."""
    assert PASSWORD not in repr(SrpProof("us-east-1_AbCdEfGhI", PASSWORD))
