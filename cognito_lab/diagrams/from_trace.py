"""The story of a run: exchanges of the trace become steps of a flow.

Nothing is added and nothing is put in another order. An exchange becomes a call, then whatever
happened inside it, then its answer; an error becomes a red answer that carries AWS's code, with
the reason as a note; a step becomes a loop on its lifeline. What stands beside an arrow comes
from `wording`, which works on masked values only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cognito_lab.diagrams.flow import Flow, Kind, Step
from cognito_lab.diagrams.participants import Participant, in_order, participant, provider
from cognito_lab.diagrams.redirect_words import BROWSER
from cognito_lab.diagrams.wording import Told, told_answer, told_error, told_question, told_step
from cognito_lab.primitives.masking import masked
from cognito_lab.primitives.trace import Exchange, Trace

ADMINISTRATOR = "Administrator"
ANSWERED = " answered"  # "GetId" is the moment of the question, "GetId answered" that of the answer

# The six steps of every sign-in journey, as the course tells them.
SIX_PHASES: Mapping[str, str] = {
    "InitiateAuth": "Sign in",
    "InitiateAuth answered": "Receive tokens",
    "sign in": "Sign in",
    "sign in answered": "Receive tokens",
    "GetId": "Get identity",
    "verify the token": "Validate token",
    "GET jwks.json": "Validate token",
    "AssumeRoleWithWebIdentity": "Assume the role",
    "GetObject": "Use AWS",
    "GET /google": "Use AWS",
    "GET /group": "Use AWS",
}


def from_trace(
    exchanges: Trace | Iterable[Exchange],
    *,
    title: str = "",
    caption: str = "",
    participants: Sequence[Participant | str] | None = None,
    notes: Mapping[str, str] | None = None,
    phases: Mapping[str, str] | None = None,
    with_administrator: bool = False,
    with_reasons: bool = True,
) -> Flow:
    """Tell what happened in a run.

    Args:
        exchanges: A trace, or some of its top-level exchanges, such as ``trace.since(mark)``.
        title: What the picture is about.
        caption: One sentence below the title.
        participants: Whom to show, from left to right; None for everybody who took part. What the
            others said to one another is left out, what they said to those shown as well.
        notes: ``{moment: sentence}``, where a moment is an action (``GetId``) or its answer
            (``GetId answered``); a sentence goes to the first such moment.
        phases: ``{moment: name of the phase that begins there}``, first moments again.
        with_administrator: Whether to show what the account's administrator did, usually the
            set-up.
        with_reasons: Whether a refusal carries the lab's reason as a note.
    """
    shown = None if participants is None else {participant(one).name for one in participants}
    teller = _Teller(dict(notes or {}), dict(phases or {}), shown, with_reasons)
    top = exchanges.exchanges if isinstance(exchanges, Trace) else tuple(exchanges)
    wanted = [e for e in top if with_administrator or e.sender != ADMINISTRATOR]
    steps = tuple(step for exchange in wanted for step in teller.tell(exchange))
    return Flow(title, steps, tuple(participants or _cast(steps)), caption=caption)


def _cast(steps: Sequence[Step]) -> tuple[Participant, ...]:
    """Everybody who takes part; whoever a browser visits to sign in is an identity provider."""
    names = dict.fromkeys(name for step in steps for name in (step.sender, step.receiver))
    visited = {s.receiver for s in steps if s.sender == BROWSER and s.kind is Kind.CALL}
    return in_order(provider(name) if name in visited else name for name in names)


@dataclass
class _Teller:
    """Tells one exchange after the other, and remembers which notes and phases are used up."""

    notes: dict[str, str]
    phases: dict[str, str]
    shown: set[str] | None
    with_reasons: bool
    phase: str = ""

    def tell(self, exchange: Exchange) -> Iterator[Step]:
        """The steps of one exchange and of everything inside it, in the order of time."""
        visible = self.shown is None or {exchange.sender, exchange.receiver} <= self.shown
        if exchange.is_step:
            if visible:
                yield self._step(exchange, Kind.SELF, told_step(exchange), exchange.action)
            return
        if visible:
            kind = Kind.ONE_WAY if _is_one_way(exchange) else Kind.CALL
            yield self._step(exchange, kind, told_question(exchange), exchange.action)
        for child in exchange.children:
            yield from self.tell(child)
        if visible and not _is_one_way(exchange):
            yield self._outcome(exchange)

    def _outcome(self, exchange: Exchange) -> Step:
        moment = exchange.action + ANSWERED
        if exchange.error is None:
            return self._step(exchange, Kind.ANSWER, told_answer(exchange), moment)
        reason = exchange.notes[-1] if self.with_reasons and exchange.notes else ""
        return self._step(exchange, Kind.ERROR, told_error(exchange), moment, reason)

    def _step(
        self, exchange: Exchange, kind: Kind, told: Told, moment: str, reason: str = ""
    ) -> Step:
        back = kind.answers
        return Step(
            kind=kind,
            sender=exchange.receiver if back else exchange.sender,
            receiver=exchange.sender if back else exchange.receiver,
            label=told.label,
            detail=told.detail,
            note=self.notes.pop(moment, "") or str(masked(reason)),
            phase=self._begins(moment),
            exchange=exchange,
        )

    def _begins(self, moment: str) -> str:
        """The phase that begins at this moment, unless it is the one that we are in."""
        phase = self.phases.pop(moment, self.phase)
        begins, self.phase = phase != self.phase, phase
        return phase if begins else ""


def _is_one_way(exchange: Exchange) -> bool:
    return exchange.answer is None and exchange.error is None
