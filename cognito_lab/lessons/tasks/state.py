"""A state exercise: what the pretend account looks like now, and what happened there.

    State(rules=(Rule("a file was read", holds=…, words="No file was read since you began."), …))

Usually the answer is a function without arguments that acts in the learner's own account: the
check runs it first. Where the exercise has no answer variable, the learner's cell begins with
``ex("N04.E1").begin()``, and the check looks at what happened since. The rules then look at a
*copy* of the account, so they may try things: sign somebody in, knock at a door.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError

from cognito_lab.lessons.attempt import Attempt, copy_of
from cognito_lab.lessons.calling import call
from cognito_lab.lessons.came_back import error_in_words, in_words
from cognito_lab.lessons.readings import Reading
from cognito_lab.primitives.errors import AwsError
from cognito_lab.primitives.trace import Exchange


@dataclass(frozen=True)
class Seen:
    """What a rule may look at.

    Attributes:
        world: A copy of the account as it is now; whatever is tried here stays here.
        events: The top-level exchanges since the exercise began, oldest first; read only.
        returned: What the learner's function gave back, or None.
        error: What it raised, or None.
        printed: What it printed, cut.
    """

    world: Any
    events: tuple[Exchange, ...]
    returned: Any = None
    error: BaseException | None = None
    printed: str = ""

    def all(self, action: str) -> list[Exchange]:
        """Every exchange of an action since the exercise began, nested ones too."""
        every = (inner for event in self.events for inner in event.walk())
        return [exchange for exchange in every if exchange.action == action]

    def answered(self, action: str) -> list[Exchange]:
        """Those of them that were answered without an error."""
        return [exchange for exchange in self.all(action) if exchange.error is None]


@dataclass(frozen=True)
class Rule:
    """One thing that has to be so.

    Attributes:
        id: A few words; unique in its exercise.
        holds: Whether it is so.
        words: What to say if it is not: what was observed; a sentence, or a function that makes it.
        misconception: The belief that this gives away, or None.
    """

    id: str
    holds: Callable[[Seen], bool]
    words: str | Callable[[Seen], str]
    misconception: str | None = None


@dataclass(frozen=True)
class State:
    """Rules, the most basic one first; the first that does not hold speaks."""

    rules: tuple[Rule, ...]
    kind: ClassVar[str] = "state"
    repeatable: ClassVar[bool] = False

    def problem(self, answer: Any) -> str:
        if answer is None or inspect.isfunction(answer):
            return ""
        return f"is {in_words(answer)}; a function without arguments is expected."

    def lines(self) -> tuple[str, ...]:
        return ()

    def form(self) -> None:
        return None

    def readings(self, attempt: Attempt) -> list[Reading]:
        seen = self._look(attempt)
        if seen.error is not None and not is_refusal(seen.error):
            return [replace(_raised(seen.error), printed=seen.printed)]
        found: list[Reading] = []
        for rule in self.rules:
            found.append(replace(_reading(rule, seen), printed=seen.printed))
            if not found[-1].right:
                break
        return found

    def _look(self, attempt: Attempt) -> Seen:
        if attempt.answer is None:
            return Seen(copy_of(attempt.world), attempt.events)
        cloud = attempt.world.cloud
        mark = cloud.trace.mark()
        answer = call(attempt.answer, clock=cloud.clock)
        world, events = copy_of(attempt.world), cloud.trace.since(mark)
        return Seen(world, events, answer.value, answer.error, answer.printed)


def is_refusal(error: BaseException) -> bool:
    """Tell AWS's refusals, about which the rules speak, from slips in the learner's code."""
    if isinstance(error, ParamValidationError):
        return False
    return isinstance(error, AwsError | BotoCoreError | ClientError)


def nothing_happened(attempt: Attempt) -> bool:
    """Tell whether the account is as it was when the exercise began."""
    return attempt.answer is None and not attempt.events


def _reading(rule: Rule, seen: Seen) -> Reading:
    if rule.holds(seen):
        return Reading.good(rule.id, "holds")
    words = rule.words if isinstance(rule.words, str) else rule.words(seen)
    return Reading.bad(rule.id, "does not hold", words, rule.misconception)


def _raised(error: BaseException) -> Reading:
    told = error_in_words(error)
    return Reading(
        "run", "raised", right=False, stopped=f"{told}. That was the call of your function."
    )
