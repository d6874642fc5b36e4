"""PreTokenGeneration where it meets its limits: fixed claims, scopes, groups, and sessions."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError
from trigger_world import TriggerWorld, claims

ROLE = "arn:aws:iam::123456789012:role/chosen"


def version_2(**details: Any) -> TriggerWorld:
    """A pool whose token function of version 2 answers with these details; jdoe is an editor."""
    world = TriggerWorld()
    world.add_user()
    world.idp.create_group(UserPoolId=world.pool_id, GroupName="editors")
    world.idp.admin_add_user_to_group(
        UserPoolId=world.pool_id, Username="jdoe", GroupName="editors"
    )
    arn = world.register(
        "tokens",
        lambda event: event["response"].update(claimsAndScopeOverrideDetails=details),
    )
    world.configure(PreTokenGenerationConfig={"LambdaVersion": "V2_0", "LambdaArn": arn})
    return world


FIXED_IN_ACCESS = "sub iss exp iat jti token_use auth_time client_id username scope origin_jti"


@pytest.mark.parametrize("name", FIXED_IN_ACCESS.split())
def test_what_makes_an_access_token_cannot_be_changed(name: str) -> None:
    """Neither overridden nor suppressed; the token still works at the pool."""
    wish = {"claimsToAddOrOverride": {name: ["forged"]}, "claimsToSuppress": [name]}
    world = version_2(accessTokenGeneration=wish)

    token = world.tokens()["AccessToken"]

    assert claims(token)[name] != ["forged"]
    assert world.idp.get_user(AccessToken=token)["Username"] == "jdoe"


def test_an_audience_can_be_given_to_an_access_token_and_not_to_an_id_token() -> None:
    """`aud` makes an ID token what it is; an access token has none of its own."""
    wish = {"claimsToAddOrOverride": {"aud": "https://api.example.com"}}
    world = version_2(idTokenGeneration=wish, accessTokenGeneration=wish)

    tokens = world.tokens()

    assert claims(tokens["IdToken"])["aud"] == world.client_id
    assert claims(tokens["AccessToken"])["aud"] == "https://api.example.com"


def test_without_its_scope_an_access_token_opens_nothing_at_the_pool() -> None:
    """GetUser says so."""
    world = version_2(accessTokenGeneration={"scopesToSuppress": ["aws.cognito.signin.user.admin"]})

    with pytest.raises(ClientError, match="Access Token does not have required scopes"):
        world.idp.get_user(AccessToken=world.tokens()["AccessToken"])


def test_groups_of_version_2_stand_in_both_tokens() -> None:
    """Roles in the ID token alone; claims named cognito:… cannot be set otherwise."""
    groups = {
        "groupsToOverride": ["admins"],
        "iamRolesToOverride": [ROLE],
        "preferredRole": ROLE,
    }
    wish = {"claimsToAddOrOverride": {"cognito:groups": ["owners"], "cognito:roles": ["x"]}}
    world = version_2(
        idTokenGeneration=wish, accessTokenGeneration=wish, groupOverrideDetails=groups
    )

    tokens = world.tokens()

    id_, access = claims(tokens["IdToken"]), claims(tokens["AccessToken"])
    assert (id_["cognito:groups"], id_["cognito:roles"]) == (["admins"], [ROLE])
    assert id_["cognito:preferred_role"] == ROLE
    assert access["cognito:groups"] == ["admins"]
    assert "cognito:roles" not in access


def test_a_refreshed_token_is_changed_as_the_first_one_was() -> None:
    """Both operations that refresh ask; GetTokensFromRefreshToken hands ClientMetadata on."""
    world = version_2(idTokenGeneration={"claimsToAddOrOverride": {"plan": "gold"}})
    refresh_token = world.tokens()["RefreshToken"]

    refreshed = world.refresh({"RefreshToken": refresh_token})
    fetched = world.idp.get_tokens_from_refresh_token(
        RefreshToken=refresh_token, ClientId=world.client_id, ClientMetadata={"a": "b"}
    )["AuthenticationResult"]

    assert [claims(t["IdToken"])["plan"] for t in (refreshed, fetched)] == ["gold", "gold"]
    first, second = world.events[-2:]
    assert {e["triggerSource"] for e in (first, second)} == {"TokenGeneration_RefreshTokens"}
    assert first["request"]["clientMetadata"] is None
    assert second["request"]["clientMetadata"] == {"a": "b"}


def test_refreshing_asks_no_function_about_the_sign_in() -> None:
    """Not even if the app names the user, as some do."""
    world = TriggerWorld(PreAuthentication=None, PostAuthentication=None)
    world.add_user()
    refresh_token = world.tokens()["RefreshToken"]
    world.events.clear()

    world.idp.initiate_auth(
        ClientId=world.client_id,
        AuthFlow="REFRESH_TOKEN_AUTH",
        AuthParameters={"REFRESH_TOKEN": refresh_token, "USERNAME": "jdoe"},
    )

    assert world.events == []


BROKEN = [
    pytest.param({"accessTokenGeneration": {"scopesToAdd": ["two words"]}}, id="a scope in two"),
    pytest.param({"accessTokenGeneration": {"scopesToAdd": "orders/read"}}, id="scopes as a text"),
    pytest.param({"idTokenGeneration": {"claimsToSuppress": {"email": True}}}, id="names as a map"),
    pytest.param({"idTokenGeneration": ["email"]}, id="a list of claims"),
    pytest.param({"groupOverrideDetails": {"groupsToOverride": [7]}}, id="a group that is no text"),
]


@pytest.mark.parametrize("details", BROKEN)
def test_an_answer_of_another_form_is_refused_and_no_session_begins(
    details: dict[str, Any],
) -> None:
    """The reason stands in the trace."""
    world = version_2(**details)

    with pytest.raises(ClientError, match="InvalidLambdaResponseException"):
        world.tokens()

    notes = [note for exchange in world.cloud.trace.walk() for note in exchange.notes]
    assert any(note.startswith("PreTokenGeneration: ") for note in notes)
