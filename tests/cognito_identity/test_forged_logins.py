"""Nothing forged passes the counter: each attempt gets AWS's refusal and leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable

import forgeries
import pytest
from identity_world import (
    CLIENT,
    GINA,
    GOOGLE,
    JDOE,
    OTHER_CLIENT,
    OTHER_USER_POOL,
    USER_POOL,
    Issuer,
    World,
)

from cognito_lab.primitives.errors import AwsError
from cognito_lab.primitives.jose import sign
from cognito_lab.primitives.keys import SigningKey

NOT_A_JWT = "Invalid login token. Not a valid OpenId Connect identity token."
BAD_SIGNATURE = "Invalid login token. Couldn't verify signed token."
OTHER_ISSUER = "Invalid login token. Issuer doesn't match providerName"
NO_AUD = "Invalid login token. Missing a required claim: aud"
OTHER_PROVIDER = "Token is not from a supported provider of this identity pool."
COGNITO_TOKEN = "Invalid login token. Can't pass in a Cognito token."
EXPIRED = "Invalid login token. Token expired: {now} >= {exp}"

Forge = Callable[[World, Issuer, str], str]
MINUTE = 60


def aged(minutes: int) -> Forge:
    """An honest token that ended so many minutes ago."""
    return lambda world, issuer, subject: issuer.token(
        subject, exp=world.clock.epoch() - minutes * MINUTE
    )


def honest(change: Callable[[str], str]) -> Forge:
    """An honest token, then changed."""
    return lambda world, issuer, subject: change(issuer.token(subject))


def with_other(**claims: object) -> Forge:
    """Signed by the right issuer, with other claims."""
    return lambda world, issuer, subject: issuer.token(subject, **claims)


def stranger_with_our_key_id(world: World, issuer: Issuer, subject: str) -> str:
    """A stranger's signature under the right issuer's key id."""
    return sign(issuer.claims(subject), SigningKey(15, issuer.key.kid))


def stranger_with_own_key_id(world: World, issuer: Issuer, subject: str) -> str:
    """A stranger's signature under the stranger's key id."""
    return sign(issuer.claims(subject), SigningKey(15, "kid-of-a-stranger"))


def stranger_with_embedded_key(world: World, issuer: Issuer, subject: str) -> str:
    """A token that brings its own verification key along."""
    stranger = SigningKey(15, "kid-of-a-stranger")
    return sign(issuer.claims(subject), stranger, {"jwk": stranger.public_jwk()})


def hs256_with(secret: Callable[[SigningKey], bytes]) -> Forge:
    """HS256, keyed with the public key in one of its forms."""
    return lambda world, issuer, subject: forgeries.signed_with_the_public_key(
        issuer.token(subject), issuer.key, secret(issuer.key)
    )


def identity_token(world: World, issuer: Issuer, subject: str) -> str:
    """A token of the identity service, honestly obtained by a guest."""
    token: str = world.service.get_open_id_token(identity_id=world.identity_of())["Token"]
    return token


FORGERIES = [
    pytest.param(
        honest(lambda t: forgeries.with_byte_changed(t, 2)),
        BAD_SIGNATURE,
        id="one byte of the signature changed",
    ),
    pytest.param(
        honest(lambda t: forgeries.with_claims(t, sub="somebody-else")),
        BAD_SIGNATURE,
        id="another sub under the honest signature",
    ),
    pytest.param(
        honest(lambda t: forgeries.with_claims(t, exp=9_999_999_999)),
        BAD_SIGNATURE,
        id="a later exp under the honest signature",
    ),
    pytest.param(
        honest(lambda t: forgeries.with_claims(t, **{"cognito:preferred_role": "arn:x"})),
        BAD_SIGNATURE,
        id="a role added under the honest signature",
    ),
    pytest.param(
        honest(lambda t: forgeries.with_header(t, typ="JWT")),
        BAD_SIGNATURE,
        id="another header under the honest signature",
    ),
    pytest.param(honest(lambda t: forgeries.unsigned(t)), NOT_A_JWT, id="alg none, no signature"),
    pytest.param(
        honest(lambda t: forgeries.unsigned(t, "none", t.split(".")[2])),
        BAD_SIGNATURE,
        id="alg none with the honest signature",
    ),
    pytest.param(
        honest(lambda t: forgeries.unsigned(t, "NoNe", "AA")), BAD_SIGNATURE, id="alg NoNe"
    ),
    pytest.param(
        hs256_with(forgeries.public_pem),
        BAD_SIGNATURE,
        id="HS256 signed with the public key as PEM",
    ),
    pytest.param(
        hs256_with(lambda key: key.public_jwk()["n"].encode()),
        BAD_SIGNATURE,
        id="HS256 signed with the modulus",
    ),
    pytest.param(
        honest(lambda t: forgeries.with_header(t, alg="RS512")),
        BAD_SIGNATURE,
        id="alg changed to RS512",
    ),
    pytest.param(
        honest(lambda t: forgeries.with_header(t, alg="PS256")),
        BAD_SIGNATURE,
        id="alg changed to PS256",
    ),
    pytest.param(stranger_with_our_key_id, BAD_SIGNATURE, id="a stranger's key under our key id"),
    pytest.param(stranger_with_own_key_id, BAD_SIGNATURE, id="a stranger's key under its own id"),
    pytest.param(stranger_with_embedded_key, BAD_SIGNATURE, id="a key brought in the header"),
    pytest.param(
        honest(lambda t: forgeries.with_header(t, kid="../../etc/passwd")),
        BAD_SIGNATURE,
        id="a path as key id",
    ),
    pytest.param(
        honest(lambda t: forgeries.with_header(t, kid=["kid-4"])),
        BAD_SIGNATURE,
        id="a list as key id",
    ),
    pytest.param(aged(6), EXPIRED, id="expired by 6 minutes"),
    pytest.param(aged(5), EXPIRED, id="expired by exactly 5 minutes"),
    pytest.param(aged(60 * 24 * 400), EXPIRED, id="expired more than a year ago"),
    pytest.param(with_other(aud=OTHER_CLIENT), OTHER_PROVIDER, id="made for another client"),
    pytest.param(
        with_other(aud=None, client_id=CLIENT, token_use="access"), NO_AUD, id="an access token"
    ),
    pytest.param(with_other(token_use="access"), NOT_A_JWT, id="an access token that has an aud"),
    pytest.param(with_other(iss="https://evil.example"), OTHER_ISSUER, id="another issuer"),
    pytest.param(with_other(iss=f"https://{OTHER_USER_POOL}"), OTHER_ISSUER, id="another pool"),
    pytest.param(with_other(iss=None), OTHER_ISSUER, id="no issuer"),
    pytest.param(with_other(iss=["https://evil.example"]), OTHER_ISSUER, id="a list as issuer"),
    pytest.param(with_other(aud={"a": 1}), OTHER_PROVIDER, id="an object as audience"),
    pytest.param(lambda w, i, s: "not-a-jwt", NOT_A_JWT, id="not a JWT"),
    pytest.param(lambda w, i, s: "a.b.c", NOT_A_JWT, id="three parts of nothing"),
    pytest.param(honest(lambda t: t + ".x"), NOT_A_JWT, id="a fourth part"),
    pytest.param(honest(lambda t: t + "=="), BAD_SIGNATURE, id="padding at the end"),
    pytest.param(honest(lambda t: f"Bearer {t}"), NOT_A_JWT, id="Bearer before it"),
    pytest.param(identity_token, COGNITO_TOKEN, id="a token of the identity service"),
]


@pytest.mark.parametrize(
    ("provider", "subject"),
    [pytest.param(USER_POOL, JDOE, id="user pool"), pytest.param(GOOGLE, GINA, id="Google")],
)
@pytest.mark.parametrize(("forge", "message"), FORGERIES)
def test_a_forged_login_is_refused_and_changes_nothing(
    world: World, provider: str, subject: str, forge: Forge, message: str
) -> None:
    """Every unsigned operation refuses it in AWS's words, and the table stays as it was."""
    issuer = world.user_pool if provider == USER_POOL else world.google
    known_id = world.identity_of({provider: issuer.token(subject)})
    token = forge(world, issuer, subject)
    before = world.table()

    for attempt in (
        lambda: world.identity_of({provider: token}),
        lambda: world.credentials_of(known_id, {provider: token}),
        lambda: world.service.get_open_id_token(identity_id=known_id, logins={provider: token}),
    ):
        with pytest.raises(AwsError) as caught:
            attempt()
        exp = 0 if "{exp}" not in message else forgeries.parts(token)[1]["exp"]
        assert caught.value.code == "NotAuthorizedException"
        assert caught.value.message == message.format(now=world.clock.epoch() - 300, exp=exp)
        assert caught.value.because

    assert world.table() == before
    assert world.trace.find("AssumeRoleWithWebIdentity") == []


@pytest.mark.parametrize(
    "provider", [pytest.param(USER_POOL, id="user pool"), pytest.param(GOOGLE, id="Google")]
)
def test_a_token_that_ended_four_minutes_ago_is_still_accepted(world: World, provider: str) -> None:
    """AWS allows five minutes for clocks that differ."""
    issuer = world.user_pool if provider == USER_POOL else world.google

    token = issuer.token(exp=world.clock.epoch() - 4 * MINUTE)

    assert world.credentials_of(world.identity_of({provider: token}), {provider: token})


@pytest.mark.parametrize(
    ("key", "message"),
    [
        pytest.param(f"https://{USER_POOL}", OTHER_ISSUER, id="the scheme kept in the key"),
        pytest.param(OTHER_USER_POOL, OTHER_ISSUER, id="under the name of another pool"),
        pytest.param(GOOGLE, OTHER_ISSUER, id="under Google's name"),
        pytest.param("evil.example", OTHER_ISSUER, id="under an unknown name"),
    ],
)
def test_a_token_under_another_name_is_refused(world: World, key: str, message: str) -> None:
    """The name in Logins must be the token's issuer without its scheme."""
    with pytest.raises(AwsError) as caught:
        world.identity_of({key: world.user_pool.token()})

    assert caught.value.message == message
    assert world.table() == []


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        pytest.param(
            {"cognito_identity_providers": [{"ProviderName": OTHER_USER_POOL, "ClientId": CLIENT}]},
            OTHER_PROVIDER,
            id="other user pools are listed",
        ),
        pytest.param(
            {"cognito_identity_providers": None},
            "Logins don't match. Please include at least one valid login for this identity or "
            "identity pool.",
            id="no user pool is listed at all",
        ),
    ],
)
def test_a_user_pool_that_the_pool_does_not_list_is_refused(
    settings: dict[str, object], message: str
) -> None:
    """AWS words it differently when other user pools are listed."""
    world = World()
    world.make_pool(**settings)

    with pytest.raises(AwsError) as caught:
        world.identity_of({USER_POOL: world.user_pool.token()})

    assert (caught.value.code, caught.value.message) == ("NotAuthorizedException", message)


def test_one_bad_token_fails_the_whole_call(world: World) -> None:
    """A good login beside a forged one helps nobody."""
    good = {USER_POOL: world.user_pool.token()}
    bad = {GOOGLE: forgeries.with_byte_changed(world.google.token(GINA), 2)}

    with pytest.raises(AwsError, match="Couldn't verify signed token"):
        world.identity_of(good | bad)

    assert world.table() == []


def test_a_developer_name_is_no_public_provider() -> None:
    """The back end's own name cannot be used by the public."""
    world = World()
    world.make_pool(developer_provider_name="login.my.app")

    with pytest.raises(AwsError) as caught:
        world.identity_of({"login.my.app": "user-1"})

    assert caught.value.code == "InvalidParameterException"
    assert caught.value.message == "Please provide a valid public provider."


def test_a_signed_out_user_is_refused_only_where_the_pool_asks() -> None:
    """With ServerSideTokenCheck the user pool is asked; without it nobody notices."""
    listed = {"ProviderName": USER_POOL, "ClientId": CLIENT}
    for checked in (False, True):
        world = World()
        world.make_pool(cognito_identity_providers=[listed | {"ServerSideTokenCheck": checked}])
        world.user_pools.subjects.add(JDOE)
        logins = {USER_POOL: world.user_pool.token()}

        if not checked:
            assert world.identity_of(logins)
            continue
        with pytest.raises(AwsError) as caught:
            world.identity_of(logins)
        assert caught.value.code == "NotAuthorizedException"


def test_keys_are_fetched_again_when_a_key_id_is_new(world: World) -> None:
    """After the provider changed its key, tokens of the new key are accepted at once."""
    world.identity_of({USER_POOL: world.user_pool.token()})
    world.user_pool.key_index = 6

    assert world.identity_of({USER_POOL: world.user_pool.token()})

    assert len(world.trace.find("GET jwks.json")) == 2
