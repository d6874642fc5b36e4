"""The frame of every widget: what a click does, how a failure shows, and the static form."""

from __future__ import annotations

import ipywidgets
import pytest
from botocore.exceptions import ClientError

from cognito_lab.primitives.errors import AwsError
from cognito_lab.widgets.frame import Frame, refresh_all


class Form(Frame):
    """A small form: one field of each kind, one button, and what it did."""

    def __init__(self) -> None:
        self.name = ipywidgets.Text(description="Name")
        self.way = ipywidgets.RadioButtons(options=["by day", "by night"], description="Way")
        self.sure = ipywidgets.Checkbox(description="Sure")
        self.go = ipywidgets.Button(description="Go")
        self.refreshed = 0
        super().__init__(
            "A form", "app", [self.name, ipywidgets.VBox([self.way, self.sure]), self.go]
        )
        self.sent: list[dict] = []
        self.edge.send = lambda content, buffers=None: self.sent.append(content)

    def refresh(self) -> None:
        self.refreshed += 1

    def said(self) -> str:
        return self.edge.announcement.partition(" ")[2]


def click_in_browser(form: Form, **fields: object) -> None:
    """Send what edge.js sends when somebody clicks the first button."""
    message = {"kind": "click", "button": 0, "fields": fields, "id": "view-0"}
    form.edge._handle_custom_msg(message, [])


def test_what_a_callback_returns_is_said_aloud():
    """The sentence of a callback becomes the announcement."""
    form = Form()
    form.on_click(form.go, lambda: "signed in as jdoe")

    form.go.click()

    assert form.said() == "signed in as jdoe"


def test_a_sentence_that_is_said_twice_is_heard_twice():
    """The announcement changes even where its words do not, so that a live region speaks again."""
    form = Form()
    form.on_click(form.go, lambda: "closed")

    form.go.click()
    first = form.edge.announcement
    form.go.click()

    assert form.edge.announcement != first


@pytest.mark.parametrize(
    ("error", "shown"),
    [
        pytest.param(
            AwsError("NotAuthorizedException", "Incorrect.", because="no such user"),
            ["Refused", "NotAuthorizedException: Incorrect.", "no such user"],
            id="AWS's words, with the lab's reason",
        ),
        pytest.param(
            ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "GetObject"),
            ["Refused", "AccessDenied: no"],
            id="the same through boto3",
        ),
        pytest.param(
            ValueError("there is no challenge"),
            ["Failed", "ValueError: there is no challenge"],
            id="Python's own error",
        ),
        pytest.param(
            ValueError("<img src=x onerror=alert(1)>"),
            ["&lt;img src=x onerror=alert(1)&gt;"],
            id="markup in a message stays text",
        ),
    ],
)
def test_an_error_appears_where_the_person_looks(error: Exception, shown: list[str]):
    """What a callback raises is shown in the frame and said aloud; nothing escapes."""
    form = Form()

    def refuse() -> None:
        raise error

    form.on_click(form.go, refuse)
    form.go.click()

    assert all(part in form.trouble.value for part in shown)
    assert "<img" not in form.trouble.value
    assert form.said().startswith(("Refused. ", "Failed. "))


def test_the_next_success_takes_the_error_away():
    """A frame shows the trouble of the last click, not of an earlier one."""
    form = Form()
    answers = iter([AwsError("LimitExceededException", "Attempt limit exceeded."), None])

    def step() -> None:
        if (error := next(answers)) is not None:
            raise error

    form.on_click(form.go, step)
    form.go.click()
    assert form.trouble.value
    form.go.click()

    assert form.trouble.value == ""


def test_an_error_that_is_gone_is_no_longer_said():
    """Where the next change says nothing, nothing stays of a refusal, its sentence neither."""
    form = Form()
    form.on_click(form.go, lambda: {}["lost"])
    form.on_change(form.sure, lambda: None)
    form.go.click()
    assert form.said()

    form.sure.value = True

    assert form.said() == ""


def test_what_was_said_stays_where_a_change_says_nothing():
    """A sentence of success is not taken away by a change without one."""
    form = Form()
    form.on_click(form.go, lambda: "signed in as jdoe")
    form.on_change(form.sure, lambda: None)
    form.go.click()

    form.sure.value = True

    assert form.said() == "signed in as jdoe"


def test_a_click_brings_along_what_stood_in_the_fields():
    """A click from the browser carries every field, so it never overtakes what was typed."""
    form = Form()
    seen = []
    form.on_click(form.go, lambda: seen.append((form.name.value, form.way.value, form.sure.value)))

    click_in_browser(form, **{"0": "jdoe", "1": 1, "2": True})

    assert seen == [("jdoe", "by night", True)]


def test_a_click_is_answered_after_its_callback():
    """The browser holds the button until the answer, which comes last and names the question."""
    form = Form()
    form.on_click(form.go, lambda: form.sent.append({"kind": "work"}))

    click_in_browser(form)

    assert form.sent == [{"kind": "work"}, {"kind": "answer", "id": "view-0"}]


def test_a_click_is_answered_although_its_callback_fails():
    """A failing callback never leaves a button held for ever."""
    form = Form()
    form.on_click(form.go, lambda: 1 / 0)

    click_in_browser(form)

    assert form.sent == [{"kind": "answer", "id": "view-0"}]
    assert "ZeroDivisionError" in form.trouble.value


def test_a_field_can_fail_aloud_too():
    """A callback on a field is as safe as one on a button."""
    form = Form()
    form.on_change(form.sure, lambda: 1 / 0)

    form.sure.set_state({"value": True})

    assert "ZeroDivisionError" in form.trouble.value


def test_every_frame_is_refreshed_after_a_click_in_any_of_them():
    """What one widget did to the lab is followed by the others."""
    acting, watching = Form(), Form()
    acting.on_click(acting.go, lambda: None)

    acting.go.click()

    assert watching.refreshed == 1


def test_a_refresh_that_fails_is_shown_in_its_own_frame():
    """One widget's failing refresh stops no other."""
    broken, healthy = Form(), Form()
    broken.refresh = lambda: 1 / 0

    refresh_all()
    broken.refresh = lambda: None

    assert "ZeroDivisionError" in broken.trouble.value
    assert healthy.refreshed == 1


def test_the_static_form_stands_beside_the_view():
    """A place where no widget lives still gets text and HTML."""
    bundle = Form()._repr_mimebundle_()

    assert bundle["text/plain"] == "A form"
    assert bundle["text/html"] == "<p>A form</p>"
    assert "application/vnd.jupyter.widget-view+json" in bundle


def test_the_code_twin_is_text():
    """Code is shown as it would be typed, whatever a name in it holds."""
    form = Form()

    form.show_code('name = "<b>jdoe</b>"')

    assert "&lt;b&gt;jdoe&lt;/b&gt;" in form.code.value
