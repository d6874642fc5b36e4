"""Pictures on a telephone: they keep the size at which one can read them and scroll by themselves.

JupyterLab shrinks every drawing of an output to the width of the page; on 390 px the words of a
sequence diagram were 3 px high.
"""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CELLS = [
    "from cognito_lab.diagrams import THE_JOURNEY, airport, sequence\nsequence(THE_JOURNEY)",
    "airport()",
    "from cognito_lab.diagrams.states import sign_in, user_status\nsign_in()",
    "user_status()",
    "print('ready')",
]
SMALLEST_WORDS = 8.5  # px on the page; 9.5 in a picture of full size
# The height of the smallest words of each picture, as they are on the page.
WORDS = """() => [...document.querySelectorAll(".jp-OutputArea svg.sd")].map((svg) => Math.min(
    ...[...svg.querySelectorAll("text")].map((text) => text.getAttribute("font-size")))
    * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width)"""
# Every box that cannot show all of its width, but for the pictures' own boxes and the code.
SIDEWAYS = """() => [document.scrollingElement, ...document.querySelectorAll(".jp-OutputArea *")]
    .filter((node) => !node.closest("svg") && !node.querySelector(":scope > svg.sd")
        && node.clientWidth && node.scrollWidth > node.clientWidth + 1)
    .map((node) => node.outerHTML.slice(0, 120))"""


@pytest.fixture
def opened(run_notebook, tmp_path: Path) -> tuple[Page, Locator]:
    """A notebook of static pictures, on a desktop with the list of files open."""
    notebook = tmp_path / "pictures.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell(source) for source in CELLS]), notebook)
    page, panel = run_notebook(notebook, viewport={"width": 1280, "height": 900})
    panel.locator(".jp-OutputArea").get_by_text("ready", exact=True).wait_for()
    return page, panel


def test_a_picture_scrolls_and_keeps_its_words_readable(opened, screenshot):
    """A telephone scrolls the picture in its own box, by key too; a desktop shows all of it."""
    page, panel = opened
    box = panel.get_by_role("group", name="Picture: From a password to a file in S3")

    for width, scheme in ((1280, "light"), (1280, "dark"), (390, "dark"), (390, "light")):
        if (width, scheme) == (390, "dark"):
            page.keyboard.press("Control+b")  # a telephone has no room for the list of files
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        page.locator(f"body[data-jp-theme-light='{str(scheme == 'light').lower()}']").wait_for(
            state="attached"
        )
        screenshot(box, f"picture-{width}-{scheme}")
        assert min(page.evaluate(WORDS)) >= SMALLEST_WORDS
        assert page.evaluate(SIDEWAYS) == []
        hidden = box.evaluate("(node) => node.scrollWidth - node.clientWidth")
        assert hidden > 400 if width == 390 else hidden == 0

    box.focus()
    for _ in range(17):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Step 17"
    assert box.evaluate("(node) => node.scrollLeft") > 0
