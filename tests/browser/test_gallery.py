"""Every widget on one page: no finding of axe's, no script of a stranger's, nothing untidy."""

from __future__ import annotations

import json

import pytest
from axe_playwright_python.sync_playwright import Axe

import lab

pytestmark = pytest.mark.browser
WIDGETS = 9  # frames on the page; the cards are no frame
SERIOUS = ("serious", "critical")
# What a person sees at once and a test of values does not: a second bar beside the page's own, a
# box that leaves its frame, a word broken into two (ids in the code font may), the word null.
UNTIDY = """() => {
  const shown = (e) => e.getClientRects().length > 0;
  const all = (chosen, within = document) => [...within.querySelectorAll(chosen)].filter(shown);
  const clips = (e) => /auto|scroll|hidden/.test(getComputedStyle(e).overflowX);
  const held = (e) => { while (!e.matches(".cl-frame, svg") && !clips(e)) e = e.parentElement;
                        return !e.matches(".cl-frame"); };
  const found = all(".jp-OutputArea-output, .widget-tab-contents")
    .filter((e) => e.scrollHeight > e.clientHeight + 1)
    .map((e) => `scrolls by itself: ${e.innerText.slice(0, 40)}`);
  for (const frame of all(".cl-frame")) {
    const edge = frame.getBoundingClientRect().right + 1;
    for (const one of all("*", frame))
      if (one.getBoundingClientRect().right > edge && !held(one.parentElement))
        found.push(`leaves its frame: ${one.outerHTML.slice(0, 80)}`);
    for (const one of all("[title=null]", frame)) found.push(`says null: ${one.innerText}`);
    for (const cell of all(".cl-table :is(th, td)", frame)) {
      const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
      for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        if (text.parentElement.closest(".cl-mono")) continue;
        for (const word of text.data.matchAll(/[A-Za-z0-9]{2,14}/g)) {
          const range = document.createRange();
          range.setStart(text, word.index);
          range.setEnd(text, word.index + word[0].length);
          if (range.getClientRects().length > 1) found.push(`breaks a word: ${word[0]}`);
        }
      }
    }
  }
  return [...new Set(found)];
}"""


def test_the_gallery_is_accessible_and_fits_every_width(run_notebook, screenshot):
    """In both themes and down to a telephone's width, every widget is tidy, and can be used."""
    page, panel = run_notebook("gallery", viewport={"width": 1200, "height": 1400})
    panel.locator(".cl-frame").nth(WIDGETS - 1).wait_for()
    page.keyboard.press("Control+b")  # the file list goes: a narrow page has no room beside it
    page.locator(".jp-DirListing").wait_for(state="hidden")

    report, untidy = {}, {}
    for width, theme in ((1200, "light"), (1200, "dark"), (600, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 1400})
        page.emulate_media(color_scheme=theme)
        page.wait_for_function(
            f"document.body.dataset.jpThemeLight === '{str(theme == 'light').lower()}'"
        )
        report[f"{width} {theme}"] = Axe().run(page, context=".cl-frame").response["violations"]
        untidy[f"{width} {theme}"] = page.evaluate(UNTIDY)
        screenshot(page, f"gallery-{width}-{theme}")

    keep(report)
    assert {look: serious(found) for look, found in report.items() if serious(found)} == {}
    assert {look: found for look, found in untidy.items() if found} == {}
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
