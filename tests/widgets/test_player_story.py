"""Stories for the player: some of the participants, and two runs side by side."""

from __future__ import annotations

import player_runs
import pytest

from cognito_lab.diagrams import THE_JOURNEY, Flow, answer, call, from_trace, itself, sequence
from cognito_lab.widgets.player_story import (
    Row,
    cast_of,
    difference,
    flow_of,
    named,
    part_of,
    phases_of,
    rows_of,
)

TWO = Flow(
    participants=("App", "User Pool", "Identity Pool"),
    steps=(
        call("App", "User Pool", "InitiateAuth", phase="Sign in"),
        itself("User Pool", "sign JWTs", phase="Sign tokens"),
        answer("User Pool", "App", "three tokens"),
        call("App", "Identity Pool", "GetId", phase="Get identity"),
        answer("Identity Pool", "App", "IdentityId"),
    ),
)


def test_only_those_who_are_shown_speak():
    """A step is left out as soon as one of its ends is; the others keep their order."""
    part = part_of(TWO, {"App", "Identity Pool"})

    assert [step.label for step in part.flow.steps] == ["GetId", "IdentityId"]
    assert [one.name for one in part.flow.cast] == ["App", "Identity Pool"]
    assert part.origins == (4, 5)


def test_a_phase_begins_with_its_first_step_that_is_left():
    """The name of a phase moves to the next step of it, and is not said twice."""
    part = part_of(TWO, {"App", "User Pool"})

    assert [step.phase for step in part.flow.steps] == ["Sign in", "Sign tokens", ""]
    shorter = part_of(TWO, {"User Pool"})
    assert [step.phase for step in shorter.flow.steps] == ["Sign tokens"]


def test_all_participants_leave_the_flow_as_it_was():
    """Showing everybody is the whole flow, frames and all."""
    everybody = {one.name for one in THE_JOURNEY.cast}

    assert sequence(part_of(THE_JOURNEY, everybody).flow).dot == sequence(THE_JOURNEY).dot


def test_a_frame_shrinks_to_the_steps_that_are_left():
    """Branches count the steps of the part; a branch without steps is gone."""
    part = part_of(THE_JOURNEY, {"App", "S3"})

    branches = [
        (b.condition, b.first, b.last) for frame in part.flow.frames for b in frame.branches
    ]
    assert branches == [("token is valid", 1, 2)]


@pytest.mark.parametrize(
    ("origin", "nearest"),
    [
        pytest.param(4, 1, id="a step that is left is itself"),
        pytest.param(5, 2, id="and the next one, too"),
        pytest.param(3, 0, id="before the first step there is none"),
    ],
)
def test_a_step_is_found_again_in_a_part(origin: int, nearest: int):
    """Whoever stands at a step stands at it, or at the one before, in the smaller picture."""
    assert part_of(TWO, {"App", "Identity Pool"}).nearest(origin) == nearest


def test_every_step_belongs_to_the_phase_that_began_last():
    """A phase lasts until the next one."""
    assert phases_of(TWO) == ["Sign in", "Sign tokens", "Sign tokens", *["Get identity"] * 2]


def test_the_cast_of_two_runs_is_everybody_once_from_left_to_right():
    """Participants of several runs share one row of boxes, in the order of the pictures."""
    flows = [from_trace(player_runs.jdoe()), from_trace(player_runs.gina())]

    assert [one.name for one in cast_of(flows)] == [
        *("App", "Browser at Google", "Google", "User Pool", "Identity Pool", "S3"),
    ]


def test_runs_that_differ_in_ids_alone_are_the_same():
    """An identity id differs in every run, so it is no difference."""
    here, there = from_trace(player_runs.jdoe()), from_trace(player_runs.too_late())

    assert [row.same for row in rows_of(here, there)[:6]] == [True] * 6


def test_the_first_difference_is_said_with_both_sentences():
    """Where one run gets credentials and the other is refused, both are told."""
    here, there = from_trace(player_runs.jdoe()), from_trace(player_runs.too_late())

    said = difference(here, there)

    assert said.startswith("First difference at step 7: Identity Pool to App: key id,")
    assert "| Identity Pool to App, refused: NotAuthorizedException" in said


def test_no_difference_is_said_too():
    """A run is like itself."""
    flow = from_trace(player_runs.jdoe())

    assert difference(flow, flow).startswith("No difference")


def test_steps_stand_beside_their_like():
    """Google's way is one step longer; after that the two runs stand side by side again."""
    here, there = from_trace(player_runs.jdoe()), from_trace(player_runs.gina())

    rows = rows_of(here, there)

    assert rows[:4] == (Row(1, 1, False), Row(2, 2, False), Row(3, 3, False), Row(None, 4, False))
    assert rows[4:] == tuple(Row(n, n + 1, True) for n in range(4, 10))


def test_a_flow_takes_no_options():
    """A flow brings its own phases; a trace takes them."""
    with pytest.raises(TypeError, match="a Flow brings its own phases"):
        flow_of(TWO, phases={})
    assert flow_of(TWO, title="A title").title == "A title"
    assert flow_of(player_runs.jdoe(), phases={"GetId": "Ask"}).steps[3].phase == "Ask"


def test_one_story_gets_a_name_and_several_keep_theirs():
    """A mapping is several runs."""
    assert named(TWO, "this run") == {"this run": TWO}
    assert list(named({"a": TWO, "b": TWO}, "this run")) == ["a", "b"]
