"""Second factors: authenticator apps and SMS, setting up, choosing, and codes that work once."""

import json

import pytest
from user_pool_world import make_world, refused

from cognito_lab.primitives import totp

PHONE = "+15555559934"
SMS = {"SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms"}}


def _world(mfa="OPTIONAL", *, sms=False, software=True):
    """A world with a user, whose pool knows these factors."""
    world = make_world()
    world.idp.set_user_pool_mfa_config(
        user_pool_id=world.pool_id,
        mfa_configuration=mfa,
        software_token_mfa_configuration={"Enabled": software},
        sms_mfa_configuration=SMS if sms else None,
    )
    return world


def _set_up_app(world, token):
    """Register an authenticator with an access token. Returns its secret."""
    secret = world.idp.associate_software_token(access_token=token)["SecretCode"]
    done = world.idp.verify_software_token(
        access_token=token, user_code=totp.code(secret, world.clock.now())
    )
    assert done == {"Status": "SUCCESS"}
    return secret


def _prefer(world, token, **settings):
    world.idp.set_user_mfa_preference(access_token=token, **settings)


def _answer(world, challenge, **answers):
    return world.idp.respond_to_auth_challenge(
        client_id=world.client_id,
        challenge_name=challenge["ChallengeName"],
        session=challenge["Session"],
        challenge_responses={"USERNAME": "jdoe", **answers},
    )


@pytest.fixture
def enrolled():
    """A user with an authenticator that is on and preferred, half a minute after the set-up."""
    world = _world()
    world.add_user()
    token = world.tokens()["AccessToken"]
    world.secret = _set_up_app(world, token)
    on = {"Enabled": True, "PreferredMfa": True}
    _prefer(world, token, software_token_mfa_settings=on)
    world.clock.advance(seconds=30)
    return world


def test_a_code_of_the_app_ends_the_sign_in(enrolled):
    """The password alone brings a challenge, and the code the tokens."""
    challenge = enrolled.sign_in()
    assert challenge["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    assert challenge["ChallengeParameters"]["USER_ID_FOR_SRP"] == "jdoe"
    assert "AuthenticationResult" not in challenge

    code = totp.code(enrolled.secret, enrolled.clock.now())
    answer = _answer(enrolled, challenge, SOFTWARE_TOKEN_MFA_CODE=code)

    assert answer["AuthenticationResult"]["IdToken"]


def test_srp_too_is_followed_by_the_code(enrolled):
    """However the password was proved, the second factor is asked for."""
    challenge = enrolled.answer_srp(*enrolled.ask_srp())

    assert challenge["ChallengeName"] == "SOFTWARE_TOKEN_MFA"


def test_the_settings_show_in_get_user(enrolled):
    """UserMFASettingList and PreferredMfaSetting, which are absent before."""
    shown = enrolled.user()

    assert shown["UserMFASettingList"] == ["SOFTWARE_TOKEN_MFA"]
    assert shown["PreferredMfaSetting"] == "SOFTWARE_TOKEN_MFA"
    plain = _world()
    plain.add_user()
    assert not {"UserMFASettingList", "PreferredMfaSetting"} & plain.user().keys()


def test_a_wrong_code_is_refused_and_may_be_tried_again(enrolled):
    """The session stays usable."""
    challenge = enrolled.sign_in()
    right = totp.code(enrolled.secret, enrolled.clock.now())

    with refused("CodeMismatchException", "Invalid code received for user"):
        _answer(enrolled, challenge, SOFTWARE_TOKEN_MFA_CODE=f"{(int(right) + 7) % 10**6:06d}")

    assert _answer(enrolled, challenge, SOFTWARE_TOKEN_MFA_CODE=right)["AuthenticationResult"]


def test_a_code_works_once(enrolled):
    """The same half minute cannot sign in twice."""
    code = totp.code(enrolled.secret, enrolled.clock.now())
    _answer(enrolled, enrolled.sign_in(), SOFTWARE_TOKEN_MFA_CODE=code)

    with refused("ExpiredCodeException", "Your software token has already been used once."):
        _answer(enrolled, enrolled.sign_in(), SOFTWARE_TOKEN_MFA_CODE=code)


def test_the_code_of_the_set_up_is_spent_too():
    """VerifySoftwareToken has used it."""
    world = _world()
    world.add_user()
    token = world.tokens()["AccessToken"]
    secret = _set_up_app(world, token)
    _prefer(world, token, software_token_mfa_settings={"Enabled": True})

    with refused("ExpiredCodeException"):
        _answer(
            world,
            world.sign_in(),
            SOFTWARE_TOKEN_MFA_CODE=totp.code(secret, world.clock.now()),
        )


def test_a_factor_that_is_not_turned_on_is_not_asked_for():
    """OPTIONAL: setting up is one thing, turning on another."""
    world = _world()
    world.add_user()
    _set_up_app(world, world.tokens()["AccessToken"])

    assert world.tokens()["IdToken"]


def test_a_factor_can_be_turned_off_again(enrolled):
    """Afterwards the password is enough."""
    off = {"Enabled": False}
    enrolled.idp.admin_set_user_mfa_preference(
        user_pool_id=enrolled.pool_id, username="jdoe", software_token_mfa_settings=off
    )

    assert enrolled.tokens()["IdToken"]
    assert "PreferredMfaSetting" not in enrolled.user()


@pytest.mark.parametrize("by_admin", [False, True], ids=["by oneself", "by an administrator"])
def test_a_factor_that_is_not_set_up_cannot_be_turned_on(by_admin):
    """The two operations have two texts."""
    world = _world()
    world.add_user()
    on = {"software_token_mfa_settings": {"Enabled": True}}

    if by_admin:
        with refused("InvalidParameterException", "User has not verified software token mfa"):
            world.idp.admin_set_user_mfa_preference(
                user_pool_id=world.pool_id, username="jdoe", **on
            )
    else:
        with refused("InvalidParameterException", "User has not set up software token mfa"):
            _prefer(world, world.tokens()["AccessToken"], **on)
    assert world.tokens()["IdToken"]


def test_two_factors_cannot_both_be_preferred():
    """And a request that asks for it changes nothing."""
    world = _world(sms=True)
    world.add_user(phone_number=PHONE)
    token = world.tokens()["AccessToken"]
    _set_up_app(world, token)
    both = {"Enabled": True, "PreferredMfa": True}

    with refused("InvalidParameterException"):
        _prefer(world, token, sms_mfa_settings=both, software_token_mfa_settings=both)

    assert "UserMFASettingList" not in world.user()


def test_a_pool_without_authenticator_apps_offers_no_secret():
    """AssociateSoftwareToken says that the pool does not know them."""
    world = make_world()
    world.add_user()

    with refused(
        "SoftwareTokenMFANotFoundException",
        "Software Token MFA has not been enabled by the userPool",
    ):
        world.idp.associate_software_token(access_token=world.tokens()["AccessToken"])


def test_a_wrong_code_registers_no_app():
    """The secret that was offered stays; the right code registers it."""
    world = _world()
    world.add_user()
    token = world.tokens()["AccessToken"]
    secret = world.idp.associate_software_token(access_token=token)["SecretCode"]
    right = totp.code(secret, world.clock.now())

    with refused(
        "EnableSoftwareTokenMFAException", "Code mismatch and fail enable Software Token MFA"
    ):
        world.idp.verify_software_token(
            access_token=token, user_code=f"{(int(right) + 7) % 10**6:06d}"
        )
    assert world.idp.verify_software_token(access_token=token, user_code=right)


def _set_up_during_sign_in(world, challenge):
    """Both set-up calls by session. Returns the last session and the secret."""
    offered = world.idp.associate_software_token(session=challenge["Session"])
    world.clock.advance(seconds=30)
    verified = world.idp.verify_software_token(
        session=offered["Session"],
        user_code=totp.code(offered["SecretCode"], world.clock.now()),
        friendly_device_name="my phone",
    )
    assert verified["Status"] == "SUCCESS"
    return verified["Session"], offered["SecretCode"]


def test_a_pool_that_insists_lets_the_user_set_up_during_sign_in():
    """MFA ON and no factor: MFA_SETUP, which ends in tokens."""
    world = _world("ON")
    world.add_user()
    challenge = world.sign_in()
    assert challenge["ChallengeName"] == "MFA_SETUP"
    assert challenge["ChallengeParameters"]["MFAS_CAN_SETUP"] == '["SOFTWARE_TOKEN_MFA"]'

    session, secret = _set_up_during_sign_in(world, challenge)
    answer = _answer(world, {**challenge, "Session": session})

    assert answer["AuthenticationResult"]["IdToken"]
    world.clock.advance(seconds=30)
    again = world.sign_in()
    assert again["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    assert again["ChallengeParameters"]["FRIENDLY_DEVICE_NAME"] == "my phone"
    code = totp.code(secret, world.clock.now())
    assert _answer(world, again, SOFTWARE_TOKEN_MFA_CODE=code)["AuthenticationResult"]


def test_the_app_counts_as_registered_even_if_the_set_up_is_never_answered():
    """As observed: after VerifySoftwareToken the next sign-in asks for a code."""
    world = _world("ON")
    world.add_user()
    _set_up_during_sign_in(world, world.sign_in())

    assert world.sign_in()["ChallengeName"] == "SOFTWARE_TOKEN_MFA"


def test_the_set_up_cannot_be_skipped():
    """Answering MFA_SETUP with its own session, nothing set up, brings no tokens."""
    world = _world("ON")
    world.add_user()
    challenge = world.sign_in()

    with refused("NotAuthorizedException", "Invalid session for the user."):
        _answer(world, challenge)


def test_each_step_of_the_set_up_spends_its_session():
    """A session that has been used once is refused."""
    world = _world("ON")
    world.add_user()
    challenge = world.sign_in()
    world.idp.associate_software_token(session=challenge["Session"])

    with refused(
        "NotAuthorizedException",
        "Invalid session for the user, session can only be used once.",
    ):
        world.idp.associate_software_token(session=challenge["Session"])


def test_the_session_of_another_challenge_sets_nothing_up(enrolled):
    """Who has the password but not the app cannot register another app."""
    challenge = enrolled.sign_in()

    with refused("NotAuthorizedException", "Invalid session for the user."):
        enrolled.idp.associate_software_token(session=challenge["Session"])


def test_a_temporary_password_is_replaced_before_the_factor_is_set_up():
    """MFA_SETUP comes right after NEW_PASSWORD_REQUIRED."""
    world = _world("ON")
    world.add_user()
    world.idp.admin_set_user_password(
        user_pool_id=world.pool_id, username="jdoe", password="Temp-Horse77"
    )

    challenge = _answer(
        world, world.sign_in("jdoe", "Temp-Horse77"), NEW_PASSWORD="Brand-New-Horse8"
    )

    assert challenge["ChallengeName"] == "MFA_SETUP"


def test_a_code_by_sms_ends_the_sign_in_and_verifies_the_phone():
    """The destination is masked; the code is in the mailbox."""
    world = _world("ON", sms=True, software=False)
    world.add_user(phone_number=PHONE)

    challenge = world.sign_in()
    assert challenge["ChallengeName"] == "SMS_MFA"
    assert challenge["ChallengeParameters"]["CODE_DELIVERY_DESTINATION"] == "+*******9934"
    code = world.mailbox.latest(PHONE).code
    answer = _answer(world, challenge, SMS_MFA_CODE=code)

    assert answer["AuthenticationResult"]["IdToken"]
    assert world.user()["attributes"]["phone_number_verified"] == "true"


def test_a_wrong_code_by_sms_has_its_own_words():
    """And the right one still works."""
    world = _world("ON", sms=True, software=False)
    world.add_user(phone_number=PHONE)
    challenge = world.sign_in()
    code = world.mailbox.latest(PHONE).code

    with refused("CodeMismatchException", "Invalid code or auth state for the user."):
        _answer(world, challenge, SMS_MFA_CODE=f"{(int(code) + 1) % 10**6:06d}")

    assert _answer(world, challenge, SMS_MFA_CODE=code)["AuthenticationResult"]


@pytest.fixture
def two_factors():
    """A user with both factors on and none preferred."""
    world = _world(sms=True)
    world.add_user(phone_number=PHONE)
    token = world.tokens()["AccessToken"]
    _set_up_app(world, token)
    on = {"Enabled": True}
    _prefer(world, token, sms_mfa_settings=on, software_token_mfa_settings=on)
    return world


@pytest.mark.parametrize("factor", ["SMS_MFA", "SOFTWARE_TOKEN_MFA"])
def test_of_two_factors_one_is_chosen(factor, two_factors):
    """SELECT_MFA_TYPE lists both; the answer leads to the challenge of that name."""
    challenge = two_factors.sign_in()
    assert challenge["ChallengeName"] == "SELECT_MFA_TYPE"
    assert json.loads(challenge["ChallengeParameters"]["MFAS_CAN_CHOOSE"]) == [
        "SMS_MFA",
        "SOFTWARE_TOKEN_MFA",
    ]

    assert _answer(two_factors, challenge, ANSWER=factor)["ChallengeName"] == factor


@pytest.mark.parametrize("answer", ["EMAIL_OTP", "tokens", "NEW_PASSWORD_REQUIRED"])
def test_only_a_factor_that_was_listed_can_be_chosen(answer, two_factors):
    """Anything else leaves the question open."""
    challenge = two_factors.sign_in()

    with refused("InvalidParameterException"):
        _answer(two_factors, challenge, ANSWER=answer)

    assert _answer(two_factors, challenge, ANSWER="SMS_MFA")["ChallengeName"] == "SMS_MFA"


def test_the_preferred_of_two_factors_is_asked_for_at_once(two_factors):
    """No choice is offered then."""
    two_factors.idp.admin_set_user_mfa_preference(
        user_pool_id=two_factors.pool_id,
        username="jdoe",
        sms_mfa_settings={"Enabled": True, "PreferredMfa": True},
    )

    assert two_factors.sign_in()["ChallengeName"] == "SMS_MFA"


def test_an_answer_to_another_question_is_refused(two_factors):
    """The session remembers which challenge it belongs to."""
    challenge = two_factors.sign_in()

    with refused("NotAuthorizedException", "Invalid session for the user."):
        _answer(
            two_factors,
            {**challenge, "ChallengeName": "SMS_MFA"},
            SMS_MFA_CODE="123456",
        )


def test_refreshing_asks_for_no_second_factor(enrolled):
    """The session goes on without anybody typing anything."""
    code = totp.code(enrolled.secret, enrolled.clock.now())
    tokens = _answer(enrolled, enrolled.sign_in(), SOFTWARE_TOKEN_MFA_CODE=code)

    assert enrolled.refresh(tokens["AuthenticationResult"]["RefreshToken"])["IdToken"]


@pytest.mark.parametrize(
    "configure",
    [
        pytest.param(lambda: make_world(pool={"mfa_configuration": "ON"}), id="CreateUserPool"),
        pytest.param(lambda: _world("ON", software=False), id="SetUserPoolMfaConfig"),
    ],
)
def test_mfa_without_any_factor_is_refused(configure):
    """Nobody could sign in."""
    with refused("InvalidParameterException"):
        configure()


def test_the_configuration_is_shown_as_it_was_set():
    """Get answers what Set answered, and DescribeUserPool agrees."""
    world = _world("OPTIONAL", sms=True)

    shown = world.idp.get_user_pool_mfa_config(user_pool_id=world.pool_id)

    assert shown == {
        "SmsMfaConfiguration": SMS,
        "SoftwareTokenMfaConfiguration": {"Enabled": True},
        "MfaConfiguration": "OPTIONAL",
    }
    pool = world.idp.describe_user_pool(user_pool_id=world.pool_id)["UserPool"]
    assert pool["MfaConfiguration"] == "OPTIONAL"
