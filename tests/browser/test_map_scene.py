"""The map and the glossary, in a real JupyterLab with the course's own settings."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

import lab

pytestmark = pytest.mark.browser

TRACKER = "@jupyterlab/notebook-extension:tracker"
ENTRY = {"key": "k", "at": "2026-01-06T09:00:00+00:00", "kind": "check"}
EXPORT = {"version": 1, "entries": [{**ENTRY, "id": "N01.E1", "status": "PASS"}]}


def test_the_map_filters_and_restores(run_notebook, screenshot, tmp_path: Path):
    """Choose sixty minutes, bring a wrong file, then a right one, take it away, follow a link."""
    page, panel = run_notebook("index", as_learner=True, viewport={"width": 1100, "height": 1400})
    plan, records = (panel.locator(".cl-frame").nth(number) for number in (0, 1))

    plan.get_by_label("a workshop of 60 minutes").check()
    expect(plan.get_by_text("N05 · A foreign passport")).to_have_count(0)
    expect(plan.get_by_role("row", name="3–38")).to_contain_text("0 of 6")

    bring(page, records, tmp_path / "holiday.json", {"photos": []})
    expect(records.locator(".cl-problem")).to_contain_text("This is not a progress file")
    bring(page, records, tmp_path / "progress.json", EXPORT)
    expect(records.locator(".cl-said")).to_have_text("1 entry came back; there is 1 now.")
    expect(plan.get_by_role("row", name="3–38")).to_contain_text("1 of 6")
    screenshot(panel, "map")

    with page.expect_download() as download:
        records.get_by_text("Download your progress").click()
    assert json.loads(Path(download.value.path()).read_text("utf-8")) == EXPORT
    a_notebook_of_the_plan_opens_beside_the_map(page, plan)


def a_notebook_of_the_plan_opens_beside_the_map(page: Page, plan: Locator) -> None:
    """Its name in the table is a link, in the plan that was chosen too."""
    row = plan.get_by_role("row", name="38–49")
    row.get_by_role("link", name="N06 · The counter: a vending machine").click()

    opened = page.locator(".jp-NotebookPanel:visible")
    expect(opened.get_by_role("heading", name="The counter").first).to_be_visible()
    expect(page.locator(".lm-TabBar-tab", has_text="index.ipynb")).to_have_count(1)


def bring(page: Page, records: Locator, path: Path, content: object) -> None:
    """Choose a file in the browser's own dialogue."""
    path.write_text(json.dumps(content), "utf-8")
    with page.expect_file_chooser() as dialogue:
        records.get_by_role("button", name="Restore from a file").click()
    dialogue.value.set_files(path)


@pytest.fixture
def windowing_as_learners_have_it(jupyterlab: Any) -> Iterator[None]:
    """The other scenes show every cell at once; here the course's own setting counts."""
    chosen = json.loads((lab.ROOT / "binder" / "overrides.json").read_text("utf-8"))[TRACKER]
    set_tracker(jupyterlab, chosen)
    yield
    set_tracker(jupyterlab, {})


def set_tracker(jupyterlab: Any, settings: dict[str, str]) -> None:
    """Keep settings of JupyterLab's notebooks on the server, as its settings editor does."""
    address = f"{jupyterlab.address}/lab/api/settings/{TRACKER}?token={jupyterlab.token}"
    body = json.dumps({"raw": json.dumps(settings)}).encode()
    urllib.request.urlopen(urllib.request.Request(address, body, method="PUT"), timeout=10)


@pytest.mark.usefixtures("windowing_as_learners_have_it")
@pytest.mark.slow
def test_the_first_click_on_a_word_opens_the_glossary_there(open_notebook, screenshot):
    """A link in a lesson leads to the word's own cell, though the glossary was not open yet.

    And neither of the two, being only read, asks to be saved.
    """
    page, panel = open_notebook("10-the-other-gate", as_learner=True)

    panel.get_by_role("link", name="identity pool", exact=True).first.click()

    glossary = page.locator(".jp-NotebookPanel:visible")
    expect(glossary.get_by_role("heading", name="Identity pool")).to_be_in_viewport()
    screenshot(page, "glossary")
    page.locator("#jp-main-statusbar").get_by_text("| Idle").wait_for()
    expect(page.locator(".lm-TabBar-tab.jp-mod-dirty")).to_have_count(0)
