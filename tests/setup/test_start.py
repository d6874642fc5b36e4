"""`python3 lab.py`, started for real: JupyterLab serves the working copy, and no more."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

import lab
import notebook_files

TOKEN = "only-for-this-test"
Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home folder of a user who never started Jupyter."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a lab whose course is one small notebook."""
    root = tmp_path_factory.mktemp("lab")
    (root / "notebooks").mkdir()
    notebook = new_notebook(cells=[new_code_cell("1 + 1", id="a")], metadata=notebook_files.KERNEL)
    nbformat.write(notebook, root / "notebooks" / "00-lesson.ipynb")
    return root


@pytest.fixture(scope="module")
def server(root: Path, home: Path) -> Iterator[Ask]:
    """A function that asks the server that `lab.py --no-browser --port N` becomes."""
    port = free_port()
    command, environment = what_lab_becomes(root, port)
    process = subprocess.Popen(
        [*command, f"--IdentityProvider.token={TOKEN}", "--ServerApp.disable_check_xsrf=True"],
        env={**environment, "HOME": str(home)},
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )

    def ask(path: str, body: object = None) -> Any:
        url = f"http://127.0.0.1:{port}/{path}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(url, data, {"Authorization": f"token {TOKEN}"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read())

    wait_until_it_answers(ask, process)
    yield ask
    os.killpg(process.pid, signal.SIGTERM)
    process.wait(10)


def what_lab_becomes(root: Path, port: int) -> tuple[list[str], dict[str, str]]:
    """Return command and environment that `lab.py` hands its process over to."""
    handed_over: list[tuple[list[str], dict[str, str]]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lab, "PYTHON", Path(sys.executable))
        patch.setattr(lab, "ENVIRONMENT", root / "environment")
        patch.setattr(lab, "NOTEBOOKS", root / "notebooks")
        patch.setattr(lab, "MY_COURSE", root / "my-course")
        patch.setattr(lab, "make_environment", lambda wheels: None)
        patch.setattr(os, "execve", lambda _, *rest: handed_over.append(rest))
        patch.setattr(lab.subprocess, "call", forgive_the_end(subprocess.call))
        lab.main(["--no-browser", "--port", str(port)])
    return handed_over[0]


def forgive_the_end(call: Callable[..., int]) -> Callable[..., int]:
    """Let short programs run, but not JupyterLab itself: a handed-over process never returns."""

    def run(command: list[str], **options: Any) -> int:
        return 0 if "jupyterlab" in command else call(command, **options)

    return run


def free_port() -> int:
    """Return a port that no program uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_it_answers(ask: Ask, process: subprocess.Popen[bytes]) -> None:
    """Return when the server is up; fail when it ended instead."""
    end = time.monotonic() + 60
    while True:
        try:
            ask("api/status")
            return
        except OSError:
            assert process.poll() is None and time.monotonic() < end, "JupyterLab did not start"
            time.sleep(0.05)


def test_the_learner_sees_the_working_copy(server: Ask):
    """The server's folder is `my-course/`: the lesson is there, and the repository is not."""
    names = [entry["name"] for entry in server("api/contents")["content"]]

    assert names == ["00-lesson.ipynb"]


def test_the_copy_is_trusted(server: Ask):
    """JupyterLab shows widgets and drawings of a notebook only when its signature is known."""
    notebook = server("api/contents/00-lesson.ipynb")["content"]

    assert notebook["cells"][0]["metadata"]["trusted"] is True


def test_the_course_brings_its_own_settings(server: Ask):
    """`d d` is off and no question about news is asked, by the folder that Binder uses too."""
    news = server("lab/api/settings/@jupyterlab/apputils-extension:notification")
    keys = server("lab/api/settings/@jupyterlab/shortcuts-extension:shortcuts")

    assert news["schema"]["properties"]["fetchNews"]["default"] == "false"
    assert any(
        entry["keys"] == ["D", "D"] and entry.get("disabled")
        for entry in keys["schema"]["properties"]["shortcuts"]["default"]
    )


def test_nothing_of_the_users_is_changed(server: Ask, root: Path, home: Path):
    """A kernel leaves its traces inside the environment; the home folder stays empty."""
    server("api/kernels", {"name": "python3"})
    history = root / "environment" / "lab" / "ipython" / "profile_default" / "history.sqlite"
    end = time.monotonic() + 60
    while not history.exists():
        assert time.monotonic() < end, "the kernel did not start"
        time.sleep(0.1)

    assert list(home.iterdir()) == []
