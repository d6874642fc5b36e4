"""Signing up: a person makes an account, and proves that the address is theirs.

    SignUp ──► UNCONFIRMED, a code goes out ──► ConfirmSignUp with the code ──► CONFIRMED

Source: developer guide, "Signing up and confirming user accounts"; API reference, "SignUp".
Left out: the Session that signs the person in at once (USER_AUTH), confirmation by link.
"""

from __future__ import annotations

from collections.abc import Mapping

from cognito_lab.primitives import messages
from cognito_lab.primitives.trace import operation
from cognito_lab.services.cognito_idp.attributes import AttributeList, values_of
from cognito_lab.services.cognito_idp.codes import (
    Letter,
    Purpose,
    channel_at_sign_up,
    check_code,
    proved_by,
    send,
    simulated_details,
    write_code,
)
from cognito_lab.services.cognito_idp.desk import Desk, Response
from cognito_lab.services.cognito_idp.enrolment import new_user, with_username
from cognito_lab.services.cognito_idp.pool import UserPool
from cognito_lab.services.cognito_idp.triggers.firing import Occasion
from cognito_lab.services.cognito_idp.triggers.joining import post_confirmation, pre_sign_up
from cognito_lab.services.cognito_idp.undoing import undone_if_refused
from cognito_lab.services.cognito_idp.user import StatusEvent, User, UserStatus

Rivals = list[tuple[str, User]]  # whose alias a user would get: its attribute, and who has it


class SignUp(Desk):
    """Operations of signing up."""

    @operation
    def sign_up(
        self,
        *,
        client_id: str,
        username: str,
        password: str | None = None,
        secret_hash: str | None = None,
        user_attributes: AttributeList | None = None,
        validation_data: AttributeList | None = None,
        analytics_metadata: Mapping[str, str] | None = None,
        user_context_data: Mapping[str, str] | None = None,
        client_metadata: Mapping[str, str] | None = None,
    ) -> Response:
        """Make an account, and send a code to the address that the pool verifies.

        Raises:
            InvalidParameterException: The user name or an attribute does not fit the pool.
            InvalidPasswordException: The password breaks the pool's policy.
            NotAuthorizedException: The pool is closed, the secret hash wrong, or an attribute not
                writable.
            UsernameExistsException: The name is taken; this is said whatever the client hides.
        """
        client = self.client(client_id)
        pool, values = client.pool, values_of(user_attributes)
        client.check_secret_hash(username, secret_hash)
        if pool.is_closed:
            raise messages.SIGN_UP_CLOSED.error(
                because="Only an administrator may create users here."
            )
        client.check_may_write(values)
        values = with_username(pool, username, values)
        _check_new_user(pool, username, values)
        pool.password_policy.check(password or "", at_sign_up=True)
        user = new_user(self, pool, username, values, password or "", StatusEvent.SIGN_UP)
        occasion = Occasion(pool, user.username, client.id, client_metadata)
        welcome = pre_sign_up(self, occasion, "SignUp", values, validation_data)
        user.attributes |= welcome.verified
        letter = None if welcome.is_confirmed else self._confirmation(occasion, user, "SignUp")
        _check_is_free(pool, username, values)  # once more: a function may have taken the name

        self._join(occasion, user, is_confirmed=welcome.is_confirmed)
        sent = send(self, user, letter) if letter else None
        return {
            "UserConfirmed": welcome.is_confirmed,
            **({"CodeDeliveryDetails": sent} if sent else {}),
            "UserSub": user.sub,
        }

    @operation
    def confirm_sign_up(
        self,
        *,
        client_id: str,
        username: str,
        confirmation_code: str,
        secret_hash: str | None = None,
        force_alias_creation: bool | None = None,
        analytics_metadata: Mapping[str, str] | None = None,
        user_context_data: Mapping[str, str] | None = None,
        client_metadata: Mapping[str, str] | None = None,
        session: str | None = None,
    ) -> Response:
        """Enter the code: the account is confirmed, and the address that got the code verified.

        Raises:
            AliasExistsException: Somebody else has verified the same address.
            CodeMismatchException: Another code was sent, or the client hides that there is no such
                user.
            ExpiredCodeException: No code is waiting, or it is too old.
            NotAuthorizedException: The user is confirmed already, or the secret hash is wrong.
            UserNotFoundException: No such user, and the client says so.
        """
        client = self.client(client_id)
        client.check_secret_hash(username, secret_hash)
        pool, user = client.pool, client.pool.directory.find(username)
        if user is None:
            hidden, shown = messages.CODE_WRONG, messages.USER_OF_CLIENT_NOT_FOUND
            raise (hidden if client.hides_users else shown).error(
                because="The pool has no user of that name."
            )
        check_may_be_confirmed(user)
        code = check_code(user, Purpose.SIGN_UP, confirmation_code, self.clock.now())
        attributes = {**user.attributes, **proved_by(code, user)}
        rivals = _rivals(pool, user, attributes)
        if rivals and not force_alias_creation:
            raise messages.ALIAS_EXISTS_AT_CONFIRMATION.error(
                because=f"{rivals[0][1].username} has verified the same {rivals[0][0]}.",
                name=rivals[0][0],
            )
        occasion = Occasion(pool, user.username, client.id, client_metadata)
        with undone_if_refused(pool, *(holder for _, holder in rivals), user):
            self._release(pool, rivals)
            pool.directory.change(user, attributes, self.clock.now())
            del user.codes[Purpose.SIGN_UP]
            self._confirm(occasion, user)
        return {}

    @operation
    def resend_confirmation_code(
        self,
        *,
        client_id: str,
        username: str,
        secret_hash: str | None = None,
        user_context_data: Mapping[str, str] | None = None,
        analytics_metadata: Mapping[str, str] | None = None,
        client_metadata: Mapping[str, str] | None = None,
    ) -> Response:
        """Send another code; the one before is worth nothing any more.

        Raises:
            InvalidParameterException: The user is confirmed already, or the pool verifies no
                address.
            NotAuthorizedException: The secret hash is wrong.
            UserNotFoundException: No such user, and the client says so.
        """
        client = self.client(client_id)
        client.check_secret_hash(username, secret_hash)
        user = client.pool.directory.find(username)
        if user is None and client.hides_users:
            self.trace.note(
                "The pool has no user of that name; the client hides this, and nothing was sent."
            )
            return {"CodeDeliveryDetails": simulated_details(username)}
        if user is None:
            raise messages.USER_OF_CLIENT_NOT_FOUND.error(
                because="The pool has no user of that name."
            )
        if user.status is not UserStatus.UNCONFIRMED:
            raise messages.ALREADY_CONFIRMED.error(because=f"The user's status is {user.status}.")
        occasion = Occasion(client.pool, user.username, client.id, client_metadata)
        letter = self._confirmation(occasion, user, "ResendCode")
        if letter is None:
            raise messages.NOTHING_TO_VERIFY.error(
                because="The user has no address that the pool verifies (AutoVerifiedAttributes)."
            )
        return {"CodeDeliveryDetails": send(self, user, letter)}

    @operation
    def admin_confirm_sign_up(
        self,
        *,
        user_pool_id: str,
        username: str,
        client_metadata: Mapping[str, str] | None = None,
    ) -> Response:
        """Confirm an account without a code. No address is verified by this.

        Raises:
            NotAuthorizedException: The user is confirmed already.
            UserNotFoundException: No such user.
        """
        pool = self.pool(user_pool_id)
        user = self.user(pool, username)
        check_may_be_confirmed(user)
        occasion = Occasion(pool, user.username, metadata=client_metadata)
        with undone_if_refused(pool, user):
            user.codes.pop(Purpose.SIGN_UP, None)
            self._confirm(occasion, user)
        return {}

    def _join(self, occasion: Occasion, user: User, *, is_confirmed: bool) -> None:
        """Put a new user into the directory, confirmed or not.

        An alias that PreSignUp verified moves to the new user.
        """
        pool = occasion.pool
        rivals = _rivals(pool, user, user.attributes)
        with undone_if_refused(pool, *(holder for _, holder in rivals), user):
            self._release(pool, rivals)
            pool.directory.add(user)
            if is_confirmed:
                self._confirm(occasion, user)

    def _confirm(self, occasion: Occasion, user: User) -> None:
        """Confirm a user, and tell PostConfirmation."""
        user.undergo(StatusEvent.CONFIRM_SIGN_UP, self.clock.now())
        post_confirmation(self, occasion, "ConfirmSignUp", user)

    def _release(self, pool: UserPool, rivals: Rivals) -> None:
        """Two people may sign up with one address; here the earlier holder loses it."""
        for name, holder in rivals:
            pool.directory.release(holder, name, self.clock.now())

    def _confirmation(self, occasion: Occasion, user: User, what: str) -> Letter | None:
        """The letter with the code; None if the pool verifies none of the user's addresses."""
        channel = channel_at_sign_up(occasion.pool, user.attributes)
        if channel is None:
            return None
        return write_code(self, occasion, user, Purpose.SIGN_UP, channel, what=what)


def check_may_be_confirmed(user: User) -> None:
    """Refuse a user who is not waiting to be confirmed."""
    if not user.may(StatusEvent.CONFIRM_SIGN_UP):
        raise messages.CANNOT_BE_CONFIRMED.error(
            because="Only an UNCONFIRMED user can be confirmed.", status=user.status
        )


def _check_new_user(pool: UserPool, username: str, values: Mapping[str, str]) -> None:
    """Refuse names and attributes that the pool cannot take."""
    pool.naming.check_username(username)
    pool.schema.check(values, required=pool.schema.required)
    if values.get("preferred_username") and "preferred_username" in pool.naming.alias_attributes:
        raise messages.PREFERRED_USERNAME_TOO_EARLY.error(
            because="As an alias, preferred_username can be set once the user is confirmed."
        )
    _check_is_free(pool, username, values)


def _check_is_free(pool: UserPool, username: str, values: Mapping[str, str]) -> None:
    """Refuse a name that somebody has."""
    if pool.directory.has_username(username):
        raise messages.USERNAME_EXISTS.error(because=f"{username!r} is taken.")
    if (rival := pool.directory.rival(values)) is not None:
        raise messages.ATTRIBUTE_IS_A_USERNAME.error(
            because="In this pool the address is the user name, so it must be unique.",
            name=rival[0],
        )


def _rivals(pool: UserPool, user: User, attributes: Mapping[str, str]) -> Rivals:
    """Who has an alias that the user would have with these attributes: nobody, or one person."""
    rival = pool.directory.rival(attributes, user)
    return [] if rival is None else [rival]
