"""What really happened: every exchange between two participants, in order, nested, with notes.

One trace belongs to one cloud. Diagrams, widgets, checks and tests all read it, so none of them can
say something that the run did not do.

    App ── GetCredentialsForIdentity ──► Identity Pool          an `Exchange`
                                         │ verify the token     a step: an exchange with oneself
                                         └─ AssumeRoleWithWebIdentity ──► STS       a child exchange
                                              note: "the trust policy asks for aud; it matches"

How it is recorded. A service's methods carry `@operation`; each call becomes one exchange whose
sender is whoever is being served at that moment (the receiver of the exchange around it), or the
`actor` at the top. A request that came over the wire is recorded at the door, before the gate has
decided, so that a refusal at the gate is on the record too; the operation then joins the exchange
that is already open.

Secrets are kept here in full, because checks and learners need them; `masking` hides them in every
display.
"""

from __future__ import annotations

import functools
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from cognito_lab.primitives.errors import AwsError
from cognito_lab.primitives.names import pascal_case

APP = "App"


@dataclass(slots=True)
class Exchange:
    """One request and its answer or error; or one step, where sender and receiver are the same.

    Attributes:
        number: Order of the request in its trace, from 1; never used twice.
        action: AWS's operation name (``GetId``), an HTTP line (``GET /jwt``), or a step's words.
        request: ``{AWS's parameter name: value}``, secrets included.
        answer: The response, in AWS's shape; None while open, after an error, and for a step.
        error: What was raised instead of an answer.
        notes: The lab's own sentences about why, in order.
        evidence: Objects worth keeping beside the notes, such as ``{"decision": Decision}``.
        children: Exchanges and steps that happened inside, in order.
    """

    number: int
    sender: str
    receiver: str
    action: str
    request: Mapping[str, Any]
    at: datetime
    depth: int = 0
    answer: Mapping[str, Any] | None = None
    error: Exception | None = None
    notes: list[str] = field(default_factory=list)
    evidence: dict[str, Any] = field(default_factory=dict)
    children: list[Exchange] = field(default_factory=list)
    awaits_operation: bool = field(default=False, repr=False)

    @property
    def is_step(self) -> bool:
        """Whether the participant did this by itself, with no message to anyone."""
        return self.sender == self.receiver

    def walk(self) -> Iterator[Exchange]:
        """This exchange, then everything inside it, in the order in which it began."""
        yield self
        for child in self.children:
            yield from child.walk()

    def outcome(self) -> str:
        """``ok``, or the error as AWS said it."""
        return "ok" if self.error is None else str(self.error)

    def __repr__(self) -> str:
        arrow = f"{self.sender} → {self.receiver}: {self.action}"
        return f"<{self.number}. {arrow} [{self.outcome()}]>"


class Trace:
    """All exchanges of one cloud, oldest first, bounded.

    Args:
        now: The lab's time.
        limit: How many top-level exchanges are kept, each with what is nested in it.
    """

    def __init__(self, now: Callable[[], datetime], limit: int = 2000) -> None:
        if limit < 1:
            raise ValueError(f"trace_limit must be at least 1, not {limit}")
        self._now = now
        self._kept: deque[Exchange] = deque(maxlen=limit)
        self._count = 0
        self._actor = APP
        self.dropped = 0
        self.lock = threading.RLock()

    # --- reading ---------------------------------------------------------------------------------

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """The top-level exchanges that are kept, oldest first."""
        return tuple(self._kept)

    def walk(self) -> Iterator[Exchange]:
        """Every exchange and step, nested ones too, in the order in which they began."""
        for exchange in self.exchanges:
            yield from exchange.walk()

    def find(self, action: str) -> list[Exchange]:
        """Every exchange of that action, at any depth, oldest first."""
        return [exchange for exchange in self.walk() if exchange.action == action]

    def mark(self) -> int:
        """A place in the trace: the number of the latest exchange, for `since`."""
        return self._count

    def since(self, mark: int) -> tuple[Exchange, ...]:
        """The top-level exchanges that began after a mark."""
        return tuple(exchange for exchange in self._kept if exchange.number > mark)

    # --- writing ---------------------------------------------------------------------------------

    @contextmanager
    def acting_as(self, actor: str) -> Iterator[None]:
        """Inside, requests at the top come from this participant, such as ``Administrator``."""
        before, self._actor = self._actor, actor
        try:
            yield
        finally:
            self._actor = before

    def exchange(
        self,
        receiver: str,
        action: str,
        request: Mapping[str, Any],
        *,
        sender: str | None = None,
        awaits_operation: bool = False,
    ) -> AbstractContextManager[Exchange]:
        """Record one exchange; set its `answer` in the block. An exception is recorded and goes on.

        Args:
            receiver: Who is asked.
            action: What is asked.
            request: With what.
            sender: Who asks; the participant being served right now, unless given.
            awaits_operation: An `@operation` of the receiver joins this exchange and opens none.
        """
        return _Recording(self, sender, receiver, action, request, awaits_operation)

    def note(self, text: str) -> None:
        """Say why, on the exchange that is open now. Outside any exchange it is not kept."""
        if (current := self._current()) is not None:
            current.notes.append(text)

    def step(self, action: str, **details: Any) -> None:
        """Record something that the participant being served does by itself.

        Args:
            action: A few words, such as ``verify the token``.
            **details: What belongs to it; shown in small print.
        """
        if (current := self._current()) is not None:
            self._open(current, current.receiver, current.receiver, action, details)

    def keep(self, **evidence: Any) -> None:
        """Keep objects (a `Decision`, a caller) beside the exchange that is open now."""
        if (current := self._current()) is not None:
            current.evidence.update(evidence)

    def joinable(self, receiver: str, action: str) -> Exchange | None:
        """The exchange at the door that this operation should join, if there is one."""
        current = self._current()
        if current is None or not current.awaits_operation:
            return None
        current.awaits_operation = False
        return current if (current.receiver, current.action) == (receiver, action) else None

    def _current(self) -> Exchange | None:
        trace, exchange = _open_exchange.get()
        return exchange if trace is self else None

    def _open(
        self,
        parent: Exchange | None,
        sender: str | None,
        receiver: str,
        action: str,
        request: Mapping[str, Any],
        awaits_operation: bool = False,
    ) -> Exchange:
        self._count += 1
        sender = sender or (parent.receiver if parent else self._actor)
        depth = parent.depth + 1 if parent else 0
        exchange = Exchange(self._count, sender, receiver, action, request, self._now(), depth)
        exchange.awaits_operation = awaits_operation
        if parent is not None:
            parent.children.append(exchange)
        else:
            self.dropped += len(self._kept) == self._kept.maxlen
            self._kept.append(exchange)
        return exchange

    def __repr__(self) -> str:
        lines = [_line(exchange) for exchange in self.walk() if not exchange.is_step]
        gone = [f"… {self.dropped} older exchanges were dropped"] if self.dropped else []
        return "\n".join([*gone, *lines]) or "<an empty trace>"


_open_exchange: ContextVar[tuple[Trace | None, Exchange | None]] = ContextVar(
    "open_exchange", default=(None, None)
)


class _Recording:
    """The block of one exchange. Every request passes here, so it is no slower generator."""

    def __init__(self, trace: Trace, *to_open: Any) -> None:
        self._trace, self._to_open = trace, to_open

    def __enter__(self) -> Exchange:
        trace = self._trace
        with trace.lock:
            self._exchange = trace._open(trace._current(), *self._to_open)
            self._before = _open_exchange.set((trace, self._exchange))
            trace.lock.acquire()  # kept until the block ends
        return self._exchange

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        try:
            if isinstance(error, Exception):
                _record_error(self._exchange, error)
            _open_exchange.reset(self._before)
        finally:
            self._trace.lock.release()


def _record_error(exchange: Exchange, error: Exception) -> None:
    exchange.error = error
    if isinstance(error, AwsError) and error.because and error.because not in exchange.notes:
        exchange.notes.append(error.because)


def _line(exchange: Exchange) -> str:
    indent = "   " * exchange.depth
    arrow = f"{exchange.sender} → {exchange.receiver}: {exchange.action}"
    return f"{exchange.number:>4}. {indent}{arrow} [{exchange.outcome()}]"


class Actor(Protocol):
    """What a class needs so that its methods can carry `@operation`."""

    participant: str  # its name in diagrams, such as "User Pool"
    trace: Trace


Service = TypeVar("Service", bound=Actor)
P = ParamSpec("P")
Answer = TypeVar("Answer", bound=Mapping[str, Any])


def operation(
    method: Callable[Concatenate[Service, P], Answer],
) -> Callable[Concatenate[Service, P], Answer]:
    """Record each call of an AWS operation as one exchange.

    The method's name is the operation's in snake_case (``get_id`` is ``GetId``), its parameters are
    keyword-only, and it returns the response in AWS's shape (``{"IdentityId": …}``), or ``{}``.
    """
    action = pascal_case(method.__name__)

    @functools.wraps(method)
    def recorded(self: Service, /, *args: P.args, **kwargs: P.kwargs) -> Answer:
        if (at_the_door := self.trace.joinable(self.participant, action)) is not None:
            at_the_door.answer = answer = method(self, *args, **kwargs)
            return answer
        spelled = getattr(self, "spelling", pascal_case)
        request = {spelled(name): value for name, value in kwargs.items() if value is not None}
        with self.trace.exchange(self.participant, action, request) as exchange:
            exchange.answer = answer = method(self, *args, **kwargs)
            return answer

    recorded.is_operation = True  # type: ignore[attr-defined]  # the wire serves exactly these
    return recorded
