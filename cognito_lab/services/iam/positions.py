"""Where each statement stands in a policy's text, as line and column.

The simulator points at statements instead of repeating them. A statement begins after the bracket,
comma or colon before it and ends after its last brace; lines and columns count from 1.

Observed: answers of SimulatePrincipalPolicy for AWS's own policies, in public logs.
"""

import json
import re

from cognito_lab.primitives.record import record

_DECODER = json.JSONDecoder()
_SPACE = re.compile(r"\s*")


@record
class Span:
    """Offsets of a statement in the text, end excluded."""

    start: int
    end: int

    def as_positions(self, text: str) -> dict[str, dict[str, int]]:
        """In AWS's shape."""
        return {
            "StartPosition": _position(text, self.start),
            "EndPosition": _position(text, self.end),
        }


def statement_spans(text: str) -> list[Span]:
    """The span of each statement of a policy that passed the grammar, in order."""
    at = _skip(text, text.index("{") + 1)
    while True:
        key, at = _DECODER.raw_decode(text, at)
        colon = _skip(text, at)
        if key == "Statement":
            return _spans_at(text, colon + 1)
        _, at = _DECODER.raw_decode(text, _skip(text, colon + 1))
        at = _skip(text, _skip(text, at) + 1)  # over the comma


def _spans_at(text: str, start: int) -> list[Span]:
    """Spans of one statement, or of the statements in a list."""
    first = _skip(text, start)
    if text[first] == "{":
        return [Span(start, _DECODER.raw_decode(text, first)[1])]
    spans = []
    while text[first] in "[,":
        _, end = _DECODER.raw_decode(text, _skip(text, first + 1))
        spans.append(Span(first + 1, end))
        first = _skip(text, end)
    return spans


def _skip(text: str, at: int) -> int:
    """The next place that is no white space."""
    match = _SPACE.match(text, at)
    assert match is not None, "the pattern matches nothing at all, too"
    return match.end()


def _position(text: str, offset: int) -> dict[str, int]:
    before = text[:offset]
    return {"Line": before.count("\n") + 1, "Column": offset - before.rfind("\n")}
