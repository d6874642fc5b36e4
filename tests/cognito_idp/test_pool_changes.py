"""Pools and groups that change: what an update resets, what it keeps, and what is refused."""

import pytest
from user_pool_world import make_world, refused

from cognito_lab.primitives import jose


def described(world):
    """The pool as DescribeUserPool shows it."""
    return world.idp.describe_user_pool(user_pool_id=world.pool_id)["UserPool"]


def test_an_update_resets_what_it_does_not_name(world):
    """UpdateUserPool is no patch: policy, verified addresses and protection go back."""
    world.idp.update_user_pool(
        user_pool_id=world.pool_id,
        policies={"PasswordPolicy": {"MinimumLength": 12}},
        deletion_protection="ACTIVE",
        auto_verified_attributes=["email"],
    )
    world.idp.update_user_pool(
        user_pool_id=world.pool_id, admin_create_user_config={"AllowAdminCreateUserOnly": True}
    )

    pool = described(world)
    assert pool["Policies"]["PasswordPolicy"]["MinimumLength"] == 8
    assert pool["DeletionProtection"] == "INACTIVE"
    assert "AutoVerifiedAttributes" not in pool
    assert pool["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"] is True


def test_what_is_for_ever_survives_an_update():
    """How people are named, the schema, the tier, the users: no update touches them."""
    world = make_world(
        pool={
            "alias_attributes": ["email"],
            "user_pool_tier": "PLUS",
            "schema": [{"Name": "team", "AttributeDataType": "String"}],
        }
    )
    world.add_user()
    before = described(world)

    world.idp.update_user_pool(user_pool_id=world.pool_id, pool_name="renamed")

    after = described(world)
    assert after["Name"] == "renamed"
    for name in ("AliasAttributes", "UserPoolTier", "SchemaAttributes", "UsernameConfiguration"):
        assert after[name] == before[name]
    assert world.tokens()["IdToken"]


def test_a_new_policy_binds_new_passwords_only(world):
    """Who has a short password keeps it, and cannot choose another short one."""
    world.add_user()
    world.idp.update_user_pool(
        user_pool_id=world.pool_id, policies={"PasswordPolicy": {"MinimumLength": 20}}
    )
    tokens = world.tokens()

    with refused("InvalidPasswordException"):
        world.idp.change_password(
            previous_password="Correct-Horse7",
            proposed_password="Another-Horse8",
            access_token=tokens["AccessToken"],
        )


def test_an_update_that_is_refused_changes_nothing(world):
    """MFA without a factor: the pool stays as it was, name included."""
    before = described(world)

    with refused("InvalidParameterException"):
        world.idp.update_user_pool(
            user_pool_id=world.pool_id, pool_name="renamed", mfa_configuration="ON"
        )

    assert described(world) == before


def test_a_new_custom_attribute_can_be_written_and_stands_in_tokens(world):
    """It is there at once, for users who were there before, too."""
    world.add_user()
    world.idp.add_custom_attributes(
        user_pool_id=world.pool_id,
        custom_attributes=[{"Name": "team", "AttributeDataType": "String", "Mutable": True}],
    )

    world.idp.admin_update_user_attributes(
        user_pool_id=world.pool_id,
        username="jdoe",
        user_attributes=[{"Name": "custom:team", "Value": "red"}],
    )

    claims = jose.parse(world.tokens()["IdToken"]).unverified_claims
    assert claims["custom:team"] == "red"


@pytest.mark.parametrize(
    ("definition", "code"),
    [
        pytest.param(
            {"Name": "team", "AttributeDataType": "String"},
            "InvalidParameterException",
            id="a name that is taken",
        ),
        pytest.param(
            {"Name": "a", "AttributeDataType": "String", "Required": True},
            "InvalidParameterException",
            id="a required one",
        ),
        pytest.param({"Name": "a"}, "InvalidParameterException", id="one without a type"),
    ],
)
def test_a_custom_attribute_that_cannot_be_is_refused(definition, code):
    """And those beside it in the request are not made either."""
    world = make_world(pool={"schema": [{"Name": "team", "AttributeDataType": "String"}]})
    good = {"Name": "good", "AttributeDataType": "String"}

    with refused(code):
        world.idp.add_custom_attributes(
            user_pool_id=world.pool_id, custom_attributes=[good, definition]
        )

    names = [attribute["Name"] for attribute in described(world)["SchemaAttributes"]]
    assert "custom:good" not in names


def test_a_pool_has_fifty_custom_attributes_at_most(world):
    """Twenty-five a call, and no fifty-first."""
    for half in ("a", "b"):
        made = [{"Name": f"{half}{n}", "AttributeDataType": "String"} for n in range(25)]
        world.idp.add_custom_attributes(user_pool_id=world.pool_id, custom_attributes=made)

    with refused("LimitExceededException"):
        world.idp.add_custom_attributes(
            user_pool_id=world.pool_id,
            custom_attributes=[{"Name": "c", "AttributeDataType": "String"}],
        )


def test_a_changed_group_shows_in_new_tokens_only(world):
    """Precedence and role are read when a token is made."""
    world.add_user()
    pool = {"user_pool_id": world.pool_id}
    world.idp.create_group(group_name="editors", precedence=5, description="They edit.", **pool)
    world.idp.admin_add_user_to_group(username="jdoe", group_name="editors", **pool)
    before = world.tokens()["IdToken"]
    role = "arn:aws:iam::123456789012:role/editor"

    changed = world.idp.update_group(group_name="editors", role_arn=role, **pool)["Group"]

    assert (changed["RoleArn"], changed["Precedence"]) == (role, 5)
    assert changed["Description"] == "They edit."
    after = world.tokens()["IdToken"]
    roles = [jose.parse(token).unverified_claims.get("cognito:roles") for token in (before, after)]
    assert roles == [None, [role]]


def test_a_deleted_group_leaves_its_members_alone(world):
    """They stay in the pool, their next tokens do not name it, and the name is free again."""
    world.add_user()
    pool = {"user_pool_id": world.pool_id}
    world.idp.create_group(group_name="editors", **pool)
    world.idp.admin_add_user_to_group(username="jdoe", group_name="editors", **pool)

    world.idp.delete_group(group_name="editors", **pool)

    assert "cognito:groups" not in jose.parse(world.tokens()["IdToken"]).unverified_claims
    with refused("ResourceNotFoundException", "Group not found."):
        world.idp.get_group(group_name="editors", **pool)
    assert world.idp.create_group(group_name="Editors", **pool)["Group"]["GroupName"] == "Editors"
