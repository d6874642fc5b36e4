from __future__ import annotations

import contextlib
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from engine_samples import attempt, exercise

from cognito_lab.lessons.calling import Answer, call
from cognito_lab.lessons.checking import check
from cognito_lab.lessons.outcome import Status
from cognito_lab.lessons.tasks import function


class Unfriendly:
    """A value that fails whatever is asked of it."""

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("no comparisons")

    def __hash__(self) -> int:
        raise RuntimeError("no hashes")

    def __repr__(self) -> str:
        raise RuntimeError("no words")


class Mute(Exception):
    def __str__(self) -> str:
        raise RuntimeError("no words")


def _raising(error: BaseException) -> Callable[..., Any]:
    def raise_it(*_: object) -> None:
        raise error

    return raise_it


def _for_ever_and_a_day(number: int) -> None:
    while True:
        pass


def _for_ever_whatever_comes(number: int) -> None:
    while True:
        try:
            _for_ever_and_a_day(number)
        except BaseException:
            number += 1


def _for_ever_with_suppress(number: int) -> None:
    while True:
        with contextlib.suppress(BaseException):
            _for_ever_and_a_day(number)


def _for_ever_asleep(number: int) -> None:
    time.sleep(3600)


def _endless_recursion(number: int) -> Any:
    return _endless_recursion(number)


def _endless_list(number: int) -> list[Any]:
    endless: list[Any] = []
    endless.append(endless)
    return endless


def _chatty(number: int) -> float:
    print("x" * 10_000_000)
    return number / 2


@pytest.mark.parametrize(
    ("nonsense", "status"),
    [
        pytest.param(7, Status.FAIL, id="a number"),
        pytest.param("half", Status.FAIL, id="a text"),
        pytest.param("x" * 10_000_000, Status.FAIL, id="a huge text"),
        pytest.param(Unfriendly(), Status.FAIL, id="an object that fails at everything"),
        pytest.param(int, Status.FAIL, id="a class"),
        pytest.param(lambda: 2, Status.ERROR, id="too few parameters"),
        pytest.param(lambda number: "x" * 10_000_000, Status.FAIL, id="a huge answer"),
        pytest.param(lambda number: 10**10_000, Status.FAIL, id="a huge number"),
        pytest.param(lambda number: Unfriendly(), Status.FAIL, id="an unfriendly answer"),
        pytest.param(_endless_list, Status.FAIL, id="a list that contains itself"),
        pytest.param(lambda number: (n for n in range(3)), Status.FAIL, id="a generator"),
        pytest.param(_endless_recursion, Status.ERROR, id="endless recursion"),
        pytest.param(_raising(SystemExit()), Status.ERROR, id="exit()"),
        pytest.param(_raising(KeyboardInterrupt()), Status.ERROR, id="the stop button"),
        pytest.param(_raising(Mute()), Status.ERROR, id="an exception without words"),
        pytest.param(_raising(ValueError("x" * 10_000_000)), Status.ERROR, id="a huge exception"),
        pytest.param(lambda number: undefined, Status.ERROR, id="a slip"),  # noqa: F821
    ],
)
def test_nonsense_gets_an_answer(nonsense: Any, status: Status) -> None:
    """Whatever the answer is, the check answers in a few lines and never raises."""
    outcome = check(exercise(), attempt(nonsense))

    assert outcome.status is status
    assert 0 < len(repr(outcome)) < 1500
    assert " at 0x" not in repr(outcome)


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A battery's time is up after a fraction of a second; the words keep the real limit."""
    monkeypatch.setattr(function, "LIMIT_SECONDS", 0.2)


@pytest.mark.slow
def test_an_endless_loop_is_told_within_six_seconds() -> None:
    """The check answers in time; the fast one is `test_an_endless_loop_is_told`."""
    started = time.monotonic()

    outcome = check(exercise(), attempt(_for_ever_and_a_day))

    assert time.monotonic() - started < 6
    assert outcome.status is Status.ERROR
    assert "still running after 5 seconds" in outcome.words


@pytest.mark.usefixtures("hurried")
def test_an_endless_loop_is_told() -> None:
    """The check comes back, and says what the function was given."""
    outcome = check(exercise(), attempt(_for_ever_and_a_day))

    assert outcome.status is Status.ERROR
    assert "still running after 5 seconds" in outcome.words
    assert "with the input (4)" in outcome.words


@pytest.mark.parametrize(
    "loop", [_for_ever_whatever_comes, _for_ever_with_suppress, _for_ever_asleep]
)
def test_a_stubborn_function_is_ended(loop: Callable[..., Any]) -> None:
    """One that swallows every exception ends too, and so does one that sleeps."""
    assert type(call(loop, [1], seconds=0.1).error).__name__ == "OutOfTime"
    assert sys.exc_info() == (None, None, None)


@pytest.mark.usefixtures("hurried")
def test_after_a_loop_everything_is_as_before() -> None:
    """Timer, signal handler, clock and printing are what they were; the next check works."""
    handler, printing = signal.getsignal(signal.SIGALRM), sys.stdout

    check(exercise(), attempt(_for_ever_and_a_day))

    assert signal.getsignal(signal.SIGALRM) is handler
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert sys.stdout is printing
    assert check(exercise(), attempt(lambda number: number / 2)).passed


def test_a_click_in_another_thread_is_limited_too() -> None:
    """Where signals do not arrive, the function has a thread of its own and is ended there."""
    found: list[Answer] = []
    click = threading.Thread(
        target=lambda: found.append(call(_for_ever_and_a_day, [1], seconds=0.2))
    )

    click.start()
    click.join(5)

    assert type(found[0].error).__name__ == "OutOfTime"
    names = [thread.name for thread in threading.enumerate()]
    assert "a learner's function" not in names


def test_what_is_printed_is_kept_and_cut() -> None:
    """Ten million characters do not fill the notebook; their beginning is shown."""
    outcome = check(exercise(), attempt(_chatty))

    assert outcome.passed
    assert outcome.printed.startswith("xxx")
    assert "characters more" in outcome.printed
