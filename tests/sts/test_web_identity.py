"""AssumeRoleWithWebIdentity: whose token is taken, and what the session then is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sts_world import (
    ACCOUNT,
    APP,
    COGNITO,
    GOOGLE,
    IDENTITY,
    LOGIN,
    POOL,
    USER_POOL,
    World,
    policy,
    trust,
)

from cognito_lab.primitives import jose
from cognito_lab.primitives.errors import AwsError
from cognito_lab.primitives.keys import SigningKey

NOT_A_JWT = (
    "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)"
)


def test_an_identity_token_is_exchanged_for_a_session(world: World) -> None:
    """The answer names session, subject, audience and issuer; the role's path is left out."""
    role_arn = world.make_role("photos", path="/app/")

    answer = world.lend(role_arn, world.token())

    assert answer["SubjectFromWebIdentityToken"] == IDENTITY
    assert answer["Audience"] == POOL
    assert answer["Provider"] == COGNITO
    assert answer["AssumedRoleUser"]["Arn"] == f"arn:aws:sts::{ACCOUNT}:assumed-role/photos/app"
    assert answer["AssumedRoleUser"]["AssumedRoleId"].startswith("AROA")
    assert answer["AssumedRoleUser"]["AssumedRoleId"].endswith(":app")
    credentials = answer["Credentials"]
    assert credentials["AccessKeyId"].startswith("ASIA")
    assert len(credentials["AccessKeyId"]) == 20
    assert len(credentials["SecretAccessKey"]) == 40
    assert (credentials["Expiration"] - world.clock.now()).total_seconds() == 3600
    assert world.caller_of(answer).role_arn == role_arn


def stranger(world: World) -> str:
    """A stranger's signature under the identity service's key id."""
    key = SigningKey(15, world.key(COGNITO).kid, "RS512")
    return jose.sign(world.claims(), key)


@pytest.mark.parametrize(
    ("make", "code", "message"),
    [
        pytest.param(lambda w: "rubbish", "InvalidIdentityToken", NOT_A_JWT, id="not a JWT"),
        pytest.param(
            lambda w: w.token(aud=None),
            "InvalidIdentityToken",
            "Missing a required claim: aud",
            id="no aud",
        ),
        pytest.param(
            lambda w: w.token(USER_POOL),
            "InvalidIdentityToken",
            f"No OpenIDConnect provider found in your account for https://{USER_POOL}",
            id="a user pool's token, sent straight to STS",
        ),
        pytest.param(
            lambda w: w.token(iss=None),
            "InvalidIdentityToken",
            "No OpenIDConnect provider found in your account for None",
            id="no issuer",
        ),
        pytest.param(
            lambda w: w.token(iss=COGNITO), "InvalidIdentityToken", None, id="issuer without scheme"
        ),
        pytest.param(
            lambda w: w.token(LOGIN, aud="app-two"),
            "InvalidIdentityToken",
            "Incorrect token audience",
            id="an app that IAM does not list",
        ),
        pytest.param(stranger, "InvalidIdentityToken", None, id="a stranger's signature"),
        pytest.param(
            lambda w: w.token()[:-9] + "AAAAAAAAA", "InvalidIdentityToken", None, id="changed bytes"
        ),
        pytest.param(
            lambda w: w.token(exp=None), "InvalidIdentityToken", None, id="a token without end"
        ),
        pytest.param(
            lambda w: w.token(exp=w.clock.epoch()),
            "ExpiredTokenException",
            "Token expired: current date/time {now} must be before the expiration date/time {now}",
            id="ended this very second: STS has no grace",
        ),
        pytest.param(
            lambda w: w.token(exp=float("inf")), "ExpiredTokenException", None, id="infinite exp"
        ),
        pytest.param(
            lambda w: w.token(exp="tomorrow"), "ExpiredTokenException", None, id="exp as text"
        ),
    ],
)
def test_a_token_that_is_not_right_is_refused(
    world: World, make: Callable[[World], str], code: str, message: str | None
) -> None:
    """Each refusal has AWS's code, its words where they are known, and leaves no session."""
    world.iam.create_open_id_connect_provider(url=f"https://{LOGIN}", client_id_list=[APP])
    role_arn = world.make_role("photos")

    with pytest.raises(AwsError) as caught:
        world.lend(role_arn, make(world))

    assert caught.value.code == code
    if message is not None:
        assert caught.value.message == message.format(now=world.clock.epoch())
    assert caught.value.because
    assert world.sts._sessions == {}


@pytest.mark.parametrize(
    ("trust_policy", "claims", "lent"),
    [
        pytest.param(
            trust({"Federated": COGNITO}, StringEquals={f"{COGNITO}:aud": POOL}),
            {},
            True,
            id="the right pool",
        ),
        pytest.param(
            trust({"Federated": COGNITO}, StringEquals={f"{COGNITO}:aud": POOL}),
            {"aud": "us-east-1:another"},
            False,
            id="another pool",
        ),
        pytest.param(
            trust({"Federated": COGNITO}, StringEquals={f"{COGNITO}:aud": POOL}),
            {"amr": ["unauthenticated"]},
            True,
            id="no amr condition lets guests in",
        ),
        pytest.param(
            trust(
                {"Federated": COGNITO},
                StringEquals={f"{COGNITO}:aud": POOL},
                **{"ForAnyValue:StringLike": {f"{COGNITO}:amr": "authenticated"}},
            ),
            {"amr": ["unauthenticated"]},
            False,
            id="an amr condition keeps guests out",
        ),
        pytest.param(
            trust(
                {"Federated": COGNITO},
                StringEquals={f"{COGNITO}:sub": IDENTITY},
            ),
            {"sub": "us-east-1:somebody-else"},
            False,
            id="one identity only",
        ),
        pytest.param(
            trust({"Federated": COGNITO}, "sts:AssumeRole", StringEquals={f"{COGNITO}:aud": POOL}),
            {},
            False,
            id="the action is sts:AssumeRole",
        ),
        pytest.param(
            trust({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}), {}, False, id="it trusts the account"
        ),
    ],
)
def test_the_trust_policy_decides(
    world: World, trust_policy: str, claims: dict[str, Any], lent: bool
) -> None:
    """Which pool, which identity and which methods a role lets in."""
    role_arn = world.make_role("photos", trust_policy)

    if lent:
        assert world.lend(role_arn, world.token(**claims))
        return
    with pytest.raises(AwsError) as caught:
        world.lend(role_arn, world.token(**claims))
    assert (caught.value.code, caught.value.status) == ("AccessDenied", 403)
    assert caught.value.message == "Not authorized to perform sts:AssumeRoleWithWebIdentity"
    assert "decision" in world.trace.find("AssumeRoleWithWebIdentity")[-1].evidence


def test_a_role_that_is_not_there_is_refused_alike(world: World) -> None:
    """STS does not tell a role that is not there from one that trusts somebody else."""
    with pytest.raises(AwsError) as caught:
        world.lend(f"arn:aws:iam::{ACCOUNT}:role/gone", world.token())

    assert caught.value.message == "Not authorized to perform sts:AssumeRoleWithWebIdentity"


def test_an_iam_provider_lends_by_its_own_name(world: World) -> None:
    """For an OIDC provider of IAM, principal and condition keys carry its own name."""
    world.iam.create_open_id_connect_provider(url=f"https://{LOGIN}", client_id_list=[APP])
    provider_arn = f"arn:aws:iam::{ACCOUNT}:oidc-provider/{LOGIN}"
    role_arn = world.make_role(
        "staff", trust({"Federated": provider_arn}, StringEquals={f"{LOGIN}:sub": "user-1"})
    )

    answer = world.lend(role_arn, world.token(LOGIN))

    assert answer["Provider"] == f"https://{LOGIN}"
    caller = world.caller_of(answer)
    assert caller.context["aws:FederatedProvider"] == provider_arn
    assert caller.context[f"{LOGIN}:aud"] == APP
    assert caller.cognito == {}


def test_azp_counts_where_it_is_there(world: World) -> None:
    """A provider's list is held against azp, and only without it against aud."""
    world.iam.create_open_id_connect_provider(url=f"https://{LOGIN}", client_id_list=[APP])
    provider_arn = f"arn:aws:iam::{ACCOUNT}:oidc-provider/{LOGIN}"
    role_arn = world.make_role("staff", trust({"Federated": provider_arn}))

    assert world.lend(role_arn, world.token(LOGIN, azp=APP, aud="the-server"))
    with pytest.raises(AwsError, match="Incorrect token audience"):
        world.lend(role_arn, world.token(LOGIN, azp="the-server", aud=APP))


def test_google_is_known_without_an_iam_provider(world: World) -> None:
    """Google's tokens are taken by name; the trust policy is the only guard."""
    role_arn = world.make_role(
        "visitors", trust({"Federated": GOOGLE}, StringEquals={f"{GOOGLE}:aud": APP})
    )

    assert world.lend(role_arn, world.token(GOOGLE))["Provider"] == GOOGLE
    with pytest.raises(AwsError, match="Not authorized"):
        world.lend(role_arn, world.token(GOOGLE, aud="app-two"))


@pytest.mark.parametrize(
    ("wanted", "longest", "lasts"),
    [
        pytest.param(None, 3600, 3600, id="an hour unless asked for"),
        pytest.param(None, 7200, 3600, id="an hour, although the role allows more"),
        pytest.param(900, 3600, 900, id="the shortest"),
        pytest.param(7200, 7200, 7200, id="as long as the role allows"),
        pytest.param(7201, 7200, None, id="longer than the role allows"),
    ],
)
def test_sessions_last_as_long_as_the_role_allows(
    world: World, wanted: int | None, longest: int, lasts: int | None
) -> None:
    """DurationSeconds is capped by the role's own limit, with an error."""
    role_arn = world.make_role("photos", max_session_duration=longest)

    if lasts is None:
        with pytest.raises(AwsError) as caught:
            world.lend(role_arn, world.token(), duration_seconds=wanted)
        assert caught.value.code == "ValidationError"
        return
    answer = world.lend(role_arn, world.token(), duration_seconds=wanted)
    seconds = (answer["Credentials"]["Expiration"] - world.clock.now()).total_seconds()
    assert seconds == lasts


def test_session_policies_narrow_the_session(world: World) -> None:
    """The session can do what the role and one of the policies allow, and the answer has a size."""
    role_arn = world.make_role("photos")
    read_only = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"

    answer = world.lend(
        role_arn,
        world.token(),
        policy=policy("sqs:SendMessage"),
        policy_arns=[{"arn": read_only}],
    )

    caller = world.caller_of(answer)
    assert 0 < answer["PackedPolicySize"] <= 100
    assert world.iam.authorize(caller, "sqs:SendMessage", "*").allowed
    assert world.iam.authorize(caller, "s3:GetObject", "arn:aws:s3:::b/k").allowed
    assert not world.iam.authorize(caller, "s3:PutObject", "arn:aws:s3:::b/k").allowed


@pytest.mark.parametrize(
    ("session_policies", "code"),
    [
        pytest.param({"policy": "{"}, "MalformedPolicyDocument", id="no JSON"),
        pytest.param(
            {"policy_arns": [{"arn": "arn:aws:iam::aws:policy/Gone"}]},
            "MalformedPolicyDocument",
            id="a managed policy that is not there",
        ),
        pytest.param(
            {"policy": policy(*[f"s3:Get{'x' * 90}{number}" for number in range(30)])},
            "PackedPolicyTooLarge",
            id="too large",
        ),
    ],
)
def test_wrong_session_policies_are_refused(
    world: World, session_policies: dict[str, Any], code: str
) -> None:
    """A session that cannot be narrowed as asked does not begin."""
    role_arn = world.make_role("photos")

    with pytest.raises(AwsError) as caught:
        world.lend(role_arn, world.token(), **session_policies)

    assert caught.value.code == code
    assert world.sts._sessions == {}


TAGGED = {"https://aws.amazon.com/tags": {"principal_tags": {"team": ["red"]}}}


@pytest.mark.parametrize(
    ("actions", "message"),
    [
        pytest.param(
            ["sts:AssumeRoleWithWebIdentity"],
            "Not authorized to perform sts:TagSession",
            id="the trust policy does not allow tagging",
        ),
        pytest.param(
            ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"], None, id="it allows tagging"
        ),
    ],
)
def test_tags_in_a_token_need_tag_session(
    world: World, actions: list[str], message: str | None
) -> None:
    """Tags become principal tags of the session, if the role lets its sessions be tagged."""
    role_arn = world.make_role(
        "photos", trust({"Federated": COGNITO}, *actions, StringEquals={f"{COGNITO}:aud": POOL})
    )

    if message is None:
        caller = world.caller_of(world.lend(role_arn, world.token(**TAGGED)))
        assert caller.context["aws:PrincipalTag/team"] == "red"
        return
    with pytest.raises(AwsError) as caught:
        world.lend(role_arn, world.token(**TAGGED))
    assert (caught.value.code, caught.value.message) == ("AccessDenied", message)


@pytest.mark.parametrize(
    "carried",
    [
        pytest.param("red", id="a text"),
        pytest.param({"principal_tags": {"team": ["red", "blue"]}}, id="two values"),
        pytest.param({"principal_tags": {"team": [7]}}, id="a number"),
        pytest.param({"tags": {}}, id="another member"),
    ],
)
def test_tags_of_another_form_are_refused(world: World, carried: Any) -> None:
    """A token whose tags cannot be read gets no session without them."""
    role_arn = world.make_role("photos")

    with pytest.raises(AwsError) as caught:
        world.lend(role_arn, world.token(**{"https://aws.amazon.com/tags": carried}))

    assert caught.value.code == "InvalidIdentityToken"
