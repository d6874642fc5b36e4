"""UserMigration in all that its answer may say, through boto3."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError
from trigger_world import PASSWORD, TriggerWorld

Event = dict[str, Any]
ROSA = {"email": "rosa@example.com", "email_verified": "true"}
OLD = "short"  # good enough elsewhere; the pool's policy would refuse it


def bringing(attributes: dict[str, str] | None = None, **response: Any) -> Any:
    """A function that knows everybody, and answers with these members."""
    usual = {"userAttributes": attributes or ROSA, "messageAction": "SUPPRESS"}
    return lambda event: event["response"].update({**usual, **response})


CONFIRMED = {"finalUserStatus": "CONFIRMED"}
ENDS = [
    pytest.param(CONFIRMED, "CONFIRMED", None, id="confirmed"),
    pytest.param(
        {"finalUserStatus": "RESET_REQUIRED"},
        "RESET_REQUIRED",
        "PasswordResetRequiredException",
        id="to choose a new password",
    ),
]


@pytest.mark.parametrize(("response", "status", "error"), ENDS)
def test_the_status_is_the_functions_to_choose(
    response: dict[str, str], status: str, error: str | None
) -> None:
    """Whoever must reset the password is in the pool, and is told so."""
    world = TriggerWorld(UserMigration=bringing(**response))

    if error is None:
        assert world.claims("rosa")["email"] == "rosa@example.com"
    else:
        with pytest.raises(ClientError, match=error):
            world.sign_in("rosa")

    assert world.status("rosa") == status


def test_the_old_password_stays_good_whatever_the_policy_says() -> None:
    """It is asked of new passwords only."""
    world = TriggerWorld(UserMigration=bringing(**CONFIRMED))

    world.sign_in("rosa", OLD)

    assert "AuthenticationResult" in world.sign_in("rosa", OLD)
    assert world.sources == ["UserMigration_Authentication"]


def test_metadata_of_the_sign_in_is_validation_data() -> None:
    """That of ForgotPassword is clientMetadata, and there is no password."""
    world = TriggerWorld(UserMigration=None)
    with pytest.raises(ClientError, match="UserNotFound"):
        world.sign_in("rosa", ClientMetadata={"from": "web"})
    with pytest.raises(ClientError, match="UserNotFound"):
        world.idp.forgot_password(
            ClientId=world.client_id, Username="rosa", ClientMetadata={"from": "app"}
        )

    at_sign_in, forgotten = (event["request"] for event in world.events)

    assert at_sign_in == {
        "password": PASSWORD,
        "validationData": {"from": "web"},
        "clientMetadata": None,
    }
    assert forgotten == {
        "password": None,
        "validationData": None,
        "clientMetadata": {"from": "app"},
    }


WELCOMES = [
    pytest.param({"desiredDeliveryMediums": ["EMAIL"]}, ["rosa@example.com"], id="by e-mail"),
    pytest.param(
        {"desiredDeliveryMediums": ["EMAIL", "SMS"]},
        ["rosa@example.com", "+15555550100"],
        id="by both",
    ),
    pytest.param({}, ["+15555550100"], id="by SMS unless said otherwise"),
    pytest.param({"messageAction": "SUPPRESS"}, [], id="not at all"),
]


@pytest.mark.parametrize(("response", "addresses"), WELCOMES)
def test_a_welcome_goes_where_the_function_wants_it(
    response: dict[str, Any], addresses: list[str]
) -> None:
    """It is the invitation of AdminCreateUser, and CustomMessage hears of it."""
    given = {**ROSA, "phone_number": "+15555550100"}
    function = bringing(given, **CONFIRMED, **{"messageAction": None, **response})
    world = TriggerWorld(UserMigration=function, CustomMessage=None)

    world.sign_in("rosa")

    inbox = world.cloud.mailbox
    found = [a for a in ("rosa@example.com", "+15555550100") if inbox.messages(a)]
    assert found == addresses
    letters = ["CustomMessage_AdminCreateUser"] * len(addresses)
    assert world.sources == ["UserMigration_Authentication", *letters]


def test_an_sms_factor_is_turned_on_if_the_function_says_so() -> None:
    """The next sign-in asks for the code."""
    sms = {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms", "ExternalId": "x"}
    function = bringing({**ROSA, "phone_number": "+15555550100"}, **CONFIRMED, enableSMSMFA=True)
    world = TriggerWorld(UserMigration=function)
    world.idp.set_user_pool_mfa_config(
        UserPoolId=world.pool_id,
        SmsMfaConfiguration={"SmsConfiguration": sms},
        MfaConfiguration="OPTIONAL",
    )

    assert world.sign_in("rosa")["ChallengeName"] == "SMS_MFA"


ALIASES = {"AliasAttributes": ["email"]}
ADDRESSES = {"UsernameAttributes": ["email"]}


def test_an_alias_moves_if_the_function_says_so() -> None:
    """The user who had it keeps the address, unverified."""
    function = bringing(**CONFIRMED, forceAliasCreation=True)
    world = TriggerWorld(UserMigration=function, pool=ALIASES)
    world.add_user("jdoe", **ROSA)

    world.sign_in("rosa")

    assert world.claims("rosa@example.com")["cognito:username"] == "rosa"
    assert world.attributes("jdoe")["email_verified"] == "false"


def test_where_people_have_no_name_of_their_own_the_name_is_the_address() -> None:
    """The user name is the sub, and the typed address is the user's."""
    function = bringing({"name": "Rosa"}, **CONFIRMED)
    world = TriggerWorld(UserMigration=function, pool=ADDRESSES)

    claims = world.claims("rosa@example.com")

    assert claims["cognito:username"] == claims["sub"]
    assert (claims["email"], claims["name"]) == ("rosa@example.com", "Rosa")


REFUSED = [
    pytest.param(
        ALIASES, "rosa", bringing(**CONFIRMED), "InvalidLambdaResponse", id="somebody's alias"
    ),
    pytest.param(
        ADDRESSES, "rosa", bringing(**CONFIRMED), "InvalidParameter", id="a name that is no address"
    ),
    pytest.param(
        {},
        "rosa",
        bringing({"shoe_size": "38"}, **CONFIRMED),
        "InvalidParameter",
        id="an attribute that the pool has not",
    ),
    pytest.param(
        {},
        "rosa",
        bringing(**CONFIRMED, enableSMSMFA=True),
        "InvalidLambdaResponse",
        id="SMS without a phone",
    ),
    pytest.param(
        {},
        "rosa",
        bringing({"email": 7}, **CONFIRMED),
        "InvalidLambdaResponse",
        id="an attribute that is no text",
    ),
]


@pytest.mark.parametrize(("pool", "name", "function", "code"), REFUSED)
def test_an_answer_that_does_not_fit_brings_nobody_in(
    pool: dict[str, Any], name: str, function: Any, code: str
) -> None:
    """Nobody else is changed either."""
    world = TriggerWorld(UserMigration=function, pool=pool)
    world.add_user("jdoe@example.com" if pool is ADDRESSES else "jdoe", **ROSA)
    before = world.idp.list_users(UserPoolId=world.pool_id)["Users"]

    with pytest.raises(ClientError, match=f"{code}Exception"):
        world.sign_in(name)

    assert world.idp.list_users(UserPoolId=world.pool_id)["Users"] == before


def test_a_proof_without_the_password_brings_nobody_in() -> None:
    """SRP never sends it, so the function is not asked."""
    world = TriggerWorld(UserMigration=bringing(**CONFIRMED))

    with pytest.raises(ClientError, match="UserNotFoundException"):
        world.idp.initiate_auth(
            ClientId=world.client_id,
            AuthFlow="USER_SRP_AUTH",
            AuthParameters={"USERNAME": "rosa", "SRP_A": "abc123"},
        )

    assert world.events == []


def test_hidden_users_stay_hidden_from_whom_the_function_does_not_know() -> None:
    """An unknown name looks like a wrong password, and at ForgotPassword like a known one."""
    world = TriggerWorld(UserMigration=None, client={"PreventUserExistenceErrors": "ENABLED"})

    with pytest.raises(ClientError, match="Incorrect username or password"):
        world.sign_in("rosa")

    sent = world.idp.forgot_password(ClientId=world.client_id, Username="rosa")
    assert sent["CodeDeliveryDetails"]
    assert world.sources == ["UserMigration_Authentication", "UserMigration_ForgotPassword"]
