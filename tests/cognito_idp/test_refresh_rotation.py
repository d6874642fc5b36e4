"""Refresh tokens that are replaced at each use: grace, reuse, and what stays the same."""

import pytest
from user_pool_world import ALL_FLOWS, make_world, refused

from cognito_lab.primitives import jose

NO_REFRESH_FLOW = [flow for flow in ALL_FLOWS if flow != "ALLOW_REFRESH_TOKEN_AUTH"]


def rotating(grace: int = 0, **settings):
    """A world whose client rotates refresh tokens, and the tokens of a sign-in."""
    world = make_world(
        client={
            "explicit_auth_flows": NO_REFRESH_FLOW,
            "refresh_token_rotation": {"Feature": "ENABLED", "RetryGracePeriodSeconds": grace},
            **settings,
        }
    )
    world.add_user()
    return world, world.tokens()


def renewed(world, refresh_token, **more):
    """The result of GetTokensFromRefreshToken."""
    answer = world.idp.get_tokens_from_refresh_token(
        refresh_token=refresh_token, client_id=world.client_id, **more
    )
    return answer["AuthenticationResult"]


def claims(token):
    """What a token says, unchecked."""
    return jose.parse(token).unverified_claims


def test_each_refresh_brings_a_new_refresh_token():
    """Session and time of the sign-in stay, the refresh token is another one."""
    world, first = rotating()
    world.clock.advance(minutes=5)

    second = renewed(world, first["RefreshToken"])

    assert second["RefreshToken"] != first["RefreshToken"]
    before, after = claims(first["IdToken"]), claims(second["IdToken"])
    assert after["auth_time"] == before["auth_time"] < after["iat"]
    assert after["origin_jti"] == before["origin_jti"]
    assert renewed(world, second["RefreshToken"])["IdToken"]


def test_a_used_refresh_token_is_refused():
    """Without grace the second use is one too many, and it issues nothing."""
    world, first = rotating()
    renewed(world, first["RefreshToken"])

    with refused("RefreshTokenReuseException"):
        renewed(world, first["RefreshToken"])


def test_grace_lets_a_used_token_come_again_for_some_seconds():
    """One second before the end it is taken, at the end it is not; the clock starts once."""
    world, first = rotating(grace=10)
    renewed(world, first["RefreshToken"])
    world.clock.advance(seconds=9)
    assert renewed(world, first["RefreshToken"])["RefreshToken"]
    world.clock.advance(seconds=1)

    with refused("RefreshTokenReuseException"):
        renewed(world, first["RefreshToken"])


def test_rotation_lengthens_nothing():
    """The new refresh token ends when the first one would have ended."""
    world, first = rotating(refresh_token_validity=1)
    world.clock.advance(hours=23)
    second = renewed(world, first["RefreshToken"])
    world.clock.advance(hours=1)

    with refused("NotAuthorizedException", "Refresh Token has expired"):
        renewed(world, second["RefreshToken"])


def test_revoking_one_refresh_token_ends_them_all():
    """They name one session."""
    world, first = rotating(grace=60)
    second = renewed(world, first["RefreshToken"])

    world.idp.revoke_token(token=second["RefreshToken"], client_id=world.client_id)

    for tokens in (first, second):
        with refused("NotAuthorizedException", "Refresh Token has been revoked"):
            renewed(world, tokens["RefreshToken"])


def test_the_refresh_flow_is_closed_to_a_client_that_rotates():
    """InitiateAuth is refused, and so is a client that wants both."""
    world, first = rotating()

    with refused("InvalidParameterException"):
        world.refresh(first["RefreshToken"])
    with refused("InvalidParameterException"):
        rotating(explicit_auth_flows=ALL_FLOWS)


def test_without_rotation_the_refresh_token_stays():
    """The operation serves such a client too, and gives no second refresh token."""
    world = make_world()
    world.add_user()
    first = world.tokens()

    again = renewed(world, first["RefreshToken"])

    assert "RefreshToken" not in again
    assert renewed(world, first["RefreshToken"])["AccessToken"]


@pytest.mark.parametrize(
    ("secret", "code"),
    [
        pytest.param("right", None, id="the secret itself opens"),
        pytest.param("wrong", "NotAuthorizedException", id="another secret is refused"),
        pytest.param(None, "NotAuthorizedException", id="no secret is refused"),
    ],
)
def test_a_confidential_client_shows_its_secret(secret, code):
    """Not a hash: the operation need not know who the person is."""
    world = make_world(client={"generate_secret": True})
    world.add_user()
    tokens = world.tokens()
    given = world.client_secret if secret == "right" else secret

    if code is None:
        assert renewed(world, tokens["RefreshToken"], client_secret=given)["IdToken"]
        return
    with refused(code):
        renewed(world, tokens["RefreshToken"], client_secret=given)


def test_a_disabled_user_gets_nothing_new():
    """And the refresh token is not used up by the refusal."""
    world, first = rotating()
    who = {"user_pool_id": world.pool_id, "username": "jdoe"}
    world.idp.admin_disable_user(**who)

    with refused("NotAuthorizedException"):
        renewed(world, first["RefreshToken"])
