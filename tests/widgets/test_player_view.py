"""What the player sends to the browser: words, masked values, and text that is only ever text."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import player_runs
import pytest

from cognito_lab.diagrams import SIX_PHASES, THE_JOURNEY, from_trace, sequence
from cognito_lab.primitives.errors import AwsError
from cognito_lab.widgets import player_view as view
from cognito_lab.widgets.player_story import rows_of

sys.path.insert(0, str(Path(__file__).parents[1] / "diagrams"))
from diagram_samples import PAYLOADS


def view_of(exchanges, **options) -> dict:
    """Return the view of one run."""
    flow = from_trace(exchanges, **options)
    return view.run_view("run", flow, sequence(flow))


def test_a_call_shows_its_request_and_leads_to_its_answer():
    """The answer is still to come, so a call does not show it."""
    call = view_of(player_runs.jdoe())["steps"][0]

    assert "USERNAME: jdoe" in call["request"]
    assert call["answer"] == ""
    assert call["partner"] == 3


def test_an_answer_shows_what_came_and_to_which_request():
    """An answer leads back to its call, and carries the lab's reasons."""
    answer = view_of(player_runs.jdoe())["steps"][4]

    assert answer["answer"] == "IdentityId: us-east-1:4387ee7b-7d42-446f-be9b-768fae4001e3"
    assert answer["request"].startswith("IdentityPoolId: us-east-1:pool\nLogins:\n  provider: eyJ")
    assert answer["partner"] == 4
    assert answer["notes"] == ["Nobody had this login yet: a new identity."]


def test_a_refusal_shows_awss_words_and_the_labs_reason_once():
    """Status, code and message as AWS says them; the reason is a note."""
    refusal = view_of(player_runs.too_late())["steps"][-1]

    assert refusal["domain"] == "error"
    assert refusal["answer_is"] == "Refusal"
    assert refusal["answer"].splitlines() == [
        "HTTP status: 400",
        "error: NotAuthorizedException",
        "message: Invalid login token. Token expired.",
    ]
    assert refusal["notes"] == ["the token ended a minute ago"]


def test_a_lessons_note_comes_before_the_labs():
    """A note given by the lesson belongs to its step, too."""
    steps = view_of(player_runs.jdoe(), notes={"GetId answered": "Look here."})["steps"]

    assert steps[4]["notes"] == ["Look here.", "Nobody had this login yet: a new identity."]


def test_a_step_by_itself_has_no_partner():
    """What a participant does alone asks nobody."""
    assert view_of(player_runs.jdoe())["steps"][1]["partner"] == 0


def test_nothing_secret_is_in_a_view():
    """Passwords, keys and tokens are masked in everything that the browser gets."""
    for run in (player_runs.jdoe(), player_runs.gina(), player_runs.too_late()):
        sent = json.dumps(view_of(run), ensure_ascii=False)

        assert not [secret for secret in player_runs.SECRETS if secret in sent]


def test_a_step_says_whether_it_hides_something():
    """Only a step with a secret in it can be revealed."""
    steps = view_of(player_runs.jdoe())["steps"]

    assert [step["secret"] for step in steps] == [
        *[True, False, True, True, True],
        *[True] * 2,
        *[False] * 2,
    ]


def test_the_full_values_are_there_on_purpose():
    """Revealed, a step shows the password as it was sent."""
    flow = from_trace(player_runs.jdoe())

    texts = view.step_texts(flow.steps[0], revealed=True)

    assert f"PASSWORD: {player_runs.PASSWORD}" in texts["request"]


def test_phases_are_named_where_they_begin():
    """Every step knows its phase; the first of each begins it."""
    steps = view_of(player_runs.jdoe(), phases=SIX_PHASES)["steps"]

    assert [step["phase"] for step in steps if step["begins"]] == [
        *("Sign in", "Receive tokens", "Get identity", "Use AWS"),
    ]
    assert steps[1]["phase"] == "Sign in"


def test_a_comparison_brings_its_rows_and_its_sentence():
    """Rows are pairs of numbers, with whether they say the same."""
    here, there = from_trace(player_runs.jdoe()), from_trace(player_runs.gina())

    sent = view.run_view("here", here, sequence(here), there)

    assert sent["rows"] == [[row.here, row.there, row.same] for row in rows_of(here, there)]
    assert sent["difference"].startswith("First difference at step 1")


def test_a_flow_without_a_trace_shows_its_words_alone():
    """A flow written by hand has no requests, and so no shelf."""
    sent = view.run_view("run", THE_JOURNEY, sequence(THE_JOURNEY))

    assert {step["request"] + step["answer"] for step in sent["steps"]} == {""}
    assert view.shelf_view([THE_JOURNEY]) == []


def test_documents_of_one_place_stand_together():
    """The boarding pass is one tile with four lines; what no run brings has no tile."""
    shelf = view.shelf_view([from_trace(player_runs.jdoe())])

    assert {tile["place"]: tile["documents"] for tile in shelf} == {
        "passport": ["ID token"],
        "other tokens": ["access token", "refresh token"],
        "name at the counter": ["identity id"],
        "boarding pass": ["access key id", "secret key", "session token", "good until"],
        "behind the gate": ["file"],
    }


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(b"secret bytes", "name: <12 bytes>", id="bytes are counted"),
        pytest.param(player_runs.NOW, "name: 2026-01-06T09:08:07+00:00", id="times are ISO"),
        pytest.param(["a", 1, True], "name: a, 1, True", id="lists are read out"),
        pytest.param({}, "name: (empty)", id="an empty structure says so"),
        pytest.param([{"a": 1}], "name 1:\n  a: 1", id="structures in a list are numbered"),
        pytest.param(object(), "name: <object>", id="no address of an object is shown"),
        pytest.param("x" * 999, "name: " + "x" * 399 + "…", id="a long value is cut"),
        pytest.param("a\nb: c", "name: a\n    b: c", id="a line break makes no member"),
    ],
)
def test_values_are_told_the_same_in_every_run(value: object, text: str):
    """What is shown depends on the value alone."""
    assert view.told({"name": value}) == text


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_hostile_text_stays_text(payload: str):
    """Whatever a person brings along can be sent, and is there to be read."""
    story = player_runs.Story()
    player_runs.signs_in(story, payload)
    story.asks(
        "User Pool",
        "GetUser",
        {payload: payload},
        notes=(payload,),
        refusal=AwsError("NotAuthorizedException", payload, because=payload),
    )

    sent = view_of(story.trace.exchanges)

    json.dumps(sent, ensure_ascii=False).encode()  # as a message to the browser is written
    assert view.visible(payload) in sent["steps"][0]["request"].replace("\n    ", "\n")
    assert view.visible(payload) in sent["steps"][-1]["notes"]


def test_the_code_twin_draws_the_same_picture():
    """The code without the widget is code, with the lesson's own options."""
    code = view.code_twin(
        "A title", {"phases": SIX_PHASES, "notes": {"GetId": "n" * 99}}, several=False
    )

    compile(code.replace("…", "..."), "twin", "exec")
    assert "import SIX_PHASES, sequence" in code
    assert "sequence(cloud.trace, title='A title', phases=SIX_PHASES, notes=…)" in code
