"""`lab.py` on machines that nobody prepared: which steps it takes, and what it says when it cannot.

The steps are observed, not taken: `run` is replaced by a machine that answers as the case says.
The real installation is proved in `test_fresh_machine.py` (slow).
"""

from __future__ import annotations

import ast
import os
import socket
import sys
from pathlib import Path

import pytest

import lab

HERE_PYTHON = sys.executable
STDLIB_ONLY = ["lab.py", "notebook_files.py"]


class Machine:
    """Stands for `lab.run`: writes down each command and fails those that match a word."""

    def __init__(self, *, failing: tuple[str, ...] = ()) -> None:
        self.commands: list[str] = []
        self.failing = failing

    def __call__(self, command: list[str], **options: object) -> int:
        line = " ".join(command)
        self.commands.append(line)
        return int(any(words in line for words in self.failing))

    def ran(self, words: str) -> bool:
        """Tell whether a command with these words was run."""
        return any(words in command for command in self.commands)


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """A folder without an environment, on a machine whose programs are chosen by the test."""

    def prepare(*, uv: bool, failing: tuple[str, ...] = ()) -> Machine:
        machine = Machine(failing=("sys.version_info < (3, 11)", *failing))
        monkeypatch.setattr(lab, "ENVIRONMENT", tmp_path / ".venv")
        monkeypatch.setattr(lab, "PYTHON", tmp_path / ".venv" / "bin" / "python")
        monkeypatch.setattr(lab, "run", machine)
        monkeypatch.setattr(lab.shutil, "which", lambda name: "/usr/bin/uv" if uv else None)
        (tmp_path / ".venv").mkdir()
        monkeypatch.setattr(lab.shutil, "rmtree", lambda *_, **__: None)
        return machine

    return prepare


@pytest.mark.parametrize("name", STDLIB_ONLY)
def test_an_old_python_can_read_the_file(name: str):
    """The file is valid Python 3.8, so that an old Python gets as far as its clear line."""
    ast.parse((lab.ROOT / name).read_text(encoding="utf-8"), feature_version=(3, 8))


@pytest.mark.parametrize("name", STDLIB_ONLY)
def test_the_file_needs_nothing_but_python(name: str):
    """Every import is of the standard library or of the file beside."""
    tree = ast.parse((lab.ROOT / name).read_text(encoding="utf-8"))
    imported = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            imported.add(node.module)

    foreign = {module.partition(".")[0] for module in imported} - sys.stdlib_module_names

    assert foreign <= {"notebook_files"}


def test_a_python_that_is_too_old_is_named_in_one_line(monkeypatch: pytest.MonkeyPatch):
    """Python 3.8 gets one sentence with a newer Python to try, and nothing is installed."""
    monkeypatch.setattr(sys, "version_info", (3, 8, 18))
    monkeypatch.setattr(lab.shutil, "which", lambda name: name if name == "python3.12" else None)

    with pytest.raises(SystemExit) as refused:
        lab.main([])

    assert refused.value.code == (
        "The lab needs Python 3.11 or newer, and this is Python 3.8.18: try: python3.12 lab.py."
    )


def test_uv_makes_the_environment_where_it_is_present(bare):
    """With uv, uv alone makes and fills the environment, with this very Python."""
    machine = bare(uv=True)

    lab.make_environment()

    assert machine.ran(f"uv venv -q --python {HERE_PYTHON}")
    assert machine.ran("uv pip install") and machine.ran("--editable")
    assert not machine.ran("-m venv") and not machine.ran("-m pip")


def test_pip_takes_over_where_uv_fails(bare):
    """A uv that cannot reach its index is no dead end: venv and pip do the work."""
    machine = bare(uv=True, failing=("uv pip install",))

    lab.make_environment()

    assert machine.ran("-m venv") and machine.ran(f"{lab.PYTHON} -m pip install")


def test_venv_and_pip_make_the_environment_without_uv(bare):
    """Without uv the environment's own pip installs the lock, then the package alone."""
    machine = bare(uv=False)

    lab.make_environment()

    *_, lock, package = machine.commands
    assert lock.startswith(f"{lab.PYTHON} -m pip install") and lock.endswith(f"-r {lab.LOCK}")
    assert "--no-deps" in package and package.endswith(f"--editable {lab.ROOT}")


def test_a_debian_without_ensurepip_uses_the_system_pip(bare):
    """Where venv cannot bring a pip, the environment is made without one and pip works on it."""
    machine = bare(uv=False)
    machine.failing += (f"-m venv {lab.ENVIRONMENT}", f"{lab.PYTHON} -m pip --version")

    lab.make_environment()

    assert machine.ran("-m venv --clear --without-pip")
    assert machine.ran(f"{HERE_PYTHON} -m pip --python {lab.PYTHON} install")


def test_a_machine_with_neither_gets_one_sentence(bare):
    """Without uv, ensurepip and pip, one sentence says what to install."""
    bare(uv=False, failing=("-m venv", "-m pip"))

    with pytest.raises(SystemExit) as refused:
        lab.make_environment()

    assert refused.value.code == (
        "Install uv or python3-venv first (Debian and Ubuntu: apt install python3-venv)."
    )


def test_a_failed_installation_is_tried_again_the_next_time(bare):
    """The stamp is written last, so that a broken download is no finished environment."""
    machine = bare(uv=False, failing=("install -q",))
    with pytest.raises(SystemExit):
        lab.make_environment()
    machine.failing = ()
    machine.commands.clear()

    lab.make_environment()

    assert machine.ran("install -q")


def test_a_finished_environment_is_left_alone(bare):
    """A second start installs nothing: it reads one small file."""
    machine = bare(uv=True)
    lab.make_environment()
    lab.PYTHON.parent.mkdir(parents=True)
    lab.PYTHON.touch()
    machine.commands.clear()

    lab.make_environment()

    assert machine.commands == []


def test_a_new_lock_brings_the_environment_up_to_date(
    bare, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    """After a pull that changed the lock, the next start installs it."""
    machine = bare(uv=True)
    lab.make_environment()
    lab.PYTHON.parent.mkdir(parents=True)
    lab.PYTHON.touch()
    (tmp_path / "new.lock").write_text("requests==2.99\n")
    monkeypatch.setattr(lab, "LOCK", tmp_path / "new.lock")
    machine.commands.clear()

    lab.make_environment()

    assert machine.ran(f"-r {tmp_path / 'new.lock'}")


@pytest.mark.parametrize("uv", [True, False], ids=["with uv", "with pip"])
def test_a_wheel_folder_replaces_the_network(bare, uv: bool, tmp_path: Path):
    """With `--wheels` every installation looks in that folder and nowhere else."""
    machine = bare(uv=uv)

    lab.make_environment(tmp_path / "wheels")

    installations = [command for command in machine.commands if "install -q" in command]
    assert len(installations) == 2
    assert all(f"--no-index --find-links {tmp_path / 'wheels'}" in line for line in installations)


def test_what_follows_test_goes_to_pytest(bare):
    """`lab.py test -m "not browser" -x` hands pytest exactly that."""
    machine = bare(uv=True)

    code = lab.main(["test", "-m", "not browser", "-x"])

    assert code == 0
    assert machine.commands[-1].endswith("--no-loadscope-reorder -m not browser -x")


def test_full_adds_a_pass_in_another_time_zone(bare, monkeypatch: pytest.MonkeyPatch):
    """`lab.py test --full` runs twice: elsewhere without a browser, then everything."""
    machine = bare(uv=True)
    zones = []
    monkeypatch.setattr(lab, "run", lambda command, env=None, **_: zones.append(env) or 0)
    monkeypatch.setattr(lab, "make_environment", lambda: None)

    lab.main(["test", "--full"])

    assert machine.commands == []
    assert [env["TZ"] for env in zones] == [lab.OTHER_ZONE, os.environ["TZ"]]


def test_a_failure_in_the_other_zone_fails_the_whole_run(monkeypatch: pytest.MonkeyPatch):
    """A test that passes only at home is a failure of `--full`."""
    codes = iter([1, 0])
    monkeypatch.setattr(lab, "run", lambda *_, **__: next(codes))
    monkeypatch.setattr(lab, "make_environment", lambda: None)

    assert lab.main(["test", "--full"]) == 1


def test_a_time_zone_that_is_set_is_respected(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Kernels run in UTC unless the person, or CI, chose another zone."""
    monkeypatch.delenv("TZ")
    assert lab.notebook_variables(tmp_path)["TZ"] == "UTC"

    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    assert lab.notebook_variables(tmp_path)["TZ"] == "Asia/Kathmandu"


def test_other_peoples_python_stays_outside(monkeypatch: pytest.MonkeyPatch):
    """Variables that would mix another Python or Jupyter into the lab do not reach it."""
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    monkeypatch.setenv("JUPYTER_PATH", "/somewhere")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "/somewhere")

    environment = lab.lab_environment()

    assert "/somewhere" not in environment.values()
    assert environment["PATH"].startswith(str(lab.PYTHON.parent))


def test_a_taken_port_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """`--port` with a port that another program holds starts nothing and says so."""
    monkeypatch.setattr(lab, "MY_COURSE", tmp_path / "my-course")
    monkeypatch.setattr(lab, "run_python", lambda *_, **__: 0)
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        with pytest.raises(SystemExit, match=f"Port {port} is taken"):
            lab.open_course([], port, browser=False)


def test_an_unknown_notebook_is_answered_with_the_known_ones(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    """A mistyped name names the notebooks that there are."""
    (tmp_path / "00-the-journey.ipynb").touch()
    monkeypatch.setattr(lab, "NOTEBOOKS", tmp_path)

    with pytest.raises(SystemExit, match=r"no notebook '07'; there are: 00-the-journey"):
        lab.find_notebooks(["07"])


def test_check_says_one_line_each_and_counts_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """A workshop's host sees five lines, and the exit code says how many of them are bad."""
    monkeypatch.setattr(lab, "make_environment", lambda wheels: None)
    monkeypatch.setattr(lab, "ask_python", lambda code: ("renderer" not in code, "what it said"))
    monkeypatch.setattr(lab, "try_journey", lambda: (True, "00-the-journey.ipynb ran"))
    monkeypatch.setattr(lab, "is_free", lambda port: False)

    missing = lab.main(["--port", "9999", "check"])

    lines = capsys.readouterr().out.splitlines()
    assert missing == 1
    assert [line.split()[:2] for line in lines] == [
        ["Python", "ok"],
        ["disk", "ok"],
        ["drawing", "NO"],
        ["port", "ok"],
        ["journey", "ok"],
    ]
    assert lines[3].endswith("9999 is taken, the next will do")


def test_collecting_wheels_without_pip_says_what_to_install(
    bare, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    """`lab.py wheels` needs a pip somewhere; where there is none, one sentence says so."""
    bare(uv=True, failing=("-m pip",))

    with pytest.raises(SystemExit, match="Collecting wheels needs pip"):
        lab.main(["wheels", str(tmp_path)])
