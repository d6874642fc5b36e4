"""Copies what one cloud keeps in S3 and DynamoDB to a second cloud, object by object.

A check of a lesson works in a copy of the learner's account; its buckets and tables come along.
Where the first cloud has stored nothing, moto is not even loaded.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from cognito_lab.wire import moto_backend

if TYPE_CHECKING:
    from cognito_lab.cloud import Cloud


def copy_store(original: Cloud, copied: Cloud) -> None:
    """Give a cloud that is new and empty the same buckets and tables as another."""
    if original not in moto_backend._STORES:
        return
    from moto.dynamodb.models import dynamodb_backends
    from moto.s3.models import s3_backends

    with moto_backend._inside_moto(original) as theirs:
        chance = theirs.chance
        with moto_backend._inside_moto(copied) as ours:
            stores: tuple[Any, ...] = (s3_backends, dynamodb_backends)
            for backends in stores:
                for region, backend in list(backends[theirs.account].items()):
                    twin = copy.deepcopy(backend)
                    twin.account_id = ours.account
                    backends[ours.account][region] = twin
            ours.buckets |= {
                name: (partition, ours.account) for name, (partition, _) in theirs.buckets.items()
            }
    ours.chance = chance
