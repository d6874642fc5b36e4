"""QuestionPanel: questions with a few options, answered one by one and then explained.

    QuestionPanel("Predict", [asked])

A prediction also asks how sure one is. What was chosen cannot be changed afterwards: what counts is
the first thought.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import ipywidgets
from markupsafe import Markup

from cognito_lab.widgets import controls, html
from cognito_lab.widgets.frame import Frame


class Answerable(Protocol):
    """One question and its learner."""

    @property
    def asks_html(self) -> Markup:
        """The question, its code in the code font."""

    @property
    def options(self) -> Sequence[str]: ...

    @property
    def sureness(self) -> Mapping[int, str]:
        """``{1: "I am guessing", …}``; empty where nobody asks how sure one is."""

    @property
    def revealed(self) -> Markup | None:
        """What is shown after the answer; None before it."""

    def commit(self, option: str, sure: int = 0) -> object:
        """Take the answer."""

    def said(self) -> str:
        """What was chosen and what is so, to be said aloud."""

    def as_text(self) -> str: ...

    def as_html(self) -> Markup: ...


class QuestionForm(ipywidgets.VBox):
    """One question's controls.

    Args:
        asked: The question.
        word: What its button says.
    """

    def __init__(self, asked: Answerable, word: str) -> None:
        self.asked = asked
        self.options = controls.choice("Your choice", asked.options, chosen=None)
        self.sure = controls.plain(
            ipywidgets.Dropdown,
            options=[(words, number) for number, words in asked.sureness.items()],
            description="How sure?",
        )
        self.commit, self.result = controls.button(word, primary=True), controls.prose()
        question = controls.prose(Markup("<p><strong>{}</strong></p>").format(asked.asks_html))
        super().__init__([question, self.options, self.sure, self.commit, self.result])
        self.show()

    def show(self) -> None:
        """Show the question open or answered."""
        revealed = self.asked.revealed
        for control in (self.options, self.commit):
            controls.show(control, revealed is None)
        controls.show(self.sure, revealed is None and bool(self.asked.sureness))
        self.result.value = revealed or ""

    def answer(self) -> str:
        """Take what is chosen; return what to say."""
        if self.options.value is None:
            return "Choose one of the options first."
        self.asked.commit(self.options.value, self.sure.value or 0)
        self.show()
        return self.asked.said()


class QuestionPanel(Frame):
    """Questions, one below the other.

    Args:
        title: The heading.
        questions: What is asked.
        word: What the buttons say.
    """

    def __init__(self, title: str, questions: Sequence[Answerable], word: str = "Commit") -> None:
        self.forms = [QuestionForm(asked, word) for asked in questions]
        super().__init__(title, "app", self.forms)
        for form in self.forms:
            self.on_click(form.commit, form.answer)

    def as_text(self) -> str:
        return "\n".join(form.asked.as_text() for form in self.forms)

    def as_html(self) -> Markup:
        return html.static(html.joined(form.asked.as_html() for form in self.forms))
