"""Groups, and the roles that they bring into the ID token."""

import pytest
from user_pool_world import refused

from cognito_lab.primitives import jose

ROLE_A, ROLE_B = (f"arn:aws:iam::123456789012:role/{name}" for name in "AB")


def _group(world, name, role=None, precedence=None, *, member="jdoe"):
    world.idp.create_group(
        user_pool_id=world.pool_id, group_name=name, role_arn=role, precedence=precedence
    )
    if member:
        world.idp.admin_add_user_to_group(
            user_pool_id=world.pool_id, username=member, group_name=name
        )


def _claims(world, token="IdToken"):
    claims = jose.parse(world.tokens()[token]).unverified_claims
    return {k.removeprefix("cognito:"): v for k, v in claims.items() if k.startswith("cognito:")}


@pytest.mark.parametrize(
    ("groups", "roles", "preferred"),
    [
        pytest.param([], None, None, id="no group, no claim"),
        pytest.param([("a", None, 1)], None, None, id="a group without a role"),
        pytest.param([("a", ROLE_A, None)], [ROLE_A], ROLE_A, id="one role"),
        pytest.param(
            [("b", ROLE_B, 2), ("a", ROLE_A, 1)], [ROLE_A, ROLE_B], ROLE_A, id="the lower number"
        ),
        pytest.param(
            [("b", ROLE_B, None), ("a", ROLE_A, 5)],
            [ROLE_A, ROLE_B],
            ROLE_A,
            id="no precedence comes last",
        ),
        pytest.param(
            [("a", ROLE_A, 1), ("b", ROLE_B, 1)], [ROLE_A, ROLE_B], None, id="a tie of two roles"
        ),
        pytest.param(
            [("a", ROLE_A, 1), ("b", ROLE_A, 1)], [ROLE_A], ROLE_A, id="a tie of the same role"
        ),
        pytest.param(
            [("a", ROLE_A, None), ("b", ROLE_B, None)],
            [ROLE_A, ROLE_B],
            None,
            id="two roles, no precedence at all",
        ),
        pytest.param(
            [("a", None, 0), ("b", ROLE_B, 3)],
            [ROLE_B],
            ROLE_B,
            id="the best group with a role, not the best group",
        ),
        pytest.param(
            [("a", ROLE_A, 0), ("b", ROLE_B, 1)], [ROLE_A, ROLE_B], ROLE_A, id="zero is strongest"
        ),
    ],
)
def test_roles_and_preferred_role_follow_from_the_groups(groups, roles, preferred, world):
    """A claim without a value is absent, not empty."""
    world.add_user()
    for name, role, precedence in groups:
        _group(world, name, role, precedence)

    claims = _claims(world)

    assert claims.get("roles") == roles
    assert claims.get("preferred_role") == preferred
    assert set(claims.get("groups", [])) == {name for name, _, _ in groups}
    assert ("groups" in claims) == bool(groups)


def test_an_access_token_has_the_groups_but_no_roles(world):
    """Roles are for the identity pool, which reads ID tokens."""
    world.add_user()
    _group(world, "editors", ROLE_A)

    assert _claims(world, "AccessToken") == {"groups": ["editors"]}


def test_group_names_that_differ_in_case_collide(world):
    """A pool cannot have both `editors` and `Editors`."""
    _group(world, "editors", member=None)

    with refused("GroupExistsException"):
        _group(world, "Editors", member=None)


def test_joining_twice_is_joining_once(world):
    """A second AdminAddUserToGroup changes nothing."""
    world.add_user()
    _group(world, "editors")
    world.idp.admin_add_user_to_group(
        user_pool_id=world.pool_id, username="jdoe", group_name="editors"
    )

    members = world.idp.list_users_in_group(user_pool_id=world.pool_id, group_name="editors")

    assert [user["Username"] for user in members["Users"]] == ["jdoe"]


def test_leaving_a_group_shows_in_the_next_token(world):
    """Tokens that are out keep the group; new ones do not have it."""
    world.add_user()
    _group(world, "editors")
    before = _claims(world)

    world.idp.admin_remove_user_from_group(
        user_pool_id=world.pool_id, username="jdoe", group_name="editors"
    )

    assert before["groups"] == ["editors"]
    assert "groups" not in _claims(world)


def test_a_deleted_user_is_in_no_group(world):
    """The group's list is without them."""
    world.add_user()
    _group(world, "editors")
    world.idp.admin_delete_user(user_pool_id=world.pool_id, username="jdoe")

    members = world.idp.list_users_in_group(user_pool_id=world.pool_id, group_name="editors")

    assert members["Users"] == []


def test_groups_are_listed_and_described(world):
    """What was never given is absent."""
    world.add_user()
    _group(world, "editors", ROLE_A, 1)
    _group(world, "readers", member=None)

    everything = world.idp.list_groups(user_pool_id=world.pool_id)["Groups"]
    of_user = world.idp.admin_list_groups_for_user(user_pool_id=world.pool_id, username="jdoe")

    assert [group["GroupName"] for group in everything] == ["editors", "readers"]
    assert not {"RoleArn", "Precedence", "Description"} & everything[1].keys()
    assert of_user["Groups"] == [everything[0]]
    got = world.idp.get_group(user_pool_id=world.pool_id, group_name="editors")
    assert got["Group"]["RoleArn"] == ROLE_A


def test_an_unknown_group_is_not_found(world):
    """Nobody becomes a member of a group that is not there."""
    world.add_user()

    with refused("ResourceNotFoundException", "Group not found."):
        world.idp.admin_add_user_to_group(
            user_pool_id=world.pool_id, username="jdoe", group_name="editors"
        )
