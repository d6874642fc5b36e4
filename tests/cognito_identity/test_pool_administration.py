"""Making, changing and looking at identity pools."""

import json
from typing import Any

import pytest
from identity_world import CLIENT, GOOGLE, GOOGLE_APP, USER_POOL, World, trust

from cognito_lab.primitives.caller import Caller, served_for
from cognito_lab.primitives.errors import AwsError


def test_a_new_pool_is_described_as_it_was_made() -> None:
    """CreateIdentityPool and DescribeIdentityPool answer the same; unset fields are absent."""
    world = World()
    made = world.service.create_identity_pool(
        identity_pool_name="photos",
        allow_unauthenticated_identities=False,
        cognito_identity_providers=[{"ProviderName": USER_POOL, "ClientId": CLIENT}],
    )

    assert made == {
        "IdentityPoolId": made["IdentityPoolId"],
        "IdentityPoolName": "photos",
        "AllowUnauthenticatedIdentities": False,
        "CognitoIdentityProviders": [
            {"ProviderName": USER_POOL, "ClientId": CLIENT, "ServerSideTokenCheck": False}
        ],
        "IdentityPoolTags": {},
    }
    assert world.service.describe_identity_pool(identity_pool_id=made["IdentityPoolId"]) == made
    assert made["IdentityPoolId"].startswith("us-east-1:")


def test_an_update_replaces_everything(world: World) -> None:
    """What an update leaves out goes back to its default."""
    world.service.update_identity_pool(
        identity_pool_id=world.pool_id,
        identity_pool_name="renamed",
        allow_unauthenticated_identities=True,
    )

    described = world.service.describe_identity_pool(identity_pool_id=world.pool_id)

    assert described["IdentityPoolName"] == "renamed"
    assert "SupportedLoginProviders" not in described
    assert "CognitoIdentityProviders" not in described


def test_a_developer_name_stays_once_it_is_set() -> None:
    """It can be set later, and neither be changed nor be left out."""
    world = World()
    pool_id = world.make_pool()
    same = {
        "identity_pool_id": pool_id,
        "identity_pool_name": "photos",
        "allow_unauthenticated_identities": True,
    }
    world.service.update_identity_pool(**same, developer_provider_name="login.my.app")

    assert world.service.update_identity_pool(**same)["DeveloperProviderName"] == "login.my.app"
    with pytest.raises(AwsError) as caught:
        world.service.update_identity_pool(**same, developer_provider_name="login.your.app")
    assert caught.value.code == "InvalidParameterException"


def test_pools_are_listed_page_by_page() -> None:
    """NextToken leads from page to page and is absent on the last."""
    world = World()
    pool_ids = [world.make_pool(identity_pool_name=f"pool {number}") for number in range(3)]

    first = world.service.list_identity_pools(max_results=2)
    second = world.service.list_identity_pools(max_results=2, next_token=first["NextToken"])

    listed = [pool["IdentityPoolId"] for page in (first, second) for pool in page["IdentityPools"]]
    assert listed == pool_ids
    assert "NextToken" not in second
    with pytest.raises(AwsError):
        world.service.list_identity_pools(max_results=2, next_token="made-up")


def test_a_deleted_pool_takes_its_identities_along(world: World) -> None:
    """After the deletion neither the pool nor its identities can be found."""
    identity_id = world.identity_of()

    world.service.delete_identity_pool(identity_pool_id=world.pool_id)

    for find in (
        lambda: world.service.describe_identity_pool(identity_pool_id=world.pool_id),
        lambda: world.service.describe_identity(identity_id=identity_id),
    ):
        with pytest.raises(AwsError) as caught:
            find()
        assert caught.value.code == "ResourceNotFoundException"


def test_roles_come_back_as_they_were_set(world: World) -> None:
    """GetIdentityPoolRoles answers roles and mappings; a second Set replaces both."""
    mappings = {GOOGLE: {"Type": "Token", "AmbiguousRoleResolution": "Deny"}}
    users = {"authenticated": world.roles["users"]}
    world.service.set_identity_pool_roles(
        identity_pool_id=world.pool_id, roles=users, role_mappings=mappings
    )
    shown = world.service.get_identity_pool_roles(identity_pool_id=world.pool_id)
    assert shown == {
        "IdentityPoolId": world.pool_id,
        "Roles": users,
        "RoleMappings": mappings,
    }

    world.service.set_identity_pool_roles(identity_pool_id=world.pool_id, roles={})

    shown = world.service.get_identity_pool_roles(identity_pool_id=world.pool_id)
    assert shown == {"IdentityPoolId": world.pool_id, "Roles": {}}


@pytest.mark.parametrize(
    ("key", "mapping", "message"),
    [
        pytest.param(
            USER_POOL,
            {"Type": "Token", "AmbiguousRoleResolution": "Deny"},
            f"({USER_POOL}) is not a valid RoleMapping ProviderName or is not a configured "
            "provider.",
            id="a user pool without its client",
        ),
        pytest.param(
            "www.amazon.com",
            {"Type": "Token", "AmbiguousRoleResolution": "Deny"},
            "(www.amazon.com) is not a valid RoleMapping ProviderName or is not a configured "
            "provider.",
            id="a provider that the pool does not list",
        ),
        pytest.param(GOOGLE, {"Type": "Token"}, None, id="no resolution"),
        pytest.param(
            GOOGLE, {"Type": "Rules", "AmbiguousRoleResolution": "Deny"}, None, id="no rules"
        ),
        pytest.param(
            GOOGLE,
            {
                "Type": "Rules",
                "AmbiguousRoleResolution": "Deny",
                "RulesConfiguration": {
                    "Rules": [
                        {"Claim": "a", "MatchType": "Equals", "Value": "b", "RoleARN": "arn:x"}
                    ]
                    * 26
                },
            },
            None,
            id="26 rules",
        ),
    ],
)
def test_a_wrong_mapping_is_refused_and_changes_nothing(
    world: World, key: str, mapping: dict[str, Any], message: str | None
) -> None:
    """A pool keeps its roles when a mapping is refused."""
    before = world.service.get_identity_pool_roles(identity_pool_id=world.pool_id)

    with pytest.raises(AwsError) as caught:
        world.service.set_identity_pool_roles(
            identity_pool_id=world.pool_id, roles={}, role_mappings={key: mapping}
        )

    assert caught.value.code == "InvalidParameterException"
    assert message in (None, caught.value.message)
    assert world.service.get_identity_pool_roles(identity_pool_id=world.pool_id) == before


def user_who_may(world: World, *actions: str) -> Caller:
    """An IAM user with an inline policy that allows these actions on everything."""
    world.iam.create_user(user_name="clerk")
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    world.iam.put_user_policy(user_name="clerk", policy_name="work", policy_document=document)
    made = world.iam.create_access_key(user_name="clerk")["AccessKey"]
    key = world.iam.access_key(made["AccessKeyId"])
    assert key is not None
    return key.caller


@pytest.mark.parametrize(
    ("actions", "allowed"),
    [
        pytest.param(["cognito-identity:*"], False, id="may set roles but not pass them"),
        pytest.param(["cognito-identity:*", "iam:PassRole"], True, id="may pass roles"),
    ],
)
def test_setting_roles_needs_pass_role(world: World, actions: list[str], allowed: bool) -> None:
    """Whoever hands a role to the pool must be allowed to hand it on."""
    roles = {"authenticated": world.roles["users"]}

    with served_for(user_who_may(world, *actions)):
        if allowed:
            assert (
                world.service.set_identity_pool_roles(identity_pool_id=world.pool_id, roles=roles)
                == {}
            )
            return
        with pytest.raises(AwsError) as caught:
            world.service.set_identity_pool_roles(identity_pool_id=world.pool_id, roles=roles)

    assert caught.value.code == "NotAuthorizedException"
    assert caught.value.message == f"Access to Role '{world.roles['users']}' is forbidden."


def test_a_role_in_a_rule_must_be_passable_too(world: World) -> None:
    """A role that does not exist cannot be set, wherever it stands."""
    gone = "arn:aws:iam::123456789012:role/gone"
    rules = [{"Claim": "a", "MatchType": "Equals", "Value": "b", "RoleARN": gone}]

    with pytest.raises(AwsError, match="is forbidden"):
        world.service.set_identity_pool_roles(
            identity_pool_id=world.pool_id,
            roles={},
            role_mappings={
                GOOGLE: {
                    "Type": "Rules",
                    "AmbiguousRoleResolution": "Deny",
                    "RulesConfiguration": {"Rules": rules},
                }
            },
        )


def test_the_guest_role_may_be_the_only_one() -> None:
    """A pool for guests only needs no authenticated role."""
    world = World()
    world.make_pool(supported_login_providers={GOOGLE: GOOGLE_APP})
    guests = world.make_role("guests", trust(world.pool_id, "unauthenticated"))
    world.service.set_identity_pool_roles(
        identity_pool_id=world.pool_id, roles={"unauthenticated": guests}
    )

    assert world.credentials_of(world.identity_of())["Credentials"]
