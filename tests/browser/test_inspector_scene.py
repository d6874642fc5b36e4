"""The token inspector in a real JupyterLab: read, change, compare; light, dark, wide, narrow."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Locator, Page, expect

import lab

pytestmark = pytest.mark.browser

KERNEL = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
TOKENS = f"""
import sys
sys.path[:0] = [{str(lab.ROOT)!r}, {str(lab.ROOT / "tests" / "widgets")!r}]
from token_samples import HOSTILE, tokens, unsigned
from cognito_lab.widgets import TokenInspector
made = tokens()
steps = iter([0, 61])
"""
CELLS = [
    TOKENS,
    "inspector = TokenInspector(made.id_token, made.cloud)\ninspector",
    "hostile = unsigned({text: text for text in HOSTILE.values()}, "
    "{text: text for text in HOSTILE.values()})\n"
    "TokenInspector(hostile, made.cloud, beside=hostile)",
    "TokenInspector()",
    "inspector  # a second copy",
    "made.cloud.clock.advance(minutes=next(steps)).isoformat()  # the second run moves it",
]


def test_a_token_is_read_changed_and_compared(run_notebook, screenshot, tmp_path: Path):
    """A person sees what a token says, breaks it, mends it, and puts another beside it."""
    notebook = tmp_path / "inspector.ipynb"
    cells = [new_code_cell(source) for source in CELLS]
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": KERNEL}), notebook)
    page, panel = run_notebook(notebook, viewport={"width": 1200, "height": 1600})
    expect(panel.locator(".ti")).to_have_count(4, timeout=60_000)
    page.keyboard.press("Control+b")  # the file list goes
    inspector, hostile, empty, copy = panel.locator(".cl-frame").all()

    the_verdict_stands_first(inspector)
    screenshot(inspector, "inspector-light")
    a_change_fails_at_once(page, inspector, copy)
    screenshot(inspector, "inspector-changed")
    a_token_is_hidden_until_somebody_asks(inspector, copy)
    garbage_gets_a_name(empty)
    hostile_text_is_text(page, hostile)
    nothing_is_out_of_reach(page, panel, screenshot)
    the_clock_turns_the_verdict(page, panel, inspector)


def the_verdict_stands_first(inspector: Locator) -> None:
    """Kind, verdict and seven numbered checks are there, each with its word."""
    expect(inspector.locator(".ti-headline")).to_contain_text("ID token")
    expect(inspector.locator(".ti-verdict")).to_contain_text("Signed by user pool")
    expect(inspector.get_by_role("img", name="yes")).to_have_count(8)


def a_change_fails_at_once(page: Page, inspector: Locator, copy: Locator) -> None:
    """Typing into a claim keeps the focus and fails signature and audience; undo mends both."""
    inspector.get_by_role("button", name="Change it").click()
    field = inspector.get_by_label("claim aud")
    field.click()
    page.keyboard.type("xmd")

    expect(inspector.locator(".ti-verdict")).to_contain_text("3 (signature) and 5 (audience)")
    expect(field).to_be_focused()
    expect(copy.locator(".ti-verdict")).to_contain_text("3 (signature) and 5 (audience)")
    expect(inspector.get_by_role("status")).to_contain_text("Do not believe it")
    inspector.get_by_role("button", name="JSON").click()
    inspector.get_by_label("Claims as JSON").fill("{")
    expect(inspector.locator(".ti-of-claims .ti-problem")).to_contain_text("line 1, column 2")
    inspector.get_by_role("button", name="Table").click()
    inspector.get_by_role("button", name="Undo all changes").click()
    expect(inspector.locator(".ti-verdict")).to_contain_text("Signed by user pool")


def a_token_is_hidden_until_somebody_asks(inspector: Locator, copy: Locator) -> None:
    """The page holds no token; it comes where it was asked for, and goes again."""
    whole = inspector.get_by_label("The whole token")
    expect(whole).to_be_empty()
    inspector.get_by_role("button", name="Show the whole token").click()
    expect(whole).to_contain_text("eyJraWQi")
    expect(copy.get_by_label("The whole token")).to_be_empty()
    inspector.get_by_role("button", name="Hide the whole token").click()
    expect(whole).to_be_empty()


def garbage_gets_a_name(empty: Locator) -> None:
    """What is typed is recognised as it is typed."""
    empty.get_by_label("Paste any token here").fill("ASIAIOSFODNN7EXAMPLE")

    expect(empty.locator(".ti-headline")).to_contain_text("AWS access key id")


def hostile_text_is_text(page: Page, hostile: Locator) -> None:
    """Markup in names and values of a token is shown and never becomes markup."""
    hostile.get_by_role("button", name="Change it").click()
    hostile.get_by_role("button", name="JSON").click()
    hostile.get_by_role("button", name="Table").click()
    hostile.get_by_role("button", name="Change it").click()
    hostile.get_by_role("button", name="Show the whole token").click()

    expect(hostile.locator(".ti-table").first).to_contain_text("<img src=x onerror=")
    expect(hostile.locator(".ti img, .ti script, .ti svg, .ti style, .ti a, .ti b")).to_have_count(
        0
    )
    assert page.evaluate("document.body.dataset.harmed") is None


def nothing_is_out_of_reach(page: Page, panel: Locator, screenshot) -> None:
    """In both themes and on a telephone's width, axe finds nothing serious, nothing overflows."""
    for name in ("What the verifier expects", "Look at another token", "Compare with another"):
        panel.locator(".cl-frame").first.get_by_text(name).click()
    for scheme, width in (("light", 1200), ("dark", 1200), ("dark", 600), ("light", 390)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 1600})
        page.locator(f"body[data-jp-theme-light='{str(scheme == 'light').lower()}']").wait_for(
            state="attached"
        )
        screenshot(panel.locator(".cl-frame").first, f"inspector-{scheme}-{width}")
        findings = Axe().run(page, context=".cl-frame").response["violations"]
        assert [f for f in findings if f["impact"] in ("serious", "critical")] == []
        assert page.evaluate(SIDEWAYS) == []


# Everything in a frame that is wider than its box, but for what scrolls in a box of its own.
SIDEWAYS = """() => [...document.querySelectorAll(".cl-frame *")].filter((node) =>
    !node.closest("pre, .cl-sr, .cl-status, textarea, input, select") && node.clientWidth
    && node.scrollWidth > node.clientWidth + 1).map((node) => node.outerHTML.slice(0, 120))"""


def the_clock_turns_the_verdict(page: Page, panel: Locator, inspector: Locator) -> None:
    """A cell that moves the lab's clock past exp makes the shown token expire."""
    panel.locator(".jp-Cell").last.locator(".jp-InputArea").click()
    page.keyboard.press("Control+Enter")

    expect(inspector.locator(".ti-verdict")).to_contain_text("check 7 (time) fails")
    expect(inspector.locator(".ti-life")).to_contain_text("expired 1 min 0 s ago")
