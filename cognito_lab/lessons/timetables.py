"""How much of the course fits into the time that there is, as data.

A **timetable** is a list of stops, in the order in which a room takes them. A stop is a whole
lesson or some cells of one, named by the cells' ids; their minutes are those of the notebook. The
cells of a stop run without the others, in a fresh kernel. `docs/workshop.md` says how a room is led
through the shortest one.

What it leaves out: the way of a person who is alone and has time. That is the whole course.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Stop:
    """One piece of a workshop.

    Attributes:
        minutes: How long it takes.
        what: What happens, or which sections of the notebook; these stand in “…”.
        notebook: ``N06``, or "" where the room looks at no lesson.
        cells: The ids of its code cells; empty for all core cells of the lesson.
    """

    minutes: int
    what: str
    notebook: str = ""
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Timetable:
    """Stops in order.

    Attributes:
        title: How it is called in a menu.
    """

    title: str
    stops: tuple[Stop, ...]

    @property
    def minutes(self) -> int:
        return sum(stop.minutes for stop in self.stops)


def _cells(notebook: str, names: str) -> tuple[str, ...]:
    return tuple(f"{notebook.lower()}-{name}" for name in names.split())


def _some(notebook: str, minutes: int, names: str, what: str) -> Stop:
    return Stop(minutes, what, notebook, _cells(notebook, names))


_HELLO = Stop(3, "Hello. Open this map and choose the plan.")
_FIRST = Stop(35, "The whole lesson, everybody.", "N01")
_READ = _some(
    "N02",
    14,
    "world tokens P1 header W1 E3",
    "From the top to “Read one”; “Look at it with a tool”; “Exercise · five desks”.",
)
_CHECK = _some(
    "N03",
    35,
    "world keys P1 six kids E1 signature board W1 catch E2",
    "From the top to “Exercise · your own verifier”.",
)
_COUNTER_SHOWN = _some(
    "N06",
    11,
    "world passport P1 get-id W1",
    "Shown in front, you predict: “Two calls” and “Look behind the counter”.",
)
_COUNTER = _some(
    "N06",
    13,
    "world passport P1 get-id table W1",
    "“Two calls”, and what the pool keeps; then “Look behind the counter”.",
)
_TRUST = _some(
    "N07",
    15,
    "world counter trust P4 table E1",
    "“Two policies on one role”, “Who gets in?” and “Exercise · repair the trust policy”.",
)
_LOCKER = _some(
    "N08",
    9,
    "world pass policy P1 tree-code B1 fix",
    "“One role, many lockers”; the first cell of “Which parts may jdoe touch?”; then "
    "“Break it · the other sub”.",
)
_GROUPS = _some(
    "N09",
    26,
    "world groups show claims before P1 provider E1 after W1 ladder W2 P2 numbers P3 tie B1 fix B2",
    "From the top to “Break it · a tie at the counter”; then “Break it · nothing happens”.",
)
_CARDS = _some(
    "N10", 8, "world papers P1 W2", "Everybody gets papers; then straight to “Five cards”."
)
_DOORS = _some("N10", 13, "world papers W1 P1 W2", "“Knock”, then “Five cards”.")

WHOLE = Timetable(
    "the whole course of 380 minutes",
    tuple(
        Stop(minutes, "The whole lesson.", notebook)
        for notebook, minutes in {
            "N01": 35,
            "N02": 30,
            "N03": 45,
            "N04": 40,
            "N05": 30,
            "N06": 40,
            "N07": 45,
            "N08": 35,
            "N09": 40,
            "N10": 40,
        }.items()
    ),
)

TIMETABLES: Mapping[int, Timetable] = {
    60: Timetable(
        "a workshop of 60 minutes",
        (
            _HELLO,
            _FIRST,
            _COUNTER_SHOWN,
            _CARDS,
            Stop(3, "Close: three things to keep, one question."),
        ),
    ),
    90: Timetable(
        "a workshop of 90 minutes",
        (_HELLO, _FIRST, _READ, _COUNTER, _LOCKER, _DOORS, Stop(3, "Close: three things to keep.")),
    ),
    180: Timetable(
        "a workshop of 180 minutes",
        (
            *(_HELLO, _FIRST, _READ, _CHECK, Stop(10, "A break.")),
            *(_COUNTER, _TRUST, _LOCKER, _GROUPS, _DOORS, Stop(7, "Close, and questions.")),
        ),
    ),
}
