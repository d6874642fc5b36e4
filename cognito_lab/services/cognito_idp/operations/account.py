"""What signed-in people do with their own account. The access token says who they are.

Source: API reference, "GetUser".
"""

from __future__ import annotations

from cognito_lab.primitives.trace import operation
from cognito_lab.services.cognito_idp.access import holder_of
from cognito_lab.services.cognito_idp.desk import Desk, Response


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
        }
