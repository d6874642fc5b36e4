"""What every widget has from its frame, in a real JupyterLab: clicks, keys, focus, and the end."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

KERNEL = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
FORMS = """
import os, time
import ipywidgets
from cognito_lab.primitives.errors import AwsError
from cognito_lab.widgets.frame import Frame

class Form(Frame):
    def __init__(self, name, pause):
        self.pause, self.seen = pause, []
        self.field = ipywidgets.Text(description=f"{name} field")
        self.go = ipywidgets.Button(description=f"{name} go")
        self.go.add_class("cl-primary")
        self.other = ipywidgets.Button(description=f"{name} other")
        self.refuse = ipywidgets.Button(description=f"{name} refuse")
        words = ipywidgets.HTML(f"<p>plain words of {name}</p>")
        row = ipywidgets.HBox([self.go, self.other, self.refuse])
        super().__init__(f"{name} form", "app", [self.field, row, words])
        self.on_click(self.go, lambda: self.note("go"))
        self.on_click(self.other, lambda: self.note("other"))
        self.on_click(self.refuse, self.no)

    def note(self, what):
        self.seen.append(f"{what}={self.field.value}")
        time.sleep(self.pause)
        return " ".join(self.seen)

    def no(self):
        raise AwsError("NotAuthorizedException", "Incorrect.", because="There is no such user.")

quick = Form("quick", 0)
"""
CELLS = [
    FORMS,
    "quick",
    "Form('slow', 0.4)",
    "Form('slower', 4)",
    "quick  # a second copy",
    "print('process', os.getpid(), 'of this kernel')",
]


def test_a_frame_keeps_clicks_keys_and_focus_and_says_when_it_is_over(
    run_notebook, screenshot, tmp_path: Path
):
    """Nothing that a person does in a frame is lost, doubled, or taken for a command."""
    notebook = tmp_path / "frames.ipynb"
    cells = [new_code_cell(source) for source in CELLS]
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": KERNEL}), notebook)
    page, panel = run_notebook(notebook, viewport={"width": 1200, "height": 1400})
    panel.locator(".jp-OutputArea").get_by_text("of this kernel").wait_for()
    expect(panel.locator(".cl-frame")).to_have_count(4)
    quick, slow, slower, copy = panel.locator(".cl-frame").all()

    a_refusal_is_shown_said_and_leaves_the_focus(page, quick)
    letters_are_no_commands(page, panel, quick)
    enter_presses_the_first_button(quick)
    expect(copy.locator(".cl-status")).to_have_text("go=by keyboard")
    clicks_are_neither_lost_nor_doubled(slow, "slow")
    clicks_are_neither_lost_nor_doubled(slower, "slower")
    a_cell_that_runs_again_works_again(page, panel)
    screenshot(panel, "frames")
    the_end_of_the_kernel_is_said(panel)
    screenshot(panel, "frames-without-kernel")


def a_refusal_is_shown_said_and_leaves_the_focus(page: Page, form: Locator) -> None:
    """AWS's words appear at once, the lab's reason on request."""
    button = form.get_by_role("button", name="refuse")
    button.click()

    expect(form.locator(".cl-problem")).to_contain_text("NotAuthorizedException: Incorrect.")
    expect(form.get_by_role("status")).to_contain_text("Refused. NotAuthorizedException")
    expect(button).to_be_focused()
    form.get_by_text("Why? The lab knows.").click()
    expect(form.get_by_text("There is no such user.")).to_be_visible()


def letters_are_no_commands(page: Page, panel: Locator, form: Locator) -> None:
    """After a click on a button, on words or into a field, x, m and d d change no cell."""
    cells = panel.locator(".jp-Cell")
    for place in (
        form.get_by_role("button", name="refuse"),
        form.get_by_text("plain words"),
        form.get_by_role("heading"),
        form.get_by_text("Why? The lab knows."),
    ):
        place.click()
        for key in ("x", "m", "d", "d", "a", "b", "Shift+Enter"):
            page.keyboard.press(key)

    expect(cells).to_have_count(len(CELLS))
    expect(panel.locator(".jp-MarkdownCell")).to_have_count(0)


def enter_presses_the_first_button(form: Locator) -> None:
    """Enter in a field does what the main button does, with what was typed last."""
    field = form.get_by_label("field")
    field.fill("by keyboard")
    field.press("Enter")

    expect(form.get_by_role("status")).to_have_text("go=by keyboard")
    expect(form.locator(".cl-problem")).to_have_count(0)
    expect(field).to_be_focused()


def clicks_are_neither_lost_nor_doubled(form: Locator, name: str) -> None:
    """While an answer is awaited, a second click is none, and another button waits its turn."""
    go, other = (form.get_by_role("button", name=f"{name} {what}") for what in ("go", "other"))
    form.get_by_label("field").fill("first")
    go.dblclick()
    go.click(force=True)
    expect(go).to_have_attribute("aria-disabled", "true")
    expect(go).to_be_focused()
    form.get_by_label("field").fill("second")
    other.dblclick()
    expect(form.get_by_role("status")).to_have_text("Waiting for the answer…")

    expect(form.get_by_role("status")).to_have_text("go=first other=second", timeout=20_000)
    expect(form.locator("[aria-disabled]")).to_have_count(0)


def a_cell_that_runs_again_works_again(page: Page, panel: Locator) -> None:
    """Running a cell anew leaves one frame in its output, and that one answers."""
    cell = panel.locator(".jp-Cell").nth(2)
    cell.locator(".jp-InputArea").click()
    page.keyboard.press("Control+Enter")
    form = cell.locator(".cl-frame")
    expect(form.get_by_role("status")).to_have_text("")
    form.get_by_role("button", name="go").click()

    expect(form.get_by_role("status")).to_have_text("go=")


def the_end_of_the_kernel_is_said(panel: Locator) -> None:
    """Within ten seconds of a kernel's sudden end every frame says so, and what to do."""
    printed = panel.locator(".jp-OutputArea").get_by_text("of this kernel")
    process = int(printed.inner_text().split()[1])
    os.kill(process, signal.SIGKILL)

    for form in panel.locator(".cl-frame").all():
        expect(form.get_by_role("alert")).to_contain_text("Run the first cell", timeout=10_000)
