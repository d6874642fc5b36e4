"""PreAuthentication and PostAuthentication: before the password, and before the tokens.

    PreAuthentication   before the password is looked at, so for wrong ones, too
    PostAuthentication  the person is believed, and no token is made yet

Source: developer guide, "Pre authentication Lambda trigger", "Post authentication Lambda trigger";
user-pools.md §2, "Order of checks".
Assumed: SRP fires PreAuthentication at InitiateAuth.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cognito_lab.services.cognito_idp.triggers.firing import Occasion, attributes_of, fire

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.client import AppClient
    from cognito_lab.services.cognito_idp.desk import Desk
    from cognito_lab.services.cognito_idp.user import User


def pre_authentication(
    desk: Desk,
    client: AppClient,
    name: str,
    user: User | None,
    metadata: Mapping[str, str] | None = None,
) -> None:
    """Ask whether this attempt may go on; somebody unknown is asked about, too.

    Args:
        desk: Where functions run.
        client: The app.
        name: As the person typed it.
        user: Who that is; None if there is no such user.
        metadata: ClientMetadata of InitiateAuth, which the function gets as validationData.
    """
    occasion = Occasion(client.pool, user.username if user else name, client.id)
    request = {
        "userAttributes": attributes_of(user) if user else {},
        "validationData": metadata,
        "userNotFound": user is None,
    }
    fire(desk, occasion, "PreAuthentication_Authentication", request, {})


def post_authentication(
    desk: Desk, client: AppClient, user: User, metadata: Mapping[str, str] | None = None
) -> None:
    """Tell that somebody has signed in, before tokens are made."""
    occasion = Occasion(client.pool, user.username, client.id)
    request = {
        "userAttributes": attributes_of(user),
        "newDeviceUsed": False,
        "clientMetadata": metadata,
    }
    fire(desk, occasion, "PostAuthentication_Authentication", request, {})
