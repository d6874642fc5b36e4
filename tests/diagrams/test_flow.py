"""A flow checks itself, and tells itself in words."""

from __future__ import annotations

import pytest

from cognito_lab.diagrams import (
    Branch,
    Domain,
    Flow,
    Frame,
    Kind,
    Participant,
    Step,
    answer,
    call,
    error,
    itself,
    one_way,
    sequence,
)
from cognito_lab.diagrams.rows import lay_out

ASK = call("App", "STS", "GetCallerIdentity", "signed")


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        pytest.param(ASK, "App to STS: GetCallerIdentity — signed", id="a call"),
        pytest.param(answer("STS", "App", "Arn"), "STS to App: Arn", id="an answer"),
        pytest.param(
            error("STS", "App", "AccessDenied", "not you"),
            "STS to App, refused: AccessDenied — not you",
            id="a refusal",
        ),
        pytest.param(itself("STS", "looks up"), "STS (itself): looks up", id="a step"),
        pytest.param(one_way("App", "STS", "hello"), "App to STS: hello", id="a message"),
    ],
)
def test_each_step_is_a_sentence(step: Step, sentence: str) -> None:
    """A reader without the picture learns who, to whom, and what."""
    assert step.sentence() == sentence


def test_the_words_hold_all_that_the_picture_shows() -> None:
    """Phases, conditions and notes stand in the sentences too."""
    flow = Flow(
        steps=(
            call("App", "STS", "Ask", phase="Knock", note="Quietly."),
            answer("STS", "App", "Yes"),
        ),
        frames=(Frame((Branch("the door is open", 2, 2),)),),
    )

    assert flow.sentences() == (
        "[Knock] App to STS: Ask (Note: Quietly.)",
        "If the door is open: STS to App: Yes",
    )


def test_participants_are_found_in_the_steps_and_put_in_order() -> None:
    """Without a list, everybody who is named takes part, each domain in one piece."""
    flow = Flow(steps=(call("STS", "JWKS", "a"), call("My service", "App", "b")))

    assert [one.name for one in flow.cast] == ["App", "JWKS", "STS", "My service"]
    assert flow.cast[-1].domain is Domain.AWS


def test_a_participant_may_bring_its_own_caption() -> None:
    """A lesson can name somebody the lab does not know."""
    flow = Flow(steps=(ASK,), participants=(Participant("App", "your phone", Domain.APP), "STS"))

    assert flow.cast[0].caption == "your phone"


def test_a_long_name_is_cut_on_its_head() -> None:
    """A name as long as a sentence is cut on its head; the words have all of it."""
    name = "A provider whose name is a sentence, because somebody thought that was funny"
    flow = Flow(steps=(call("App", name, "Ask"),))

    assert max(column.head.width for column in lay_out(flow).columns) < 180
    assert name in sequence(flow).steps[0]


def test_a_step_of_a_stranger_is_refused() -> None:
    """Who is not on the list of participants cannot speak."""
    with pytest.raises(ValueError, match="step 1 names 'STS', who is no participant"):
        Flow(steps=(ASK,), participants=("App", "S3"))


@pytest.mark.parametrize(
    "step",
    [
        pytest.param(call("App", "App", "Ask"), id="a call to oneself"),
        pytest.param(Step(Kind.SELF, "App", "STS", "think"), id="a thought for somebody else"),
    ],
)
def test_a_message_goes_to_somebody_else(step: Step) -> None:
    """Only what a participant does by itself stays with it."""
    with pytest.raises(ValueError, match="what somebody does by itself is self"):
        Flow(steps=(step,))


@pytest.mark.parametrize(
    "branches",
    [
        pytest.param((Branch("a", 0, 1),), id="before the first step"),
        pytest.param((Branch("a", 2, 1),), id="backwards"),
        pytest.param((Branch("a", 1, 3),), id="after the last step"),
        pytest.param((Branch("a", 1, 2), Branch("b", 2, 2)), id="one in another"),
    ],
)
def test_a_frame_that_holds_no_steps_is_refused(branches: tuple[Branch, ...]) -> None:
    """The branches of a frame follow each other, inside the flow."""
    with pytest.raises(ValueError, match=r"the branch .* spans steps"):
        Flow(steps=(ASK, answer("STS", "App", "Arn")), frames=(Frame(branches),))


def test_too_many_messages_get_a_message() -> None:
    """Beyond 200 messages there is a clear line in place of a picture, and 200 steps in words."""
    diagram = sequence(Flow(steps=(ASK,) * 201))

    assert diagram.svg == ""
    assert "201 messages are more than the 200 that fit" in diagram.trouble
    assert len(diagram.steps) == 201
    assert diagram.steps[-1] == "… and 1 more"
    assert "201 messages" in diagram.as_html()


def test_too_many_participants_get_a_message() -> None:
    """Beyond 20 participants there is a clear line in place of a picture."""
    steps = tuple(call("App", f"Service {number}", "Ask") for number in range(20))

    diagram = sequence(Flow(steps=steps))

    assert diagram.svg == ""
    assert "21 participants are more than the 20 that fit" in diagram.trouble


def test_as_much_as_the_caps_allow_is_drawn() -> None:
    """200 messages between 20 participants are still a picture."""
    steps = tuple(call("App", f"Service {number % 19}", "Ask") for number in range(200))

    assert sequence(Flow(steps=steps)).trouble == ""


def test_an_empty_run_says_so() -> None:
    """Nothing happened: no picture, no exception."""
    diagram = sequence(Flow("Empty"))

    assert diagram.svg == ""
    assert "nothing has happened yet" in str(diagram)
    assert "nothing has happened yet" in diagram.as_html()
