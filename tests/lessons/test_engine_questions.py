from __future__ import annotations

from pathlib import Path

import pytest
from engine_notebook import Notebook, notebook
from engine_samples import session

from cognito_lab.lessons import catalog, n01, questions
from cognito_lab.lessons.predictions import Option, Question
from cognito_lab.lessons.questions import Asked, explain, predict, recall
from cognito_lab.lessons.records import recap
from cognito_lab.lessons.session import use
from cognito_lab.widgets.history_panel import HistoryPanel, WordsPanel
from cognito_lab.widgets.question_panel import QuestionPanel

__all__ = ["notebook"]  # the fixture


def test_a_prediction_reveals_only_after_commitment(notebook: Notebook) -> None:
    """Before: options and how sure. After: what was said, and what is so; the first one counts."""
    asked = predict("N01.P1")
    before = repr(asked)

    asked.commit("the user pool", sure=2)
    asked.commit("the app", sure=3)

    assert "How it really is" not in before
    assert "Your guess: the user pool. It is not so." in repr(predict("N01.P1"))
    assert "How it really is: the app." in repr(predict("N01.P1"))
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
    assert "Your guess" in form.result.value and "I am sure" in form.result.value
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

    shown = predict("N01.P1").asked[0]
    assert "How it really is: the app." in repr(shown)
    assert "Your guess" not in f"{shown!r} {shown.as_html()}"
    assert notebook.progress.answer("N01.P1") is None


GUESS, REALLY = '<div class="cl-guess', '<div class="cl-said'


@pytest.mark.parametrize(
    ("question", "chosen", "compared"),
    [
        pytest.param(n01.PREDICTIONS[0], "the app", "Your guess is right.", id="a right guess"),
        pytest.param(n01.PREDICTIONS[0], "the user pool", "It is not so.", id="a wrong guess"),
        pytest.param(n01.RECALL[0], "the app", "You remembered it.", id="remembered"),
        pytest.param(
            n01.RECALL[0], "the provider that issued it", "It is not this one.", id="not remembered"
        ),
    ],
)
def test_what_was_chosen_is_never_taken_for_what_is_so(
    notebook: Notebook, question: Question, chosen: str, compared: str
) -> None:
    """Two boxes, each with its name; only the learner's has a tick, and only when it is right."""
    shown = Asked(question, notebook).commit(chosen, sure=2 if question in n01.PREDICTIONS else 0)

    mine, really = (shown.revealed or "").split(REALLY)

    assert mine.startswith(GUESS)
    assert question.called in mine and chosen in mine and compared in mine
    assert ("✓" in mine, "≠" in mine) == (chosen == "the app", chosen != "the app")
    assert "How it really is" in really and "<strong>the app</strong>" in really
    assert "✓" not in really and "≠" not in really
    assert compared in shown.said()


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


HOSTILE = Question(
    id="N99.R1",
    asks="What is `<b>aud</b>`, and <i>who</i> reads it?",
    options=(Option("the app"), Option("nobody", "M01")),
    because="The app reads `aud`.",
)


def test_code_in_a_question_is_shown_as_code_and_stays_text(notebook: Notebook) -> None:
    """In the live form and in the static one; what looks like markup is escaped in both."""
    shown = QuestionPanel("Recall", [Asked(HOSTILE, notebook)])

    for made in (shown.forms[0].children[0].value, shown.as_html()):
        assert '<code class="cl-mono">&lt;b&gt;aud&lt;/b&gt;</code>' in made
        assert "<i>" not in made and "`" not in made
    assert "`<b>aud</b>`" in shown.as_text()


@pytest.mark.parametrize("name", catalog.written())
def test_options_need_no_code_font(name: str) -> None:
    """A radio button shows plain characters only, so no option holds a backtick."""
    lesson = catalog.lesson(name)

    options = [one.words for q in (*lesson.PREDICTIONS, *lesson.RECALL) for one in q.options]

    assert options
    assert [words for words in options if "`" in words] == []


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
    for said in (here.edge.announcement, here.came_back.value):
        assert "1 entry came back; there is 1 now." in said


def _upload(shown: HistoryPanel, content: bytes) -> None:
    """What the browser does when somebody chooses a file."""
    file = {"name": "p.json", "type": "", "size": len(content), "last_modified": 0}
    shown.upload.set_state({"value": [file | {"content": memoryview(content)}]})


def test_a_wrong_upload_is_told_in_the_panel(notebook: Notebook) -> None:
    """The reason stands where the person looks; nothing is lost."""
    shown = HistoryPanel("Recap", recap("N01"))

    _upload(shown, b"{}")

    assert "not a progress file" in shown.trouble.value
