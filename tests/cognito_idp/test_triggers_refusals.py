"""A function that refuses: nothing has changed. A function that asks the pool: it finds it done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError
from federation_world import FederationWorld
from oauth_world import carried
from trigger_world import PASSWORD, TriggerWorld

from cognito_lab.primitives import jose, totp

Event = dict[str, Any]
ALIAS_POOL = {"AliasAttributes": ["email"], "AutoVerifiedAttributes": ["email"]}
SHARED = "shared@example.com"


def refuse(event: Event) -> None:
    """Raise."""
    raise ValueError("not today")


class Mood:
    """A function that refuses until it is told otherwise, and keeps quiet before it is asked to."""

    def __init__(self) -> None:
        self.refuses = False

    def __call__(self, event: Event) -> None:
        if self.refuses:
            refuse(event)


def everything(world: TriggerWorld) -> dict[str, Any]:
    """All that an administrator sees of the people: status, attributes, groups, dates."""
    pool = {"UserPoolId": world.pool_id}
    users = world.idp.list_users(**pool)["Users"]
    groups = {
        user["Username"]: world.idp.admin_list_groups_for_user(**pool, Username=user["Username"])[
            "Groups"
        ]
        for user in users
    }
    return {"users": users, "groups": groups}


# --- what a refusal leaves -----------------------------------------------------------------------


def sign_up_confirmed(world: TriggerWorld) -> None:
    """SignUp, confirmed at once by PreSignUp."""
    world.sign_up("nia")


def confirm(world: TriggerWorld) -> None:
    """ConfirmSignUp, taking the address of whoever has it."""
    world.idp.confirm_sign_up(
        ClientId=world.client_id,
        Username="nia",
        ConfirmationCode=world.cloud.mailbox.latest(SHARED).code,
        ForceAliasCreation=True,
    )


def admin_confirm(world: TriggerWorld) -> None:
    """AdminConfirmSignUp."""
    world.idp.admin_confirm_sign_up(UserPoolId=world.pool_id, Username="nia")


def choose_again(world: TriggerWorld) -> None:
    """ConfirmForgotPassword."""
    world.idp.confirm_forgot_password(
        ClientId=world.client_id,
        Username="jdoe",
        ConfirmationCode=world.code("jdoe"),
        Password="Another-Horse8",
    )


def first_password(world: TriggerWorld) -> None:
    """NEW_PASSWORD_REQUIRED, with a name beside the password."""
    world.idp.respond_to_auth_challenge(
        ClientId=world.client_id,
        ChallengeName="NEW_PASSWORD_REQUIRED",
        Session=world.session,
        ChallengeResponses={
            "USERNAME": "jdoe",
            "NEW_PASSWORD": "Chosen-Horse8",
            "userAttributes.name": "John",
        },
    )


def waiting_to_confirm() -> TriggerWorld:
    """Nia waits with the address that jdoe has proved."""
    world = TriggerWorld(PostConfirmation=Mood(), pool=ALIAS_POOL)
    world.add_user("jdoe", email=SHARED)
    world.sign_up("nia", {"email": SHARED})
    return world


def welcoming() -> TriggerWorld:
    """PreSignUp confirms everybody, and proves the address that jdoe has proved."""

    def welcome(event: Event) -> None:
        event["response"] |= {"autoConfirmUser": True, "autoVerifyEmail": True}

    world = TriggerWorld(PostConfirmation=Mood(), pool=ALIAS_POOL)
    world.add_user("jdoe", email="nia@example.com")
    arn = world.register("PreSignUp", welcome)
    world.configure(PreSignUp=arn, **world.arns)
    return world


def forgetful() -> TriggerWorld:
    """Jdoe has a code for a forgotten password."""
    world = TriggerWorld(PostConfirmation=Mood())
    world.add_user()
    world.idp.forgot_password(ClientId=world.client_id, Username="jdoe")
    return world


def invited(trigger: str) -> Callable[[], TriggerWorld]:
    """Jdoe is asked for a first password."""

    def made() -> TriggerWorld:
        world = TriggerWorld(**{trigger: Mood()})
        world.add_user()
        world.idp.admin_set_user_password(
            UserPoolId=world.pool_id, Username="jdoe", Password=PASSWORD
        )
        world.session = world.sign_in()["Session"]
        return world

    return made


REFUSALS = [
    pytest.param(welcoming, sign_up_confirmed, "PostConfirmation", id="confirmed at once"),
    pytest.param(waiting_to_confirm, confirm, "PostConfirmation", id="confirmed with an alias"),
    pytest.param(
        waiting_to_confirm, admin_confirm, "PostConfirmation", id="confirmed by an administrator"
    ),
    pytest.param(forgetful, choose_again, "PostConfirmation", id="a forgotten password"),
    pytest.param(
        invited("PostAuthentication"),
        first_password,
        "PostAuthentication",
        id="a first password, at the end of the sign-in",
    ),
    pytest.param(
        invited("PreTokenGeneration"),
        first_password,
        "PreTokenGeneration",
        id="a first password, and no tokens",
    ),
]


@pytest.mark.parametrize(("prepared", "act", "trigger"), REFUSALS)
def test_a_refusal_changes_nothing_and_the_next_try_works(
    prepared: Callable[[], TriggerWorld], act: Callable[[TriggerWorld], None], trigger: str
) -> None:
    """Codes, sessions, passwords and aliases are as before; then the same request succeeds."""
    world = prepared()
    world.answers[trigger].refuses = True
    before = everything(world)
    world.cloud.clock.advance(seconds=30)

    with pytest.raises(ClientError, match=f"{trigger} failed with error not today\\."):
        act(world)

    assert everything(world) == before
    assert world.sign_in("jdoe")  # the old password is good
    world.answers[trigger].refuses = False
    act(world)
    assert everything(world) != before


def test_a_code_of_an_authenticator_that_led_nowhere_is_not_spent() -> None:
    """PostAuthentication refuses; the same code opens a moment later."""
    mood = Mood()
    world = TriggerWorld(PostAuthentication=mood)
    world.idp.set_user_pool_mfa_config(
        UserPoolId=world.pool_id,
        SoftwareTokenMfaConfiguration={"Enabled": True},
        MfaConfiguration="OPTIONAL",
    )
    world.add_user()
    token, clock = world.tokens()["AccessToken"], world.cloud.clock
    secret = world.idp.associate_software_token(AccessToken=token)["SecretCode"]
    world.idp.verify_software_token(AccessToken=token, UserCode=totp.code(secret, clock.now()))
    world.idp.set_user_mfa_preference(
        AccessToken=token, SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True}
    )
    clock.advance(minutes=1)
    answer = {
        "ClientId": world.client_id,
        "ChallengeName": "SOFTWARE_TOKEN_MFA",
        "Session": world.sign_in()["Session"],
        "ChallengeResponses": {
            "USERNAME": "jdoe",
            "SOFTWARE_TOKEN_MFA_CODE": totp.code(secret, clock.now()),
        },
    }
    mood.refuses = True
    with pytest.raises(ClientError, match="PostAuthentication failed"):
        world.idp.respond_to_auth_challenge(**answer)

    mood.refuses = False

    assert "AuthenticationResult" in world.idp.respond_to_auth_challenge(**answer)


def test_an_invitation_that_half_fails_is_not_sent_at_all() -> None:
    """The text for the SMS is good, that for the e-mail is not: neither goes out."""

    def write(event: Event) -> None:
        event["response"] |= {"smsMessage": "{username}: {####}", "emailMessage": "no code in it"}

    world = TriggerWorld(CustomMessage=write)
    given = {"email": "ivan@example.com", "phone_number": "+15555550100"}

    with pytest.raises(ClientError, match="emailBody"):
        world.idp.admin_create_user(
            UserPoolId=world.pool_id,
            Username="ivan",
            DesiredDeliveryMediums=["SMS", "EMAIL"],
            UserAttributes=[{"Name": n, "Value": v} for n, v in given.items()],
        )

    assert world.status("ivan") is None
    for address in given.values():
        assert world.cloud.mailbox.messages(address) == []


@pytest.mark.parametrize("medium", ["email", "phone_number"])
def test_a_letter_without_a_place_for_the_code_is_refused(medium: str) -> None:
    """Whoever signs up would never get the code."""

    def write(event: Event) -> None:
        event["response"] |= {"smsMessage": "Hello!", "emailMessage": "Hello!"}

    world = TriggerWorld(CustomMessage=write, pool={"AutoVerifiedAttributes": [medium]})

    with pytest.raises(ClientError, match="InvalidParameterException"):
        world.sign_up("nia", {"phone_number": "+15555550100"})

    assert world.status("nia") is None


# --- what PreSignUp may say ----------------------------------------------------------------------


def test_an_alias_that_pre_sign_up_proves_moves_to_the_new_user() -> None:
    """The user who had it keeps the address, unverified."""
    world = welcoming()

    world.sign_up("nia")

    assert world.claims("nia@example.com")["cognito:username"] == "nia"
    assert world.attributes("jdoe")["email_verified"] == "false"


@pytest.mark.parametrize("flag", ["autoVerifyEmail", "autoVerifyPhone"])
def test_an_address_that_nobody_submitted_cannot_be_proved(flag: str) -> None:
    """The sign-up fails."""
    world = TriggerWorld(PreSignUp=lambda event: event["response"].update({flag: True}))

    with pytest.raises(ClientError, match="InvalidLambdaResponseException"):
        world.idp.sign_up(ClientId=world.client_id, Username="nia", Password=PASSWORD)

    assert world.status("nia") is None


# --- functions that ask the pool -----------------------------------------------------------------


def test_post_confirmation_finds_the_user_confirmed_and_adds_a_group() -> None:
    """What it writes about the user stays."""
    world = TriggerWorld()
    world.idp.create_group(UserPoolId=world.pool_id, GroupName="members")
    seen = []

    def add(event: Event) -> None:
        who = {"UserPoolId": event["userPoolId"], "Username": event["userName"]}
        seen.append(world.idp.admin_get_user(**who)["UserStatus"])
        world.idp.admin_add_user_to_group(**who, GroupName="members")
        name = [{"Name": "name", "Value": "Nia"}]
        world.idp.admin_update_user_attributes(**who, UserAttributes=name)

    world.configure(PostConfirmation=world.register("PostConfirmation", add))
    world.sign_up()

    world.confirm()

    assert seen == ["CONFIRMED"]
    assert world.attributes("nia")["name"] == "Nia"
    assert world.claims("nia")["cognito:groups"] == ["members"]


def test_a_name_that_a_function_takes_meanwhile_is_taken() -> None:
    """PreSignUp makes a user of that name itself: the sign-up is refused, and one user is there."""
    world = TriggerWorld()

    def make(event: Event) -> None:
        if event["triggerSource"] == "PreSignUp_SignUp":
            world.add_user("nia")

    world.configure(PreSignUp=world.register("PreSignUp", make))

    with pytest.raises(ClientError, match="UsernameExistsException"):
        world.sign_up("nia")

    users = world.idp.list_users(UserPoolId=world.pool_id)["Users"]
    assert [user["Username"] for user in users] == ["nia"]


def test_who_is_linked_by_pre_sign_up_comes_in_at_the_second_try() -> None:
    """The first sign-in fails in AWS's words, and the next one is the local user's."""
    world = FederationWorld()
    world.add_user("gina-local", email="gina@gmail.com")

    def link(event: Event, context: Any) -> Event:
        subject = event["userName"].removeprefix("Google_")
        world.idp.admin_link_provider_for_user(
            UserPoolId=event["userPoolId"],
            DestinationUser={"ProviderName": "Cognito", "ProviderAttributeValue": "gina-local"},
            SourceUser={
                "ProviderName": "Google",
                "ProviderAttributeName": "Cognito_Subject",
                "ProviderAttributeValue": subject,
            },
        )
        return event

    arn = world.cloud.functions.register("link", link)
    world.idp.update_user_pool(UserPoolId=world.pool_id, LambdaConfig={"PreSignUp": arn})

    first = carried(world.sign_in_elsewhere())
    second = world.tokens_from(world.sign_in_elsewhere())

    assert first["error"] == "invalid_request"
    assert first["error_description"].startswith("Already found an entry for username Google_")
    assert world.usernames == ["gina-local"]
    assert jose.parse(second["id_token"]).unverified_claims["cognito:username"] == "gina-local"
