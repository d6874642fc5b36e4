"""A change that a function may still refuse: made first, so that it can see it, then taken back.

Most operations validate everything and change last. A function that hears of something *after* it
happened must find it done when it asks the pool: PostConfirmation sees a confirmed user, and may
put them into a group. So the change comes first, and if the function raises, the user is again as
before.

Left out: what the function itself did meanwhile, which stays, but for the user's attributes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cognito_lab.services.cognito_idp.enrolment import dismiss

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.pool import UserPool
    from cognito_lab.services.cognito_idp.user import User

# Failed passwords are not among them: they stay counted, whatever becomes of the request.
_GIVEN_BACK = ("password", "former_passwords", "status", "temporary_until", "modified_at")


@contextmanager
def undone_if_refused(pool: UserPool, *users: User) -> Iterator[None]:
    """Inside, users may be changed or admitted; an exception leaves them as they were.

    Args:
        pool: Theirs.
        *users: Whoever loses an alias comes before whoever gets it.
    """
    before = [_Before(pool, user) for user in users]
    try:
        yield
    except Exception:
        for each in reversed(before):
            each.give_back()
        raise


class _Before:
    """A user as they were."""

    def __init__(self, pool: UserPool, user: User) -> None:
        self.pool, self.user, self.was_there = pool, user, _is_there(pool, user)
        self.values = {name: getattr(user, name) for name in _GIVEN_BACK}
        self.attributes, self.codes = dict(user.attributes), dict(user.codes)
        self.authenticator = user.factors.authenticator if user.factors else None
        self.last_step = self.authenticator.last_step if self.authenticator else 0

    def give_back(self) -> None:
        """All of it; the names go with the attributes, and who was not there before leaves."""
        self._give_back_names()
        self.user.codes = self.codes
        for name, value in self.values.items():
            setattr(self.user, name, value)
        if self.authenticator is not None:
            self.authenticator.last_step = self.last_step

    def _give_back_names(self) -> None:
        if not _is_there(self.pool, self.user):
            return
        if self.was_there:
            directory = self.pool.directory
            directory.change(self.user, self.attributes, self.user.modified_at)
        else:
            dismiss(self.pool, self.user)


def _is_there(pool: UserPool, user: User) -> bool:
    return pool.directory.by_sub(user.sub) is user
