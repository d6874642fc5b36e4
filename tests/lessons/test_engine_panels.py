from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from engine_samples import bench, exercise, session

from cognito_lab.lessons import n01, questions
from cognito_lab.lessons import session as sessions
from cognito_lab.lessons.bench import Bench
from cognito_lab.lessons.exercise import Exercise
from cognito_lab.lessons.questions import explain, predict, recall
from cognito_lab.lessons.records import recap
from cognito_lab.lessons.session import Session, use
from cognito_lab.lessons.todo import TODO
from cognito_lab.widgets.exercise_panel import ExercisePanel
from cognito_lab.widgets.history_panel import HistoryPanel, WordsPanel
from cognito_lab.widgets.question_panel import QuestionPanel


class Notebook(Session):
    """A session with variables, as a notebook has them."""

    def variable(self, name: str) -> Any:
        return vars(self).get(f"its {name}")

    def set_variable(self, name: str, value: Any) -> None:
        vars(self)[f"its {name}"] = value


@pytest.fixture
def notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Notebook]:
    """Somebody sits at notebook N01."""
    monkeypatch.delenv("COGNITO_LAB_AUTO", raising=False)
    made = Notebook(session(tmp_path).progress, "N01", n01.build(7))
    use(made)
    yield made
    use(None)


def panel(notebook: Notebook, made: Exercise) -> ExercisePanel:
    """The panel of an exercise."""
    return ExercisePanel(Bench(made, notebook))


def test_check_judges_the_variable_as_it_is_now(notebook: Notebook) -> None:
    """After the learner's cell has run again, the same button judges the new function."""
    shown = panel(notebook, exercise())
    notebook.set_variable("half", lambda number: number * 2)
    shown.check.click()
    first = shown.answer.value
    notebook.set_variable("half", lambda number: number / 2)
    shown.check.click()

    assert "not yet" in first and "You doubled." in first
    assert "right" in shown.answer.value


def test_a_panel_without_an_answer_says_what_is_missing(notebook: Notebook) -> None:
    """No such variable yet: not attempted, and which cell to run."""
    shown = panel(notebook, exercise())

    shown.check.click()

    assert "There is no" in shown.answer.value and "half" in shown.answer.value
    assert "not attempted" in shown.edge.announcement


def test_hint_and_solution_are_buttons_too(notebook: Notebook) -> None:
    """The three rungs, then the solution after a second press."""
    shown = panel(notebook, exercise())

    shown.hint.click()
    hint = shown.answer.value
    shown.solution.click()
    asked = shown.answer.value
    shown.solution.click()

    assert "Hint 1 of 3: where to look" in hint
    assert "second time" in asked
    assert "return number / 2" in shown.answer.value


def test_an_order_that_nobody_touched_is_not_attempted(notebook: Notebook) -> None:
    """The shuffled list as it stands is no answer."""
    notebook.set_variable("my_order", TODO)
    shown = panel(notebook, n01.ORDER)

    shown.check.click()

    assert "not attempted" in shown.answer.value


def test_moving_lines_makes_the_notebooks_answer(notebook: Notebook) -> None:
    """Buttons move a line; Check puts the order into the variable and shows it as code."""
    shown = panel(notebook, n01.ORDER)
    shown.form.lines.set_state({"index": 1})
    shown.form.up.click()
    shown.check.click()

    assert notebook.variable("my_order") == [2, 1, 3, 4, 5, 6]
    assert shown.form.lines.index == 0
    assert "Your step 2 wanted to validate a token" in shown.answer.value
    assert "my_order = [2, 1, 3, 4, 5, 6]" in shown.code.value


def test_a_line_at_the_end_stays(notebook: Notebook) -> None:
    """Up from the first place does nothing and says so."""
    shown = panel(notebook, n01.ORDER)
    shown.form.lines.set_state({"index": 0})

    shown.form.up.click()

    assert shown.form.value == [1, 2, 3, 4, 5, 6]
    assert "stands at the end already" in shown.edge.announcement


def test_the_form_follows_what_is_typed(notebook: Notebook) -> None:
    """An answer typed in a cell appears in the form after the cell has run."""
    shown = panel(notebook, n01.ORDER)

    notebook.set_variable("my_order", [2, 6, 4, 1, 3, 5])
    shown.refresh()
    shown.check.click()

    assert shown.form.value == [2, 6, 4, 1, 3, 5]
    assert "right" in shown.answer.value


def test_a_choice_that_is_half_made_is_not_attempted(notebook: Notebook) -> None:
    """Menus that nobody touched stay blanks in the notebook's answer."""
    shown = panel(notebook, n01.DOCUMENTS_AT_DESKS)
    shown.form.menus["passport"].value = "counter"

    shown.check.click()

    assert notebook.variable("my_desks")["password"] is TODO
    assert "not attempted" in shown.answer.value


def test_every_menu_chosen_is_checked(notebook: Notebook) -> None:
    """Three menus, and the desks answer."""
    shown = panel(notebook, n01.DOCUMENTS_AT_DESKS)
    chosen = {"password": "user pool", "passport": "counter", "boarding pass": "gate"}
    shown.form.value = chosen

    shown.check.click()

    assert notebook.variable("my_desks") == chosen
    assert "right" in shown.answer.value


@pytest.mark.parametrize("made", n01.EXERCISES, ids=lambda made: made.id)
def test_an_exercise_has_static_forms(notebook: Notebook, made: Exercise) -> None:
    """In text and in HTML it says goal, answer and code, and always the same."""
    bundles = [Bench(made, notebook)._repr_mimebundle_() for _ in range(2)]

    for form in ("text/plain", "text/html"):
        assert bundles[0][form] == bundles[1][form]
        assert made.answer in bundles[0][form]
        assert ".check()" in bundles[0][form]


def test_a_prediction_reveals_only_after_commitment(notebook: Notebook) -> None:
    """Before: options and how sure. After: what was said, and what is so; the first one counts."""
    asked = predict("N01.P1")
    before = repr(asked)

    asked.commit("the user pool", sure=2)
    asked.commit("the app", sure=3)

    assert "So it is" not in before
    assert "You said: the user pool." in repr(predict("N01.P1"))
    assert "So it is: the app." in repr(predict("N01.P1"))
    assert dict(notebook.progress.misconceptions()) == {"M29": 1}


def test_the_form_of_a_prediction_commits(notebook: Notebook) -> None:
    """Choose, say how sure, press Commit; the form goes and the answer comes."""
    asked = predict("N01.P1")
    shown = QuestionPanel(asked.title, asked.asked, asked.word)
    form = shown.forms[0]

    form.commit.click()
    assert "Choose one of the options first" in shown.edge.announcement
    form.options.set_state({"index": 1})
    form.sure.set_state({"index": 2})
    form.commit.click()

    entry = notebook.progress.answer("N01.P1")
    assert entry is not None and (entry["chose"], entry["confidence"]) == ("the app", 3)
    assert "You said: the app." in form.result.value
    assert form.options.layout.display == "none"


@pytest.mark.parametrize(
    ("option", "sure", "error"),
    [
        pytest.param("nobody at all", 1, LookupError, id="no such option"),
        pytest.param("the app", 4, ValueError, id="surer than sure"),
    ],
)
def test_a_commitment_that_makes_no_sense_changes_nothing(
    notebook: Notebook, option: str, sure: int, error: type[Exception]
) -> None:
    """It is refused with what there is to choose from."""
    with pytest.raises(error):
        predict("N01.P1").commit(option, sure=sure)

    assert notebook.progress.answer("N01.P1") is None


def test_in_automatic_runs_a_prediction_reveals_at_once(
    notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody commits, and nothing is written down."""
    monkeypatch.setenv("COGNITO_LAB_AUTO", "1")

    assert "So it is: the app." in repr(predict("N01.P1"))
    assert notebook.progress.answer("N01.P1") is None


def test_recall_asks_what_went_wrong_first(notebook: Notebook) -> None:
    """Wrong, then never asked, then right; from earlier notebooks alone."""
    first = recall("N02").asked[0].question
    notebook.progress.answered(first.id, first.right.words, None)
    others = [question for question in n01.RECALL if question.id != first.id]
    wrong = next(option for option in others[1].options if not option.right)
    notebook.progress.answered(others[1].id, wrong.words, wrong.misconception)

    drawn = [asked.question.id for asked in recall("N02").asked]

    assert drawn == [others[1].id, others[0].id]


def test_recall_depends_on_the_seed_alone(notebook: Notebook) -> None:
    """The same seed draws the same questions; another seed may draw others."""
    drawn = {
        seed: tuple(question.id for question in questions.draw("N02", _seeded(notebook, seed)))
        for seed in range(12)
    }

    assert len(set(drawn.values())) > 1
    assert drawn[3] == tuple(q.id for q in questions.draw("N02", _seeded(notebook, 3)))


def _seeded(notebook: Notebook, seed: int) -> Notebook:
    notebook.progress.introduce(seed=seed)
    return notebook


def test_the_first_notebook_has_nothing_to_recall(notebook: Notebook) -> None:
    """There is no earlier one."""
    with pytest.raises(LookupError, match="no notebook comes before N01"):
        recall("N01")


def test_own_words_are_kept_and_come_back(notebook: Notebook) -> None:
    """What was written stands in the box the next time."""
    shown = WordsPanel("Explain", explain("N01"))
    shown.box.set_state({"value": "A signature <b>is</b> needed."})

    shown.keep.click()

    assert WordsPanel("Explain", explain("N01")).box.value == "A signature <b>is</b> needed."
    assert "Nobody judges it" in shown.edge.announcement


def test_the_recap_puts_said_beside_did(notebook: Notebook) -> None:
    """Predictions with what was said and what was so, and where each exercise stands."""
    predict("N01.P1").commit("the user pool", sure=1)

    lines = repr(recap("N01")).splitlines()

    assert any("the user pool | the app" in line for line in lines)
    assert any(line.startswith("N01.E1") and "not attempted" in line for line in lines)


def test_the_recap_offers_the_file_and_takes_one_back(notebook: Notebook, tmp_path: Path) -> None:
    """The link carries the whole progress; uploading it elsewhere restores it."""
    predict("N01.P1").commit("the app", sure=1)
    there = HistoryPanel("Recap", recap("N01"))
    content = recap("N01").file_bytes()
    (tmp_path / "fresh").mkdir()
    fresh = Notebook(session(tmp_path / "fresh").progress, "N01", notebook.world)
    use(fresh)

    here = HistoryPanel("Recap", recap("N01"))
    _upload(here, content)

    assert "Download your progress" in there.link.value
    assert fresh.progress.answer("N01.P1") is not None
    assert "1 entries came back" in here.edge.announcement


def _upload(shown: HistoryPanel, content: bytes) -> None:
    """What the browser does when somebody chooses a file."""
    file = {"name": "p.json", "type": "", "size": len(content), "last_modified": 0}
    shown.upload.set_state({"value": [file | {"content": memoryview(content)}]})


def test_a_wrong_upload_is_told_in_the_panel(notebook: Notebook) -> None:
    """The reason stands where the person looks; nothing is lost."""
    shown = HistoryPanel("Recap", recap("N01"))

    _upload(shown, b"{}")

    assert "not a progress file" in shown.trouble.value


@pytest.mark.parametrize(
    "shown",
    [
        pytest.param(lambda: predict("N01.P1"), id="prediction"),
        pytest.param(lambda: recall("N02"), id="recall"),
        pytest.param(lambda: explain("N01"), id="own words"),
        pytest.param(lambda: recap("N01"), id="recap"),
    ],
)
def test_everything_shown_has_the_same_static_form_twice(notebook: Notebook, shown: Any) -> None:
    """Committed outputs are compared strictly."""
    one, other = (shown()._repr_mimebundle_() for _ in range(2))

    assert one["text/plain"] == other["text/plain"] == repr(shown())
    assert one["text/html"] == other["text/html"]


def test_names_from_outside_stay_text(notebook: Notebook) -> None:
    """What a learner returns or raises can never become markup."""
    outcome = bench(notebook.progress.file.path.parent).check(lambda number: "<script>x</script>")

    assert "<script>" not in outcome.as_html()
    assert sessions.current() is notebook
