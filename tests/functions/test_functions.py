"""Python callables in the place of Lambda functions."""

from __future__ import annotations

from typing import Any

import pytest

from cognito_lab.primitives.clock import Clock
from cognito_lab.primitives.errors import FunctionError
from cognito_lab.primitives.trace import Trace
from cognito_lab.services.functions import Context, Functions

ARN = "arn:aws:lambda:us-east-1:123456789012:function:greet"


def greet(event: Any, context: Context) -> Any:
    """A handler as people write it."""
    return {"statusCode": 200, "body": f"hello {event['name']}"}


@pytest.fixture
def functions() -> Functions:
    """The functions of an account, none yet."""
    return Functions(Trace(Clock().now))


def test_a_registered_function_is_called_by_arn_or_name(functions):
    """Both bring the handler's result."""
    arn = functions.register("greet", greet)

    assert arn == ARN
    assert functions.knows(ARN)
    assert functions.knows("greet")
    expected = {"statusCode": 200, "body": "hello Gina"}
    assert functions.invoke(ARN, {"name": "Gina"}) == expected
    assert functions.invoke("greet", {"name": "Gina"}) == expected


def test_registering_again_replaces_the_function(functions):
    """A notebook cell may be run twice."""
    functions.register("greet", greet)
    functions.register("greet", lambda event, context: "new")

    assert functions.invoke("greet", {}) == "new"
    assert repr(functions) == "<Functions: greet>"


def test_a_function_may_do_to_its_event_what_it_likes(functions):
    """It has a copy: neither the caller's event nor the trace's changes."""
    event = {"user": {"groups": ["editors"]}}

    def meddle(event: Any, context: Context) -> Any:
        event["user"]["groups"].append("admins")
        return event

    functions.register("meddle", meddle)
    result = functions.invoke("meddle", event)

    assert event == {"user": {"groups": ["editors"]}}
    assert functions.trace.exchanges[0].request == event
    assert result == {"user": {"groups": ["editors", "admins"]}}


def test_what_comes_back_is_what_json_brings_back(functions):
    """A tuple comes back as a list, a number as a key as text."""
    functions.register("shapes", lambda event, context: {"pair": (1, 2), 3: None})

    assert functions.invoke("shapes", {}) == {"pair": [1, 2], "3": None}


@pytest.mark.parametrize(
    ("result", "found"),
    [
        pytest.param({"when": object()}, "object is not JSON", id="an object"),
        pytest.param({1, 2}, "set is not JSON", id="a set"),
        pytest.param(float("nan"), "not JSON compliant", id="not a number"),
    ],
)
def test_a_result_that_json_cannot_say_is_the_functions_error(functions, result, found):
    """The error is Lambda's own, and says what could not be sent."""
    functions.register("odd", lambda event, context: result)

    with pytest.raises(FunctionError, match=found) as failed:
        functions.invoke("odd", {})

    assert failed.value.error_type == "Runtime.MarshalError"
    assert failed.value.error_message.startswith("Unable to marshal response: ")


@pytest.mark.parametrize(
    "error", [ValueError("too young"), LookupError("no such user"), SystemExit("bye")]
)
def test_a_function_that_raises_is_a_function_error(functions, error):
    """The original is the cause; its type and text are told as Lambda tells them."""

    def fail(event: Any, context: Context) -> Any:
        raise error

    functions.register("fail", fail)

    with pytest.raises(FunctionError) as failed:
        functions.invoke("fail", {})

    assert failed.value.__cause__ is error
    assert (failed.value.function_name, failed.value.error_type, failed.value.error_message) == (
        "fail",
        type(error).__name__,
        str(error),
    )
    assert functions.trace.exchanges[0].error is failed.value


def test_a_person_who_interrupts_is_obeyed(functions):
    """Ctrl-C in a function is no fault of the function."""

    def wait(event: Any, context: Context) -> Any:
        raise KeyboardInterrupt

    functions.register("wait", wait)

    with pytest.raises(KeyboardInterrupt):
        functions.invoke("wait", {})


def test_a_call_is_one_exchange_inside_its_callers(functions):
    """The action is the function's name; what it returns is the answer."""
    functions.register("greet", greet)

    with functions.trace.exchange("API Gateway", "GET /greet", {}):
        functions.invoke(ARN, {"name": "Gina"})

    (call,) = functions.trace.exchanges[0].children
    assert (call.sender, call.receiver, call.action) == ("API Gateway", "Function", "greet")
    assert call.request == {"name": "Gina"}
    assert call.answer == {"statusCode": 200, "body": "hello Gina"}


def test_an_answer_that_is_no_object_is_recorded_under_a_name(functions):
    """The trace always has a mapping."""
    functions.register("seven", lambda event, context: 7)

    functions.invoke("seven", {})

    assert functions.trace.exchanges[0].answer == {"result": 7}


def test_a_function_learns_about_its_call(functions):
    """The context has Lambda's names, and each call an id of its own."""
    seen: list[Context] = []
    functions.register("look", lambda event, context: seen.append(context))

    functions.invoke("look", {})
    functions.invoke("look", {})

    first, second = seen
    assert first.function_name == "look"
    assert first.invoked_function_arn == ARN.replace("greet", "look")
    assert first.get_remaining_time_in_millis() == 3000
    assert first.aws_request_id != second.aws_request_id
    assert len(first.aws_request_id) == 36


@pytest.mark.parametrize("name", ["", "my function", "a.b", "ä", "x" * 65, ARN, None, 7])
def test_a_name_that_lambda_would_not_take_is_refused(functions, name):
    """One clear error, and nothing is registered."""
    with pytest.raises(ValueError, match="a function's name is 1 to 64 letters"):
        functions.register(name, greet)

    assert repr(functions) == "<Functions: none>"


@pytest.mark.parametrize(
    "handler",
    [
        pytest.param("greet", id="a name"),
        pytest.param(None, id="nothing"),
        pytest.param(lambda event: event, id="one argument"),
        pytest.param(lambda: None, id="no argument"),
        pytest.param(lambda event, context, more: None, id="three arguments"),
    ],
)
def test_a_handler_takes_event_and_context(functions, handler):
    """What cannot be called so is refused at once, not at the first request."""
    with pytest.raises(TypeError, match=r"handler\(event, context\)"):
        functions.register("odd", handler)

    assert not functions.knows("odd")


@pytest.mark.parametrize(
    "handler",
    [
        pytest.param(lambda *everything: "ok", id="any number of arguments"),
        pytest.param(lambda event, context=None: "ok", id="a default"),
        pytest.param(lambda event, context, client=None: "ok", id="a default of its own"),
        pytest.param(max, id="a callable written in C"),
    ],
)
def test_a_handler_may_take_more_than_it_needs(functions, handler):
    """Everything that can be called with two arguments will do."""
    functions.register("fine", handler)

    assert functions.knows("fine")


def test_an_unknown_function_cannot_be_called(functions):
    """The error names those that there are; nothing is recorded, for nothing was called."""
    functions.register("greet", greet)

    with pytest.raises(LookupError, match="'gret' is registered; there are: greet"):
        functions.invoke("gret", {})

    assert not functions.knows("arn:aws:lambda:eu-west-1:123456789012:function:greet")
    assert functions.trace.exchanges == ()


@pytest.mark.parametrize("event", [None, "text", [1], {"when": object()}])
def test_an_event_is_a_json_object(functions, event):
    """Anything else is a fault of the caller's, not of the function's."""
    functions.register("greet", greet)

    with pytest.raises(TypeError, match="JSON"):
        functions.invoke("greet", event)
