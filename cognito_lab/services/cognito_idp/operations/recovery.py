"""A forgotten password: a code to a verified address, then a new password.

Source: developer guide, "Recovering user accounts" and "Managing user existence error responses";
API reference, "ForgotPassword", "ConfirmForgotPassword", "AdminResetUserPassword".
"""

from __future__ import annotations

from collections.abc import Mapping

from cognito_lab.primitives import messages
from cognito_lab.primitives.trace import operation
from cognito_lab.services.cognito_idp.client import AppClient
from cognito_lab.services.cognito_idp.codes import (
    Letter,
    Purpose,
    check_code,
    send,
    simulated_details,
    write_code,
)
from cognito_lab.services.cognito_idp.desk import Desk, Response
from cognito_lab.services.cognito_idp.enrolment import check_password, set_password
from cognito_lab.services.cognito_idp.pool import UserPool
from cognito_lab.services.cognito_idp.triggers.firing import Occasion
from cognito_lab.services.cognito_idp.triggers.joining import post_confirmation
from cognito_lab.services.cognito_idp.triggers.migration import migrated_to_reset, migrates
from cognito_lab.services.cognito_idp.undoing import undone_if_refused
from cognito_lab.services.cognito_idp.user import StatusEvent, User

_LEGACY_ORDER = ("phone_number", "email")


class Recovery(Desk):
    """Operations on forgotten passwords."""

    @operation
    def forgot_password(
        self,
        *,
        client_id: str,
        username: str,
        secret_hash: str | None = None,
        user_context_data: Mapping[str, str] | None = None,
        analytics_metadata: Mapping[str, str] | None = None,
        client_metadata: Mapping[str, str] | None = None,
    ) -> Response:
        """Send a code to an address that the user has verified.

        Raises:
            InvalidParameterException: The user has no verified address.
            NotAuthorizedException: The secret hash is wrong, or the user's password is a temporary
                one.
            UserNotFoundException: No such user, and the client says so.
        """
        client = self.client(client_id)
        client.check_secret_hash(username, secret_hash)
        pool, user = client.pool, client.pool.directory.find(username)
        if user is None and migrates(pool):
            user = migrated_to_reset(self, client, username, client_metadata)
        is_out = user is None or not user.enabled or recovery_channel(pool, user) is None
        if client.hides_users and is_out:
            self.trace.note("No code was sent: no such user, or disabled, or without an address.")
            return {"CodeDeliveryDetails": simulated_details(username)}
        if user is None:
            raise messages.USER_OF_CLIENT_NOT_FOUND.error(
                because="The pool has no user of that name."
            )
        if not user.enabled:
            raise messages.USER_DISABLED.error(because="An administrator disabled this user.")
        channel = _check_may_reset(pool, user, StatusEvent.CONFIRM_FORGOT_PASSWORD)
        occasion = Occasion(pool, user.username, client.id, client_metadata)
        return {"CodeDeliveryDetails": send(self, user, _letter(self, occasion, user, channel))}

    @operation
    def confirm_forgot_password(
        self,
        *,
        client_id: str,
        username: str,
        confirmation_code: str,
        password: str,
        secret_hash: str | None = None,
        analytics_metadata: Mapping[str, str] | None = None,
        user_context_data: Mapping[str, str] | None = None,
        client_metadata: Mapping[str, str] | None = None,
    ) -> Response:
        """Enter the code and a new password. The user is CONFIRMED; open sessions go on.

        Raises:
            CodeMismatchException: Another code was sent, or the client hides that there is no
                such user.
            ExpiredCodeException: No code is waiting, or it is too old.
            InvalidPasswordException: The password breaks the pool's policy.
            NotAuthorizedException: The secret hash is wrong.
            PasswordHistoryPolicyViolationException: The user had this password before.
            UserNotFoundException: No such user, and the client says so.
        """
        client = self.client(client_id)
        client.check_secret_hash(username, secret_hash)
        user = _user_with_code(client, username)
        check_code(user, Purpose.FORGOT_PASSWORD, confirmation_code, self.clock.now())
        check_password(client.pool, user, password)
        occasion = Occasion(client.pool, user.username, client.id, client_metadata)
        with undone_if_refused(client.pool, user):
            del user.codes[Purpose.FORGOT_PASSWORD]
            set_password(self, client.pool, user, password, StatusEvent.CONFIRM_FORGOT_PASSWORD)
            post_confirmation(self, occasion, "ConfirmForgotPassword", user)
        return {}

    @operation
    def admin_reset_user_password(
        self,
        *,
        user_pool_id: str,
        username: str,
        client_metadata: Mapping[str, str] | None = None,
    ) -> Response:
        """Make a password worthless and send a code; the next sign-in says so.

        Raises:
            InvalidParameterException: The user has no verified address.
            NotAuthorizedException: The user's password is a temporary one.
            UserNotFoundException: No such user.
        """
        pool = self.pool(user_pool_id)
        user = self.user(pool, username)
        channel = _check_may_reset(pool, user, StatusEvent.ADMIN_RESET_PASSWORD)
        occasion = Occasion(pool, user.username, metadata=client_metadata)
        send(self, user, _letter(self, occasion, user, channel))
        user.undergo(StatusEvent.ADMIN_RESET_PASSWORD, self.clock.now())
        return {}


def recovery_channel(pool: UserPool, user: User) -> str | None:
    """The verified address that a code goes to, by the pool's AccountRecoverySetting.

    Returns:
        ``email`` or ``phone_number``; None if the user has verified none that the pool allows. A
        pool without the setting tries the phone first, then e-mail.
    """
    given = (pool.settings.get("AccountRecoverySetting") or {}).get("RecoveryMechanisms") or ()
    ranked = sorted(given, key=lambda mechanism: mechanism["Priority"])
    names = [mechanism["Name"].removeprefix("verified_") for mechanism in ranked]
    for name in names or _LEGACY_ORDER:
        if user.attributes.get(name) and user.attributes.get(f"{name}_verified") == "true":
            return name
    return None


def _letter(desk: Desk, occasion: Occasion, user: User, channel: str) -> Letter:
    purpose = Purpose.FORGOT_PASSWORD
    return write_code(desk, occasion, user, purpose, channel, what="ForgotPassword")


def _check_may_reset(pool: UserPool, user: User, event: StatusEvent) -> str:
    """The channel for the code, of a user whose password may be reset."""
    channel, is_temporary = recovery_channel(pool, user), user.temporary_until is not None
    if channel is None and not is_temporary:
        raise messages.NO_CHANNEL_TO_RESET.error(
            because="A code goes to a verified address only, and this user has none."
        )
    if channel is None or not user.may(event):
        raise messages.PASSWORD_CANNOT_BE_RESET.error(
            because=f"The user's status is {user.status}."
        )
    return channel


def _user_with_code(client: AppClient, username: str) -> User:
    """The user; an unknown or disabled one looks like a wrong code where the client hides users."""
    user = client.pool.directory.find(username)
    if user is not None and user.enabled:
        return user
    because = (
        "The pool has no user of that name."
        if user is None
        else "An administrator disabled this user."
    )
    if client.hides_users:
        raise messages.CODE_WRONG.error(because=because)
    shown = messages.USER_OF_CLIENT_NOT_FOUND if user is None else messages.USER_DISABLED
    raise shown.error(because=because)
