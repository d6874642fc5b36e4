"""The learner's side of questions: `predict`, `recall`, `explain`.

    predict("N01.P1")      a choice before the run; also predict("N01.P1").commit("the app", sure=2)
    recall("N04")          two questions from earlier notebooks, those that went wrong first
    explain("N04")         a box for own words; also explain("N04").write("…")

In automatic runs nobody answers: every question shows at once what is so.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from cognito_lab.lessons import catalog
from cognito_lab.lessons.predictions import REALLY, SURE, Prediction, Question
from cognito_lab.lessons.prose import prose
from cognito_lab.lessons.session import Session, automatic, current
from cognito_lab.widgets import html


def predict(question_id: str) -> Questions:
    """A prediction, as the last line of a cell.

    Raises:
        LookupError: There is none of that id.
    """
    asked = Asked(catalog.prediction(question_id), current())
    return Questions(f"Predict · {question_id}", (asked,), "Commit")


def recall(notebook: str) -> Questions:
    """Two questions from earlier notebooks.

    Raises:
        LookupError: There is no such notebook, or none before it.
    """
    session = current()
    drawn = draw(notebook, session)
    if not drawn:
        raise LookupError(f"no notebook comes before {notebook}")
    return Questions("Do you remember?", tuple(Asked(one, session) for one in drawn), "Answer")


def explain(notebook: str) -> OwnWords:
    """A box for own words; kept, exported, never judged.

    Raises:
        LookupError: There is no such notebook.
    """
    return OwnWords(catalog.lesson(notebook).EXPLAIN, notebook, current())


@dataclass(frozen=True)
class Asked:
    """One question and its learner."""

    question: Question
    session: Session

    @property
    def asks(self) -> str:
        return f"{self.question.id} · {self.question.asks}"

    @property
    def asks_html(self) -> Markup:
        return prose(self.asks)

    @property
    def options(self) -> Sequence[str]:
        return [option.words for option in self.question.options]

    @property
    def sureness(self) -> Mapping[int, str]:
        return SURE if isinstance(self.question, Prediction) else {}

    @property
    def chosen(self) -> str:
        """What the learner chose, or ""."""
        entry = self.session.progress.answer(self.question.id)
        return "" if entry is None else str(entry["chose"])

    def commit(self, option: str, sure: int = 0) -> Asked:
        """Take the answer; the first one counts.

        Raises:
            LookupError: There is no such option.
            ValueError: `sure` is none of 1, 2, 3 where that is asked.
        """
        chosen = self.question.option(option)
        if self.sureness and sure not in self.sureness:
            raise ValueError(f"sure is 1, 2 or 3, not {sure!r}")
        if not self.chosen:
            self.session.progress.answered(self.question.id, option, chosen.misconception, sure)
        return self

    @property
    def open(self) -> bool:
        """Whether an answer is still awaited."""
        return not self.chosen and not automatic()

    @property
    def revealed(self) -> Markup | None:
        """The learner's box and the lab's, one below the other; None while nothing may be told."""
        if self.open:
            return None
        asked, mine = self.question, self._mine() if self.chosen else Markup("")
        return mine + Markup(
            '<div class="cl-said cl-panel cl-idp"><p>{}</p><p><strong>{}</strong></p><p>{}</p>'
            "</div>"
        ).format(html.badge(REALLY, "idp"), prose(asked.right.words), prose(asked.because))

    def _mine(self) -> Markup:
        """What was chosen, how sure the learner was, and whether it is so, in its own shape."""
        entry = self.session.progress.answer(self.question.id) or {}
        level = entry.get("confidence")  # whatever stands in a file that came back
        sure = "".join(f"“{words}”" for number, words in self.sureness.items() if number == level)
        return Markup(
            '<div class="cl-guess cl-panel cl-plain"><p>{} {}</p><p>{}</p><p>{}</p></div>'
        ).format(
            html.badge(self.question.called, "plain"),
            sure,
            prose(self.chosen),
            self._compared(),
        )

    @property
    def _agrees(self) -> bool:
        return self.chosen == self.question.right.words

    def _compared(self) -> Markup:
        """Whether the choice is so: a tick, or a sign that blames nobody; both with words."""
        if self._agrees:
            return html.verdict(True, self.question.same)
        return Markup('<span role="img" aria-label="different">≠</span> {}').format(
            self.question.other
        )

    def as_text(self) -> str:
        lines = [self.asks, *(f"   ( ) {option}" for option in self.options)]
        return "\n".join([*lines, *self._answers()])

    def said(self) -> str:
        return " ".join(self._answers())

    def _answers(self) -> list[str]:
        """What was chosen and what is so, as far as either may be told."""
        asked = self.question
        if self.open:
            return []
        really = f"{REALLY}: {asked.right.words}. {asked.because}"
        if not self.chosen:
            return [really]
        return [
            f"{asked.called}: {self.chosen}. {asked.same if self._agrees else asked.other}",
            really,
        ]

    def as_html(self) -> Markup:
        options = html.joined(Markup("<li>{}</li>").format(prose(one)) for one in self.options)
        asks = Markup("<p><strong>{}</strong></p><ul>{}</ul>").format(self.asks_html, options)
        return asks + (self.revealed or Markup(""))

    def __repr__(self) -> str:
        return self.as_text()


@dataclass(frozen=True)
class Questions:
    """One or more questions, as the last value of a cell."""

    title: str
    asked: tuple[Asked, ...]
    word: str

    def commit(self, option: str, sure: int = 0) -> Questions:
        """Answer the first question that is still open; see `Asked.commit`."""
        waiting = [one for one in self.asked if not one.chosen] or list(self.asked)
        waiting[0].commit(option, sure)
        return self

    def __repr__(self) -> str:
        return "\n".join(asked.as_text() for asked in self.asked)

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        from cognito_lab.widgets.question_panel import QuestionPanel

        panel = QuestionPanel(self.title, self.asked, self.word)
        bundle: dict[str, Any] = panel._repr_mimebundle_(**kwargs)
        return bundle


@dataclass(frozen=True)
class OwnWords:
    """A question that is answered in own words."""

    asks: str
    notebook: str
    session: Session

    @property
    def asks_html(self) -> Markup:
        return prose(self.asks)

    @property
    def text(self) -> str:
        """What was written last, or ""."""
        return self.session.progress.explanation(self.notebook)

    def write(self, text: str) -> str:
        """Keep the words."""
        self.session.progress.explained(self.notebook, text)
        return "Kept. Nobody judges it; it is in your export."

    def as_text(self) -> str:
        return f"{self.asks}\n{self.text}".rstrip()

    def __repr__(self) -> str:
        return self.as_text()

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        from cognito_lab.widgets.history_panel import WordsPanel

        panel = WordsPanel("Explain it to yourself", self)
        bundle: dict[str, Any] = panel._repr_mimebundle_(**kwargs)
        return bundle


def draw(notebook: str, session: Session) -> list[Question]:
    """One question from one or two notebooks back, one from three to five; wrong ones first."""
    number = int(notebook.removeprefix("N"))
    near, far = _pool(number, 1, 2), _pool(number, 3, 5)
    chance = random.Random(f"{session.progress.seed} {notebook}")
    near, far = (_by_need(chance.sample(pool, len(pool)), session) for pool in (near, far))
    return [*far[:1], *near][:2]


def _pool(number: int, nearest: int, farthest: int) -> list[Question]:
    notebooks = [f"N{number - back:02}" for back in range(nearest, farthest + 1)]
    there = [one for one in notebooks if one in catalog.NOTEBOOKS and catalog.exists(one)]
    return [question for one in there for question in catalog.lesson(one).RECALL]


def _by_need(pool: Sequence[Question], session: Session) -> list[Question]:
    """What went wrong, then what was never asked, then what was right."""

    def need(question: Question) -> int:
        entry = session.progress.answer(question.id)
        return 1 if entry is None else 0 if entry.get("misconception") else 2

    return sorted(pool, key=need)
