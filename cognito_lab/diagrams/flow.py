"""What a sequence diagram tells, before anyone thinks about pixels.

A `Flow` is who takes part and what happens, step by step. `from_trace` makes one from a run; a
lesson may write one by hand:

    Flow(
        title="Sign in",
        participants=("App", "User Pool"),
        steps=(
            call("App", "User Pool", "InitiateAuth", "user name + password", phase="Sign in"),
            itself("User Pool", "sign JWTs", "RS256 private key"),
            answer("User Pool", "App", "three tokens", note="The passport."),
        ),
    )

Left out: frames inside frames, and the operators other than ``alt``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial

from cognito_lab.diagrams.participants import Participant, in_order, participant
from cognito_lab.diagrams.quoting import clean
from cognito_lab.primitives.trace import Exchange

MOST_PARTICIPANTS = 20
MOST_STEPS = 200


class Kind(StrEnum):
    """How a step travels, which decides how its arrow looks."""

    CALL = "call"
    ANSWER = "answer"
    ERROR = "error"
    SELF = "self"
    ONE_WAY = "one-way"

    @property
    def answers(self) -> bool:
        """Whether it comes back along the way of a call."""
        return self in (Kind.ANSWER, Kind.ERROR)


@dataclass(frozen=True)
class Step:
    """One message, or something that a participant does by itself.

    Attributes:
        kind: How it travels.
        sender: Whose message it is.
        receiver: Whom it reaches; the sender again for a `SELF` step.
        label: What is said, in a few words: an operation, an error code.
        detail: The small print below the arrow.
        note: A sentence beside it, on yellow paper.
        phase: The name of the phase that begins here.
        exchange: What it tells of, in the trace; None in a flow written by hand. It holds secrets.
    """

    kind: Kind
    sender: str
    receiver: str
    label: str
    detail: str = ""
    note: str = ""
    phase: str = ""
    exchange: Exchange | None = field(default=None, repr=False, compare=False)

    def sentence(self) -> str:
        """The step for a reader who sees no picture: ``App to STS: GetCallerIdentity — signed``."""
        if self.kind is Kind.SELF:
            way = f"{self.sender} (itself)"
        else:
            refused = ", refused" if self.kind is Kind.ERROR else ""
            way = f"{self.sender} to {self.receiver}{refused}"
        detail = f" — {self.detail}" if self.detail else ""
        return clean(f"{way}: {self.label}{detail}")


def _step(
    kind: Kind,
    sender: str,
    receiver: str,
    label: str,
    detail: str = "",
    *,
    note: str = "",
    phase: str = "",
) -> Step:
    return Step(kind, sender, receiver, label, detail, note, phase)


call = partial(_step, Kind.CALL)
answer = partial(_step, Kind.ANSWER)
error = partial(_step, Kind.ERROR)
one_way = partial(_step, Kind.ONE_WAY)


def itself(who: str, label: str, detail: str = "", *, note: str = "", phase: str = "") -> Step:
    """A step that a participant does by itself."""
    return Step(Kind.SELF, who, who, label, detail, note, phase)


@dataclass(frozen=True)
class Branch:
    """One of the ways in which a frame may go on: its condition, and its first and last step."""

    condition: str
    first: int
    last: int


@dataclass(frozen=True)
class Frame:
    """A box round steps of which only one branch happens. Steps count from 1."""

    branches: tuple[Branch, ...]
    operator: str = "alt"

    def branch_that_begins_at(self, number: int) -> Branch | None:
        return next((branch for branch in self.branches if branch.first == number), None)


@dataclass(frozen=True)
class Flow:
    """A story in steps.

    Attributes:
        title: What it is about, in a few words.
        steps: What happens, in order.
        participants: Who takes part, from left to right: names, or records with captions of their
            own. Found in the steps when left out.
        frames: Alternatives, none inside another.
        caption: One sentence below the title.

    Raises:
        ValueError: A step names somebody who takes no part, or is a message to oneself, or a frame
            holds steps that are not there.
    """

    title: str = ""
    steps: tuple[Step, ...] = ()
    participants: tuple[Participant | str, ...] = ()
    frames: tuple[Frame, ...] = ()
    caption: str = ""
    cast: tuple[Participant, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        named = self.participants or in_order(n for s in self.steps for n in (s.sender, s.receiver))
        object.__setattr__(self, "cast", tuple(participant(one) for one in named))
        self._check_steps()
        self._check_frames()

    def _check_steps(self) -> None:
        names = {one.name for one in self.cast}
        for number, step in enumerate(self.steps, 1):
            for name in (step.sender, step.receiver):
                if name not in names:
                    raise ValueError(f"step {number} names {name!r}, who is no participant")
            if (step.kind is Kind.SELF) != (step.sender == step.receiver):
                raise ValueError(
                    f"step {number} is {step.kind} from {step.sender!r} to {step.receiver!r}: "
                    "what somebody does by itself is self, everything else goes to somebody else"
                )

    def _check_frames(self) -> None:
        reached = 0
        for branch in (branch for frame in self.frames for branch in frame.branches):
            if not reached < branch.first <= branch.last <= len(self.steps):
                raise ValueError(
                    f"the branch {branch.condition!r} spans steps {branch.first} to {branch.last}; "
                    f"it must begin after step {reached} and end by step {len(self.steps)}"
                )
            reached = branch.last

    @property
    def too_much(self) -> str:
        """Why this is no longer a picture that anyone could read; empty when it is."""
        if len(self.cast) > MOST_PARTICIPANTS:
            return (
                f"No picture: {len(self.cast)} participants are more than the "
                f"{MOST_PARTICIPANTS} that fit. Choose some with participants=."
            )
        if len(self.steps) > MOST_STEPS:
            return (
                f"No picture: {len(self.steps)} messages are more than the {MOST_STEPS} that fit. "
                "Choose a part of the run, for example trace.since(mark)."
            )
        return ""

    def sentences(self) -> tuple[str, ...]:
        """Everything that the picture says, as one text a step."""
        return tuple(self._sentences())

    def _sentences(self) -> Iterator[str]:
        for number, step in enumerate(self.steps, 1):
            phase = f"[{clean(step.phase)}] " if step.phase else ""
            note = f" (Note: {clean(step.note)})" if step.note else ""
            yield f"{phase}{self._condition(number)}{step.sentence()}{note}"

    def _condition(self, number: int) -> str:
        for frame in self.frames:
            if branch := frame.branch_that_begins_at(number):
                return f"If {clean(branch.condition)}: "
        return ""
