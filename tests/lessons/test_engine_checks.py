from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from engine_samples import SmallWorld, attempt, bench, exercise

from cognito_lab import boto3_session
from cognito_lab.lessons.attempt import copy_of
from cognito_lab.lessons.calling import Answer, Shared, call
from cognito_lab.lessons.came_back import accepted_or_refused, in_words
from cognito_lab.lessons.checking import check
from cognito_lab.lessons.exercise import Cell, WrongAnswer
from cognito_lab.lessons.outcome import Status
from cognito_lab.lessons.tasks import Case, Function, Rule, State
from cognito_lab.lessons.todo import TODO


def test_a_right_answer_is_right_and_hears_why() -> None:
    """All cases as they should be: the outcome explains."""
    outcome = check(exercise(), attempt(lambda number: number / 2))

    assert outcome.passed
    assert outcome.words == "Half of a number is the number divided by two."


def test_an_answer_with_a_known_signature_hears_its_belief() -> None:
    """Whoever fails as a listed wrong answer does gets its words, however it is written."""
    outcome = check(exercise(), attempt(lambda number: int(number / 2)))

    assert (outcome.status, outcome.misconception) == (Status.FAIL, "M02")
    assert outcome.words == "five gave 2."


def test_an_unknown_signature_hears_the_first_observation() -> None:
    """The most basic failing case speaks, with what came back."""
    outcome = check(exercise(), attempt(lambda number: "half"))

    assert (outcome.status, outcome.misconception) == (Status.FAIL, None)
    assert outcome.words == "Half of four came back as 'half'."


def test_a_slip_is_told_as_such_and_compared_with_nothing() -> None:
    """A name that is not there says nothing about a belief, whatever else would fail alike."""
    made = exercise(wrong_answers=(WrongAnswer("slip", lambda number: undefined, "M02", "No."),))  # noqa: F821

    outcome = check(made, attempt(lambda number: also_undefined))  # noqa: F821

    assert outcome.status is Status.ERROR
    assert "name 'also_undefined' is not defined" in outcome.words


def test_an_exception_is_told_with_the_input_that_caused_it() -> None:
    """An exception that is no answer stops the check, with the case and its input."""
    outcome = check(exercise(), attempt(lambda number: number / 0))

    assert outcome.status is Status.ERROR
    assert "ZeroDivisionError: division by zero" in outcome.words
    assert "the case “four”, with the input (4)" in outcome.words


def _unchanged(number):  # type: ignore[no-untyped-def]
    return None  # a comment that the blank does not have


@pytest.mark.parametrize(
    ("answer", "blank"),
    [
        pytest.param(TODO, "", id="the blank itself"),
        pytest.param(lambda number: TODO, "", id="a function with a blank in it"),
        pytest.param({"a": 1, "b": TODO}, "", id="a dict with a blank in it"),
        pytest.param([1, TODO], "", id="a list with a blank in it"),
        pytest.param(None, "", id="no such variable"),
        pytest.param(_unchanged, "def half(number):\n    return None", id="the blank's own body"),
    ],
)
def test_untouched_is_seen(answer: Any, blank: str) -> None:
    """A blank is not a wrong answer: nothing was attempted."""
    made = exercise(blank=Cell(blank)) if blank else exercise()

    assert check(made, attempt(answer)).status is Status.NOT_ATTEMPTED


def test_the_learner_gets_copies() -> None:
    """A function that spoils its inputs spoils only copies."""
    given = {"policy": ["Allow"]}

    def spoil(policy: dict[str, list[str]]) -> int:
        policy["policy"].clear()
        return len(policy)

    task = Function(cases=lambda _: [Case("spoil", (given,), 1)])

    assert check(exercise(task, wrong_answers=()), attempt(spoil)).passed
    assert given == {"policy": ["Allow"]}


def test_a_shared_argument_is_handed_over_itself() -> None:
    """What cannot be copied is given as it is."""
    thing = threading.Lock()

    assert call(lambda given: given is thing, [Shared(thing)]) == Answer(True)


def test_the_learner_sees_the_labs_time() -> None:
    """The lab's clock is the system's time inside the function, and not afterwards."""
    world = SmallWorld()
    task = Function(cases=lambda _: [Case("now", (), world.cloud.clock.epoch())])

    outcome = check(exercise(task, wrong_answers=()), attempt(lambda: int(time.time()), world))

    assert outcome.passed
    assert abs(time.time() - world.cloud.clock.epoch()) > 3600


def test_a_check_touches_nothing_but_a_copy() -> None:
    """What a check tries leaves no trace in the learner's account."""
    world = SmallWorld()
    boto3_session(world.cloud).client("s3").create_bucket(Bucket="theirs")
    before = repr(world.cloud.trace)

    def names(session: Any) -> set[str]:
        return {bucket["Name"] for bucket in session.client("s3").list_buckets()["Buckets"]}

    copied = copy_of(world)
    theirs, ours = boto3_session(world.cloud), boto3_session(copied.cloud)
    ours.client("s3").create_bucket(Bucket="ours")
    ours.client("iam").create_user(UserName="ours")

    assert repr(world.cloud.trace) == before
    assert names(ours) == {"ours", "theirs"}
    assert names(theirs) == {"theirs"}


def test_a_copy_goes_on_as_the_original_would() -> None:
    """Ids, tokens and clock continue alike in both: a check meets the learner's own world."""
    world = SmallWorld()
    world.cloud.clock.advance(minutes=3)

    copied = copy_of(world)
    copied.cloud.clock.advance(minutes=1)

    def made(one: SmallWorld) -> str:
        client: Any = boto3_session(one.cloud).client("cognito-idp")
        return str(client.create_user_pool(PoolName="p")["UserPool"]["Id"])

    assert made(copied) == made(world)
    assert (copied.cloud.clock.now() - world.cloud.clock.now()).total_seconds() == 60


def test_the_first_rule_that_does_not_hold_speaks() -> None:
    """A state exercise runs the function in the learner's account and looks at what happened."""
    rules = (
        Rule("something", lambda seen: bool(seen.events), "Nothing happened."),
        Rule("a pool", lambda seen: bool(seen.answered("CreateUserPool")), "No pool.", "M01"),
        Rule("two pools", lambda seen: len(seen.all("CreateUserPool")) == 2, "One pool.", "M04"),
    )
    world = SmallWorld()

    def act() -> None:
        client: Any = boto3_session(world.cloud).client("cognito-idp")
        client.create_user_pool(PoolName="p")

    outcome = check(exercise(State(rules), wrong_answers=()), attempt(act, world))

    assert (outcome.words, outcome.misconception) == ("One pool.", "M04")


def _raising(error: BaseException) -> Callable[..., Any]:
    def raise_it(*_: object) -> None:
        raise error

    return raise_it


def test_a_slip_in_a_state_exercise_stops_it() -> None:
    """A Python error is told as such; the rules speak about AWS's refusals."""
    rules = (Rule("never", lambda seen: False, "The rule spoke.", "M01"),)
    made = exercise(State(rules), wrong_answers=())
    world = SmallWorld()

    def refused() -> None:
        client: Any = boto3_session(world.cloud, credentials={}).client("s3")
        client.list_buckets()

    slip = check(made, attempt(_raising(KeyError("Credentials")), world))
    refusal = check(made, attempt(refused, world))

    assert slip.status is Status.ERROR and "KeyError" in slip.words
    assert refusal.words == "The rule spoke."


def test_an_exercise_without_a_variable_looks_since_its_beginning(tmp_path: Any) -> None:
    """`begin` marks the place: what was there before does not count."""
    rules = (Rule("a pool", lambda seen: bool(seen.answered("CreateUserPool")), "No pool."),)
    learner = bench(tmp_path, exercise(State(rules), answer="", wrong_answers=()))
    client: Any = boto3_session(learner.session.world.cloud).client("cognito-idp")
    client.create_user_pool(PoolName="before")

    learner.begin()
    untouched = learner.check()
    client.create_user_pool(PoolName="now")

    assert untouched.status is Status.NOT_ATTEMPTED
    assert learner.check().passed


def test_a_verifier_is_read_by_what_it_does() -> None:
    """Claims mean accepted, an exception refused, and everything else is named."""
    assert accepted_or_refused(Answer({"sub": "x"})) == "accepted"
    assert accepted_or_refused(Answer(error=ValueError())) == "refused"
    assert accepted_or_refused(Answer(None)) == "neither claims nor an exception, but None"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(True, 1, id="true and one"),
        pytest.param("a", b"a", id="text and bytes"),
        pytest.param([1], (1,), id="list and tuple"),
    ],
)
def test_words_tell_types_apart(one: object, other: object) -> None:
    """What Python takes for equal is not the same answer."""
    assert in_words(one) != in_words(other)


def test_words_are_kind_about_whole_numbers() -> None:
    """Two and two point nought are one answer."""
    assert in_words(2.0) == in_words(2)


def test_words_do_not_depend_on_order() -> None:
    """Two equal dicts and two equal sets read the same."""
    assert in_words({"a": 1, "b": 2}) == in_words({"b": 2, "a": 1})
    assert in_words({"b", "a"}) == in_words({"a", "b"})
