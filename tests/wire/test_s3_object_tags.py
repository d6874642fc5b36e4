"""`s3:ExistingObjectTag/…`: policies that look at the tags of the object that is there."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError
from signed_requests import temporary_credentials

import cognito_lab

TAGS = {"TagSet": [{"Key": "class", "Value": "public"}]}


def reader_of(effect: str, value: str) -> Any:
    """S3 for somebody with everything allowed, or denied, on objects of one class."""
    cloud = cognito_lab.new_cloud(seed=7)
    owner: Any = cognito_lab.boto3_session(cloud).client("s3")
    owner.create_bucket(Bucket="photos")
    owner.put_bucket_versioning(Bucket="photos", VersioningConfiguration={"Status": "Enabled"})
    owner.put_object(Bucket="photos", Key="cat", Body=b"meow", Tagging="class=public")
    owner.put_object(Bucket="photos", Key="dog", Body=b"woof", Tagging="class=secret")
    owner.put_object(Bucket="photos", Key="cow", Body=b"moo")
    statement = {
        "Effect": effect,
        "Action": "s3:*",
        "Resource": "*",
        "Condition": {"StringEquals": {"s3:ExistingObjectTag/class": value}},
    }
    everything = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
    statements = [statement] if effect == "Allow" else [everything, statement]
    policy = json.dumps({"Version": "2012-10-17", "Statement": statements})
    return cognito_lab.boto3_session(cloud, temporary_credentials(cloud, policy)).client("s3")


SEEN: dict[str, Callable[[Any, str], Any]] = {
    "reading it": lambda s3, key: s3.get_object(Bucket="photos", Key=key),
    "asking for its head": lambda s3, key: s3.head_object(Bucket="photos", Key=key),
    "reading its tags": lambda s3, key: s3.get_object_tagging(Bucket="photos", Key=key),
    "reading its ACL": lambda s3, key: s3.get_object_acl(Bucket="photos", Key=key),
    "changing its tags": lambda s3, key: s3.put_object_tagging(
        Bucket="photos", Key=key, Tagging=TAGS
    ),
    "taking its tags off": lambda s3, key: s3.delete_object_tagging(Bucket="photos", Key=key),
}


@pytest.mark.parametrize("what", SEEN)
def test_an_allow_for_one_class_opens_that_class_alone(what: str):
    """An object of the class is open; one of another class, or of none, is not."""
    s3 = reader_of("Allow", "public")

    assert SEEN[what](s3, "cat")["ResponseMetadata"]["HTTPStatusCode"] in (200, 204)
    for key in ("dog", "cow"):
        with pytest.raises(ClientError, match=r"AccessDenied|403"):
            SEEN[what](s3, key)


@pytest.mark.parametrize("what", SEEN)
def test_a_deny_for_one_class_closes_that_class_alone(what: str):
    """A Deny on a class holds, and leaves other objects alone."""
    s3 = reader_of("Deny", "secret")

    with pytest.raises(ClientError, match=r"AccessDenied|403"):
        SEEN[what](s3, "dog")
    for key in ("cat", "cow"):
        assert SEEN[what](s3, key)["ResponseMetadata"]["HTTPStatusCode"] in (200, 204)


def test_a_copy_looks_at_the_tags_of_its_source():
    """Who may not read an object may not copy it either."""
    s3 = reader_of("Deny", "secret")

    with pytest.raises(ClientError, match="AccessDenied"):
        s3.copy_object(Bucket="photos", Key="new", CopySource="photos/dog")

    assert s3.copy_object(Bucket="photos", Key="new", CopySource="photos/cow")


def test_each_version_has_tags_of_its_own():
    """A policy sees the tags of the version that is asked for."""
    s3 = reader_of("Deny", "secret")
    newer = s3.put_object(Bucket="photos", Key="dog", Body=b"WOOF", Tagging="class=public")

    assert s3.get_object(Bucket="photos", Key="dog")["VersionId"] == newer["VersionId"]
    listed = s3.list_object_versions(Bucket="photos", Prefix="dog")["Versions"]
    (older,) = {each["VersionId"] for each in listed} - {newer["VersionId"]}
    with pytest.raises(ClientError, match="AccessDenied"):
        s3.get_object(Bucket="photos", Key="dog", VersionId=older)


@pytest.mark.parametrize(
    "call",
    [
        pytest.param(lambda s3: s3.put_object(Bucket="photos", Key="dog"), id="writing over it"),
        pytest.param(lambda s3: s3.delete_object(Bucket="photos", Key="dog"), id="deleting it"),
    ],
)
def test_writing_and_deleting_do_not_look_at_tags(call: Callable[[Any], Any]):
    """AWS does not support the key there: neither does a Deny hold, nor an Allow suffice."""
    assert call(reader_of("Deny", "secret"))["ResponseMetadata"]["HTTPStatusCode"] in (200, 204)
    with pytest.raises(ClientError, match="AccessDenied"):
        call(reader_of("Allow", "secret"))
