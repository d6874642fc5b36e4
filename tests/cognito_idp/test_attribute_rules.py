"""Which attributes may be written, by whom, and in which form."""

import pytest
from user_pool_world import PASSWORD, make_world, refused

CUSTOM = [
    {"Name": "tenant", "AttributeDataType": "String", "Mutable": False},
    {"Name": "level", "AttributeDataType": "Number"},
    {"Name": "email", "Required": True, "AttributeDataType": "String"},
]


def _sign_up(world, **attributes):
    return world.idp.sign_up(
        client_id=world.client_id,
        username="jdoe",
        password=PASSWORD,
        user_attributes=[
            {"Name": name.replace("__", ":"), "Value": value} for name, value in attributes.items()
        ],
    )


def _update(world, **attributes):
    return world.idp.admin_update_user_attributes(
        user_pool_id=world.pool_id,
        username="jdoe",
        user_attributes=[
            {"Name": name.replace("__", ":"), "Value": value} for name, value in attributes.items()
        ],
    )


@pytest.mark.parametrize(
    ("attributes", "message"),
    [
        pytest.param(
            {},
            "Attributes did not conform to the schema: email: The attribute is required\n",
            id="a required attribute is missing",
        ),
        pytest.param(
            {"email": "j@example.com", "custom__role": "x"},
            "Attributes did not conform to the schema: Type for attribute {custom:role} could not "
            "be determined",
            id="an attribute that the schema does not have",
        ),
        pytest.param({"email": "no address"}, "Invalid email address format.", id="not an address"),
        pytest.param(
            {"email": "j@example.com", "phone_number": "0123"},
            "Invalid phone number format.",
            id="a phone number without +",
        ),
    ],
)
def test_attributes_against_the_schema_are_refused_at_sign_up(attributes, message):
    """The text says which attribute, and no user is made."""
    world = make_world(pool={"schema": CUSTOM})

    with refused("InvalidParameterException", message):
        _sign_up(world, **attributes)

    assert world.idp.list_users(user_pool_id=world.pool_id)["Users"] == []


@pytest.mark.parametrize(
    "attributes",
    [
        pytest.param({"birthdate": "6.1.2026"}, id="a birthdate of other than ten characters"),
        pytest.param({"custom__level": "high"}, id="a number that is none"),
        pytest.param({"name": "x" * 2049}, id="a value that is too long"),
    ],
)
def test_values_of_the_wrong_form_are_refused(attributes):
    """Length and type come from the schema."""
    world = make_world(pool={"schema": CUSTOM})

    with refused("InvalidParameterException"):
        _sign_up(world, email="j@example.com", **attributes)


@pytest.mark.parametrize("name", ["email_verified", "phone_number_verified", "sub"])
def test_no_client_may_say_that_an_address_is_verified(name, world):
    """These attributes are never a client's to write."""
    with refused("NotAuthorizedException", "A client attempted to write unauthorized attribute"):
        _sign_up(world, **{name: "true"})


def test_a_client_writes_only_its_write_attributes():
    """An attribute outside WriteAttributes is refused, and no user is made."""
    world = make_world(client={"write_attributes": ["email"]})

    with refused("NotAuthorizedException", "A client attempted to write unauthorized attribute"):
        _sign_up(world, email="j@example.com", name="John")

    assert world.idp.list_users(user_pool_id=world.pool_id)["Users"] == []


def test_without_write_attributes_custom_ones_are_writable_too():
    """As observed with live clients."""
    world = make_world(pool={"schema": CUSTOM})

    _sign_up(world, email="j@example.com", custom__tenant="42")

    assert world.user()["attributes"]["custom:tenant"] == "42"


def test_an_immutable_attribute_is_set_once():
    """Mutable false: at the user's creation, and never again."""
    world = make_world(pool={"schema": CUSTOM})
    _sign_up(world, email="j@example.com", custom__tenant="42")

    with refused("InvalidParameterException"):
        _update(world, custom__tenant="43")

    assert world.user()["attributes"]["custom:tenant"] == "42"


def test_a_new_address_is_not_verified_any_more(world):
    """Changing the e-mail address takes its flag back, unless the administrator sets it too."""
    world.add_user(email="old@example.com", email_verified="true")

    _update(world, email="new@example.com")
    first = world.user()["attributes"]["email_verified"]
    _update(world, email="newer@example.com", email_verified="true")

    assert first == "false"
    assert world.user()["attributes"]["email_verified"] == "true"


def test_an_empty_value_deletes_an_attribute(world):
    """The attribute is gone, not empty."""
    world.add_user(name="John")

    _update(world, name="")

    assert "name" not in world.user()["attributes"]


def test_a_required_attribute_cannot_be_deleted():
    """It can be changed only."""
    world = make_world(pool={"schema": CUSTOM})
    world.add_user(email="j@example.com")

    with refused("InvalidParameterException"):
        _update(world, email="")

    assert world.user()["attributes"]["email"] == "j@example.com"


def test_one_bad_change_among_good_ones_changes_nothing(world):
    """All changes of a request are made, or none."""
    world.add_user(name="John")

    with refused("InvalidParameterException"):
        _update(world, name="Johnny", **{"custom:nothing": "x"})

    assert world.user()["attributes"]["name"] == "John"


def test_reading_is_limited_to_read_attributes():
    """ID token and GetUser show what the client may read, and `sub`."""
    world = make_world(client={"read_attributes": ["name"]})
    world.add_user(name="John", email="j@example.com")

    shown = world.idp.get_user(access_token=world.tokens()["AccessToken"])["UserAttributes"]

    assert {a["Name"] for a in shown} == {"sub", "name"}
