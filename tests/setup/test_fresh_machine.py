"""The whole set-up, done for real in folders that nobody prepared. Slow, and needs a package index.

Each test works on a copy of this repository as git would hand it out, with an empty home folder.
These are the only tests that may use the network: they install the lab.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import lab

pytestmark = pytest.mark.slow
INSTALLED = "Making the environment"
BINDERS_PAIR = ["jupyterlab==4.4.9", "ipywidgets==8.1.7"]  # what its base image holds


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A copy of what git knows here, or would know after `git add`: no environment, no copies."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=lab.ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    root = tmp_path / "clone"
    for name in filter(None, listed.stdout.split("\0")):
        if (lab.ROOT / name).is_file():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(lab.ROOT / name, root / name)
    return root


def environment(home: Path, *, path: str, **settings: str) -> dict[str, str]:
    """Return the variables of a user with an empty home folder, and none of this session's."""
    home.mkdir(exist_ok=True)
    kept = ("LANG", "SSL_CERT_FILE", "PIP_CERT", "HTTPS_PROXY", "https_proxy")
    inherited = {name: os.environ[name] for name in kept if name in os.environ}
    return {**inherited, "HOME": str(home), "PATH": path, **settings}


def run_lab(clone: Path, arguments: list[str], env: dict[str, str]) -> str:
    """Run `lab.py` of a clone with the Python that made this environment; return what it said."""
    python = str(Path(sys.base_prefix) / "bin" / "python3")
    return run_in(clone, [python, "lab.py", *arguments], env)


def run_in(clone: Path, command: list[str], env: dict[str, str]) -> str:
    """Run a program in a clone, as CI does without an input; return what it said."""
    outcome = subprocess.run(
        command,
        cwd=clone,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    said = outcome.stdout + outcome.stderr
    assert outcome.returncode == 0, said
    return said


@pytest.mark.parametrize("path", [os.environ["PATH"], "/usr/bin:/bin"], ids=["all", "bare"])
def test_two_commands_set_up_a_machine_that_nobody_prepared(clone: Path, tmp_path: Path, path: str):
    """The first command installs, the second finds everything there and the tests pass."""
    env = environment(tmp_path / "home", path=path)
    select = ["-n0", "-q", "tests/setup/test_light_start.py", "tests/setup/test_network_guard.py"]

    first = run_lab(clone, ["test", *select], env)
    second = run_lab(clone, ["check"], env)

    assert INSTALLED in first and " passed" in first
    assert INSTALLED not in second and "NO" not in second


def test_a_wheel_folder_is_all_that_plan_b_needs(clone: Path, tmp_path: Path):
    """An environment is made from collected wheels while every connection is refused."""
    online = environment(tmp_path / "home", path="/usr/bin:/bin")
    run_lab(clone, ["wheels", str(tmp_path / "wheels")], online)
    shutil.rmtree(clone / ".venv")
    offline = {**online, "PYTHONPATH": str(lab.OFFLINE)}

    said = run_lab(clone, ["--wheels", str(tmp_path / "wheels"), "check"], offline)

    assert INSTALLED in said and "NO" not in said


def test_binders_steps_work_in_a_clean_environment(clone: Path, tmp_path: Path):
    """On the versions of Binder's image, its steps give the working copy and notebooks that run."""
    prefix = tmp_path / "image"
    path = f"{prefix / 'bin'}{os.pathsep}/usr/bin:/bin"
    env = environment(tmp_path / "home", path=path, NB_PYTHON_PREFIX=str(prefix))
    python = str(prefix / "bin" / "python")
    subprocess.run([sys.executable, "-m", "venv", prefix], check=True)
    run_in(clone, [python, "-m", "pip", "install", "-q", *BINDERS_PAIR, "pytest", "nbval"], env)

    run_in(clone, [python, "-m", "pip", "install", "-q", "-r", "binder/requirements.txt"], env)
    run_in(clone, ["bash", "binder/postBuild"], env)
    said = run_in(clone, [python, "-m", "pytest", "-q", "notebooks"], env)

    names = {path.name for path in (clone / "notebooks").glob("*.ipynb")}
    assert names == {path.name for path in (clone / "my-course").glob("*.ipynb")}
    assert (prefix / "share/jupyter/lab/settings/overrides.json").is_file()
    assert " passed" in said
