"""LambdaConfig: which functions a pool asks, judged when the pool is made or changed.

Nobody looks whether the functions exist: a pool may name one that is registered later, and whoever
meets a missing one is told so then.

Source: API reference, "LambdaConfigType", "PreTokenGenerationVersionConfigType".
Left out, and refused openly: senders of one's own (CustomSMSSender, CustomEmailSender with their
KMSKeyID) and InboundFederation.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cognito_lab.primitives import messages
from cognito_lab.primitives.errors import NotSimulated

_LEFT_OUT = ("CustomSMSSender", "CustomEmailSender", "KMSKeyID", "InboundFederation")
_BASIC_TIER = "LITE"


def checked_config(given: Mapping[str, Any] | None, tier: str) -> dict[str, Any]:
    """The LambdaConfig to keep, empty if none was given.

    Args:
        given: As CreateUserPool or UpdateUserPool got it.
        tier: The pool's UserPoolTier.

    Raises:
        FeatureUnavailableInTierException: Tokens of versions 2 and 3 need more than LITE.
        InvalidParameterException: Two different functions for PreTokenGeneration.
        NotSimulated: The lab never calls such a function.
    """
    config = {name: value for name, value in (given or {}).items() if value}
    if left_out := [name for name in _LEFT_OUT if name in config]:
        raise NotSimulated(f"the lab never calls a pool's {left_out[0]}: leave it out")
    tokens = config.get("PreTokenGenerationConfig") or {}
    plain = config.get("PreTokenGeneration")
    if tokens and plain and plain != tokens["LambdaArn"]:
        raise messages.TWO_TOKEN_FUNCTIONS.error(
            because="PreTokenGeneration and PreTokenGenerationConfig name different functions."
        )
    if tier == _BASIC_TIER and tokens.get("LambdaVersion", "V1_0") != "V1_0":
        raise messages.TOKEN_VERSION_NEEDS_TIER.error(
            because="Access tokens are customised in the tiers ESSENTIALS and PLUS only."
        )
    return config
