"""What an administrator does with users: make, look at, change, disable, delete.

From an administrator nothing is hidden: an unknown name is always a UserNotFoundException.

Source: API reference, the operations whose names begin with Admin; developer guide, "Creating user
accounts as administrator".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cognito_lab.primitives import messages
from cognito_lab.primitives.trace import operation
from cognito_lab.services.cognito_idp.attributes import (
    AttributeList,
    changed,
    check_changes,
    check_deletion,
    check_no_rival,
    values_of,
)
from cognito_lab.services.cognito_idp.desk import Desk, Response
from cognito_lab.services.cognito_idp.enrolment import (
    check_password,
    dismiss,
    new_user,
    set_password,
    with_username,
)
from cognito_lab.services.cognito_idp.factors import factor_settings
from cognito_lab.services.cognito_idp.invitation import invite
from cognito_lab.services.cognito_idp.pool import UserPool
from cognito_lab.services.cognito_idp.sign_ins import sign_out_everywhere
from cognito_lab.services.cognito_idp.triggers.firing import Occasion
from cognito_lab.services.cognito_idp.triggers.joining import pre_sign_up
from cognito_lab.services.cognito_idp.user import StatusEvent, User, UserStatus

_DEFAULT_MEDIA = ("SMS",)


class AdminUsers(Desk):
    """Operations of an administrator on users."""

    @operation
    def admin_create_user(
        self,
        *,
        user_pool_id: str,
        username: str,
        user_attributes: AttributeList | None = None,
        validation_data: AttributeList | None = None,
        temporary_password: str | None = None,
        force_alias_creation: bool | None = None,
        message_action: str | None = None,
        desired_delivery_mediums: Sequence[str] | None = None,
        client_metadata: Mapping[str, str] | None = None,
    ) -> Response:
        """Make a user with a temporary password, and send an invitation.

        Args:
            user_pool_id: The pool.
            username: The new user's name.
            user_attributes: May lack required ones, and may say that an address is verified.
            validation_data: For triggers.
            temporary_password: Made up if it is left out.
            force_alias_creation: Take an alias from whoever has it.
            message_action: ``SUPPRESS`` sends nothing; ``RESEND`` invites an existing user again.
            desired_delivery_mediums: ``SMS`` unless given.
            client_metadata: For triggers.

        Raises:
            InvalidParameterException: The user name or an attribute does not fit the pool.
            InvalidPasswordException: The password breaks the pool's policy.
            UnsupportedUserStateException: RESEND for a user who has chosen a password already.
            UserNotFoundException: RESEND for nobody.
            UsernameExistsException: The name or alias is taken.
        """
        pool, media = self.pool(user_pool_id), desired_delivery_mediums or _DEFAULT_MEDIA
        password = temporary_password or pool.password_policy.generate(self.ids)
        pool.password_policy.check(password)
        if message_action == "RESEND":
            user = self._reinvited(pool, username, password, media, client_metadata)
            return {"User": user.describe()}
        values = with_username(pool, username, values_of(user_attributes))
        self._check_new(pool, username, values, force=bool(force_alias_creation))
        user = new_user(self, pool, username, values, password, StatusEvent.ADMIN_CREATE_USER)
        occasion = Occasion(pool, user.username, metadata=client_metadata)
        pre_sign_up(self, occasion, "AdminCreateUser", values, validation_data)
        # Once more: the function may have taken the name.
        rival = self._check_new(pool, username, values, force=bool(force_alias_creation))
        if message_action != "SUPPRESS":
            invite(self, occasion, user, username, password, media)
        if rival is not None:
            pool.directory.release(rival[1], rival[0], self.clock.now())
        pool.directory.add(user)
        return {"User": user.describe()}

    def _check_new(
        self, pool: UserPool, username: str, values: Mapping[str, str], *, force: bool
    ) -> tuple[str, User] | None:
        """Refuse what the pool cannot take; whose alias is to be taken, if that is wanted."""
        pool.naming.check_username(username)
        pool.schema.check(values)
        if "sub" in values:
            raise messages.ATTRIBUTE_IMMUTABLE.error(
                because="The pool chooses the sub.", name="sub"
            )
        if pool.directory.has_username(username):
            raise messages.USER_ACCOUNT_EXISTS.error(because=f"{username!r} is taken.")
        rival = pool.directory.rival(values)
        if rival is not None and (not force or pool.naming.username_attributes):
            raise messages.ATTRIBUTE_IS_A_USERNAME.error(
                because=f"{rival[1].username} has this {rival[0]}.", name=rival[0]
            )
        return rival

    def _reinvited(
        self,
        pool: UserPool,
        username: str,
        password: str,
        media: Sequence[str],
        metadata: Mapping[str, str] | None,
    ) -> User:
        user = self.user(pool, username)
        if user.status is not UserStatus.FORCE_CHANGE_PASSWORD:
            raise messages.RESEND_NOT_POSSIBLE.error(
                because=f"The user's status is {user.status}.", username=username
            )
        occasion = Occasion(pool, user.username, metadata=metadata)
        invite(self, occasion, user, username, password, media)
        set_password(self, pool, user, password, StatusEvent.SET_TEMPORARY_PASSWORD)
        return user

    @operation
    def admin_get_user(self, *, user_pool_id: str, username: str) -> Response:
        """Everything about a user but the password, which nobody can read."""
        user = self.user(self.pool(user_pool_id), username)
        return {
            "Username": user.username,
            "UserAttributes": user.attribute_list(),
            **user.dates_and_status(),
            **factor_settings(user),
        }

    @operation
    def admin_set_user_password(
        self, *, user_pool_id: str, username: str, password: str, permanent: bool | None = None
    ) -> Response:
        """Give a user a password: for good, or (the default) until the next sign-in.

        Raises:
            InvalidPasswordException: The password breaks the pool's policy.
            PasswordHistoryPolicyViolationException: The user had it before.
            UserNotFoundException: No such user.
        """
        pool = self.pool(user_pool_id)
        user = self.user(pool, username)
        check_password(pool, user, password)
        event = (
            StatusEvent.SET_PERMANENT_PASSWORD if permanent else StatusEvent.SET_TEMPORARY_PASSWORD
        )
        set_password(self, pool, user, password, event)
        return {}

    @operation
    def admin_update_user_attributes(
        self,
        *,
        user_pool_id: str,
        username: str,
        user_attributes: AttributeList,
        client_metadata: Mapping[str, str] | None = None,
    ) -> Response:
        """Change attributes; an empty value deletes one.

        Raises:
            AliasExistsException: Somebody else has this alias.
            InvalidParameterException: An attribute is unknown, immutable or required, or misformed.
            UserNotFoundException: No such user.
        """
        pool = self.pool(user_pool_id)
        user, changes = self.user(pool, username), values_of(user_attributes)
        check_changes(pool, changes)
        after = changed(user, changes)
        check_no_rival(pool, user, after)
        pool.directory.change(user, after, self.clock.now())
        return {}

    @operation
    def admin_delete_user_attributes(
        self, *, user_pool_id: str, username: str, user_attribute_names: Sequence[str]
    ) -> Response:
        """Delete attributes of a user.

        Raises:
            InvalidParameterException: An attribute is unknown, immutable or required.
            UserNotFoundException: No such user.
        """
        pool = self.pool(user_pool_id)
        user = self.user(pool, username)
        check_deletion(pool, user_attribute_names)
        after = changed(user, dict.fromkeys(user_attribute_names, ""))
        pool.directory.change(user, after, self.clock.now())
        return {}

    @operation
    def admin_disable_user(self, *, user_pool_id: str, username: str) -> Response:
        """Shut a user out, and end all sessions. JWTs stay good for whoever checks them offline."""
        user = self.user(self.pool(user_pool_id), username)
        user.enabled, user.modified_at = False, self.clock.now()
        sign_out_everywhere(user)
        return {}

    @operation
    def admin_enable_user(self, *, user_pool_id: str, username: str) -> Response:
        """Let a user in again; sessions that were ended stay ended."""
        user = self.user(self.pool(user_pool_id), username)
        user.enabled, user.modified_at = True, self.clock.now()
        return {}

    @operation
    def admin_delete_user(self, *, user_pool_id: str, username: str) -> Response:
        """Delete a user, all memberships and sessions. The name is free again, the `sub` never."""
        pool = self.pool(user_pool_id)
        dismiss(pool, self.user(pool, username))
        return {}
