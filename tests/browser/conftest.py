"""A real JupyterLab and a real Chromium, for the scenes that a person would see.

One server a test session, with its own settings and data in a temporary folder and a port of its
own; one page a test. A scene reads:

    page, panel = run_notebook("00-the-journey", color_scheme="dark")
    panel.get_by_role("button", name="Sign in").click()
    panel.get_by_text("signed in as jdoe").wait_for()
    screenshot(panel, "signed-in")

What it leaves out: pixel comparison. Screenshots, in `artefacts/`, are for people.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, sync_playwright

import lab
import notebook_files

ARTEFACTS = lab.ROOT / "artefacts"
PATIENCE_MS = 60_000
FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # the browser's network guard
    "--no-first-run",
]
OpenNotebook = Callable[..., tuple[Page, Locator]]
HAS_FAILED = pytest.StashKey[bool]()


@dataclass(frozen=True)
class JupyterLab:
    """A running server: where its files are, and how to talk to it."""

    root: Path
    address: str
    token: str

    def page_of(self, notebook: Path) -> str:
        """Return the address that opens a notebook of the server's folder in a clean workspace."""
        name = notebook.relative_to(self.root).as_posix()
        return f"{self.address}/lab/tree/{name}?reset&token={self.token}"

    def ask(self, path: str, method: str = "GET") -> Any:
        """Send a request to the server's REST interface and return its JSON answer, if any."""
        url = f"{self.address}/api/{path}?token={self.token}"
        request = urllib.request.Request(url, method=method)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read() or b"null")

    def stop_kernels(self) -> None:
        """End every kernel, so that one scene's leftovers never slow the next."""
        for session in self.ask("sessions"):
            self.ask(f"sessions/{session['id']}", "DELETE")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """Let the fixtures know at their end whether the scene went wrong."""
    report = yield
    item.stash[HAS_FAILED] = item.stash.get(HAS_FAILED, False) or report.failed
    return report


@pytest.fixture(scope="session")
def jupyterlab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JupyterLab]:
    """A JupyterLab on a temporary folder, as a learner starts it: predictions wait to be made."""
    home = tmp_path_factory.mktemp("jupyter")
    root = home / "work"
    root.mkdir()
    write_settings(home)
    server = JupyterLab(root, f"http://127.0.0.1:{free_port()}", secrets.token_hex(16))
    log = home / "server.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            server_command(server, home),
            env=server_environment(home),
            cwd=root,
            start_new_session=True,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    wait_for(server, process, log)
    yield server
    os.killpg(process.pid, signal.SIGTERM)  # the server and its kernels
    process.wait(10)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium; without one a scene is skipped, but in CI it fails."""
    names = ("chromium", "chromium-browser", "google-chrome")
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if program is None:
        missing = "no Chromium here: install one, or set CHROMIUM to its path"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    as_root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS + as_root)
        yield browser
        browser.close()


@pytest.fixture
def open_notebook(
    jupyterlab: JupyterLab, chromium: Browser, request: pytest.FixtureRequest
) -> Iterator[OpenNotebook]:
    """Give a function that opens a notebook, waits for its kernel and returns page and panel.

    The source is a path, or the name of a notebook of the course. With `as_learner=True` the page
    shows the working copy that `lab.py` makes, without outputs; else the file as it stands. Other
    options are the browser page's (`color_scheme="dark"`, `viewport={…}`).
    A scene that fails leaves its last picture in `artefacts/`.
    """
    pages: list[Page] = []

    def open_it(
        source: Path | str, *, as_learner: bool = False, **options: Any
    ) -> tuple[Page, Locator]:
        folder = jupyterlab.root / secrets.token_hex(4)  # a path of its own, so a kernel of its own
        copy = place(source, folder, as_learner=as_learner)
        page = chromium.new_page(**{"reduced_motion": "reduce", **options})
        pages.append(page)
        page.set_default_timeout(PATIENCE_MS)
        page.goto(jupyterlab.page_of(copy))
        panel = page.locator(".jp-NotebookPanel")
        panel.wait_for()
        page.locator("#jp-main-statusbar").get_by_text("| Idle").wait_for()
        return page, panel

    yield open_it
    for number, page in enumerate(pages):
        if request.node.stash.get(HAS_FAILED, False):
            ARTEFACTS.mkdir(exist_ok=True)
            page.screenshot(path=ARTEFACTS / f"failed-{request.node.name}-{number}.png")
        page.close()
    jupyterlab.stop_kernels()


@pytest.fixture
def run_notebook(open_notebook: OpenNotebook) -> OpenNotebook:
    """Open a notebook as `open_notebook` does and run all its cells."""

    def run(source: Path | str, **options: Any) -> tuple[Page, Locator]:
        page, panel = open_notebook(source, **options)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        return page, panel

    return run


@pytest.fixture
def screenshot() -> Callable[[Page | Locator, str], Path]:
    """Keep a picture for people: `screenshot(page_or_part, "name")` -> artefacts/name.png."""

    def take(what: Page | Locator, name: str) -> Path:
        ARTEFACTS.mkdir(exist_ok=True)
        path = ARTEFACTS / f"{name}.png"
        what.screenshot(path=path, animations="disabled")
        return path

    return take


def place(source: Path | str, folder: Path, *, as_learner: bool) -> Path:
    """Put a notebook into a folder of the server and return where it is now.

    One that names no kernel gets ours: JupyterLab would stop and ask which to take.
    """
    path = source if isinstance(source, Path) else lab.NOTEBOOKS / f"{source}.ipynb"
    if as_learner:
        notebook_files.update_copies(path.parent, folder)
    else:
        folder.mkdir()
        notebook = json.loads(path.read_bytes())
        notebook["metadata"] = {**notebook_files.KERNEL, **notebook["metadata"]}
        (folder / path.name).write_bytes(notebook_files.to_bytes(notebook))
    return folder / path.name


def write_settings(home: Path) -> None:
    """Write the course's settings, with every cell in the page (one out of view is not, else)."""
    settings = json.loads((lab.ROOT / "binder" / "overrides.json").read_text())
    settings["@jupyterlab/notebook-extension:tracker"] = {"windowingMode": "none"}
    (home / "overrides.json").write_text(json.dumps(settings))


def server_environment(home: Path) -> dict[str, str]:
    """Return what the server and its kernels see: no network, and nothing of the user's."""
    environment = {**os.environ, **lab.notebook_variables(home / "jupyter", recording=True)}
    del environment["COGNITO_LAB_AUTO"]  # somebody sits there
    return {**environment, "HOME": str(home)}


def server_command(server: JupyterLab, home: Path) -> list[str]:
    """Return the command line of a server that lives for the tests."""
    as_root = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    port = server.address.rpartition(":")[2]
    return [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", *as_root),
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        f"--ServerApp.root_dir={server.root}",
        f"--IdentityProvider.token={server.token}",
        f"--LabApp.app_settings_dir={home}",
        "--LabApp.extension_manager=readonly",
        "--LanguageServerManager.autodetect=False",
        "--ServerApp.disable_check_xsrf=True",  # `ask` is no browser
    ]


def free_port() -> int:
    """Return a port that no program uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(server: JupyterLab, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the server answers; fail with the end of its log when it does not."""
    end = time.monotonic() + 60
    while True:
        try:
            server.ask("status")
            return
        except OSError:
            if process.poll() is not None or time.monotonic() > end:
                pytest.fail(f"JupyterLab did not start:\n{log.read_text()[-3000:]}")
            time.sleep(0.05)
