from __future__ import annotations

from typing import Any

import pytest
from engine_notebook import Notebook, notebook
from engine_samples import bench, exercise

from cognito_lab.lessons import n01
from cognito_lab.lessons import session as sessions
from cognito_lab.lessons.bench import Bench
from cognito_lab.lessons.exercise import Exercise
from cognito_lab.lessons.questions import explain, predict, recall
from cognito_lab.lessons.records import recap
from cognito_lab.lessons.todo import TODO
from cognito_lab.widgets.answer_forms import ChoiceForm
from cognito_lab.widgets.exercise_panel import ExercisePanel

__all__ = ["notebook"]  # the fixture


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


def test_a_menu_shows_the_key_of_its_item() -> None:
    """The key that the code twin needs stands before the words; neither can become markup."""
    form = ChoiceForm({"/jwt": "an API <b>method</b>", "<i>": "odd"}, ["ID token"])

    shown = [menu.description for menu in form.menus.values()]

    assert shown == [
        '<code class="cl-mono">/jwt</code>: an API &lt;b&gt;method&lt;/b&gt;',
        '<code class="cl-mono">&lt;i&gt;</code>: odd',
    ]
    assert list(form.value) == ["/jwt", "<i>"]


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


def test_code_in_a_goal_is_shown_as_code(notebook: Notebook) -> None:
    """The list of exercises shows no backticks."""
    assert "<code" in recap("N02").as_html() and "`" not in recap("N02").as_html()


def test_names_from_outside_stay_text(notebook: Notebook) -> None:
    """What a learner returns or raises can never become markup."""
    outcome = bench(notebook.progress.file.path.parent).check(lambda number: "<script>x</script>")

    assert "<script>" not in outcome.as_html()
    assert sessions.current() is notebook
