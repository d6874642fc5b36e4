"""The errors that the lab raises on purpose.

    Exception
    ├── AwsError       AWS said no: code, message, HTTP status; boto3 raises it as a ClientError
    ├── NotSimulated   the lab left this out; AWS would have answered
    └── FunctionError  a function that was registered in `cloud.functions` failed

An `AwsError` has two voices. `code` and `message` are AWS's own words. `because` is ours: one
sentence that says why, which the trace keeps as a note and the person in front of boto3 never
receives.
"""

from collections.abc import Mapping


class AwsError(Exception):
    """A refusal in AWS's words.

    Args:
        code: AWS's error code, such as ``NotAuthorizedException``.
        message: AWS's message, word for word.
        status: The HTTP status that carries it.
        because: Why, in the lab's own words, for the trace.
        in_short: The same in two or three words, for a cell of a table: ``other issuer``.
        details: Further members of the error body, ``{member name: value}``.
    """

    def __init__(
        self,
        code: str,
        message: str,
        status: int = 400,
        *,
        because: str = "",
        in_short: str = "",
        details: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = status
        self.because = because
        self.in_short = in_short
        self.details = dict(details or {})

    def __repr__(self) -> str:
        return f"AwsError({self.code!r}, {self.message!r}, {self.status})"


class NotSimulated(Exception):
    """The lab does not simulate this. The message names what was asked for."""


class FunctionError(Exception):
    """A function failed: it raised (the exception is `__cause__`), or its result is not JSON.

    Attributes:
        function_name: Which function.
        error_type: As Lambda reports it: the exception's class name, or ``Runtime.MarshalError``.
        error_message: The exception's own text.
    """

    def __init__(self, function_name: str, error_type: str, error_message: str) -> None:
        super().__init__(f"The function {function_name!r} failed: {error_type}: {error_message}")
        self.function_name = function_name
        self.error_type = error_type
        self.error_message = error_message
