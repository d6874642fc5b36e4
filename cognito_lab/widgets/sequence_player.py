"""SequencePlayer: a run as a sequence diagram, one step after the other.

    SequencePlayer(cloud.trace)
    SequencePlayer({"user pool": jdoes_run, "Google": ginas_run}, phases=SIX_PHASES)     # a switch
    SequencePlayer(runs, compare="Google")                                       # side by side

The picture is put into the page once for each run; a step only toggles classes, in the browser, so
stepping needs neither Python nor Graphviz. Another choice of participants is another picture, and
Python draws it. What is told is in `player_story`, what is shown in `player_view`, what the app
holds in `player_shelf`; `sequence_player.js` is the browser's half.

Left out: following a trace that goes on. A player shows what had happened when it was made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import anywidget
import traitlets
from markupsafe import Markup

from cognito_lab.diagrams.diagram import Diagram
from cognito_lab.diagrams.flow import Flow, Step
from cognito_lab.diagrams.sequence import sequence
from cognito_lab.widgets import player_view as view
from cognito_lab.widgets.frame import Frame
from cognito_lab.widgets.player_files import file_name, file_of
from cognito_lab.widgets.player_story import Story, cast_of, flow_of, named, part_of

_HERE = Path(__file__).parent
_TITLE = "What happened, step by step"
_THIS, _OTHER = "this run", "the other run"
_HIDDEN = "Those who are shown said nothing to one another. Tick more participants."


class Stage(anywidget.AnyWidget):
    """The player's half in the browser; everything that it holds is masked.

    Attributes:
        step: Which step is lit, from 1; 0 lights all. In a comparison, which pair of steps.
        run: Which run is shown.
        participants: Whose steps are shown.
        runs: One `player_view.run_view` a run, in the order of the switch.
        compared: The run that stands beside it, or nothing.
        people: Who can be shown.
        shelf: The places on it.
    """

    _esm = _HERE / "sequence_player.js"
    _css = _HERE / "sequence_player.css"
    step = traitlets.Int(0).tag(sync=True)
    run = traitlets.Unicode().tag(sync=True)
    participants = traitlets.List(traitlets.Unicode()).tag(sync=True)
    runs = traitlets.List(traitlets.Dict()).tag(sync=True)
    compared = traitlets.Unicode().tag(sync=True)
    people = traitlets.List(traitlets.Dict()).tag(sync=True)
    shelf = traitlets.List(traitlets.Dict()).tag(sync=True)

    def shown_run(self) -> view.View:
        """The run that is shown, as the browser has it."""
        return next(one for one in self.runs if one["name"] == self.run)

    def last_step(self) -> int:
        """How many steps, or pairs of steps, the shown run has."""
        shown = self.shown_run()
        return len(shown["rows"] or shown["steps"])

    @traitlets.validate("step")
    def _within(self, proposal: Mapping[str, Any]) -> int:
        # A browser may still send a step of the picture before.
        return max(0, min(int(proposal["value"]), self.last_step() if self.run else 0))


class SequencePlayer(Frame):
    """Plays a run: lights it step by step, and says what each step carried.

    Args:
        story: A trace, some of its exchanges, or a `Flow`; or several of them by name.
        title: What it is about.
        compare: Another run to stand beside it, with the first difference marked: the name of one
            of the runs, or a story of its own.
        **options: As `diagrams.sequence` takes them.

    Raises:
        ValueError: There is no run, or none of the name in `compare`.
        TypeError: An option does not exist, or was given for a `Flow`.
    """

    def __init__(
        self,
        story: Story | Mapping[str, Story],
        *,
        title: str = "",
        compare: str | Story | Mapping[str, Story] | None = None,
        **options: Any,
    ) -> None:
        runs, compared = _runs(story, title, compare)
        self._flows = {
            name: flow_of(one, title=_titled(title, name, len(runs)), **options)
            for name, one in runs.items()
        }
        self._compared = compared
        cast = cast_of(self._flows.values())
        names = [one.name for one in cast]
        self.stage = Stage(  # all at once, so that it travels in one message
            run=next((name for name in self._flows if name != compared), compared),
            participants=names,
            runs=self._drawn_for(names),
            compared=compared,
            people=view.people_view(cast),
            shelf=view.shelf_view(self._flows.values()),
        )
        super().__init__(title or _TITLE, "app", [self.stage])
        self.stage.observe(lambda _: self._redraw(), "participants")
        self.stage.observe(lambda _: setattr(self.stage, "step", self.stage.step), "run")
        self.stage.on_msg(self._hear)
        self.show_code(view.code_twin(title, options, several=len(runs) > 1))

    # --- where it is --------------------------------------------------------------------------

    @property
    def step(self) -> int:
        """Which step is lit, from 1; 0 lights all. Set it to go there.

        Raises:
            ValueError: There is no such step.
        """
        return int(self.stage.step)

    @step.setter
    def step(self, number: int) -> None:
        if not 0 <= number <= self.stage.last_step():
            raise ValueError(f"there is no step {number}; this run has {self.stage.last_step()}")
        self.stage.step = number

    @property
    def run_name(self) -> str:
        """Which run is shown. Set it to switch.

        Raises:
            ValueError: There is no run of that name.
        """
        return str(self.stage.run)

    @run_name.setter
    def run_name(self, name: str) -> None:
        _check_run(name, self._flows)
        self.stage.run = name

    @property
    def participants(self) -> list[str]:
        """Whose steps are shown. Set it to draw the picture for fewer or more."""
        return list(self.stage.participants)

    @participants.setter
    def participants(self, names: Sequence[str]) -> None:
        self.stage.participants = list(names)

    @property
    def current(self) -> Step | None:
        """The step that is lit, with its exchange; None when all are."""
        number = self._number()
        return self._parts[self.run_name].flow.steps[number - 1] if number else None

    def until_now(self) -> Iterator[Step]:
        """The steps of the shown run up to the one that is lit, the latest first."""
        rows = self.stage.shown_run()["rows"]
        passed = [row[0] or 0 for row in rows[: self.step]] if rows else [self.step]
        return reversed(self._parts[self.run_name].flow.steps[: max(passed, default=0)])

    def _number(self) -> int:
        """The shown run's own number of the step that is lit; 0 when it has none."""
        rows = self.stage.shown_run()["rows"]
        return (rows[self.step - 1][0] or 0) if self.step and rows else self.step

    def _place_of(self, number: int) -> int:
        """Where the shown run's step of that number stands among the pairs of a comparison."""
        rows = self.stage.shown_run()["rows"]
        places = (place for place, row in enumerate(rows, 1) if row[0] == number)
        return next(places, 0) if rows else number

    # --- drawing ------------------------------------------------------------------------------

    def _drawn_for(self, shown: Sequence[str]) -> list[view.View]:
        """Draw every run for those who are shown."""
        self._parts = {name: part_of(flow, shown) for name, flow in self._flows.items()}
        self._diagrams = {
            name: _picture(self._flows[name], part.flow) for name, part in self._parts.items()
        }
        other = self._parts[self._compared].flow if self._compared else None
        return [
            view.run_view(
                name, part.flow, self._diagrams[name], other if name != self._compared else None
            )
            for name, part in self._parts.items()
        ]

    def _redraw(self) -> None:
        """Draw again, and stay at the same step, or the one before it that is still shown."""
        number = self._number()
        origin = self._parts[self.run_name].origins[number - 1] if number else 0
        with self.stage.hold_sync():  # the new picture and its step in one message
            self.stage.runs = self._drawn_for(self.stage.participants)
            self.stage.step = self._place_of(self._parts[self.run_name].nearest(origin))

    # --- what the browser asks for ------------------------------------------------------------

    def _hear(self, _: Any, content: Mapping[str, Any], __: Any) -> None:
        """Answer a question; what goes wrong is shown in the frame, and answered all the same."""
        answers: dict[str, Callable[..., tuple[dict[str, Any], list[bytes]]]] = {
            "show": self._show,
            "reveal": self._reveal,
            "save": self._save,
        }
        answer: dict[str, Any] = {}
        buffers: list[bytes] = []

        def serve() -> None:
            found, files = answers[content["kind"]](**content.get("about", {}))
            answer.update(found, ok=True)
            buffers.extend(files)

        try:
            self.run(serve)
        finally:
            self.stage.send({"kind": "answer", "id": content.get("id"), **answer}, buffers)

    def _show(self, participants: Sequence[str]) -> tuple[dict[str, Any], list[bytes]]:
        self.participants = participants
        return {}, []

    def _reveal(self, run: str, step: int) -> tuple[dict[str, Any], list[bytes]]:
        """The full values of one step: they travel in a message, and are kept nowhere."""
        return view.step_texts(self._parts[run].flow.steps[step - 1], revealed=True), []

    def _save(self, run: str, suffix: str) -> tuple[dict[str, Any], list[bytes]]:
        mime, data = file_of(self._diagrams[run], suffix)
        return {"name": file_name(run, suffix), "mime": mime}, [data]

    # --- the static form ----------------------------------------------------------------------

    def as_text(self) -> str:
        return "\n\n".join([*self._differences(), view.as_text(self._diagrams)])

    def as_html(self) -> Markup:
        return view.as_html(self._diagrams, self._differences())

    def _differences(self) -> list[str]:
        return [one["difference"] for one in self.stage.runs if one["difference"]]


def _runs(
    story: Story | Mapping[str, Story],
    title: str,
    compare: str | Story | Mapping[str, Story] | None,
) -> tuple[dict[str, Story], str]:
    """All runs by name, and the name of the one that is compared with."""
    runs = named(story, title or _THIS)
    if not runs:
        raise ValueError("a player needs a run: SequencePlayer(cloud.trace)")
    if compare is None:
        return runs, ""
    if isinstance(compare, str):
        _check_run(compare, runs)
        return runs, compare
    others = named(compare, _OTHER)
    return runs | others, next(iter(others))


def _check_run(name: str, runs: Mapping[str, object]) -> None:
    if name not in runs:
        raise ValueError(f"there is no run {name!r}; there are {', '.join(runs)}")


def _picture(whole: Flow, shown: Flow) -> Diagram:
    """The picture of what is shown of a flow."""
    picture = sequence(shown)
    return replace(picture, refusal=_HIDDEN) if whole.steps and not shown.steps else picture


def _titled(title: str, name: str, runs: int) -> str:
    if runs == 1:
        return title
    return f"{title}: {name}" if title else name
