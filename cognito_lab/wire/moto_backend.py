"""S3 and DynamoDB: moto stores objects and items behind the lab's own gate, and decides nothing.

moto is a simulator of AWS that keeps its state in global variables. Here one request at a time gets

    its own account       so that clouds do not see each other's tables
    its own bucket map    bucket names are global in moto, here to each cloud
    the lab's time        so that `LastModified` is the lab's
    the lab's chance      so that the same seed gives the same version ids
    123456789012          put back wherever moto names its private account, but never in objects

moto is not "started" anywhere: a stubber of our own is asked, and nothing outside it changes. It is
loaded at the first request (about 45 MB and a third of a second).
"""

from __future__ import annotations

import itertools
import random
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast
from weakref import WeakKeyDictionary, finalize

from botocore.awsrequest import AWSPreparedRequest
from botocore.compat import HTTPHeaders

from cognito_lab.primitives.caller import ACCOUNT_ID, REGION
from cognito_lab.primitives.errors import NotSimulated
from cognito_lab.wire.message import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from cognito_lab.cloud import Cloud

Stubber = Callable[[AWSPreparedRequest], tuple[int, Mapping[str, Any], str | bytes]]

_ONE_AT_A_TIME = threading.RLock()
_NOT_FOR_MOTO = (
    "x-moto-",
    "host",  # the address decides, not what the client says about it
    "authorization",
    "x-amz-content-sha256",
    "x-amz-security-token",
)
_SIGNATURE_IN_QUERY = (
    "X-Amz-Algorithm=",
    "X-Amz-Credential=",
    "X-Amz-Date=",
    "X-Amz-Expires=",
    "X-Amz-Security-Token=",
    "X-Amz-Signature=",
    "X-Amz-SignedHeaders=",
)
_PRIVATE_ACCOUNTS = itertools.count(900_000_000_001)


@dataclass
class _Store:
    """What one cloud keeps in moto.

    Attributes:
        account: moto's account for this cloud; nobody else sees it.
        chance: The state of moto's source of chance after this cloud's last request.
        buckets: moto's map from bucket name to (partition, account).
    """

    account: str
    chance: Any
    buckets: dict[str, tuple[str, str]] = field(default_factory=dict)


_STORES: WeakKeyDictionary[Cloud, _Store] = WeakKeyDictionary()


def store(
    cloud: Cloud, request: HttpRequest, *, is_object: bool = False, hide_policy_of: str = ""
) -> HttpResponse:
    """Hand a request that the gate has let in to moto.

    Args:
        cloud: Whose store.
        request: With its plain body; an S3 bucket stands in the path.
        is_object: The answer's body is an object's own bytes, which nobody may touch.
        hide_policy_of: A bucket whose policy moto must not see: it would judge by it, and the gate
            has judged already.

    Raises:
        NotSimulated: moto has not got this operation.
    """
    with _inside_moto(cloud) as kept, _without_policy(kept.account, hide_policy_of):
        try:
            status, headers, body = _stubber()(_for_moto(request, kept.account))
        except NotImplementedError as error:
            raise NotSimulated(f"neither the lab nor moto simulates this: {error}") from error
    content = body.encode() if isinstance(body, str) else bytes(body)
    ours = {name: str(text).replace(kept.account, ACCOUNT_ID) for name, text in headers.items()}
    if not is_object:
        content = content.replace(kept.account.encode(), ACCOUNT_ID.encode())
        if "x-amz-crc32" in ours:  # DynamoDB's checksum of its answer, which has just changed
            ours["x-amz-crc32"] = str(zlib.crc32(content))
    return HttpResponse(status, ours, content)


def made_now(cloud: Cloud, bucket: str) -> None:
    """Give a new bucket the lab's time: it is the one thing that moto dates by another clock."""
    with _inside_moto(cloud) as kept:
        from moto.s3.models import s3_backends

        found = s3_backends[kept.account]["aws"].buckets.get(bucket)
        if found is not None:
            found.creation_date = cloud.clock.now()


def partition_key(cloud: Cloud, table: str, index: str | None) -> str | None:
    """The name of a table's (or an index's) partition key; None if there is no such table."""
    with _inside_moto(cloud) as kept:
        from moto.dynamodb.models import dynamodb_backends

        found = dynamodb_backends[kept.account][REGION].tables.get(table)
        if found is None or index is None:
            return None if found is None else str(found.hash_key_attr)
        for candidate in (*found.global_indexes, *found.indexes):
            if candidate.name == index:
                return next(
                    (key["AttributeName"] for key in candidate.schema if key["KeyType"] == "HASH"),
                    None,
                )
        return None


def bucket_policy(cloud: Cloud, bucket: str) -> str | None:
    """The JSON text of a bucket's own policy; None if it has none."""
    with _inside_moto(cloud) as kept:
        from moto.s3.models import s3_backends

        found = s3_backends[kept.account]["aws"].buckets.get(bucket)
        policy = getattr(found, "policy", None)
        return policy.decode() if isinstance(policy, bytes) else policy


def object_tags(cloud: Cloud, bucket: str, key: str, version_id: str = "") -> dict[str, str]:
    """The tags of an object, or of one version of it; none where there is none."""
    with _inside_moto(cloud) as kept:
        from moto.s3.models import FakeKey, s3_backends

        backend = s3_backends[kept.account]["aws"]
        found = backend.buckets.get(bucket)
        versions = found.keys.getlist(key, default=[]) if found else []
        asked_for = [each for each in versions if version_id in ("", str(each.version_id))]
        if not asked_for or not isinstance(asked_for[-1], FakeKey):
            return {}
        tags: dict[str, str] = backend.tagger.get_tag_dict_for_resource(asked_for[-1].arn)
        return tags


@contextmanager
def _inside_moto(cloud: Cloud) -> Iterator[_Store]:
    """moto, made this cloud's own for a moment."""
    from moto.moto_api._internal import mock_random
    from moto.s3.models import s3_backends

    with _ONE_AT_A_TIME, _lab_time(cloud.clock.now()):
        kept = _STORES.get(cloud) or _new_store(cloud)
        others, chance = s3_backends.bucket_accounts, mock_random.getstate()
        s3_backends.bucket_accounts = kept.buckets
        mock_random.setstate(kept.chance)
        try:
            yield kept
        finally:
            kept.chance = mock_random.getstate()
            s3_backends.bucket_accounts = others
            mock_random.setstate(chance)


@contextmanager
def _lab_time(now: datetime) -> Iterator[None]:
    """Moto asks for the time through a function of its own: for a moment it says the lab's.

    Moving the time of the whole process instead (`Clock.as_system_time`) would also reach other
    threads, which may just be signing a request.
    """
    modules = _modules_that_ask_the_time()
    original = modules[0].utcnow
    for module in modules:
        module.utcnow = lambda: now.replace(tzinfo=None)
    try:
        yield
    finally:
        for module in modules:
            module.utcnow = original


@lru_cache(maxsize=1)
def _modules_that_ask_the_time() -> tuple[Any, ...]:
    from moto.core import responses, utils
    from moto.dynamodb.models import table
    from moto.s3 import models

    return utils, responses, table, models


@contextmanager
def _without_policy(account: str, bucket: str) -> Iterator[None]:
    """The bucket's own policy is put aside, and comes back afterwards."""
    from moto.s3.models import s3_backends

    found = s3_backends[account]["aws"].buckets.get(bucket)
    policy = None if found is None else found.policy
    if found is not None:
        found.policy = None
    try:
        yield
    finally:
        if found is not None:
            found.policy = policy


def _new_store(cloud: Cloud) -> _Store:
    """An account of moto's for this cloud, emptied when the cloud is gone."""
    seed = None if cloud.seed is None else f"moto for {cloud.seed}"
    kept = _Store(str(next(_PRIVATE_ACCOUNTS)), random.Random(seed).getstate())
    _STORES[cloud] = kept
    finalize(cloud, _forget, kept.account).atexit = False
    return kept


def _forget(account: str) -> None:
    from moto.dynamodb.models import dynamodb_backends
    from moto.s3.models import s3_backends

    for backends in (s3_backends, dynamodb_backends):
        backends.pop(account, None)


@lru_cache(maxsize=1)
def _stubber() -> Stubber:
    from moto.core.botocore_stubber import BotocoreStubber

    process: Any = BotocoreStubber().process_request  # never None for an address of S3 or DynamoDB
    return cast(Stubber, process)


def _for_moto(request: HttpRequest, account: str) -> AWSPreparedRequest:
    """The request under the private account, without its signature and without wishes to moto.

    moto reads the region from a signature and takes a request without one for an anonymous one;
    the gate knows better, so every request gets the same words.
    """
    headers = HTTPHeaders()
    for name, text in request.headers.items():
        if not name.lower().startswith(_NOT_FOR_MOTO):
            headers[name] = text
    service = "dynamodb" if request.host.startswith("dynamodb") else "s3"
    scope = f"lab/20260106/{REGION}/{service}/aws4_request"
    headers["Authorization"] = f"AWS4-HMAC-SHA256 Credential={scope}"
    headers["x-moto-account-id"] = account
    url = request.parts._replace(query=_without_signature(request.parts.query)).geturl()
    return AWSPreparedRequest(request.method, url, headers, request.body, False)


def _without_signature(query: str) -> str:
    kept = (pair for pair in query.split("&") if not pair.startswith(_SIGNATURE_IN_QUERY))
    return "&".join(kept)
