"""The vending machine as a person uses it, through its traits, without a browser."""

from __future__ import annotations

import pytest
from form_worlds import Page, run_twin, said, shown, twin_of
from journey_worlds import fresh_world
from token_samples import HOSTILE

from cognito_lab.lessons import journey
from cognito_lab.lessons.journey import World
from cognito_lab.primitives.errors import AwsError
from cognito_lab.widgets import SignIn, TokenExchange
from cognito_lab.widgets.token_exchange import CLASSIC, NOTHING
from cognito_lab.widgets.visible import visible


@pytest.fixture
def world() -> World:
    """The journey's world."""
    return fresh_world()


@pytest.fixture(scope="module")
def shared_world() -> World:
    """A world for tests that change nothing in it."""
    return journey.build(seed=7)


def form_of(world: World, who: str = "jdoe") -> SignIn:
    """A sign-in form, filled in."""
    return SignIn(world.cloud, username=who, password=world.passwords[who])


def machine(world: World, who: str = "jdoe") -> TokenExchange:
    """A machine with somebody's login in it."""
    login = {world.user_pool_provider: journey.user_pool_id_token(world, who)}
    return TokenExchange(world.cloud, world.identity_pool_id, login)


def press(exchange: TokenExchange, times: int) -> None:
    """Press *Next* several times."""
    for _ in range(times):
        exchange.next.click()


# --- step by step ---------------------------------------------------------------------------------


def test_making_a_machine_leaves_no_trace(world: World):
    """Nothing is asked before somebody presses a button."""
    mark = world.cloud.trace.mark()

    TokenExchange(world.cloud, world.identity_pool_id)

    assert world.cloud.trace.since(mark) == ()


def test_a_pool_that_is_not_there_is_refused_at_once(world: World):
    """The mistake shows where it is made."""
    with pytest.raises(AwsError, match="ResourceNotFoundException"):
        TokenExchange(world.cloud, "us-east-1:00000000-0000-0000-0000-000000000000")


def test_two_presses_bring_credentials(world: World):
    """First the identity, then the credentials; each is said aloud."""
    exchange = machine(world)

    exchange.next.click()
    assert said(exchange) == "GetId answered. New on the shelf: identity id."
    assert exchange.credentials is None
    exchange.next.click()
    assert said(exchange).startswith("GetCredentialsForIdentity answered. New on the shelf: access")

    assert exchange.credentials is not None
    paper = journey.Paper("jdoe", credentials=exchange.credentials)
    assert "boarding pass" in journey.read_the_file(world, paper)


def test_a_press_too_many_says_that_all_is_done(world: World):
    """No further call is made."""
    exchange = machine(world)
    press(exchange, 2)
    mark = world.cloud.trace.mark()

    exchange.next.click()

    assert said(exchange).startswith("All calls are made.")
    assert world.cloud.trace.since(mark) == ()


def test_back_looks_at_the_stop_before_and_undoes_nothing(world: World):
    """Going forward again shows the same call and asks nobody."""
    exchange = machine(world)
    press(exchange, 2)
    credentials, mark = exchange.credentials, world.cloud.trace.mark()

    exchange.back.click()
    assert said(exchange) == "Looking at GetId."
    assert exchange.credentials is None
    exchange.next.click()

    assert exchange.credentials is credentials
    assert world.cloud.trace.since(mark) == ()


def test_back_at_the_start_stays_there(world: World):
    """There is nothing before it."""
    exchange = machine(world)

    exchange.back.click()

    assert said(exchange) == "At the start."


def test_insert_again_begins_anew(world: World):
    """The shelf holds the login alone."""
    exchange = machine(world)
    press(exchange, 2)

    exchange.again.click()

    assert exchange.held.identity_id == ""
    assert said(exchange) == f"In the slot: {world.user_pool_provider}."


# --- what is inserted -----------------------------------------------------------------------------


def test_a_form_is_read_when_somebody_signs_in(world: World):
    """The machine follows the form as long as nothing was done with an earlier login."""
    form = form_of(world)
    exchange = TokenExchange(world.cloud, world.identity_pool_id, form)
    assert dict(exchange.held.logins) == {}

    form.sign_in.click()

    assert dict(exchange.held.logins) == dict(form.logins)
    assert world.user_pool_provider in exchange.stop.value


def test_a_run_that_has_begun_keeps_its_login(world: World):
    """Somebody else signs in meanwhile: their login is taken when it is inserted."""
    form = form_of(world)
    form.sign_in.click()
    exchange = TokenExchange(world.cloud, world.identity_pool_id, form)
    exchange.next.click()
    first = dict(exchange.held.logins)

    form.user_name.value, form.password.value = "artie", world.passwords["artie"]
    form.sign_in.click()
    assert dict(exchange.held.logins) == first
    exchange.again.click()

    assert dict(exchange.held.logins) == dict(form.logins) != first


def test_nothing_can_be_inserted_too(world: World):
    """Whoever has a login may go as a guest all the same."""
    exchange = machine(world)

    exchange.insert.value = NOTHING
    press(exchange, 2)

    assert exchange.held.logins == {}
    assert "Nobody signed in" in exchange.back_panel.value
    assert exchange.credentials is not None


def test_without_a_source_there_is_only_the_guest(world: World):
    """The choice of logins is as long as what there is."""
    exchange = TokenExchange(world.cloud, world.identity_pool_id)

    assert exchange.insert.options == (NOTHING,)


# --- switches -------------------------------------------------------------------------------------


def test_guests_switched_off_are_refused_and_on_are_served(world: World):
    """The switch changes the pool; a refused call can be made again."""
    exchange = TokenExchange(world.cloud, world.identity_pool_id)

    exchange.guests.set_state({"value": False})
    assert said(exchange) == "The pool refuses guests now."
    exchange.next.click()
    assert "Unauthenticated access is not supported for this identity pool." in exchange.stop.value
    exchange.guests.set_state({"value": True})
    exchange.next.click()

    assert exchange.held.identity_id


def test_a_switch_follows_the_pool(world: World):
    """Two machines at one counter show the same."""
    one, other = machine(world), machine(world)

    one.guests.value = False

    assert other.guests.value is False
    assert other.trouble.value == ""


def test_a_switch_of_a_pool_that_is_gone_is_refused(world: World):
    """AWS's words say why."""
    exchange = machine(world)
    world.cloud.cognito_identity.delete_identity_pool(identity_pool_id=world.identity_pool_id)

    exchange.guests.value = False

    assert "ResourceNotFoundException" in exchange.trouble.value


def test_the_classic_flow_makes_three_calls(world: World):
    """The app chooses the role, and the pool must allow the flow and map no roles."""
    world.cloud.cognito_identity.set_identity_pool_roles(
        identity_pool_id=world.identity_pool_id,
        roles=world.cloud.cognito_identity.pool(world.identity_pool_id).roles,
    )
    exchange = machine(world)
    exchange.flow.value = CLASSIC
    exchange.role.value = "arn:aws:iam::123456789012:role/journey-default"

    press(exchange, 3)

    assert [stop.call for stop in exchange._stops] == [
        "GetId",
        "GetOpenIdToken",
        "AssumeRoleWithWebIdentity",
    ]
    assert exchange.credentials is not None


def test_the_classic_flow_can_be_closed(world: World):
    """AllowClassicFlow=false is refused in AWS's words."""
    exchange = machine(world)
    exchange.flow.value = CLASSIC

    exchange.allows_classic.set_state({"value": False})
    press(exchange, 2)

    assert said(exchange).startswith("Refused. InvalidParameterException")


def test_another_role_begins_the_run_anew(world: World):
    """A role that is asked for belongs to a run from its first call on."""
    exchange = machine(world)
    press(exchange, 2)

    exchange.role.value = "arn:aws:iam::123456789012:role/journey-editors"

    assert exchange._stops == []
    press(exchange, 2)
    assert "The app asked for one of the roles on offer" in exchange.back_panel.value


def test_a_role_that_is_not_on_offer_is_refused(world: World):
    """CustomRoleArn is judged by the mapping."""
    exchange = machine(world)

    exchange.role.value = "arn:aws:iam::123456789012:role/journey-default"
    press(exchange, 2)

    assert "NotAuthorizedException" in exchange.stop.value
    assert exchange.credentials is None


# --- refusals and the back panel ------------------------------------------------------------------


def test_umas_refusal_shows_awss_words_and_the_ladder(world: World):
    """The words stand on the machine, the climb in the back panel, and the shelf keeps its name."""
    exchange = machine(world, "uma")
    exchange.behind.set_state({"value": True})

    press(exchange, 2)

    assert "The ambiguous role mapping rules for:" in exchange.stop.value
    assert "Why? The lab knows." in exchange.stop.value
    assert "refuses" in exchange.back_panel.value
    assert exchange._back_box.layout.display != "none"
    assert exchange.held.identity_id
    assert said(exchange).startswith("Refused. NotAuthorizedException: The ambiguous role mapping")


def test_back_after_a_refusal_shows_the_last_answer(world: World):
    """The refusal leaves the page; the call before it is still there."""
    exchange = machine(world, "uma")
    press(exchange, 2)

    exchange.back.click()

    assert said(exchange) == "Looking at GetId."
    assert "Refused" not in exchange.stop.value


def test_the_back_panel_stays_as_the_person_left_it(world: World):
    """Open or closed is a choice that no step changes."""
    exchange = machine(world)
    assert exchange._back_box.layout.display == "none"
    exchange.behind.value = True

    press(exchange, 2)

    assert exchange._back_box.layout.display is None


@pytest.mark.parametrize("minutes", [4, 61])
def test_the_shelf_follows_the_clock(world: World, minutes: int):
    """How long the credentials are good is told by the lab's time."""
    exchange = machine(world)
    press(exchange, 2)

    world.cloud.clock.advance(minutes=minutes)
    exchange.refresh()

    assert ("in 56 min" if minutes == 4 else "1 min 0 s ago") in exchange.shelf.value


def test_an_expired_login_is_refused(world: World):
    """The machine judges nothing itself: the counter does."""
    exchange = machine(world)
    world.cloud.clock.advance(minutes=66)

    exchange.next.click()

    assert "NotAuthorizedException: Invalid login token. Token expired:" in exchange.stop.value


# --- outside texts, secrets, static forms ---------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_login_is_shown_and_does_nothing(shared_world: World, text: str):
    """Provider and token may be anything; both appear as text."""
    exchange = TokenExchange(shared_world.cloud, shared_world.identity_pool_id, {text: text})
    exchange.behind.value = True

    pages = [shown(exchange)]
    exchange.next.click()
    pages.append(shown(exchange))

    for page in pages:
        assert visible(text) in Page(page).text
        assert Page(page).strangers() == []
    (pages[-1] + said(exchange) + repr(exchange)).encode()


def test_no_secret_is_on_the_page(world: World):
    """Tokens and keys are hidden in every part of the machine and of its static forms."""
    exchange = machine(world)
    exchange.behind.value = True
    press(exchange, 2)
    credentials = exchange.credentials or {}
    secrets = [
        *exchange.held.logins.values(),
        credentials["SecretKey"],
        credentials["SessionToken"],
    ]

    page = shown(exchange) + repr(exchange)

    assert not any(str(secret) in page for secret in secrets)


def test_the_static_form_tells_how_far_the_run_is(world: World):
    """Without a kernel a reader sees calls, shelf and what happened behind the counter."""
    exchange = machine(world)
    press(exchange, 2)

    text = Page(str(exchange.as_html())).text

    assert "✓ 2 GetCredentialsForIdentity" in text
    assert "The role decision ladder" in text
    assert "2 of 2 calls made" in repr(exchange)


def test_the_static_form_is_the_same_every_time(world: World):
    """Same seed, same bytes."""
    pictures = []
    for one in (world, journey.build(seed=7)):
        exchange = machine(one)
        press(exchange, 2)
        pictures.append(str(exchange.as_html()))

    assert pictures[0] == pictures[1]


def test_the_twin_that_is_shown_brings_the_same_identity(world: World):
    """The code under the machine runs as it stands."""
    exchange = machine(world)
    press(exchange, 2)

    left = run_twin(twin_of(exchange), cloud=world.cloud, logins=dict(exchange.held.logins))

    assert left["identity_id"] == exchange.held.identity_id
    assert left["credentials"].keys() == (exchange.credentials or {}).keys()
