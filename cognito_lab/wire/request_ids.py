"""Request ids: every answer of AWS's carries one.

They come from a source of chance of their own, seeded with the cloud's seed, so that a boto3 call
and the same call to the core leave the cloud's other ids alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from cognito_lab.primitives.ids import Ids

if TYPE_CHECKING:
    from cognito_lab.cloud import Cloud

_sources: WeakKeyDictionary[Cloud, Ids] = WeakKeyDictionary()


def next_request_id(cloud: Cloud) -> str:
    """A UUID; the same seed gives the same ones in the same order."""
    source = _sources.get(cloud)
    if source is None:
        seed = None if cloud.seed is None else f"request ids of {cloud.seed}"
        source = _sources[cloud] = Ids(seed)
    return source.uuid()
