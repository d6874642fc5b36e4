"""A function exercise: the learner's function is called on a battery of cases.

    Function(cases=gauntlet, reads=accepted_or_refused)

`cases` gets a copy of the learner's account and returns the battery: each `Case` has inputs, what
should come back, and what to say if something else does. The function gets copies of its inputs and
five seconds for the whole battery.
"""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from cognito_lab.lessons.attempt import Attempt, copy_of
from cognito_lab.lessons.calling import LIMIT_SECONDS, Answer, Shared, call
from cognito_lab.lessons.came_back import error_in_words, in_words, value_read
from cognito_lab.lessons.readings import Reading

# A function that raises one of these has a slip in it; no verdict about its idea is possible.
SLIPS = (NameError, ImportError, SyntaxError, RecursionError, MemoryError)


@dataclass(frozen=True)
class Case:
    """One call of the learner's function.

    Attributes:
        id: A few words, such as ``made for another client``; unique in its battery.
        arguments: What the function gets, in order, each copied; `Shared(client)` hands over the
            thing itself.
        right: What should come back, in the words of the battery's `reads`; for `value_read`, the
            value itself may stand here.
        words: What to say if something else came back: what was observed, never the fix.
            ``{came_back}`` stands for it. Empty: a plain sentence with the case's id.
    """

    id: str
    arguments: tuple[Any, ...]
    right: Any
    words: str = ""


@dataclass(frozen=True)
class Function:
    """A battery.

    Attributes:
        cases: Makes the battery in a copy of the learner's account, basic cases first.
        reads: Puts what came back into words that are compared with the case's `right`.
    """

    cases: Callable[[Any], Sequence[Case]]
    reads: Callable[[Answer], str] = value_read
    kind: ClassVar[str] = "function"
    repeatable: ClassVar[bool] = True

    def problem(self, answer: Any) -> str:
        if inspect.isfunction(answer) or (callable(answer) and not inspect.isclass(answer)):
            return ""
        return f"is {in_words(answer)}; a function is expected."

    def lines(self) -> tuple[str, ...]:
        return ()

    def form(self) -> None:
        return None

    def readings(self, attempt: Attempt) -> list[Reading]:
        clock = attempt.world.cloud.clock if attempt.world is not None else None
        world = copy_of(attempt.world) if attempt.world is not None else None
        end = time.monotonic() + LIMIT_SECONDS
        found: list[Reading] = []
        with clock.as_system_time() if clock else nullcontext():
            for case in self.cases(world):
                answer = call(attempt.answer, case.arguments, seconds=end - time.monotonic())
                found.append(replace(self._reading(case, answer), printed=answer.printed))
                if answer.error is not None and _ends_the_battery(answer.error):
                    break
        return found

    def _reading(self, case: Case, answer: Answer) -> Reading:
        came_back, error = self.reads(answer), answer.error
        slipped = error is not None and _ends_the_battery(error)
        if came_back == self._expected(case) and not slipped:
            return Reading.good(case.id, came_back)
        words = case.words or "For the case “{item}”, {came_back} came back."
        if error is None:
            return Reading.bad(case.id, came_back, words)
        if slipped or self.reads is value_read:  # here an exception is no answer
            stopped = _with_input(error, case)
            return Reading(
                case.id, came_back, right=False, words=words, stopped=stopped, ended=slipped
            )
        return Reading.bad(case.id, came_back, f"{words} It raised {error_in_words(error)}.")

    def _expected(self, case: Case) -> str:
        return in_words(case.right) if self.reads is value_read else str(case.right)


def _ends_the_battery(error: BaseException) -> bool:
    return isinstance(error, SLIPS) or not isinstance(error, Exception)


def _with_input(error: BaseException, case: Case) -> str:
    inputs = ", ".join(
        f"<{type(part.value).__name__}>" if isinstance(part, Shared) else in_words(part)
        for part in case.arguments
    )
    return f"{error_in_words(error)}. That was the case “{case.id}”, with the input ({inputs})."
