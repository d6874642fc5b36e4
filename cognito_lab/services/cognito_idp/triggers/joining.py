"""PreSignUp and PostConfirmation: may this person join, and what happens when one has.

Source: developer guide, "Pre sign-up Lambda trigger", "Post confirmation Lambda trigger".
Assumed: autoVerify has no effect without the attribute; confirming by itself fires
PostConfirmation; a PostConfirmation that raises leaves the user unconfirmed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from cognito_lab.primitives.record import record
from cognito_lab.services.cognito_idp.triggers.firing import Occasion, attributes_of, fire
from cognito_lab.services.cognito_idp.user import UserStatus

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.desk import Desk
    from cognito_lab.services.cognito_idp.user import User

_VERIFIES = {"autoVerifyEmail": "email", "autoVerifyPhone": "phone_number"}


@record
class Welcome:
    """What PreSignUp decided: confirmed at once or not, and flags such as ``email_verified``."""

    is_confirmed: bool = False
    verified: Mapping[str, str] = field(default_factory=dict)


def pre_sign_up(
    desk: Desk,
    occasion: Occasion,
    how: str,
    attributes: Mapping[str, str],
    validation_data: Iterable[Mapping[str, str]] | None = None,
) -> Welcome:
    """Ask whether somebody may join.

    Args:
        desk: Where functions run.
        occasion: The pool, the name and the app.
        how: ``SignUp``, ``AdminCreateUser`` or ``ExternalProvider``.
        attributes: Those that were submitted; there is no `sub` yet.
        validation_data: Of the request, for this function alone.
    """
    data = {one["Name"]: one.get("Value", "") for one in validation_data or ()} or None
    request = {
        "userAttributes": dict(attributes),
        "validationData": data,
        "clientMetadata": occasion.metadata,
    }
    usual = {"autoConfirmUser": False, "autoVerifyEmail": False, "autoVerifyPhone": False}
    given = fire(desk, occasion, f"PreSignUp_{how}", request, usual)
    if given is None or how == "AdminCreateUser":
        return Welcome()
    verified = {
        f"{name}_verified": "true"
        for flag, name in _VERIFIES.items()
        if given.get(flag) is True and attributes.get(name)
    }
    return Welcome(given.get("autoConfirmUser") is True, verified)


def post_confirmation(
    desk: Desk,
    occasion: Occasion,
    how: str,
    user: User,
    attributes: Mapping[str, str] | None = None,
) -> None:
    """Tell that somebody is confirmed, just before it is so.

    Args:
        desk: Where functions run.
        occasion: The pool, the name and the app.
        how: ``ConfirmSignUp`` or ``ConfirmForgotPassword``.
        user: Who.
        attributes: As they will be then; as they are unless given.
    """
    shown = attributes_of(user, status=UserStatus.CONFIRMED) | dict(attributes or {})
    request = {"userAttributes": shown, "clientMetadata": occasion.metadata}
    fire(desk, occasion, f"PostConfirmation_{how}", request, {})
