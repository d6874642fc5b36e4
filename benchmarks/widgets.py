"""Widgets: how soon one is there after its cell runs, and how long a step and an edit take.

    python benchmarks/run.py widgets

The first two are measured in a real JupyterLab in headless Chromium, on the page's own clock: from
the key that runs the cell to the first frame in which the widget stands there, and from the key
that steps to the classes that light the step. A widget appears in a notebook that shows no other:
lessons show two at most, and the page's size counts. They need the system's Chromium; without one
only the edit is measured.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
from measuring import Times, heading, in_turn, row, rows, verdicts
from nbformat.v4 import new_code_cell, new_notebook

from cognito_lab.lessons import journey
from cognito_lab.widgets import TokenInspector

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests" / "browser"), str(ROOT)]

import conftest  # noqa: E402 - the browser tests' own server
import notebook_files  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROUNDS = 7
FIRST = """
from cognito_lab.lessons import journey
from cognito_lab.widgets import *
world = journey.build(7)
papers = journey.papers(world)
cloud = world.cloud
form = SignIn(cloud)
knocks = journey.knocks(world, papers)
"""
WIDGETS = {
    "SignIn": "SignIn(cloud)",
    "TokenInspector": "TokenInspector(papers.id_token('jdoe'), cloud)",
    "TokenExchange": "TokenExchange(cloud, world.identity_pool_id, form)",
    "SequencePlayer": "SequencePlayer(cloud.trace.exchanges[-6:])",
    "DoorPanel": "DoorPanel(cloud, world.api_url, papers.visitors)",
    "ClockBar": "ClockBar(cloud)",
    "StateMap": "StateMap(cloud, world.user_pool_id, 'jdoe')",
    "PolicyLens": "PolicyLens.from_exchange(knocks['1a', '/group'].exchange, cloud)",
    "AirportStrip": "AirportStrip(cloud.trace)",
}
APPEARS = """
(cell) => new Promise((done) => {
  const area = document.querySelectorAll('.jp-CodeCell')[cell];
  const old = area.querySelector('.cl-frame');
  document.addEventListener('keydown', () => {
    const begun = performance.now();
    const look = () => {
      const frame = area.querySelector('.cl-frame');
      if (frame && frame !== old && frame.offsetHeight > 60) done(performance.now() - begun);
      else requestAnimationFrame(look);
    };
    look();
  }, { capture: true, once: true });
})
"""
STEPS = """
async () => {
  const frames = [...document.querySelectorAll('.cl-frame')];
  const frame = frames.find((one) => one.querySelector('svg g.s-2'));
  const lit = () => frame.querySelector('g.sd-now')?.getAttribute('class');
  const named = (one) => /next/i.test(one.textContent + one.ariaLabel);
  const next = [...frame.querySelectorAll('button')].find(named);
  const taken = [];
  for (let step = 0; step < 9; step += 1) {
    const before = lit();
    const begun = performance.now();
    next.click();
    while (lit() === before && performance.now() - begun < 1000) await Promise.resolve();
    taken.push(performance.now() - begun);
  }
  return taken;
}
"""


def main() -> None:
    """Print the tables."""
    heading("Widgets")
    edit = _edit()
    rows(edit)
    lines = [("an edited token is verified again", edit["an edit"].median, 50, "ms")]
    if program := shutil.which("chromium") or shutil.which("google-chrome"):
        appears, steps = _in_the_browser(program)
        rows(appears)
        row("SequencePlayer: one step", steps)
        slowest = max(appears.items(), key=lambda item: item[1].median)
        lines += [
            (f"{slowest[0]}, the slowest to appear", slowest[1].median, 150, "ms"),
            ("a step", steps.median, 16, "ms"),
        ]
    verdicts(lines)


def _edit() -> dict[str, Times]:
    world = journey.build(7)
    inspector = TokenInspector(journey.user_pool_id_token(world, "jdoe"), world.cloud)
    return in_turn({"an edit": lambda number: inspector.edit("email", f"{number}@example.com")})


def _in_the_browser(program: str) -> tuple[dict[str, Times], Times]:
    """Run each widget's cell again and again, as a person does, and read the page's clock."""
    from playwright.sync_api import sync_playwright

    with _server() as lab, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1200, "height": 900})
        page.goto(lab.page_of(_notebook(lab.root)))
        page.locator("#jp-main-statusbar").get_by_text("| Idle").wait_for()
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        page.locator(".cl-frame").nth(len(WIDGETS) - 1).wait_for()
        steps = Times(tuple(page.evaluate(STEPS)))
        return {name: _appears(page, cell) for cell, name in enumerate(WIDGETS, start=1)}, steps


def _appears(page: Page, cell: int) -> Times:
    page.get_by_role("menuitem", name="Edit", exact=True).click()
    page.get_by_role("menuitem", name="Clear Outputs of All Cells", exact=True).click()
    taken = []
    for _ in range(ROUNDS):
        page.locator(".jp-CodeCell").nth(cell).locator(".cm-content").click()
        handle = page.evaluate_handle(f"({{ seen: ({APPEARS})({cell}) }})")
        page.keyboard.press("Control+Enter")
        taken.append(page.evaluate("(waiting) => waiting.seen", handle))
        page.wait_for_timeout(400)
    return Times(tuple(taken[1:]))


def _notebook(folder: Path) -> Path:
    cells = [new_code_cell(source) for source in (FIRST, *WIDGETS.values())]
    notebook = new_notebook(cells=cells, metadata=notebook_files.KERNEL)
    path = folder / "widgets.ipynb"
    nbformat.write(notebook, path)
    return path


@contextmanager
def _server() -> Iterator[conftest.JupyterLab]:
    """The browser tests' own JupyterLab."""
    with tempfile.TemporaryDirectory() as folder:
        home, root = Path(folder), Path(folder) / "work"
        root.mkdir()
        conftest.write_settings(home)
        address = f"http://127.0.0.1:{conftest.free_port()}"
        server = conftest.JupyterLab(root, address, secrets.token_hex(16))
        log = home / "server.log"
        process = subprocess.Popen(
            conftest.server_command(server, home),
            env=conftest.server_environment(home),
            cwd=root,
            start_new_session=True,
            stdout=log.open("w"),
            stderr=subprocess.STDOUT,
        )
        conftest.wait_for(server, process, log)
        yield server
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(10)


if __name__ == "__main__":
    main()
