"""Times as people read them: a date for an epoch number, and its distance on the lab's clock."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TypeGuard

_UNITS = (("d", 86400), ("h", 3600), ("min", 60), ("s", 1))
_LAST_SECOND = 253402300799  # 9999-12-31


def is_moment(value: object) -> TypeGuard[float]:
    """Whether a JSON value can be a time: seconds since 1970 that a calendar has."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return 0 <= value <= _LAST_SECOND


def moment(epoch: object, now: datetime | None) -> str:
    """``2026-01-06 10:08:07 UTC, in 59 min 12 s``; empty for what is no time.

    Args:
        epoch: Seconds since 1970, or anything that stands in their place.
        now: The lab's time; without it only the date is said.
    """
    if not is_moment(epoch):
        return ""
    date = datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    if now is None:
        return date
    return f"{date}, {_away(int(epoch - now.timestamp()))}"


def span(seconds: float) -> str:
    """A duration in its two largest units: ``59 min 12 s``, ``29 d 23 h``, ``0 s``."""
    left = int(seconds)
    words: list[str] = []
    for unit, size in _UNITS:
        count, left = divmod(left, size)
        if count or words:
            words.append(f"{count} {unit}")
    return " ".join(words[:2]) or "0 s"


def _away(seconds: int) -> str:
    if seconds == 0:
        return "now"
    return f"in {span(seconds)}" if seconds > 0 else f"{span(-seconds)} ago"
