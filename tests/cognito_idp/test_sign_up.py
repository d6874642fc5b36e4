"""Signing up: codes in the mailbox, masked in the answer, good once and for a day."""

import pytest
from user_pool_world import PASSWORD, make_world, refused

EMAIL = "jdoe@example.com"


@pytest.fixture
def world():
    """A pool that verifies e-mail addresses."""
    return make_world(pool={"auto_verified_attributes": ["email"]})


def _sign_up(world, username="jdoe", password=PASSWORD, **attributes):
    return world.idp.sign_up(
        client_id=world.client_id,
        username=username,
        password=password,
        user_attributes=[{"Name": n, "Value": v} for n, v in attributes.items()],
    )


def _confirm(world, code, username="jdoe", **more):
    return world.idp.confirm_sign_up(
        client_id=world.client_id, username=username, confirmation_code=code, **more
    )


def test_sign_up_sends_a_code_and_says_where_it_went_masked(world):
    """The answer shows ``j***@e***``; the mailbox has the six digits."""
    answer = _sign_up(world, email=EMAIL)

    assert answer["UserConfirmed"] is False
    assert answer["UserSub"] == world.user()["attributes"]["sub"]
    assert answer["CodeDeliveryDetails"] == {
        "Destination": "j***@e***",
        "DeliveryMedium": "EMAIL",
        "AttributeName": "email",
    }
    message = world.mailbox.latest(EMAIL)
    assert len(message.code) == 6
    assert message.code in message.body
    assert world.user()["UserStatus"] == "UNCONFIRMED"


def test_the_code_confirms_the_account_and_verifies_the_address(world):
    """After ConfirmSignUp the person can sign in."""
    _sign_up(world, email=EMAIL)

    assert _confirm(world, world.mailbox.latest(EMAIL).code) == {}

    assert world.user()["UserStatus"] == "CONFIRMED"
    assert world.user()["attributes"]["email_verified"] == "true"
    assert world.tokens()["IdToken"]


def test_a_phone_number_gets_the_code_when_both_are_verified():
    """E-mail and phone both given and auto-verified: the phone alone gets a code."""
    world = make_world(pool={"auto_verified_attributes": ["email", "phone_number"]})

    answer = _sign_up(world, email=EMAIL, phone_number="+15555559934")

    assert answer["CodeDeliveryDetails"] == {
        "Destination": "+*******9934",
        "DeliveryMedium": "SMS",
        "AttributeName": "phone_number",
    }
    assert world.mailbox.latest("+15555559934").medium == "SMS"
    assert world.mailbox.messages(EMAIL) == []


def test_without_an_address_to_verify_no_code_is_sent(world):
    """CodeDeliveryDetails is absent when the attribute was not supplied."""
    assert "CodeDeliveryDetails" not in _sign_up(world)


def test_the_pools_own_words_carry_the_code():
    """A message template of the pool's own is used, its placeholder filled."""
    world = make_world(
        pool={
            "auto_verified_attributes": ["email"],
            "verification_message_template": {
                "EmailSubject": "Welcome",
                "EmailMessage": "Type {####} please.",
            },
        }
    )
    _sign_up(world, email=EMAIL)

    message = world.mailbox.latest(EMAIL)

    assert (message.subject, message.body) == ("Welcome", f"Type {message.code} please.")


def test_a_wrong_code_confirms_nothing(world):
    """The account stays as it was, and the right code still works."""
    _sign_up(world, email=EMAIL)
    code = world.mailbox.latest(EMAIL).code
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"

    with refused("CodeMismatchException", "Invalid verification code provided, please try again."):
        _confirm(world, wrong)

    assert world.user()["UserStatus"] == "UNCONFIRMED"
    assert _confirm(world, code) == {}


@pytest.mark.parametrize(
    ("hours", "is_good"),
    [pytest.param(23.9, True, id="within a day"), pytest.param(24, False, id="after a day")],
)
def test_a_code_is_good_for_a_day(hours, is_good, world):
    """A sign-up code lives 24 hours."""
    _sign_up(world, email=EMAIL)
    world.clock.advance(hours=hours)
    code = world.mailbox.latest(EMAIL).code

    if is_good:
        assert _confirm(world, code) == {}
    else:
        with refused("ExpiredCodeException", "Invalid code provided, please request a code again."):
            _confirm(world, code)


def test_a_second_confirmation_is_refused(world):
    """The status is named in the text."""
    _sign_up(world, email=EMAIL)
    code = world.mailbox.latest(EMAIL).code
    _confirm(world, code)

    with refused("NotAuthorizedException", "User cannot be confirmed. Current status is CONFIRMED"):
        _confirm(world, code)


def test_a_new_code_makes_the_one_before_worthless(world):
    """After ResendConfirmationCode only the newest code works."""
    _sign_up(world, email=EMAIL)
    first = world.mailbox.latest(EMAIL).code
    details = world.idp.resend_confirmation_code(client_id=world.client_id, username="jdoe")
    second = world.mailbox.latest(EMAIL).code

    with refused("CodeMismatchException"):
        _confirm(world, first)
    assert details["CodeDeliveryDetails"]["Destination"] == "j***@e***"
    assert _confirm(world, second) == {}


def test_a_confirmed_user_gets_no_new_code(world):
    """ResendConfirmationCode for a confirmed user is a mistake of the caller."""
    world.add_user(email=EMAIL)

    with refused("InvalidParameterException", "User is already confirmed."):
        world.idp.resend_confirmation_code(client_id=world.client_id, username="jdoe")


def test_an_administrator_confirms_without_verifying_the_address(world):
    """AdminConfirmSignUp needs no code, and proves nothing about the address."""
    _sign_up(world, email=EMAIL)

    world.idp.admin_confirm_sign_up(user_pool_id=world.pool_id, username="jdoe")

    assert world.user()["UserStatus"] == "CONFIRMED"
    assert world.user()["attributes"]["email_verified"] == "false"
    assert world.tokens()["IdToken"]


def test_a_code_does_not_verify_an_address_that_it_never_went_to(world):
    """The account is confirmed, but the address that came later is not proved."""
    _sign_up(world, email=EMAIL)
    world.idp.admin_update_user_attributes(
        user_pool_id=world.pool_id,
        username="jdoe",
        user_attributes=[{"Name": "email", "Value": "other@example.com"}],
    )

    _confirm(world, world.mailbox.latest(EMAIL).code)

    assert world.user()["UserStatus"] == "CONFIRMED"
    assert world.user()["attributes"]["email_verified"] == "false"


@pytest.mark.parametrize(
    ("password", "rule"),
    [
        pytest.param("aB3$", "Password not long enough", id="too short"),
        pytest.param("abcdefg1$", "Password must have uppercase characters", id="no capital"),
        pytest.param("ABCDEFG1$", "Password must have lowercase characters", id="no small letter"),
        pytest.param("Abcdefgh$", "Password must have numeric characters", id="no digit"),
        pytest.param("Abcdefgh1", "Password must have symbol characters", id="no symbol"),
        pytest.param("a", "Password not long enough", id="all of it: length is said first"),
    ],
)
def test_a_password_against_the_policy_is_refused_with_its_first_fault(password, rule, world):
    """SignUp says "conform with", and names the first rule that is broken."""
    with refused("InvalidPasswordException", f"Password did not conform with policy: {rule}"):
        _sign_up(world, password=password, email=EMAIL)

    with refused("UserNotFoundException"):
        world.user()


@pytest.mark.parametrize("password", ["Abcdefg1!", "Abcde fg1", "Abcdefg1+", "Abcdefg1~"])
def test_symbols_are_the_listed_ones_and_an_inner_space(password, world):
    """Each of these passwords has a symbol."""
    assert _sign_up(world, password=password)["UserSub"]


def test_a_policy_of_ones_own_asks_only_for_what_it_names():
    """A policy that names a length alone requires no kinds of characters."""
    world = make_world(pool={"policies": {"PasswordPolicy": {"MinimumLength": 6}}})

    assert _sign_up(world, password="aaaaaa")["UserSub"]


@pytest.mark.parametrize("mode", ["LEGACY", "ENABLED"])
def test_a_taken_name_is_always_said_to_be_taken(mode):
    """SignUp tells, even where the client hides which users exist."""
    world = make_world(client={"prevent_user_existence_errors": mode})
    world.add_user()

    with refused("UsernameExistsException", "User already exists"):
        _sign_up(world)


def test_a_closed_pool_takes_nobody():
    """Only an administrator creates users where AllowAdminCreateUserOnly is true."""
    world = make_world(pool={"admin_create_user_config": {"AllowAdminCreateUserOnly": True}})

    with refused("NotAuthorizedException", "SignUp is not permitted for this user pool"):
        _sign_up(world)


def test_case_counts_unless_the_pool_says_otherwise(world):
    """The API's default is case sensitive: Jdoe and jdoe are two people."""
    _sign_up(world, "jdoe")
    _sign_up(world, "Jdoe")
    insensitive = make_world(pool={"username_configuration": {"CaseSensitive": False}})
    _sign_up(insensitive, "jdoe")

    with refused("UsernameExistsException"):
        _sign_up(insensitive, "JDOE")


def test_an_unknown_name_is_not_found_at_confirmation(world):
    """A client that does not hide users says that there is no such user."""
    with refused("UserNotFoundException", "Username/client id combination not found."):
        _confirm(world, "123456", "nobody")


def test_a_client_that_hides_users_answers_for_unknown_names_too():
    """Resend looks like success; confirming looks like a wrong code. Nothing is sent."""
    world = make_world(client={"prevent_user_existence_errors": "ENABLED"})

    answer = world.idp.resend_confirmation_code(client_id=world.client_id, username="nobody")

    assert answer["CodeDeliveryDetails"]["Destination"].startswith("n***@")
    assert world.mailbox.messages("nobody@example.com") == []
    with refused("CodeMismatchException"):
        _confirm(world, "123456", "nobody")
    assert "no user of that name" in world.because()
