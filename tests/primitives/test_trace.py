"""The trace: every exchange, nested, with notes, evidence and errors."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from cognito_lab.primitives.errors import AwsError
from cognito_lab.primitives.names import camel_case
from cognito_lab.primitives.trace import Trace, operation

NOON = datetime(2026, 1, 6, 12, tzinfo=UTC)


def new_trace(limit: int = 2000) -> Trace:
    """A trace at noon."""
    return Trace(lambda: NOON, limit)


class Counter:
    """A service with a parent operation, a child, a refusal and a bug."""

    participant = "Counter"

    def __init__(self, trace: Trace, clerk: Clerk | None = None) -> None:
        self.trace, self.clerk = trace, clerk

    @operation
    def get_id(self, *, pool_id: str, account_id: str | None = None) -> dict[str, Any]:
        """Asks a clerk."""
        self.trace.step("verify the token", key="RS256")
        if self.clerk:
            self.clerk.ask(question=pool_id)
        return {"IdentityId": "us-east-1:1"}

    @operation
    def refuse(self) -> dict[str, Any]:
        """Says no in two voices."""
        raise AwsError("NotAuthorizedException", "No.", because="the token is a Google token")


class Clerk:
    """A service whose parameters are spelled as API Gateway's."""

    participant = "Clerk"
    spelling = staticmethod(camel_case)

    def __init__(self, trace: Trace) -> None:
        self.trace = trace

    @operation
    def ask(self, *, question: str) -> dict[str, Any]:
        """Notes something."""
        self.trace.note("asked and answered")
        self.trace.keep(decision="allowed")
        return {}


def test_an_operation_is_one_exchange_in_awss_names():
    """Action and parameters are AWS's; a parameter that was not given is not recorded."""
    trace = new_trace()

    Counter(trace).get_id(pool_id="us-east-1:p")

    (exchange,) = trace.exchanges
    assert (exchange.sender, exchange.receiver, exchange.action) == ("App", "Counter", "GetId")
    assert exchange.request == {"PoolId": "us-east-1:p"}
    assert exchange.answer == {"IdentityId": "us-east-1:1"}
    assert (exchange.at, exchange.depth, exchange.outcome()) == (NOON, 0, "ok")


def test_what_happens_inside_is_nested_and_sent_by_who_is_served():
    """A child's sender is the receiver of the exchange around it; steps have no other side."""
    trace = new_trace()

    Counter(trace, Clerk(trace)).get_id(pool_id="p")

    parent, step, child = trace.walk()
    assert parent.children == [step, child]
    assert step.is_step
    assert (step.action, step.request) == ("verify the token", {"key": "RS256"})
    assert (child.sender, child.receiver, child.action) == ("Counter", "Clerk", "Ask")
    assert not child.is_step
    assert (child.depth, child.request) == (1, {"question": "p"})
    assert [exchange.number for exchange in trace.walk()] == [1, 2, 3]


def test_notes_and_evidence_stay_with_the_exchange_that_was_open():
    """The clerk's note is not the counter's."""
    trace = new_trace()

    Counter(trace, Clerk(trace)).get_id(pool_id="p")

    parent, _, child = trace.walk()
    assert child.notes == ["asked and answered"]
    assert child.evidence == {"decision": "allowed"}
    assert (parent.notes, parent.evidence) == ([], {})


def test_a_refusal_is_recorded_in_both_voices():
    """The error is AWS's, the note the lab's; an answer there is none."""
    trace = new_trace()

    with pytest.raises(AwsError):
        Counter(trace).refuse()

    (exchange,) = trace.exchanges
    assert exchange.answer is None
    assert exchange.outcome() == "NotAuthorizedException: No."
    assert exchange.notes == ["the token is a Google token"]


def test_a_refusal_inside_is_noted_at_each_exchange_that_it_ends():
    """An error that goes through two exchanges is on both, its reason once on each."""
    trace = new_trace()

    def at_the_door() -> None:
        with trace.exchange("Door", "GET /", {}):
            trace.note("the token is a Google token")
            Counter(trace).refuse()

    with pytest.raises(AwsError):
        at_the_door()

    door, inside = trace.walk()
    assert door.error is inside.error
    assert door.notes == inside.notes == ["the token is a Google token"]


def test_a_fault_of_ours_is_recorded_too():
    """A Python exception is an outcome like any other, and it goes on."""
    trace = new_trace()

    with pytest.raises(ZeroDivisionError), trace.exchange("Door", "GET /", {}):
        _ = 1 / 0

    assert trace.exchanges[0].outcome() == "division by zero"


def test_the_operation_joins_the_exchange_at_the_door():
    """A request over the wire is recorded before the gate decides, and once."""
    trace = new_trace()

    with trace.exchange("Counter", "GetId", {"PoolId": "p"}, sender="Admin", awaits_operation=True):
        Counter(trace).get_id(pool_id="p")

    (exchange,) = trace.exchanges
    assert (exchange.sender, exchange.answer) == ("Admin", {"IdentityId": "us-east-1:1"})
    assert [child.action for child in exchange.children] == ["verify the token"]


@pytest.mark.parametrize(
    ("receiver", "action"),
    [
        pytest.param("Counter", "GetCredentials", id="another operation"),
        pytest.param("Clerk", "GetId", id="another participant"),
    ],
)
def test_only_the_awaited_operation_joins(receiver, action):
    """An operation that nobody announced opens its own exchange inside."""
    trace = new_trace()

    with trace.exchange(receiver, action, {}, awaits_operation=True):
        Counter(trace).get_id(pool_id="p")

    outer, inner, _ = trace.walk()
    assert (outer.action, inner.action) == (action, "GetId")
    assert outer.children == [inner]


def test_only_the_first_operation_joins():
    """A second call of the same operation inside is a request of its own."""
    trace = new_trace()
    counter = Counter(trace)

    with trace.exchange("Counter", "GetId", {}, awaits_operation=True):
        counter.get_id(pool_id="first")
        counter.get_id(pool_id="second")

    (door,) = trace.exchanges
    assert [child.action for child in door.children] == ["verify the token", "GetId"]


def test_somebody_else_may_be_the_actor_for_a_while():
    """Requests at the top come from the actor, and from App again afterwards."""
    trace = new_trace()
    counter = Counter(trace)

    def as_administrator() -> None:
        with trace.acting_as("Administrator"):
            counter.get_id(pool_id="p")
            raise KeyError

    with pytest.raises(KeyError):
        as_administrator()
    counter.get_id(pool_id="p")

    assert [exchange.sender for exchange in trace.exchanges] == ["Administrator", "App"]


def test_two_traces_do_not_mix():
    """An exchange of one cloud is no parent for an exchange of another."""
    trace, other = new_trace(), new_trace()

    with trace.exchange("Door", "GET /", {}):
        Counter(other).get_id(pool_id="p")
        other.note("lost: nothing is open here")

    assert [exchange.action for exchange in trace.walk()] == ["GET /"]
    assert other.exchanges[0].depth == 0
    assert other.exchanges[0].notes == []


def test_outside_any_exchange_notes_and_steps_go_nowhere():
    """They say something about an exchange, so without one there is nothing to say."""
    trace = new_trace()

    trace.note("why")
    trace.step("how")
    trace.keep(what=1)

    assert trace.exchanges == ()


def test_the_trace_keeps_the_latest_and_counts_what_it_dropped():
    """Three of five stay, with their numbers, and the display says that two are gone."""
    trace = new_trace(limit=3)
    counter = Counter(trace)

    for number in range(5):
        counter.get_id(pool_id=str(number))

    assert [exchange.request["PoolId"] for exchange in trace.exchanges] == ["2", "3", "4"]
    assert trace.dropped == 2
    assert repr(trace).splitlines() == [
        "… 2 older exchanges were dropped",
        "   5. App → Counter: GetId [ok]",
        "   7. App → Counter: GetId [ok]",
        "   9. App → Counter: GetId [ok]",
    ]


@pytest.mark.parametrize("limit", [0, -1])
def test_a_trace_that_keeps_nothing_is_refused(limit):
    """At least one exchange has to fit."""
    with pytest.raises(ValueError, match="trace_limit"):
        new_trace(limit)


def test_a_mark_divides_before_from_after():
    """What began after a mark is found again, nested exchanges with their parents."""
    trace = new_trace()
    counter = Counter(trace, Clerk(trace))
    counter.get_id(pool_id="before")

    mark = trace.mark()
    counter.get_id(pool_id="after")

    assert [exchange.request["PoolId"] for exchange in trace.since(mark)] == ["after"]
    assert trace.since(trace.mark()) == ()


def test_find_looks_at_every_depth():
    """An action is found wherever it happened, oldest first."""
    trace = new_trace()
    Counter(trace, Clerk(trace)).get_id(pool_id="p")
    Clerk(trace).ask(question="q")

    assert [exchange.request["question"] for exchange in trace.find("Ask")] == ["p", "q"]
    assert trace.find("Nothing") == []


def test_a_trace_reads_like_a_list_of_messages():
    """Nested ones are indented, steps left out, and an empty one says so."""
    trace = new_trace()
    assert repr(trace) == "<an empty trace>"

    Counter(trace, Clerk(trace)).get_id(pool_id="p")

    assert repr(trace).splitlines() == [
        "   1. App → Counter: GetId [ok]",
        "   3.    Counter → Clerk: Ask [ok]",
    ]
    assert repr(trace.exchanges[0]) == "<1. App → Counter: GetId [ok]>"
