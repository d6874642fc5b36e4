"""Access tokens at the pool itself, and what ends a session."""

import pytest
from user_pool_world import make_world, refused

from cognito_lab.primitives import jose
from cognito_lab.primitives.keys import SigningKey


def _get_user(world, token):
    return world.idp.get_user(access_token=token)


def _claims(raw):
    return jose.parse(raw).unverified_claims


@pytest.fixture
def signed_in(world):
    """A world with a user, and the tokens of a sign-in."""
    world.add_user(email="jdoe@example.com", email_verified="true")
    return world, world.tokens()


def test_get_user_shows_name_and_attributes_and_no_status(signed_in):
    """GetUser's answer is smaller than AdminGetUser's."""
    world, tokens = signed_in

    answer = _get_user(world, tokens["AccessToken"])

    assert set(answer) == {"Username", "UserAttributes"}
    assert {"Name": "email", "Value": "jdoe@example.com"} in answer["UserAttributes"]


def test_an_expired_access_token_is_refused(signed_in):
    """One second before `exp` it is good, at `exp` it is not."""
    world, tokens = signed_in
    world.clock.advance(seconds=3599)
    assert _get_user(world, tokens["AccessToken"])
    world.clock.advance(seconds=1)

    with refused("NotAuthorizedException", "Access Token has expired"):
        _get_user(world, tokens["AccessToken"])


def _of_another_pool(world, tokens):
    other = make_world(seed=8)
    other.add_user()
    return other.tokens()["AccessToken"]


def _one_character_changed(world, tokens):
    head, claims, signature = tokens["AccessToken"].split(".")
    return f"{head}.{claims}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}"


def _more_claimed(world, tokens):
    head, _, signature = tokens["AccessToken"].split(".")
    claims = dict(_claims(tokens["AccessToken"])) | {"username": "admin"}
    forged = jose.sign(claims, SigningKey(0, "x")).split(".")[1]
    return f"{head}.{forged}.{signature}"


def _without_signature(world, tokens):
    claims = tokens["AccessToken"].split(".")[1]
    head = jose.b64url(b'{"alg":"none"}')
    return f"{head}.{claims}.AA"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(lambda w, t: t["IdToken"], "Invalid Access Token", id="an ID token"),
        pytest.param(lambda w, t: t["RefreshToken"], "Invalid Access Token", id="a refresh token"),
        pytest.param(lambda w, t: "abc", "Invalid Access Token", id="nonsense"),
        pytest.param(
            _of_another_pool, "Could not verify signature for Access Token", id="of another account"
        ),
        pytest.param(
            _one_character_changed,
            "Could not verify signature for Access Token",
            id="one character of the signature changed",
        ),
        pytest.param(
            _more_claimed, "Could not verify signature for Access Token", id="a claim changed"
        ),
        pytest.param(
            _without_signature, "Could not verify signature for Access Token", id="alg none"
        ),
    ],
)
def test_nothing_forged_passes(make, message, signed_in):
    """Each forgery is refused with AWS's words."""
    world, tokens = signed_in

    with refused("NotAuthorizedException", message):
        _get_user(world, make(world, tokens))


def test_revoking_ends_one_session_and_leaves_the_others(signed_in):
    """Tokens of the same origin_jti are refused; another sign-in of the same user lives on."""
    world, tokens = signed_in
    other = world.tokens()

    world.idp.revoke_token(token=tokens["RefreshToken"], client_id=world.client_id)

    with refused("NotAuthorizedException", "Access Token has been revoked"):
        _get_user(world, tokens["AccessToken"])
    with refused("NotAuthorizedException", "Refresh Token has been revoked"):
        world.refresh(tokens["RefreshToken"])
    assert _get_user(world, other["AccessToken"])
    assert world.refresh(other["RefreshToken"])


def test_a_revoked_token_still_verifies_offline(signed_in):
    """Only who asks the pool learns that the session has ended."""
    world, tokens = signed_in
    world.idp.revoke_token(token=tokens["RefreshToken"], client_id=world.client_id)

    claims = jose.verify_signature(jose.parse(tokens["IdToken"]), world.idp.jwks(world.pool_id))

    assert claims["token_use"] == "id"
    assert world.idp.is_signed_out(claims["iss"], claims)


def test_global_sign_out_ends_every_session(signed_in):
    """All sessions of this user, and nobody else's."""
    world, tokens = signed_in
    world.add_user("alice")
    alices = world.tokens("alice")
    other = world.tokens()

    world.idp.global_sign_out(access_token=other["AccessToken"])

    for session in (tokens, other):
        with refused("NotAuthorizedException", "Access Token has been revoked"):
            _get_user(world, session["AccessToken"])
        with refused("NotAuthorizedException", "Refresh Token has been revoked"):
            world.refresh(session["RefreshToken"])
    assert _get_user(world, alices["AccessToken"])
    assert _get_user(world, world.tokens()["AccessToken"])


def test_disabling_a_user_ends_every_session_for_good(signed_in):
    """Enabling does not bring old sessions back."""
    world, tokens = signed_in
    world.idp.admin_disable_user(user_pool_id=world.pool_id, username="jdoe")
    with refused("NotAuthorizedException", "Access Token has been revoked"):
        _get_user(world, tokens["AccessToken"])
    with refused("NotAuthorizedException"):
        world.refresh(tokens["RefreshToken"])

    world.idp.admin_enable_user(user_pool_id=world.pool_id, username="jdoe")

    with refused("NotAuthorizedException", "Access Token has been revoked"):
        _get_user(world, tokens["AccessToken"])


def test_the_token_of_a_deleted_user_finds_nobody(signed_in):
    """The token is good, the person is gone."""
    world, tokens = signed_in
    world.idp.admin_delete_user(user_pool_id=world.pool_id, username="jdoe")

    with refused("UserNotFoundException", "User does not exist."):
        _get_user(world, tokens["AccessToken"])
    claims = _claims(tokens["IdToken"])
    assert world.idp.is_signed_out(claims["iss"], claims)


def test_a_live_session_is_not_signed_out(signed_in):
    """What the identity pool asks when it checks tokens at the server."""
    world, tokens = signed_in
    claims = _claims(tokens["IdToken"])

    assert not world.idp.is_signed_out(claims["iss"], claims)
    assert world.idp.is_signed_out("https://cognito-idp.us-east-1.amazonaws.com/other", claims)


@pytest.mark.parametrize(
    ("settings", "token", "code"),
    [
        pytest.param({}, "AccessToken", "UnsupportedTokenTypeException", id="an access token"),
        pytest.param(
            {"enable_token_revocation": False},
            "RefreshToken",
            "UnsupportedOperationException",
            id="a client that does not revoke",
        ),
        pytest.param(
            {"generate_secret": True}, "RefreshToken", "UnauthorizedException", id="no secret sent"
        ),
    ],
)
def test_what_cannot_be_revoked_is_refused(settings, token, code):
    """The session lives on."""
    world = make_world(client=settings)
    world.add_user()
    tokens = world.tokens()

    with refused(code):
        world.idp.revoke_token(token=tokens[token], client_id=world.client_id)

    assert _get_user(world, tokens["AccessToken"])


def test_revoking_twice_or_nothing_is_a_success(signed_in):
    """The caller has what they wanted."""
    world, tokens = signed_in
    for token in (tokens["RefreshToken"], tokens["RefreshToken"], "unknown"):
        assert world.idp.revoke_token(token=token, client_id=world.client_id) == {}
