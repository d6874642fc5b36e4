"""Records kept under a random name that the holder shows again: codes, cookies, states.

A ticket is good for a while; some for one use only. What became of one that is no longer good, the
pool still knows for a time, so that the trace can say it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from cognito_lab.primitives.record import record

T = TypeVar("T")
TICKETS_KEPT = 10_000  # good ones and others; the oldest go first


class BadTicket(Exception):
    """No good. The message says why, for the trace: the holder is never told."""


@record
class _Ticket(Generic[T]):
    record: T
    until: datetime
    is_spent: bool = False


class Tickets(Generic[T]):
    """Tickets of one kind.

    Args:
        life: How long each is good.
    """

    def __init__(self, life: timedelta) -> None:
        self._life = life
        self._tickets: dict[str, _Ticket[T]] = {}

    def issue(self, name: str, record: T, now: datetime) -> None:
        """Hand out a ticket. The name must be random: whoever knows it has the ticket."""
        if len(self._tickets) >= TICKETS_KEPT:
            del self._tickets[next(iter(self._tickets))]
        self._tickets[name] = _Ticket(record, now + self._life)

    def find(self, name: str, now: datetime) -> T:
        """What a ticket stands for; it stays good.

        Raises:
            BadTicket: Never given, used, or too old.
        """
        ticket = self._tickets.get(name)
        if ticket is None:
            raise BadTicket("nobody was ever given this")
        if ticket.is_spent:
            raise BadTicket("it was used before, and works once")
        if now >= ticket.until:
            raise BadTicket(f"it was good until {ticket.until:%Y-%m-%d %H:%M:%S} UTC")
        return ticket.record

    def spend(self, name: str) -> None:
        """It never works again; nothing happens if there is none."""
        if (ticket := self._tickets.get(name)) is not None:
            self._tickets[name] = replace(ticket, is_spent=True)
