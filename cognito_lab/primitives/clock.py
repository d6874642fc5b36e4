"""The lab's time: it stands still until somebody moves it.

A cloud never reads the computer's clock. `Clock.now` is the only source of time for every service,
so a test or a learner can age a token by an hour in no time, and the same seed gives the same
bytes. `as_system_time` lends the lab's time to the whole process for a moment, for code that we did
not write (PyJWT checks `exp`, botocore stamps signatures) and that asks the computer.

Left out: time zones other than UTC, and leap seconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, Literal

if TYPE_CHECKING:
    import time_machine

# A Tuesday morning; the day has one digit, which SRP's timestamp format cares about.
START = datetime(2026, 1, 6, 9, 8, 7, tzinfo=UTC)


class Clock:
    """A clock that moves only when told.

    Args:
        start: Where it begins, an aware datetime; ``"now"`` makes it run with the system clock
            instead, for clients that check `exp` by themselves.
    """

    _lent_by: ClassVar[Clock | None] = None

    def __init__(self, start: datetime | Literal["now"] = START) -> None:
        if start != "now" and not isinstance(start, datetime):
            raise TypeError(f'start is an aware datetime or "now", not {start!r}')
        if isinstance(start, datetime) and start.utcoffset() is None:
            raise ValueError(
                "start must be an aware datetime, for example datetime(2026, 1, 6, tzinfo=UTC)"
            )
        self._frozen_at = None if start == "now" else start.astimezone(UTC)
        self._offset = timedelta()
        self._traveller: time_machine.Traveller | None = None

    def now(self) -> datetime:
        """The lab's time, aware, in UTC."""
        if self._frozen_at is not None:
            return self._frozen_at + self._offset
        system = datetime.now(UTC)
        return system if self._traveller is not None else system + self._offset

    def epoch(self) -> int:
        """The lab's time in whole seconds since 1970, as tokens carry it."""
        return int(self.now().timestamp())

    def advance(self, **duration: float) -> datetime:
        """Move time forward.

        Args:
            **duration: Keywords of `datetime.timedelta`, such as ``minutes=61``.

        Raises:
            ValueError: The duration is negative (tokens never grow younger), or the calendar ends.
        """
        step = timedelta(**duration)
        if step < timedelta():
            raise ValueError(f"the lab's clock only moves forward, not by {step}")
        if step > datetime.max.replace(tzinfo=UTC) - self.now():
            raise ValueError(f"the calendar ends before {step} have passed")
        self._offset += step
        if self._traveller is not None:
            self._traveller.shift(step)
        return self.now()

    @contextmanager
    def as_system_time(self) -> Iterator[None]:
        """Inside, the whole process sees the lab's time: code that reads the clock runs unchanged.

        It may be nested for one cloud. It is process-wide, so other threads see it too.

        Raises:
            RuntimeError: Another cloud's clock is already the process's time.
        """
        if Clock._lent_by is self:
            yield
            return
        if Clock._lent_by is not None:
            raise RuntimeError(
                "another cloud's clock is the system time already: leave its block first"
            )
        import time_machine  # only here: it patches C functions, and most learners never need it

        with time_machine.travel(self.now(), tick=False) as self._traveller:
            Clock._lent_by = self
            try:
                yield
            finally:
                Clock._lent_by, self._traveller = None, None

    def __repr__(self) -> str:
        return f"Clock({self.now().isoformat()})"


@lru_cache(maxsize=64)
def utc_text(moment: datetime) -> str:
    """A moment of the lab's in whole seconds, as policies write it: ``2026-01-06T09:08:07Z``."""
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
