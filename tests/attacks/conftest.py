"""The attack table: what it borrows from other rooms, and the figure at its end."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

for _room in ("cognito_identity", "sheet", "wire"):
    sys.path.append(str(Path(__file__).parents[1] / _room))


@pytest.fixture
def record_figure(record_property: Callable[[str, object], None]) -> Callable[..., None]:
    """Put a line of the figure on the test's report."""

    def record(*, door: str, tried: int, refused: int) -> None:
        record_property("door", door)
        record_property("tried", tried)
        record_property("refused", refused)

    return record


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figure: at which door how many attempts were tried, and how many refused."""
    figure: dict[str, list[int]] = {}
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            found = dict(report.user_properties)
            if "door" in found:
                counts = figure.setdefault(str(found["door"]), [0, 0])
                counts[0] += int(found["tried"])
                counts[1] += int(found["refused"])
    if not figure:
        return
    terminalreporter.section("attacks")
    total = [sum(counts[n] for counts in figure.values()) for n in (0, 1)]
    for door, (tried, refused) in [*figure.items(), ("all doors", total)]:
        terminalreporter.write_line(f"{door:<58} {tried:>5} tried {refused:>5} refused")
