"""Too many wrong passwords: the account is locked for a moment, then for longer and longer.

    failures in a row     5    6    7    8   …   15 and more
    locked for            1 s  2 s  4 s  8 s …   15 min

While it is locked, the right password does not help either. A right password after the wait, or 15
quiet minutes, and everything is forgotten.

Source: developer guide, "Authentication flows", on failed sign-in attempts. Observed against AWS:
slow failures did not lock at all, and nine rapid ones did; the lab follows the documentation.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from cognito_lab.primitives import messages
from cognito_lab.services.cognito_idp.user import User

FREE_FAILURES = 5
LONGEST = timedelta(minutes=15)


def count_failure(user: User, now: datetime) -> None:
    """One more wrong password. This alone remains of a request that is refused."""
    is_forgotten = user.failed_at is not None and now - user.failed_at >= LONGEST
    user.failures = 1 if is_forgotten else user.failures + 1
    user.failed_at = now


def check_not_locked(user: User, now: datetime) -> None:
    """Refuse while the account is locked.

    Raises:
        NotAuthorizedException: Too many wrong passwords, too short a time ago.
    """
    if user.failures < FREE_FAILURES or user.failed_at is None:
        return
    doublings = min(user.failures - FREE_FAILURES, 10)
    until = user.failed_at + min(timedelta(seconds=2**doublings), LONGEST)
    if now < until:
        raise messages.PASSWORD_ATTEMPTS_EXCEEDED.error(
            because=f"{user.failures} wrong passwords came in a row: "
            f"the user is locked until {until:%H:%M:%S} UTC, "
            "for the right password too."
        )
