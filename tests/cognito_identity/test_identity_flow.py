"""The whole way: an ID token in, credentials of a role out, and the trace that tells it."""

import pytest
from identity_world import (
    GINA,
    GOOGLE,
    GOOGLE_APP,
    JDOE,
    USER_POOL,
    World,
    decoded,
    make_world,
    trust,
)

from cognito_lab.primitives.errors import AwsError, NotSimulated
from cognito_lab.primitives.jose import parse, verify_signature


def test_a_user_pool_token_becomes_credentials_of_the_authenticated_role(world: World) -> None:
    """An ID token gets an identity, then credentials for the pool's authenticated role."""
    logins = {USER_POOL: world.user_pool.token()}

    identity_id = world.identity_of(logins)
    answer = world.credentials_of(identity_id, logins)

    assert answer["IdentityId"] == identity_id
    credentials = answer["Credentials"]
    assert sorted(credentials) == ["AccessKeyId", "Expiration", "SecretKey", "SessionToken"]
    assert (credentials["Expiration"] - world.clock.now()).total_seconds() == 3600
    caller = world.caller_of(credentials)
    assert caller.arn.endswith(":assumed-role/users/CognitoIdentityCredentials")
    assert caller.role_arn == world.roles["users"]
    assert caller.session_policies is None


def test_the_exchange_is_recorded_with_the_token_check_and_the_nested_call(world: World) -> None:
    """The trace shows key fetch, check and AssumeRoleWithWebIdentity, each where it happened."""
    logins = {USER_POOL: world.user_pool.token()}
    mark = world.trace.mark()

    world.credentials_of(world.identity_of(logins), logins)

    get_id, get_credentials = world.trace.since(mark)
    assert [(child.receiver, child.action) for child in get_id.children] == [
        ("JWKS", "GET jwks.json"),
        ("Identity Pool", "verify the token"),
    ]
    assert [(child.receiver, child.action) for child in get_credentials.children] == [
        ("Identity Pool", "verify the token"),
        ("STS", "AssumeRoleWithWebIdentity"),
    ]
    assert get_id.children[1].request == {"checked": "signature, iss, aud, exp"}
    assert any("No mapping for this provider" in note for note in get_credentials.notes)


def test_the_table_holds_ids_and_logins_but_no_name_and_no_email(world: World) -> None:
    """After two people came, the pool knows two ids and their providers, and nothing else."""
    world.identity_of({USER_POOL: world.user_pool.token()})
    world.identity_of({GOOGLE: world.google.token(GINA)})

    table = world.table()

    assert [row["Logins"] for row in table] == [[USER_POOL], [GOOGLE]]
    assert {key for row in table for key in row} == {
        "IdentityId",
        "Logins",
        "CreationDate",
        "LastModifiedDate",
    }
    assert "Some Body" not in repr(vars(world.service))
    assert "example.com" not in repr(vars(world.service))


def test_the_same_person_gets_the_same_identity(world: World) -> None:
    """A second sign-in, even with a new token, finds the identity of the first."""
    first = world.identity_of({USER_POOL: world.user_pool.token()})
    world.clock.advance(hours=5)

    second = world.identity_of({USER_POOL: world.user_pool.token()})

    assert second == first


def test_every_guest_is_a_new_identity(world: World) -> None:
    """Without logins each GetId makes an identity: an app has to remember its own."""
    assert world.identity_of() != world.identity_of()


def test_a_guest_gets_the_guest_role_narrowed_by_session_policies(world: World) -> None:
    """A guest's session can do what the role and one of the scope-down policies allow."""
    answer = world.credentials_of(world.identity_of())

    caller = world.caller_of(answer["Credentials"])
    assert caller.role_arn == world.roles["guests"]
    assert world.iam.authorize(caller, "s3:GetObject", "arn:aws:s3:::b/k").allowed
    refused = world.iam.authorize(caller, "ssm:GetParameter", "arn:aws:ssm:us-east-1::parameter/a")
    assert refused.reason == "because no session policy allows the ssm:GetParameter action"


def test_the_session_carries_what_policies_can_ask_about(world: World) -> None:
    """Condition keys of the session name pool, identity, methods, and the role's own ARN."""
    logins = {USER_POOL: world.user_pool.token()}
    identity_id = world.identity_of(logins)

    caller = world.caller_of(world.credentials_of(identity_id, logins)["Credentials"])

    prefix = "cognito-identity.amazonaws.com"
    methods = ("authenticated", USER_POOL, f"{USER_POOL}:CognitoSignIn:{JDOE}")
    assert caller.context[f"{prefix}:aud"] == world.pool_id
    assert caller.context[f"{prefix}:sub"] == identity_id
    assert caller.context[f"{prefix}:amr"] == methods
    assert caller.context["aws:FederatedProvider"] == prefix
    assert caller.context["aws:PrincipalArn"] == world.roles["users"]
    assert caller.context["aws:userid"] == caller.user_id
    assert caller.user_id.startswith("AROA")
    assert caller.user_id.endswith(":CognitoIdentityCredentials")
    assert "aws:username" not in caller.context
    assert caller.cognito == {
        "identity_pool_id": world.pool_id,
        "identity_id": identity_id,
        "amr": methods,
    }


def test_an_identity_token_says_what_the_service_vouches_for(world: World) -> None:
    """The classic flow's token is RS512, names pool and identity, and lives ten minutes."""
    logins = {USER_POOL: world.user_pool.token()}
    identity_id = world.identity_of(logins)

    token = world.service.get_open_id_token(identity_id=identity_id, logins=logins)["Token"]

    header, claims = decoded(token)
    assert header == {"kid": header["kid"], "typ": "JWS", "alg": "RS512"}
    assert header["kid"][:-1] == "us-east-1"
    assert claims["iss"] == "https://cognito-identity.amazonaws.com"
    assert (claims["aud"], claims["sub"]) == (world.pool_id, identity_id)
    assert claims["amr"] == ["authenticated", USER_POOL, f"{USER_POOL}:CognitoSignIn:{JDOE}"]
    assert claims["exp"] - claims["iat"] == 600
    jwks = world.published.fetch("https://cognito-identity.amazonaws.com")
    assert verify_signature(parse(token), jwks, ("RS512",)) == claims


def test_the_classic_flow_gives_a_guest_the_role_without_scope_down(world: World) -> None:
    """A guest who goes to STS himself gets everything that the guest role allows."""
    token = world.service.get_open_id_token(identity_id=world.identity_of())["Token"]

    lent = world.sts.assume_role_with_web_identity(
        role_arn=world.roles["guests"], role_session_name="app", web_identity_token=token
    )

    caller = world.caller_of(lent["Credentials"])
    assert caller.session_policies is None
    assert world.iam.authorize(caller, "ssm:GetParameter", "*").allowed


def test_discovery_points_at_the_published_keys(world: World) -> None:
    """The discovery document's JWKS address ends in jwks_uri, as AWS's does."""
    document = world.service.discovery()

    assert document["jwks_uri"] == f"{document['issuer']}/.well-known/jwks_uri"
    assert {key["alg"] for key in world.service.jwks()["keys"]} == {"RS512"}


@pytest.mark.parametrize(
    ("allow_classic_flow", "shown", "refused"),
    [
        pytest.param(True, True, False, id="true allows it"),
        pytest.param(None, None, False, id="absent allows it and stays absent"),
        pytest.param(False, False, True, id="false refuses it"),
    ],
)
def test_allow_classic_flow_has_three_values(
    allow_classic_flow: bool | None, shown: bool | None, refused: bool
) -> None:
    """Only an explicit false switches the classic flow off."""
    world = make_world(allow_classic_flow=allow_classic_flow)
    identity_id = world.identity_of()

    described = world.service.describe_identity_pool(identity_pool_id=world.pool_id)
    assert described.get("AllowClassicFlow") is shown
    if not refused:
        assert world.service.get_open_id_token(identity_id=identity_id)["Token"]
        return
    with pytest.raises(AwsError) as caught:
        world.service.get_open_id_token(identity_id=identity_id)
    assert caught.value.code == "InvalidParameterException"
    assert caught.value.message == (
        "Basic (classic) flow is not enabled, please use enhanced flow."
    )


def test_a_pool_that_maps_roles_refuses_the_classic_flow(world: World) -> None:
    """Where rules choose the role, the app must not choose it."""
    world.service.set_identity_pool_roles(
        identity_pool_id=world.pool_id,
        roles={},
        role_mappings={GOOGLE: {"Type": "Token", "AmbiguousRoleResolution": "Deny"}},
    )

    with pytest.raises(AwsError, match="not supported with RoleMappings"):
        world.service.get_open_id_token(identity_id=world.identity_of())


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param({"roles": {}}, id="no role is set"),
        pytest.param({"deleted": True}, id="the role was deleted"),
        pytest.param({"trusts": "us-east-1:another-pool"}, id="the role trusts another pool"),
        pytest.param({"amr": "unauthenticated"}, id="the role trusts guests only"),
    ],
)
def test_a_role_that_cannot_be_had_is_a_mistake_in_the_pool(world: World, spoil: dict) -> None:
    """Whatever is wrong with the role, the app hears the same sentence and nothing is linked."""
    if "roles" in spoil:
        world.service.set_identity_pool_roles(identity_pool_id=world.pool_id, roles={})
    elif "deleted" in spoil:
        world.iam.detach_role_policy(
            role_name="users", policy_arn="arn:aws:iam::aws:policy/AdministratorAccess"
        )
        world.iam.delete_role(role_name="users")
    else:
        changed = trust(spoil.get("trusts", world.pool_id), spoil.get("amr", "authenticated"))
        world.iam.update_assume_role_policy(role_name="users", policy_document=changed)
    guest_id = world.identity_of()
    before = world.table()

    with pytest.raises(AwsError) as caught:
        world.credentials_of(guest_id, {USER_POOL: world.user_pool.token()})

    assert caught.value.code == "InvalidIdentityPoolConfigurationException"
    assert caught.value.message == (
        "Invalid identity pool configuration. Check assigned IAM roles for this pool."
    )
    assert caught.value.because
    assert world.table() == before


def test_credentials_of_an_unknown_identity_are_refused(world: World) -> None:
    """An identity id that GetId never gave does not exist."""
    with pytest.raises(AwsError) as caught:
        world.credentials_of("us-east-1:00000000-0000-4000-8000-000000000000")

    assert caught.value.code == "ResourceNotFoundException"


def test_an_unknown_pool_is_named_in_the_refusal() -> None:
    """A pool id that does not exist is quoted back."""
    world = World()

    with pytest.raises(AwsError) as caught:
        world.service.get_id(identity_pool_id="us-east-1:gone")

    assert caught.value.code == "ResourceNotFoundException"
    assert caught.value.message == "IdentityPool 'us-east-1:gone' not found."


def test_without_guests_a_call_without_logins_is_refused() -> None:
    """Where guests are off, nobody gets an identity for nothing."""
    world = make_world(allow_unauthenticated_identities=False)

    with pytest.raises(AwsError) as caught:
        world.identity_of()

    assert caught.value.code == "NotAuthorizedException"
    assert caught.value.message == (
        "Unauthenticated access is not supported for this identity pool."
    )
    assert world.table() == []


def test_a_provider_that_the_lab_lacks_is_said_to_be_lacking() -> None:
    """A pool may list Facebook; a login with it is answered by a clear Python error."""
    world = make_world(supported_login_providers={"graph.facebook.com": "7346241598935555"})

    with pytest.raises(NotSimulated, match=r"graph\.facebook\.com"):
        world.identity_of({"graph.facebook.com": "EAAB-opaque"})


def test_google_is_accepted_for_the_listed_app_only(world: World) -> None:
    """A Google token for an app id that was never registered is refused."""
    assert world.identity_of({GOOGLE: world.google.token(GINA, aud=GOOGLE_APP)})

    with pytest.raises(AwsError, match="Token is not from a supported provider"):
        world.identity_of({GOOGLE: world.google.token("1", aud="999-stranger")})

    assert len(world.table()) == 1
