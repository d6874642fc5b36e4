"""Attributes for access control: claims that become principal tags; and labels of pools."""

from typing import Any

import pytest
from identity_world import CLIENT, GOOGLE, JDOE, USER_POOL, World, decoded, trust

from cognito_lab.primitives.errors import AwsError

KEY = f"{USER_POOL}:{CLIENT}"


def set_map(world: World, name: str = KEY, **chosen: Any) -> dict[str, Any]:
    """SetPrincipalTagAttributeMap, on a role that lets its sessions be tagged."""
    world.iam.update_assume_role_policy(
        role_name="users",
        policy_document=trust(world.pool_id, "authenticated", "sts:TagSession"),
    )
    return world.service.set_principal_tag_attribute_map(
        identity_pool_id=world.pool_id, identity_provider_name=name, **chosen
    )


def tags_given(world: World, **claims: Any) -> dict[str, str]:
    """Sign jdoe in with these claims, exchange, and read the tags of the session."""
    logins = {USER_POOL: world.user_pool.token(JDOE, **claims)}
    answer = world.credentials_of(world.identity_of(logins), logins)
    context = world.caller_of(answer["Credentials"]).context
    prefix = "aws:PrincipalTag/"
    return {key.removeprefix(prefix): v for key, v in context.items() if key.startswith(prefix)}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(KEY, id="named with the app client"),
        pytest.param(USER_POOL, id="named without it"),
    ],
)
def test_claims_become_tags(world: World, name: str) -> None:
    """Each entry of the map takes a claim; one that is absent gives no tag."""
    set_map(world, name, principal_tags={"team": "custom:team", "level": "custom:level"})

    assert tags_given(world, **{"custom:team": "red"}) == {"team": "red"}


def test_the_defaults_are_the_app_and_the_user(world: World) -> None:
    """UseDefaults takes aud and sub."""
    set_map(world, use_defaults=True)

    assert sorted(tags_given(world).values()) == sorted([CLIENT, JDOE])


def test_other_kinds_of_claims_become_text(world: World) -> None:
    """Booleans as JSON spells them, lists joined by commas."""
    set_map(world, principal_tags={"ok": "email_verified", "groups": "cognito:groups"})

    tags = tags_given(world, email_verified=True, **{"cognito:groups": ["a", "b"]})

    assert tags == {"ok": "true", "groups": "a,b"}


def test_a_role_that_does_not_let_sessions_be_tagged_is_a_mistake(world: World) -> None:
    """Without sts:TagSession in the trust policy there are no credentials at all."""
    set_map(world, use_defaults=True)
    world.iam.update_assume_role_policy(role_name="users", policy_document=trust(world.pool_id))

    with pytest.raises(AwsError) as caught:
        tags_given(world)

    assert caught.value.code == "InvalidIdentityPoolConfigurationException"


def test_the_classic_flows_token_carries_the_tags(world: World) -> None:
    """The identity token brings them to STS in the standard carrier."""
    set_map(world, principal_tags={"team": "custom:team"})
    logins = {USER_POOL: world.user_pool.token(JDOE, **{"custom:team": "red"})}
    identity_id = world.identity_of(logins)

    token = world.service.get_open_id_token(identity_id=identity_id, logins=logins)["Token"]

    assert decoded(token)[1]["https://aws.amazon.com/tags"] == {"principal_tags": {"team": ["red"]}}


def test_a_map_is_answered_as_it_was_set(world: World) -> None:
    """Get answers what Set answered, and an empty map where none was set."""
    made = set_map(world, principal_tags={"team": "custom:team"})

    def get(name: str) -> dict[str, Any]:
        return world.service.get_principal_tag_attribute_map(
            identity_pool_id=world.pool_id, identity_provider_name=name
        )

    assert get(KEY) == made
    assert made["PrincipalTags"] == {"team": "custom:team"}
    assert get(GOOGLE)["PrincipalTags"] == {}


@pytest.mark.parametrize(
    ("name", "tag_map"),
    [
        pytest.param("www.amazon.com", {"a": "b"}, id="a provider that the pool does not list"),
        pytest.param(KEY, {f"key-{n}": "c" * 40 for n in range(20)}, id="more than 460 bytes"),
    ],
)
def test_a_wrong_map_is_refused(world: World, name: str, tag_map: dict[str, str]) -> None:
    """InvalidParameterException, and nothing is set."""
    with pytest.raises(AwsError) as caught:
        set_map(world, name, principal_tags=tag_map)

    assert caught.value.code == "InvalidParameterException"
    assert tags_given(world) == {}


def test_pools_can_be_labelled(world: World) -> None:
    """TagResource adds and replaces, UntagResource takes away, DescribeIdentityPool shows."""
    arn = f"arn:aws:cognito-identity:us-east-1:123456789012:identitypool/{world.pool_id}"
    world.service.tag_resource(resource_arn=arn, tags={"stage": "dev", "team": "red"})
    world.service.tag_resource(resource_arn=arn, tags={"stage": "prod"})
    world.service.untag_resource(resource_arn=arn, tag_keys=["team", "gone"])

    assert world.service.list_tags_for_resource(resource_arn=arn) == {"Tags": {"stage": "prod"}}
    described = world.service.describe_identity_pool(identity_pool_id=world.pool_id)
    assert described["IdentityPoolTags"] == {"stage": "prod"}


@pytest.mark.parametrize(
    ("arn_end", "tags", "code"),
    [
        pytest.param("gone", {"a": "b"}, "ResourceNotFoundException", id="no such pool"),
        pytest.param(
            None, {f"k{n}": "v" for n in range(51)}, "InvalidParameterException", id="51 labels"
        ),
    ],
)
def test_wrong_labels_are_refused(
    world: World, arn_end: str | None, tags: dict[str, str], code: str
) -> None:
    """A pool that is not there, or too many labels."""
    prefix = "arn:aws:cognito-identity:us-east-1:123456789012:identitypool/"

    with pytest.raises(AwsError) as caught:
        world.service.tag_resource(resource_arn=prefix + (arn_end or world.pool_id), tags=tags)

    assert caught.value.code == code
