"""Second factors of a pool, and which of them a user turns on.

Source: API reference, "SetUserPoolMfaConfig", "SetUserMFAPreference"; developer guide, "Adding MFA
to a user pool". Left out: e-mail and WebAuthn as second factors.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cognito_lab.primitives import messages
from cognito_lab.primitives.errors import NotSimulated
from cognito_lab.primitives.trace import operation
from cognito_lab.services.cognito_idp.access import holder_of
from cognito_lab.services.cognito_idp.desk import Desk, Response
from cognito_lab.services.cognito_idp.factors import Factor, Factors, factors_of
from cognito_lab.services.cognito_idp.pool import UserPool
from cognito_lab.services.cognito_idp.user import User

Wish = Mapping[str, bool]  # {"Enabled": …, "PreferredMfa": …}


class MfaSettings(Desk):
    """Operations that turn factors on and off."""

    @operation
    def set_user_pool_mfa_config(
        self,
        *,
        user_pool_id: str,
        sms_mfa_configuration: Mapping[str, Any] | None = None,
        software_token_mfa_configuration: Mapping[str, bool] | None = None,
        email_mfa_configuration: Mapping[str, str] | None = None,
        mfa_configuration: str | None = None,
        web_authn_configuration: Mapping[str, str] | None = None,
    ) -> Response:
        """Say which factors the pool knows, and of whom it asks one.

        Args:
            user_pool_id: The pool.
            sms_mfa_configuration: With an SmsConfiguration it turns SMS on; left out, off.
            software_token_mfa_configuration: ``{"Enabled": True}`` turns authenticator apps on.
            email_mfa_configuration: Not simulated.
            mfa_configuration: ``OFF`` (the default), ``OPTIONAL`` or ``ON``.
            web_authn_configuration: Not simulated.

        Raises:
            InvalidParameterException: MFA is turned on without any factor.
        """
        if email_mfa_configuration or web_authn_configuration:
            raise NotSimulated("the lab leaves out e-mail and WebAuthn as second factors")
        pool, mfa = self.pool(user_pool_id), mfa_configuration or "OFF"
        sms = dict(sms_mfa_configuration or {})
        wanted = {
            Factor.SMS_MFA: bool(sms.get("SmsConfiguration")),
            Factor.SOFTWARE_TOKEN_MFA: (software_token_mfa_configuration or {}).get("Enabled"),
        }
        factors = frozenset(factor for factor, is_wanted in wanted.items() if is_wanted)
        if mfa != "OFF" and not factors:
            raise messages.MFA_WITHOUT_FACTOR.error(
                because="Name SmsMfaConfiguration or SoftwareTokenMfaConfiguration with it."
            )
        texts = {"SmsAuthenticationMessage": sms.get("SmsAuthenticationMessage")}
        given = {name: text for name, text in texts.items() if text}
        pool.settings = {
            **pool.settings,
            **given,
            **{k: v for k, v in sms.items() if k == "SmsConfiguration"},
            "MfaConfiguration": mfa,
        }
        pool.factors, pool.modified_at = factors, self.clock.now()
        return _described(pool)

    @operation
    def get_user_pool_mfa_config(self, *, user_pool_id: str) -> Response:
        """Which factors the pool knows, and of whom it asks one."""
        return _described(self.pool(user_pool_id))

    @operation
    def set_user_mfa_preference(
        self,
        *,
        access_token: str,
        sms_mfa_settings: Wish | None = None,
        software_token_mfa_settings: Wish | None = None,
        email_mfa_settings: Wish | None = None,
        web_authn_mfa_settings: Wish | None = None,
    ) -> Response:
        """Turn one's own factors on or off, and prefer one.

        Raises:
            InvalidParameterException: A factor is not set up, or two are preferred.
            NotAuthorizedException: The token is no good; see `access.py`.
        """
        user = holder_of(self, access_token).user
        _refuse_others(email_mfa_settings, web_authn_mfa_settings)
        wishes = _wishes(sms_mfa_settings, software_token_mfa_settings)
        _check(user, wishes, messages.TOTP_NOT_SET_UP)
        _carry_out(user, wishes)
        return {}

    @operation
    def admin_set_user_mfa_preference(
        self,
        *,
        user_pool_id: str,
        username: str,
        sms_mfa_settings: Wish | None = None,
        software_token_mfa_settings: Wish | None = None,
        email_mfa_settings: Wish | None = None,
        web_authn_mfa_settings: Wish | None = None,
    ) -> Response:
        """Turn a user's factors on or off, and prefer one.

        Raises:
            InvalidParameterException: A factor is not set up, or two are preferred.
            UserNotFoundException: No such user.
        """
        user = self.user(self.pool(user_pool_id), username)
        _refuse_others(email_mfa_settings, web_authn_mfa_settings)
        wishes = _wishes(sms_mfa_settings, software_token_mfa_settings)
        _check(user, wishes, messages.TOTP_NOT_SET_UP_ADMIN)
        _carry_out(user, wishes)
        return {}


def _described(pool: UserPool) -> Response:
    settings = pool.settings
    names = ("SmsAuthenticationMessage", "SmsConfiguration")
    sms = {name: settings[name] for name in names if name in settings}
    return {
        **({"SmsMfaConfiguration": sms} if Factor.SMS_MFA in pool.factors else {}),
        "SoftwareTokenMfaConfiguration": {"Enabled": Factor.SOFTWARE_TOKEN_MFA in pool.factors},
        "MfaConfiguration": pool.mfa,
    }


def _refuse_others(*wishes: Wish | None) -> None:
    if any(wish and wish.get("Enabled") for wish in wishes):
        raise NotSimulated("the lab leaves out e-mail and WebAuthn as second factors")


def _wishes(sms: Wish | None, software_token: Wish | None) -> dict[Factor, Wish]:
    """What is said of each factor; a factor that is not mentioned stays as it is."""
    said = {Factor.SMS_MFA: sms, Factor.SOFTWARE_TOKEN_MFA: software_token}
    return {factor: wish for factor, wish in said.items() if wish is not None}


def _check(user: User, wishes: Mapping[Factor, Wish], not_set_up: messages.Message) -> None:
    turned_on = [factor for factor, wish in wishes.items() if wish.get("Enabled")]
    has_authenticator = user.factors is not None and user.factors.authenticator is not None
    if Factor.SOFTWARE_TOKEN_MFA in turned_on and not has_authenticator:
        raise not_set_up.error(because="AssociateSoftwareToken and VerifySoftwareToken come first.")
    if Factor.SMS_MFA in turned_on and not user.attributes.get("phone_number"):
        raise messages.NO_PHONE_FOR_SMS.error(because="The user has no phone_number.")
    if sum(bool(wish.get("PreferredMfa")) for wish in wishes.values()) > 1:
        raise messages.TWO_PREFERRED.error()


def _carry_out(user: User, wishes: Mapping[Factor, Wish]) -> None:
    factors: Factors = factors_of(user)
    for factor, wish in wishes.items():
        is_on = bool(wish.get("Enabled"))
        (factors.enabled.add if is_on else factors.enabled.discard)(factor)
        if is_on and wish.get("PreferredMfa"):
            factors.preferred = factor
        elif factors.preferred is factor:
            factors.preferred = None
