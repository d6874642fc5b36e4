"""What a user pool can be told at its creation, and AWS's defaults.

Some of it is fixed for ever then: how people are named, and whether case matters.

Source: API reference, "CreateUserPool". The defaults are those of the API; the console's differ.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from cognito_lab.primitives import messages
from cognito_lab.primitives.names import pascal_case
from cognito_lab.services.cognito_idp.password import PasswordPolicy
from cognito_lab.services.cognito_idp.triggers.config import checked_config


class ChangeablePoolSettings(TypedDict, total=False):
    """Settings that an update changes too; those that it does not name get their default."""

    policies: Mapping[str, Any]
    deletion_protection: str
    lambda_config: Mapping[str, Any]
    auto_verified_attributes: Sequence[str]
    sms_verification_message: str
    email_verification_message: str
    email_verification_subject: str
    verification_message_template: Mapping[str, str]
    sms_authentication_message: str
    mfa_configuration: str
    user_attribute_update_settings: Mapping[str, Any]
    device_configuration: Mapping[str, bool]
    email_configuration: Mapping[str, str]
    sms_configuration: Mapping[str, str]
    user_pool_tags: Mapping[str, str]
    admin_create_user_config: Mapping[str, Any]
    user_pool_add_ons: Mapping[str, Any]
    account_recovery_setting: Mapping[str, Any]
    user_pool_tier: str


class PoolSettings(ChangeablePoolSettings, total=False):
    """All settings of CreateUserPool but the name, in Python's names."""

    alias_attributes: Sequence[str]
    username_attributes: Sequence[str]
    schema: Sequence[Mapping[str, Any]]
    username_configuration: Mapping[str, bool]


def pool_settings(given: ChangeablePoolSettings) -> dict[str, Any]:
    """Complete settings in AWS's names, `Schema` not among them.

    Args:
        given: Those of CreateUserPool (`PoolSettings`) or of UpdateUserPool.

    Raises:
        FeatureUnavailableInTierException: A trigger that the tier has not.
        InvalidParameterException: Two designs of user names at once, or two functions for one
            trigger.
    """
    known = PoolSettings.__annotations__
    if unknown := sorted(given.keys() - known):
        raise TypeError(f"a user pool has no setting {unknown[0]!r}; it has {', '.join(known)}")
    named: dict[str, Any] = {
        pascal_case(key): value for key, value in given.items() if value is not None
    }
    named.pop("Schema", None)
    settings: dict[str, Any] = {
        "LambdaConfig": {},
        "DeletionProtection": "INACTIVE",
        "MfaConfiguration": "OFF",
        "EmailConfiguration": {"EmailSendingAccount": "COGNITO_DEFAULT"},
        "UsernameConfiguration": {"CaseSensitive": True},
        "UserPoolTier": "ESSENTIALS",
        **named,
        "Policies": _policies(named.get("Policies") or {}),
        "AdminCreateUserConfig": _admin_create_user(named.get("AdminCreateUserConfig") or {}),
        "VerificationMessageTemplate": {
            "DefaultEmailOption": "CONFIRM_WITH_CODE",
            **(named.get("VerificationMessageTemplate") or {}),
        },
    }
    settings["LambdaConfig"] = checked_config(settings["LambdaConfig"], settings["UserPoolTier"])
    if settings.get("AliasAttributes") and settings.get("UsernameAttributes"):
        raise messages.ALIASES_AND_USERNAMES.error(
            because="A pool has aliases beside user names, or addresses instead of them."
        )
    return settings


def _policies(given: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "PasswordPolicy": PasswordPolicy.parse(given.get("PasswordPolicy")).describe(),
        "SignInPolicy": given.get("SignInPolicy") or {"AllowedFirstAuthFactors": ["PASSWORD"]},
    }


def _admin_create_user(given: Mapping[str, Any]) -> dict[str, Any]:
    """Assumed: UnusedAccountValidityDays still shows its old default of 7."""
    return {"AllowAdminCreateUserOnly": False, "UnusedAccountValidityDays": 7, **given}
