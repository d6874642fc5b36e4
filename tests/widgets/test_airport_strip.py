"""The airport lit where we are: one rule for exchanges, and a strip that follows."""

from __future__ import annotations

import player_runs
import pytest

from cognito_lab.diagrams import Stop
from cognito_lab.lessons import journey
from cognito_lab.primitives.errors import AwsError
from cognito_lab.widgets import AirportStrip, SequencePlayer
from cognito_lab.widgets.airport_strip import stop_of

REFUSAL = AwsError("NotAuthorizedException", "Invalid login token.")


def exchange(receiver: str, action: str, sender: str = "App", **how):
    """Record one exchange and return it."""
    return player_runs.Story().asks(receiver, action, {}, {"x": 1}, sender=sender, **how)


@pytest.mark.parametrize(
    ("happened", "stop"),
    [
        pytest.param(exchange("User Pool", "InitiateAuth"), Stop.PASSPORT, id="signing in"),
        pytest.param(
            exchange("Google", "sign in", "Browser at Google"), Stop.PASSPORT, id="Google's way"
        ),
        pytest.param(
            exchange("App", "hand over the ID token", "Browser at Google"),
            Stop.PASSPORT,
            id="the browser hands the token over",
        ),
        pytest.param(exchange("Identity Pool", "GetId"), Stop.COUNTER, id="asking for the id"),
        pytest.param(
            exchange("JWKS", "GET jwks.json", "Identity Pool"), Stop.COUNTER, id="fetching keys"
        ),
        pytest.param(
            exchange("Identity Pool", "verify the token", "Identity Pool"),
            Stop.COUNTER,
            id="checking the passport",
        ),
        pytest.param(
            exchange("STS", "trust policy", "STS"), Stop.COUNTER, id="STS is behind the counter"
        ),
        pytest.param(
            exchange("Identity Pool", "GetCredentialsForIdentity"),
            Stop.BOARDING_PASS,
            id="credentials came",
        ),
        pytest.param(
            exchange("Identity Pool", "GetCredentialsForIdentity", refusal=REFUSAL),
            Stop.COUNTER,
            id="credentials were refused",
        ),
        pytest.param(
            exchange("STS", "AssumeRoleWithWebIdentity"), Stop.BOARDING_PASS, id="the classic flow"
        ),
        pytest.param(exchange("S3", "GetObject"), Stop.GATE, id="reading a file"),
        pytest.param(exchange("DynamoDB", "GetItem"), Stop.GATE, id="reading an item"),
        pytest.param(exchange("STS", "GetCallerIdentity"), Stop.GATE, id="STS as a gate"),
        pytest.param(exchange("API Gateway", "GET /group"), Stop.GATE, id="a signed request"),
        pytest.param(
            exchange("API Gateway", "GET /jwt", steps=("check the user-pool token",)),
            Stop.SECOND_DOOR,
            id="a door that reads passports",
        ),
        pytest.param(
            exchange("JWKS", "GET jwks.json", "API Gateway"),
            Stop.SECOND_DOOR,
            id="and fetches keys for it",
        ),
        pytest.param(exchange("Function", "user-card", "API Gateway"), None, id="the back end"),
        pytest.param(exchange("IAM", "GetRole"), None, id="reading a role"),
    ],
)
def test_an_exchange_belongs_to_a_stop(happened, stop: Stop | None):
    """Each document and each desk has its place."""
    assert stop_of(happened) is stop


def test_credentials_that_are_only_asked_for_are_no_boarding_pass():
    """Until the answer is there, one stands at the counter."""
    asked = exchange("Identity Pool", "GetCredentialsForIdentity")

    assert stop_of(asked, answered=False) is Stop.COUNTER


def test_a_strip_follows_a_trace():
    """After each exchange the stop is that of the latest one."""
    story = player_runs.Story()
    strip = AirportStrip(story.trace)
    seen = [strip.stop]

    for goes_on in (player_runs.signs_in, player_runs.is_refused, player_runs.gets_credentials):
        goes_on(story)
        strip.refresh()
        seen.append(strip.stop)

    assert seen == [None, Stop.PASSPORT, Stop.COUNTER, Stop.BOARDING_PASS]
    assert "Boarding pass: GetCredentialsForIdentity (Identity Pool)." in strip.sentence.value
    assert 'aria-current="step"' in strip.picture.value


def test_a_refusal_is_said():
    """The sentence below the title says what happened at the stop."""
    story = player_runs.Story()
    player_runs.is_refused(story)

    said = repr(AirportStrip(story.trace))

    assert said.startswith("Check-in counter: GetCredentialsForIdentity (Identity Pool), refused.")
    assert "(you are here)" in said


def test_what_the_administrator_does_is_no_journey():
    """The set-up of an account lights nothing."""
    story = player_runs.Story()
    story.asks("S3", "CreateBucket", {}, {}, sender="Administrator")

    assert AirportStrip(story.trace).stop is None


def test_a_strip_follows_a_player():
    """The strip is lit for the step that the player shows; all steps light none."""
    player = SequencePlayer(player_runs.jdoe())
    strip = AirportStrip(player=player)
    seen = []

    for step in range(10):
        player.stage.set_state({"step": step})
        seen.append(strip.stop)

    passport, counter = [Stop.PASSPORT] * 3, [Stop.COUNTER] * 3
    assert seen == [None, *passport, *counter, Stop.BOARDING_PASS, Stop.GATE, Stop.GATE]


def test_a_step_without_a_stop_leaves_us_where_we_were():
    """Behind the second door the function runs; we are still at the door."""
    story = player_runs.Story()
    with story.trace.exchange("API Gateway", "GET /jwt", {}) as knock:
        story.trace.step("check the user-pool token")
        story.asks("Function", "user-card", {}, {"statusCode": 200})
        knock.answer = {"statusCode": 200}
    player = SequencePlayer(story.trace)
    player.step = 3

    assert player.current.receiver == "Function"
    assert AirportStrip(player=player).stop is Stop.SECOND_DOOR


def test_a_strip_follows_one_thing():
    """A trace or a player, not both and not neither."""
    with pytest.raises(ValueError, match="follows one thing"):
        AirportStrip()


def test_the_picture_stays_while_the_stop_does():
    """The same stop is not drawn a second time, so that an opened list stays open."""
    story = player_runs.Story()
    player_runs.signs_in(story)
    strip = AirportStrip(story.trace)
    before = strip.picture.value

    player_runs.signs_in_at_google(story)
    strip.refresh()

    assert strip.picture.value is before
    assert "hand over the ID token (Browser at Google)" in strip.sentence.value


def test_real_doors_are_told_apart():
    """In a real run a signed request is at the gate, and a token at the second door."""
    world = journey.build(seed=7)
    papers = journey.papers(world)
    knocks = journey.knocks(world, papers)
    trace = world.cloud.trace

    doors = {e.action: stop_of(e) for e in trace.exchanges if e.receiver == "API Gateway"}

    assert knocks
    assert doors["GET /google"] is doors["GET /group"] is Stop.GATE
    assert doors["GET /jwt"] is Stop.SECOND_DOOR


def test_a_real_run_goes_from_stop_to_stop():
    """With a real user pool, identity pool and STS, jdoe gets a passport and a boarding pass."""
    world = journey.build(seed=7)
    journey.papers(world)
    trace = world.cloud.trace
    jdoe = next(
        e.number
        for e in trace.find("InitiateAuth")
        if e.request["AuthParameters"]["USERNAME"] == "jdoe"
    )
    player = SequencePlayer(trace.since(jdoe - 1)[:3])
    strip = AirportStrip(player=player)

    stops = []
    for step in range(1, player.stage.last_step() + 1):
        player.step = step
        stops.append(strip.stop)

    assert list(dict.fromkeys(stops)) == [Stop.PASSPORT, Stop.COUNTER, Stop.BOARDING_PASS]
    assert len(player.stage.shown_run()["steps"][-1]["shelf"]) == 8
