"""The invitation of a user whom an administrator made: a user name and a temporary password.

Source: API reference, "AdminCreateUser"; developer guide, "Creating user accounts as
administrator".
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cognito_lab.services.cognito_idp.codes import deliver
from cognito_lab.services.cognito_idp.triggers.firing import Occasion
from cognito_lab.services.cognito_idp.triggers.letters import USERNAME, Texts, custom_message

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.desk import Desk
    from cognito_lab.services.cognito_idp.user import User

_CHANNELS = {"SMS": "phone_number", "EMAIL": "email"}
_TEXT = "Your username is {username} and temporary password is {####}."


def invite(
    desk: Desk,
    occasion: Occasion,
    user: User,
    typed_name: str,
    password: str,
    media: Iterable[str],
) -> None:
    """Send the invitation to each medium for which the user has an address.

    All are written before one is sent, since a function may refuse.

    Args:
        desk: Mailbox, clock and trace.
        occasion: The pool, which may have a text of its own (InviteMessageTemplate).
        user: Who is invited.
        typed_name: The name to sign in with.
        password: Goes into the message in clear, as AWS sends it.
        media: ``SMS`` and ``EMAIL``, either or both.
    """
    channels = [_CHANNELS[medium] for medium in media if medium in _CHANNELS]
    sent_to = [attribute for attribute in channels if user.attributes.get(attribute)]
    letters = {attribute: _written(desk, occasion, user, attribute) for attribute in sent_to}
    for attribute, texts in letters.items():
        body = texts.body.replace(USERNAME, typed_name)
        deliver(desk, user.attributes[attribute], attribute, texts.subject, body, password)
    if not sent_to:
        desk.trace.note(
            f"Nobody got the invitation: {user.username} has no address for {', '.join(media)}."
        )


def _written(desk: Desk, occasion: Occasion, user: User, attribute: str) -> Texts:
    own = occasion.pool.settings["AdminCreateUserConfig"].get("InviteMessageTemplate") or {}
    if attribute == "email":
        subject = own.get("EmailSubject") or "Your temporary password"
        usual = Texts(subject, own.get("EmailMessage") or _TEXT)
    else:
        usual = Texts("", own.get("SMSMessage") or _TEXT)
    return custom_message(desk, occasion, "AdminCreateUser", user, attribute, usual)
