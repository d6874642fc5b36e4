"""An order exercise: steps in a sequence, which the lab carries out.

    Order(steps=("The pool validates …", "The app sends …", …), run=carry_out)

The steps stand in the file as the learner sees them: shuffled, numbered from 1. `run` gets a copy
of the account and the learner's order, does what it says, and stops where a step lacks its input.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from cognito_lab.lessons.attempt import Attempt, copy_of
from cognito_lab.lessons.came_back import in_words
from cognito_lab.lessons.readings import Reading

if TYPE_CHECKING:
    from cognito_lab.widgets.answer_forms import OrderForm


@dataclass(frozen=True)
class Order:
    """A sequence.

    Attributes:
        steps: What the learner sees, shuffled; step 1 is the first of them.
        run: Carries out an order in a copy of the account and returns one reading a step done; the
            last of them is wrong if the run stopped there.
    """

    steps: tuple[str, ...]
    run: Callable[[Any, Sequence[int]], Sequence[Reading]]
    kind: ClassVar[str] = "order"
    repeatable: ClassVar[bool] = True

    def problem(self, answer: Any) -> str:
        wanted = list(range(1, len(self.steps) + 1))
        if isinstance(answer, list | tuple) and all(type(number) is int for number in answer):
            if sorted(answer) == wanted:
                return ""
            return f"is {in_words(answer)}; each number from 1 to {wanted[-1]} belongs in it once."
        return f"is {in_words(answer)}; a list of the numbers from 1 to {wanted[-1]} is expected."

    def lines(self) -> list[str]:
        return [f"{number}. {step}" for number, step in enumerate(self.steps, start=1)]

    def form(self) -> OrderForm:
        from cognito_lab.widgets.answer_forms import OrderForm

        return OrderForm(self.steps)

    def readings(self, attempt: Attempt) -> list[Reading]:
        return list(self.run(copy_of(attempt.world), tuple(attempt.answer)))
