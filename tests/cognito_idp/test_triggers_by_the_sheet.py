"""Every triggerSource of user-pools.md §6: something fires it, with the members that it has."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from federation_world import FederationWorld
from oauth_world import OAuthWorld
from trigger_world import PASSWORD, TriggerWorld

Event = dict[str, Any]
SHEET = """
PreSignUp_SignUp PreSignUp_AdminCreateUser PreSignUp_ExternalProvider
PostConfirmation_ConfirmSignUp PostConfirmation_ConfirmForgotPassword
PreAuthentication_Authentication PostAuthentication_Authentication
TokenGeneration_HostedAuth TokenGeneration_Authentication TokenGeneration_NewPasswordChallenge
TokenGeneration_AuthenticateDevice TokenGeneration_RefreshTokens TokenGeneration_ClientCredentials
DefineAuthChallenge_Authentication CreateAuthChallenge_Authentication
VerifyAuthChallengeResponse_Authentication
UserMigration_Authentication UserMigration_ForgotPassword
CustomMessage_SignUp CustomMessage_AdminCreateUser CustomMessage_ResendCode
CustomMessage_ForgotPassword CustomMessage_UpdateUserAttribute CustomMessage_VerifyUserAttribute
CustomMessage_Authentication
""".split()
LEFT_OUT = ["TokenGeneration_AuthenticateDevice"]  # the lab remembers no devices

REQUEST = {  # trigger: what it is told
    "PreSignUp": "userAttributes validationData clientMetadata",
    "PostConfirmation": "userAttributes clientMetadata",
    "PreAuthentication": "userAttributes validationData userNotFound",
    "PostAuthentication": "userAttributes newDeviceUsed clientMetadata",
    "TokenGeneration": "userAttributes groupConfiguration clientMetadata",
    "DefineAuthChallenge": "userAttributes session clientMetadata userNotFound",
    "CreateAuthChallenge": "userAttributes challengeName session clientMetadata userNotFound",
    "VerifyAuthChallengeResponse": "userAttributes privateChallengeParameters challengeAnswer "
    "clientMetadata userNotFound",
    "UserMigration": "password validationData clientMetadata",
    "CustomMessage": "userAttributes codeParameter usernameParameter linkParameter clientMetadata",
}
RESPONSE = {  # trigger: what it may fill in
    "PreSignUp": "autoConfirmUser autoVerifyEmail autoVerifyPhone",
    "PostConfirmation": "",
    "PreAuthentication": "",
    "PostAuthentication": "",
    "TokenGeneration": "claimsOverrideDetails",
    "DefineAuthChallenge": "challengeName issueTokens failAuthentication",
    "CreateAuthChallenge": "publicChallengeParameters privateChallengeParameters challengeMetadata",
    "VerifyAuthChallengeResponse": "answerCorrect",
    "UserMigration": "userAttributes finalUserStatus messageAction desiredDeliveryMediums "
    "forceAliasCreation enableSMSMFA",
    "CustomMessage": "smsMessage emailMessage emailSubject",
}


class Happening(NamedTuple):
    """A source, what makes it fire, and whom the event is about: a user name, None for a `sub`."""

    source: str
    happen: Callable[[], list[Event]]
    about: str | None = "nia"
    client: str = "the app"


def listening(*triggers: str, **world: Any) -> TriggerWorld:
    """A world whose functions only listen."""
    return TriggerWorld(**dict.fromkeys(triggers), **world)


def at_pages(
    kind: type[OAuthWorld], trigger: str, version: str = "V1_0"
) -> tuple[Any, list[Event]]:
    """A world with pages whose function only listens, and the events that it hears."""
    world, events = kind(), []

    def listen(event: Event, context: Any) -> Event:
        events.append(copy.deepcopy(event))
        return event

    arn = world.cloud.functions.register("listener", listen)
    config = {trigger: arn}
    if trigger == "PreTokenGeneration":
        config["PreTokenGenerationConfig"] = {"LambdaVersion": version, "LambdaArn": arn}
    world.idp.update_user_pool(UserPoolId=world.pool_id, LambdaConfig=config)
    return world, events


# --- what happens --------------------------------------------------------------------------------


def somebody_signs_up() -> list[Event]:
    """A person makes an account."""
    world = listening("PreSignUp", "CustomMessage")
    world.sign_up()
    return world.events


def an_administrator_makes_a_user() -> list[Event]:
    """The invitation goes out by e-mail."""
    world = listening("PreSignUp", "CustomMessage")
    world.idp.admin_create_user(
        UserPoolId=world.pool_id,
        Username="nia",
        DesiredDeliveryMediums=["EMAIL"],
        UserAttributes=[{"Name": "email", "Value": "nia@example.com"}],
    )
    return world.events


def somebody_comes_from_google() -> list[Event]:
    """For the first time."""
    world, events = at_pages(FederationWorld, "PreSignUp")
    world.sign_in_elsewhere()
    return events


def somebody_confirms() -> list[Event]:
    """With the code."""
    world = listening("PostConfirmation")
    world.sign_up()
    world.confirm()
    return world.events


def somebody_forgets_the_password() -> list[Event]:
    """The code comes, and a new password is chosen."""
    world = listening("PostConfirmation", "CustomMessage")
    world.add_user("nia")
    world.idp.forgot_password(ClientId=world.client_id, Username="nia")
    world.idp.confirm_forgot_password(
        ClientId=world.client_id,
        Username="nia",
        ConfirmationCode=world.code(),
        Password="Another-Horse8",
    )
    return world.events


def somebody_signs_in() -> list[Event]:
    """By password; then the session is refreshed."""
    world = listening("PreAuthentication", "PostAuthentication", "PreTokenGeneration")
    world.add_user("nia")
    world.refresh(world.tokens("nia"))
    return world.events


def somebody_signs_in_at_the_page() -> list[Event]:
    """The app redeems the code."""
    world, events = at_pages(OAuthWorld, "PreTokenGeneration")
    world.add_user("nia")
    world.tokens("nia")
    return events


def somebody_chooses_a_first_password() -> list[Event]:
    """The one before was temporary."""
    world = listening("PreTokenGeneration")
    world.add_user("nia")
    world.idp.admin_set_user_password(UserPoolId=world.pool_id, Username="nia", Password=PASSWORD)
    world.idp.respond_to_auth_challenge(
        ClientId=world.client_id,
        ChallengeName="NEW_PASSWORD_REQUIRED",
        Session=world.sign_in("nia")["Session"],
        ChallengeResponses={"USERNAME": "nia", "NEW_PASSWORD": "Chosen-Horse8"},
    )
    return world.events


def a_machine_asks_for_a_token() -> list[Event]:
    """The pool's function has version 3."""
    world, events = at_pages(OAuthWorld, "PreTokenGeneration", "V3_0")
    machine = world.machine()
    secret = {"client_id": machine["ClientId"], "client_secret": machine["ClientSecret"]}
    world.post_token({"grant_type": "client_credentials", **secret})
    return events


def somebody_solves_a_riddle() -> list[Event]:
    """Whatever is answered is enough."""

    def define(event: Event) -> None:
        done = event["request"]["session"] != []
        event["response"] |= {"issueTokens": done, "challengeName": "CUSTOM_CHALLENGE"}

    functions = dict.fromkeys(("CreateAuthChallenge", "VerifyAuthChallengeResponse"))
    world = TriggerWorld(DefineAuthChallenge=define, **functions)
    world.add_user("nia")
    asked = world.idp.initiate_auth(
        ClientId=world.client_id, AuthFlow="CUSTOM_AUTH", AuthParameters={"USERNAME": "nia"}
    )
    world.idp.respond_to_auth_challenge(
        ClientId=world.client_id,
        ChallengeName="CUSTOM_CHALLENGE",
        Session=asked["Session"],
        ChallengeResponses={"USERNAME": "nia", "ANSWER": "42"},
    )
    return world.events


def somebody_unknown_comes() -> list[Event]:
    """The function knows nobody either."""
    world = listening("UserMigration")
    with pytest.raises(world.idp.exceptions.UserNotFoundException):
        world.sign_in("nia")
    with pytest.raises(world.idp.exceptions.UserNotFoundException):
        world.idp.forgot_password(ClientId=world.client_id, Username="nia")
    return world.events


def somebody_wants_the_code_again() -> list[Event]:
    """After signing up."""
    world = listening("CustomMessage")
    world.sign_up()
    world.idp.resend_confirmation_code(ClientId=world.client_id, Username="nia")
    return world.events


def somebody_moves() -> list[Event]:
    """A new address gets a code, and another one on request."""
    world = listening("CustomMessage")
    world.add_user("nia")
    token = world.tokens("nia")["AccessToken"]
    world.idp.update_user_attributes(
        AccessToken=token, UserAttributes=[{"Name": "email", "Value": "new@example.com"}]
    )
    world.idp.get_user_attribute_verification_code(AccessToken=token, AttributeName="email")
    return world.events


def somebody_gets_a_code_by_sms() -> list[Event]:
    """As the second factor."""
    world = listening("CustomMessage")
    sms = {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms", "ExternalId": "x"}
    world.idp.set_user_pool_mfa_config(
        UserPoolId=world.pool_id,
        SmsMfaConfiguration={"SmsConfiguration": sms},
        MfaConfiguration="ON",
    )
    world.add_user("nia", phone_number="+15555550100")
    world.sign_in("nia")
    return world.events


HAPPENINGS = [
    Happening("PreSignUp_SignUp", somebody_signs_up),
    Happening("PreSignUp_AdminCreateUser", an_administrator_makes_a_user, client="none"),
    Happening("PreSignUp_ExternalProvider", somebody_comes_from_google, about=None),
    Happening("PostConfirmation_ConfirmSignUp", somebody_confirms),
    Happening("PostConfirmation_ConfirmForgotPassword", somebody_forgets_the_password),
    Happening("PreAuthentication_Authentication", somebody_signs_in),
    Happening("PostAuthentication_Authentication", somebody_signs_in),
    Happening("TokenGeneration_HostedAuth", somebody_signs_in_at_the_page),
    Happening("TokenGeneration_Authentication", somebody_signs_in),
    Happening("TokenGeneration_NewPasswordChallenge", somebody_chooses_a_first_password),
    Happening("TokenGeneration_RefreshTokens", somebody_signs_in),
    Happening("TokenGeneration_ClientCredentials", a_machine_asks_for_a_token, "ClientCredentials"),
    Happening("DefineAuthChallenge_Authentication", somebody_solves_a_riddle),
    Happening("CreateAuthChallenge_Authentication", somebody_solves_a_riddle),
    Happening("VerifyAuthChallengeResponse_Authentication", somebody_solves_a_riddle),
    Happening("UserMigration_Authentication", somebody_unknown_comes),
    Happening("UserMigration_ForgotPassword", somebody_unknown_comes),
    Happening("CustomMessage_SignUp", somebody_signs_up),
    Happening("CustomMessage_AdminCreateUser", an_administrator_makes_a_user, client="none"),
    Happening("CustomMessage_ResendCode", somebody_wants_the_code_again),
    Happening("CustomMessage_ForgotPassword", somebody_forgets_the_password),
    Happening("CustomMessage_UpdateUserAttribute", somebody_moves),
    Happening("CustomMessage_VerifyUserAttribute", somebody_moves),
    Happening("CustomMessage_Authentication", somebody_gets_a_code_by_sms),
]


def test_every_source_of_the_sheet_is_fired_here_or_left_out() -> None:
    """The table above is the sheet's."""
    fired = [row.source for row in HAPPENINGS]

    assert sorted([*fired, *LEFT_OUT]) == sorted(SHEET)


@pytest.mark.parametrize("row", HAPPENINGS, ids=[row.source for row in HAPPENINGS])
def test_a_source_is_fired_with_the_members_that_it_has(row: Happening) -> None:
    """Once, with AWS's common members, and those of its trigger."""
    trigger = row.source.partition("_")[0]
    told, may_say = REQUEST[trigger].split(), RESPONSE[trigger].split()
    if row.source == "TokenGeneration_ClientCredentials":  # an event of version 3
        told, may_say = [*told, "scopes"], ["claimsAndScopeOverrideDetails"]

    events = [event for event in row.happen() if event["triggerSource"] == row.source]

    first = events[0]
    assert list(first) == [
        "version",
        "triggerSource",
        "region",
        "userPoolId",
        "userName",
        "callerContext",
        "request",
        "response",
    ]
    assert first["region"] == "us-east-1" and first["userPoolId"].startswith("us-east-1_")
    assert first["callerContext"]["awsSdkVersion"] == "aws-sdk-unknown-unknown"
    no_client = first["callerContext"]["clientId"] == "CLIENT_ID_NOT_APPLICABLE"
    assert no_client == (row.client == "none")
    assert row.about is None or first["userName"] == row.about
    assert sorted(first["request"]) == sorted(told)
    assert sorted(first["response"]) == sorted(may_say)


@pytest.mark.parametrize("row", HAPPENINGS, ids=[row.source for row in HAPPENINGS])
def test_user_attributes_are_texts_with_sub_and_status(row: Happening) -> None:
    """Except where there is no user yet, or none at all."""
    event = next(event for event in row.happen() if event["triggerSource"] == row.source)
    trigger = row.source.partition("_")[0]

    attributes = event["request"].get("userAttributes")

    if trigger == "UserMigration":
        assert attributes is None
    elif row.source == "TokenGeneration_ClientCredentials":
        assert attributes == {}
    else:
        assert all(isinstance(value, str) for value in attributes.values())
        has_user = trigger != "PreSignUp"
        assert ("sub" in attributes, "cognito:user_status" in attributes) == (has_user, has_user)
