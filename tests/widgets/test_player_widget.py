"""The player as a widget: its traits, its answers to the browser, and its static form."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import player_runs
import pytest

from cognito_lab.diagrams import THE_JOURNEY, renderer
from cognito_lab.widgets import SequencePlayer, html
from cognito_lab.widgets.player_story import Story

WIDGETS = Path(html.__file__).parent


def player(story: Story | dict[str, Story] | None = None, **options: Any) -> SequencePlayer:
    """Make a player whose answers to the browser are kept in `sent`."""
    made = SequencePlayer(story or player_runs.jdoe(), **options)
    made.sent = []
    made.stage.send = lambda content, buffers=None: made.sent.append((content, buffers))
    return made


def asks(made: SequencePlayer, kind: str, **about: Any) -> tuple[dict[str, Any], list[bytes]]:
    """Send what the browser sends when somebody asks, and return the answer."""
    made.stage._handle_custom_msg({"kind": kind, "about": about, "id": "view-0"}, [])
    return made.sent[-1]


def two(**options: Any) -> SequencePlayer:
    """Make a player of two runs, with a switch."""
    return player({"user pool": player_runs.jdoe(), "Google": player_runs.gina()}, **options)


# --- where it is ----------------------------------------------------------------------------------


def test_all_steps_are_lit_at_first():
    """A player begins with the whole picture, of the first run."""
    made = two()

    assert (made.step, made.run_name, made.current) == (0, "user pool", None)


def test_the_current_step_has_its_exchange():
    """From a step one gets to what the trace recorded."""
    made = player()
    made.stage.set_state({"step": 4})

    assert made.step == 4
    assert made.current.exchange.action == "GetId"


@pytest.mark.parametrize("number", [-1, 10])
def test_a_step_that_is_not_there_is_refused(number: int):
    """Python says how many there are; the player stays where it was."""
    made = player()

    with pytest.raises(ValueError, match=f"there is no step {number}; this run has 9"):
        made.step = number
    assert made.step == 0


def test_the_browser_may_be_late():
    """A step of the picture before is taken as the last one there is."""
    made = player()
    made.stage.set_state({"step": 99})

    assert made.step == 9


def test_the_switch_keeps_the_step():
    """Step 5 of one run becomes step 5 of the other, or its last."""
    made = player({"long": player_runs.jdoe(), "short": player_runs.too_late()})
    made.step = 9
    made.run_name = "short"

    assert made.step == 7


def test_an_unknown_run_is_refused():
    """Python says which there are."""
    with pytest.raises(ValueError, match="there is no run 'x'; there are user pool, Google"):
        two().run_name = "x"
    with pytest.raises(ValueError, match="there is no run 'x'"):
        two(compare="x")
    with pytest.raises(ValueError, match="a player needs a run"):
        SequencePlayer({})


def test_an_empty_trace_is_a_player_without_steps():
    """Before anything has happened there is nothing to go through, and no failure."""
    made = SequencePlayer(player_runs.Story().trace)

    assert made.stage.last_step() == 0
    assert "nothing has happened" in made.stage.runs[0]["trouble"]
    assert "nothing has happened" in made.as_text()


def test_a_very_long_run_is_listed_as_far_as_a_picture_goes():
    """Beyond 200 steps there is no picture; the list ends there, and a sentence says how many."""
    story = player_runs.Story()
    for _ in range(150):
        player_runs.gets_identity(story, "us-east-1:jdoe")
    made = player(story.trace)

    assert made.stage.last_step() == 200
    assert made.stage.runs[0]["svg"] == ""
    assert "300 messages are more than the 200" in made.stage.runs[0]["trouble"]


# --- participants ---------------------------------------------------------------------------------


def test_fewer_participants_are_another_picture():
    """The picture is drawn again for those who are shown, and the step stays at its place."""
    made = player()
    made.step = 5
    before = made.stage.runs[0]["uid"]

    answer, _ = asks(made, "show", participants=["App", "Identity Pool"])

    assert answer == {"kind": "answer", "id": "view-0", "ok": True}
    assert len(made.stage.runs[0]["steps"]) == 4
    assert made.stage.runs[0]["uid"] != before
    assert made.step == 2
    assert made.current.exchange.action == "GetId"


def test_everybody_is_shown_at_first():
    """The boxes of both runs are there, and ticked."""
    made = two()

    assert made.participants == [one["name"] for one in made.stage.people]
    assert {"Google", "User Pool"} <= set(made.participants)


def test_nobody_is_an_answer_in_words():
    """Without a participant there is no picture, and a sentence says what to do."""
    made = player()
    made.participants = []

    assert "Tick more participants" in made.stage.runs[0]["trouble"]
    assert "Tick more participants" in made.as_text()
    assert made.step == 0


# --- secrets --------------------------------------------------------------------------------------


def test_no_secret_is_in_the_page_before_somebody_asks():
    """Traits and notebook output hold masked values alone, before and after a reveal."""
    made = two(compare="Google")
    asks(made, "reveal", run="user pool", step=1)

    page = json.dumps([made.stage.get_state(), made._repr_mimebundle_()], ensure_ascii=False)

    assert not [secret for secret in player_runs.SECRETS if secret in page]


def test_a_reveal_brings_the_full_values_of_one_step():
    """They travel in the answer, for the step that was asked for."""
    answer, _ = asks(player(), "reveal", run="this run", step=3)

    assert f"IdToken: {player_runs.ID_TOKEN}" in answer["answer"]
    assert player_runs.SECRET_KEY not in json.dumps(answer)


# --- comparison -----------------------------------------------------------------------------------


def test_a_run_stands_beside_another():
    """The steps of a comparison are pairs; a pair may have one step only."""
    made = two(compare="Google")

    assert (made.run_name, made.stage.compared) == ("user pool", "Google")
    assert made.stage.last_step() == 10
    made.step = 4
    assert made.current is None
    made.step = 5
    assert made.current.exchange.action == "GetId"


def test_a_story_may_be_compared_with_a_story():
    """The other run needs no name."""
    made = player(compare=player_runs.too_late())

    assert [run["name"] for run in made.stage.runs] == ["this run", "the other run"]
    assert repr(made).startswith("First difference at step 7")


def test_the_compared_run_stands_on_the_right_even_when_it_comes_first():
    """What is compared is never compared with itself."""
    assert two(compare="user pool").run_name == "Google"


def test_a_filter_keeps_the_pair():
    """With fewer participants the player stays at the same step of its own run."""
    made = two(compare="Google")
    made.step = 5
    asks(made, "show", participants=["App", "Browser at Google", "Identity Pool"])

    assert made.stage.shown_run()["rows"][:2] == [[None, 1, False], [1, 2, True]]
    assert made.step == 2
    assert made.current.exchange.action == "GetId"


# --- files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("suffix", "mime", "begins"),
    [
        pytest.param("svg", "image/svg+xml", b"<svg ", id="a drawing"),
        pytest.param("png", "image/png", b"\x89PNG", id="an image"),
        pytest.param("txt", "text/plain", b"user pool\n1. App to User Pool", id="words"),
    ],
)
def test_a_run_can_be_saved(suffix: str, mime: str, begins: bytes):
    """The browser gets a name, a type and the bytes."""
    answer, buffers = asks(two(), "save", run="user pool", suffix=suffix)

    assert (answer["name"], answer["mime"]) == (f"user-pool.{suffix}", mime)
    assert buffers[0].startswith(begins)


@pytest.mark.parametrize(
    ("kind", "about", "words"),
    [
        pytest.param(
            "save", {"run": "this run", "suffix": "exe"}, "svg, png or txt", id="a suffix"
        ),
        pytest.param("reveal", {"run": "x", "step": 1}, "KeyError", id="a run"),
        pytest.param("dance", {}, "KeyError", id="a wish"),
    ],
)
def test_a_wrong_question_is_answered_and_shown(kind: str, about: dict, words: str):
    """Nothing is lost in the log: the frame shows it, and the browser's button comes free."""
    made = player()

    answer, _ = asks(made, kind, **about)

    assert answer == {"kind": "answer", "id": "view-0"}
    assert words in made.trouble.value


def test_without_a_drawing_program_the_list_works_alone(monkeypatch: pytest.MonkeyPatch):
    """The steps are there; the picture's place says what is missing, and saving it says so too."""

    def cannot(*_: Any, **__: Any) -> bytes:
        raise renderer.CannotDraw("No dot here.")

    monkeypatch.setattr(renderer, "draw", cannot)
    made = player()
    shown = made.stage.runs[0]

    assert (shown["svg"], shown["trouble"], len(shown["steps"])) == ("", "No dot here.", 9)
    asks(made, "save", run="this run", suffix="svg")
    assert "No dot here." in made.trouble.value
    answer, _ = asks(made, "save", run="this run", suffix="txt")
    assert answer["ok"]


# --- the static form ------------------------------------------------------------------------------


def test_the_static_form_is_the_steps_as_text():
    """A repr is the list; HTML is the list, then the drawing."""
    made = player(title="A run")

    assert repr(made).startswith("A run\n1. App to User Pool: InitiateAuth")
    assert re.search(r"<ol><li>App to User Pool.*</ol>.*<svg ", str(made.as_html()), re.DOTALL)


def test_several_runs_have_their_names():
    """Each run stands below its own name."""
    made = two(title="Sign in")

    assert "Sign in: user pool\n1. App to User Pool" in repr(made)
    assert "Sign in: Google\n1. Browser at Google" in repr(made)
    assert str(made.as_html()).count("<svg ") == 2


def test_two_players_of_one_run_share_no_id():
    """Two copies can stand on one page."""
    ids = [set(re.findall(r'id="([^"]+)"', str(player().as_html()))) for _ in range(2)]

    assert ids[0]
    assert not ids[0] & ids[1]


def test_a_flow_written_by_hand_can_be_played():
    """The journey before it has happened."""
    made = SequencePlayer(THE_JOURNEY)
    made.step = 17

    assert made.current.label == "NotAuthorizedException"
    assert made.stage.shelf == []


# --- the browser's half ---------------------------------------------------------------------------


def test_the_script_writes_no_markup_and_loads_nothing():
    """Text enters as text; the one thing that is parsed is Python's SVG, as XML."""
    source = (WIDGETS / "sequence_player.js").read_text()

    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", source)
    assert not re.search(r"^\s*import\b|import\(|https?://|fetch\(", source, re.MULTILINE)
    assert source.count("DOMParser") == 1
    assert '"image/svg+xml"' in source


def test_colours_are_those_of_the_one_palette():
    """The player's style sheet has no colour of its own, and text wears tested ones."""
    css = (WIDGETS / "sequence_player.css").read_text()

    used = set(re.findall(r"(?<![-\w])color:\s*([^;}]+)", css))
    assert used <= {
        "var(--cl-text)",
        "var(--ink)",
        "var(--sd-muted)",
        "var(--sd-on)",
        "var(--sd-idp-ink)",
    }
    assert not re.search(r"#[0-9a-f]{3,8}\b", css)


def test_a_step_sends_little():
    """What a step sends to Python is a number, less than 400 bytes."""
    made = player()
    made.step = 3

    assert len(json.dumps(made.stage.get_state("step"))) < 400
