"""`ex("N03.E2")`: the learner's side of an exercise. Check, hint, solution.

    ex("N03.E2")             as the last line of a cell: the exercise with its buttons
    ex("N03.E2").check()     the same as the button *Check*
    ex("N03.E2").hint()      the next of three hints: where to look, which idea, almost code
    ex("N03.E2").solution()  asks once, then shows and explains

The answer is the notebook's variable that the exercise names (``verify_id_token``), as it is at the
moment of the check: after a change, run its cell, then check. Outside a notebook hand it over:
``ex("N03.E2").check(verify_id_token)``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

from cognito_lab.lessons import catalog, checking
from cognito_lab.lessons.attempt import Attempt
from cognito_lab.lessons.exercise import Exercise
from cognito_lab.lessons.outcome import Outcome, Status
from cognito_lab.lessons.prose import prose
from cognito_lab.lessons.session import Session, current
from cognito_lab.lessons.todo import TODO, holds_todo
from cognito_lab.widgets import html

RUNGS = ("where to look", "which idea", "almost code")
_FROM_THE_NOTEBOOK: Final = object()


@dataclass(frozen=True)
class Help:
    """A hint, a solution, or a question back.

    Attributes:
        title: Such as ``Hint 1 of 3: where to look``.
        words: Whole sentences.
        code: Code to read, or "".
    """

    title: str
    words: str
    code: str = ""

    def __repr__(self) -> str:
        return "\n".join(part for part in (f"{self.title}. {self.words}", self.code) if part)

    def as_html(self) -> Markup:
        return Markup(
            '<div class="cl-help cl-said cl-panel cl-idp"><p><strong>{}</strong> {}</p>{}</div>'
        ).format(f"{self.title}.", prose(self.words), html.code(self.code) if self.code else "")

    def _repr_html_(self) -> str:
        return str(self.as_html())


def ex(exercise_id: str) -> Bench:
    """The exercise of that id, in this notebook.

    Raises:
        LookupError: There is none.
    """
    return Bench(catalog.exercise(exercise_id), current())


class Bench:
    """One exercise and its learner.

    Args:
        exercise: What is asked.
        session: Whose world, and whose progress.
    """

    def __init__(self, exercise: Exercise, session: Session) -> None:
        self.exercise = exercise
        self.session = session

    def begin(self) -> None:
        """Say that the exercise begins here: its check looks at what happens from now on."""
        world = self.session.world
        if world is not None:
            self.session.marks[self.exercise.id] = world.cloud.trace.mark()

    def check(self, answer: Any = _FROM_THE_NOTEBOOK) -> Outcome:
        """Check the answer. It never raises, whatever the answer is.

        Args:
            answer: Instead of the notebook's variable.
        """
        exercise, session = self.exercise, self.session
        if session.world is None or session.notebook != exercise.notebook:
            words = (
                f"Run the first cell of notebook {exercise.notebook} first: it builds the world."
            )
            return Outcome(exercise.id, Status.NOT_ATTEMPTED, words)
        if answer is _FROM_THE_NOTEBOOK:
            answer = session.variable(exercise.answer) if exercise.answer else None
        mark = session.marks.get(exercise.id, 0)
        outcome = checking.check(exercise, Attempt(answer, session.world, mark))
        session.progress.checked(outcome)
        return outcome

    def hint(self) -> Help:
        """The next hint; after the third, the third again."""
        exercise, progress = self.exercise, self.session.progress
        rung = min(progress.hints(exercise.id) + 1, len(RUNGS))
        progress.hinted(exercise.id, rung)
        title = f"Hint {rung} of {len(RUNGS)}: {RUNGS[rung - 1]}"
        return Help(title, exercise.hints[rung - 1])

    def solution(self) -> Help:
        """Ask once; the second time show one right answer and say why it is right."""
        exercise, session = self.exercise, self.session
        seen = session.progress.saw_solution(exercise.id)
        if not seen and not session.confirmed(f"solution of {exercise.id}"):
            words = "Ask a second time to see it. The exercise then counts as done with help."
            return Help(f"The solution of {exercise.id}", words)
        if not seen:
            session.progress.shown_solution(exercise.id)
        return Help(f"One right answer to {exercise.id}", exercise.because, exercise.solution)

    # --- for the panel ---------------------------------------------------------------------------

    @property
    def title(self) -> str:
        return f"Exercise {self.exercise.id}"

    def form(self) -> Any:
        """A form for the answer, where the kind has one."""
        return self.exercise.task.form()

    def answer_for_form(self) -> Any:
        """The notebook's answer, if it has the shape that the form shows; else None."""
        answer = self.session.variable(self.exercise.answer)
        if answer is None or holds_todo(answer) or self.exercise.task.problem(answer):
            return None
        return answer

    def put(self, answer: Any) -> None:
        """Make an answer the notebook's; what is not chosen yet is a `TODO`."""
        if isinstance(answer, dict):
            answer = {item: option or TODO for item, option in answer.items()}
        self.session.set_variable(self.exercise.answer, answer)

    def code(self) -> str:
        """What a person could type instead of pressing buttons."""
        answer, name = self.answer_for_form(), self.exercise.answer
        assigned = f"{name} = {answer!r}\n" if self.form() and answer is not None else ""
        return f'{assigned}ex("{self.exercise.id}").check()  # or .hint(), or .solution()'

    def as_text(self) -> str:
        exercise = self.exercise
        answer = f" Your answer: `{exercise.answer}`." if exercise.answer else ""
        lines = [f"{exercise.id}. {exercise.goal}{answer}", *exercise.task.lines(), self.code()]
        return "\n".join(lines)

    def goal_html(self) -> Markup:
        answer = Markup(" Your answer: {}.").format(html.mono(self.exercise.answer))
        return html.paragraph(prose(self.exercise.goal) + (answer if self.exercise.answer else ""))

    def as_html(self) -> Markup:
        lines = self.exercise.task.lines()
        return self.goal_html() + html.joined(html.paragraph(prose(line)) for line in lines)

    def __repr__(self) -> str:
        return self.as_text()

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        from cognito_lab.widgets.exercise_panel import ExercisePanel

        bundle: dict[str, Any] = ExercisePanel(self)._repr_mimebundle_(**kwargs)
        return bundle
