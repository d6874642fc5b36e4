"""What signed-in people do with their own account. The access token says who they are.

Source: API reference, "GetUser", "ChangePassword", "DeleteUser".
"""

from __future__ import annotations

from cognito_lab.primitives import messages
from cognito_lab.primitives.trace import operation
from cognito_lab.services.cognito_idp.access import holder_of
from cognito_lab.services.cognito_idp.desk import Desk, Response
from cognito_lab.services.cognito_idp.enrolment import check_password, dismiss, replace_password
from cognito_lab.services.cognito_idp.factors import factor_settings


class Account(Desk):
    """Operations on one's own account."""

    @operation
    def get_user(self, *, access_token: str) -> Response:
        """Who am I? User name and the attributes that this app may read.

        Raises:
            NotAuthorizedException: The token is no good; see `access.py`.
            UserNotFoundException: The user was deleted.
        """
        holder = holder_of(self, access_token)
        readable = frozenset(filter(holder.client.may_read, ("sub", *holder.user.attributes)))
        return {
            "Username": holder.user.username,
            "UserAttributes": holder.user.attribute_list(readable),
            **factor_settings(holder.user),
        }

    @operation
    def change_password(
        self, *, proposed_password: str, access_token: str, previous_password: str | None = None
    ) -> Response:
        """Change one's password, knowing the old one. Sessions go on.

        Raises:
            InvalidPasswordException: The new password breaks the pool's policy.
            NotAuthorizedException: The old password is wrong, or the token no good; see
                `access.py`.
            PasswordHistoryPolicyViolationException: The user had the new password before.
        """
        holder = holder_of(self, access_token)
        self.trace.step("check the password")
        if not holder.user.password.matches(previous_password or ""):
            raise messages.WRONG_PASSWORD.error(because="The previous password is wrong.")
        check_password(holder.pool, holder.user, proposed_password)
        replace_password(self, holder.pool, holder.user, proposed_password)
        return {}

    @operation
    def delete_user(self, *, access_token: str) -> Response:
        """Delete one's own account, with all memberships and sessions.

        Raises:
            NotAuthorizedException: The token is no good; see `access.py`.
        """
        holder = holder_of(self, access_token)
        dismiss(holder.pool, holder.user)
        return {}
