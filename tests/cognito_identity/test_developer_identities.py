"""Developer-authenticated identities: a back end vouches for its own users."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import forgeries
import pytest
from identity_world import (
    COGNITO,
    GINA,
    GOOGLE,
    JDOE,
    UMA,
    USER_POOL,
    World,
    decoded,
    make_world,
    trust,
)

from cognito_lab.primitives import jose
from cognito_lab.primitives.errors import AwsError
from cognito_lab.primitives.keys import SigningKey

NAME = "login.my.app"


@pytest.fixture
def world() -> World:
    """A pool whose back end vouches under a name of its own."""
    return make_world(developer_provider_name=NAME)


def vouch(world: World, user: str = "user-1", **more: Any) -> tuple[str, str]:
    """GetOpenIdTokenForDeveloperIdentity: the identity id and the token."""
    logins = {NAME: user, **more.pop("public", {})}
    answer = world.service.get_open_id_token_for_developer_identity(
        identity_pool_id=world.pool_id, logins=logins, **more
    )
    return answer["IdentityId"], answer["Token"]


def refused(code: str, attempt: Callable[[], object]) -> str:
    """Assert AWS's error code; answer its message."""
    with pytest.raises(AwsError) as caught:
        attempt()
    assert caught.value.code == code
    assert caught.value.because
    return caught.value.message


def test_a_back_end_gets_a_token_for_its_user(world: World) -> None:
    """The token names the user under the developer provider and lives 15 minutes."""
    identity_id, token = vouch(world)

    header, claims = decoded(token)
    assert header["alg"] == "RS512"
    assert (claims["sub"], claims["aud"]) == (identity_id, world.pool_id)
    assert claims["amr"] == ["authenticated", NAME, f"{NAME}:{world.pool_id}:user-1"]
    assert claims["exp"] - claims["iat"] == 900
    assert vouch(world)[0] == identity_id
    assert vouch(world, "user-2")[0] != identity_id


def test_the_token_lives_as_long_as_asked(world: World) -> None:
    """TokenDuration is in seconds."""
    _, token = vouch(world, token_duration=86_400)

    claims = decoded(token)[1]
    assert claims["exp"] - claims["iat"] == 86_400


def test_the_app_exchanges_the_token_for_credentials(world: World) -> None:
    """Shown as a login of the identity service, the token opens the authenticated role."""
    identity_id, token = vouch(world)

    answer = world.credentials_of(identity_id, {COGNITO: token})

    caller = world.caller_of(answer["Credentials"])
    assert caller.role_arn == world.roles["users"]
    assert caller.session_policies is None
    assert caller.cognito["amr"] == (
        "authenticated",
        NAME,
        f"{NAME}:{world.pool_id}:user-1",
    )


def test_the_token_can_go_to_sts_by_itself(world: World) -> None:
    """The back end may also let the app do what the classic flow does."""
    _, token = vouch(world)

    lent = world.sts.assume_role_with_web_identity(
        role_arn=world.roles["users"], role_session_name="app", web_identity_token=token
    )

    assert lent["SubjectFromWebIdentityToken"] == decoded(token)[1]["sub"]


def test_the_developer_flow_is_not_the_classic_flow() -> None:
    """AllowClassicFlow=false does not stop the back end."""
    world = make_world(developer_provider_name=NAME, allow_classic_flow=False)

    assert vouch(world)


def other_pools_token(world: World) -> str:
    """A genuine token of another pool of the same service."""
    here = world.pool_id
    world.make_pool(developer_provider_name=NAME)
    token = vouch(world)[1]
    world.pool_id = here
    return token


def strangers_token(world: World) -> str:
    """A stranger's signature under one of the service's key ids."""
    header, claims = decoded(vouch(world)[1])
    return jose.sign(claims, SigningKey(15, header["kid"], "RS512"), {"typ": "JWS"})


def aged_token(minutes: int) -> Callable[[World], str]:
    """A token that ended so many minutes ago."""

    def make(world: World) -> str:
        token = vouch(world)[1]
        world.clock.advance(minutes=15 + minutes)
        return token

    return make


def changed(change: Callable[[str], str]) -> Callable[[World], str]:
    """The back end's token, changed."""
    return lambda world: change(vouch(world)[1])


def hs256(world: World) -> str:
    """HS256, keyed with the service's public key."""
    token = vouch(world)[1]
    kid = decoded(token)[0]["kid"]
    key = SigningKey(2, kid, "RS512")
    return forgeries.signed_with_the_public_key(token, key, forgeries.public_pem(key))


BAD_SIGNATURE = "Invalid login token. Couldn't verify signed token."
NOT_A_JWT = "Invalid login token. Not a valid OpenId Connect identity token."
NOT_OURS = "Invalid login token. Not a Cognito token."


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(
            changed(lambda t: forgeries.with_byte_changed(t, 2)), BAD_SIGNATURE, id="one byte"
        ),
        pytest.param(
            changed(lambda t: forgeries.with_claims(t, sub="us-east-1:x")),
            BAD_SIGNATURE,
            id="another sub",
        ),
        pytest.param(
            changed(lambda t: forgeries.with_claims(t, aud="us-east-1:x")),
            BAD_SIGNATURE,
            id="another aud",
        ),
        pytest.param(
            changed(lambda t: forgeries.with_claims(t, amr=["authenticated"])),
            BAD_SIGNATURE,
            id="another amr",
        ),
        pytest.param(
            changed(lambda t: forgeries.with_claims(t, exp=9_999_999_999)),
            BAD_SIGNATURE,
            id="a later exp",
        ),
        pytest.param(
            changed(lambda t: forgeries.with_claims(t, iss="https://evil.example")),
            NOT_OURS,
            id="another issuer",
        ),
        pytest.param(
            changed(lambda t: forgeries.with_claims(t, iss=COGNITO)),
            NOT_OURS,
            id="the issuer without its scheme",
        ),
        pytest.param(changed(lambda t: forgeries.unsigned(t)), NOT_A_JWT, id="alg none"),
        pytest.param(
            changed(lambda t: forgeries.unsigned(t, "none", "AA")),
            BAD_SIGNATURE,
            id="alg none with something",
        ),
        pytest.param(
            changed(lambda t: forgeries.with_header(t, alg="RS256")), BAD_SIGNATURE, id="alg RS256"
        ),
        pytest.param(
            changed(lambda t: forgeries.with_header(t, kid="us-east-1")),
            BAD_SIGNATURE,
            id="an unknown key id",
        ),
        pytest.param(
            changed(lambda t: forgeries.with_header(t, kid=None)), BAD_SIGNATURE, id="no key id"
        ),
        pytest.param(
            changed(lambda t: forgeries.with_header(t, typ="JWT")), BAD_SIGNATURE, id="another typ"
        ),
        pytest.param(hs256, BAD_SIGNATURE, id="HS256 with the public key"),
        pytest.param(strangers_token, BAD_SIGNATURE, id="a stranger's signature"),
        pytest.param(aged_token(6), None, id="expired by 6 minutes"),
        pytest.param(aged_token(60), None, id="expired an hour ago"),
        pytest.param(
            other_pools_token,
            "Token is not from a supported provider of this identity pool.",
            id="another pool's genuine token",
        ),
        pytest.param(lambda w: w.user_pool.token(), NOT_OURS, id="a user pool's token"),
        pytest.param(lambda w: w.google.token(), NOT_OURS, id="Google's token"),
        pytest.param(lambda w: "user-1", NOT_A_JWT, id="the user's identifier itself"),
        pytest.param(changed(lambda t: t + ".x"), NOT_A_JWT, id="a fourth part"),
        pytest.param(
            lambda w: vouch(w, "user-2")[1],
            "Logins don't match. Please include at least one valid login for this "
            "identity or identity pool.",
            id="another user's token",
        ),
    ],
)
def test_a_forged_voucher_is_refused(
    world: World, make: Callable[[World], str], message: str | None
) -> None:
    """Whatever is not the service's own, fresh word about this identity is refused."""
    identity_id, _ = vouch(world)
    token = make(world)
    before = world.table()

    found = refused(
        "NotAuthorizedException", lambda: world.credentials_of(identity_id, {COGNITO: token})
    )

    assert message in (None, found)
    assert world.table() == before
    assert world.trace.find("AssumeRoleWithWebIdentity") == []


def test_a_voucher_is_taken_four_minutes_after_its_end(world: World) -> None:
    """The grace for clocks that differ holds here too."""
    identity_id, token = vouch(world)
    world.clock.advance(minutes=19)

    assert world.credentials_of(identity_id, {COGNITO: token})


@pytest.mark.parametrize("operation", ["get_id", "get_open_id_token"])
def test_a_voucher_is_no_login_elsewhere(world: World, operation: str) -> None:
    """GetId and GetOpenIdToken do not take tokens of the service: none may renew itself."""
    identity_id, token = vouch(world)
    logins = {COGNITO: token}
    attempts = {
        "get_id": lambda: world.identity_of(logins),
        "get_open_id_token": lambda: world.service.get_open_id_token(
            identity_id=identity_id, logins=logins
        ),
    }

    message = refused("NotAuthorizedException", attempts[operation])

    assert message == "Invalid login token. Can't pass in a Cognito token."


def test_a_guests_own_token_opens_the_guest_role_only(world: World) -> None:
    """What the service says about a guest stays true: a guest."""
    guest_id = world.identity_of()
    token = world.service.get_open_id_token(identity_id=guest_id)["Token"]

    answer = world.credentials_of(guest_id, {COGNITO: token})

    assert world.caller_of(answer["Credentials"]).role_arn == world.roles["guests"]
    assert world.caller_of(answer["Credentials"]).session_policies is not None
    world.credentials_of(guest_id, {USER_POOL: world.user_pool.token()})
    refused("NotAuthorizedException", lambda: world.credentials_of(guest_id, {COGNITO: token}))


def test_a_public_login_comes_along_and_then_works_alone(world: World) -> None:
    """A token beside the user's identifier is checked, linked, and good for the public flow."""
    google = {GOOGLE: world.google.token(GINA)}
    identity_id, token = vouch(world, public=google)

    assert world.identity_of(google) == identity_id
    assert world.credentials_of(identity_id, google)
    assert GOOGLE in decoded(token)[1]["amr"]
    refused(
        "NotAuthorizedException",
        lambda: vouch(world, public={GOOGLE: forgeries.with_byte_changed(google[GOOGLE], 2)}),
    )


def test_a_user_is_linked_to_a_named_guest(world: World) -> None:
    """With an identity id, the guest becomes this user and keeps the id."""
    guest_id = world.identity_of()

    identity_id, _ = vouch(world, identity_id=guest_id)

    assert identity_id == guest_id
    refused("NotAuthorizedException", lambda: world.credentials_of(guest_id))


def test_a_signed_in_identity_wants_to_see_its_login_first(world: World) -> None:
    """The back end cannot take over an identity whose login it does not have."""
    jdoe = {USER_POOL: world.user_pool.token(JDOE)}
    jdoes_id = world.identity_of(jdoe)

    refused("NotAuthorizedException", lambda: vouch(world, identity_id=jdoes_id))

    assert vouch(world, identity_id=jdoes_id, public=jdoe)[0] == jdoes_id


def test_a_user_has_one_identity(world: World) -> None:
    """Linking a known user to another identity is refused."""
    vouch(world)
    other = world.identity_of()

    refused("DeveloperUserAlreadyRegisteredException", lambda: vouch(world, identity_id=other))


@pytest.mark.parametrize(
    "logins",
    [
        pytest.param({"login.your.app": "user-1"}, id="another name"),
        pytest.param({GOOGLE: "token"}, id="no developer name at all"),
    ],
)
def test_another_developer_name_is_refused(world: World, logins: dict[str, str]) -> None:
    """The back end must use the name that the pool has."""
    message = refused(
        "InvalidParameterException",
        lambda: world.service.get_open_id_token_for_developer_identity(
            identity_pool_id=world.pool_id, logins=logins
        ),
    )

    assert message == "This identity pool does not support the specified developer provider"


def test_users_and_identities_are_found_by_each_other(world: World) -> None:
    """LookupDeveloperIdentity works both ways, and says when the two do not belong together."""
    identity_id, _ = vouch(world)
    vouch(world, "user-1b", identity_id=world.identity_of())
    world.service.merge_developer_identities(
        source_user_identifier="user-1b",
        destination_user_identifier="user-1",
        developer_provider_name=NAME,
        identity_pool_id=world.pool_id,
    )
    stranger_id, _ = vouch(world, "user-2")

    def lookup(**asked: Any) -> dict[str, Any]:
        return world.service.lookup_developer_identity(identity_pool_id=world.pool_id, **asked)

    both = {"IdentityId": identity_id, "DeveloperUserIdentifierList": ["user-1", "user-1b"]}
    assert lookup(identity_id=identity_id) == both
    assert lookup(developer_user_identifier="user-1b") == both
    assert lookup(identity_id=identity_id, developer_user_identifier="user-1") == both
    assert lookup(identity_id=identity_id, max_results=1)["NextToken"]
    refused("InvalidParameterException", lookup)
    refused("ResourceNotFoundException", lambda: lookup(developer_user_identifier="nobody"))
    refused(
        "ResourceConflictException",
        lambda: lookup(identity_id=stranger_id, developer_user_identifier="user-1"),
    )


def merge(world: World, source: str, destination: str) -> str:
    """MergeDeveloperIdentities; the surviving identity."""
    answer = world.service.merge_developer_identities(
        source_user_identifier=source,
        destination_user_identifier=destination,
        developer_provider_name=NAME,
        identity_pool_id=world.pool_id,
    )
    identity_id: str = answer["IdentityId"]
    return identity_id


def test_two_developer_identities_become_one(world: World) -> None:
    """The source's logins go to the destination, and the source's id is disabled."""
    google = {GOOGLE: world.google.token(GINA)}
    source_id, _ = vouch(world, "source", public=google)
    destination_id, _ = vouch(world, "destination")

    assert merge(world, "source", "destination") == destination_id

    assert vouch(world, "source")[0] == destination_id
    assert world.identity_of(google) == destination_id
    refused("NotAuthorizedException", lambda: world.credentials_of(source_id))


def test_identities_with_different_users_of_one_provider_cannot_be_merged(world: World) -> None:
    """Two Google users are two people."""
    vouch(world, "source", public={USER_POOL: world.user_pool.token(JDOE)})
    vouch(world, "destination", public={USER_POOL: world.user_pool.token(UMA)})
    before = world.table()

    refused("ResourceConflictException", lambda: merge(world, "source", "destination"))
    refused("ResourceNotFoundException", lambda: merge(world, "nobody", "destination"))

    assert world.table() == before


def test_twenty_logins_are_enough(world: World) -> None:
    """A merge that would give an identity more than 20 logins is refused."""
    vouch(world, "user-0")
    for number in range(1, 20):
        vouch(world, f"user-{number}")
        merge(world, f"user-{number}", "user-0")
    vouch(world, "user-20")

    refused("InvalidParameterException", lambda: merge(world, "user-20", "user-0"))


def test_an_unlinked_user_is_somebody_new(world: World) -> None:
    """After UnlinkDeveloperIdentity the user gets another identity."""
    identity_id, _ = vouch(world)
    unlink = {
        "identity_id": identity_id,
        "identity_pool_id": world.pool_id,
        "developer_provider_name": NAME,
        "developer_user_identifier": "user-1",
    }

    world.service.unlink_developer_identity(**unlink)

    assert vouch(world)[0] != identity_id
    refused("ResourceNotFoundException", lambda: world.service.unlink_developer_identity(**unlink))


def test_an_identity_of_another_pool_is_not_found(world: World) -> None:
    """Pools keep their identities apart, also for the back end."""
    elsewhere = world.identity_of()
    world.make_pool(developer_provider_name=NAME)

    refused("ResourceNotFoundException", lambda: vouch(world, identity_id=elsewhere))


def test_a_logins_owner_can_take_logins_off(world: World) -> None:
    """UnlinkIdentity needs a login of the identity; the one taken off is a stranger again."""
    jdoe = {USER_POOL: world.user_pool.token(JDOE)}
    gina = {GOOGLE: world.google.token(GINA)}
    identity_id = world.identity_of(jdoe | gina)
    uma = {USER_POOL: world.user_pool.token(UMA)}

    refused(
        "NotAuthorizedException",
        lambda: world.service.unlink_identity(
            identity_id=identity_id, logins=uma, logins_to_remove=[GOOGLE]
        ),
    )
    world.service.unlink_identity(identity_id=identity_id, logins=jdoe, logins_to_remove=[GOOGLE])

    assert world.identity_of(gina) != identity_id
    assert world.identity_of(jdoe) == identity_id
    refused(
        "ResourceNotFoundException",
        lambda: world.service.unlink_identity(
            identity_id=identity_id, logins=jdoe, logins_to_remove=[GOOGLE]
        ),
    )


def test_without_its_last_login_an_identity_cannot_be_reached(world: World) -> None:
    """It is no guest again, and no login leads to it."""
    jdoe = {USER_POOL: world.user_pool.token(JDOE)}
    identity_id = world.identity_of(jdoe)

    world.service.unlink_identity(
        identity_id=identity_id, logins=jdoe, logins_to_remove=[USER_POOL]
    )

    refused("NotAuthorizedException", lambda: world.credentials_of(identity_id))
    refused("NotAuthorizedException", lambda: world.credentials_of(identity_id, jdoe))
    assert world.identity_of(jdoe) != identity_id


@pytest.mark.parametrize(
    ("actions", "lent"),
    [
        pytest.param(["sts:TagSession"], True, id="the role lets sessions be tagged"),
        pytest.param([], False, id="it does not"),
    ],
)
def test_tags_of_the_back_end_go_into_the_session(
    world: World, actions: list[str], lent: bool
) -> None:
    """PrincipalTags travel in the token and become principal tags, if the role allows it."""
    world.iam.update_assume_role_policy(
        role_name="users", policy_document=trust(world.pool_id, "authenticated", *actions)
    )
    identity_id, token = vouch(world, principal_tags={"team": "red"})

    if lent:
        answer = world.credentials_of(identity_id, {COGNITO: token})
        caller = world.caller_of(answer["Credentials"])
        assert caller.context["aws:PrincipalTag/team"] == "red"
        return
    refused(
        "InvalidIdentityPoolConfigurationException",
        lambda: world.credentials_of(identity_id, {COGNITO: token}),
    )
