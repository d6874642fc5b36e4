"""What administrators do with users, and how users are listed and searched."""

import pytest
from user_pool_world import PASSWORD, refused

from cognito_lab.primitives.errors import AwsError
from cognito_lab.services.cognito_idp.user import STATUS_TABLE, StatusEvent


def _users(world, **more):
    found = world.idp.list_users(user_pool_id=world.pool_id, **more)
    return [user["Username"] for user in found["Users"]]


@pytest.mark.parametrize(
    "operation",
    [
        "admin_get_user",
        "admin_disable_user",
        "admin_enable_user",
        "admin_delete_user",
        "admin_confirm_sign_up",
        "admin_user_global_sign_out",
        "admin_list_groups_for_user",
    ],
)
def test_from_an_administrator_nothing_is_hidden(operation, world):
    """An unknown name is always a UserNotFoundException."""
    with refused("UserNotFoundException", "User does not exist."):
        getattr(world.idp, operation)(user_pool_id=world.pool_id, username="nobody")


def test_a_password_set_for_good_works_at_once(world):
    """Permanent true confirms the user, even one who never entered a code."""
    world.idp.sign_up(client_id=world.client_id, username="jdoe", password="Other-Horse7")

    world.idp.admin_set_user_password(
        user_pool_id=world.pool_id, username="jdoe", password=PASSWORD, permanent=True
    )

    assert world.user()["UserStatus"] == "CONFIRMED"
    assert world.tokens()["IdToken"]


def test_a_password_is_temporary_unless_said_otherwise(world):
    """Permanent is false by default, and the next sign-in asks for a new password."""
    world.add_user()

    world.idp.admin_set_user_password(
        user_pool_id=world.pool_id, username="jdoe", password="Other-Horse7"
    )

    assert world.user()["UserStatus"] == "FORCE_CHANGE_PASSWORD"
    assert world.sign_in("jdoe", "Other-Horse7")["ChallengeName"] == "NEW_PASSWORD_REQUIRED"


def test_a_weak_password_is_refused_and_the_old_one_stays(world):
    """An administrator keeps to the policy too; the wording is "conform to"."""
    world.add_user()

    with refused(
        "InvalidPasswordException",
        "Password does not conform to policy: Password must have symbol characters",
    ):
        world.idp.admin_set_user_password(
            user_pool_id=world.pool_id, username="jdoe", password="NoSymbol7", permanent=True
        )

    assert world.tokens()["IdToken"]


def test_a_deleted_user_leaves_the_name_but_not_the_sub(world):
    """Somebody else may take the name; they are another person, with another sub."""
    first = world.add_user()
    world.idp.admin_delete_user(user_pool_id=world.pool_id, username="jdoe")

    second = world.add_user()

    assert first != second
    assert _users(world) == ["jdoe"]


def test_users_are_found_by_their_sub_too(world):
    """The Username of an Admin operation may be the sub."""
    sub = world.add_user()

    assert world.user(sub)["Username"] == "jdoe"


def test_users_are_listed_in_the_order_of_their_making(world):
    """Pages meet without gap and without overlap, even when somebody leaves in between."""
    for number in range(5):
        world.add_user(f"user{number}")

    first = world.idp.list_users(user_pool_id=world.pool_id, limit=2)
    world.idp.admin_delete_user(user_pool_id=world.pool_id, username="user2")
    second = world.idp.list_users(
        user_pool_id=world.pool_id, limit=2, pagination_token=first["PaginationToken"]
    )

    assert [u["Username"] for u in first["Users"] + second["Users"]] == [
        "user0",
        "user1",
        "user3",
        "user4",
    ]
    assert "PaginationToken" not in second


@pytest.mark.parametrize("token", ["nonsense", "cGFnZSBhZnRlciB4", ""])
def test_a_page_token_of_ones_own_making_is_refused(token, world):
    """Only a token that a page gave is taken; an empty one begins at the start."""
    world.add_user()

    if token:
        with refused("InvalidParameterException"):
            _users(world, pagination_token=token)
    else:
        assert _users(world, pagination_token=token) == ["jdoe"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param('username = "alice"', ["alice"], id="by name"),
        pytest.param('email = "bob@example.com"', ["bob"], id="by e-mail"),
        pytest.param('email ^= "a"', ["alice"], id="by the beginning of an e-mail address"),
        pytest.param('"given_name"="Ann"', ["alice"], id="the attribute in quotes too"),
        pytest.param('status = "Disabled"', ["bob"], id="by being disabled"),
        pytest.param('cognito:user_status = "CONFIRMED"', ["alice", "bob"], id="by status"),
        pytest.param('email = "nobody@example.com"', [], id="nobody"),
    ],
)
def test_users_are_searched_by_one_attribute(text, found, world):
    """Equal, or beginning with."""
    world.add_user("alice", email="alice@example.com", given_name="Ann")
    world.add_user("bob", email="bob@example.com")
    world.idp.admin_disable_user(user_pool_id=world.pool_id, username="bob")

    assert _users(world, filter=text) == found


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("email is alice", "Error while parsing filter", id="no filter"),
        pytest.param(
            'custom:role = "x"', "Invalid search attribute: custom:role", id="a custom attribute"
        ),
    ],
)
def test_a_filter_that_cannot_be_is_refused(text, message, world):
    """The text says which of the two it is."""
    with refused("InvalidParameterException", message):
        _users(world, filter=text)


def test_a_search_goes_on_behind_the_page(world):
    """Filter and pages work together."""
    for number in range(6):
        world.add_user(f"user{number}", name="even" if number % 2 == 0 else "odd")

    first = world.idp.list_users(user_pool_id=world.pool_id, limit=2, filter='name = "even"')

    assert [u["Username"] for u in first["Users"]] == ["user0", "user2"]
    assert _users(
        world, limit=2, filter='name = "even"', pagination_token=first["PaginationToken"]
    ) == ["user4"]


def test_a_list_shows_only_the_attributes_that_are_asked_for(world):
    """AttributesToGet picks; the rest stays out."""
    world.add_user(email="j@example.com", name="John")

    (user,) = world.idp.list_users(user_pool_id=world.pool_id, attributes_to_get=["email"])["Users"]

    assert user["Attributes"] == [{"Name": "email", "Value": "j@example.com"}]


def test_every_event_of_the_status_table_stands_there_once():
    """The table is complete, and no event has two rows."""
    assert sorted(row.event for row in STATUS_TABLE) == sorted(StatusEvent)


def test_the_status_table_is_kept_by_the_operations(world):
    """Confirming a user with a temporary password is no row of the table."""
    world.idp.admin_create_user(user_pool_id=world.pool_id, username="jdoe")

    with pytest.raises(AwsError, match="Current status is FORCE_CHANGE_PASSWORD"):
        world.idp.admin_confirm_sign_up(user_pool_id=world.pool_id, username="jdoe")
