"""The gateway's decision trace: the check that ended a request, those before, those after."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from door_worlds import Doors, doors
from form_worlds import Page

from cognito_lab.primitives.jose import b64url
from cognito_lab.widgets.door_checks import door_checks, guard_of
from cognito_lab.widgets.door_view import knock_html
from cognito_lab.widgets.doors import Knock, Visitor

NOBODY = Visitor("somebody")


@pytest.fixture
def at() -> Doors:
    """The journey's doors."""
    return doors()


def ended_at(knock: Knock) -> int | None:
    """The number of the check that failed; None when all passed."""
    return next(
        (n for n, c in enumerate(door_checks(knock.exchange), 1) if c.passed is False), None
    )


def changed(at: Doors, **members: object) -> Visitor:
    """Jdoe with other credentials."""
    return Visitor("jdoe", credentials={**(at.papers["jdoe"].credentials or {}), **members})


def late(at: Doors) -> Visitor:
    """Jdoe after the credentials have ended."""
    visitor = at.signed("jdoe")
    at.world.cloud.clock.advance(minutes=61)
    return visitor


SIGNED: list[tuple[str, Callable[[Doors], Visitor], int | None]] = [
    ("no signature at all", lambda at: NOBODY, 1),
    ("a token in its place", lambda at: at.with_token("jdoe"), 1),
    ("a key that nobody has", lambda at: changed(at, AccessKeyId="ASIA" + 16 * "X"), 2),
    ("a temporary key without its token", lambda at: changed(at, SessionToken=None), 2),
    ("another session's token", lambda at: changed(at, SessionToken="x" * 40), 3),
    ("credentials that have expired", late, 3),
    ("a wrong secret", lambda at: changed(at, SecretKey="x" * 40), 4),
    ("a role that may not", lambda at: at.signed("gina"), 5),
    ("a role that may", lambda at: at.signed("jdoe"), None),
]


@pytest.mark.parametrize(
    ("visitor", "number"), [pytest.param(v, n, id=name) for name, v, n in SIGNED]
)
def test_a_signed_request_ends_at_its_check(
    at: Doors, visitor: Callable[[Doors], Visitor], number: int | None
):
    """At the door /group the gate's five checks stand in order."""
    knock = at.knock("/group", visitor(at))

    assert guard_of(knock.exchange) == "AWS_IAM"
    assert ended_at(knock) == number


def expired(at: Doors) -> Visitor:
    """Jdoe after the token has ended."""
    visitor = at.with_token("jdoe")
    at.world.cloud.clock.advance(minutes=61)
    return visitor


def forged(at: Doors) -> Visitor:
    """Jdoe with a token whose signature is another."""
    start, _, _ = at.papers.id_token("jdoe").rpartition(".")
    return Visitor("jdoe", id_token=f"{start}.{b64url(b'x' * 256)}")


def access_token(at: Doors) -> Visitor:
    """Jdoe with the access token."""
    answer = at.world.cloud.cognito_idp.initiate_auth(
        client_id=at.world.client_id,
        auth_flow="USER_PASSWORD_AUTH",
        auth_parameters={"USERNAME": "jdoe", "PASSWORD": at.world.passwords["jdoe"]},
    )
    return Visitor("jdoe", id_token=answer["AuthenticationResult"]["AccessToken"])


TOKENS: list[tuple[str, Callable[[Doors], Visitor], int | None]] = [
    ("no token", lambda at: NOBODY, 1),
    ("a signature in its place", lambda at: at.signed("jdoe"), 1),
    ("garbage", lambda at: Visitor("jdoe", id_token="garbage"), 1),
    ("Google's token", lambda at: at.with_token("gina"), 2),
    ("a forged signature", forged, 3),
    ("an expired token", expired, 4),
    ("an access token", access_token, 6),
    ("an ID token", lambda at: at.with_token("jdoe"), None),
]


@pytest.mark.parametrize(
    ("visitor", "number"), [pytest.param(v, n, id=name) for name, v, n in TOKENS]
)
def test_a_token_ends_at_its_check(
    at: Doors, visitor: Callable[[Doors], Visitor], number: int | None
):
    """At the door /jwt the authorizer's six checks stand in order."""
    knock = at.knock("/jwt", visitor(at))

    assert guard_of(knock.exchange) == "COGNITO_USER_POOLS"
    assert ended_at(knock) == number


def test_another_audience_ends_at_the_fifth_check(at: Doors):
    """An authorizer may take the tokens of some apps only."""
    gateway, api_id = at.admin("apigateway"), at.world.api_id
    pool_arn = f"arn:aws:cognito-idp:us-east-1:123456789012:userpool/{at.world.user_pool_id}"
    picky = gateway.create_authorizer(
        restApiId=api_id,
        name="picky",
        type="COGNITO_USER_POOLS",
        providerARNs=[pool_arn],
        identitySource="method.request.header.Authorization",
        identityValidationExpression="another-app",
    )["id"]
    guard_jwt_door_by(at, authorizationType="COGNITO_USER_POOLS", authorizerId=picky)

    assert ended_at(at.knock("/jwt", at.with_token("jdoe"))) == 5


def guard_jwt_door_by(at: Doors, **guard: str) -> None:
    """Put another guard before /jwt, and deploy the API again."""
    gateway, api_id = at.admin("apigateway"), at.world.api_id
    items = gateway.get_resources(restApiId=api_id)["items"]
    door = next(item["id"] for item in items if item.get("path") == "/jwt")
    where = {"restApiId": api_id, "resourceId": door, "httpMethod": "GET"}
    behind = gateway.get_integration(**where)
    gateway.delete_method(**where)
    gateway.put_method(**where, **guard)
    gateway.put_integration(
        **where, type="AWS_PROXY", integrationHttpMethod="POST", uri=behind["uri"]
    )
    gateway.create_deployment(restApiId=api_id, stageName="prod")


def test_what_lies_behind_the_end_was_not_reached(at: Doors):
    """Nothing is claimed of a check that nobody made."""
    checks = door_checks(at.knock("/jwt", at.with_token("gina")).exchange)

    assert [check.passed for check in checks] == [True, False, None, None, None, None]


def test_a_door_that_is_not_there_has_no_guard(at: Doors):
    """No check was made, and the page says so."""
    knock = at.knock("/nowhere", NOBODY)

    assert door_checks(knock.exchange) == ()
    assert "there is no such door" in knock_html(knock)


def test_an_open_door_is_guarded_by_nobody(at: Doors):
    """A method without authorization lets everybody through."""
    guard_jwt_door_by(at, authorizationType="NONE")

    knock = at.knock("/jwt", NOBODY)

    assert guard_of(knock.exchange) == "NONE"
    assert "Guard: nobody." in knock_html(knock)


def test_the_page_names_guard_checks_and_function(at: Doors):
    """A learner reads who stood there, what was checked, and that the function was called."""
    text = Page(knock_html(at.knock("/group", at.signed("jdoe")))).text

    assert "Guard: AWS_IAM" in text
    assert "assumed-role/journey-editors" in text
    assert "because an identity-based policy allows the execute-api:Invoke action" in text
    assert "The function behind the door is called, and the answer is 200" in text


def test_a_policys_refusal_shows_each_statement(at: Doors):
    """Which resource was asked for, and which the statement has."""
    text = Page(knock_html(at.knock("/group", at.signed("gina")))).text

    assert "does not apply" in text
    assert "/prod/GET/group, the statement wants" in text
    assert "The function behind the door is called – not reached" in text


def test_a_function_that_fails_is_no_refusal(at: Doors):
    """All checks passed; the answer is the function's."""
    at.world.cloud.functions.register("user-card", lambda event, context: 1 / 0)

    knock = at.knock("/jwt", at.with_token("jdoe"))

    assert ended_at(knock) is None
    assert "the answer is 502" in knock_html(knock)
