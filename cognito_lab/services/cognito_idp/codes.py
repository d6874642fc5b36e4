"""Confirmation codes: made, sent, checked; each works once and for a while.

The response shows where a code went with the address masked (``j***@e***``); the code itself goes
to the mailbox, in clear, as it goes to a real inbox.

Source: developer guide, "Signing up and confirming user accounts"; API reference,
"CodeDeliveryDetailsType".
Left out: links instead of codes, limits on how many codes may be asked for.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from cognito_lab.primitives import messages
from cognito_lab.primitives.mailbox import Message
from cognito_lab.primitives.record import record
from cognito_lab.services.cognito_idp.triggers.firing import Occasion
from cognito_lab.services.cognito_idp.triggers.letters import Texts, custom_message

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.desk import Desk
    from cognito_lab.services.cognito_idp.pool import UserPool
    from cognito_lab.services.cognito_idp.user import User

PLACEHOLDER = "{####}"


class Purpose(StrEnum):
    """What a code is for."""

    SIGN_UP = "sign-up"
    FORGOT_PASSWORD = "forgot password"
    VERIFY_EMAIL = "verify email"
    VERIFY_PHONE_NUMBER = "verify phone_number"


_LIFE: Mapping[Purpose, timedelta] = {
    Purpose.SIGN_UP: timedelta(hours=24),
    Purpose.FORGOT_PASSWORD: timedelta(hours=1),
    Purpose.VERIFY_EMAIL: timedelta(hours=24),
    Purpose.VERIFY_PHONE_NUMBER: timedelta(hours=24),
}


@record
class Code:
    """A code that was sent.

    Attributes:
        digits: Six of them.
        attribute: The channel that it went to: email or phone_number.
        address: Where it went, which may be a new address that the user does not have yet.
        until: When it ends.
    """

    digits: str
    attribute: str
    address: str
    until: datetime


def channel_at_sign_up(pool: UserPool, attributes: Mapping[str, str]) -> str | None:
    """Where the confirmation code of a new user goes.

    Returns:
        ``phone_number`` or ``email``: the phone if both are given and to be verified. None if
        neither.
    """
    wanted = [name for name in pool.auto_verified if attributes.get(name)]
    return "phone_number" if "phone_number" in wanted else next(iter(wanted), None)


@record
class Letter:
    """A code that is written and not sent yet; writing it may be refused by a trigger."""

    purpose: Purpose
    code: Code
    texts: Texts


def write_code(
    desk: Desk,
    occasion: Occasion,
    user: User,
    purpose: Purpose,
    attribute: str,
    *,
    what: str,
    address: str | None = None,
) -> Letter:
    """Make a code, and the letter around it. Nothing has changed yet.

    Args:
        desk: Clock, ids, and where functions run.
        occasion: The pool, which may have a text of its own, and the request.
        user: Whose code it is.
        purpose: What it is for.
        attribute: ``email`` or ``phone_number``.
        what: For CustomMessage: ``SignUp``, ``ResendCode``, ``ForgotPassword`` …
        address: Where it goes, if not to the address that the user has.
    """
    address = address or user.attributes[attribute]
    code = Code(desk.ids.code(), attribute, address, desk.clock.now() + _LIFE[purpose])
    usual = _template(occasion.pool, attribute)
    texts = custom_message(desk, occasion, what, user, attribute, usual)
    return Letter(purpose, code, texts)


def send(desk: Desk, user: User, letter: Letter) -> dict[str, str]:
    """Put a code in place of the one before, and deliver it. Returns CodeDeliveryDetails."""
    code, texts = letter.code, letter.texts
    user.codes[letter.purpose] = code
    deliver(desk, code.address, code.attribute, texts.subject, texts.body, code.digits)
    return delivery_details(code.address, code.attribute)


def check_code(user: User, purpose: Purpose, digits: str, now: datetime) -> Code:
    """The code, if it is the one that was sent, and still good. The caller removes it in the end.

    Raises:
        ExpiredCodeException: None was sent, it was used already, or it is too old.
        CodeMismatchException: Another one was sent.
    """
    code = user.codes.get(purpose)
    if code is None or now >= code.until:
        raise messages.CODE_EXPIRED.error(
            because="No code is waiting for this user: none was sent, or it was used."
            if code is None
            else f"The code could be used until {code.until:%Y-%m-%d %H:%M:%S} UTC."
        )
    if not hmac.compare_digest(code.digits.encode(), digits.encode()):
        raise messages.CODE_WRONG.error(because="The mailbox has another code.")
    return code


def proved_by(code: Code, user: User) -> dict[str, str]:
    """What a right code proves: that the address it went to is the user's, if it still is."""
    is_same = user.attributes.get(code.attribute) == code.address
    return {f"{code.attribute}_verified": "true"} if is_same else {}


def deliver(desk: Desk, address: str, attribute: str, subject: str, text: str, code: str) -> None:
    """Put a message into the mailbox, its placeholder filled with the code."""
    medium: Literal["EMAIL", "SMS"] = "EMAIL" if attribute == "email" else "SMS"
    body = text.replace(PLACEHOLDER, code)
    desk.mailbox.deliver(Message(address, medium, subject, body, desk.clock.now(), code))
    desk.trace.step("send a message", to=address, medium=medium)


def delivery_details(address: str, attribute: str) -> dict[str, str]:
    """CodeDeliveryDetails, the address masked."""
    return {
        "Destination": masked_address(address),
        "DeliveryMedium": "EMAIL" if attribute == "email" else "SMS",
        "AttributeName": attribute,
    }


def simulated_details(username: str) -> dict[str, str]:
    """CodeDeliveryDetails for a user who is not there, the same each time.

    Assumed: what the made-up address looks like.
    """
    return delivery_details(f"{username}@example.com", "email")


def masked_address(address: str) -> str:
    """``f***@e***`` for an e-mail address, ``+*******9934`` for a phone number."""
    name, at, host = address.partition("@")
    if at:
        return f"{name[:1]}***@{host[:1]}***"
    return f"+{'*' * (len(address) - 5)}{address[-4:]}"


def _template(pool: UserPool, attribute: str) -> Texts:
    """Subject and text, the pool's own where it has them."""
    own, text = pool.settings["VerificationMessageTemplate"], "Your confirmation code is {####}."
    if attribute == "phone_number":
        own_text = own.get("SmsMessage") or pool.settings.get("SmsVerificationMessage")
        return Texts("", own_text or text)
    subject = own.get("EmailSubject") or pool.settings.get("EmailVerificationSubject")
    body = own.get("EmailMessage") or pool.settings.get("EmailVerificationMessage")
    return Texts(subject or "Your verification code", body or text)
