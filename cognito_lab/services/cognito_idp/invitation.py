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


def invite(desk: Desk, occasion: Occasion, user: User, password: str, media: Iterable[str]) -> None:
    """Send the invitation to each medium for which the user has an address.

    Args:
        desk: Mailbox, clock and trace.
        occasion: The pool, which may have a text of its own (InviteMessageTemplate), and the name
            to sign in with.
        user: Who is invited.
        password: Goes into the message in clear, as AWS sends it.
        media: ``SMS`` and ``EMAIL``, either or both.
    """
    own = occasion.pool.settings["AdminCreateUserConfig"].get("InviteMessageTemplate") or {}
    sent_to = [_CHANNELS[medium] for medium in media if user.attributes.get(_CHANNELS[medium])]
    for attribute in sent_to:
        by_mail = attribute == "email"
        text = own.get("EmailMessage" if by_mail else "SMSMessage") or _TEXT
        subject = (own.get("EmailSubject") or "Your temporary password") if by_mail else ""
        usual = Texts(subject, text)
        texts = custom_message(desk, occasion, "AdminCreateUser", user, attribute, usual)
        body = texts.body.replace(USERNAME, occasion.username)
        deliver(desk, user.attributes[attribute], attribute, texts.subject, body, password)
    if not sent_to:
        desk.trace.note(
            f"nobody got the invitation: {user.username} has no address for {', '.join(media)}"
        )
