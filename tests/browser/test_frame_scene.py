"""What every widget gets from its frame, in a real JupyterLab: clicks, keys, focus, words, endings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

pytestmark = pytest.mark.browser

PREPARE = """
import time
import ipywidgets
from cognito_lab.primitives.errors import AwsError
from cognito_lab.widgets.frame import Frame

class Counter(Frame):
    def __init__(self, name):
        self.count, self.seen, self.pause = 0, [], 0.0
        self.field = ipywidgets.Text(description=f"{name} field", continuous_update=True)
        self.go = ipywidgets.Button(description=f"{name} go")
        self.go.add_class("cl-primary")
        self.other = ipywidgets.Button(description=f"{name} other")
        self.refuse = ipywidgets.Button(description=f"{name} refuse")
        self.result = ipywidgets.HTML("<p>plain words</p>")
        row = ipywidgets.HBox([self.go, self.other, self.refuse])
        super().__init__(f"{name} frame", "app", [self.field, row, self.result])
        self.on_click(self.go, lambda: self.note("go"))
        self.on_click(self.other, lambda: self.note("other"))
        self.on_click(self.refuse, self.no)
        self.on_change(self.field, lambda: None)

    def note(self, what):
        time.sleep(self.pause)
        self.seen.append(f"{what}:{self.field.value}")
        return " ".join(self.seen)

    def no(self):
        raise AwsError("NotAuthorizedException", "Incorrect <b>username</b>.", because="no such user")

fast, slow = Counter("fast"), Counter("slow")
"""


def test_trial(run_notebook, screenshot, tmp_path: Path):
    """Trial."""
    cells = [PREPARE, "fast", "slow.pause = 0.4\nslow", "slow.pause = 4\nslow", "fast"]
    notebook = tmp_path / "frame.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell(c) for c in cells]), notebook)
    page, panel = run_notebook(notebook)
    logs = []
    page.on("console", lambda m: logs.append(m.text))
    frames = panel.locator(".cl-frame")
    frames.nth(3).wait_for()
    fast = frames.nth(0)
    fast.get_by_role("button", name="fast go").click()
    fast.get_by_text("go:", exact=True).wait_for()
    fast.get_by_role("button", name="fast refuse").click()
    fast.get_by_text("Refused. NotAuth").wait_for()
    print("active", page.evaluate("document.activeElement.outerHTML"))
    screenshot(page, "frame-trial")
    n = panel.locator(".jp-Cell").count()
    for key in ["x", "m", "d", "d", "y", "a", "b"]:
        page.keyboard.press(key)
    print("cells", n, panel.locator(".jp-Cell").count(), panel.locator(".jp-MarkdownCell").count())
    fast.get_by_text("plain words").click()
    print("active", page.evaluate("document.activeElement.outerHTML.slice(0,200)"))
    for key in ["x", "m", "d", "d", "y", "a", "b"]:
        page.keyboard.press(key)
    print("cells", n, panel.locator(".jp-Cell").count(), panel.locator(".jp-MarkdownCell").count())
    print(logs)
