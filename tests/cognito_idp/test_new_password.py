"""Users whom an administrator made: invitation, temporary password, and the way out of it."""

import json

import pytest
from user_pool_world import make_world, refused

TEMPORARY, NEW = "Temp-Horse7", "Brand-New-Horse8"
EMAIL = "jdoe@example.com"


def _invite(world, username="jdoe", media=("EMAIL",), **more):
    return world.idp.admin_create_user(
        user_pool_id=world.pool_id,
        username=username,
        temporary_password=more.pop("temporary_password", TEMPORARY),
        user_attributes=more.pop("user_attributes", [{"Name": "email", "Value": EMAIL}]),
        desired_delivery_mediums=list(media),
        **more,
    )


def _answer(world, challenge, username="jdoe", new=NEW, **more):
    return world.idp.respond_to_auth_challenge(
        client_id=world.client_id,
        challenge_name="NEW_PASSWORD_REQUIRED",
        session=challenge["Session"],
        challenge_responses={"USERNAME": username, "NEW_PASSWORD": new, **more},
    )


def test_an_invited_user_is_described_and_gets_the_password_by_mail(world):
    """AdminCreateUser's answer has `sub` and a status; the mailbox has the password."""
    user = _invite(world)["User"]

    assert user["UserStatus"] == "FORCE_CHANGE_PASSWORD"
    assert user["Enabled"] is True
    assert user["Attributes"][0]["Name"] == "sub"
    assert set(user) == {
        "Username",
        "Attributes",
        "UserCreateDate",
        "UserLastModifiedDate",
        "Enabled",
        "UserStatus",
    }
    invitation = world.mailbox.latest(EMAIL)
    assert invitation.code == TEMPORARY
    assert "jdoe" in invitation.body


def test_a_password_is_made_up_where_none_is_given(world):
    """The one in the mailbox signs in, as far as the challenge."""
    _invite(world, temporary_password=None)

    challenge = world.sign_in("jdoe", world.mailbox.latest(EMAIL).code)

    assert challenge["ChallengeName"] == "NEW_PASSWORD_REQUIRED"


def test_by_default_an_invitation_goes_out_by_sms_only(world):
    """Without a phone number nobody hears of it, and the trace says so."""
    world.idp.admin_create_user(
        user_pool_id=world.pool_id,
        username="jdoe",
        user_attributes=[{"Name": "email", "Value": EMAIL}],
    )

    assert world.mailbox.messages(EMAIL) == []
    assert "Nobody got the invitation" in world.because()


def test_a_suppressed_invitation_is_not_sent(world):
    """MessageAction SUPPRESS makes the user and sends nothing."""
    _invite(world, message_action="SUPPRESS")

    assert world.mailbox.messages(EMAIL) == []


def test_a_temporary_password_leads_to_the_challenge(world):
    """No tokens yet; the challenge lists what is there and what is missing."""
    _invite(world)

    challenge = world.sign_in("jdoe", TEMPORARY)

    assert challenge["ChallengeName"] == "NEW_PASSWORD_REQUIRED"
    assert "AuthenticationResult" not in challenge
    parameters = challenge["ChallengeParameters"]
    assert parameters["USER_ID_FOR_SRP"] == "jdoe"
    assert parameters["requiredAttributes"] == "[]"
    assert json.loads(parameters["userAttributes"])["email"] == EMAIL


def test_a_new_password_confirms_the_user_and_brings_tokens(world):
    """From then on the new password works, and the temporary one does not."""
    _invite(world)

    answer = _answer(world, world.sign_in("jdoe", TEMPORARY))

    assert answer["AuthenticationResult"]["IdToken"]
    assert world.user()["UserStatus"] == "CONFIRMED"
    assert world.tokens("jdoe", NEW)["IdToken"]
    with refused("NotAuthorizedException", "Incorrect username or password."):
        world.sign_in("jdoe", TEMPORARY)


def test_srp_leads_to_the_same_challenge(world):
    """The proof of a temporary password is asked for a new one too."""
    _invite(world)

    challenge = world.answer_srp(*world.ask_srp("jdoe", TEMPORARY))

    assert _answer(world, challenge)["AuthenticationResult"]
    assert world.answer_srp(*world.ask_srp("jdoe", NEW))["AuthenticationResult"]


def test_the_temporary_password_itself_is_accepted_as_the_new_one(world):
    """As observed with live AWS."""
    _invite(world)

    assert _answer(world, world.sign_in("jdoe", TEMPORARY), new=TEMPORARY)["AuthenticationResult"]


def test_a_weak_new_password_leaves_the_session_usable(world):
    """The form shows the fault, and the person tries again."""
    _invite(world)
    challenge = world.sign_in("jdoe", TEMPORARY)

    with refused(
        "InvalidPasswordException",
        "Password does not conform to policy: Password not long enough",
    ):
        _answer(world, challenge, new="aB3$")

    assert world.user()["UserStatus"] == "FORCE_CHANGE_PASSWORD"
    assert _answer(world, challenge)["AuthenticationResult"]


def test_a_spent_session_is_refused(world):
    """A session answers once."""
    _invite(world)
    challenge = world.sign_in("jdoe", TEMPORARY)
    _answer(world, challenge)

    with refused("NotAuthorizedException"):
        _answer(world, challenge)


@pytest.fixture
def strict():
    """A pool that requires a name, with a user who has none."""
    schema = [{"Name": "name", "AttributeDataType": "String", "Required": True}]
    world = make_world(pool={"schema": schema})
    _invite(world)
    return world


def test_a_missing_required_attribute_is_asked_for(strict):
    """AdminCreateUser may leave it out; the challenge names it."""
    challenge = strict.sign_in("jdoe", TEMPORARY)

    required = challenge["ChallengeParameters"]["requiredAttributes"]
    assert required == '["userAttributes.name"]'
    with refused("InvalidParameterException", "Invalid attributes given, name is missing"):
        _answer(strict, challenge)
    assert _answer(strict, challenge, **{"userAttributes.name": "John"})["AuthenticationResult"]
    assert strict.user()["attributes"]["name"] == "John"


def test_an_address_that_is_there_cannot_be_sent_again(world):
    """Echoing `email` back is the classic mistake of this challenge."""
    _invite(world)
    challenge = world.sign_in("jdoe", TEMPORARY)

    with refused("NotAuthorizedException", "Cannot modify an already provided email"):
        _answer(world, challenge, **{"userAttributes.email": EMAIL})

    assert world.user()["UserStatus"] == "FORCE_CHANGE_PASSWORD"


def test_a_user_who_is_disabled_meanwhile_cannot_finish(world):
    """The account is judged again before the new password is taken."""
    _invite(world)
    challenge = world.sign_in("jdoe", TEMPORARY)
    world.idp.admin_disable_user(user_pool_id=world.pool_id, username="jdoe")

    with refused("NotAuthorizedException", "User is disabled."):
        _answer(world, challenge)

    assert world.user()["UserStatus"] == "FORCE_CHANGE_PASSWORD"


def test_a_user_who_is_deleted_meanwhile_cannot_finish(world):
    """Nobody is signed in who is not in the pool."""
    _invite(world)
    challenge = world.sign_in("jdoe", TEMPORARY)
    world.idp.admin_delete_user(user_pool_id=world.pool_id, username="jdoe")

    with refused("UserNotFoundException", "User does not exist."):
        _answer(world, challenge)


@pytest.mark.parametrize("media", [("EMAIL",), ("SMS",)], ids=["by mail", "by SMS"])
def test_a_temporary_password_ends_after_seven_days(media, world):
    """Then only an administrator can help, by inviting again."""
    _invite(world, media=media)
    world.clock.advance(days=7)

    with refused(
        "NotAuthorizedException",
        "Temporary password has expired and must be reset by an administrator.",
    ):
        world.sign_in("jdoe", TEMPORARY)
    _invite(world, message_action="RESEND")
    assert world.sign_in("jdoe", TEMPORARY)["ChallengeName"] == "NEW_PASSWORD_REQUIRED"


def test_only_users_with_a_temporary_password_are_invited_again(world):
    """RESEND for somebody who has chosen a password is refused."""
    world.add_user()

    with refused(
        "UnsupportedUserStateException",
        "Resend not possible. jdoe status is not FORCE_CHANGE_PASSWORD",
    ):
        _invite(world, message_action="RESEND")


def test_a_taken_name_cannot_be_created_again(world):
    """AdminCreateUser has its own text for this."""
    world.add_user()

    with refused("UsernameExistsException", "User account already exists"):
        _invite(world)


def test_two_open_questions_take_one_answer(world):
    """Whoever began twice chooses once; the other session is worth nothing then."""
    world.idp.admin_create_user(
        user_pool_id=world.pool_id,
        username="invited",
        temporary_password="Temporary-Horse7",
        message_action="SUPPRESS",
    )
    first, second = (world.sign_in("invited", "Temporary-Horse7")["Session"] for _ in range(2))

    def choose(session, password):
        return world.idp.respond_to_auth_challenge(
            client_id=world.client_id,
            challenge_name="NEW_PASSWORD_REQUIRED",
            session=session,
            challenge_responses={"USERNAME": "invited", "NEW_PASSWORD": password},
        )

    assert choose(first, "Chosen-Horse8")["AuthenticationResult"]
    with refused("NotAuthorizedException"):
        choose(second, "Other-Horse9")
    assert world.tokens("invited", "Chosen-Horse8")["IdToken"]
