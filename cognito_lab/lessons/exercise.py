"""An exercise as data: what is asked, the blank, the checks, the hints, the usual wrong answers.

    Exercise(id="N02.E1", goal="…", answer="decode_segment", blank=Cell(…), solution=Cell(…), …)

`task` says how it is checked; there are four kinds, one file each:

    Function   tasks/function.py   the learner's function, called on a battery of cases
    State      tasks/state.py      what the pretend account looks like, and what happened there
    Order      tasks/order.py      a sequence, which the lab carries out
    Choice     tasks/choice.py     one option for each item, which the lab tries

`docs/authoring.md` has one worked example of each kind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, Protocol

from cognito_lab.lessons.attempt import Attempt
from cognito_lab.lessons.readings import Reading
from cognito_lab.lessons.todo import TODO

if TYPE_CHECKING:
    from cognito_lab.widgets.answer_forms import ChoiceForm, OrderForm


class Cell(str):
    """The source text of a notebook cell, as it is shown, run and tested."""

    __slots__ = ()

    def value_of(self, name: str, namespace: Mapping[str, Any]) -> Any:
        """Run the cell in a copy of a namespace and return one of its variables."""
        variables = dict(namespace)
        exec(compile(self, "<a cell of the lesson>", "exec", dont_inherit=True), variables)
        return variables.get(name)


NOTHING: Final = Cell("")


class Tag(StrEnum):
    """Whether an exercise belongs to the core path."""

    CORE = "core"
    STRETCH = "stretch"


@dataclass(frozen=True)
class WrongAnswer:
    """A wrong answer that people really give, what they believe, and what they hear.

    Attributes:
        name: A few words, such as ``no audience``; unique in its exercise.
        answer: The value of the notebook's variable: a function, a list, a dict; or a `Cell`, which
            is run, and whose variable is taken.
        misconception: Its id, such as ``M25``.
        says: What was observed; ``{item}`` and ``{came_back}`` stand for the first wrong reading.
            Empty where that reading's own words say it already (Order, Choice, State).
    """

    name: str
    answer: Any
    misconception: str
    says: str = ""


class Task(Protocol):
    """How an exercise is checked."""

    @property
    def kind(self) -> str:
        """``function``, ``state``, ``order`` or ``choice``."""

    @property
    def repeatable(self) -> bool:
        """Whether a check touches copies alone, so that wrong answers can be run beside it."""

    def problem(self, answer: Any) -> str:
        """What is wrong with the answer's shape, after its name; "" if it can be checked."""

    def lines(self) -> Sequence[str]:
        """What belongs to the question besides the goal, such as the steps to be ordered."""

    def form(self) -> OrderForm | ChoiceForm | None:
        """A new form for the answer; None where the answer is written in a cell."""

    def readings(self, attempt: Attempt) -> Sequence[Reading]:
        """Check the answer item by item, basic items first."""


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """One exercise.

    Attributes:
        id: ``N03.E2``; it never changes once released.
        goal: One or two sentences: what the learner has to reach.
        answer: The notebook's variable that holds the answer: a function's name, or a value's.
            "" for a `State` exercise in which the account itself is the answer.
        blank: The cell as the notebook shows it, with `TODO` in it.
        solution: The cell filled in: the reference, shown on request.
        because: Why the solution is right; whole sentences.
        hints: Where to look, which idea, almost code.
        task: How it is checked: one of the four kinds.
        wrong_answers: What people get wrong, from basic to subtle.
        tag: Core path or stretch.
        given: Lines that earlier cells of the notebook ran and that blank and solution need; for
            tests alone.
    """

    id: str
    goal: str
    answer: str
    blank: Cell
    solution: Cell
    because: str
    hints: tuple[str, str, str]
    task: Task
    wrong_answers: tuple[WrongAnswer, ...] = ()
    tag: Tag = Tag.CORE
    given: Cell = NOTHING

    @property
    def notebook(self) -> str:
        return self.id.partition(".")[0]

    @property
    def kind(self) -> str:
        return self.task.kind

    def blank_function(self) -> Any:
        """The function in the blank cell as it is shown; None where the answer is no function."""
        try:
            return self.blank.value_of(self.answer, {"TODO": TODO})
        except Exception:  # a blank that names things of its notebook cannot be run alone
            return None
