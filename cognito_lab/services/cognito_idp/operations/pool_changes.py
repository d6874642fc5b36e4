"""Changing a pool that is there: its settings, and more custom attributes.

Source: API reference, "UpdateUserPool" and "AddCustomAttributes".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Unpack

from cognito_lab.primitives import messages
from cognito_lab.primitives.trace import operation
from cognito_lab.services.cognito_idp.desk import Desk, Response
from cognito_lab.services.cognito_idp.factors import Factor
from cognito_lab.services.cognito_idp.pool import UserPool
from cognito_lab.services.cognito_idp.pool_settings import ChangeablePoolSettings, pool_settings

# What a pool is told once, at its creation.
_FOR_EVER = ("AliasAttributes", "UsernameAttributes", "UsernameConfiguration")


class PoolChanges(Desk):
    """Operations that change a pool."""

    @operation
    def update_user_pool(
        self,
        *,
        user_pool_id: str,
        pool_name: str | None = None,
        **given: Unpack[ChangeablePoolSettings],
    ) -> Response:
        """Change a pool. A setting that is left out goes back to its default; the tier stays.

        Raises:
            InvalidParameterException: Settings contradict themselves, or MFA has no factor.
            ResourceNotFoundException: No such pool.
        """
        pool = self.pool(user_pool_id)
        given["user_pool_tier"] = given.get("user_pool_tier") or pool.settings["UserPoolTier"]
        settings = pool_settings(given)
        kept = {name: pool.settings[name] for name in _FOR_EVER if name in pool.settings}
        factors = _factors(pool, settings)
        pool.settings, pool.factors = settings | kept, factors
        pool.name, pool.modified_at = pool_name or pool.name, self.clock.now()
        return {}

    @operation
    def add_custom_attributes(
        self, *, user_pool_id: str, custom_attributes: Sequence[Mapping[str, Any]]
    ) -> Response:
        """Give the pool more attributes of its own; none can be changed or removed later.

        Raises:
            InvalidParameterException: A definition contradicts itself, or its name is taken.
            LimitExceededException: The pool would have more than 50.
            ResourceNotFoundException: No such pool.
        """
        pool = self.pool(user_pool_id)
        pool.schema = pool.schema.with_custom(custom_attributes)
        pool.modified_at = self.clock.now()
        return {}


def _factors(pool: UserPool, settings: Mapping[str, Any]) -> frozenset[Factor]:
    """SMS comes and goes with SmsConfiguration; apps belong to SetUserPoolMfaConfig alone."""
    sms = {Factor.SMS_MFA} if settings.get("SmsConfiguration") else set()
    factors = (pool.factors - {Factor.SMS_MFA}) | sms
    if settings["MfaConfiguration"] != "OFF" and not factors:
        raise messages.MFA_WITHOUT_FACTOR.error(
            because="The update turns MFA on, and the pool knows no factor."
        )
    return factors
