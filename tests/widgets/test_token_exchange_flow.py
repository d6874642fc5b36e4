"""The exchange without a widget: each stop one call, a refusal a stop too; and its code twin."""

from __future__ import annotations

import pytest
from form_worlds import run_twin
from journey_worlds import fresh_world

from cognito_lab import boto3_session
from cognito_lab.lessons import journey
from cognito_lab.lessons.journey import World
from cognito_lab.widgets.exchange_code import code_twin
from cognito_lab.widgets.exchange_flow import (
    Counter,
    Shelf,
    Stop,
    calls,
    roles_to_ask_for,
    sts_call,
)

DEFAULT = "arn:aws:iam::123456789012:role/journey-default"
EDITORS = "arn:aws:iam::123456789012:role/journey-editors"
GUEST = "arn:aws:iam::123456789012:role/journey-guest"


@pytest.fixture
def world() -> World:
    """The journey's world."""
    return fresh_world()


def jdoe(world: World) -> dict[str, str]:
    """The login of jdoe."""
    return {world.user_pool_provider: journey.user_pool_id_token(world, "jdoe")}


def without_mappings(world: World) -> None:
    """Let the pool have its default roles alone, as the classic flow wants it."""
    admin = boto3_session(world.cloud).client("cognito-identity")
    roles = admin.get_identity_pool_roles(IdentityPoolId=world.identity_pool_id)["Roles"]
    admin.set_identity_pool_roles(IdentityPoolId=world.identity_pool_id, Roles=roles)


def all_stops(world: World, logins: dict[str, str], *, classic: bool, role_arn: str) -> list[Stop]:
    """Make every call of a flow, up to the first refusal."""
    counter, stops, shelf = Counter(world.cloud, world.identity_pool_id), [], Shelf(logins)
    for call in calls(classic=classic):
        stops.append(counter.make(call, shelf, role_arn=role_arn))
        shelf = stops[-1].shelf
        if stops[-1].refusal is not None:
            break
    return stops


def role_of(world: World, credentials: object) -> str:
    """Whose credentials they are, as STS says."""
    sts = boto3_session(world.cloud, credentials).client("sts")
    return str(sts.get_caller_identity()["Arn"]).split("/")[1]


FLOWS = [
    pytest.param(False, "", "journey-editors", id="enhanced"),
    pytest.param(False, EDITORS, "journey-editors", id="enhanced, with a role asked for"),
    pytest.param(True, DEFAULT, "journey-default", id="classic"),
]


@pytest.mark.parametrize(("classic", "role_arn", "role"), FLOWS)
def test_a_flow_ends_with_credentials(world: World, classic: bool, role_arn: str, role: str):
    """The shelf fills from stop to stop, and at its end are credentials of the right role."""
    if classic:
        without_mappings(world)

    stops = all_stops(world, jdoe(world), classic=classic, role_arn=role_arn)

    assert [stop.refusal for stop in stops] == [None] * len(stops)
    assert stops[0].shelf.identity_id.startswith("us-east-1:")
    assert all(stop.shelf.credentials is None for stop in stops[:-1])
    assert role_of(world, stops[-1].shelf.credentials) == role


@pytest.mark.parametrize(("classic", "role_arn", "role"), FLOWS)
def test_the_twin_ends_with_credentials_of_the_same_role(
    world: World, classic: bool, role_arn: str, role: str
):
    """Run as shown, the code comes to what the machine came to."""
    if classic:
        without_mappings(world)
    logins = jdoe(world)
    stops = all_stops(world, logins, classic=classic, role_arn=role_arn)
    code = code_twin(world.identity_pool_id, classic=classic, guest=False, role_arn=role_arn)

    left = run_twin(code, cloud=world.cloud, logins=logins)

    assert left["identity_id"] == stops[-1].shelf.identity_id
    assert role_of(world, left["credentials"]) == role


def test_the_twin_of_a_guest_needs_nothing_but_the_cloud(world: World):
    """Its Logins are empty, and written out."""
    code = code_twin(world.identity_pool_id, classic=False, guest=True, role_arn="")

    left = run_twin(code, cloud=world.cloud)

    assert role_of(world, left["credentials"]) == "journey-guest"


def test_a_refusal_is_a_stop_that_leaves_the_shelf_as_it_was(world: World):
    """AWS's words and the lab's reason stand in it, with the record of the call."""
    counter = Counter(world.cloud, world.identity_pool_id)
    before = Shelf({world.user_pool_provider: "garbage"})

    stop = counter.make("GetId", before)

    assert stop.shelf is before
    assert stop.refusal is not None
    assert stop.refusal.code == "NotAuthorizedException"
    assert stop.refusal.because
    assert stop.exchange.error is stop.refusal


def test_the_classic_flow_is_refused_where_roles_are_mapped(world: World):
    """The app would choose the role, and the pool does not let it."""
    stops = all_stops(world, jdoe(world), classic=True, role_arn=DEFAULT)

    assert stops[1].refusal is not None
    assert "the app chooses the role" in stops[1].refusal.because


@pytest.mark.parametrize(
    ("setting", "call"),
    [
        pytest.param("AllowUnauthenticatedIdentities", "GetId", id="guests"),
        pytest.param("AllowClassicFlow", "GetOpenIdToken", id="the classic flow"),
    ],
)
def test_a_switch_of_the_pool_works_both_ways(world: World, setting: str, call: str):
    """What was allowed is refused after switching off, and allowed again after switching on."""
    without_mappings(world)
    counter = Counter(world.cloud, world.identity_pool_id)
    guest = counter.make("GetId", Shelf()).shelf

    refused = []
    for on in (False, True):
        counter.switch(setting, on)
        refused.append(counter.make(call, guest).refusal is not None)

    assert refused == [True, False]


def test_a_switch_changes_nothing_else(world: World):
    """UpdateIdentityPool replaces all settings, so all of them are sent."""
    counter = Counter(world.cloud, world.identity_pool_id)
    before = counter.pool.described()

    counter.switch("AllowUnauthenticatedIdentities", False)

    assert counter.pool.described() == before | {"AllowUnauthenticatedIdentities": False}
    assert world.cloud.trace.exchanges[-1].sender == "Administrator"


def test_the_roles_on_offer_are_the_pools_and_the_tokens(world: World):
    """An app can ask for what it knows of: default roles, rules, and the token's own list."""
    pool = Counter(world.cloud, world.identity_pool_id).pool

    assert roles_to_ask_for(pool, {}) == [DEFAULT, GUEST]
    assert roles_to_ask_for(pool, jdoe(world)) == [DEFAULT, GUEST, EDITORS]
    assert roles_to_ask_for(pool, {"accounts.google.com": "garbage"}) == [DEFAULT, GUEST]


def test_sts_is_found_inside_the_call_or_is_the_call_itself(world: World):
    """Enhanced: nested. Classic: the app's own call. GetId: nowhere."""
    enhanced = all_stops(world, jdoe(world), classic=False, role_arn="")
    without_mappings(world)
    classic = all_stops(world, jdoe(world), classic=True, role_arn=DEFAULT)

    assert sts_call(enhanced[0]) is None
    assert sts_call(enhanced[1]) in enhanced[1].exchange.children
    assert sts_call(classic[2]) is classic[2].exchange


def test_a_shelf_prints_no_secret(world: World):
    """Neither tokens nor credentials stand in a printed shelf or stop."""
    stop = all_stops(world, jdoe(world), classic=False, role_arn="")[-1]

    text = repr(stop)

    assert stop.shelf.identity_id in text
    assert "eyJ" not in text
    assert "SecretKey" not in text
