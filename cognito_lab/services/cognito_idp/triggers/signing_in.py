"""PreAuthentication, PostAuthentication and UserMigration: before and after a sign-in.

    PreAuthentication   before the password is looked at, so for wrong ones, too
    UserMigration       nobody has this name, but another directory may: the function asks there
    PostAuthentication  the person is believed, and no token is made yet

Source: developer guide, the page of each trigger; user-pools.md §2, "Order of checks".
Assumed: SRP fires PreAuthentication at InitiateAuth; a migrated user who must reset the password is
in the pool from then on.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cognito_lab.services.cognito_idp.enrolment import new_user
from cognito_lab.services.cognito_idp.triggers.firing import (
    Occasion,
    attributes_of,
    fire,
    function_of,
    unreadable,
)
from cognito_lab.services.cognito_idp.user import StatusEvent, User, UserStatus

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.client import AppClient
    from cognito_lab.services.cognito_idp.desk import Desk
    from cognito_lab.services.cognito_idp.pool import UserPool

Metadata = Mapping[str, str] | None
_STATUS_OF = {"CONFIRMED": UserStatus.CONFIRMED, "RESET_REQUIRED": UserStatus.RESET_REQUIRED}


def pre_authentication(
    desk: Desk, client: AppClient, name: str, user: User | None, metadata: Metadata
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


def post_authentication(desk: Desk, client: AppClient, user: User, metadata: Metadata) -> None:
    """Tell that somebody has signed in, before tokens are made."""
    occasion = Occasion(client.pool, user.username, client.id)
    request = {
        "userAttributes": attributes_of(user),
        "newDeviceUsed": False,
        "clientMetadata": metadata,
    }
    fire(desk, occasion, "PostAuthentication_Authentication", request, {})


def migrates(pool: UserPool) -> bool:
    """Whether the pool looks elsewhere for people whom it does not know."""
    return function_of(pool, "UserMigration") is not None


def migrate(
    desk: Desk, client: AppClient, name: str, password: str | None, metadata: Metadata
) -> User | None:
    """Bring a person in from another directory.

    Args:
        desk: Clock, ids, and where functions run.
        client: The app.
        name: As the person typed it.
        password: What was typed; None when a password was forgotten, which the function judges
            differently.
        metadata: ClientMetadata of the request.

    Returns:
        The user, who is in the pool now; None if the function knows nobody.
    """
    pool, why = client.pool, "Authentication" if password is not None else "ForgotPassword"
    request = {"password": password, "validationData": metadata, "clientMetadata": metadata}
    usual = {
        "userAttributes": None,
        "finalUserStatus": None,
        "messageAction": None,
        "desiredDeliveryMediums": None,
        "forceAliasCreation": None,
        "enableSMSMFA": None,
    }
    given = fire(desk, Occasion(pool, name, client.id), f"UserMigration_{why}", request, usual)
    if not given or not given.get("userAttributes"):
        return None
    return _brought_in(desk, pool, name, password, given)


def _brought_in(
    desk: Desk, pool: UserPool, name: str, password: str | None, given: Mapping[str, Any]
) -> User:
    values = given["userAttributes"]
    if not isinstance(values, Mapping) or not all(isinstance(v, str) for v in values.values()):
        raise unreadable("UserMigration", "userAttributes is a map of texts")
    attributes = {key: value for key, value in values.items() if key not in ("sub", "username")}
    pool.schema.check(attributes)
    final = _STATUS_OF.get(str(given.get("finalUserStatus")), UserStatus.RESET_REQUIRED)
    secret = password if password is not None else desk.ids.base64url(32)
    user = new_user(desk, pool, name, attributes, secret, StatusEvent.SIGN_UP)
    user.attributes.update({flag: values[flag] for flag in values if flag.endswith("_verified")})
    user.status = final if password is not None else UserStatus.RESET_REQUIRED
    pool.directory.add(user)
    desk.trace.step("bring the user in", username=user.username)
    return user
