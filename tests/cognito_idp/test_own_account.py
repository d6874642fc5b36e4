"""What signed-in people do with their own account: password, attributes, addresses, goodbye."""

import pytest
from user_pool_world import PASSWORD, make_world, refused

NEW = "Brand-New-Horse8"
EMAIL, OTHER = "jdoe@example.com", "john@example.org"


def _update(world, token, **attributes):
    return world.idp.update_user_attributes(
        access_token=token,
        user_attributes=[{"Name": n, "Value": v} for n, v in attributes.items()],
    )["CodeDeliveryDetailsList"]


def _verify(world, token, code, name="email"):
    return world.idp.verify_user_attribute(access_token=token, attribute_name=name, code=code)


def _signed_in(**pool):
    world = make_world(pool={"auto_verified_attributes": ["email"], **pool})
    world.add_user(email=EMAIL, email_verified="true", name="John")
    return world, world.tokens()["AccessToken"]


def test_a_password_is_changed_by_who_knows_the_old_one(world):
    """Afterwards only the new one works; the session goes on."""
    world.add_user()
    token = world.tokens()["AccessToken"]

    world.idp.change_password(previous_password=PASSWORD, proposed_password=NEW, access_token=token)

    assert world.tokens("jdoe", NEW)["IdToken"]
    assert world.idp.get_user(access_token=token)
    with refused("NotAuthorizedException", "Incorrect username or password."):
        world.sign_in()


@pytest.mark.parametrize(
    ("previous", "proposed", "code"),
    [
        pytest.param("Wrong-Horse7", NEW, "NotAuthorizedException", id="a wrong old password"),
        pytest.param(None, NEW, "NotAuthorizedException", id="no old password"),
        pytest.param(PASSWORD, "weak", "InvalidPasswordException", id="a weak new password"),
    ],
)
def test_a_refused_change_leaves_the_old_password(previous, proposed, code, world):
    """Nothing half-done."""
    world.add_user()

    with refused(code):
        world.idp.change_password(
            previous_password=previous,
            proposed_password=proposed,
            access_token=world.tokens()["AccessToken"],
        )

    assert world.tokens()["IdToken"]


def test_a_new_address_replaces_the_old_one_and_waits_to_be_verified():
    """The change is made at once, unless the pool says otherwise; a code goes there."""
    world, token = _signed_in()

    (sent,) = _update(world, token, email=OTHER)

    assert sent["Destination"] == "j***@e***"
    assert world.user()["attributes"]["email"] == OTHER
    assert world.user()["attributes"]["email_verified"] == "false"
    _verify(world, token, world.mailbox.latest(OTHER).code)
    assert world.user()["attributes"]["email_verified"] == "true"


def test_a_pool_may_keep_the_old_address_until_the_new_one_is_proved():
    """AttributesRequireVerificationBeforeUpdate: the old value stays, verified, until the code."""
    world, token = _signed_in(
        user_attribute_update_settings={"AttributesRequireVerificationBeforeUpdate": ["email"]}
    )

    _update(world, token, email=OTHER)

    assert world.user()["attributes"]["email"] == EMAIL
    assert world.user()["attributes"]["email_verified"] == "true"
    _verify(world, token, world.mailbox.latest(OTHER).code)
    assert world.user()["attributes"]["email"] == OTHER
    assert world.user()["attributes"]["email_verified"] == "true"


def test_attributes_without_an_address_send_nothing():
    """Only addresses get codes."""
    world, token = _signed_in()

    assert _update(world, token, name="Johnny") == []
    assert world.user()["attributes"]["name"] == "Johnny"


def test_an_address_that_the_pool_does_not_verify_gets_no_code():
    """AutoVerifiedAttributes decides."""
    world, token = _signed_in()

    assert _update(world, token, phone_number="+15555559934") == []


def test_a_code_for_one_s_own_address_can_be_asked_for():
    """GetUserAttributeVerificationCode sends to the address that is there."""
    world, token = _signed_in()

    details = world.idp.get_user_attribute_verification_code(
        access_token=token, attribute_name="email"
    )["CodeDeliveryDetails"]

    assert details["AttributeName"] == "email"
    assert _verify(world, token, world.mailbox.latest(EMAIL).code) == {}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        pytest.param("name", "InvalidParameterException", id="no address at all"),
        pytest.param("phone_number", "InvalidParameterException", id="an address that is missing"),
    ],
)
def test_only_an_address_of_one_s_own_gets_a_code(name, code):
    """Nothing is sent."""
    world, token = _signed_in()

    with refused(code):
        world.idp.get_user_attribute_verification_code(access_token=token, attribute_name=name)


def test_a_wrong_code_verifies_nothing():
    """And a right one works once."""
    world, token = _signed_in()
    _update(world, token, email=OTHER)
    code = world.mailbox.latest(OTHER).code

    with refused("CodeMismatchException"):
        _verify(world, token, f"{(int(code) + 1) % 1_000_000:06d}")
    assert world.user()["attributes"]["email_verified"] == "false"
    _verify(world, token, code)
    with refused("ExpiredCodeException"):
        _verify(world, token, code)


def test_a_code_proves_only_the_address_that_it_went_to():
    """Somebody changes the address in between: the code for the old one verifies nothing."""
    world, token = _signed_in()
    _update(world, token, email=OTHER)
    world.idp.admin_update_user_attributes(
        user_pool_id=world.pool_id,
        username="jdoe",
        user_attributes=[{"Name": "email", "Value": "third@example.com"}],
    )

    with refused("ExpiredCodeException"):
        _verify(world, token, world.mailbox.latest(OTHER).code)

    assert world.user()["attributes"]["email"] == "third@example.com"
    assert world.user()["attributes"]["email_verified"] == "false"


def test_a_client_changes_only_what_it_may_write(world):
    """An attribute outside WriteAttributes is refused, and so is the rest of the request."""
    world = make_world(client={"write_attributes": ["name"]})
    world.add_user(name="John")
    token = world.tokens()["AccessToken"]

    with refused("NotAuthorizedException", "A client attempted to write unauthorized attribute"):
        _update(world, token, name="Johnny", nickname="J")

    assert world.user()["attributes"]["name"] == "John"


def test_attributes_can_be_deleted(world):
    """The address takes its flag with it."""
    world, token = _signed_in()

    world.idp.delete_user_attributes(access_token=token, user_attribute_names=["name", "email"])

    assert set(world.user()["attributes"]) == {"sub"}


@pytest.mark.parametrize("by_admin", [True, False], ids=["by an administrator", "by oneself"])
def test_what_the_schema_lacks_cannot_be_deleted(by_admin):
    """The text names the attribute."""
    world, token = _signed_in()
    message = "Invalid user attributes: user.custom:foo: Attribute does not exist in the schema.\n"

    with refused("InvalidParameterException", message):
        if by_admin:
            world.idp.admin_delete_user_attributes(
                user_pool_id=world.pool_id,
                username="jdoe",
                user_attribute_names=["custom:foo"],
            )
        else:
            world.idp.delete_user_attributes(
                access_token=token, user_attribute_names=["custom:foo"]
            )


def test_a_person_can_leave(world):
    """DeleteUser removes the account; the token finds nobody afterwards."""
    world.add_user()
    token = world.tokens()["AccessToken"]

    world.idp.delete_user(access_token=token)

    with refused("UserNotFoundException"):
        world.user()
    with refused("UserNotFoundException"):
        world.idp.get_user(access_token=token)
