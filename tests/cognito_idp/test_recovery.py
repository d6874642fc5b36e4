"""Forgotten passwords: where the code goes, who gets one, and what strangers learn."""

import pytest
from user_pool_world import PASSWORD, make_world, refused

NEW = "Brand-New-Horse8"
EMAIL, PHONE = "jdoe@example.com", "+15555559934"
VERIFIED = {"email": EMAIL, "email_verified": "true"}
WRONG = "Incorrect username or password."


def _forgot(world, username="jdoe"):
    return world.idp.forgot_password(client_id=world.client_id, username=username)


def _confirm(world, code, username="jdoe", password=NEW):
    return world.idp.confirm_forgot_password(
        client_id=world.client_id,
        username=username,
        confirmation_code=code,
        password=password,
    )


def _reset(world):
    return world.idp.admin_reset_user_password(user_pool_id=world.pool_id, username="jdoe")


def test_a_code_to_the_verified_address_brings_a_new_password(world):
    """The answer shows the address masked; then only the new password works."""
    world.add_user(**VERIFIED)

    details = _forgot(world)["CodeDeliveryDetails"]
    assert _confirm(world, world.mailbox.latest(EMAIL).code) == {}

    assert details == {
        "Destination": "j***@e***",
        "DeliveryMedium": "EMAIL",
        "AttributeName": "email",
    }
    assert world.tokens("jdoe", NEW)["IdToken"]
    with refused("NotAuthorizedException", WRONG):
        world.sign_in()


def test_asking_for_a_code_leaves_the_old_password_alone(world):
    """Anybody can ask; only the code changes something."""
    world.add_user(**VERIFIED)
    _forgot(world)

    assert world.tokens()["IdToken"]


def test_a_code_works_once(world):
    """The second time it is as if none was sent."""
    world.add_user(**VERIFIED)
    _forgot(world)
    code = world.mailbox.latest(EMAIL).code
    _confirm(world, code)

    with refused("ExpiredCodeException", "Invalid code provided, please request a code again."):
        _confirm(world, code)


def test_a_code_ends_after_an_hour(world):
    """Forgotten-password codes live one hour."""
    world.add_user(**VERIFIED)
    _forgot(world)
    world.clock.advance(hours=1)

    with refused("ExpiredCodeException"):
        _confirm(world, world.mailbox.latest(EMAIL).code)


def test_a_weak_password_does_not_use_up_the_code(world):
    """The person chooses a better one and sends the same code."""
    world.add_user(**VERIFIED)
    _forgot(world)
    code = world.mailbox.latest(EMAIL).code

    with refused(
        "InvalidPasswordException",
        "Password does not conform to policy: Password must have symbol characters",
    ):
        _confirm(world, code, password="NoSymbol7")

    assert _confirm(world, code) == {}


BOTH = {**VERIFIED, "phone_number": PHONE, "phone_number_verified": "true"}


@pytest.mark.parametrize(
    ("setting", "attributes", "channel"),
    [
        pytest.param(None, BOTH, "phone_number", id="unset: the phone first"),
        pytest.param(None, VERIFIED, "email", id="unset: then e-mail"),
        pytest.param(
            [("verified_email", 1), ("verified_phone_number", 2)],
            BOTH,
            "email",
            id="e-mail has the better priority",
        ),
        pytest.param(
            [("verified_email", 2), ("verified_phone_number", 1)],
            VERIFIED,
            "email",
            id="the first has no address, the second has",
        ),
    ],
)
def test_the_channel_follows_from_the_recovery_setting(setting, attributes, channel):
    """By priority, and only to verified addresses."""
    mechanisms = [{"Name": name, "Priority": priority} for name, priority in setting or ()]
    pool = {"account_recovery_setting": {"RecoveryMechanisms": mechanisms}} if setting else {}
    world = make_world(pool=pool)
    world.add_user(**attributes)

    assert _forgot(world)["CodeDeliveryDetails"]["AttributeName"] == channel


@pytest.mark.parametrize(
    ("pool", "attributes"),
    [
        pytest.param({}, {"email": EMAIL}, id="an address that is not verified"),
        pytest.param({}, {}, id="no address"),
        pytest.param(
            {
                "account_recovery_setting": {
                    "RecoveryMechanisms": [{"Name": "admin_only", "Priority": 1}]
                }
            },
            VERIFIED,
            id="administrators only",
        ),
    ],
)
def test_without_a_verified_channel_there_is_no_recovery(pool, attributes):
    """A code goes to nobody whose address is not proved."""
    world = make_world(pool=pool)
    world.add_user(**attributes)

    with refused(
        "InvalidParameterException",
        "Cannot reset password for the user as there is no registered/verified email or "
        "phone_number",
    ):
        _forgot(world)

    assert world.mailbox.messages(EMAIL) == []


def test_a_temporary_password_cannot_be_forgotten(world):
    """Its user has to be invited again."""
    world.add_user(**VERIFIED)
    world.idp.admin_set_user_password(
        user_pool_id=world.pool_id, username="jdoe", password=PASSWORD
    )

    for ask in (_forgot, _reset):
        with refused(
            "NotAuthorizedException", "User password cannot be reset in the current state."
        ):
            ask(world)


def test_an_administrator_s_reset_stops_the_right_password(world):
    """The person learns it after the right password only; a new one ends it."""
    world.add_user(**VERIFIED)
    _reset(world)

    assert world.user()["UserStatus"] == "RESET_REQUIRED"
    with refused("PasswordResetRequiredException", "Password reset required for the user"):
        world.sign_in()
    with refused("NotAuthorizedException", WRONG):
        world.sign_in("jdoe", "Wrong-Horse7")
    _confirm(world, world.mailbox.latest(EMAIL).code)
    assert world.user()["UserStatus"] == "CONFIRMED"
    assert world.tokens("jdoe", NEW)["IdToken"]


def test_the_access_token_of_a_user_to_be_reset_is_refused(world):
    """A session from before the reset does not help."""
    world.add_user(**VERIFIED)
    token = world.tokens()["AccessToken"]
    _reset(world)

    with refused("PasswordResetRequiredException"):
        world.idp.get_user(access_token=token)


def test_a_client_that_shows_users_says_who_is_not_there(world):
    """LEGACY: both operations have their own text."""
    message = "Username/client id combination not found."

    with refused("UserNotFoundException", message):
        _forgot(world, "nobody")
    with refused("UserNotFoundException", message):
        _confirm(world, "123456", "nobody")


@pytest.mark.parametrize("who", ["nobody", "disabled", "without an address"])
def test_a_client_that_hides_users_pretends_to_send_a_code(who):
    """The answer looks like any other and stays the same; nothing is sent."""
    world = make_world(client={"prevent_user_existence_errors": "ENABLED"})
    if who == "disabled":
        world.add_user(who, **VERIFIED)
        world.idp.admin_disable_user(user_pool_id=world.pool_id, username=who)
    elif who != "nobody":
        world.add_user("bare")
    username = "bare" if who == "without an address" else who

    first, second = _forgot(world, username), _forgot(world, username)

    assert first == second
    assert set(first["CodeDeliveryDetails"]) == {"Destination", "DeliveryMedium", "AttributeName"}
    assert world.mailbox.messages(EMAIL) == []
    assert "No code was sent" in world.because()


def test_a_client_that_hides_users_calls_an_unknown_one_a_wrong_code():
    """No code was ever asked for by a real user: expired. Nobody at all: mismatch."""
    world = make_world(client={"prevent_user_existence_errors": "ENABLED"})
    world.add_user(**VERIFIED)

    with refused("ExpiredCodeException"):
        _confirm(world, "123456")
    with refused("CodeMismatchException"):
        _confirm(world, "123456", "nobody")


@pytest.fixture
def remembering():
    """A pool that remembers two passwords."""
    policy = {"PasswordHistorySize": 2, "MinimumLength": 8}
    world = make_world(pool={"policies": {"PasswordPolicy": policy}})
    world.add_user(**VERIFIED)
    return world


@pytest.mark.parametrize(
    "proposed",
    [pytest.param(NEW, id="the present one"), pytest.param(PASSWORD, id="the one before")],
)
def test_a_password_of_the_history_is_refused(proposed, remembering):
    """Neither the present password nor the one before may come again."""
    _forgot(remembering)
    _confirm(remembering, remembering.mailbox.latest(EMAIL).code)

    with refused("PasswordHistoryPolicyViolationException", "Password has previously been used"):
        remembering.idp.admin_set_user_password(
            user_pool_id=remembering.pool_id,
            username="jdoe",
            password=proposed,
            permanent=True,
        )


def test_a_password_older_than_the_history_is_free_again(remembering):
    """Two are remembered, so the third last may come back."""
    for password in ("Second-Horse8", "Third-Horse9", PASSWORD):
        remembering.idp.admin_set_user_password(
            user_pool_id=remembering.pool_id,
            username="jdoe",
            password=password,
            permanent=True,
        )

    assert remembering.tokens()["IdToken"]
