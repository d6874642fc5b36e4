"""A refusal at the pool's pages, and the answer that carries it.

An operation refuses with an `AwsError`, and boto3 shows it. A page has three ways to say no: it
sends the browser back to the app with ``?error=…``, shows an error page, or answers with JSON. The
error is the same record, so that the trace tells all of them alike, reason included.

Source: RFC 6749, sections 4.1.2.1 and 5.2.
"""

from __future__ import annotations

from cognito_lab.primitives import messages
from cognito_lab.primitives.browser import Answer, Document
from cognito_lab.primitives.errors import AwsError


class Refusal(AwsError):
    """An `AwsError` that knows its answer.

    Args:
        error: What is wrong; its code is RFC 6749's `error`.
        answer: How it is said.
    """

    def __init__(self, error: AwsError, answer: Answer) -> None:
        super().__init__(
            error.code,
            error.message,
            error.status,
            because=error.because,
            in_short=error.in_short,
            details=error.details,
        )
        self.answer = answer


def in_oauths_words(error: AwsError) -> AwsError:
    """An operation's error has no name in OAuth: there it is an invalid_request, described.

    Assumed: at the token endpoint, too.
    """
    if not error.code.endswith("Exception"):
        return error
    because = error.because or error.message
    return messages.FEDERATION_FAILED.error(because=because, description=error.message)


def described(error: AwsError) -> dict[str, str]:
    """`error`, and `error_description` where there is a text."""
    description = {"error_description": error.message} if error.message else {}
    return {**description, "error": error.code}


def as_document(error: AwsError) -> Document:
    """A refusal for a program."""
    told = in_oauths_words(error)
    return Document(described(told), status=told.status)
