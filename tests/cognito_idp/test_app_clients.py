"""App clients: defaults, updates that reset, secrets, and which flows they allow."""

import pytest
from user_pool_world import PASSWORD, make_world, refused

from cognito_lab.app import secret_hash


def _client(world, **settings):
    made = world.idp.create_user_pool_client(
        user_pool_id=world.pool_id, client_name="web", **settings
    )
    return made["UserPoolClient"]


def test_a_bare_client_has_the_defaults_of_the_api(world):
    """No secret, SRP but no password flow, and existence errors shown."""
    client = _client(world)

    assert client["ExplicitAuthFlows"] == [
        "ALLOW_REFRESH_TOKEN_AUTH",
        "ALLOW_USER_SRP_AUTH",
        "ALLOW_CUSTOM_AUTH",
    ]
    assert client["RefreshTokenValidity"] == 30
    assert client["PreventUserExistenceErrors"] == "LEGACY"
    assert client["EnableTokenRevocation"] is True
    assert client["AuthSessionValidity"] == 3
    assert not {"ClientSecret", "ReadAttributes", "WriteAttributes"} & client.keys()


def test_an_update_resets_what_it_does_not_name(world):
    """UpdateUserPoolClient is no patch: a setting that is left out goes back to its default."""
    client = _client(world, refresh_token_validity=5, prevent_user_existence_errors="ENABLED")

    updated = world.idp.update_user_pool_client(
        user_pool_id=world.pool_id, client_id=client["ClientId"], refresh_token_validity=6
    )["UserPoolClient"]

    assert updated["RefreshTokenValidity"] == 6
    assert updated["PreventUserExistenceErrors"] == "LEGACY"
    assert updated["ClientName"] == "web"


def test_an_update_keeps_the_secret(world):
    """The secret is no setting; an update does not take it away."""
    client = _client(world, generate_secret=True)

    updated = world.idp.update_user_pool_client(
        user_pool_id=world.pool_id, client_id=client["ClientId"]
    )["UserPoolClient"]

    assert updated["ClientSecret"] == client["ClientSecret"]


def test_a_list_of_clients_shows_no_secrets(world):
    """ListUserPoolClients gives ids and names only."""
    _client(world, generate_secret=True)

    listed = world.idp.list_user_pool_clients(user_pool_id=world.pool_id)["UserPoolClients"]

    assert [set(client) for client in listed] == [{"ClientId", "UserPoolId", "ClientName"}] * 2


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param(
            {"explicit_auth_flows": ["ALLOW_USER_SRP_AUTH", "USER_PASSWORD_AUTH"]},
            id="older and newer flow names in one list",
        ),
        pytest.param({"access_token_validity": 25}, id="an access token of 25 hours"),
        pytest.param(
            {"id_token_validity": 4, "token_validity_units": {"IdToken": "minutes"}},
            id="an ID token of 4 minutes",
        ),
        pytest.param({"refresh_token_validity": 3651}, id="a refresh token of more than ten years"),
        pytest.param({"read_attributes": ["custom:nothing"]}, id="reading an unknown attribute"),
    ],
)
def test_settings_that_cannot_be_are_refused_and_make_no_client(settings, world):
    """The settings are judged before anything is made."""
    with refused("InvalidParameterException"):
        _client(world, **settings)

    assert len(world.idp.list_user_pool_clients(user_pool_id=world.pool_id)["UserPoolClients"]) == 1


def test_the_secret_hash_of_the_published_example_comes_out():
    """The fact sheet's example (§1) of SECRET_HASH."""
    assert (
        secret_hash(
            "alice",
            "67ajqh4655tvb6a6g74sdang7g",
            "0abc1def2ghi3jkl4mno5pqr6stu7vwx8yz9abc0def1ghi2jkl3",
        )
        == "eEwPjqziwWznuhPB9vqq3+69BxbIgeUy+CJZWZ4iILQ="
    )


def test_a_client_with_a_secret_wants_the_hash_everywhere():
    """Sign-in, the challenge answer and refreshing all work with the right hash."""
    world = make_world(client={"generate_secret": True})
    world.add_user()

    tokens = world.tokens()
    by_srp = world.answer_srp(*world.ask_srp())
    refreshed = world.refresh(tokens["RefreshToken"], **world.hash_of("jdoe"))

    assert "AuthenticationResult" in by_srp
    assert "IdToken" in refreshed


def test_a_missing_secret_hash_is_said_to_be_missing():
    """The text names the client."""
    world = make_world(client={"generate_secret": True})
    world.add_user()

    with refused(
        "NotAuthorizedException",
        f"Client {world.client_id} is configured with secret but SECRET_HASH was not received",
    ):
        world.idp.initiate_auth(
            auth_flow="USER_PASSWORD_AUTH",
            client_id=world.client_id,
            auth_parameters={"USERNAME": "jdoe", "PASSWORD": PASSWORD},
        )


def test_a_secret_hash_of_another_name_is_refused():
    """The hash covers the user name: one for alice does not open jdoe's account."""
    world = make_world(client={"generate_secret": True})
    world.add_user()
    world.add_user("alice")

    with refused(
        "NotAuthorizedException", f"SecretHash does not match for the client: {world.client_id}"
    ):
        world.idp.initiate_auth(
            auth_flow="USER_PASSWORD_AUTH",
            client_id=world.client_id,
            auth_parameters={"USERNAME": "jdoe", "PASSWORD": PASSWORD, **world.hash_of("alice")},
        )


@pytest.mark.parametrize(
    ("flow", "by_admin", "message"),
    [
        pytest.param(
            "USER_PASSWORD_AUTH",
            False,
            "USER_PASSWORD_AUTH flow not enabled for this client",
            id="the password flow",
        ),
        pytest.param(
            "USER_SRP_AUTH", False, "USER_SRP_AUTH is not enabled for the client.", id="SRP"
        ),
        pytest.param(
            "ADMIN_USER_PASSWORD_AUTH",
            True,
            "Auth flow not enabled for this client",
            id="the administrator's password flow",
        ),
        pytest.param(
            "ADMIN_USER_PASSWORD_AUTH",
            False,
            "Initiate Auth method not supported.",
            id="the administrator's flow at InitiateAuth",
        ),
        pytest.param(
            "USER_PASSWORD_AUTH",
            True,
            "Initiate Auth method not supported.",
            id="the app's flow at AdminInitiateAuth",
        ),
    ],
)
def test_a_flow_that_is_not_open_is_refused(flow, by_admin, message):
    """Each way of being shut has its own text."""
    world = make_world(client={"explicit_auth_flows": ["ALLOW_REFRESH_TOKEN_AUTH"]})
    request = {
        "auth_flow": flow,
        "client_id": world.client_id,
        "auth_parameters": {"USERNAME": "jdoe", "PASSWORD": PASSWORD, "SRP_A": "2"},
    }

    with refused("InvalidParameterException", message):
        if by_admin:
            world.idp.admin_initiate_auth(user_pool_id=world.pool_id, **request)
        else:
            world.idp.initiate_auth(**request)


def test_older_flow_names_leave_srp_and_refresh_open():
    """A client with a name without ALLOW_ may always use SRP and refresh."""
    world = make_world(client={"explicit_auth_flows": ["ADMIN_NO_SRP_AUTH"]})
    world.add_user()

    by_srp = world.answer_srp(*world.ask_srp())["AuthenticationResult"]
    by_admin = world.idp.admin_initiate_auth(
        user_pool_id=world.pool_id,
        client_id=world.client_id,
        auth_flow="ADMIN_NO_SRP_AUTH",
        auth_parameters={"USERNAME": "jdoe", "PASSWORD": PASSWORD},
    )["AuthenticationResult"]

    assert world.refresh(by_srp["RefreshToken"])["IdToken"]
    assert by_admin["IdToken"]


def test_a_deleted_client_cannot_be_used(world):
    """Its id is unknown from then on."""
    world.idp.delete_user_pool_client(user_pool_id=world.pool_id, client_id=world.client_id)

    with refused(
        "ResourceNotFoundException", f"User pool client {world.client_id} does not exist."
    ):
        world.sign_in()


def test_a_client_of_another_pool_is_not_found(world):
    """A client belongs to one pool, whatever the request says."""
    other = world.idp.create_user_pool(pool_name="other")["UserPool"]["Id"]

    with refused("ResourceNotFoundException"):
        world.idp.describe_user_pool_client(user_pool_id=other, client_id=world.client_id)
