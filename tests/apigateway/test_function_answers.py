"""What becomes of a function's answer."""

from __future__ import annotations

from typing import Any

import pytest
from api_world import ApiWorld, body_of, integration_uri

from cognito_lab.primitives import messages
from cognito_lab.services.apigateway import ApiRequest, ApiResponse, refusal

REQUEST = ApiRequest("GET", "/door")


def answered(world: ApiWorld, handler: Any) -> tuple[ApiResponse, list[str]]:
    """The response when a function answers so, and what the trace says about it."""
    api_id, _ = world.api()
    world.add_method(api_id, "/door", function=world.functions.register("door", handler))
    world.deploy(api_id)
    with world.trace.exchange("API Gateway", "GET /door", {}) as exchange:
        response = world.gateway.invoke(world.method(api_id, "/door"), request=REQUEST)
    return response, exchange.notes


def answer(world: ApiWorld, value: Any) -> tuple[ApiResponse, list[str]]:
    """The same for a function that always answers with this value."""
    return answered(world, lambda event, context: value)


@pytest.mark.parametrize(
    ("value", "status", "body"),
    [
        pytest.param({"statusCode": 200, "body": "ok"}, 200, b"ok", id="status and body"),
        pytest.param({"statusCode": 201}, 201, b"", id="no body"),
        pytest.param({"statusCode": "201"}, 201, b"", id="a status in digits"),
        pytest.param({"statusCode": 204, "body": None}, 204, b"", id="a body of null"),
        pytest.param({"statusCode": 404, "body": "zoë"}, 404, "zoë".encode(), id="a refusal"),
        pytest.param({"body": "no status"}, 200, b"no status", id="no status is 200"),
        pytest.param({"headers": None, "multiValueHeaders": None}, 200, b"", id="headers of null"),
        pytest.param(
            {"body": "aGVsbG8=", "isBase64Encoded": True}, 200, b"aGVsbG8=", id="base64 is kept"
        ),
    ],
)
def test_a_well_formed_answer_is_a_response(world, value, status, body):
    """Five members, all optional."""
    response, notes = answer(world, value)

    assert (response.status, response.body) == (status, body)
    assert notes == []


@pytest.mark.parametrize(
    ("value", "why"),
    [
        pytest.param(None, "answered with null", id="nothing"),
        pytest.param({}, "answered with an empty object", id="an empty object"),
        pytest.param("ok", "answered with text", id="text"),
        pytest.param([200, "ok"], "answered with a list", id="a list"),
        pytest.param(True, "answered with a boolean", id="a yes"),
        pytest.param(200, "answered with a number", id="a number"),
        pytest.param({"message": "ok"}, "unknown members: message", id="an answer of its own form"),
        pytest.param(
            {"statusCode": 200, "status": 1}, "unknown members: status", id="one too many"
        ),
        pytest.param({"body": {"a": 1}}, "body has to be text, not an object", id="an object body"),
        pytest.param({"body": 7}, "body has to be text, not a number", id="a number as body"),
        pytest.param({"statusCode": "fine"}, "not 'fine'", id="a status in words"),
        pytest.param({"statusCode": 20.5}, "not 20.5", id="half a status"),
        pytest.param({"statusCode": True}, "not True", id="a status of yes"),
        pytest.param({"statusCode": 99}, "not 99", id="a status below 100"),
        pytest.param({"statusCode": 600}, "not 600", id="a status above 599"),
        pytest.param({"headers": "a: b"}, "have to be objects", id="headers in one text"),
        pytest.param({"headers": {"a": None}}, "header a has to be text", id="a header of null"),
        pytest.param({"headers": {"a": {}}}, "header a has to be text", id="a header object"),
        pytest.param(
            {"multiValueHeaders": {"a": "b"}}, "a has to be a list", id="one value, no list"
        ),
        pytest.param(
            {"headers": {"a": "b\r\nSet-Cookie: c"}}, "no header may hold", id="a second header"
        ),
        pytest.param({"headers": {"a\n": "b"}}, "no header may hold", id="a line in a name"),
        pytest.param({"headers": {"a b": "c"}}, "no header may hold", id="a space in a name"),
    ],
)
def test_a_malformed_answer_is_a_502_without_a_reason(world, value, why):
    """The caller learns nothing; the trace says what is wrong with the answer."""
    response, notes = answer(world, value)

    assert (response.status, body_of(response)) == (502, {"message": "Internal server error"})
    assert response.headers["x-amzn-ErrorType"] == "InternalServerErrorException"
    assert why in notes[0]


@pytest.mark.parametrize(
    ("value", "headers"),
    [
        pytest.param({"statusCode": 200}, {"Content-Type": "application/json"}, id="the default"),
        pytest.param(
            {"headers": {"content-type": "text/plain"}},
            {"content-type": "text/plain"},
            id="a kind of its own, however it is spelled",
        ),
        pytest.param(
            {"headers": {"X-Count": 3, "X-New": True}},
            {"X-Count": "3", "X-New": "true", "Content-Type": "application/json"},
            id="numbers and a yes",
        ),
        pytest.param(
            {"multiValueHeaders": {"X-A": ["1", "2"]}},
            {"X-A": "1, 2", "Content-Type": "application/json"},
            id="several values",
        ),
        pytest.param(
            {"headers": {"x-a": "solo"}, "multiValueHeaders": {"X-A": ["multi"]}},
            {"X-A": "multi, solo", "Content-Type": "application/json"},
            id="both kinds of one name",
        ),
    ],
)
def test_headers_are_merged(world, value, headers):
    """Names know no upper and lower case; each response also has the request's id."""
    response, _ = answer(world, value)

    request_id = response.headers["x-amzn-RequestId"]
    assert {**response.headers} == {**headers, "x-amzn-RequestId": request_id}
    assert len(request_id) == 36


def test_the_response_and_the_event_name_the_same_request(world):
    """One id for the function's logs and the caller."""
    seen: list[str] = []

    response, _ = answered(
        world, lambda event, context: seen.append(event["requestContext"]["requestId"])
    )

    assert seen == [response.headers["x-amzn-RequestId"]]


def test_a_function_that_fails_is_a_502(world):
    """What it raised stays in the trace."""

    def fail(event: Any, context: Any) -> Any:
        raise ValueError("no such door")

    response, notes = answered(world, fail)

    assert (response.status, body_of(response)) == (502, {"message": "Internal server error"})
    assert notes == ["The function 'door' failed: ValueError: no such door"]


def test_a_function_that_does_not_exist_is_a_500(world):
    """API Gateway is told of a function only at the first call."""
    api_id, _ = world.api()
    world.add_method(api_id, "/door", function=world.echo.replace("echo", "nothing"))
    world.deploy(api_id)

    with world.trace.exchange("API Gateway", "GET /door", {}) as exchange:
        response = world.gateway.invoke(world.method(api_id, "/door"), request=REQUEST)

    assert (response.status, body_of(response)) == (500, {"message": "Internal server error"})
    assert "nothing is registered" in exchange.notes[0]


def test_a_function_is_called_by_post_only(world):
    """An integration that says GET can be set up, and fails at each call."""
    api_id, root_id = world.api()
    where = {"rest_api_id": api_id, "resource_id": root_id, "http_method": "GET"}
    world.gateway.put_method(**where, authorization_type="NONE")
    world.gateway.put_integration(
        **where, type="AWS_PROXY", integration_http_method="GET", uri=integration_uri(world.echo)
    )
    world.deploy(api_id)

    response = world.gateway.invoke(world.method(api_id, "/"), request=ApiRequest("GET", "/"))

    assert (response.status, body_of(response)) == (500, {"message": "Internal server error"})


def test_the_function_runs_inside_the_request(world):
    """The trace nests it below API Gateway, with the event and the answer."""
    answer(world, {"statusCode": 200})

    door = world.trace.find("GET /door")[0]
    (call,) = door.children
    assert (call.sender, call.receiver, call.action) == ("API Gateway", "Function", "door")
    assert call.request["path"] == "/door"
    assert call.answer == {"statusCode": 200}


@pytest.mark.parametrize(
    ("message", "body"),
    [
        pytest.param(messages.API_NO_SUCH_ROUTE, b'{"message":"Missing Authentication Token"}'),
        pytest.param(messages.API_UNAUTHORIZED, b'{"message":"Unauthorized"}'),
        pytest.param(
            messages.Message("AccessDeniedException", "User: anonymous is not …", 403),
            b'{"Message":"User: anonymous is not \\u2026"}',
        ),
    ],
    ids=["no route", "no token", "policy says no"],
)
def test_refusals_differ_in_one_capital(message, body):
    """Only a refusal by policy has a capital M; the code is in a header for all."""
    response = refusal(message.error())

    assert (response.status, response.body) == (message.status, body)
    assert response.headers == {
        "Content-Type": "application/json",
        "x-amzn-ErrorType": message.code,
    }
