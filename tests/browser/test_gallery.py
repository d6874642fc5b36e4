"""Every widget on one page: no finding of axe's, no script of a stranger's, nothing too wide."""

from __future__ import annotations

import json

import pytest
from axe_playwright_python.sync_playwright import Axe

import lab

pytestmark = pytest.mark.browser
WIDGETS = 9  # frames on the page; the cards are no frame
SERIOUS = ("serious", "critical")


def test_the_gallery_is_accessible_and_fits_every_width(run_notebook, screenshot):
    """In both themes and down to a telephone's width, every widget can be read and used."""
    page, panel = run_notebook("gallery", viewport={"width": 1200, "height": 1400})
    panel.locator(".cl-frame").nth(WIDGETS - 1).wait_for()

    report = {}
    for width, theme in ((1200, "light"), (1200, "dark"), (600, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 1400})
        page.emulate_media(color_scheme=theme)
        page.wait_for_function(
            f"document.body.dataset.jpThemeLight === '{str(theme == 'light').lower()}'"
        )
        report[f"{width} {theme}"] = Axe().run(page, context=".cl-frame").response["violations"]
        screenshot(page, f"gallery-{width}-{theme}")

    keep(report)
    assert {look: serious(found) for look, found in report.items() if serious(found)} == {}
    assert page.evaluate("window.injected") is None


def serious(findings: list[dict]) -> list[str]:
    """The rules that were broken badly, with the first place of each."""
    return [
        f"{found['id']}: {found['nodes'][0]['html'][:200]}"
        for found in findings
        if found["impact"] in SERIOUS
    ]


def keep(report: dict) -> None:
    """Keep what axe said beside the screenshots."""
    folder = lab.ROOT / "artefacts"
    folder.mkdir(exist_ok=True)
    (folder / "axe-gallery.json").write_text(json.dumps(report, indent=1))
