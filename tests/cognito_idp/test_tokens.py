"""The tokens: exactly AWS's claims, two keys, PyJWT's agreement, and how long they live."""

import jwt
import pytest
from user_pool_world import make_world, refused

from cognito_lab.primitives import jose

ID_CLAIMS = {
    "sub",
    "email_verified",
    "iss",
    "cognito:username",
    "origin_jti",
    "aud",
    "event_id",
    "token_use",
    "auth_time",
    "name",
    "custom:tenant",
    "exp",
    "iat",
    "jti",
    "email",
}
ACCESS_CLAIMS = {
    "sub",
    "iss",
    "client_id",
    "origin_jti",
    "event_id",
    "token_use",
    "scope",
    "auth_time",
    "exp",
    "iat",
    "jti",
    "username",
}


def _claims(raw):
    return jose.parse(raw).unverified_claims


@pytest.fixture
def world():
    """The fact sheet's example (a): Alice with a name, an address and a tenant."""
    world = make_world(pool={"schema": [{"Name": "tenant", "AttributeDataType": "String"}]})
    world.add_user(
        email="alice@example.com",
        email_verified="true",
        name="Alice",
        **{"custom:tenant": "42"},
    )
    return world


def test_an_id_token_has_exactly_the_claims_of_the_sample(world):
    """Names, types and values of sample (a)."""
    claims = _claims(world.tokens()["IdToken"])

    assert set(claims) == ID_CLAIMS
    assert claims["aud"] == world.client_id
    assert claims["token_use"] == "id"
    assert claims["cognito:username"] == "jdoe"
    assert claims["email_verified"] is True
    assert claims["custom:tenant"] == "42"
    assert claims["exp"] - claims["iat"] == 3600
    assert claims["auth_time"] == claims["iat"] == 1767690487


def test_an_access_token_has_exactly_the_claims_of_the_sample(world):
    """It has no audience and no attribute."""
    claims = _claims(world.tokens()["AccessToken"])

    assert set(claims) == ACCESS_CLAIMS
    assert claims["client_id"] == world.client_id
    assert claims["scope"] == "aws.cognito.signin.user.admin"
    assert claims["username"] == "jdoe"
    assert claims["token_use"] == "access"


def test_both_tokens_name_the_same_session_and_different_tokens(world):
    """origin_jti, event_id and auth_time are shared; jti is not."""
    tokens = world.tokens()
    id_, access = _claims(tokens["IdToken"]), _claims(tokens["AccessToken"])

    for shared in ("sub", "iss", "origin_jti", "event_id", "auth_time"):
        assert id_[shared] == access[shared]
    assert id_["jti"] != access["jti"]
    assert world.user()["attributes"]["sub"] == id_["sub"]


def test_headers_have_kid_and_alg_alone_and_differ_in_the_kid(world):
    """One key signs ID tokens, the other access tokens."""
    tokens = world.tokens()
    headers = [jose.parse(tokens[name]).unverified_header for name in ("IdToken", "AccessToken")]

    assert [list(header) for header in headers] == [["kid", "alg"]] * 2
    assert [header["kid"] for header in headers] == [
        key["kid"] for key in world.idp.jwks(world.pool_id)["keys"]
    ]


@pytest.mark.parametrize("token", ["IdToken", "AccessToken"])
def test_pyjwt_verifies_the_tokens_with_the_published_keys(token, world):
    """Another library agrees with our signatures."""
    raw = world.tokens()[token]
    keys = {k["kid"]: jwt.PyJWK(k) for k in world.idp.jwks(world.pool_id)["keys"]}

    claims = jwt.decode(
        raw,
        keys[jwt.get_unverified_header(raw)["kid"]],
        algorithms=["RS256"],
        options={"verify_exp": False, "verify_iat": False, "verify_aud": False},
    )

    assert claims["sub"] == world.user()["attributes"]["sub"]


def test_a_refresh_token_looks_like_aws_s_and_not_like_a_jwt(world):
    """Five parts, the exact header, nothing to read."""
    refresh_token = world.tokens()["RefreshToken"]

    assert refresh_token.startswith(
        "eyJjdHkiOiJKV1QiLCJlbmMiOiJBMjU2R0NNIiwiYWxnIjoiUlNBLU9BRVAifQ."
    )
    assert len(refresh_token.split(".")) == 5


def test_refreshing_keeps_the_session_and_reads_the_user_afresh(world):
    """auth_time and origin_jti stay; iat, jti and attributes are new."""
    tokens = world.tokens()
    world.clock.advance(minutes=50)
    world.idp.admin_update_user_attributes(
        user_pool_id=world.pool_id,
        username="jdoe",
        user_attributes=[{"Name": "name", "Value": "Alicia"}],
    )

    refreshed = world.refresh(tokens["RefreshToken"])

    old, new = _claims(tokens["IdToken"]), _claims(refreshed["IdToken"])
    assert "RefreshToken" not in refreshed
    assert (new["auth_time"], new["origin_jti"]) == (old["auth_time"], old["origin_jti"])
    assert new["iat"] - old["iat"] == 3000
    assert new["jti"] != old["jti"]
    assert new["name"] == "Alicia"


@pytest.mark.parametrize(
    ("settings", "token", "seconds"),
    [
        pytest.param({"id_token_validity": 2}, "IdToken", 7200, id="hours by default"),
        pytest.param(
            {"access_token_validity": 5, "token_validity_units": {"AccessToken": "minutes"}},
            "AccessToken",
            300,
            id="five minutes",
        ),
        pytest.param(
            {"id_token_validity": 86400, "token_validity_units": {"IdToken": "seconds"}},
            "IdToken",
            86400,
            id="a day in seconds",
        ),
    ],
)
def test_a_token_lives_as_long_as_the_client_says(settings, token, seconds):
    """From iat to exp it is the client's validity, in its unit."""
    world = make_world(client=settings)
    world.add_user()

    claims = _claims(world.tokens()[token])

    assert claims["exp"] - claims["iat"] == seconds


def test_a_refresh_token_ends_after_thirty_days(world):
    """Counted from the sign-in, not from the last refresh."""
    refresh_token = world.tokens()["RefreshToken"]
    world.clock.advance(days=29)
    world.refresh(refresh_token)
    world.clock.advance(days=1)

    with refused("NotAuthorizedException", "Refresh Token has expired"):
        world.refresh(refresh_token)


def test_a_refresh_token_belongs_to_its_client(world):
    """Another client of the same pool cannot use it."""
    refresh_token = world.tokens()["RefreshToken"]
    world.client_id = world.idp.create_user_pool_client(
        user_pool_id=world.pool_id, client_name="second"
    )["UserPoolClient"]["ClientId"]

    with refused("NotAuthorizedException", "Invalid Refresh Token"):
        world.refresh(refresh_token)


@pytest.mark.parametrize("change", ["x", ""], ids=["a character more", "a character less"])
def test_a_changed_refresh_token_is_unknown(change, world):
    """It is looked up as a whole."""
    refresh_token = world.tokens()["RefreshToken"][:-1] + change

    with refused("NotAuthorizedException", "Invalid Refresh Token"):
        world.refresh(refresh_token + change)


def test_a_client_without_revocation_issues_no_jti(world):
    """EnableTokenRevocation false: neither jti nor origin_jti."""
    world = make_world(client={"enable_token_revocation": False})
    world.add_user()
    tokens = world.tokens()

    for name in ("IdToken", "AccessToken"):
        assert not {"jti", "origin_jti"} & set(_claims(tokens[name]))
    assert world.idp.get_user(access_token=tokens["AccessToken"])["Username"] == "jdoe"


def test_a_verified_flag_stands_only_beside_its_address():
    """A client that may not read `email` does not see `email_verified` either."""
    world = make_world(client={"read_attributes": ["name", "email_verified"]})
    world.add_user(email="a@example.com", email_verified="true", name="Alice")

    claims = _claims(world.tokens()["IdToken"])

    assert claims["name"] == "Alice"
    assert not {"email", "email_verified"} & set(claims)


def test_an_unverified_address_says_false(world):
    """`email_verified` is there as soon as `email` is."""
    world.add_user("bob", email="bob@example.com")

    assert _claims(world.tokens("bob")["IdToken"])["email_verified"] is False
