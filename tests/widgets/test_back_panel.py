"""The back panel of the vending machine: the ladder of roles, the call to STS, the trust check."""

from __future__ import annotations

import json
from typing import Any

import pytest
from form_worlds import Page
from journey_worlds import fresh_world

from cognito_lab import boto3_session
from cognito_lab.lessons import journey
from cognito_lab.lessons.journey import World
from cognito_lab.widgets.back_panel import Fate, back_panel_html, ladder
from cognito_lab.widgets.exchange_flow import Counter, Shelf, Stop

EDITORS = "arn:aws:iam::123456789012:role/journey-editors"
DEFAULT = "arn:aws:iam::123456789012:role/journey-default"


@pytest.fixture
def world() -> World:
    """The journey's world."""
    return fresh_world()


def logins_of(world: World, who: str) -> dict[str, str]:
    """The Logins map of somebody who has signed in; a guest's is empty."""
    if who == "guest":
        return {}
    if who == "gina":
        return {"accounts.google.com": journey.google_id_token(world, "gina")}
    return {world.user_pool_provider: journey.user_pool_id_token(world, who)}


def asked(world: World, who: str, role_arn: str = "") -> Stop:
    """Go to the counter as far as the question for credentials."""
    counter = Counter(world.cloud, world.identity_pool_id)
    shelf = counter.make("GetId", Shelf(logins_of(world, who))).shelf
    return counter.make("GetCredentialsForIdentity", shelf, role_arn=role_arn)


def map_roles(world: World, **mapping: Any) -> None:
    """Replace the pool's role mappings by one for the user pool."""
    admin = boto3_session(world.cloud).client("cognito-identity")
    roles = admin.get_identity_pool_roles(IdentityPoolId=world.identity_pool_id)["Roles"]
    key = f"{world.user_pool_provider}:{world.client_id}"
    admin.set_identity_pool_roles(
        IdentityPoolId=world.identity_pool_id,
        Roles=roles,
        RoleMappings={key: {"AmbiguousRoleResolution": "Deny", **mapping}},
    )


def rule(claim: str, match: str, value: str, role_arn: str) -> dict[str, str]:
    """One mapping rule."""
    return {"Claim": claim, "MatchType": match, "Value": value, "RoleARN": role_arn}


def fates(stop: Stop) -> list[str]:
    """What became of each rung."""
    return [rung.fate.value for rung in ladder(stop.exchange)]


PASSED, LEFT_OUT, NOT_REACHED = "passed", "does not apply", "not reached"
CLIMBS = [
    pytest.param("guest", ["decides", *5 * [NOT_REACHED]], id="a guest gets the guest role"),
    pytest.param(
        "gina", [PASSED, "decides", *4 * [NOT_REACHED]], id="Google has no mapping: default role"
    ),
    pytest.param(
        "jdoe",
        [PASSED, PASSED, PASSED, "decides", NOT_REACHED, NOT_REACHED],
        id="an editor's token prefers a role",
    ),
    pytest.param(
        "uma",
        [PASSED, PASSED, PASSED, PASSED, LEFT_OUT, "refuses"],
        id="a token without a role is refused",
    ),
]


@pytest.mark.parametrize(("who", "expected"), CLIMBS)
def test_each_person_climbs_to_another_rung(world: World, who: str, expected: list[str]):
    """One rung decides; the ones before it were passed, the ones after it never reached."""
    assert fates(asked(world, who)) == expected


@pytest.mark.parametrize(
    ("role_arn", "last"),
    [
        pytest.param(EDITORS, "decides", id="on offer"),
        pytest.param(DEFAULT, "refuses", id="not on offer"),
    ],
)
def test_a_role_that_the_app_asks_for_is_judged_first(world: World, role_arn: str, last: str):
    """CustomRoleArn decides or is refused, before the token's own wish counts."""
    assert fates(asked(world, "jdoe", role_arn))[:3] == [PASSED, PASSED, last]


def test_the_rule_that_fits_is_named(world: World):
    """A mapping by rules leaves the token's wish out and says which rule it was."""
    rules = [
        rule("cognito:username", "Equals", "artie", DEFAULT),
        rule("email", "StartsWith", "uma@", EDITORS),
    ]
    map_roles(world, Type="Rules", RulesConfiguration={"Rules": rules})

    stop = asked(world, "uma")
    rungs = ladder(stop.exchange)

    assert fates(stop) == [PASSED, PASSED, PASSED, LEFT_OUT, "decides", NOT_REACHED]
    assert "(email StartsWith uma@)" in rungs[4].found
    assert rungs[4].role_arn == EDITORS


def test_the_ambiguous_rung_may_give_the_default_role(world: World):
    """AuthenticatedRole in place of Deny: uma gets what everybody gets."""
    map_roles(world, Type="Token", AmbiguousRoleResolution="AuthenticatedRole")

    rungs = ladder(asked(world, "uma").exchange)

    assert (rungs[-1].fate, rungs[-1].role_arn) == (Fate.DECIDED, DEFAULT)


def test_a_call_that_looks_for_no_role_has_no_ladder(world: World):
    """GetId names somebody and lends nothing."""
    counter = Counter(world.cloud, world.identity_pool_id)

    stop = counter.make("GetId", Shelf(logins_of(world, "jdoe")))

    assert ladder(stop.exchange) == ()
    assert "STS took no part in this call." in back_panel_html(stop)


def test_the_panel_shows_the_call_and_the_trust_check(world: World):
    """Which role, under which session name, and each condition of the trust policy."""
    text = Page(back_panel_html(asked(world, "jdoe"))).text

    assert "AssumeRoleWithWebIdentity" in text
    assert EDITORS in text
    assert "CognitoIdentityCredentials" in text
    assert "The role's trust policy lets this identity in." in text
    assert "cognito-identity.amazonaws.com:aud: the request has" in text
    assert "cognito-identity.amazonaws.com:amr: the request has authenticated" in text


def test_a_role_that_trusts_nobody_is_shown_to_refuse(world: World):
    """The ladder decides, STS refuses, and the panel says that it was the trust policy."""
    iam = boto3_session(world.cloud).client("iam")
    document = journey.world.trust("us-east-1:00000000-0000-0000-0000-000000000000", guest=False)
    iam.update_assume_role_policy(RoleName="journey-editors", PolicyDocument=json.dumps(document))

    stop = asked(world, "jdoe")
    text = Page(back_panel_html(stop)).text

    assert stop.refusal is not None
    assert fates(stop)[3] == "decides"
    assert "The role's trust policy does not let this identity in." in text


def test_a_refusal_at_the_ladder_never_reaches_sts(world: World):
    """Uma's climb ends in a refusal; nobody asked STS."""
    text = Page(back_panel_html(asked(world, "uma"))).text

    assert "refuses" in text
    assert "and the mapping denies then." in text
    assert "STS took no part in this call." in text


def test_nothing_secret_is_behind_the_counter(world: World):
    """No token, key or session token stands in the panel."""
    stop = asked(world, "jdoe")
    credentials = stop.shelf.credentials or {}
    secrets = [*stop.shelf.logins.values(), credentials["SecretKey"], credentials["SessionToken"]]

    page = back_panel_html(stop)

    assert not any(secret in page for secret in secrets)
