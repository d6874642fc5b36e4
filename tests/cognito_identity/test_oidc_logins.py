"""Logins with any OpenID Connect provider, through the provider that IAM keeps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import forgeries
import pytest
from identity_world import Issuer, World, make_world

from cognito_lab.primitives.errors import AwsError
from cognito_lab.primitives.jose import sign
from cognito_lab.primitives.keys import SigningKey

LOGIN = "login.example.com/realms/lab"
ARN = f"arn:aws:iam::123456789012:oidc-provider/{LOGIN}"
APP, SECOND_APP = "app-one", "app-two"
BAD_SIGNATURE = "Invalid login token. Couldn't verify signed token."
NOT_A_JWT = "Invalid login token. Not a valid OpenId Connect identity token."
OTHER_ISSUER = "Invalid login token. Issuer doesn't match providerName"
OTHER_PROVIDER = "Token is not from a supported provider of this identity pool."


def oidc_world(**settings: Any) -> tuple[World, Issuer]:
    """A pool that lists an OIDC provider of IAM's, which lists two apps."""
    world = make_world(open_id_connect_provider_arns=[ARN], **settings)
    world.iam.create_open_id_connect_provider(
        url=f"https://{LOGIN}", client_id_list=[APP, SECOND_APP]
    )
    return world, world.issuer(LOGIN, APP, 8)


@pytest.mark.parametrize(
    "claims",
    [
        pytest.param({}, id="aud is one of the apps"),
        pytest.param({"aud": SECOND_APP}, id="aud is the other app"),
        pytest.param({"aud": ["stranger", SECOND_APP]}, id="aud is a list with one of them"),
        pytest.param({"azp": APP, "aud": "the-server"}, id="azp is there, and counts"),
    ],
)
def test_a_token_for_a_listed_app_is_accepted(claims: dict[str, Any]) -> None:
    """App ids are those that IAM's provider lists."""
    world, login = oidc_world()
    logins = {LOGIN: login.token("user-1", **claims)}

    answer = world.credentials_of(world.identity_of(logins), logins)

    assert world.caller_of(answer["Credentials"]).role_arn == world.roles["users"]
    assert world.table()[0]["Logins"] == [LOGIN]


def spoilt(change: Callable[[str], str]) -> Callable[[Issuer], str]:
    """The honest token, changed."""
    return lambda login: change(login.token("user-1"))


def with_other(**claims: Any) -> Callable[[Issuer], str]:
    """Honestly signed, with other claims."""
    return lambda login: login.token("user-1", **claims)


@pytest.mark.parametrize(
    ("forge", "message"),
    [
        pytest.param(spoilt(lambda t: forgeries.with_byte_changed(t, 2)), BAD_SIGNATURE,
                     id="one byte"),
        pytest.param(spoilt(lambda t: forgeries.with_claims(t, sub="x")), BAD_SIGNATURE, id="sub"),
        pytest.param(spoilt(lambda t: forgeries.with_claims(t, azp=APP)), BAD_SIGNATURE, id="azp"),
        pytest.param(spoilt(lambda t: forgeries.unsigned(t)), NOT_A_JWT, id="alg none"),
        pytest.param(spoilt(lambda t: forgeries.unsigned(t, "none", "AA")), BAD_SIGNATURE,
                     id="alg none with something"),
        pytest.param(lambda i: forgeries.signed_with_the_public_key(
            i.token("u"), i.key, forgeries.public_pem(i.key)), BAD_SIGNATURE, id="HS256, PEM"),
        pytest.param(lambda i: forgeries.signed_with_the_public_key(i.token("u"), i.key),
                     BAD_SIGNATURE, id="HS256, JWK"),
        pytest.param(spoilt(lambda t: forgeries.with_header(t, alg="RS512")), BAD_SIGNATURE,
                     id="alg RS512"),
        pytest.param(spoilt(lambda t: forgeries.with_header(t, kid="x")), BAD_SIGNATURE, id="kid"),
        pytest.param(lambda i: sign(i.claims("u"), SigningKey(15, i.key.kid)), BAD_SIGNATURE,
                     id="a stranger's key"),
        pytest.param(lambda i: sign(i.claims("u"), SigningKey(15, "s"),
                                    {"jku": "https://evil.example/jwks.json"}), BAD_SIGNATURE,
                     id="a key address of its own"),
        pytest.param(with_other(aud="stranger"), OTHER_PROVIDER, id="another app"),
        pytest.param(with_other(aud=["stranger"]), OTHER_PROVIDER, id="a list without ours"),
        pytest.param(with_other(azp="stranger", aud=APP), OTHER_PROVIDER, id="another azp"),
        pytest.param(with_other(azp=None, aud=APP.upper()), OTHER_PROVIDER, id="other case"),
        pytest.param(with_other(aud=None), "Invalid login token. Missing a required claim: aud",
                     id="no aud"),
        pytest.param(with_other(iss=LOGIN), OTHER_ISSUER, id="issuer without scheme"),
        pytest.param(with_other(iss=f"https://{LOGIN}/"), OTHER_ISSUER, id="issuer with a slash"),
        pytest.param(with_other(iss=f"http://{LOGIN}"), OTHER_ISSUER, id="issuer over http"),
        pytest.param(with_other(exp=0), None, id="expired in 1970"),
        pytest.param(with_other(exp="never"), None, id="exp as text"),
        pytest.param(with_other(exp=True), None, id="exp as a truth value"),
        pytest.param(with_other(exp=float("nan")), None, id="exp is not a number"),
        pytest.param(with_other(exp=float("inf")), None, id="exp is infinite"),
        pytest.param(with_other(exp=None), None, id="no exp"),
        pytest.param(lambda i: "opaque", NOT_A_JWT, id="an opaque token"),
    ],
)  # fmt: skip
def test_a_forged_oidc_login_is_refused(
    forge: Callable[[Issuer], str], message: str | None
) -> None:
    """Whatever is not a fresh token of that provider for a listed app is refused."""
    world, login = oidc_world()

    with pytest.raises(AwsError) as caught:
        world.identity_of({LOGIN: forge(login)})

    assert caught.value.code == "NotAuthorizedException"
    assert message in (None, caught.value.message)
    assert world.table() == []


def test_a_provider_that_the_pool_does_not_list_is_refused() -> None:
    """That IAM trusts a provider is not enough: the pool has to list it."""
    world = make_world()
    world.iam.create_open_id_connect_provider(url=f"https://{LOGIN}", client_id_list=[APP])
    login = world.issuer(LOGIN, APP, 8)

    with pytest.raises(AwsError, match="Logins don't match"):
        world.identity_of({LOGIN: login.token("user-1")})


def test_a_provider_that_iam_forgot_is_refused() -> None:
    """Deleting the provider in IAM ends its logins at once."""
    world, login = oidc_world()
    world.iam.delete_open_id_connect_provider(open_id_connect_provider_arn=ARN)

    with pytest.raises(AwsError, match="not from a supported provider"):
        world.identity_of({LOGIN: login.token("user-1")})


def test_mappings_name_the_provider_by_its_arn() -> None:
    """Role mappings of an OIDC provider use the ARN as the provider's name."""
    world, login = oidc_world()
    world.service.set_identity_pool_roles(
        identity_pool_id=world.pool_id,
        roles={},
        role_mappings={ARN: {"Type": "Token", "AmbiguousRoleResolution": "Deny"}},
    )
    logins = {LOGIN: login.token("user-1")}

    with pytest.raises(AwsError) as caught:
        world.credentials_of(world.identity_of(logins), logins)

    assert caught.value.message == (
        f"The ambiguous role mapping rules for: {ARN} denied this request."
    )
