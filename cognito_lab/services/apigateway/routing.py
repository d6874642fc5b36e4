"""Which method a request means.

A path template has fixed parts, variables (``{id}``: exactly one part) and, at its end, at most one
greedy variable (``{proxy+}``: one part or more). Of all methods that fit path and verb, the one
that is more exact, read from the left, is served: fixed before variable before greedy, then the
verb before ANY.

Source: API Gateway developer guide, "Set up a proxy integration with a proxy resource".
Observed (August 2024): a slash at the end is ignored, and so are extra slashes in front; a path
that has no method for the verb falls back to a greedy one; path parameters keep their encoding.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar

from cognito_lab.primitives.caller import ACCOUNT_ID, REGION
from cognito_lab.primitives.record import record
from cognito_lab.services.apigateway.records import AuthorizationType, RestApi, Route, Stage

_FIXED, _VARIABLE, _GREEDY = range(3)


class Template(Protocol):
    """What can be matched: a path template and a verb, or ANY."""

    @property
    def path(self) -> str: ...
    @property
    def http_method(self) -> str: ...


Found = TypeVar("Found", bound=Template)


@record
class Method:
    """The method that one request means.

    Attributes:
        verb: The request's own verb, also where the method is ANY.
        path: The request's own path, without stage and query.
        path_parameters: ``{variable: what stood there}``.
    """

    api_id: str
    stage: Stage
    verb: str
    path: str
    route: Route
    path_parameters: Mapping[str, str]

    @property
    def authorization_type(self) -> AuthorizationType:
        """Who guards it."""
        return self.route.authorization_type

    @property
    def arn(self) -> str:
        """What a policy calls it."""
        return invoke_arn(self.api_id, self.stage.name, self.verb, self.path)


def invoke_arn(api_id: str, stage: str, verb: str, path: str) -> str:
    """What policies call a request: ``arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/VERB/path``."""
    where = f"{api_id}/{stage}/{verb}/{path.strip('/')}"
    return f"arn:aws:execute-api:{REGION}:{ACCOUNT_ID}:{where}"


def match(routes: Iterable[Found], verb: str, path: str) -> tuple[Found, dict[str, str]] | None:
    """The route that serves a request, and its path parameters; None when nothing fits."""
    parts = _parts(path)
    fitting = [
        (route, parameters)
        for route in routes
        if route.http_method in (verb, "ANY")
        and (parameters := _fit(route.path, parts)) is not None
    ]
    return min(fitting, key=lambda found: _exactness(found[0]), default=None)


def is_set_up(api: RestApi, verb: str, path: str) -> bool:
    """Whether the API has such a method now, deployed or not; variables are not looked into."""
    return any(
        _parts(api.resources[resource_id].path) == _parts(path) and method in (verb, "ANY")
        for resource_id, method in api.methods
    )


def _parts(path: str) -> list[str]:
    inner = path.strip("/")
    return inner.split("/") if inner else []


def _fit(template: str, parts: list[str]) -> dict[str, str] | None:
    """What the template's variables stand for, or None when the path is another one."""
    parameters: dict[str, str] = {}
    wanted = _parts(template)
    for position, part in enumerate(wanted):
        rest = parts[position:]
        if not rest:
            return None
        if _kind(part) == _GREEDY:
            return {**parameters, part[1:-2]: "/".join(rest)}
        if _kind(part) == _VARIABLE and rest[0]:
            parameters[part[1:-1]] = rest[0]
        elif part != rest[0]:
            return None
    return parameters if len(parts) == len(wanted) else None


def _kind(part: str) -> int:
    if not part.startswith("{"):
        return _FIXED
    return _GREEDY if part.endswith("+}") else _VARIABLE


def _exactness(route: Template) -> tuple[list[int], bool]:
    return [_kind(part) for part in _parts(route.path)], route.http_method == "ANY"
