"""UserMigration: nobody has this name here, but another directory may know it. The function asks.

It needs the real password, so SRP and CUSTOM_AUTH bring nobody in. The password policy is not
asked: the old password stays good. Whoever came in stays, even if the sign-in then fails: the user
who must reset the password is told so by an error.

Source: developer guide, "Migrate user Lambda trigger"; user-pools.md §1 for the status, §6.
Assumed: somebody who forgot the password gets the code and no welcome message; the error where an
alias is somebody else's.
Left out: asking PreSignUp about people who come in this way.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cognito_lab.services.cognito_idp.enrolment import new_user, with_username
from cognito_lab.services.cognito_idp.factors import Factor, factors_of
from cognito_lab.services.cognito_idp.invitation import invite
from cognito_lab.services.cognito_idp.triggers.firing import Occasion, fire, function_of
from cognito_lab.services.cognito_idp.user import StatusEvent, User

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.client import AppClient
    from cognito_lab.services.cognito_idp.desk import Desk
    from cognito_lab.services.cognito_idp.pool import UserPool
    from cognito_lab.services.cognito_idp.triggers.response import Response

Metadata = Mapping[str, str] | None
_NOT_COPIED = ("sub", "username")
_DEFAULT_MEDIA = ("SMS",)


def migrates(pool: UserPool) -> bool:
    """Whether the pool looks elsewhere for people whom it does not know."""
    return function_of(pool, "UserMigration") is not None


def migrated_at_sign_in(
    desk: Desk, client: AppClient, name: str, password: str, metadata: Metadata
) -> User | None:
    """Bring in whoever has this name and password elsewhere.

    Args:
        desk: Clock, ids, and where functions run.
        client: The app.
        name: As the person typed it.
        password: As typed; the function judges it, and it is the user's from then on.
        metadata: ClientMetadata of InitiateAuth, which the function gets as validationData.

    Returns:
        The user, who is in the pool now; None if the function knows nobody.

    Raises:
        InvalidLambdaResponseException: The answer cannot be used, or somebody has the alias.
        InvalidParameterException: Name or attributes do not fit the pool.
        UserLambdaValidationException: The function raised.
    """
    occasion = Occasion(client.pool, name, client.id)
    given = _asked(desk, occasion, "Authentication", password, metadata)
    if given is None:
        return None
    is_confirmed = given.text("finalUserStatus") == "CONFIRMED"
    event = StatusEvent.MIGRATION if is_confirmed else StatusEvent.MIGRATION_TO_RESET
    user = _new(desk, occasion, password, given, event)
    if given.text("messageAction") != "SUPPRESS":
        media = given.texts("desiredDeliveryMediums") or _DEFAULT_MEDIA
        invite(desk, occasion, user, name, password, media)
    return _admitted(desk, occasion, user, given)


def migrated_to_reset(desk: Desk, client: AppClient, name: str, metadata: Metadata) -> User | None:
    """Bring in whoever forgot the password elsewhere, and is about to choose one here."""
    occasion = Occasion(client.pool, name, client.id, metadata)
    given = _asked(desk, occasion, "ForgotPassword", None, None)
    if given is None:
        return None
    nobody_knows = desk.ids.base64url(32)
    user = _new(desk, occasion, nobody_knows, given, StatusEvent.MIGRATION_TO_RESET)
    return _admitted(desk, occasion, user, given)


def _asked(
    desk: Desk, occasion: Occasion, why: str, password: str | None, validation_data: Metadata
) -> Response | None:
    request = {
        "password": password,
        "validationData": validation_data,
        "clientMetadata": occasion.metadata,
    }
    usual = {
        "userAttributes": None,
        "finalUserStatus": None,
        "messageAction": None,
        "desiredDeliveryMediums": None,
        "forceAliasCreation": None,
        "enableSMSMFA": None,
    }
    given = fire(desk, occasion, f"UserMigration_{why}", request, usual)
    return given if given is not None and given.map("userAttributes") else None


def _new(
    desk: Desk, occasion: Occasion, password: str, given: Response, event: StatusEvent
) -> User:
    """The user, not in the pool yet."""
    pool, name = occasion.pool, occasion.username
    values = given.map_of_texts("userAttributes")
    values = {key: value for key, value in values.items() if key not in _NOT_COPIED}
    values = with_username(pool, name, values)
    pool.naming.check_username(name)
    pool.schema.check(values)
    user = new_user(desk, pool, name, values, password, event)
    if given.says("enableSMSMFA"):
        if not values.get("phone_number"):
            raise given.unreadable("enableSMSMFA needs a phone_number")
        factors_of(user).enabled.add(Factor.SMS_MFA)
    return user


def _admitted(desk: Desk, occasion: Occasion, user: User, given: Response) -> User:
    directory = occasion.pool.directory
    if directory.find(occasion.username) is not None:
        raise given.unreadable("the function made the user itself; it returns attributes instead")
    if (rival := directory.rival(user.attributes)) is not None:
        name, holder = rival
        if not given.says("forceAliasCreation") or occasion.pool.naming.username_attributes:
            raise given.unreadable(f"{holder.username} has this {name}")
        directory.release(holder, name, desk.clock.now())
    directory.add(user)
    desk.trace.step("bring the user in", username=user.username)
    return user
