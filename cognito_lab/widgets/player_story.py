"""What a player plays: one run or several, some of the participants, and how two runs differ.

Everything here is about flows and knows nothing of widgets. Two steps count as the same when they
say the same thing between the same two; ids, which differ in every run, do not make a difference:

    jdoe   5 App to Identity Pool: GetId — Logins: ID token
    gina   5 App to Identity Pool: GetId — Logins: Google ID token     ≠  another login
    jdoe   9 Identity Pool to App: IdentityId — us-east-1:4387ee7b…
    gina   9 Identity Pool to App: IdentityId — us-east-1:78e10e70…    =  another id only
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from cognito_lab.diagrams.flow import Branch, Flow, Frame, Step
from cognito_lab.diagrams.from_trace import from_trace
from cognito_lab.diagrams.participants import Participant, in_order
from cognito_lab.primitives.trace import Exchange, Trace

Story = Flow | Trace | Iterable[Exchange]
_AN_ID = re.compile(r"[^\s:,]*…")  # a shortened id, as `wording` writes it


def flow_of(story: Story, *, title: str = "", **options: Any) -> Flow:
    """A story as a flow; options are those of `diagrams.sequence`.

    Raises:
        TypeError: Options were given for a flow, or one that does not exist.
    """
    if not isinstance(story, Flow):
        return from_trace(story, title=title, **options)
    if options:
        raise TypeError(f"a Flow brings its own {', '.join(options)}")
    return replace(story, title=title) if title else story


def cast_of(flows: Iterable[Flow]) -> tuple[Participant, ...]:
    """Everybody who takes part in one of the flows, each once, from left to right."""
    people = {one.name: one for flow in flows for one in flow.cast}
    return tuple(people[one.name] for one in in_order(people))


# --- some of the participants ---------------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """A part of a flow.

    Attributes:
        flow: The steps between those who are shown.
        origins: For each of its steps, which step of the whole flow it is, from 1.
    """

    flow: Flow
    origins: tuple[int, ...]

    def nearest(self, origin: int) -> int:
        """The step of this part that is, or comes before, that step of the whole; 0 for none."""
        return sum(one <= origin for one in self.origins)


def part_of(flow: Flow, shown: Collection[str]) -> Part:
    """The flow as those who are shown see it: what the others said to anyone is left out."""
    origins = tuple(
        number
        for number, step in enumerate(flow.steps, 1)
        if step.sender in shown and step.receiver in shown
    )
    phases = phases_of(flow)
    steps, before = [], ""
    for number in origins:
        phase = phases[number - 1]
        steps.append(replace(flow.steps[number - 1], phase=phase if phase != before else ""))
        before = phase
    people = tuple(one for one in flow.cast if one.name in shown)
    frames = tuple(_frames(flow.frames, origins))
    return Part(replace(flow, steps=tuple(steps), participants=people, frames=frames), origins)


def phases_of(flow: Flow) -> list[str]:
    """The phase that each step belongs to; empty before the first one begins."""
    phases, now = [], ""
    for step in flow.steps:
        now = step.phase or now
        phases.append(now)
    return phases


def _frames(frames: Iterable[Frame], origins: tuple[int, ...]) -> Iterator[Frame]:
    """The frames round the steps that are left; a branch without steps is no branch."""
    for frame in frames:
        branches = []
        for branch in frame.branches:
            inside = [n for n, o in enumerate(origins, 1) if branch.first <= o <= branch.last]
            if inside:
                branches.append(Branch(branch.condition, inside[0], inside[-1]))
        if branches:
            yield replace(frame, branches=tuple(branches))


# --- two runs side by side ------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """One step of either run, side by side; None where a run has no such step."""

    here: int | None
    there: int | None
    same: bool


def rows_of(here: Flow, there: Flow) -> tuple[Row, ...]:
    """Two runs side by side, so that as many steps as possible stand beside their like."""
    left, right = ([_meaning(step) for step in flow.steps] for flow in (here, there))
    rows: list[Row] = []
    for what, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        pairs = zip_longest(range(a + 1, b + 1), range(c + 1, d + 1))
        rows += [Row(one, other, what == "equal") for one, other in pairs]
    return tuple(rows)


def difference(here: Flow, there: Flow) -> str:
    """The first difference between two runs, as a sentence."""
    for number, row in enumerate(rows_of(here, there), 1):
        if not row.same:
            one, other = _sentence(here, row.here), _sentence(there, row.there)
            return f"First difference at step {number}: {one} | {other}"
    return "No difference: the same steps in the same order, ids aside."


def _meaning(step: Step) -> tuple[str, ...]:
    label, detail = (_AN_ID.sub("…", text) for text in (step.label, step.detail))
    return (str(step.kind), step.sender, step.receiver, label, detail)


def _sentence(flow: Flow, number: int | None) -> str:
    return flow.steps[number - 1].sentence() if number else "(no such step)"


def named(runs: Story | Mapping[str, Story], name: str) -> dict[str, Story]:
    """Runs by name; a single story gets this one."""
    return dict(runs) if isinstance(runs, Mapping) else {name: runs}
