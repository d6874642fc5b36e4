"""SMS_MFA: six digits in a message to the user's phone.

Source: developer guide, "SMS text message MFA"; API reference, "RespondToAuthChallenge".
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from cognito_lab.primitives import messages
from cognito_lab.services.cognito_idp.attempts import Attempt, session_given
from cognito_lab.services.cognito_idp.codes import deliver, masked_address
from cognito_lab.services.cognito_idp.factors import Factor, factor_due
from cognito_lab.services.cognito_idp.standing import check_standing, required
from cognito_lab.services.cognito_idp.triggers.firing import Occasion
from cognito_lab.services.cognito_idp.triggers.letters import Texts, custom_message

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.desk import Desk

_TEXT = "Your authentication code is {####}."


def is_due(attempt: Attempt, /) -> bool:
    """Whether this factor was chosen, or is the one to ask for."""
    due = attempt.chosen_factor or factor_due(attempt.client.pool, attempt.user)
    return due is Factor.SMS_MFA


def ask(desk: Desk, attempt: Attempt, /) -> tuple[Attempt, dict[str, str]]:
    """Send a code, and say where it went, masked."""
    phone, code = attempt.user.attributes["phone_number"], desk.ids.code()
    text = attempt.client.pool.settings.get("SmsAuthenticationMessage") or _TEXT
    pool, user, client_id = attempt.client.pool, attempt.user, attempt.client.id
    occasion = Occasion(pool, user.username, client_id, attempt.metadata)
    texts = custom_message(desk, occasion, "Authentication", user, "phone_number", Texts("", text))
    deliver(desk, phone, "phone_number", "", texts.body, code)
    return replace(attempt, sms_code=code), {
        "CODE_DELIVERY_DELIVERY_MEDIUM": "SMS",
        "CODE_DELIVERY_DESTINATION": masked_address(phone),
        "USER_ID_FOR_SRP": attempt.user.username,
    }


session_of = session_given


def accept(desk: Desk, attempt: Attempt, given: Mapping[str, str], /) -> Attempt:
    """Compare the code with the one that was sent. Whoever has it has the phone, so it is verified.

    Raises:
        CodeMismatchException: Another code was sent.
        InvalidParameterException: SMS_MFA_CODE is missing.
    """
    user, directory = attempt.user, attempt.client.pool.directory
    check_standing(user, desk.clock.now())
    code = required(given, "SMS_MFA_CODE")
    desk.trace.step("check the code from the SMS")
    if not hmac.compare_digest(code.encode(), attempt.sms_code.encode()):
        raise messages.SMS_CODE_WRONG.error(because="The phone got another code.")
    verified = {**user.attributes, "phone_number_verified": "true"}
    if user.attributes.get("phone_number_verified") != "true" and not directory.rival(
        verified, user
    ):
        directory.change(user, verified, desk.clock.now())
    return attempt
