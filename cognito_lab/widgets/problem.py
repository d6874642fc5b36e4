"""An error as a person should meet it: AWS's words first, the lab's reason behind a disclosure."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from cognito_lab.primitives.errors import AwsError
from cognito_lab.widgets import html


@dataclass(frozen=True)
class Problem:
    """What went wrong.

    Attributes:
        title: In AWS's words, or in Python's.
        reason: In the lab's; empty when it has nothing to add.
        lead: One word before both: AWS refuses; Python, and a mistake of ours, fail.
    """

    title: str
    reason: str = ""
    lead: str = "Refused"

    @classmethod
    def of(cls, error: Exception) -> Problem:
        """Describe whatever a callback raised; boto3's errors and the lab's carry a code."""
        if isinstance(error, AwsError):
            return cls(f"{error.code}: {error.message}", error.because)
        response = getattr(error, "response", None)
        if isinstance(response, dict) and "Error" in response:
            return cls(f"{response['Error'].get('Code')}: {response['Error'].get('Message')}")
        return cls(f"{type(error).__name__}: {error}", lead="Failed")


def problem_html(problem: Problem) -> Markup:
    """A red-edged box; the reason opens on request."""
    why = html.details("Why? The lab knows.", problem.reason) if problem.reason else Markup("")
    return Markup('<div class="cl-problem"><strong>{}</strong> {}{}</div>').format(
        problem.lead, html.mono(problem.title), why
    )
