"""The lens, the maps and the clock in a real JupyterLab: typing, keys, payloads, one page."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

PREPARE = """
import json
from cognito_lab.lessons import journey
from cognito_lab.policy import Principal, PrincipalKind, Request
from cognito_lab.widgets import ClockBar, PolicyLens, StateMap

world = journey.build(seed=7)
cloud = world.cloud
journey.papers(world)
me = Principal("arn:aws:iam::123456789012:user/jdoe", "123456789012", PrincipalKind.USER)
own = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"],
     "Resource": "arn:aws:s3:::lockers/${aws:username}/*"}]}, indent=2)
request = Request("s3:GetObject", "arn:aws:s3:::lockers/gina/photo", me, {"aws:username": "jdoe"})
"""
CELLS = [
    PREPARE,
    'PolicyLens(request, {"identity": own})',
    "ClockBar(cloud)",
    "StateMap(cloud, username='jdoe')",
]
PAYLOADS = [
    "<img src=x onerror=\"document.body.dataset.harmed='yes'\">",
    "</pre><script>document.body.dataset.harmed='yes'</script>",
    '"><svg onload="document.body.dataset.harmed=\'yes\'">',
]


def test_a_policy_is_mended_and_time_passes(run_notebook, screenshot, tmp_path: Path):
    """A person types a fault, finds and mends it, opens the locker, and lets an hour pass."""
    notebook = tmp_path / "lens.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell(cell) for cell in CELLS]), notebook)
    page, panel = run_notebook(notebook, viewport={"width": 1200, "height": 1600})
    lens, clock, status = (panel.locator(".cl-frame").nth(i) for i in range(3))
    status.get_by_text("jdoe is CONFIRMED.").first.wait_for()

    a_fault_is_shown_where_it_stands(page, lens)
    screenshot(lens, "lens-fault")
    the_verdict_turns(lens)
    screenshot(lens, "lens")
    nothing_that_is_typed_becomes_markup(page, lens)
    shortcuts_stay_outside(page, panel, lens)
    an_hour_passes(clock)
    another_user_is_followed(status)
    screenshot(status, "status-map")


def a_fault_is_shown_where_it_stands(page: Page, lens: Locator) -> None:
    """Line and column are said, the place can be selected by keyboard, axe finds nothing bad."""
    policy = lens.get_by_label("Identity-based policy", exact=True)
    policy.fill(policy.input_value().replace("s3:PutObject", "PutObject"))
    expect(lens.get_by_text("Line 8, column 9: Statement[0].Action: 'PutObject'")).to_be_visible()
    expect(policy).to_have_attribute("aria-invalid", "true")
    lens.get_by_role("button", name="Show the place of the fault").press("Enter")

    selected = page.evaluate("(({value: v, selectionStart: a, selectionEnd: b}) => v.slice(a, b))"
                             "(document.activeElement)")  # fmt: skip
    assert selected == '"PutObject"'
    found = Axe().run(page, context=".cl-frame").response["violations"]
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []


def the_verdict_turns(lens: Locator) -> None:
    """With the fault mended the verdict is back; another resource turns it."""
    policy = lens.get_by_label("Identity-based policy", exact=True)
    policy.fill(policy.input_value().replace("PutObject", "s3:PutObject"))
    expect(lens.get_by_text("✗ DENIED", exact=True)).to_be_visible()
    lens.get_by_label("Resource", exact=True).fill("arn:aws:s3:::lockers/jdoe/photo")
    expect(lens.get_by_text("✓ ALLOWED", exact=True)).to_be_visible()
    expect(lens.get_by_role("tab", name="Identity: allows")).to_be_visible()


def nothing_that_is_typed_becomes_markup(page: Page, lens: Locator) -> None:
    """Whatever somebody types appears as text, in verdict, tree and text area."""
    for payload in PAYLOADS:
        lens.get_by_label("Resource", exact=True).fill(payload)
        expect(lens.locator(".cl-panel").first).to_contain_text(payload)
        lens.get_by_label("Identity-based policy", exact=True).fill(f'{{"{payload}": 1')
        expect(lens.get_by_text("No verdict while").first).to_be_visible()
        lens.get_by_role("button", name="As it was").click()
        expect(lens.get_by_text("Everything is as it was.")).to_be_visible()
    assert page.evaluate("document.body.dataset.harmed") is None


def shortcuts_stay_outside(page: Page, panel: Locator, lens: Locator) -> None:
    """JupyterLab's one-letter commands fire neither from the text area nor after a click."""
    cells = panel.locator(".jp-Cell").count()
    for place in (lens.get_by_label("Identity-based policy", exact=True), lens.get_by_text("Why:")):
        place.first.click()
        for key in ("x", "d", "d", "m"):
            page.keyboard.press(key)
    assert panel.locator(".jp-Cell").count() == cells
    lens.get_by_role("button", name="As it was").click()


def an_hour_passes(clock: Locator) -> None:
    """One click, and everything that was issued has expired."""
    clock.get_by_role("button", name="+ 1 hour").click()
    expect(clock.get_by_text("10:08:07 UTC").first).to_be_visible()
    expect(clock.get_by_text("Everything that was issued has expired")).to_be_visible()


def another_user_is_followed(status: Locator) -> None:
    """A name that nobody has stands where users begin."""
    status.get_by_label("User name").fill("nobody")
    expect(status.get_by_text("There is no user nobody yet.").first).to_be_visible()
    expect(status.locator("g.sd-now")).to_contain_text("no user yet")
