"""Python callables that stand for Lambda functions.

Register one and use its ARN wherever AWS wants a function: behind an API Gateway method, or as a
trigger of a user pool.

    arn = cloud.functions.register("who-am-i", lambda event, context: {"statusCode": 200})

As in Lambda, what goes in and what comes out is JSON. The function gets a copy of its event, so
whatever it does to that copy stays with it, and a result that JSON cannot say is the function's own
error.

Left out: the `lambda` API of boto3, permissions on functions (AWS asks for one before API Gateway
may call a function), versions and aliases, time-outs, memory, logs, asynchronous calls.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from cognito_lab.primitives.caller import ACCOUNT_ID, REGION
from cognito_lab.primitives.errors import FunctionError
from cognito_lab.primitives.record import record
from cognito_lab.primitives.trace import Trace

_ARN_START = f"arn:aws:lambda:{REGION}:{ACCOUNT_ID}:function:"
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")  # Lambda API reference, CreateFunction, "FunctionName"


@record
class Context:
    """What Lambda tells a function about its call, as the handler's second argument."""

    function_name: str
    invoked_function_arn: str
    aws_request_id: str
    function_version: str = "$LATEST"
    memory_limit_in_mb: str = "128"

    def get_remaining_time_in_millis(self) -> int:
        """Always three seconds, Lambda's default: the lab stops no function."""
        return 3000


Handler = Callable[[Any, Context], Any]


class Functions:
    """All functions of the account, by name.

    Args:
        trace: Where each call is recorded.
    """

    participant = "Function"

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self._handlers: dict[str, Handler] = {}

    def register(self, name: str, handler: Handler) -> str:
        """Make a callable a function of the account; the same name again replaces it.

        Args:
            name: 1 to 64 letters, digits, ``-`` and ``_``.
            handler: Called as ``handler(event, context)``.

        Returns:
            Its ARN.

        Raises:
            ValueError: The name is not one that Lambda takes.
            TypeError: The handler cannot be called with two arguments.
        """
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise ValueError(
                f"a function's name is 1 to 64 letters, digits, '-' and '_', not {name!r}"
            )
        _check_handler(handler)
        self._handlers[name] = handler
        return _ARN_START + name

    def knows(self, arn_or_name: str) -> bool:
        """Whether there is such a function."""
        return arn_or_name.removeprefix(_ARN_START) in self._handlers

    def invoke(self, arn_or_name: str, event: Mapping[str, Any]) -> Any:
        """Call a function and wait for its result.

        Args:
            arn_or_name: Which function.
            event: A JSON object; the function gets a copy.

        Returns:
            The function's result, as JSON would bring it back (a tuple comes back as a list).

        Raises:
            LookupError: There is no such function.
            TypeError: The event is no JSON object.
            FunctionError: The function raised, or returned what is not JSON.
        """
        name = arn_or_name.removeprefix(_ARN_START)
        if name not in self._handlers:
            known = ", ".join(sorted(self._handlers)) or "none"
            raise LookupError(f"no function {arn_or_name!r} is registered; there are: {known}")
        if not isinstance(event, Mapping):
            raise TypeError(f"an event is a JSON object, not {type(event).__name__}")
        sent, received = _through_json(event), _through_json(event)
        with self.trace.exchange(self.participant, name, sent) as exchange:
            context = Context(name, _ARN_START + name, _request_id(exchange.number))
            result = _call(name, self._handlers[name], received, context)
            exchange.answer = result if isinstance(result, dict) else {"result": result}
            return result

    def __repr__(self) -> str:
        return f"<Functions: {', '.join(sorted(self._handlers)) or 'none'}>"


def _check_handler(handler: Handler) -> None:
    if not callable(handler):
        raise TypeError(f"a handler is a callable handler(event, context), not {handler!r}")
    try:
        inspect.signature(handler).bind(None, None)
    except TypeError:
        raise TypeError("a handler takes two arguments: handler(event, context)") from None
    except ValueError:
        return  # a callable written in C that does not say what it takes


def _call(name: str, handler: Handler, event: Any, context: Context) -> Any:
    try:
        result = handler(event, context)
    except (Exception, SystemExit) as error:  # sys.exit() ends the function, not its caller
        raise FunctionError(name, type(error).__name__, str(error)) from error
    try:
        return _through_json(result)
    except TypeError as error:
        # Observed: the text of Lambda's Python runtime.
        text = f"Unable to marshal response: {error}"
        raise FunctionError(name, "Runtime.MarshalError", text) from error


def _through_json(value: Any) -> Any:
    try:
        return json.loads(json.dumps(value, allow_nan=False))
    except (TypeError, ValueError, RecursionError) as error:
        raise TypeError(str(error)) from error


def _request_id(number: int) -> str:
    """An id for the call, unique in its cloud. It draws no chance, so it changes no other id."""
    return f"00000000-0000-4000-8000-{number:012d}"
