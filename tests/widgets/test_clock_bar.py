"""The clock bar: the lab's time, what expires next, and what a click on the future brings about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from form_worlds import Page, run_twin, said, shown, twin_of
from token_samples import HOSTILE, PASSWORD, tokens, with_claims

from cognito_lab.cloud import new_cloud
from cognito_lab.lessons import journey
from cognito_lab.primitives.errors import AwsError
from cognito_lab.primitives.trace import Exchange
from cognito_lab.widgets import ClockBar, SignIn
from cognito_lab.widgets.clock_view import moved_words, next_words
from cognito_lab.widgets.expiries import Expiry, expiries_in, expiries_of

NOW = datetime(2026, 1, 6, 9, 8, 7, tzinfo=UTC)
IN_AN_HOUR = NOW + timedelta(hours=1)


def exchange(answer, **how) -> Exchange:
    """An exchange that was answered so, at nine in the morning."""
    return Exchange(1, "App", "User Pool", "InitiateAuth", {}, NOW, answer=answer, **how)


# --- what expires -------------------------------------------------------------------------------


def test_a_sign_in_brings_two_papers_that_expire():
    """ID token and access token end when they say so; nothing tells the end of the third."""
    signed_in = tokens().cloud.trace.find("InitiateAuth")

    assert [(one.what, one.whose, one.until) for one in expiries_in(signed_in)] == [
        ("ID token", "jdoe", IN_AN_HOUR),
        ("access token", "jdoe", IN_AN_HOUR),
    ]


def test_credentials_are_named_by_their_role():
    """The counter's answer names no role, so it is read from the call to STS inside."""
    world = journey.build()
    journey.papers(world)

    found = {one.whose for one in expiries_in(world.cloud.trace.exchanges) if "cred" in one.what}

    assert found == {"journey-default", "journey-editors", "journey-guest"}


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param(
            {"Credentials": {"AccessKeyId": "ASIAEXAMPLE", "Expiration": IN_AN_HOUR}},
            [Expiry("credentials", "ASIAEXAMPLE", IN_AN_HOUR)],
            id="credentials without a role, by their key",
        ),
        pytest.param(
            {"Token": tokens().identity_token},
            ["identity token"],
            id="the identity service's token",
        ),
        pytest.param(
            {"id_token": tokens().google_id_token, "access_token": "ya29.opaque"},
            ["Google ID token"],
            id="Google's token; its access token says nothing",
        ),
        pytest.param(
            {"AuthenticationResult": {"AccessToken": "eyJ.unreadable", "ExpiresIn": 60}},
            [Expiry("access token", "", NOW + timedelta(minutes=1))],
            id="a token that cannot be read, by ExpiresIn",
        ),
        pytest.param(
            {"Token": with_claims(tokens().id_token, exp="tomorrow")}, [], id="an exp that is none"
        ),
        pytest.param(
            {"Token": with_claims(tokens().id_token, exp=10**18)}, [], id="an exp beyond calendars"
        ),
        pytest.param({"ChallengeName": "SMS_MFA", "Session": "AYABe"}, [], id="a challenge"),
        pytest.param({}, [], id="an answer without anything"),
    ],
)
def test_an_answer_tells_what_expires(answer, expected):
    """Tokens and credentials are found wherever they stand in an answer."""
    found = expiries_in([exchange(answer)])

    assert list(found) == expected or [one.what for one in found] == expected


def test_what_was_refused_brought_nothing():
    """An exchange without an answer has nothing that expires."""
    assert expiries_in([exchange(None, error=AwsError("NotAuthorizedException", "no"))]) == ()


def test_the_nearest_end_comes_first_and_each_once():
    """The same paper twice in a trace is one paper."""
    later = {"Credentials": {"AccessKeyId": "B", "Expiration": IN_AN_HOUR}}
    sooner = {"Credentials": {"AccessKeyId": "A", "Expiration": NOW}}

    found = expiries_in([exchange(later), exchange(sooner), exchange(later)])

    assert [one.whose for one in found] == ["A", "B"]


@pytest.mark.parametrize(
    "paper",
    [
        pytest.param(tokens().id_token, id="a token"),
        pytest.param({"AccessKeyId": "ASIA", "Expiration": IN_AN_HOUR}, id="credentials"),
        pytest.param({"IdToken": tokens().id_token}, id="the result of a sign-in"),
        pytest.param(IN_AN_HOUR, id="a time"),
    ],
)
def test_what_is_handed_over_keeps_its_name(paper):
    """A paper is watched under the name that somebody gave it."""
    assert expiries_of({"my pass": paper}) == (Expiry("my pass", "", IN_AN_HOUR),)


@pytest.mark.parametrize("paper", ["no token", {}, 7, None], ids=repr)
def test_a_paper_without_an_end_is_refused(paper):
    """The answer names the paper and says what would do."""
    with pytest.raises(ValueError, match="'my pass' says nothing of an end: give a token"):
        expiries_of({"my pass": paper})


# --- words --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("until", "away"),
    [
        pytest.param(NOW + timedelta(minutes=5), "in 5 min 0 s", id="ahead"),
        pytest.param(NOW, "expired just now", id="exp itself is too late"),
        pytest.param(NOW - timedelta(hours=2), "expired 2 h 0 min ago", id="past"),
    ],
)
def test_an_end_is_told_from_now(until: datetime, away: str):
    """The distance is on the lab's clock."""
    expiry = Expiry("ID token", "jdoe", until)

    assert expiry.away(NOW) == away
    assert expiry.has_expired(NOW) == away.startswith("expired")


def test_next_to_expire_is_said_in_a_sentence():
    """Nothing yet, something, everything over: each has its sentence."""
    token = Expiry("ID token", "jdoe", IN_AN_HOUR)

    assert next_words([], NOW).startswith("Nothing that expires")
    assert next_words([token], NOW) == "Next to expire: the ID token of jdoe, in 1 h 0 min."
    assert next_words([token], IN_AN_HOUR).startswith("Everything that was issued has expired")


def test_a_move_says_what_expired_meanwhile():
    """Only what was good before and is not good any more is news."""
    old, new = Expiry("old pass", "", NOW), Expiry("ID token", "jdoe", IN_AN_HOUR)

    told = moved_words([old, new], NOW, IN_AN_HOUR)

    assert told == (
        "It is Tuesday, 2026-01-06 10:08:07 UTC. Expired meanwhile: the ID token of jdoe."
    )


# --- the widget ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("button", "now"),
    [
        pytest.param("+ 1 minute", "09:09:07", id="a minute"),
        pytest.param("+ 5 minutes", "09:13:07", id="five minutes"),
        pytest.param("+ 1 hour", "10:08:07", id="an hour"),
        pytest.param("+ 1 day", "2026-01-07 09:08:07", id="a day"),
        pytest.param("+ 30 days", "2026-02-05 09:08:07", id="a month"),
    ],
)
def test_a_button_moves_the_lab_s_clock(button: str, now: str):
    """The time on the page, the sentence and the cloud agree."""
    cloud = new_cloud(seed=7)
    bar = ClockBar(cloud)

    bar.buttons[button].click()

    assert now in f"{cloud.clock.now():%Y-%m-%d %H:%M:%S}"
    assert now in bar.time.value and now in said(bar)


def test_one_button_goes_to_the_next_expiry():
    """There the paper is refused: its end is the first second too late."""
    made = tokens()
    bar = ClockBar(made.cloud)
    first = bar.expiries[0]

    bar.past_next.click()

    assert made.cloud.clock.now() == first.until
    assert "Expired meanwhile: the identity token" in said(bar)


def test_with_nothing_left_the_button_says_so():
    """A clock that has nowhere to go stays where it is."""
    cloud = new_cloud(seed=7)
    bar = ClockBar(cloud)

    bar.past_next.click()

    assert cloud.clock.now() == NOW
    assert said(bar).startswith("Nothing that expires has been issued yet")


def test_it_follows_what_other_widgets_do():
    """A sign-in in a form appears in the bar by itself."""
    made = tokens()
    bar = ClockBar(made.cloud)
    form = SignIn(made.cloud, username="jdoe", password=PASSWORD)
    made.cloud.clock.advance(days=1)

    form.sign_in.click()

    assert "Next to expire: the ID token of jdoe, in 1 h 0 min" in bar.ends.value


def test_the_end_of_the_calendar_is_said_in_the_bar():
    """A clock that cannot go further shows why, and stays."""
    cloud = new_cloud(start=datetime(9999, 12, 31, tzinfo=UTC))
    bar = ClockBar(cloud)

    bar.buttons["+ 1 day"].click()

    assert "the calendar ends before" in bar.trouble.value
    assert cloud.clock.now().day == 31


def test_the_code_twin_does_the_same():
    """What is shown can be run, and moves the clock as the button did."""
    bar, cloud = ClockBar(new_cloud(seed=7)), new_cloud(seed=7)
    bar.buttons["+ 5 minutes"].click()

    run_twin(twin_of(bar), cloud=cloud)

    assert cloud.clock.now() == NOW + timedelta(minutes=5)


def test_it_has_a_static_form():
    """Text and HTML say the time and what expires; the same seed says the same."""
    first, second = (ClockBar(tokens().cloud)._repr_mimebundle_() for _ in range(2))

    assert first["text/plain"] == second["text/plain"]
    assert first["text/html"] == second["text/html"]
    assert first["text/plain"].startswith("ClockBar: Tuesday, 2026-01-06 09:08:07 UTC. Next to")
    assert "ID token" in Page(first["text/html"]).text


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_name_from_outside_stays_text(text: str):
    """A user name in a token, and a name that somebody gave, become no markup."""
    token = with_claims(tokens().id_token, **{"cognito:username": text})
    cloud = new_cloud(seed=7)
    with cloud.trace.exchange("User Pool", "InitiateAuth", {}) as one:
        one.answer = {"IdToken": token}

    page = Page(shown(ClockBar(cloud, watch={text: IN_AN_HOUR})))

    assert page.strangers() == []
    assert token not in page.text
