"""What a pool may ask during a sign-in: a module for each challenge, with the same four functions.

is_due       is the question to be asked of this user now?
ask          ChallengeParameters, and the attempt with whatever the answer will be judged by
session_of   which open session does an answer belong to?
accept       judge the answer: go on, or raise
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from cognito_lab.services.cognito_idp.attempts import Attempt, Attempts, Challenge
from cognito_lab.services.cognito_idp.challenges import (
    custom,
    mfa_setup,
    new_password,
    password_verifier,
    select_mfa,
    sms,
    software_token,
)

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.desk import Desk


class ChallengeModule(Protocol):
    """The four functions of a challenge."""

    def is_due(self, attempt: Attempt, /) -> bool: ...

    def ask(self, desk: Desk, attempt: Attempt, /) -> tuple[Attempt, dict[str, str]]: ...

    def session_of(
        self, attempts: Attempts, session: str | None, given: Mapping[str, str], /
    ) -> str: ...

    def accept(self, desk: Desk, attempt: Attempt, given: Mapping[str, str], /) -> Attempt: ...


CHALLENGES: Mapping[str, ChallengeModule] = {
    Challenge.PASSWORD_VERIFIER: password_verifier,
    Challenge.NEW_PASSWORD_REQUIRED: new_password,
    Challenge.MFA_SETUP: mfa_setup,
    Challenge.SELECT_MFA_TYPE: select_mfa,
    Challenge.SOFTWARE_TOKEN_MFA: software_token,
    Challenge.SMS_MFA: sms,
    Challenge.CUSTOM_CHALLENGE: custom,
}
