"""The map's filter: what belongs to a workshop of 60, 90 or 180 minutes, and how far you are.

    plan()       a choice, and the stops of what is chosen; the whole course at first
    plan(60)     the stops of the shortest workshop

A lesson counts as done when all its predictions are made and all its exercises are right. The
stops themselves stand in `timetables`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from cognito_lab.lessons import catalog
from cognito_lab.lessons.session import Session, current
from cognito_lab.lessons.timetables import TIMETABLES, WHOLE, Stop, Timetable
from cognito_lab.widgets import controls, html
from cognito_lab.widgets.frame import Frame

HEAD = ("minute", "notebook", "what", "done")


def plan(minutes: int | None = None) -> Plan:
    """What to do in the time that there is.

    Args:
        minutes: 60, 90 or 180; the whole course where nothing is said.

    Raises:
        ValueError: There is no workshop of that length.
    """
    if minutes is not None and minutes not in TIMETABLES:
        known = ", ".join(map(str, TIMETABLES))
        raise ValueError(f"there is no plan for {minutes} minutes; there are: {known}")
    return Plan(WHOLE if minutes is None else TIMETABLES[minutes], current())


@dataclass(frozen=True)
class Plan:
    """A timetable with one person's progress, as the last value of a cell."""

    timetable: Timetable
    session: Session

    @property
    def title(self) -> str:
        return f"Your way through {self.timetable.title}"

    def rows(self) -> list[tuple[str, ...]]:
        """Minute, notebook, what, and what of it is done."""
        rows: list[tuple[str, ...]] = []
        begins = 0
        for stop in self.timetable.stops:
            ends = begins + stop.minutes
            rows.append((f"{begins}–{ends}", _called(stop), stop.what, self._done(stop)))
            begins = ends
        return rows

    def as_text(self) -> str:
        return "\n".join([self.title, *(" | ".join(row) for row in self.rows())])

    def as_html(self) -> Markup:
        stops = zip(self.rows(), self.timetable.stops, strict=True)
        rows = [(minute, _link(stop, called), *rest) for (minute, called, *rest), stop in stops]
        return html.table(HEAD, rows, caption=self.title)

    def __repr__(self) -> str:
        return self.as_text()

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = PlanPanel(self)._repr_mimebundle_(**kwargs)
        return bundle

    def _done(self, stop: Stop) -> str:
        questions, exercises = _tasks(stop)
        progress = self.session.progress
        done = sum(progress.answer(one) is not None for one in questions)
        done += sum(map(progress.passed, exercises))
        every = len(questions) + len(exercises)
        return f"{done} of {every}" if every else "–"


class PlanPanel(Frame):
    """A choice of plan, and its stops.

    Args:
        plan: Which one is chosen at first.
    """

    def __init__(self, plan: Plan) -> None:
        self._first = plan
        self._tables = {one.title: one for one in (WHOLE, *TIMETABLES.values())}
        self.choice = controls.choice("I have time for", list(self._tables))
        self.choice.value = plan.timetable.title
        self.shown = controls.page()  # the notebooks' names lead there
        super().__init__("How much time is there?", "app", [self.choice, self.shown])
        self.on_change(self.choice, lambda: f"{len(self.chosen.timetable.stops)} stops are shown.")
        self.refresh()

    @property
    def chosen(self) -> Plan:
        """The plan that is shown now."""
        return Plan(self._tables[self.choice.value], self._first.session)

    def refresh(self) -> None:
        controls.turn(self.shown, self.chosen.as_html(), self.chosen.as_text())

    def as_text(self) -> str:
        return self._first.as_text()

    def as_html(self) -> Markup:
        return html.static(self._first.as_html())


def _called(stop: Stop) -> str:
    return f"{stop.notebook} · {catalog.lesson(stop.notebook).TITLE}" if stop.notebook else "–"


def _link(stop: Stop, called: str) -> html.Text:
    """The notebook's name, as a way to it; the map stands in the same folder."""
    return html.link(catalog.file_of(stop.notebook), called) if stop.notebook else called


def _tasks(stop: Stop) -> tuple[list[str], list[str]]:
    """The ids of a stop's predictions and exercises; a cell's id ends with the number of its."""
    if not stop.notebook:
        return [], []
    module = catalog.lesson(stop.notebook)
    here = {cell.replace("-", ".", 1).upper() for cell in stop.cells}
    questions, exercises = (
        [item.id for item in items if not here or item.id in here]
        for items in (module.PREDICTIONS, module.EXERCISES)
    )
    return questions, exercises
