"""What a check answers: one of four words, a sign, and a sentence about what was observed.

    – not attempted    the blank is still a blank
    ✓ right            everything that was looked at is as it should be
    ✗ not yet          what was observed, and which belief (`misconceptions`) would explain it
    ! stopped          the learner's code raised, ran too long, or could not be called; with what

The sentence says what happened and never what to type. One sentence at a time: the most basic one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from markupsafe import Markup

from cognito_lab.lessons.prose import prose
from cognito_lab.widgets import html


class Status(StrEnum):
    """The four words."""

    NOT_ATTEMPTED = "not attempted"
    PASS = "right"
    FAIL = "not yet"
    ERROR = "stopped"


# A sign beside the word, and the colour class of its edge: none of the three stands alone.
SIGNS = {
    Status.NOT_ATTEMPTED: ("–", "plain"),
    Status.PASS: ("✓", "good"),
    Status.FAIL: ("✗", "bad"),
    Status.ERROR: ("!", "bad"),
}


@dataclass(frozen=True)
class Outcome:
    """The answer of one check.

    Attributes:
        exercise: Its id, such as ``N03.E2``.
        status: One of the four words.
        words: What was observed; a whole sentence or two.
        misconception: The belief that would explain it (``M25``), or None where none is known.
        item: At which case, rule or step it was observed; "" where that says nothing.
        printed: What the learner's code printed meanwhile, cut.
    """

    exercise: str
    status: Status
    words: str
    misconception: str | None = None
    item: str = ""
    printed: str = ""

    @property
    def passed(self) -> bool:
        return self.status is Status.PASS

    def __repr__(self) -> str:
        sign, _ = SIGNS[self.status]
        lines = [f"{sign} {self.status} · {self.exercise}: {self.words}"]
        return "\n".join(
            [*lines, *(["Your code printed: " + self.printed] if self.printed else [])]
        )

    def as_html(self) -> Markup:
        """The same as a box with a coloured edge."""
        sign, kind = SIGNS[self.status]
        printed = html.details("What your code printed", html.code(self.printed))
        return Markup(
            '<div class="cl-outcome cl-said cl-panel cl-{}"><p><strong><span aria-hidden="true">{}'
            "</span> {}</strong> · {}</p><p>{}</p>{}</div>"
        ).format(
            kind,
            sign,
            self.status,
            self.exercise,
            prose(self.words),
            printed if self.printed else "",
        )

    def _repr_html_(self) -> str:
        return str(self.as_html())
