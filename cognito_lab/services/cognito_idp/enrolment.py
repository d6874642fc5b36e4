"""How a person becomes a user of a pool, gets another password, and leaves.

Source: developer guide, "Working with user attributes" for the designs of user names.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from cognito_lab.primitives import messages
from cognito_lab.services.cognito_idp.password import StoredPassword
from cognito_lab.services.cognito_idp.sign_ins import sign_out_everywhere
from cognito_lab.services.cognito_idp.user import StatusEvent, User, UserStatus, first_status

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.desk import Desk
    from cognito_lab.services.cognito_idp.pool import UserPool


def with_username(pool: UserPool, username: str, values: Mapping[str, str]) -> dict[str, str]:
    """The attributes, and the user name among them where it is an address."""
    attribute = pool.naming.attribute_of(username)
    return {**values, **({attribute: username} if attribute else {})}


def new_user(
    desk: Desk,
    pool: UserPool,
    username: str,
    attributes: Mapping[str, str],
    password: str,
    event: StatusEvent,
) -> User:
    """Make a user, who is not in the directory yet.

    Args:
        desk: Clock and ids.
        pool: Where the user will live.
        username: As typed; replaced by the `sub` in pools where people have no name of their own.
        attributes: ``{name: value}``, checked.
        password: Checked; only its salted hash is kept.
        event: What makes the user, which decides the status.
    """
    sub, now = desk.ids.sub(), desk.clock.now()
    user_id = sub if pool.naming.username_attributes else username
    user = User(
        username=user_id,
        sub=sub,
        attributes=with_flags(attributes),
        password=stored(desk, pool, user_id, password),
        status=first_status(event),
        created_at=now,
        modified_at=now,
    )
    set_expiry(desk, pool, user)
    return user


def check_password(pool: UserPool, user: User, password: str) -> None:
    """Refuse a new password that breaks the policy, or that the user had before.

    Raises:
        InvalidPasswordException: It breaks a rule.
        PasswordHistoryPolicyViolationException: It is one of the last PasswordHistorySize
            passwords.
    """
    pool.password_policy.check(password)
    recent = (user.password, *user.former_passwords)[: pool.password_policy.history_size or 0]
    if any(former.matches(password) for former in recent):
        raise messages.PASSWORD_USED_BEFORE.error(
            because=f"The pool remembers {pool.password_policy.history_size} passwords of a user."
        )


def set_password(desk: Desk, pool: UserPool, user: User, password: str, event: StatusEvent) -> None:
    """Give a user a password; whether it is temporary follows from the status after the event."""
    replace_password(desk, pool, user, password)
    user.undergo(event, desk.clock.now())
    set_expiry(desk, pool, user)


def replace_password(desk: Desk, pool: UserPool, user: User, password: str) -> None:
    """Store a password; the one before joins the history. Ask `check_password` first."""
    kept = pool.password_policy.history_size or 0
    user.former_passwords = (user.password, *user.former_passwords)[:kept]
    user.password = stored(desk, pool, user.username, password)
    user.modified_at = desk.clock.now()
    user.failures = 0


def dismiss(pool: UserPool, user: User) -> None:
    """Take a user out of the pool, with all memberships and sessions."""
    sign_out_everywhere(user)
    for group in list(user.groups.values()):
        group.dismiss(user)
    pool.directory.remove(user)


def set_expiry(desk: Desk, pool: UserPool, user: User) -> None:
    """A temporary password ends after TemporaryPasswordValidityDays."""
    user.temporary_until = None
    if user.status is UserStatus.FORCE_CHANGE_PASSWORD:
        days = pool.password_policy.temporary_days
        user.temporary_until = desk.clock.now() + timedelta(days=days)


def stored(desk: Desk, pool: UserPool, user_id: str, password: str) -> StoredPassword:
    """Salt and hash a password for this pool."""
    return StoredPassword.of(password, pool_name=pool.short_name, user_id=user_id, ids=desk.ids)


def with_flags(attributes: Mapping[str, str]) -> dict[str, str]:
    """Each address gets its ``…_verified`` flag, false unless said otherwise."""
    addresses = [name for name in ("email", "phone_number") if attributes.get(name)]
    return {**{f"{name}_verified": "false" for name in addresses}, **attributes}
