"""Second factors: what a user proves beside the password, and which one is asked for.

    pool MFA OFF         never asked
    pool MFA OPTIONAL    asked of users who have turned a factor on
    pool MFA ON          asked of everybody; who has none must set one up during sign-in

Source: developer guide, "Adding MFA to a user pool" and "TOTP software token MFA".
Left out: e-mail as a second factor, WebAuthn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.pool import UserPool
    from cognito_lab.services.cognito_idp.user import User


class Factor(StrEnum):
    """A kind of second factor, under the name of its challenge."""

    SMS_MFA = "SMS_MFA"
    SOFTWARE_TOKEN_MFA = "SOFTWARE_TOKEN_MFA"


@dataclass
class Authenticator:
    """An authenticator app that has shown its first right code.

    Attributes:
        secret: What app and pool share, in base32.
        name: What the person calls the device.
        last_step: The time step of the last code that was used; no code works twice.
    """

    secret: str
    name: str
    last_step: int


@dataclass
class Factors:
    """The second factors of one user.

    Attributes:
        offered_secret: From AssociateSoftwareToken; becomes an authenticator once a code proves it.
        authenticator: The app that is registered.
        enabled: Factors that the user has turned on.
        preferred: Asked for without a choice.
    """

    offered_secret: str = ""
    authenticator: Authenticator | None = None
    enabled: set[Factor] = field(default_factory=set)
    preferred: Factor | None = None


def factors_of(user: User) -> Factors:
    """The user's factors, to be changed."""
    if user.factors is None:
        user.factors = Factors()
    return user.factors


def factors_of_pool(pool: UserPool) -> list[Factor]:
    """What the pool can ask for, in a fixed order."""
    return [factor for factor in Factor if factor in pool.factors]


def usable_factors(pool: UserPool, user: User) -> list[Factor]:
    """What the user can be asked for at sign-in, by the pool's rule.

    Assumed: where MFA is ON, a phone number or a registered authenticator counts without being
    turned on.
    """
    if pool.mfa == "OFF" or user.is_decoy:
        return []
    had = user.factors or Factors()
    able = {
        Factor.SMS_MFA: bool(user.attributes.get("phone_number")),
        Factor.SOFTWARE_TOKEN_MFA: had.authenticator is not None,
    }
    return [
        factor
        for factor in factors_of_pool(pool)
        if able[factor] and (pool.mfa == "ON" or factor in had.enabled)
    ]


def factor_due(pool: UserPool, user: User) -> Factor | None:
    """The factor to ask for without a choice: the preferred one, or the only one."""
    usable = usable_factors(pool, user)
    preferred = user.factors.preferred if user.factors else None
    if preferred in usable:
        return preferred
    return usable[0] if len(usable) == 1 else None


def factor_settings(user: User) -> Mapping[str, Any]:
    """UserMFASettingList and PreferredMfaSetting, each absent when there is nothing to say."""
    had = user.factors or Factors()
    settings = {
        "PreferredMfaSetting": None if had.preferred is None else str(had.preferred),
        "UserMFASettingList": [str(factor) for factor in Factor if factor in had.enabled],
    }
    return {name: value for name, value in settings.items() if value}
