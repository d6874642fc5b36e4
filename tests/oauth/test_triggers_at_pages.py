"""Triggers on the way through the pool's pages: sign-in there, at Google, and by a machine."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from federation_world import FederationWorld
from oauth_world import OAuthWorld, carried

from cognito_lab.primitives import jose


def listen(world: OAuthWorld, *triggers: str, answer: Any = None, version: str = "V1_0") -> list:
    """Give the pool these triggers, all the same function; returns the list of its events."""
    events: list[dict[str, Any]] = []

    def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
        events.append(copy.deepcopy(event))
        if answer:
            answer(event)
        return event

    arn = world.cloud.functions.register("listener", handler)
    config: dict[str, Any] = dict.fromkeys(triggers, arn)
    if "PreTokenGeneration" in config:
        config["PreTokenGenerationConfig"] = {"LambdaVersion": version, "LambdaArn": arn}
    world.idp.update_user_pool(UserPoolId=world.pool_id, LambdaConfig=config)
    return events


def sources(events: list[dict[str, Any]]) -> list[str]:
    """The triggerSource of each."""
    return [event["triggerSource"] for event in events]


def claims(token: str) -> dict[str, Any]:
    """What a token says, unchecked."""
    return dict(jose.parse(token).unverified_claims)


def test_signing_in_at_the_page_fires_the_triggers_of_a_sign_in():
    """Before the password, after it, and when the code is redeemed; then at the refresh."""
    world = OAuthWorld()
    world.add_user()
    events = listen(world, "PreAuthentication", "PostAuthentication", "PreTokenGeneration")

    tokens = world.tokens()

    assert sources(events) == [
        "PreAuthentication_Authentication",
        "PostAuthentication_Authentication",
        "TokenGeneration_HostedAuth",
    ]
    form = {
        "grant_type": "refresh_token",
        "client_id": world.client["ClientId"],
        "refresh_token": tokens["refresh_token"],
    }
    assert world.post_token(form).status_code == 200
    assert sources(events)[-1] == "TokenGeneration_RefreshTokens"


def test_somebody_from_google_is_asked_about_at_the_first_sign_in():
    """PreSignUp and PostConfirmation once; challenge, migration and message triggers never."""
    world = FederationWorld()
    events = listen(
        world,
        *("PreSignUp", "PostConfirmation", "PreAuthentication", "PostAuthentication"),
        *("PreTokenGeneration", "UserMigration", "CustomMessage", "DefineAuthChallenge"),
    )

    for _ in range(2):
        world.tokens_from(world.sign_in_elsewhere())

    assert sources(events) == [
        "PreSignUp_ExternalProvider",
        "PostConfirmation_ConfirmSignUp",
        "TokenGeneration_HostedAuth",
        "PreAuthentication_Authentication",
        "PostAuthentication_Authentication",
        "TokenGeneration_HostedAuth",
    ]
    assert events[0]["userName"] == f"Google_{world.gina}"
    assert events[0]["request"]["userAttributes"]["email"] == "gina@gmail.com"


def test_a_refusal_keeps_a_foreign_user_out():
    """No user is made, and the app hears the function's words."""

    def refuse(event: dict[str, Any]) -> None:
        raise ValueError("friends only")

    world = FederationWorld()
    listen(world, "PreSignUp", answer=refuse)

    answer = carried(world.sign_in_elsewhere())

    assert "friends only" in answer["error_description"]
    assert world.usernames == []


@pytest.mark.parametrize(
    ("version", "asked"),
    [
        pytest.param("V2_0", [], id="version 2 is not asked about machines"),
        pytest.param("V3_0", ["TokenGeneration_ClientCredentials"], id="version 3 is"),
    ],
)
def test_a_machines_token_is_the_business_of_version_3(version: str, asked: list[str]):
    """The metadata comes in the form; the claim goes into the access token."""
    world = OAuthWorld()
    machine = world.machine()

    def add(event: dict[str, Any]) -> None:
        details = {"accessTokenGeneration": {"claimsToAddOrOverride": {"plant": "north"}}}
        event["response"]["claimsAndScopeOverrideDetails"] = details

    events = listen(world, "PreTokenGeneration", answer=add, version=version)
    form = {
        "grant_type": "client_credentials",
        "client_id": machine["ClientId"],
        "client_secret": machine["ClientSecret"],
        "aws_client_metadata": json.dumps({"shift": "night"}),
    }

    token = world.post_token(form).json()["access_token"]

    assert sources(events) == asked
    assert ("plant" in claims(token)) is bool(asked)
    if asked:
        assert events[0]["userName"] == "ClientCredentials"
        assert events[0]["request"]["groupConfiguration"] is None
        assert events[0]["request"]["clientMetadata"] == {"shift": "night"}


# --- refusals at the pages -----------------------------------------------------------------------


def refuse(event: dict[str, Any]) -> None:
    """Raise."""
    raise ValueError("not today")


def groups(world: OAuthWorld) -> list[str]:
    """The pool's groups."""
    found = world.idp.list_groups(UserPoolId=world.pool_id)["Groups"]
    return [group["GroupName"] for group in found]


def test_a_post_confirmation_that_refuses_leaves_neither_user_nor_group():
    """The app hears of it; the next try makes both."""
    world = FederationWorld()
    listen(world, "PostConfirmation", answer=refuse)

    answer = carried(world.sign_in_elsewhere())

    assert answer["error"] == "invalid_request"
    assert answer["error_description"] == "PostConfirmation failed with error not today."
    assert (world.usernames, groups(world)) == ([], [])
    listen(world, "PostConfirmation")
    assert "code" in carried(world.sign_in_elsewhere())
    assert len(world.usernames) == len(groups(world)) == 1


@pytest.mark.parametrize("trigger", ["PreAuthentication", "PostAuthentication"])
def test_who_is_refused_later_keeps_the_attributes_of_the_last_sign_in(trigger: str):
    """What Google says meanwhile is not written."""
    world = FederationWorld()
    world.tokens_from(world.sign_in_elsewhere())
    name = world.usernames[0]
    changed = [{"Name": "name", "Value": "Regina"}]
    world.idp.admin_update_user_attributes(
        UserPoolId=world.pool_id, Username=name, UserAttributes=changed
    )
    listen(world, trigger, answer=refuse)

    answer = carried(world.sign_in_elsewhere())

    assert answer["error_description"] == f"{trigger} failed with error not today."
    assert world.user(name)["attributes"]["name"] == "Regina"


def test_who_is_disabled_is_refused_before_anything_is_written():
    """As at every sign-in, after PreAuthentication and before PostAuthentication."""
    world = FederationWorld()
    world.tokens_from(world.sign_in_elsewhere())
    world.idp.admin_disable_user(UserPoolId=world.pool_id, Username=world.usernames[0])
    before = world.user(world.usernames[0])["attributes"]
    events = listen(world, "PreAuthentication", "PostAuthentication")

    answer = carried(world.sign_in_elsewhere())

    assert answer["error_description"] == "User is disabled."
    assert sources(events) == ["PreAuthentication_Authentication"]
    assert world.user(world.usernames[0])["attributes"] == before


def test_a_refusal_at_the_token_endpoint_is_an_oauth_error_and_the_code_stays_good():
    """The app may try again within the code's five minutes."""
    world = OAuthWorld()
    world.add_user()
    form = world.token_form(world.code())
    listen(world, "PreTokenGeneration", answer=refuse)

    refused = world.post_token(form)

    assert refused.status_code == 400
    assert refused.json() == {
        "error": "invalid_request",
        "error_description": "PreTokenGeneration failed with error not today.",
    }
    listen(world, "PreTokenGeneration")
    assert world.post_token(form).status_code == 200


def test_a_refusal_of_the_implicit_grant_travels_to_the_app():
    """The person sees the app again, and no page of errors."""
    world = OAuthWorld(AllowedOAuthFlows=["implicit"])
    world.add_user()
    listen(world, "PreTokenGeneration", answer=refuse)
    no_pkce = {"code_challenge": None, "code_challenge_method": None}

    answer = carried(world.sign_in(response_type="token", **no_pkce))

    assert answer["error_description"] == "PreTokenGeneration failed with error not today."
    assert "access_token" not in answer


def test_the_page_shows_a_refusal_in_the_functions_words():
    """The password is right, and nobody is signed in."""
    world = OAuthWorld()
    world.add_user()
    listen(world, "PostAuthentication", answer=refuse)

    page = world.sign_in()

    assert "PostAuthentication failed with error not today." in page.text
    assert world.authorize().is_redirect is False


def test_somebody_unknown_at_the_page_is_asked_about_elsewhere():
    """UserMigration brings in who signs in at the page, too."""
    world = OAuthWorld()

    def bring(event: dict[str, Any]) -> None:
        event["response"] |= {
            "userAttributes": {"email": "rosa@example.com", "email_verified": "true"},
            "finalUserStatus": "CONFIRMED",
            "messageAction": "SUPPRESS",
        }

    events = listen(world, "UserMigration", answer=bring)

    tokens = world.tokens("rosa")

    assert claims(tokens["id_token"])["email"] == "rosa@example.com"
    assert sources(events) == ["UserMigration_Authentication"]


def test_an_empty_password_at_the_page_asks_no_function():
    """Parameters come first."""
    world = OAuthWorld()
    world.add_user()
    events = listen(world, "PreAuthentication", "UserMigration")

    world.browser.fill_in(world.authorize(), username="jdoe", password="")

    assert events == []
