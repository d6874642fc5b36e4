"""What S3 asks beside the table of actions: a bucket policy's own grammar, and locks of many."""

from __future__ import annotations

import json
from typing import Any

from signed_requests import temporary_credentials

import cognito_lab


def account() -> tuple[cognito_lab.Cloud, Any]:
    """A bucket with one object, and its administrator's S3."""
    cloud = cognito_lab.new_cloud(seed=7)
    s3 = cognito_lab.boto3_session(cloud).client("s3")
    s3.create_bucket(Bucket="photos")
    s3.put_object(Bucket="photos", Key="cat", Body=b"meow")
    return cloud, s3


def for_readers(effect: str, **more: str) -> str:
    """A bucket policy about everybody who reads a photo."""
    statement = {
        **more,
        "Effect": effect,
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::photos/*",
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def test_a_bucket_policys_statement_may_have_a_name_with_spaces():
    """S3 takes statement ids that IAM refuses."""
    cloud, s3 = account()

    s3.put_bucket_policy(Bucket="photos", Policy=for_readers("Allow", Sid="Anybody may read"))

    got = cognito_lab.http_session(cloud).get("https://photos.s3.amazonaws.com/cat")
    assert got.content == b"meow"


def test_bypassing_locks_of_many_objects_is_asked_for():
    """DeleteObjects with the bypass header wants s3:BypassGovernanceRetention for each object."""
    cloud, _ = account()
    statement = {"Effect": "Allow", "Action": "s3:DeleteObject", "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    s3 = cognito_lab.boto3_session(cloud, temporary_credentials(cloud, policy)).client("s3")
    doomed = {"Bucket": "photos", "Delete": {"Objects": [{"Key": "cat"}]}}

    kept = s3.delete_objects(**doomed, BypassGovernanceRetention=True)
    gone = s3.delete_objects(**doomed)

    assert [error["Code"] for error in kept["Errors"]] == ["AccessDenied"]
    assert [deleted["Key"] for deleted in gone["Deleted"]] == ["cat"]


def test_nobody_learns_access_denied_and_the_trace_says_which_policy():
    """An unsigned request that a bucket policy denies has that reason in the trace, too."""
    cloud, s3 = account()
    s3.put_bucket_policy(Bucket="photos", Policy=for_readers("Deny"))

    got = cognito_lab.http_session(cloud).get("https://photos.s3.amazonaws.com/cat")

    assert got.status_code == 403
    because = cloud.trace.find("GetObject")[-1].error.because
    assert because.startswith(
        "The request carries no signature at all. anonymous may not do s3:Get"
    )
    assert "with an explicit deny in a resource-based policy" in because
