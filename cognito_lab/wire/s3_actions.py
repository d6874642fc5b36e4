"""S3 operations in IAM's words: action, resource, condition keys.

Most operations are called as the operation is, on the bucket or on the object; the table names
those that are not. A copy reads its source as well as writing its target. Deleting many objects is
decided object by object: `s3_delete_many`.

Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon S3", and
Amazon S3 API reference, "Required permissions for Amazon S3 API operations".
Left out: access points, Object Lambda, directory buckets, and the condition keys about the tags in
a request, ACL grants, encryption contexts and object-lock dates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from cognito_lab.wire.actions import Access
from cognito_lab.wire.message import HttpRequest
from cognito_lab.wire.s3_requests import S3Request

TagsOf = Callable[[str, str, str], Mapping[str, str]]  # (bucket, key, version id or "") → tags


class Target(NamedTuple):
    """What an action is done to; without a key a bucket, without both all of S3."""

    bucket: str
    key: str
    version_id: str = ""


# Operations whose action has another name.
ACTIONS: Mapping[str, str] = {
    # objects
    "HeadObject": "GetObject",
    "SelectObjectContent": "GetObject",
    "CopyObject": "PutObject",
    "CreateMultipartUpload": "PutObject",
    "UploadPart": "PutObject",
    "UploadPartCopy": "PutObject",
    "CompleteMultipartUpload": "PutObject",
    "RenameObject": "PutObject",
    "ListParts": "ListMultipartUploadParts",
    "UpdateObjectEncryption": "PutObject",
    # listing
    "ListBuckets": "ListAllMyBuckets",
    "ListObjects": "ListBucket",
    "ListObjectsV2": "ListBucket",
    "HeadBucket": "ListBucket",
    "ListObjectVersions": "ListBucketVersions",
    "ListMultipartUploads": "ListBucketMultipartUploads",
    # what is set on a bucket
    "GetBucketCors": "GetBucketCORS",
    "PutBucketCors": "PutBucketCORS",
    "DeleteBucketCors": "PutBucketCORS",
    "GetBucketLifecycleConfiguration": "GetLifecycleConfiguration",
    "PutBucketLifecycleConfiguration": "PutLifecycleConfiguration",
    "DeleteBucketLifecycle": "PutLifecycleConfiguration",
    "GetBucketEncryption": "GetEncryptionConfiguration",
    "PutBucketEncryption": "PutEncryptionConfiguration",
    "DeleteBucketEncryption": "PutEncryptionConfiguration",
    "GetBucketAccelerateConfiguration": "GetAccelerateConfiguration",
    "PutBucketAccelerateConfiguration": "PutAccelerateConfiguration",
    "GetBucketNotificationConfiguration": "GetBucketNotification",
    "PutBucketNotificationConfiguration": "PutBucketNotification",
    "GetBucketReplication": "GetReplicationConfiguration",
    "PutBucketReplication": "PutReplicationConfiguration",
    "DeleteBucketReplication": "PutReplicationConfiguration",
    "DeleteBucketTagging": "PutBucketTagging",
    "DeleteBucketOwnershipControls": "PutBucketOwnershipControls",
    "GetPublicAccessBlock": "GetBucketPublicAccessBlock",
    "PutPublicAccessBlock": "PutBucketPublicAccessBlock",
    "DeletePublicAccessBlock": "PutBucketPublicAccessBlock",
    "GetObjectLockConfiguration": "GetBucketObjectLockConfiguration",
    "PutObjectLockConfiguration": "PutBucketObjectLockConfiguration",
    **{
        f"{verb}Bucket{kind}Configuration{s}": f"{action}{kind}Configuration"
        for kind in ("Analytics", "IntelligentTiering", "Inventory", "Metrics")
        for verb, s, action in (
            ("Get", "", "Get"),
            ("List", "s", "Get"),
            ("Put", "", "Put"),
            ("Delete", "", "Put"),
        )
    },
}
# With a version id in the request, these ask for an action of their own.
OF_A_VERSION: Mapping[str, str] = {
    "GetObject": "GetObjectVersion",
    "DeleteObject": "DeleteObjectVersion",
    "GetObjectAcl": "GetObjectVersionAcl",
    "GetObjectAttributes": "GetObjectVersionAttributes",
    "PutObjectAcl": "PutObjectVersionAcl",
    "GetObjectTagging": "GetObjectVersionTagging",
    "PutObjectTagging": "PutObjectVersionTagging",
    "DeleteObjectTagging": "DeleteObjectVersionTagging",
}
# An object's attributes are asked for together with the object.
ALSO: Mapping[str, str] = {
    "GetObjectAttributes": "GetObject",
    "GetObjectVersionAttributes": "GetObjectVersion",
}
# Policies may look at the tags of the object for these; not for writing or deleting it.
# Source: Amazon S3 user guide, "Tagging and access control policies".
SEES_TAGS = frozenset(
    f"{verb}Object{version}{part}"
    for version in ("", "Version")
    for verb, part in (
        ("Get", ""),
        *((verb, "Acl") for verb in ("Get", "Put")),
        *((verb, "Tagging") for verb in ("Get", "Put", "Delete")),
    )
)
_ACL = ("acl", "grant-full-control", "grant-read", "grant-read-acp", "grant-write-acp")
# A header of a request that changes an object, and the action that it asks for besides.
ALSO_BY_HEADER: Mapping[str, str] = {
    "x-amz-tagging": "PutObjectTagging",
    **{f"x-amz-{name}": "PutObjectAcl" for name in _ACL},
    "x-amz-object-lock-legal-hold": "PutObjectLegalHold",
    "x-amz-object-lock-mode": "PutObjectRetention",
    "x-amz-object-lock-retain-until-date": "PutObjectRetention",
    "x-amz-bypass-governance-retention": "BypassGovernanceRetention",
}
# The same for CreateBucket; values that change nothing ask for nothing.
ALSO_BY_BUCKET_HEADER: Mapping[str, tuple[str, ...]] = {
    **{f"x-amz-{name}": ("PutBucketAcl",) for name in (*_ACL, "grant-write")},
    "x-amz-bucket-object-lock-enabled": ("PutBucketObjectLockConfiguration", "PutBucketVersioning"),
    "x-amz-object-ownership": ("PutBucketOwnershipControls",),
}
_CHANGES_NOTHING = (("x-amz-acl", "private"), ("x-amz-bucket-object-lock-enabled", "false"))
# Condition key → the parameter of the request that it holds.
CONDITION_KEYS: Mapping[str, str] = {
    "s3:prefix": "Prefix",
    "s3:delimiter": "Delimiter",
    "s3:max-keys": "MaxKeys",
    "s3:VersionId": "VersionId",
    "s3:x-amz-acl": "ACL",
    "s3:x-amz-copy-source": "CopySource",
    "s3:x-amz-metadata-directive": "MetadataDirective",
    "s3:x-amz-server-side-encryption": "ServerSideEncryption",
    "s3:x-amz-server-side-encryption-aws-kms-key-id": "SSEKMSKeyId",
    "s3:x-amz-storage-class": "StorageClass",
    "s3:x-amz-website-redirect-location": "WebsiteRedirectLocation",
}


def s3_accesses(
    request: HttpRequest, asked: S3Request, tags_of: TagsOf, *, is_presigned: bool
) -> list[Access]:
    """Everything that an S3 request wants to do; nothing yet for DeleteObjects.

    Args:
        request: As it arrived.
        asked: The same, understood.
        tags_of: Gives the tags of an object that is there.
        is_presigned: Whether it came by a presigned URL.
    """
    if asked.operation.name == "DeleteObjects":
        return []
    context = s3_context(request, asked, is_presigned=is_presigned)
    there = [
        Access(f"s3:{action}", _arn(target), context | _existing_tags(action, target, tags_of))
        for action, target in _wanted(asked)
    ]
    names = {asked.operation.name, *(access.action.removeprefix("s3:") for access in there)}
    new = [
        Access(f"s3:{action}", _arn(Target(asked.bucket, asked.key)), context)
        for action in dict.fromkeys(_asked_by_headers(request, asked))
        if action not in names
    ]
    return there + new


def _wanted(asked: S3Request) -> Iterator[tuple[str, Target]]:
    action = ACTIONS.get(asked.operation.name, asked.operation.name)
    target = Target(asked.bucket, asked.key, str(asked.parameters.get("VersionId", "")))
    if "VersionId" in asked.parameters:
        action = OF_A_VERSION.get(action, action)
    yield action, target
    if action in ALSO:
        yield ALSO[action], target
    if (source := asked.copy_source) is not None:
        read = "GetObjectVersion" if source.version_id else "GetObject"
        yield read, Target(source.bucket, source.key, source.version_id or "")


def _existing_tags(action: str, target: Target, tags_of: TagsOf) -> dict[str, str]:
    tags = tags_of(*target) if action in SEES_TAGS and target.key else {}
    return {f"s3:ExistingObjectTag/{key}": value for key, value in tags.items()}


def _asked_by_headers(request: HttpRequest, asked: S3Request) -> Iterator[str]:
    """The further actions that headers ask for, on the object that is to be."""
    for header, text in request.lower_headers.items():
        if asked.key and request.method in ("PUT", "POST", "DELETE") and header in ALSO_BY_HEADER:
            yield ALSO_BY_HEADER[header]
        elif asked.operation.name == "CreateBucket" and (header, text) not in _CHANGES_NOTHING:
            yield from ALSO_BY_BUCKET_HEADER.get(header, ())


def _arn(target: Target) -> str:
    if not target.bucket:
        return "*"
    return "/".join(filter(None, (f"arn:aws:s3:::{target.bucket}", target.key)))


def s3_context(
    request: HttpRequest, asked: S3Request, *, is_presigned: bool
) -> dict[str, str | tuple[str, ...]]:
    """The condition keys of an S3 request."""
    context: dict[str, str | tuple[str, ...]] = {
        key: asked.parameters[name]
        for key, name in CONDITION_KEYS.items()
        if name in asked.parameters
    }
    context["s3:authType"] = "REST-QUERY-STRING" if is_presigned else "REST-HEADER"
    context["s3:signatureversion"] = "AWS4-HMAC-SHA256"
    if (content := request.header("x-amz-content-sha256")) is not None:
        context["s3:x-amz-content-sha256"] = content
    return context
