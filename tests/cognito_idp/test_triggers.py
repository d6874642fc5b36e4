"""Lambda triggers through boto3: when each fires, what it is told, what its answer does."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError
from trigger_world import PASSWORD, TriggerWorld, answer, claims


def say(text: str):
    """A function that raises."""

    def raises(event: dict[str, Any]) -> None:
        raise ValueError(text)

    return raises


# --- the event, and functions that fail ----------------------------------------------------------


def test_an_event_has_the_members_that_all_events_have():
    """Version, source, region, pool, user, caller, request and response."""
    world = TriggerWorld(PreSignUp=None)

    world.sign_up(
        ValidationData=[{"Name": "invited-by", "Value": "jdoe"}], ClientMetadata={"a": "b"}
    )

    assert world.event("PreSignUp_SignUp") == {
        "version": "1",
        "triggerSource": "PreSignUp_SignUp",
        "region": "us-east-1",
        "userPoolId": world.pool_id,
        "userName": "nia",
        "callerContext": {
            "awsSdkVersion": "aws-sdk-unknown-unknown",
            "clientId": world.client_id,
        },
        "request": {
            "userAttributes": {"email": "nia@example.com"},
            "validationData": {"invited-by": "jdoe"},
            "clientMetadata": {"a": "b"},
        },
        "response": {
            "autoConfirmUser": False,
            "autoVerifyEmail": False,
            "autoVerifyPhone": False,
        },
    }


FAILING = [
    pytest.param(
        say("no way"),
        "UserLambdaValidationException",
        "PreSignUp failed with error no way.",
        id="it raises",
    ),
    pytest.param(
        lambda event: "nonsense", "InvalidLambdaResponseException", None, id="it returns a text"
    ),
    pytest.param(
        lambda event: {"response": 7}, "InvalidLambdaResponseException", None, id="no response"
    ),
]


@pytest.mark.parametrize(("function", "code", "message"), FAILING)
def test_a_function_that_fails_stops_the_operation(function, code, message):
    """AWS's code and words; nobody has joined, and no code was sent."""
    world = TriggerWorld(PreSignUp=function)

    with pytest.raises(ClientError) as refused:
        world.sign_up()

    error = refused.value.response["Error"]
    assert error["Code"] == code
    assert message is None or error["Message"] == message
    assert world.status("nia") is None
    with pytest.raises(LookupError):
        world.code()


def test_a_function_that_is_not_there_is_an_error():
    """The pool names an ARN that nobody registered."""
    missing = "arn:aws:lambda:us-east-1:123456789012:function:nobody"
    world = TriggerWorld(pool={"LambdaConfig": {"PreSignUp": missing}})

    with pytest.raises(ClientError, match="UnexpectedLambdaException"):
        world.sign_up()


def test_every_call_of_a_function_stands_in_the_trace():
    """The picture shows who asked whom."""
    world = TriggerWorld(PreSignUp=None)

    world.sign_up()

    called = [e for e in world.cloud.trace.walk() if e.receiver == "Function"]
    assert [(e.sender, e.action) for e in called] == [("User Pool", "PreSignUp")]


# --- joining -------------------------------------------------------------------------------------


def test_pre_sign_up_may_confirm_and_verify_at_once():
    """No code is sent, and PostConfirmation hears of it."""
    welcome = answer(autoConfirmUser=True, autoVerifyEmail=True)
    world = TriggerWorld(PreSignUp=welcome, PostConfirmation=None)

    made = world.sign_up()

    assert made["UserConfirmed"] is True and "CodeDeliveryDetails" not in made
    user = world.idp.admin_get_user(UserPoolId=world.pool_id, Username="nia")
    attributes = {a["Name"]: a["Value"] for a in user["UserAttributes"]}
    assert user["UserStatus"] == "CONFIRMED"
    assert attributes["email_verified"] == "true" and "phone_number_verified" not in attributes
    assert world.sources == ["PreSignUp_SignUp", "PostConfirmation_ConfirmSignUp"]
    assert world.tokens("nia")["IdToken"]


def test_an_administrators_user_is_asked_about_and_not_confirmed():
    """The flags are ignored, and PostConfirmation does not fire."""
    world = TriggerWorld(PreSignUp=answer(autoConfirmUser=True), PostConfirmation=None)

    world.idp.admin_create_user(UserPoolId=world.pool_id, Username="ivan", MessageAction="SUPPRESS")

    assert world.status("ivan") == "FORCE_CHANGE_PASSWORD"
    assert world.sources == ["PreSignUp_AdminCreateUser"]


def test_post_confirmation_sees_the_user_as_confirmed():
    """Both ways of confirming fire it; `sub` and the verified address are there."""
    world = TriggerWorld(PostConfirmation=None)
    world.sign_up()

    world.confirm(ClientMetadata={"from": "web"})

    request = world.event("PostConfirmation_ConfirmSignUp")["request"]
    assert request["userAttributes"]["cognito:user_status"] == "CONFIRMED"
    assert request["userAttributes"]["email_verified"] == "true"
    assert request["userAttributes"]["sub"]
    assert request["clientMetadata"] == {"from": "web"}


def test_a_confirmation_that_a_function_refuses_has_not_happened():
    """The user is unconfirmed, and the code is good for another try."""
    moods = iter([say("not now"), lambda event: None])
    world = TriggerWorld(PostConfirmation=lambda event: next(moods)(event))
    world.sign_up()

    with pytest.raises(ClientError, match="PostConfirmation failed with error not now\\."):
        world.confirm()

    assert world.status("nia") == "UNCONFIRMED"
    world.confirm()
    assert world.status("nia") == "CONFIRMED"


def test_an_administrator_who_confirms_fires_it_too():
    """AdminConfirmSignUp has the same source."""
    world = TriggerWorld(PostConfirmation=None)
    world.sign_up()

    world.idp.admin_confirm_sign_up(UserPoolId=world.pool_id, Username="nia")

    assert world.sources == ["PostConfirmation_ConfirmSignUp"]


def test_a_new_password_after_forgetting_fires_post_confirmation():
    """With a source of its own."""
    world = TriggerWorld(PostConfirmation=None)
    world.add_user()
    world.idp.forgot_password(ClientId=world.client_id, Username="jdoe")

    world.idp.confirm_forgot_password(
        ClientId=world.client_id,
        Username="jdoe",
        ConfirmationCode=world.code("jdoe"),
        Password="Another-Horse8",
    )

    assert world.sources == ["PostConfirmation_ConfirmForgotPassword"]


# --- signing in ----------------------------------------------------------------------------------


def test_pre_authentication_comes_before_the_password():
    """It hears of wrong passwords, and of people whom the pool does not know."""
    world = TriggerWorld(
        PreAuthentication=None,
        PostAuthentication=None,
        client={"PreventUserExistenceErrors": "ENABLED"},
    )
    world.add_user()

    for name, password in (("jdoe", "Wrong-Horse7"), ("nobody", PASSWORD)):
        with pytest.raises(ClientError, match="Incorrect username or password"):
            world.sign_in(name, password, ClientMetadata={"seen": "here"})

    known, unknown = (event["request"] for event in world.events)
    assert (known["userNotFound"], unknown["userNotFound"]) == (False, True)
    assert known["validationData"] == {"seen": "here"}
    assert unknown["userAttributes"] == {}
    assert "PostAuthentication_Authentication" not in world.sources


def test_pre_authentication_may_refuse_the_right_password():
    """The words are the function's."""
    world = TriggerWorld(PreAuthentication=say("closed on Sundays"))
    world.add_user()

    with pytest.raises(ClientError, match="PreAuthentication failed with error closed on Sundays"):
        world.sign_in()


def test_a_parameter_that_is_missing_is_said_before_anybody_is_asked():
    """No function hears of a request without a password."""
    world = TriggerWorld(PreAuthentication=None)
    world.add_user()

    with pytest.raises(ClientError, match="PASSWORD"):
        world.idp.initiate_auth(
            ClientId=world.client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": "jdoe"},
        )

    assert world.events == []


def test_a_sign_in_that_post_authentication_refuses_has_no_session():
    """It fires before tokens are made, and gets no ClientMetadata of InitiateAuth."""
    world = TriggerWorld(PostAuthentication=say("no"), PreTokenGeneration=None)
    world.add_user()

    with pytest.raises(ClientError, match="PostAuthentication failed with error no\\."):
        world.sign_in(ClientMetadata={"a": "b"})

    assert world.sources == ["PostAuthentication_Authentication"]
    request = world.events[0]["request"]
    assert request["clientMetadata"] is None and request["newDeviceUsed"] is False


# --- migration -----------------------------------------------------------------------------------


def migrating(status: str = "CONFIRMED"):
    """A function that knows rosa, with this password."""

    def function(event: dict[str, Any]) -> None:
        if event["userName"] == "rosa" and event["request"]["password"] in (PASSWORD, None):
            event["response"]["userAttributes"] = {
                "email": "rosa@example.com",
                "email_verified": "true",
            }
            event["response"]["finalUserStatus"] = status

    return function


def test_somebody_from_another_directory_comes_in_with_the_own_password():
    """Asked once; the second sign-in is the pool's own affair."""
    world = TriggerWorld(UserMigration=migrating())

    first, second = world.tokens("rosa"), world.tokens("rosa")

    assert claims(first["IdToken"])["email"] == "rosa@example.com"
    assert claims(first["IdToken"])["sub"] == claims(second["IdToken"])["sub"]
    assert world.sources == ["UserMigration_Authentication"]
    assert "userAttributes" not in world.events[0]["request"]


def test_whom_the_function_does_not_know_stays_unknown():
    """A wrong password there is an unknown user here."""
    world = TriggerWorld(UserMigration=migrating())

    with pytest.raises(ClientError):
        world.sign_in("rosa", "Wrong-Horse7")

    assert world.status("rosa") is None


def test_a_forgotten_password_may_bring_somebody_in():
    """No password is there to be judged; the code goes to the address that came in."""
    world = TriggerWorld(UserMigration=migrating())

    world.idp.forgot_password(ClientId=world.client_id, Username="rosa")

    assert world.sources == ["UserMigration_ForgotPassword"]
    assert world.status("rosa") == "RESET_REQUIRED"
    assert world.code("rosa")


# --- messages ------------------------------------------------------------------------------------


def test_custom_messages_replace_the_pools_texts():
    """The placeholder becomes the code; the function never saw it."""
    own = answer(emailSubject="Welcome", emailMessage="Your number is {####}, friend.")
    world = TriggerWorld(CustomMessage=own)

    world.sign_up()

    mail = world.cloud.mailbox.latest("nia@example.com")
    assert (mail.subject, mail.body) == ("Welcome", f"Your number is {mail.code}, friend.")
    assert world.event("CustomMessage_SignUp")["request"]["codeParameter"] == "{####}"
    assert mail.code not in str(world.events)


def resend(world: TriggerWorld) -> None:
    """Another code for somebody who has just signed up."""
    world.sign_up()
    world.idp.resend_confirmation_code(ClientId=world.client_id, Username="nia")


def forget(world: TriggerWorld) -> None:
    """A code for a forgotten password."""
    world.add_user()
    world.idp.forgot_password(ClientId=world.client_id, Username="jdoe")


def move(world: TriggerWorld) -> None:
    """A code to a new address."""
    world.add_user()
    world.idp.update_user_attributes(
        AccessToken=world.tokens()["AccessToken"],
        UserAttributes=[{"Name": "email", "Value": "new@example.com"}],
    )


def verify_again(world: TriggerWorld) -> None:
    """A code that a person asks for."""
    world.add_user()
    world.idp.get_user_attribute_verification_code(
        AccessToken=world.tokens()["AccessToken"], AttributeName="email"
    )


def second_factor(world: TriggerWorld) -> None:
    """A code as the second half of a sign-in."""
    phone = {"phone_number": "+15555550100", "phone_number_verified": "true"}
    world.add_user(**phone)
    sms = {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms"}
    world.idp.set_user_pool_mfa_config(
        UserPoolId=world.pool_id,
        SmsMfaConfiguration={"SmsConfiguration": sms},
        MfaConfiguration="ON",
    )
    assert world.sign_in()["ChallengeName"] == "SMS_MFA"


@pytest.mark.parametrize(
    ("happen", "source"),
    [
        pytest.param(second_factor, "CustomMessage_Authentication", id="a second factor"),
        pytest.param(resend, "CustomMessage_ResendCode", id="a code once more"),
        pytest.param(forget, "CustomMessage_ForgotPassword", id="a forgotten password"),
        pytest.param(move, "CustomMessage_UpdateUserAttribute", id="a new address"),
        pytest.param(verify_again, "CustomMessage_VerifyUserAttribute", id="a code on request"),
    ],
)
def test_each_letter_has_a_source_of_its_own(happen, source):
    """So that one function can write them all."""
    world = TriggerWorld(CustomMessage=None)

    happen(world)

    assert world.sources[-1] == source


def test_an_invitation_has_two_placeholders():
    """User name and temporary password."""
    own = answer(emailMessage="{username}, come in with {####}", emailSubject="Come in")
    world = TriggerWorld(CustomMessage=own)

    world.idp.admin_create_user(
        UserPoolId=world.pool_id,
        Username="ivan",
        TemporaryPassword=PASSWORD,
        DesiredDeliveryMediums=["EMAIL"],
        UserAttributes=[{"Name": "email", "Value": "ivan@example.com"}],
    )

    assert world.cloud.mailbox.latest("ivan@example.com").body == f"ivan, come in with {PASSWORD}"


def test_a_message_that_fails_leaves_nobody_behind():
    """The user is not in the directory, and the next try finds the name free."""
    moods = iter([say("no paper"), lambda event: None])
    world = TriggerWorld(CustomMessage=lambda event: next(moods)(event))

    with pytest.raises(ClientError, match="CustomMessage failed with error no paper"):
        world.sign_up()

    assert world.status("nia") is None
    assert world.sign_up()["UserSub"]


# --- what tokens say -----------------------------------------------------------------------------


def overriding(**details: Any):
    """A version 1 function with these claimsOverrideDetails."""
    return answer(claimsOverrideDetails=details)


def test_version_1_changes_the_id_token_alone():
    """A claim is added, one overridden, one suppressed; suppressing beats adding."""
    world = TriggerWorld(
        PreTokenGeneration=overriding(
            claimsToAddOrOverride={"plan": "gold", "email": "hidden", "gone": "x"},
            claimsToSuppress=["email_verified", "gone"],
        )
    )
    world.add_user()

    tokens = world.tokens()

    id_, access = claims(tokens["IdToken"]), claims(tokens["AccessToken"])
    assert (id_["plan"], id_["email"]) == ("gold", "hidden")
    assert not {"email_verified", "gone"} & id_.keys()
    assert "plan" not in access


FIXED = ["sub", "iss", "aud", "exp", "token_use", "auth_time", "cognito:username", "origin_jti"]


@pytest.mark.parametrize("name", FIXED)
def test_what_makes_a_token_cannot_be_changed(name):
    """Neither overridden nor suppressed."""
    plain, changed = (
        TriggerWorld(),
        TriggerWorld(
            PreTokenGeneration=overriding(
                claimsToAddOrOverride={name: "forged"}, claimsToSuppress=[name]
            )
        ),
    )
    for world in (plain, changed):
        world.add_user()

    found = claims(changed.tokens()["IdToken"])

    assert name in found and found[name] != "forged"
    assert found.keys() == claims(plain.tokens()["IdToken"]).keys()


ROLE = "arn:aws:iam::123456789012:role/chosen"
GROUPS = [
    pytest.param(
        {
            "groupOverrideDetails": {
                "groupsToOverride": ["a", "b"],
                "iamRolesToOverride": [ROLE],
                "preferredRole": ROLE,
            }
        },
        (["a", "b"], [ROLE], ROLE),
        id="others in their place",
    ),
    pytest.param({"groupOverrideDetails": {}}, (None, None, None), id="empty leaves none"),
    pytest.param({"groupOverrideDetails": None}, (None, None, None), id="null leaves none"),
    pytest.param({"claimsToAddOrOverride": {}}, (["editors"], None, None), id="unsaid, unchanged"),
]


@pytest.mark.parametrize(("details", "expected"), GROUPS)
def test_groups_change_through_their_own_details_alone(details, expected):
    """In both tokens; roles stand in the ID token."""
    world = TriggerWorld(PreTokenGeneration=overriding(**details))
    world.add_user()
    world.idp.create_group(UserPoolId=world.pool_id, GroupName="editors")
    world.idp.admin_add_user_to_group(
        UserPoolId=world.pool_id, Username="jdoe", GroupName="editors"
    )

    tokens = world.tokens()

    id_ = claims(tokens["IdToken"])
    names = ("cognito:groups", "cognito:roles", "cognito:preferred_role")
    assert tuple(id_.get(name) for name in names) == expected
    assert claims(tokens["AccessToken"]).get("cognito:groups") == expected[0]
    told = world.event("TokenGeneration_Authentication")["request"]["groupConfiguration"]
    assert told["groupsToOverride"] == ["editors"]


def version_2(details: dict[str, Any], version: str = "V2_0", **world: Any) -> TriggerWorld:
    """A world whose token function has a later version."""
    made = TriggerWorld(**world)
    arn = made.register("tokens", answer(claimsAndScopeOverrideDetails=details))
    made.idp.update_user_pool(
        UserPoolId=made.pool_id,
        LambdaConfig={
            "PreTokenGeneration": arn,
            "PreTokenGenerationConfig": {"LambdaVersion": version, "LambdaArn": arn},
        },
    )
    return made


def test_version_2_changes_both_tokens_with_any_json():
    """Claims of the access token, and its scopes."""
    world = version_2(
        {
            "idTokenGeneration": {"claimsToAddOrOverride": {"limits": {"photos": 10}}},
            "accessTokenGeneration": {
                "claimsToAddOrOverride": {"tenant": 42},
                "scopesToAdd": ["orders/read", "orders/write"],
                "scopesToSuppress": ["aws.cognito.signin.user.admin", "orders/write"],
            },
        }
    )
    world.add_user()

    tokens = world.tokens()

    assert claims(tokens["IdToken"])["limits"] == {"photos": 10}
    access = claims(tokens["AccessToken"])
    assert (access["tenant"], access["scope"]) == (42, "orders/read")
    event = world.event("TokenGeneration_Authentication")
    assert (event["version"], event["request"]["scopes"]) == (
        "2",
        ["aws.cognito.signin.user.admin"],
    )


def test_version_1_refuses_claims_that_are_no_texts():
    """The function's answer cannot be used, and no session begins."""
    world = TriggerWorld(PreTokenGeneration=overriding(claimsToAddOrOverride={"n": 1}))
    world.add_user()

    with pytest.raises(ClientError, match="InvalidLambdaResponseException"):
        world.tokens()


def test_refreshing_asks_again():
    """With a source of its own; PreAuthentication and PostAuthentication are not asked."""
    world = TriggerWorld(PreTokenGeneration=None, PreAuthentication=None, PostAuthentication=None)
    world.add_user()
    tokens = world.tokens()
    world.events.clear()

    world.refresh(tokens)

    assert world.sources == ["TokenGeneration_RefreshTokens"]


def test_a_first_password_has_a_source_of_its_own_and_brings_metadata():
    """ClientMetadata of the answer reaches the triggers, that of the beginning does not."""
    world = TriggerWorld(PreTokenGeneration=None, PostAuthentication=None)
    world.idp.admin_create_user(
        UserPoolId=world.pool_id,
        Username="ivan",
        TemporaryPassword=PASSWORD,
        MessageAction="SUPPRESS",
    )
    asked = world.sign_in("ivan", ClientMetadata={"from": "beginning"})

    world.idp.respond_to_auth_challenge(
        ClientId=world.client_id,
        ChallengeName="NEW_PASSWORD_REQUIRED",
        Session=asked["Session"],
        ChallengeResponses={"USERNAME": "ivan", "NEW_PASSWORD": "Chosen-Horse8"},
        ClientMetadata={"from": "answer"},
    )

    assert world.sources == [
        "PostAuthentication_Authentication",
        "TokenGeneration_NewPasswordChallenge",
    ]
    for event in world.events:
        assert event["request"]["clientMetadata"] == {"from": "answer"}
