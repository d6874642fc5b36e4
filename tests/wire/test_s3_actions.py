"""S3 requests that ask for more than one permission: each of them is asked for."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError
from signed_requests import temporary_credentials

import cognito_lab

OBJECT = {"Bucket": "photos", "Key": "cat"}
UNTIL = "2026-02-01T00:00:00Z"


@pytest.fixture
def cloud() -> cognito_lab.Cloud:
    """A bucket with one object."""
    made = cognito_lab.new_cloud(seed=7)
    s3 = cognito_lab.boto3_session(made).client("s3")
    s3.create_bucket(Bucket="photos")
    s3.put_object(**OBJECT, Body=b"meow")
    return made


def s3_that_may(cloud: cognito_lab.Cloud, *actions: str) -> Any:
    """S3 for somebody who may do this, everywhere, and nothing else."""
    statement = {"Effect": "Allow", "Action": [f"s3:{name}" for name in actions], "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    return cognito_lab.boto3_session(cloud, temporary_credentials(cloud, policy)).client("s3")


ASKS_FOR = [
    pytest.param(
        lambda s3: s3.put_object(**OBJECT, Body=b"", Tagging="a=b"),
        ["PutObject", "PutObjectTagging"],
        id="an object with tags",
    ),
    pytest.param(
        lambda s3: s3.create_multipart_upload(**OBJECT, Tagging="a=b"),
        ["PutObject", "PutObjectTagging"],
        id="an object with tags, in parts",
    ),
    pytest.param(
        lambda s3: s3.create_multipart_upload(**OBJECT, ACL="public-read"),
        ["PutObject", "PutObjectAcl"],
        id="a public object, in parts",
    ),
    pytest.param(
        lambda s3: s3.create_multipart_upload(**OBJECT, ObjectLockLegalHoldStatus="ON"),
        ["PutObject", "PutObjectLegalHold"],
        id="an object on hold, in parts",
    ),
    pytest.param(
        lambda s3: s3.create_multipart_upload(
            **OBJECT, ObjectLockMode="GOVERNANCE", ObjectLockRetainUntilDate=UNTIL
        ),
        ["PutObject", "PutObjectRetention"],
        id="an object that is kept, in parts",
    ),
    pytest.param(
        lambda s3: s3.delete_object(**OBJECT, BypassGovernanceRetention=True),
        ["DeleteObject", "BypassGovernanceRetention"],
        id="deleting what is kept",
    ),
    pytest.param(
        lambda s3: s3.get_object_attributes(**OBJECT, ObjectAttributes=["ETag"]),
        ["GetObjectAttributes", "GetObject"],
        id="an object's attributes",
    ),
    pytest.param(
        lambda s3: s3.get_object_attributes(**OBJECT, VersionId="null", ObjectAttributes=["ETag"]),
        ["GetObjectVersionAttributes", "GetObjectVersion"],
        id="a version's attributes",
    ),
    pytest.param(
        lambda s3: s3.create_bucket(Bucket="pictures", ACL="public-read"),
        ["CreateBucket", "PutBucketAcl"],
        id="a public bucket",
    ),
    pytest.param(
        lambda s3: s3.create_bucket(Bucket="pictures", ObjectLockEnabledForBucket=True),
        ["CreateBucket", "PutBucketObjectLockConfiguration", "PutBucketVersioning"],
        id="a bucket with locks",
    ),
    pytest.param(
        lambda s3: s3.create_bucket(Bucket="pictures", ObjectOwnership="ObjectWriter"),
        ["CreateBucket", "PutBucketOwnershipControls"],
        id="a bucket whose writers own objects",
    ),
]


@pytest.mark.parametrize(("call", "actions"), ASKS_FOR)
def test_each_permission_is_asked_for(cloud: cognito_lab.Cloud, call: Any, actions: list[str]):
    """Without any one of the permissions it is refused by name; with all of them it works."""
    for missing in actions:
        held = [action for action in actions if action != missing]
        with pytest.raises(ClientError, match=f"not authorized to perform: s3:{missing} on"):
            call(s3_that_may(cloud, *held))

    call(s3_that_may(cloud, *actions))


ASKS_FOR_ONE = [
    pytest.param(
        lambda s3: s3.create_bucket(Bucket="pictures", ACL="private"),
        "CreateBucket",
        id="a private bucket",
    ),
    pytest.param(
        lambda s3: s3.create_bucket(Bucket="pictures", ObjectLockEnabledForBucket=False),
        "CreateBucket",
        id="a bucket without locks",
    ),
    pytest.param(
        lambda s3: s3.put_object_acl(**OBJECT, VersionId="null", ACL="private"),
        "PutObjectVersionAcl",
        id="a version's ACL",
    ),
]


@pytest.mark.parametrize(("call", "action"), ASKS_FOR_ONE)
def test_nothing_more_is_asked_for(cloud: cognito_lab.Cloud, call: Any, action: str):
    """A header that asks for nothing special asks for no further permission."""
    answer = call(s3_that_may(cloud, action))

    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200
