"""ExercisePanel: an exercise with its three buttons, and its form where it has one.

    ExercisePanel(bench)

The panel knows nothing about checking: it presses `check`, `hint` and `solution` of whatever it was
made for, and shows what they give.
"""

from __future__ import annotations

from typing import Any, Protocol

from markupsafe import Markup

from cognito_lab.widgets import controls, html
from cognito_lab.widgets.answer_forms import ChoiceForm, OrderForm
from cognito_lab.widgets.frame import Frame


class Shown(Protocol):
    """What a button gives: it can be read, and seen."""

    def as_html(self) -> Markup: ...


class Exercisable(Protocol):
    """What a panel is made for."""

    @property
    def title(self) -> str: ...

    def form(self) -> OrderForm | ChoiceForm | None:
        """A new form for the answer; None where the answer is written in a cell."""

    def answer_for_form(self) -> Any:
        """The notebook's answer, if the form can show it; else None."""

    def put(self, answer: Any) -> None:
        """Make what stands in the form the notebook's answer."""

    def check(self) -> Shown: ...

    def hint(self) -> Shown: ...

    def solution(self) -> Shown: ...

    def code(self) -> str:
        """What a person could type instead of pressing buttons."""

    def goal_html(self) -> Markup:
        """The goal alone; the form shows the rest."""

    def as_text(self) -> str: ...

    def as_html(self) -> Markup:
        """The goal and all that belongs to it."""


class ExercisePanel(Frame):
    """One exercise.

    Args:
        bench: The learner's side of it.
    """

    def __init__(self, bench: Exercisable) -> None:
        self.bench = bench
        self.form = bench.form()
        self._followed = bench.answer_for_form()
        self.check = controls.button("Check", primary=True)
        self.hint, self.solution = controls.button("Hint"), controls.button("Solution")
        self.answer = controls.prose()
        task = controls.prose(bench.goal_html())
        forms = [self.form] if self.form is not None else []
        buttons = controls.row(self.check, self.hint, self.solution)
        super().__init__(bench.title, "app", [task, *forms, buttons, self.answer])
        self.on_click(self.check, self._check)
        self.on_click(self.hint, lambda: self._show(bench.hint()))
        self.on_click(self.solution, lambda: self._show(bench.solution()))
        if isinstance(self.form, OrderForm):
            form = self.form
            self.on_click(form.up, lambda: form.move(-1))
            self.on_click(form.down, lambda: form.move(1))
        if self.form is not None and self._followed is not None:
            self.form.value = self._followed
        self.show_code(bench.code())

    def refresh(self) -> None:
        """Follow the notebook: an answer that was typed in a cell appears in the form."""
        typed = self.bench.answer_for_form()
        if self.form is not None and typed is not None and typed != self._followed:
            self._followed = typed
            self.form.value = typed

    def _check(self) -> str:
        if self.form is not None and self.form.touched:
            self._followed = self.form.value
            self.bench.put(self.form.value)
        said = self._show(self.bench.check())
        self.show_code(self.bench.code())
        return said

    def _show(self, shown: Shown) -> str:
        self.answer.value = shown.as_html()
        return repr(shown)

    def as_text(self) -> str:
        return self.bench.as_text()

    def as_html(self) -> Markup:
        return html.static(self.bench.as_html() + html.code(self.bench.code()))
