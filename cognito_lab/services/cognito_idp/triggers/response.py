"""What a function answered, read member by member; anything of another kind is refused.

A function may return any JSON. Here is the only place that believes none of it.

Source: developer guide, "Lambda trigger event parameters".
Assumed: that AWS is as strict; a member that is missing or null is one that the function left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cognito_lab.primitives import messages
from cognito_lab.primitives.errors import AwsError
from cognito_lab.primitives.record import record


@record
class Response:
    """The `response` of an event that came back, or an object inside it."""

    trigger: str
    given: Mapping[str, Any]

    def says(self, name: str) -> bool:
        """Whether a flag is set; false if it was left out."""
        return bool(self._of_kind(name, bool, "true or false"))

    def text(self, name: str) -> str | None:
        """A text; None if it was left out or is empty."""
        return self._of_kind(name, str, "a text") or None

    def texts(self, name: str) -> list[str]:
        """A list of texts; empty if it was left out."""
        found: list[Any] = self._of_kind(name, list, "a list of texts") or []
        if not all(isinstance(each, str) for each in found):
            raise self.unreadable(f"{name} is a list of texts")
        return found

    def map(self, name: str) -> dict[str, Any]:
        """A JSON object; empty if it was left out."""
        return self._of_kind(name, dict, "a JSON object") or {}

    def map_of_texts(self, name: str) -> dict[str, str]:
        """A JSON object whose values are all texts; empty if it was left out."""
        found = self.map(name)
        if not all(isinstance(value, str) for value in found.values()):
            raise self.unreadable(f"in {name} every value is a text")
        return found

    def part(self, name: str) -> Response:
        """A JSON object, to be read in the same way."""
        return Response(self.trigger, self.map(name))

    def unreadable(self, why: str) -> AwsError:
        """The refusal of an answer that cannot be used."""
        return messages.LAMBDA_UNREADABLE.error(because=f"{self.trigger}: {why}.")

    def _of_kind(self, name: str, kind: type, words: str) -> Any:
        value = self.given.get(name)
        if value is not None and not isinstance(value, kind):
            raise self.unreadable(f"{name} is {words}, not {value!r:.60}")
        return value
