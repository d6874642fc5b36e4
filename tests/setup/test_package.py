"""The package that `pip install .` makes: everything that the lab reads at run time is in it."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import lab

LEFT_OUT = {"__pycache__"}


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of the files in a wheel that is built here, without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=lab.ROOT,
        capture_output=True,
        check=True,
    )
    (wheel,) = folder.glob("*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


def test_every_file_of_the_package_is_shipped(shipped: set[str]):
    """Keys, scripts, style sheets and pictures travel with the modules that read them."""
    package = lab.ROOT / "cognito_lab"
    files = {path for path in package.rglob("*") if path.is_file()}
    names = {path.relative_to(lab.ROOT).as_posix() for path in files if not is_left_out(path)}

    assert names <= shipped, sorted(names - shipped)
    assert "cognito_lab/py.typed" in shipped


def test_nothing_else_is_shipped(shipped: set[str]):
    """Notebooks, tests and `lab.py` belong to the repository; the wheel is the package alone.

    One file goes elsewhere: the start-up file by which a kernel answers for a missing name.
    """
    elsewhere = {name for name in shipped if not name.startswith("cognito_lab/")}
    data = {name.rpartition("/")[2] for name in elsewhere if ".dist-info/" not in name}

    assert data == {"50-cognito-lab.py"}


def is_left_out(path: Path) -> bool:
    """Tell whether Python itself made this file."""
    return bool(LEFT_OUT.intersection(path.parts))
