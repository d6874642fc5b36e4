"""The cache of user-pool authorizers: a token that was let in is not checked again for a while.

For `authorizerResultTtlInSeconds` (300 unless the authorizer says otherwise, 0 for never) API
Gateway remembers that a token is good, and what it says. In that time nobody notices that its user
pool is gone. The lab's time counts.

Source: API Gateway API reference, "CreateAuthorizer". Assumed: only what is let in is remembered,
per stage; a token is never remembered beyond its own end; scopes are asked of every request.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from cognito_lab.primitives.jose import Claims
from cognito_lab.primitives.record import record
from cognito_lab.services.apigateway.records import Authorizer

_MOST = 1000


@record
class Place:
    """Where a token was shown: what is remembered at one place is not known at another."""

    api_id: str
    stage: str
    authorizer: Authorizer


@record
class Remembered:
    """A token's verified claims, and when it was checked."""

    claims: Claims
    checked_at: datetime


class RememberedTokens:
    """What one API Gateway remembers."""

    def __init__(self) -> None:
        self._kept: dict[tuple[Place, str], Remembered] = {}

    def remember(self, place: Place, raw_token: str, claims: Claims, now: datetime) -> None:
        """Keep what a token says, unless this authorizer remembers nothing."""
        if place.authorizer.result_ttl_seconds == 0:
            return
        self._kept[place, raw_token] = Remembered(claims, now)
        if len(self._kept) > _MOST:
            del self._kept[next(iter(self._kept))]

    def recall(self, place: Place, raw_token: str, now: datetime) -> Remembered | None:
        """What is still remembered of a token; None when it has to be checked."""
        found = self._kept.get((place, raw_token))
        if found is None:
            return None
        memory = timedelta(seconds=place.authorizer.result_ttl_seconds)
        is_fresh = now < found.checked_at + memory and now.timestamp() < found.claims["exp"]
        return found if is_fresh else None

    def forget(self, api_id: str, stage: str) -> None:
        """Remember nothing more of a stage."""
        self._kept = {
            key: kept
            for key, kept in self._kept.items()
            if (key[0].api_id, key[0].stage) != (api_id, stage)
        }
