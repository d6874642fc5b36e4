"""The journey as a person takes it: Shift+Enter, then forms and doors, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

pytestmark = pytest.mark.browser

JOURNEY = "00-the-journey"
FILE_TEXT = "You read this with a boarding pass"
A_MINUTE_MS = 60_000


def test_three_minutes_with_shift_and_enter_alone(open_notebook, screenshot):
    """From the open page to the file's text, a person presses nothing but Shift+Enter."""
    page, panel = open_notebook(JOURNEY, as_learner=True)
    code_cells = panel.locator(".jp-CodeCell")
    panel.locator(".jp-Cell").first.click()

    while not code_cells.nth(2).locator(".jp-OutputArea-output").count():
        page.keyboard.press("Shift+Enter")
        page.wait_for_timeout(100)

    expect(code_cells.nth(2)).to_contain_text(FILE_TEXT, timeout=A_MINUTE_MS)
    screenshot(page, "journey-part-1")


def test_forms_exchange_doors_and_cards(run_notebook, screenshot):
    """Signing in, exchanging and knocking by hand shows what a person is promised."""
    _, panel = run_notebook(JOURNEY, viewport={"width": 1200, "height": 1000})

    sign_in_with_srp(panel)
    screenshot(cell_with(panel, "Sign in"), "sign-in")
    exchange_step_by_step(panel)
    screenshot(cell_with(panel, "The counter"), "exchange")
    knock_at_doors(panel)
    screenshot(cell_with(panel, "The doors"), "doors")
    the_picture_tells_the_run(panel)
    screenshot(cell_with(panel, "Eight rows"), "eight-rows")
    nothing_secret_is_on_the_page(panel)


def cell_with(panel: Locator, text: str) -> Locator:
    """The code cell whose output says this."""
    outputs = panel.locator(".jp-Cell-outputArea").filter(has_text=text)
    return outputs.first


def sign_in_with_srp(panel: Locator) -> None:
    """Refused with a wrong password, then let in by SRP with the right one."""
    form = panel.locator(".cl-frame").filter(has_text="practice account")
    right = form.get_by_label("Password", exact=True).first.input_value()
    form.get_by_label("Password", exact=True).first.fill("wrong password")
    form.get_by_role("button", name="Sign in").click()
    form.get_by_text("NotAuthorizedException: Incorrect username or password.").first.wait_for()
    form.get_by_label("Password", exact=True).first.fill(right)
    form.get_by_label("SRP").check()
    form.get_by_role("button", name="Sign in").click()
    form.get_by_text("signed in as jdoe").first.wait_for()


def exchange_step_by_step(panel: Locator) -> None:
    """Two presses on Next, and the app holds credentials whose secret stays hidden."""
    machine = panel.locator(".cl-frame").filter(has_text="token vending machine")
    for held in ("identity id", "secret key"):
        machine.get_by_role("button", name="Next").click()
        machine.get_by_text(held).first.wait_for()
    machine.get_by_text("Back panel").first.click()
    machine.get_by_text("journey-editors").locator("visible=true").first.wait_for()


def knock_at_doors(panel: Locator) -> None:
    """One door opens, one stays closed, and each says why."""
    doors = panel.locator(".cl-frame").filter(has_text="Knock at")
    doors.get_by_label("Visitor").select_option(label="jdoe, shows a signature")
    doors.get_by_role("button", name="Knock at /group").click()
    doors.get_by_text("/group → 200").first.wait_for()
    doors.get_by_role("button", name="Knock at /google").click()
    doors.get_by_text("/google → 403 policy").first.wait_for()
    doors.get_by_role("button", name="Everybody at every door").click()
    doors.get_by_text("401 other issuer").first.wait_for()


def the_picture_tells_the_run(panel: Locator) -> None:
    """The sequence diagram stands in the page as a drawing with its steps as text."""
    drawing = panel.locator("svg[aria-label^='jdoe signs in']").first
    expect(drawing).to_be_attached()
    expect(panel.get_by_text("AssumeRoleWithWebIdentity").first).to_be_attached()
    expect(panel.get_by_text("Javascript Error")).to_have_count(0)


def nothing_secret_is_on_the_page(panel: Locator) -> None:
    """No whole token and no session token stands in any output."""
    outputs = " ".join(panel.locator(".jp-OutputArea").all_inner_texts())

    assert "AgoJb3JpZ2luX2Vj" not in outputs
    assert not any(len(word) > 200 and word.startswith("eyJ") for word in outputs.split())
