"""How the benchmarks measure, and how they print it.

Other programs share the machine, so no single time means much. Things that are compared are done
in turn, round after round: a slow moment of the machine then hits both sides. Every row shows the
shortest, the middle and the longest time, and a ratio is one of middles.

What runs inside this process only computes, and never waits. There the clock is the thread's own
processor time, where the system counts it finely: on a quiet machine the same as any clock, on a
busy one it leaves out the time in which other programs had the processor.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

_FINE = time.get_clock_info("thread_time").resolution < 1e-6
_seconds = time.thread_time if _FINE else time.perf_counter

Work = Callable[[int], object]  # it gets the number of its round


@dataclass(frozen=True)
class Times:
    """How long one thing took, in milliseconds, each time that it was done."""

    ms: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.ms)

    def __add__(self, more: float) -> Times:
        return Times(tuple(value + more for value in self.ms))


def in_turn(works: Mapping[str, Work], *, rounds: int = 60, warm_up: int = 5) -> dict[str, Times]:
    """Do each of several things once a round, and measure them all.

    Args:
        works: What to do, by name.
        rounds: How often it counts.
        warm_up: How often before that, so that what is loaded on first use is there.
    """
    taken: dict[str, list[float]] = {name: [] for name in works}
    for number in range(warm_up + rounds):
        for name, work in works.items():
            started = _seconds()
            work(number)
            taken[name].append((_seconds() - started) * 1000)
    return {name: Times(tuple(values[warm_up:])) for name, values in taken.items()}


def heading(title: str, explanation: str = "") -> None:
    """Begin a table: what is measured, and how busy the machine is."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    print(f"\n{title}\n{'=' * len(title)}")
    if explanation:
        print(explanation)
    print(f"({os.cpu_count()} processors, load {load:.1f})\n")
    print(f"{'milliseconds':<58}{'min':>9}{'median':>9}{'max':>9}")


def row(name: str, times: Times) -> None:
    """One line of the table."""
    low, high = min(times.ms), max(times.ms)
    print(f"{name:<58}{low:9.3f}{times.median:9.3f}{high:9.3f}")


def rows(measured: Mapping[str, Times]) -> None:
    """One line each."""
    for name, times in measured.items():
        row(name, times)


def verdicts(lines: Sequence[tuple[str, float, float, str]]) -> None:
    """What the table says, beside what was promised.

    Args:
        lines: (what, the figure, the most that it may be, its unit).
    """
    print()
    for what, figure, at_most, unit in lines:
        held = "held" if figure <= at_most else "MISSED"
        print(f"  {what:<62}{figure:8.2f}{unit:<3} at most {at_most:g}{unit}: {held}")
