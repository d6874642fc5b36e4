"""The forms in a real JupyterLab: a new account, a second factor, a refusal at the counter, doors.

By keyboard where a person would use it, on a narrow dark page. What all widgets share (axe, hostile
texts, widths) is tested in the gallery.
"""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

KERNEL = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
CELLS = [
    """
from cognito_lab.lessons import journey
from cognito_lab.widgets import DoorPanel, SignIn, TokenExchange
world = journey.build(seed=7)
cloud = world.cloud
cloud.cognito_idp.set_user_pool_mfa_config(
    user_pool_id=world.user_pool_id,
    software_token_mfa_configuration={"Enabled": True},
    mfa_configuration="ON",
)
papers = journey.Papers([journey.at_the_counter(world, "guest", None)])
""",
    'form = SignIn(cloud, username="newcomer", password="Purple-Monkey9")\nform',
    "TokenExchange(cloud, world.identity_pool_id, form)",
    "DoorPanel(cloud, world.api_url, papers.visitors)",
]


def test_a_newcomer_goes_the_whole_way(run_notebook, screenshot, tmp_path: Path):
    """Sign up, confirm, set up an authenticator, be refused at the counter, knock by hand."""
    notebook = tmp_path / "forms.ipynb"
    cells = [new_code_cell(source) for source in CELLS]
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": KERNEL}), notebook)
    page, panel = run_notebook(
        notebook, viewport={"width": 700, "height": 1600}, color_scheme="dark"
    )
    expect(panel.locator(".cl-frame")).to_have_count(3)
    page.keyboard.press("Control+b")  # the file list goes
    form, machine, doors = panel.locator(".cl-frame").all()

    every_form_keeps_its_own_choices(form, machine)
    a_choice_is_one_stop_of_the_tab_key(page, form)
    every_form_keeps_its_own_choices(form, machine)
    a_new_account_is_made(form)
    screenshot(form, "forms-new-account")
    an_authenticator_is_set_up(page, form)
    no_key_is_a_command(page, panel, form)
    the_counter_refuses_with_its_ladder(machine)
    screenshot(machine, "forms-ladder")
    a_request_is_built(doors)
    screenshot(doors, "forms-doors")


def every_form_keeps_its_own_choices(form: Locator, machine: Locator) -> None:
    """In each group of each form one option is chosen, whatever happens in another form."""
    for frame in (form, machine):
        for group in frame.locator(".widget-radio-box:visible").all():
            assert (
                group.locator("input").evaluate_all(
                    "all => all.filter((one) => one.checked).length"
                )
                == 1
            )


def a_choice_is_one_stop_of_the_tab_key(page: Page, form: Locator) -> None:
    """Arrow keys go from option to option, and Tab leaves the group, as in any form."""
    first, second = form.get_by_label("User pool"), form.get_by_label("Guest")
    first.focus()
    page.keyboard.press("ArrowDown")
    expect(second).to_be_checked()
    expect(form.get_by_role("button", name="Continue as a guest")).to_be_visible()
    page.keyboard.press("Tab")
    expect(form.get_by_role("button", name="Continue as a guest")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowUp")
    expect(first).to_be_checked()
    expect(form.get_by_label("User name")).to_be_visible()


def a_new_account_is_made(form: Locator) -> None:
    """The mail stands beside the field for its code; Enter presses the button that belongs."""
    form.get_by_label("I have no account yet").check()
    form.get_by_label("E-mail").fill("newcomer@example.com")
    form.get_by_label("E-mail").press("Enter")
    mail = form.get_by_text("Your confirmation code is")
    code = mail.inner_text().rpartition("code is ")[2].strip(" .")
    form.get_by_role("textbox", name="Code", exact=True).fill(code)
    form.get_by_role("textbox", name="Code", exact=True).press("Enter")
    form.get_by_text("newcomer is CONFIRMED").wait_for()


def an_authenticator_is_set_up(page: Page, form: Locator) -> None:
    """Every step of it goes by the keyboard, and the focus never leaves the form."""
    form.get_by_label("I have no account yet").uncheck()
    form.get_by_label("SRP").check()
    form.get_by_label("Password", exact=True).first.press("Enter")
    form.get_by_text("The user pool asks: MFA_SETUP").first.wait_for()
    form.get_by_role("button", name="Set up an authenticator app").press("Enter")
    shown = form.locator(".cl-panel.cl-plain strong.cl-mono")
    form.get_by_role("textbox", name="Code", exact=True).fill(shown.inner_text())
    form.get_by_role("textbox", name="Code", exact=True).press("Enter")
    form.get_by_text("✓ signed in as newcomer").wait_for()
    expect(form.get_by_text("The password did not travel").first).to_be_visible()
    expect(form.get_by_role("button", name="Answer")).to_be_focused()


def no_key_is_a_command(page: Page, panel: Locator, form: Locator) -> None:
    """JupyterLab's one-letter commands stay outside."""
    before = panel.locator(".jp-Cell").count()
    for key in ("x", "m", "d", "d"):
        page.keyboard.press(key)
    expect(panel.locator(".jp-Cell")).to_have_count(before)
    expect(panel.locator(".jp-MarkdownCell")).to_have_count(0)
    expect(form).to_be_visible()


def the_counter_refuses_with_its_ladder(machine: Locator) -> None:
    """A newcomer is in no group: AWS's words, and the rung at which the search ended."""
    machine.get_by_label("Back panel").check()
    machine.get_by_role("button", name="Next").click()
    machine.get_by_text("GetId answered.").wait_for()
    machine.get_by_role("button", name="Next").dblclick()
    machine.get_by_text("ambiguous role mapping").first.wait_for()
    last = machine.locator(".cl-ladder > li").last
    expect(last).to_contain_text("refuses")
    expect(last).to_contain_text("and the mapping denies then")


def a_request_is_built(doors: Locator) -> None:
    """Another verb at a door, and everybody at every door."""
    doors.get_by_label("Build the request by hand").check()
    doors.get_by_label("Verb").select_option("POST")
    doors.get_by_label("Path").fill("/group")
    doors.get_by_role("button", name="Send").click()
    doors.get_by_text("POST /group → 403").wait_for()
    doors.get_by_text("there is no such door").wait_for()
    doors.get_by_role("button", name="Everybody at every door").click()
    doors.get_by_text("of 3 requests, 0 opened a door.").wait_for()
