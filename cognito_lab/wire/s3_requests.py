"""Which S3 operation an HTTP request is, and its parameters, by botocore's own model of S3.

    GET https://photos.s3.amazonaws.com/cat.jpg?tagging
    GetObjectTagging, {"Bucket": "photos", "Key": "cat.jpg"}

Verb, bucket, key and the *sub-resource* in the query (``?tagging``) decide; where several
operations are left, the one that needs most of what is there (CopyObject needs a header that
PutObject does not).

What we decide here is what moto then carries out: the request goes on in one form only
(`as_path_style`), and a query that names two sub-resources is refused, as in AWS.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, quote, unquote

from cognito_lab.primitives import messages
from cognito_lab.wire.message import HttpRequest
from cognito_lab.wire.models import Operation, operation, service_model
from cognito_lab.wire.shapes import wire_name

_BUCKET_NAME = re.compile(r"[A-Za-z0-9._-]*")
# Superseded twins: the same request on the wire as the newer operation, which we name instead.
_OLD_NAMES = frozenset(
    {
        "GetBucketLifecycle",
        "PutBucketLifecycle",
        "GetBucketNotification",
        "PutBucketNotification",
        "ListDirectoryBuckets",
        "CreateSession",
    }
)


@dataclass(frozen=True)
class S3Request:
    """An S3 request, understood.

    Attributes:
        operation: Such as GetObject.
        bucket: Its name; empty for ListBuckets.
        key: The object's, decoded; empty where none is meant.
        parameters: As boto3 names them, without the payload.
        path: Bucket and key as they stand in a URL.
    """

    operation: Operation
    bucket: str
    key: str
    parameters: Mapping[str, Any]
    path: str

    @property
    def copy_source(self) -> CopySource | None:
        """What a copy reads; None where nothing is copied."""
        text = self.parameters.get("CopySource")
        return None if text is None else CopySource.parse(text)


@dataclass(frozen=True)
class CopySource:
    """The object that a copy reads."""

    bucket: str
    key: str
    version_id: str | None

    @staticmethod
    def parse(text: str) -> CopySource:
        """Read ``/bucket/key?versionId=…``, percent-encoded, as it stands in the header."""
        path, _, query = text.partition("?")
        bucket, _, key = unquote(path).lstrip("/").partition("/")
        return CopySource(_checked_bucket(bucket), key, dict(parse_qsl(query)).get("versionId"))

    def __str__(self) -> str:
        version = f"?versionId={quote(self.version_id, safe='')}" if self.version_id else ""
        return f"/{self.bucket}/{quote(self.key, safe='')}{version}"


@dataclass(frozen=True)
class _Route:
    """An operation by verb and level, and what must stand in its query and headers.

    Attributes:
        sub_resource: What its address always has in the query: ``{"tagging": ""}``.
        query: Parameters in the query that it cannot do without.
        headers: Headers that it cannot do without, in lower case.
    """

    verb: str
    has_bucket: bool
    has_key: bool
    sub_resource: Mapping[str, str]
    query: frozenset[str]
    headers: frozenset[str]
    operation: Operation

    def fits(self, query: Mapping[str, str], headers: Mapping[str, str]) -> bool:
        """Whether all that it needs is there, and no other operation's sub-resource."""
        return (
            query.keys() & _sub_resources() == self.sub_resource.keys()
            and all(query[name] == text for name, text in self.sub_resource.items() if text)
            and self.query <= query.keys()
            and self.headers <= headers.keys()
        )

    @property
    def demands(self) -> int:
        """How much it needs."""
        return len(self.sub_resource) + len(self.query) + len(self.headers)


def understand(request: HttpRequest, bucket_in_host: str) -> S3Request:
    """Which operation this is.

    Raises:
        AwsError: MethodNotAllowed; InvalidBucketName; InvalidArgument for two sub-resources, or
            for a parameter that stands there twice.
    """
    path = f"/{bucket_in_host}{request.path}" if bucket_in_host else request.path
    bucket, _, key = path.removeprefix("/").partition("/")
    bucket = _checked_bucket(unquote(bucket))
    query = _query(request)
    found = [
        route
        for route in _routes()
        if (route.verb, route.has_bucket, route.has_key)
        == (request.method, bool(bucket), bool(key))
        and route.fits(query, request.lower_headers)
    ]
    if not found:
        raise messages.S3_METHOD_NOT_ALLOWED.error(
            because=f"S3 has no operation {request.method} {path}."
        )
    chosen = max(found, key=lambda route: route.demands).operation
    return S3Request(
        chosen,
        bucket,
        unquote(key),
        _parameters(chosen, bucket, unquote(key), query, request.lower_headers),
        f"/{bucket}/{key}" if bucket else path,
    )


def as_path_style(request: HttpRequest, understood: S3Request) -> HttpRequest:
    """The same request with the bucket in the path and the source of a copy spelled out."""
    url = request.parts._replace(netloc="s3.amazonaws.com", path=understood.path).geturl()
    headers = dict(request.headers)
    if understood.copy_source is not None:
        headers = {n: text for n, text in headers.items() if n.lower() != "x-amz-copy-source"}
        headers["x-amz-copy-source"] = str(understood.copy_source)
    return HttpRequest(request.method, url, headers, request.body, request.source_ip)


def _checked_bucket(name: str) -> str:
    """Letters, digits, dots, hyphens and (from before 2018) underscores, or nothing."""
    if not _BUCKET_NAME.fullmatch(name):
        raise messages.S3_BUCKET_NAME.error(because=f"{name!r} is no name of a bucket.")
    return name


def _query(request: HttpRequest) -> dict[str, str]:
    pairs = parse_qsl(request.parts.query, keep_blank_values=True)
    query = dict(pairs)
    names = [name for name, _ in pairs]
    conflicting = {name for name in query if names.count(name) > 1}
    named = {name for name in _sub_resources() & query.keys() if not query[name]}
    conflicting |= named if len(named) > 1 else set()
    if conflicting:
        raise messages.S3_CONFLICTING_QUERY.error(names=", ".join(sorted(conflicting)))
    return query


@lru_cache(maxsize=1)
def _routes() -> tuple[_Route, ...]:
    names = [name for name in service_model("s3").operation_names if name not in _OLD_NAMES]
    return tuple(_route(operation("s3", name)) for name in names)


@lru_cache(maxsize=1)
def _sub_resources() -> frozenset[str]:
    return frozenset(name for route in _routes() for name in route.sub_resource)


def _route(operation: Operation) -> _Route:
    http = operation.model.http  # botocore cuts the bucket off `requestUri`, but keeps the whole
    path, _, query = http.get("authPath", http["requestUri"]).partition("?")
    needed: dict[str, set[str]] = {"querystring": set(), "header": set()}
    shape = operation.model.input_shape
    for name in shape.required_members if shape else ():
        member = operation.members[name]
        location = member.serialization.get("location")
        if location in needed:
            needed[location].add(
                wire_name(member, name).lower() if location == "header" else wire_name(member, name)
            )
    return _Route(
        http["method"],
        "{Bucket}" in path,
        "{Key+}" in path,
        dict(parse_qsl(query, keep_blank_values=True)),
        frozenset(needed["querystring"]),
        frozenset(needed["header"]),
        operation,
    )


def _parameters(
    operation: Operation,
    bucket: str,
    key: str,
    query: Mapping[str, str],
    headers: Mapping[str, str],
) -> dict[str, Any]:
    """What stands in path, query and headers, under the names that boto3 uses."""
    places: Mapping[str | None, Mapping[str, str]] = {
        "uri": {"Bucket": bucket, "Key": key},
        "querystring": query,
        "header": headers,
    }
    found = {}
    for name, member in operation.members.items():
        location = member.serialization.get("location")
        wire = wire_name(member, name)
        place = places.get(location, {})
        value = place.get(wire.lower() if location == "header" else wire)
        if value is not None:
            found[name] = value
    return found
