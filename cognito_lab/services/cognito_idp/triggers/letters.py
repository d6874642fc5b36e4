"""CustomMessage: texts of one's own for codes and invitations.

The function gets placeholders, not the code itself: ``{####}`` and ``{username}`` stand where the
pool puts them in.

Source: developer guide, "Custom message Lambda trigger". Observed: a text without ``{####}`` is
refused with a validation error about `emailBody`.
Assumed: an SMS without it is refused likewise; an invitation needs no ``{username}``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cognito_lab.primitives import messages
from cognito_lab.primitives.record import record
from cognito_lab.services.cognito_idp.triggers.firing import Occasion, attributes_of, fire

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.desk import Desk
    from cognito_lab.services.cognito_idp.user import User

CODE, USERNAME = "{####}", "{username}"
_BODIES = {"email": ("emailMessage", "emailBody"), "phone_number": ("smsMessage", "smsMessage")}


@record
class Texts:
    """Subject and text of a letter, with their placeholders."""

    subject: str
    body: str


def custom_message(
    desk: Desk, occasion: Occasion, what: str, user: User, attribute: str, usual: Texts
) -> Texts:
    """The function's texts where it gave some, else the usual ones.

    Args:
        desk: Where functions run.
        occasion: The pool, the name and the app.
        what: ``SignUp``, ``ResendCode``, ``ForgotPassword``, ``UpdateUserAttribute``,
            ``VerifyUserAttribute``, ``Authentication`` or ``AdminCreateUser``.
        user: Who gets it.
        attribute: ``email`` or ``phone_number``: the way it goes.
        usual: The pool's own texts.

    Raises:
        InvalidParameterException: The function's text has no place for the code.
    """
    request = {
        "userAttributes": attributes_of(user),
        "codeParameter": CODE,
        "linkParameter": "{##Click Here##}",
        "usernameParameter": USERNAME if what == "AdminCreateUser" else None,
        "clientMetadata": occasion.metadata,
    }
    empty = {"smsMessage": None, "emailMessage": None, "emailSubject": None}
    given = fire(desk, occasion, f"CustomMessage_{what}", request, empty)
    if given is None:
        return usual
    name, member = _BODIES[attribute]
    body = given.text(name)
    if body is not None and CODE not in body:
        raise messages.CUSTOM_MESSAGE_WITHOUT_CODE.error(
            because=f"{name} needs {CODE}, where the code goes.", member=member
        )
    subject = given.text("emailSubject") if attribute == "email" else None
    return Texts(subject or usual.subject, body or usual.body)
