"""PreSignUp and PostConfirmation: may this person join, and what happens when one has.

PostConfirmation finds the user confirmed when it asks the pool, and may put them into a group; if
it raises, the pool takes the confirmation back (`undoing.py`).

Source: developer guide, "Pre sign-up Lambda trigger", "Post confirmation Lambda trigger".
Assumed: PreSignUp comes after all other checks; who is confirmed at once by it fires
PostConfirmation, too; a PostConfirmation that raises leaves the user unconfirmed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from cognito_lab.primitives.record import record
from cognito_lab.services.cognito_idp.triggers.firing import Occasion, attributes_of, fire

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.desk import Desk
    from cognito_lab.services.cognito_idp.triggers.response import Response
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
        attributes: Those that were submitted, and no others: neither `sub` nor status.
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
    return Welcome(given.says("autoConfirmUser"), _verified(given, attributes))


def _verified(given: Response, attributes: Mapping[str, str]) -> dict[str, str]:
    names = [name for flag, name in _VERIFIES.items() if given.says(flag)]
    if missing := [name for name in names if not attributes.get(name)]:
        raise given.unreadable(f"it verifies {missing[0]}, and nobody submitted one")
    return {f"{name}_verified": "true" for name in names}


def post_confirmation(desk: Desk, occasion: Occasion, how: str, user: User) -> None:
    """Tell that somebody is confirmed.

    Args:
        desk: Where functions run.
        occasion: The pool, the name and the app.
        how: ``ConfirmSignUp`` or ``ConfirmForgotPassword``.
        user: Who.
    """
    request = {"userAttributes": attributes_of(user), "clientMetadata": occasion.metadata}
    fire(desk, occasion, f"PostConfirmation_{how}", request, {})
