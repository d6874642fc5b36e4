from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from engine_samples import bench, session

from cognito_lab.lessons.history import Progress
from cognito_lab.lessons.outcome import Outcome, Status
from cognito_lab.lessons.progress_file import ProgressFile, entries_of
from cognito_lab.lessons.records import Records, csv_row, export, progress, recap, restore
from cognito_lab.lessons.session import current, reset, start, use
from cognito_lab.widgets.history_panel import HistoryPanel

ADD = """
import sys
from pathlib import Path
from cognito_lab.lessons.progress_file import ProgressFile
file = ProgressFile(Path(sys.argv[1]))
print("ready", flush=True)
for number in range(int(sys.argv[2])):
    file.add("check", id=f"{sys.argv[3]}", number=number)
"""


def _writer(path: Path, times: int, name: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", ADD, str(path), str(times), name]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def file(tmp_path: Path) -> ProgressFile:
    """An empty file's record."""
    return ProgressFile(tmp_path / "progress.json")


def test_entries_come_back(file: ProgressFile) -> None:
    """What one kernel has written, the next one reads."""
    file.add("check", id="N01.E1", status="PASS")

    again = ProgressFile(file.path)

    assert [(entry["kind"], entry["id"]) for entry in again.entries] == [("check", "N01.E1")]


def test_two_kernels_lose_nothing_of_each_other(tmp_path: Path) -> None:
    """Forty entries written by two processes at once are forty entries."""
    path = tmp_path / "progress.json"
    writers = [_writer(path, 20, name) for name in ("one", "two")]

    assert [writer.wait(60) for writer in writers] == [0, 0]
    assert len(entries_of(path.read_text("utf-8"))) == 40


def test_a_killed_kernel_leaves_a_whole_file(tmp_path: Path) -> None:
    """Killed in the middle of writing, a kernel leaves a file that can be read and written."""
    path = tmp_path / "progress.json"
    writer = _writer(path, 100_000, "doomed")
    assert writer.stdout is not None and writer.stdout.readline() == "ready\n"
    deadline = time.monotonic() + 30
    while not path.exists() and time.monotonic() < deadline:
        time.sleep(0.01)

    os.kill(writer.pid, signal.SIGKILL)
    writer.wait(10)

    after = ProgressFile(path)
    before = len(after.entries)
    after.add("check", id="N01.E1")
    assert after.said == []
    assert len(ProgressFile(path).entries) == before + 1 > 1


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b'{"version": 1, "entries": [{"key"', id="cut off"),
        pytest.param(b"[1, 2]", id="other JSON"),
        pytest.param(b'{"entries": [{"key": 1, "at": 2, "kind": 3}]}', id="other types"),
        pytest.param(b'{"entries": {"key": "at"}}', id="entries that are no list"),
        pytest.param(b"[" * 100_000, id="nested too deeply"),
        pytest.param(b"\xff\xfe\x00", id="no text"),
    ],
)
def test_a_spoilt_file_is_kept_aside(tmp_path: Path, content: bytes) -> None:
    """It is not lost, it is said, and a new file begins."""
    path = tmp_path / "progress.json"
    path.write_bytes(content)
    (tmp_path / "progress.corrupt-1.json").write_bytes(b"an older one")

    file = ProgressFile(path)
    file.add("check", id="N01.E1")

    assert (tmp_path / "progress.corrupt-2.json").read_bytes() == content
    assert (tmp_path / "progress.corrupt-1.json").read_bytes() == b"an older one"
    assert "It is kept as progress.corrupt-2.json" in file.said[0]
    assert len(ProgressFile(path).entries) == 1


def test_a_file_that_is_spoilt_under_way_costs_nothing(file: ProgressFile) -> None:
    """A running kernel still knows its own entries and writes them again."""
    file.add("check", id="N01.E1")
    file.path.write_bytes(b"{")

    file.add("check", id="N01.E2")

    assert len(ProgressFile(file.path).entries) == 2


def test_where_nothing_can_be_written_it_is_said_once(tmp_path: Path) -> None:
    """A check goes on without a file: its entries live in this kernel."""
    (tmp_path / "blocked").write_text("a file where a folder should be", "utf-8")
    learner = Progress(ProgressFile(tmp_path / "blocked" / "progress.json"))

    learner.checked(Outcome("N01.E1", Status.PASS, "."))
    learner.checked(Outcome("N01.E2", Status.FAIL, "."))

    assert learner.passed("N01.E1")
    assert [sentence.startswith("Your progress cannot be") for sentence in learner.file.said]
    assert len(learner.file.said) <= 2


def test_the_history_is_read_out_of_the_entries(tmp_path: Path) -> None:
    """Outcomes, help, answers and beliefs are all there afterwards."""
    learner = session(tmp_path).progress
    learner.introduce("ana", 12)
    learner.checked(Outcome("N01.E1", Status.FAIL, ".", "M29"))
    learner.hinted("N01.E1", 1)
    learner.checked(Outcome("N01.E1", Status.PASS, "."))
    learner.answered("N01.P1", "the user pool", "M29", 3)
    learner.explained("N01", "because")

    again = Progress(ProgressFile(learner.file.path))

    assert (again.nickname, again.seed) == ("ana", 12)
    assert again.status("N01.E1") == "right, with help"
    assert again.status("N01.E2") == "not attempted"
    assert dict(again.misconceptions()) == {"M29": 2}
    assert again.explanation("N01") == "because"


def test_checks_hints_and_solutions_are_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hints climb three rungs; the solution asks once; completion says that help was used."""
    monkeypatch.delenv("COGNITO_LAB_AUTO", raising=False)
    learner = bench(tmp_path)

    hints = [learner.hint().title for _ in range(4)]
    asked, shown, again = (learner.solution() for _ in range(3))
    learner.check(lambda number: number / 2)

    assert [title[:11] for title in hints] == [f"Hint {n} of 3" for n in (1, 2, 3, 3)]
    assert "second time" in asked.words and asked.code == ""
    assert shown.code == again.code == learner.exercise.solution
    assert learner.session.progress.status("N01.E9") == "right, with help"


def test_in_automatic_runs_the_solution_does_not_ask(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody sits there to confirm."""
    monkeypatch.setenv("COGNITO_LAB_AUTO", "1")

    assert bench(tmp_path).solution().code


@pytest.fixture
def learner_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A person's kernel, in a folder of its own."""
    monkeypatch.delenv("COGNITO_LAB_AUTO", raising=False)
    monkeypatch.chdir(tmp_path)
    use(None)
    yield tmp_path
    use(None)


def test_progress_lies_beside_the_notebook(learner_at_home: Path) -> None:
    """`start` keeps the nickname in the folder in which the notebook runs."""
    start("N01", nickname="ana")

    assert Progress(ProgressFile(learner_at_home / "progress.json")).nickname == "ana"


def test_automatic_runs_leave_the_folder_alone(
    learner_at_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Recording and tests write into a folder of their own."""
    monkeypatch.setenv("COGNITO_LAB_AUTO", "1")

    start("N01", nickname="nobody")

    assert list(learner_at_home.iterdir()) == []


def test_an_export_is_restored_into_a_fresh_folder(learner_at_home: Path) -> None:
    """Download, a new machine, restore: everything is back, and twice is as good as once."""
    start("N01", nickname="ana", seed="workshop-3")
    current().progress.checked(Outcome("N01.E1", Status.PASS, "."))
    exported, row = export()
    fresh = learner_at_home / "fresh"
    fresh.mkdir()
    os.chdir(fresh)
    use(None)

    said = restore(exported)
    restore(exported.read_bytes())

    back = Progress(ProgressFile(fresh / "progress.json"))
    assert said == "2 entries came back; there are 2 now."
    assert (back.nickname, back.seed, back.passed("N01.E1")) == ("ana", "workshop-3", True)
    assert row.read_text("utf-8").splitlines()[1].startswith("ana,workshop-3,right,")


OTHERS = [
    pytest.param(b'{"something": "else"}', "This is not a progress file", id="another program's"),
    pytest.param(b"[1, 2]", "This is not a progress file", id="a list"),
    pytest.param(
        b'{"entries": [{"kind": "check"}]}', "This is not a progress file", id="another course's"
    ),
    pytest.param(b'{"version": 1, "entries": [{"key"', "This file is damaged", id="cut off"),
    pytest.param(b"\x89PNG\r\n", "This file is damaged", id="a picture"),
    pytest.param(b"", "This file is damaged", id="empty"),
]


@pytest.mark.parametrize(("content", "said"), OTHERS)
def test_what_is_no_export_changes_nothing(
    learner_at_home: Path, content: bytes, said: str
) -> None:
    """In code a sentence says so, and what was here stays."""
    start("N01", nickname="ana")

    answer = restore(content)

    assert answer.startswith(said) and answer.endswith("Nothing here was changed.")
    assert current().progress.nickname == "ana" and len(current().progress.file.entries) == 1


@pytest.mark.parametrize(("content", "said"), OTHERS)
def test_the_panel_shows_what_is_wrong_with_a_file(
    learner_at_home: Path, content: bytes, said: str
) -> None:
    """An upload that is no export is answered where the person looks."""
    panel = HistoryPanel("Your course", progress())

    panel.upload.set_state({"value": [uploaded(content)]})

    assert said in panel.trouble.value
    assert current().progress.file.entries == ()


def test_the_panel_restores_into_a_fresh_folder(learner_at_home: Path) -> None:
    """The file that one panel offers for download, another machine's panel takes back."""
    start("N01", nickname="ana")
    current().progress.checked(Outcome("N01.E1", Status.PASS, "."))
    link = HistoryPanel("Your course", recap("N01")).link.value
    content = base64.b64decode(link.partition("base64,")[2].partition('"')[0])
    fresh = learner_at_home / "fresh"
    fresh.mkdir()
    os.chdir(fresh)
    use(None)

    panel = HistoryPanel("Your course", progress())
    panel.upload.set_state({"value": [uploaded(content)]})

    back = Progress(ProgressFile(fresh / "progress.json"))
    assert (back.nickname, back.passed("N01.E1")) == ("ana", True)
    assert "right" in panel.shown.value and panel.trouble.value == ""


def test_what_came_back_is_said_beside_the_upload(learner_at_home: Path) -> None:
    """The sentence stands below the button, and goes when a wrong file follows."""
    start("N01", nickname="ana")
    content = progress().file_bytes()
    panel = HistoryPanel("Your course", progress())

    panel.upload.set_state({"value": [uploaded(content)]})
    said = panel.came_back.value
    panel.upload.set_state({"value": [uploaded(b"no export")]})

    assert "<p>0 entries came back; there is 1 now.</p>" in said
    assert panel.children.index(panel.came_back) == 3  # heading, tables, buttons, and then this
    assert panel.came_back.value == "" and "This file is damaged" in panel.trouble.value


def uploaded(content: bytes) -> dict[str, object]:
    """A file as the browser sends it."""
    return {
        "name": "some.json",
        "type": "application/json",
        "size": len(content),
        "last_modified": 0,
        "content": memoryview(content),
    }


def test_a_file_that_is_not_there_is_said(learner_at_home: Path) -> None:
    """A wrong name is answered in a sentence, without a traceback."""
    assert "nowhere.json cannot be read" in restore("nowhere.json")


def test_a_recap_says_in_code_what_its_buttons_do(learner_at_home: Path) -> None:
    """Where no widget can live, the lines that export and restore are there, and they work."""
    start("N01", nickname="ana")
    shown = repr(recap("N01"))
    lines = shown[shown.index("from cognito_lab.lessons") :]

    exec(lines, {})

    assert (learner_at_home / "cognito-lab-ana.json").exists()


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param({"id": "N01.E1", "status": "BETTER_THAN_RIGHT"}, id="of a later version"),
        pytest.param({"id": "N01.E1"}, id="without its outcome"),
        pytest.param({"status": "PASS"}, id="without its exercise"),
        pytest.param({"id": 1, "status": ["PASS"]}, id="of other types"),
    ],
)
def test_a_strange_entry_breaks_no_panel(learner_at_home: Path, facts: dict[str, object]) -> None:
    """What this version does not understand counts for nothing."""
    current().progress.file.add("check", **facts)

    assert current().progress.status("N01.E1") == "not attempted"
    assert "N01.E1" in repr(progress())


def test_a_nickname_is_no_formula(tmp_path: Path) -> None:
    """A table program that opens the CSV row runs nothing."""
    one = session(tmp_path)
    one.progress.introduce("=HYPERLINK(1)")

    assert "\n'=HYPERLINK(1)," in csv_row(one)


def test_reset_builds_the_same_world_and_keeps_progress(learner_at_home: Path) -> None:
    """The same seed gives the same ids; what was done stays."""
    world = start("N01")
    current().progress.checked(Outcome("N01.E1", Status.PASS, "."))

    again = reset()

    assert again is not world and again is current().world
    assert again.user_pool_id == world.user_pool_id
    assert current().progress.passed("N01.E1")


def test_reset_of_everything_asks_first(
    learner_at_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The first call asks, the second clears; the old file is kept aside."""
    start("N01", nickname="ana")

    reset(all=True)
    assert current().progress.nickname == "ana"
    reset(all=True)

    assert current().progress.nickname == ""
    assert (learner_at_home / "progress.cleared-1.json").exists()
    assert "again" in capsys.readouterr().out


def test_reset_before_the_first_cell_says_so(learner_at_home: Path) -> None:
    """There is nothing to build anew yet."""
    with pytest.raises(RuntimeError, match="run the first cell"):
        reset()


def test_a_check_in_another_notebooks_kernel_says_so(tmp_path: Path) -> None:
    """An exercise of N01 in a kernel that has begun nothing is not attempted."""
    learner = bench(tmp_path)
    learner.session.notebook = ""

    outcome = learner.check(lambda number: number)

    assert outcome.status is Status.NOT_ATTEMPTED
    assert "Run the first cell" in outcome.words


def test_the_records_show_no_date_and_no_key(learner_at_home: Path) -> None:
    """What is displayed is the same on every machine."""
    start("N01")
    current().progress.checked(Outcome("N01.E1", Status.PASS, "."))

    shown = repr(progress())

    entry = json.loads((learner_at_home / "progress.json").read_text("utf-8"))["entries"][0]
    assert isinstance(progress(), Records)
    assert entry["key"] not in shown and entry["at"][:10] not in shown
