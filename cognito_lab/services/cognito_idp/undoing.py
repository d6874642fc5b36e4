"""A change that a function may still refuse: made first, so that it can see it, then taken back.

Most operations validate everything and change last. A function that hears of something *after* it
happened must find it done when it asks the pool: PostConfirmation sees a confirmed user, and may
put them into a group. So the change comes first, and if the function raises, the user is again as
before.

Left out: what the function itself did meanwhile, which stays, but for the user's attributes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
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
    with ExitStack() as stack:
        for user in users:
            stack.enter_context(_undone(pool, user))
        yield


@contextmanager
def _undone(pool: UserPool, user: User) -> Iterator[None]:
    was_there, before = _is_there(pool, user), {name: getattr(user, name) for name in _GIVEN_BACK}
    attributes, codes = dict(user.attributes), dict(user.codes)
    authenticator = user.factors.authenticator if user.factors else None
    last_step = authenticator.last_step if authenticator else 0
    try:
        yield
    except Exception:
        _give_back(pool, user, attributes, was_there=was_there)
        user.codes = codes
        for name, value in before.items():
            setattr(user, name, value)
        if authenticator is not None:
            authenticator.last_step = last_step
        raise


def _give_back(pool: UserPool, user: User, attributes: dict[str, str], *, was_there: bool) -> None:
    """The attributes, and with them the names; who was not there before leaves."""
    if not _is_there(pool, user):
        return
    if was_there:
        pool.directory.change(user, attributes, user.modified_at)
    else:
        dismiss(pool, user)


def _is_there(pool: UserPool, user: User) -> bool:
    return pool.directory.by_sub(user.sub) is user
