"""Signing in with a typed password: the order of checks, and what strangers learn."""

import pytest
from user_pool_world import PASSWORD, make_world, refused

from cognito_lab.primitives import srp
from cognito_lab.primitives.errors import AwsError, NotSimulated


def _attempt(world, username, password):
    """The error of a sign-in that must fail."""
    with pytest.raises(AwsError) as caught:
        world.sign_in(username, password)
    return caught.value.code, caught.value.message


def test_the_right_password_brings_three_tokens_and_nothing_to_answer(world):
    """A finished sign-in has no ChallengeName and no Session."""
    world.add_user()

    answer = world.sign_in()

    assert set(answer) == {"ChallengeParameters", "AuthenticationResult"}
    assert answer["ChallengeParameters"] == {}
    assert list(answer["AuthenticationResult"]) == [
        "AccessToken",
        "ExpiresIn",
        "TokenType",
        "RefreshToken",
        "IdToken",
    ]
    assert answer["AuthenticationResult"]["ExpiresIn"] == 3600
    assert answer["AuthenticationResult"]["TokenType"] == "Bearer"


def test_a_back_end_signs_a_user_in_with_the_administrators_flow(world):
    """AdminInitiateAuth with ADMIN_USER_PASSWORD_AUTH gives the same three tokens."""
    world.add_user()

    answer = world.idp.admin_initiate_auth(
        user_pool_id=world.pool_id,
        client_id=world.client_id,
        auth_flow="ADMIN_USER_PASSWORD_AUTH",
        auth_parameters={"USERNAME": "jdoe", "PASSWORD": PASSWORD},
    )

    assert answer["AuthenticationResult"].keys() == world.tokens().keys()


@pytest.mark.parametrize(
    ("parameters", "missing"),
    [
        pytest.param({"PASSWORD": PASSWORD}, "USERNAME", id="no name"),
        pytest.param({"USERNAME": "jdoe"}, "PASSWORD", id="no password"),
        pytest.param({"USERNAME": "jdoe", "PASSWORD": ""}, "PASSWORD", id="an empty password"),
    ],
)
def test_a_missing_parameter_is_named(parameters, missing, world):
    """Presence is checked before anything else; an empty text counts as missing."""
    world.add_user()

    with refused("InvalidParameterException", f"Missing required parameter {missing}"):
        world.idp.initiate_auth(
            auth_flow="USER_PASSWORD_AUTH",
            client_id=world.client_id,
            auth_parameters=parameters,
        )


def test_a_client_that_hides_users_gives_one_error_with_two_reasons():
    """Unknown user and wrong password sound alike; the trace tells them apart."""
    world = make_world(client={"prevent_user_existence_errors": "ENABLED"})
    world.add_user()

    wrong = _attempt(world, "jdoe", "Wrong-Horse7")
    reason_of_wrong = world.because()
    unknown = _attempt(world, "nobody", PASSWORD)
    reason_of_unknown = world.because()

    assert wrong == unknown == ("NotAuthorizedException", "Incorrect username or password.")
    assert "the password is wrong" in reason_of_wrong
    assert "no user of that name" in reason_of_unknown


def test_an_older_client_says_that_there_is_no_such_user(world):
    """PreventUserExistenceErrors LEGACY, the default of the API, gives the name away."""
    world.add_user()

    assert _attempt(world, "nobody", PASSWORD) == ("UserNotFoundException", "User does not exist.")
    assert _attempt(world, "jdoe", "Wrong-Horse7")[0] == "NotAuthorizedException"


def test_a_hidden_unknown_user_costs_as_many_hashes_as_a_wrong_password(monkeypatch):
    """Nobody can tell the two apart by the time that they take."""
    world = make_world(client={"prevent_user_existence_errors": "ENABLED"})
    world.add_user()
    counted = []
    hash_password, power = srp.password_hash, srp.power
    monkeypatch.setattr(
        srp, "password_hash", lambda *a: counted.append("hash") or hash_password(*a)
    )
    monkeypatch.setattr(srp, "power", lambda *a: counted.append("power") or power(*a))

    def cost(username):
        counted.clear()
        _attempt(world, username, "Wrong-Horse7")
        return list(counted)

    assert cost("jdoe") == cost("nobody") == ["hash"]


@pytest.mark.parametrize(
    ("arrange", "code", "message"),
    [
        pytest.param(
            "admin_disable_user", "NotAuthorizedException", "User is disabled.", id="disabled"
        ),
        pytest.param(None, "UserNotConfirmedException", "User is not confirmed.", id="unconfirmed"),
    ],
)
def test_only_the_right_password_learns_what_is_wrong_with_the_account(
    arrange, code, message, world
):
    """A wrong password hears "incorrect", whatever the state of the account."""
    if arrange:
        world.add_user()
        getattr(world.idp, arrange)(user_pool_id=world.pool_id, username="jdoe")
    else:
        world.idp.sign_up(client_id=world.client_id, username="jdoe", password=PASSWORD)

    assert _attempt(world, "jdoe", PASSWORD) == (code, message)
    assert _attempt(world, "jdoe", "Wrong-Horse7") == (
        "NotAuthorizedException",
        "Incorrect username or password.",
    )


def test_a_disabled_user_signs_in_again_once_enabled(world):
    """Status and password survive being disabled."""
    world.add_user()
    for change in (world.idp.admin_disable_user, world.idp.admin_enable_user):
        change(user_pool_id=world.pool_id, username="jdoe")

    assert world.tokens()["IdToken"]


@pytest.mark.parametrize("flow", ["USER_AUTH"])
def test_a_flow_that_the_lab_leaves_out_is_named(flow, world):
    """It is the lab that says so, not AWS."""
    with pytest.raises(NotSimulated, match=flow):
        world.idp.initiate_auth(auth_flow=flow, client_id=world.client_id, auth_parameters={})


def test_the_trace_shows_the_two_steps_of_the_pool(world):
    """First the password, then the signatures: what a diagram draws."""
    world.add_user()
    world.sign_in()

    (sign_in,) = world.trace.find("InitiateAuth")

    assert [step.action for step in sign_in.children] == ["check the password", "sign JWTs"]
    assert sign_in.children[1].request == {"key": "RS256 private key"}


def test_the_same_seed_gives_the_same_tokens():
    """Two worlds of one seed are equal to the byte; another seed's is not."""

    def tokens(seed):
        world = make_world(seed=seed)
        world.add_user()
        return world.tokens()

    assert tokens(7) == tokens(7)
    assert tokens(7) != tokens(8)
