"""Calls a learner's function so that nothing it does can hurt: not a loop, not an exception.

    answer = call(function, arguments, seconds=5, clock=cloud.clock)

- It gets copies of its inputs, the lab's time as the system's time, and a limit in real seconds.
- Whatever it raises is kept in the answer, `SystemExit` and a pressed *stop* included.
- What it prints is kept and cut.

The limit is a timer signal in the main thread. JupyterLab may serve a click in another thread,
where signals do not arrive: there the function gets a thread of its own, which is asked to end
and is left behind if it does not.

Left out: limits for memory, and code that waits inside C without ever returning to Python.
"""

from __future__ import annotations

import copy
import ctypes
import io
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from contextvars import copy_context
from dataclasses import dataclass
from types import FrameType
from typing import Any

from cognito_lab.primitives.clock import Clock

LIMIT_SECONDS = 5.0
PRINTED_CHARACTERS = 1000
_AGAIN_SECONDS = 0.02  # what one interruption did not end, the next will


class OutOfTime(BaseException):
    """The function ran too long; no `except Exception` of the learner's may catch it."""


@dataclass(frozen=True)
class Answer:
    """What a call gave: a value, or what was raised.

    Attributes:
        value: What was returned.
        error: What was raised, or None.
        printed: What was printed, cut.
    """

    value: Any = None
    error: BaseException | None = None
    printed: str = ""


@dataclass(frozen=True)
class Shared:
    """An argument that is handed over itself, since it cannot be copied, such as a boto3 client."""

    value: Any


def call(
    function: Callable[..., Any],
    arguments: Sequence[Any] = (),
    *,
    seconds: float = LIMIT_SECONDS,
    clock: Clock | None = None,
) -> Answer:
    """Call a function with copies of its arguments, and come back in time whatever it does."""
    ready = [part.value if isinstance(part, Shared) else copy.deepcopy(part) for part in arguments]
    printed = _Cut()
    with ExitStack() as around:
        if clock is not None:
            around.enter_context(clock.as_system_time())
        around.enter_context(redirect_stdout(printed))
        around.enter_context(redirect_stderr(printed))
        value, error = _in_time(lambda: function(*ready), seconds)
    return Answer(value, error, printed.text())


def _in_time(work: Callable[[], Any], seconds: float) -> tuple[Any, BaseException | None]:
    in_main = threading.current_thread() is threading.main_thread()
    if in_main and hasattr(signal, "setitimer"):
        return _with_signal(work, seconds)
    return _in_a_thread(work, seconds)


def _with_signal(work: Callable[[], Any], seconds: float) -> tuple[Any, BaseException | None]:
    before = signal.getsignal(signal.SIGALRM), signal.getitimer(signal.ITIMER_REAL), sys.gettrace()
    result: tuple[Any, BaseException | None]
    try:
        result = _rung_out(work, seconds)
    except OutOfTime as error:  # it rang at the very moment at which the work was over
        result = None, error
    finally:
        sys.settrace(before[2])
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before[0])
        signal.setitimer(signal.ITIMER_REAL, *before[1])
    return result


def _rung_out(work: Callable[[], Any], seconds: float) -> tuple[Any, BaseException | None]:
    here = sys._getframe()

    def ring(_: int, frame: FrameType | None) -> None:
        # Where `except` catches this exception, its own first line meets the next one.
        while frame is not None and frame is not here:
            frame.f_trace = _interrupt
            frame = frame.f_back
        sys.settrace(_interrupt)
        raise OutOfTime

    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.001), _AGAIN_SECONDS)
    try:
        value, error = next(_apart(work)), None
    except BaseException as raised:  # a learner's code may raise anything; none of it is ours
        sys.settrace(None)
        value, error = None, raised
    signal.setitimer(signal.ITIMER_REAL, 0)
    return value, error


def _apart(work: Callable[[], Any]) -> Iterator[Any]:
    """Run in a generator, which has an exception state of its own.

    An interruption inside an `except` may leave the exception there marked as being handled, and
    every later traceback would begin with "During handling of the above exception".
    """
    yield work()


def _interrupt(frame: FrameType, event: str, _: object) -> Any:
    """Raise at the next line or call; Python then forgets this function until the next ring."""
    if event in ("line", "call"):
        raise OutOfTime
    return _interrupt


def _in_a_thread(work: Callable[[], Any], seconds: float) -> tuple[Any, BaseException | None]:
    result: list[tuple[Any, BaseException | None]] = []
    context = copy_context()

    def run() -> None:
        try:
            result.append((context.run(work), None))
        except BaseException as error:
            result.append((None, error))

    worker = threading.Thread(target=run, daemon=True, name="a learner's function")
    worker.start()
    worker.join(seconds)
    for _ in range(25):  # it is asked again and again to end, for half a second
        if not worker.is_alive():
            break
        ctypes.pythonapi.PyThreadState_SetAsyncExc(
            ctypes.c_ulong(worker.ident or 0), ctypes.py_object(OutOfTime)
        )
        worker.join(_AGAIN_SECONDS)
    return result[0] if result else (None, OutOfTime())


class _Cut(io.TextIOBase):
    """Keeps the beginning of what is printed, and counts the rest."""

    def __init__(self) -> None:
        self._kept, self._dropped = "", 0

    def write(self, text: str) -> int:
        room = PRINTED_CHARACTERS - len(self._kept)
        self._kept += text[:room] if room > 0 else ""
        self._dropped += max(0, len(text) - max(room, 0))
        return len(text)

    def writable(self) -> bool:
        return True

    def text(self) -> str:
        rest = f" … and {self._dropped:,} characters more" if self._dropped else ""
        return self._kept.rstrip("\n") + rest
