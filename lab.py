#!/usr/bin/env python3
"""Start, test, record and check the lab. It needs nothing but Python.

It makes the environment `.venv` from `requirements.lock` when that is missing or old, sets what
Jupyter and the notebooks need there, and then does what was asked. Read `main` first: each command
is one function below it, and then comes the environment. What is done to a notebook's file stands
in `notebook_files.py`.

Nothing outside this folder is changed: Jupyter's settings and data live in `.venv/lab`.
What it leaves out: installing Python itself, and a browser for the tests (`.ci/run` does that).
"""

from __future__ import annotations  # an old Python, too, gets as far as `refuse_old_python`

import argparse
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Mapping

import notebook_files

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCK = ROOT / "requirements.lock"
NOTEBOOKS = ROOT / "notebooks"  # the course as it is published, with recorded outputs
MY_COURSE = ROOT / "my-course"  # the learner's own copy; git ignores it
OFFLINE = ROOT / "tests" / "offline"  # a start-up file that refuses the network
OTHER_ZONE = "Pacific/Apia"  # 13 hours ahead of UTC: for half of each day, another date
DRAW = """from cognito_lab.diagrams import renderer
renderer.draw("graph { here }")
print(renderer.find().resolve())"""

USAGE = """
  python3 lab.py                  make the environment, open the course in JupyterLab
  python3 lab.py --fresh NAME     the same, with a new copy of a notebook; yours is put aside
  python3 lab.py test [--full]    run the tests (whatever else you write goes to pytest)
  python3 lab.py record [NAME]    run notebooks and keep their outputs, which tests compare
  python3 lab.py check            is this computer ready? one line each
  python3 lab.py wheels DIR       collect what an installation without a network needs
  python3 lab.py --wheels DIR     make the environment from such a folder"""


def main(arguments: list[str]) -> int:
    """Do what the command line says and return the exit code."""
    refuse_old_python()
    if arguments[:1] == ["test"]:  # everything behind it belongs to pytest
        return test(arguments[1:])
    options = read_command_line(arguments)
    if options.command == "copy":  # Binder's, which brings its own environment
        copy_course(options.fresh)
        return 0
    make_environment(options.wheels)
    if options.command == "record":
        return record(options.names)
    if options.command == "check":
        return check(options.port or 8888)
    if options.command == "wheels":
        return collect_wheels(options.folder)
    return open_course(options.fresh, options.port, browser=not options.no_browser)


def refuse_old_python() -> None:
    """Say in one line that this Python is too old, and which other one could do it."""
    if sys.version_info >= (3, 11):
        return
    newer = [f"python3.{minor}" for minor in (14, 13, 12, 11) if shutil.which(f"python3.{minor}")]
    advice = f"try: {newer[0]} lab.py" if newer else "install a newer one"
    found = ".".join(map(str, sys.version_info[:3]))
    sys.exit(f"The lab needs Python 3.11 or newer, and this is Python {found}: {advice}.")


def read_command_line(arguments: list[str]) -> argparse.Namespace:
    """Read everything but `test`, whose arguments are pytest's."""
    parser = argparse.ArgumentParser(prog="lab.py", usage=USAGE)
    parser.add_argument("--no-browser", action="store_true", help="only print the address")
    parser.add_argument("--port", type=int, help="JupyterLab's port (else 8888 or the next free)")
    parser.add_argument("--fresh", action="append", default=[], metavar="NAME")
    parser.add_argument("--wheels", type=Path, metavar="DIR")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_parser("record").add_argument("names", nargs="*")
    commands.add_parser("wheels").add_argument("folder", type=Path)
    commands.add_parser("check")
    commands.add_parser("copy")
    return parser.parse_args(arguments)


# --- commands -------------------------------------------------------------------------------------


def open_course(fresh: list[str], port: int | None, *, browser: bool) -> int:
    """Bring the working copy up to date and hand this process over to JupyterLab."""
    copied = copy_course(fresh)
    if copied:  # what Jupyter does not trust it shows without pictures and widgets
        run_python("-m", "jupyter", "trust", *map(str, copied), quiet=True)
    if port and not is_free(port):
        sys.exit(f"Port {port} is taken by another program: choose another --port, or none.")
    command = [str(PYTHON), *jupyterlab_arguments(port, browser=browser)]
    print("JupyterLab opens your copy of the course, my-course/. Ctrl+C ends it.", flush=True)
    if os.name == "posix":  # Ctrl+C and kill then reach JupyterLab itself
        os.execve(command[0], command, lab_environment())
    return subprocess.call(command, env=lab_environment())


def jupyterlab_arguments(port: int | None, *, browser: bool) -> list[str]:
    """Return what starts JupyterLab on the working copy, with the course's own settings."""
    names = sorted(path.name for path in MY_COURSE.glob("*.ipynb"))
    first = "index.ipynb" if "index.ipynb" in names else next(iter(names), "")
    arguments = [
        "-m",
        "jupyterlab",
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.root_dir={MY_COURSE}",
        f"--LabApp.app_settings_dir={ROOT / 'binder'}",  # overrides.json, Binder's too
        f"--LabApp.default_url=/lab/tree/{first}",
        "--LabApp.extension_manager=readonly",
        "--LanguageServerManager.autodetect=False",  # its search runs npm, which writes into HOME
    ]
    arguments += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"] if port else []
    arguments += [] if browser else ["--no-browser"]
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return arguments + (["--allow-root"] if as_root else [])


def copy_course(fresh: list[str]) -> list[Path]:
    """Bring `my-course/` up to date and return the notebooks that were copied now."""
    put_aside = find_notebooks(fresh) if fresh else []
    copied = notebook_files.update_copies(NOTEBOOKS, MY_COURSE, put_aside)
    return [path for path in copied if path.suffix == ".ipynb"]


def find_notebooks(names: list[str]) -> list[Path]:
    """Return the notebooks whose names begin so; all of them where no name is given."""
    every = sorted(NOTEBOOKS.glob("*.ipynb"))
    found = []
    for name in names:
        matches = [path for path in every if path.name.startswith(Path(name).stem)]
        if not matches:
            known = ", ".join(path.stem for path in every)
            sys.exit(f"There is no notebook {name!r}; there are: {known}.")
        found += matches
    return found or every


def test(arguments: list[str]) -> int:
    """Run pytest. With `--full` also the slow tests, and a pass in another time zone."""
    make_environment()
    pytest = ["-m", "pytest", "-n", str(min(os.cpu_count() or 1, 4)), "--dist=loadscope"]
    pytest += ["--no-loadscope-reorder"]  # else the few long tests come last, and one worker waits
    elsewhere = 0
    if "--full" in arguments:
        print(f"In another time zone first ({OTHER_ZONE}), without a browser:", flush=True)
        elsewhere = run_python(*pytest, "-m", "not browser", recording=True, TZ=OTHER_ZONE)
    return run_python(*pytest, *arguments, recording=True) or elsewhere


def record(names: list[str]) -> int:
    """Run notebooks and keep what they show. A notebook that fails stays as it was."""
    for path in find_notebooks(names):
        before = path.read_bytes()
        with tempfile.TemporaryDirectory() as folder:
            if execute_notebook(path, Path(folder)):
                sys.exit(f"{path.name} did not run to its end; its file is unchanged.")
            after = notebook_files.as_recorded((Path(folder) / path.name).read_bytes())
        path.write_bytes(after)
        print(f"{path.name}: {'nothing new' if after == before else 'recorded'}", flush=True)
    return 0


def execute_notebook(path: Path, folder: Path, *, quiet: bool = False) -> int:
    """Run a notebook from top to bottom in a fresh kernel and put the result into a folder."""
    return run_python(
        *("-m", "jupyter", "nbconvert", "--to=notebook", "--execute", "--log-level=ERROR"),
        *("--ExecutePreprocessor.timeout=120", "--ExecutePreprocessor.kernel_name=python3"),
        *(f"--output-dir={folder}", str(path)),
        quiet=quiet,
        recording=True,
    )


def check(port: int) -> int:
    """Say in one line each what the lab needs; the exit code counts what is missing."""
    free_bytes = shutil.disk_usage(ROOT).free
    results = [
        ("Python", *ask_python("import sys; print(sys.version.split()[0], 'in', sys.prefix)")),
        ("disk", free_bytes > 1e9, f"{free_bytes / 1e9:.1f} GB free"),
        ("drawing", *ask_python(DRAW)),
        ("port", True, f"{port} is {'free' if is_free(port) else 'taken, the next will do'}"),
        ("journey", *try_journey()),
    ]
    for name, fine, words in results:
        print(f"{name:8} {'ok' if fine else 'NO':3} {words}")
    return sum(not fine for _, fine, _ in results)


def ask_python(code: str) -> tuple[bool, str]:
    """Run a line in the environment; return whether it ended well, and the last it said."""
    command = [str(PYTHON), "-c", code]
    answer = subprocess.run(command, capture_output=True, text=True, env=lab_environment())
    lines = (answer.stdout + answer.stderr).strip().splitlines()
    return answer.returncode == 0, lines[-1] if lines else "no answer"


def try_journey() -> tuple[bool, str]:
    """Run the first notebook in a kernel: signing in, the exchange, the gate, the picture."""
    first = next(iter(find_notebooks([])), None)
    if first is None:
        return False, f"there is no notebook in {NOTEBOOKS}"
    with tempfile.TemporaryDirectory() as folder:
        fine = execute_notebook(first, Path(folder), quiet=True) == 0
    why = f"fails; python3 lab.py record {first.stem} says why"
    return fine, f"{first.name} {'ran to its last cell' if fine else why}"


def collect_wheels(folder: Path) -> int:
    """Fill a folder for `--wheels`, for this kind of computer and this version of Python."""
    pip = find_pip()
    if pip is None:
        sys.exit("Collecting wheels needs pip (Debian and Ubuntu: apt install python3-pip).")
    return run([*pip, "wheel", "--quiet", "--no-deps", "-r", str(LOCK), "-w", str(folder)])


# --- the environment ------------------------------------------------------------------------------


def make_environment(wheels: Path | None = None) -> None:
    """Install the lock's versions and this package into `.venv`, unless that is done already.

    With uv where it is present; with venv and pip where uv is missing or fails.
    """
    stamp = ENVIRONMENT / "lab" / "installed"
    # pyproject.toml, too, says what is installed: the kernels' start-up file stands there.
    asked_for = LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes() + str(ROOT).encode()
    wanted = hashlib.sha256(asked_for).hexdigest()
    if PYTHON.exists() and stamp.is_file() and stamp.read_text() == wanted:
        return
    print("Making the environment in .venv (once; about 650 MB) ...", flush=True)
    if run([str(PYTHON), "-c", "import sys; sys.exit(sys.version_info < (3, 11))"], quiet=True):
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)  # none, broken, or too old
    source = ["--no-index", "--find-links", str(wheels.resolve())] if wheels else []
    if not install_with_uv(source) and not install_with_pip(source):
        sys.exit("The environment could not be made; the reason stands above.")
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(wanted)


def install_with_uv(source: list[str]) -> bool:
    """Make and fill the environment with uv; False where uv is missing or does not succeed."""
    uv = shutil.which("uv")
    if uv is None:
        return False
    make = [uv, "venv", "-q", "--python", sys.executable, str(ENVIRONMENT)]
    fill = [uv, "pip", "install", "-q", "--python", str(PYTHON), *source]
    if (PYTHON.exists() or not run(make)) and install(fill):
        return True
    print("uv could not do it, as it says above; trying pip ...", flush=True)
    return False


def install_with_pip(source: list[str]) -> bool:
    """Make and fill the environment with venv and pip; a Debian without `ensurepip` has no venv."""
    if not PYTHON.exists() and run([sys.executable, "-m", "venv", str(ENVIRONMENT)], quiet=True):
        run([sys.executable, "-m", "venv", "--clear", "--without-pip", str(ENVIRONMENT)])
    pip = find_pip()
    if pip is None:
        sys.exit("Install uv or python3-venv first (Debian and Ubuntu: apt install python3-venv).")
    return install([*pip, "install", "-q", "--disable-pip-version-check", *source])


def find_pip() -> list[str] | None:
    """Return a command for a pip that works on the environment: its own, or this Python's."""
    own = [str(PYTHON), "-m", "pip"]
    others = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    return next((pip for pip in (own, others) if not run([*pip, "--version"], quiet=True)), None)


def install(command: list[str]) -> bool:
    """Install the lock's versions, then this package so that its files are the ones here."""
    here = ["--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
    return not run([*command, "-r", str(LOCK)]) and not run([*command, *here])


def run(command: list[str], *, quiet: bool = False, env: Mapping[str, str] | None = None) -> int:
    """Run a program from the root folder and return its exit code (127 where there is none)."""
    output = subprocess.DEVNULL if quiet else None
    try:
        return subprocess.call(command, cwd=str(ROOT), env=env, stdout=output, stderr=output)
    except OSError:
        return 127


def run_python(
    *arguments: str, quiet: bool = False, recording: bool = False, **settings: str
) -> int:
    """Run the environment's Python with what Jupyter and the notebooks need."""
    env = {**lab_environment(recording=recording), **settings}
    return run([str(PYTHON), *arguments], quiet=quiet, env=env)


def lab_environment(*, recording: bool = False) -> dict[str, str]:
    """Return this process's variables with ours in front and other people's Python out of them."""
    foreign = ["PYTHONHOME", "PYTHONPATH", "JUPYTER_PATH", "JUPYTER_CONFIG_PATH", "VIRTUAL_ENV"]
    foreign += ["PYTHONDONTWRITEBYTECODE"]  # each kernel would compile all of Jupyter and boto3
    env = {name: value for name, value in os.environ.items() if name not in foreign}
    env["PATH"] = str(PYTHON.parent) + os.pathsep + env.get("PATH", os.defpath)
    return {**env, **notebook_variables(ENVIRONMENT / "lab", recording=recording)}


def notebook_variables(home: Path, *, recording: bool = False) -> dict[str, str]:
    """Return the variables that make a kernel print the same on every machine.

    Args:
        home: The folder that takes Jupyter's and IPython's settings and data.
        recording: Whether nobody sits there: predictions reveal themselves, and a start-up
            file refuses the network.
    """
    variables = {
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "IPYTHONDIR": str(home / "ipython"),
        "TZ": os.environ.get("TZ") or "UTC",
        "COLUMNS": "80",
        "PYTHONHASHSEED": "0",
    }
    automatic = {"COGNITO_LAB_AUTO": "1", "PYTHONPATH": str(OFFLINE)}
    return {**variables, **automatic} if recording else variables


def is_free(port: int) -> bool:
    """Tell whether a server could listen on a port of this computer."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
