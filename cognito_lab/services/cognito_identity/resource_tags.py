"""Tags on identity pools: labels for the account's owner. They are not principal tags.

Source: API reference, "TagResource", "UntagResource", "ListTagsForResource".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from cognito_lab.primitives.messages import IDENTITY_POOL_TAG_LIMIT, IDENTITY_RESOURCE_NOT_FOUND
from cognito_lab.primitives.trace import operation
from cognito_lab.services.cognito_identity.pools import IdentityPool
from cognito_lab.services.cognito_identity.state import IdentityService

_TAG_LIMIT = 50


def refuse_too_many_labels(labels: Mapping[str, str]) -> None:
    """Raises: InvalidParameterException: More than 50 labels."""
    if len(labels) > _TAG_LIMIT:
        raise IDENTITY_POOL_TAG_LIMIT.error(because=f"It would have {len(labels)}.")


class ResourceTagOperations(IdentityService):
    """Operations on the labels of pools, which are named by their ARNs."""

    @operation
    def tag_resource(self, *, resource_arn: str, tags: Mapping[str, str]) -> dict[str, Any]:
        """Add or replace labels.

        Raises:
            ResourceNotFoundException: No identity pool has that ARN.
            InvalidParameterException: More than 50 labels.
        """
        pool = self._pool_of(resource_arn)
        together = pool.labels | dict(tags)
        refuse_too_many_labels(together)
        self._label(pool, together)
        return {}

    @operation
    def untag_resource(self, *, resource_arn: str, tag_keys: Sequence[str]) -> dict[str, Any]:
        """Take labels away; keys that are not there do not matter."""
        pool = self._pool_of(resource_arn)
        self._label(pool, {k: v for k, v in pool.labels.items() if k not in tag_keys})
        return {}

    @operation
    def list_tags_for_resource(self, *, resource_arn: str) -> dict[str, Any]:
        """The labels of a pool."""
        return {"Tags": self._pool_of(resource_arn).labels}

    def _pool_of(self, resource_arn: str) -> IdentityPool:
        for pool in self._pools.values():
            if pool.arn == resource_arn:
                return pool
        raise IDENTITY_RESOURCE_NOT_FOUND.error(
            because="Only identity pools have labels, and none has that ARN.", arn=resource_arn
        )

    def _label(self, pool: IdentityPool, labels: Mapping[str, str]) -> None:
        settings = {**pool.settings, "IdentityPoolTags": dict(labels)}
        self._pools[pool.id] = replace(pool, settings=settings)
