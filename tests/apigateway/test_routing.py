"""Which method a request means."""

from __future__ import annotations

import pytest
from api_world import ApiWorld

ROUTES = [
    "GET /",
    "GET /jwt",
    "POST /test",
    "ANY /test/any",
    "GET /users/{id}",
    "DELETE /users/{id}",
    "GET /users/me",
    "GET /users/{id}/posts/{post}",
    "OPTIONS /{proxy+}",
    "GET /files/{path+}",
]


@pytest.fixture
def api_id(world: ApiWorld) -> str:
    """An API that serves these routes at prod."""
    api_id, _ = world.api()
    for route in ROUTES:
        verb, path = route.split()
        world.add_method(api_id, path, verb)
    world.deploy(api_id)
    return api_id


@pytest.mark.parametrize(
    ("request_line", "route", "parameters"),
    [
        pytest.param("GET /", "GET /", {}, id="the root"),
        pytest.param("GET ", "GET /", {}, id="the root without its slash"),
        pytest.param("GET /jwt", "GET /jwt", {}, id="a fixed path"),
        pytest.param("GET /jwt/", "GET /jwt", {}, id="a slash at the end"),
        pytest.param("GET //jwt", "GET /jwt", {}, id="a slash too many in front"),
        pytest.param("GET /users/7", "GET /users/{id}", {"id": "7"}, id="a variable"),
        pytest.param("GET /users/me", "GET /users/me", {}, id="fixed before variable"),
        pytest.param(
            "DELETE /users/me", "DELETE /users/{id}", {"id": "me"}, id="the verb decides too"
        ),
        pytest.param(
            "GET /users/7/posts/9",
            "GET /users/{id}/posts/{post}",
            {"id": "7", "post": "9"},
            id="two variables",
        ),
        pytest.param("GET /files/a", "GET /files/{path+}", {"path": "a"}, id="greedy: one part"),
        pytest.param(
            "GET /files/a/b//c/", "GET /files/{path+}", {"path": "a/b//c"}, id="greedy: many parts"
        ),
        pytest.param(
            "OPTIONS /users/7", "OPTIONS /{proxy+}", {"proxy": "users/7"}, id="the greedy rest"
        ),
        pytest.param(
            "OPTIONS /test", "OPTIONS /{proxy+}", {"proxy": "test"}, id="no OPTIONS at the path"
        ),
        pytest.param("OPTIONS /test/any", "ANY /test/any", {}, id="an exact path with ANY wins"),
        pytest.param("PUT /test/any", "ANY /test/any", {}, id="ANY is every verb"),
        pytest.param(
            "GET /users/a%2Fb", "GET /users/{id}", {"id": "a%2Fb"}, id="an encoded slash is none"
        ),
        pytest.param(
            "GET /users/{id}", "GET /users/{id}", {"id": "{id}"}, id="the template itself"
        ),
    ],
)
def test_the_most_exact_method_serves(world, api_id, request_line, route, parameters):
    """Fixed before variable before greedy, then the verb before ANY."""
    verb, _, path = request_line.partition(" ")

    method = world.method(api_id, path, verb)

    assert f"{method.route.http_method} {method.route.resource.path}" == route
    assert method.path_parameters == parameters


@pytest.mark.parametrize(
    "request_line",
    [
        pytest.param("GET /nothing", id="no such path"),
        pytest.param("POST /jwt", id="no such verb at the path"),
        pytest.param("get /jwt", id="a verb in small letters"),
        pytest.param("GET /JWT", id="a path in capitals"),
        pytest.param("GET /users", id="a path that is only on the way"),
        pytest.param("GET /users/7/posts", id="half a path"),
        pytest.param("GET /users//posts/9", id="a variable that is empty"),
        pytest.param("GET /files", id="a greedy variable of nothing"),
        pytest.param("OPTIONS /", id="the root is not below itself"),
        pytest.param("GET /%6Awt", id="an encoded letter is another path"),
        pytest.param("GET /x/../jwt", id="dots are no way around"),
    ],
)
def test_everything_else_is_no_method(world, api_id, request_line):
    """Nothing is guessed: the answer is None, and the trace names what was asked."""
    verb, _, path = request_line.partition(" ")

    with world.trace.exchange("API Gateway", request_line, {}) as exchange:
        assert world.gateway.find_method(api_id, "prod", verb, path) is None

    assert exchange.notes == [f"Nothing serves {verb} {path} at the stage prod."]


@pytest.mark.parametrize("order", [1, -1], ids=["as written", "the other way round"])
def test_the_order_of_creation_does_not_matter(world, order):
    """A greedy path that was there first takes nothing away from a fixed one."""
    api_id, _ = world.api()
    for path in ["/part1", "/{proxy+}", "/part1/fixed"][::order]:
        world.add_method(api_id, path)
    world.deploy(api_id)

    served = {
        path: world.method(api_id, path).route.resource.path
        for path in ["/part1", "/part1/fixed", "/part1/other", "/part2"]
    }

    assert served == {
        "/part1": "/part1",
        "/part1/fixed": "/part1/fixed",
        "/part1/other": "/{proxy+}",
        "/part2": "/{proxy+}",
    }


def test_a_method_has_the_arn_that_policies_name(world, api_id):
    """The request's own verb and path, not the template's; the root ends in a slash."""
    start = f"arn:aws:execute-api:us-east-1:123456789012:{api_id}/prod"

    assert world.method(api_id, "/users/7").arn == f"{start}/GET/users/7"
    assert world.method(api_id, "/users/7/").arn == f"{start}/GET/users/7"
    assert world.method(api_id, "/test/any", "PUT").arn == f"{start}/PUT/test/any"
    assert world.method(api_id, "/").arn == f"{start}/GET/"
