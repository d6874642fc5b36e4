"""An exercise, a prediction, own words and the recap, in a real JupyterLab."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import FloatRect, Locator, Page, expect

pytestmark = pytest.mark.browser

FIRST = """
from cognito_lab.lessons import TODO, ex, explain, predict, recap, start
world = start("N01")
"""
CELLS = [
    FIRST,
    'predict("N01.P1")',
    'my_order = TODO\nex("N01.E1")',
    'ex("N01.E2")',
    'explain("N01")',
    'recap("N01")',
    "print('all', 'ran')",
]
KERNEL = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}


def test_a_learner_works_through_a_lesson_with_the_keyboard_and_the_mouse(
    run_notebook, screenshot, tmp_path: Path
):
    """Commit, move, check, hint, write, and take the progress home."""
    notebook = tmp_path / "01-lesson.ipynb"
    cells = [new_code_cell(source) for source in CELLS]
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": KERNEL}), notebook)
    page, panel = run_notebook(notebook, viewport={"width": 1100, "height": 1600})
    panel.locator(".jp-OutputArea").get_by_text("all ran").wait_for()
    page.keyboard.press("Control+b")  # the file list goes
    prediction, order, desks, words, recap = panel.locator(".cl-frame").all()

    a_prediction_is_committed(prediction)
    lines_are_moved_by_keys_and_checked(order)
    menus_are_chosen_and_the_desks_answer(desks)
    looks: list[tuple[Literal["light", "dark"], int]] = [("dark", 390), ("light", 1100)]
    for scheme, width in looks:
        in_a_look(page, scheme, width)
        each_menu_stands_below_its_words(desks)
        everybody_can_read_it(page)
    screenshot(panel, "exercise-panels")
    own_words_are_kept(words)
    home = the_recap_gives_the_file(page, recap)

    kinds = {entry["kind"] for entry in json.loads(home)["entries"]}
    assert kinds == {"answer", "check", "hint", "explanation"}


def a_prediction_is_committed(frame: Locator) -> None:
    """Choose, say how sure, commit: the form goes and the answer stands there."""
    frame.get_by_label("the user pool", exact=True).check()
    frame.get_by_label("How sure?").select_option("I think so")
    frame.get_by_role("button", name="Commit").click()

    guess, really = frame.locator(".cl-guess"), frame.locator(".cl-said")
    expect(guess).to_contain_text("Your guess “I think so”")
    expect(guess).to_contain_text("the user pool")
    expect(guess.get_by_role("img", name="different")).to_be_visible()
    expect(guess).to_have_css("border-top-style", "dashed")
    expect(really).to_contain_text("How it really is")
    expect(really).to_contain_text("the app")
    expect(really).to_have_css("border-top-style", "solid")
    expect(frame.get_by_role("img", name="yes")).to_have_count(0)
    expect(frame.get_by_role("button", name="Commit")).to_be_hidden()


def lines_are_moved_by_keys_and_checked(frame: Locator) -> None:
    """The focus stays on the button; the check says what was observed."""
    lines = frame.get_by_role("listbox", name="Your order")
    lines.select_option(index=1)
    up = frame.get_by_role("button", name="Move up")
    up.focus()
    up.press("Enter")
    expect(lines.locator("option").first).to_contain_text("2. The app sends user name")
    expect(up).to_be_focused()

    frame.get_by_role("button", name="Check").click()
    expect(frame.locator(".cl-outcome")).to_contain_text("not yet")
    expect(frame.locator(".cl-outcome")).to_contain_text("a token that nobody had delivered")
    frame.get_by_role("button", name="Hint").click()
    expect(frame.locator(".cl-help")).to_contain_text("Hint 1 of 3: where to look.")


def menus_are_chosen_and_the_desks_answer(frame: Locator) -> None:
    """A wrong desk answers in AWS's words; the right one takes the document."""
    frame.get_by_label("jdoe's password").select_option("user pool")
    frame.get_by_label("the passport").select_option("gate")
    frame.get_by_label("the boarding pass").select_option("gate")
    frame.get_by_role("button", name="Check").click()
    expect(frame.locator(".cl-outcome")).to_contain_text("The storage service was handed")

    frame.get_by_label("the passport").select_option("counter")
    frame.get_by_role("button", name="Check").click()
    expect(frame.locator(".cl-outcome")).to_contain_text("✓ right")


def in_a_look(page: Page, scheme: Literal["light", "dark"], width: int) -> None:
    """Another theme, on a wider or narrower page."""
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 1600})
    theme = f"body[data-jp-theme-light='{str(scheme == 'light').lower()}']"
    page.locator(theme).wait_for(state="attached")


def everybody_can_read_it(page: Page) -> None:
    """Names and contrasts (4.5 : 1) of all panels, the download among them, as axe finds them."""
    found = Axe().run(page, context=".cl-frame").response["violations"]
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []


def each_menu_stands_below_its_words(frame: Locator) -> None:
    """The words wrap, and neither they nor the menu leave the panel."""
    edge = box(frame)
    for menu in frame.locator(".widget-dropdown").all():
        words, field = box(menu.locator("label")), box(menu.locator("select"))
        assert words["y"] + words["height"] <= field["y"] + 1
        for part in (words, field):
            assert part["x"] + part["width"] <= edge["x"] + edge["width"]
    expect(frame.locator("label code")).to_have_text(["password", "passport", "boarding pass"])


def box(place: Locator) -> FloatRect:
    """Where something stands on the page."""
    found = place.bounding_box()
    assert found is not None
    return found


def own_words_are_kept(frame: Locator) -> None:
    """Letters are text, not commands of JupyterLab."""
    frame.get_by_label("Your words").fill("Because d d deletes nothing here.")
    frame.get_by_role("button", name="Keep").click()
    expect(frame.locator(".cl-status")).to_contain_text("Nobody judges it")


def the_recap_gives_the_file(page, frame: Locator) -> str:
    """The link downloads the whole progress."""
    expect(frame.get_by_text("right", exact=True)).to_be_visible()
    link = frame.get_by_role("link", name="Download your progress")
    expect(link).to_have_css("text-decoration-line", "underline")
    expect(link).to_have_css("border-top-style", "solid")
    frame.get_by_role("button", name="Restore from a file").focus()
    page.keyboard.press("Shift+Tab")
    expect(link).to_be_focused()
    expect(link).to_have_css("outline-width", "3px")
    with page.expect_download() as download:
        link.click()
    return Path(download.value.path()).read_text("utf-8")
