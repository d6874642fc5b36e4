"""What stands in tokens of the OAuth endpoints: scopes, at_hash, nonce, version; implicit grant."""

import base64
import hashlib

import pytest
from oauth_world import CALLBACK, OAuthWorld, carried

PERSON = {
    "email": "alice@example.com",
    "email_verified": "true",
    "phone_number": "+15555550100",
    "name": "Alice",
    "custom:tenant": "42",
}
CUSTOM = {"Schema": [{"Name": "tenant", "AttributeDataType": "String"}]}
ADDRESS = {"email", "email_verified"}
PHONE = {"phone_number", "phone_number_verified"}
EVERYTHING = ADDRESS | PHONE | {"name", "custom:tenant"}


@pytest.fixture
def alice() -> OAuthWorld:
    """A world with a person who has many attributes."""
    world = OAuthWorld(pool=CUSTOM)
    world.add_user(**PERSON)
    return world


def test_the_claims_of_a_code_flow_sign_in_are_the_sheet_s(alice):
    """§4d: at_hash and nonce in the ID token, version 2 and the scope in the access token."""
    tokens = alice.tokens(scope="openid email orders/read", nonce="n-0S6_WzA2Mj")
    id_, access = alice.claims(tokens["id_token"]), alice.claims(tokens["access_token"])

    assert id_.keys() == {
        *("at_hash", "sub", "email_verified", "iss", "cognito:username", "nonce", "origin_jti"),
        *("aud", "event_id", "token_use", "auth_time", "exp", "iat", "jti", "email"),
    }
    assert access.keys() == {
        *("sub", "iss", "version", "client_id", "origin_jti", "event_id", "token_use", "scope"),
        *("auth_time", "exp", "iat", "jti", "username"),
    }
    assert (id_["nonce"], id_["email_verified"]) == ("n-0S6_WzA2Mj", True)
    assert (access["version"], access["scope"]) == (2, "openid email orders/read")
    for shared in ("sub", "iss", "origin_jti", "event_id", "auth_time", "iat", "exp"):
        assert id_[shared] == access[shared]


def test_at_hash_ties_the_id_token_to_its_access_token(alice):
    """Base64url of the left half of the access token's SHA-256."""
    tokens = alice.tokens()

    half = hashlib.sha256(tokens["access_token"].encode()).digest()[:16]
    expected = base64.urlsafe_b64encode(half).decode().rstrip("=")
    assert alice.claims(tokens["id_token"])["at_hash"] == expected


def test_the_api_s_tokens_have_neither(alice):
    """at_hash would break a client that verifies API tokens; version 2 is the endpoints' mark."""
    alice.idp.update_user_pool_client(
        UserPoolId=alice.pool_id,
        ClientId=alice.client["ClientId"],
        ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"],
    )
    tokens = alice.idp.initiate_auth(
        ClientId=alice.client["ClientId"],
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "jdoe", "PASSWORD": "Correct-Horse7"},
    )["AuthenticationResult"]

    id_, access = alice.claims(tokens["IdToken"]), alice.claims(tokens["AccessToken"])
    assert not {"at_hash", "nonce"} & {*id_}
    assert not {"version", "aud"} & {*access}
    assert {*id_} >= EVERYTHING


@pytest.mark.parametrize(
    ("scope", "shown"),
    [
        pytest.param("openid", EVERYTHING, id="openid alone shows everything"),
        pytest.param("openid email", ADDRESS, id="email shows the address"),
        pytest.param("openid phone", PHONE, id="phone shows the number"),
        pytest.param("email openid phone", ADDRESS | PHONE, id="both show both"),
        pytest.param("openid profile", EVERYTHING, id="profile shows everything"),
        pytest.param("openid aws.cognito.signin.user.admin", set(), id="the API's scope narrows"),
    ],
)
def test_scopes_decide_which_attributes_the_id_token_shows(alice, scope, shown):
    """And what the token does not show, userInfo does not show either."""
    tokens = alice.tokens(scope=scope)

    assert EVERYTHING & {*alice.claims(tokens["id_token"])} == shown


def test_a_client_sees_only_what_it_may_read():
    """ReadAttributes and scopes must both show an attribute."""
    world = OAuthWorld(pool=CUSTOM, ReadAttributes=["email", "name"])
    world.add_user(**PERSON)

    assert EVERYTHING & {*world.claims(world.tokens(scope="openid")["id_token"])} == {
        "email",
        "name",
    }


def test_without_openid_there_is_no_id_token(alice):
    """Only an access token and a refresh token; refreshing gives no ID token either."""
    tokens = alice.tokens(scope="orders/read")

    assert list(tokens) == ["access_token", "refresh_token", "expires_in", "token_type"]
    refreshed = alice.post_token(
        {
            "grant_type": "refresh_token",
            "client_id": alice.client["ClientId"],
            "refresh_token": tokens["refresh_token"],
        }
    ).json()
    assert list(refreshed) == ["access_token", "expires_in", "token_type"]


@pytest.mark.parametrize(
    ("scope", "is_served"),
    [("openid aws.cognito.signin.user.admin", True), ("openid email", False)],
)
def test_the_api_wants_its_own_scope(alice, scope, is_served):
    """An access token without aws.cognito.signin.user.admin opens no operation of the API."""
    access_token = alice.tokens(scope=scope)["access_token"]

    if is_served:
        assert alice.idp.get_user(AccessToken=access_token)["Username"] == "jdoe"
        return
    with pytest.raises(alice.idp.exceptions.NotAuthorizedException, match="required scopes"):
        alice.idp.get_user(AccessToken=access_token)


def test_a_token_can_be_bound_to_a_resource(alice):
    """`resource` of the authorize request becomes the access token's `aud`."""
    tokens = alice.tokens(resource="https://orders.example.com")

    assert alice.claims(tokens["access_token"])["aud"] == "https://orders.example.com"
    assert alice.claims(tokens["id_token"])["aud"] == alice.client["ClientId"]


def test_groups_and_roles_are_in_tokens_of_the_endpoints_too(alice):
    """As in the API's."""
    role = "arn:aws:iam::123456789012:role/A"
    alice.idp.create_group(UserPoolId=alice.pool_id, GroupName="admin", RoleArn=role)
    alice.idp.admin_add_user_to_group(UserPoolId=alice.pool_id, Username="jdoe", GroupName="admin")
    tokens = alice.tokens()

    assert alice.claims(tokens["id_token"])["cognito:preferred_role"] == role
    assert alice.claims(tokens["access_token"])["cognito:groups"] == ["admin"]


# --- the implicit grant ---------------------------------------------------------------------------


def implicit(**settings) -> OAuthWorld:
    """A world whose client may use the implicit grant."""
    world = OAuthWorld(pool=CUSTOM, AllowedOAuthFlows=["implicit", "code"], **settings)
    world.add_user(**PERSON)
    return world


def test_the_implicit_grant_puts_tokens_behind_the_hash():
    """ID and access token, never a refresh token; the server of the app never sees them."""
    world = implicit()

    response = world.sign_in(response_type="token", nonce="n-7")

    assert response.headers["Location"].startswith(f"{CALLBACK}#")
    result = carried(response)
    assert list(result) == ["id_token", "access_token", "token_type", "expires_in", "state"]
    assert (result["token_type"], result["expires_in"]) == ("bearer", "3600")
    id_, access = world.claims(result["id_token"]), world.claims(result["access_token"])
    assert (id_["nonce"], access["version"]) == ("n-7", 2)
    assert id_["email"] == "alice@example.com"


def test_the_implicit_grant_without_openid_gives_an_access_token_alone():
    """There is no id_token in the fragment."""
    result = carried(implicit().sign_in(response_type="token", scope="orders/read"))

    assert list(result) == ["access_token", "token_type", "expires_in", "state"]


def test_the_implicit_grant_is_refused_unless_the_client_allows_it(alice):
    """The client of the code flow gets unauthorized_client, and no token anywhere."""
    response = alice.authorize(response_type="token")

    assert carried(response) == {"error": "unauthorized_client", "state": "s-42"}
    assert "#" not in response.headers["Location"]


def test_the_code_flow_is_refused_to_a_client_of_the_implicit_grant_alone():
    """And its codes could not be redeemed."""
    world = OAuthWorld(AllowedOAuthFlows=["implicit"])

    assert carried(world.authorize())["error"] == "unauthorized_client"
    answer = world.post_token(world.token_form("x"))
    assert answer.json() == {"error": "unauthorized_client"}


def test_an_implicit_session_can_be_ended():
    """GlobalSignOut reaches its access token at the pool."""
    world = implicit()
    token = carried(world.sign_in(response_type="token", scope="aws.cognito.signin.user.admin"))[
        "access_token"
    ]
    assert world.idp.get_user(AccessToken=token)["Username"] == "jdoe"

    world.idp.global_sign_out(AccessToken=token)

    with pytest.raises(world.idp.exceptions.NotAuthorizedException, match="revoked"):
        world.idp.get_user(AccessToken=token)
