"""Managed policies: versions, attachments, and AWS's own."""

from collections.abc import Callable
from typing import Any

import pytest
from iam_world import READ_ONLY, make_role, policy, read, session_of

from cognito_lab.primitives.errors import AwsError
from cognito_lab.services.iam import Iam


def refused(code: str, attempt: Callable[[], object]) -> None:
    """Assert AWS's error code."""
    with pytest.raises(AwsError) as caught:
        attempt()
    assert caught.value.code == code


def make_policy(iam: Iam, name: str = "photos", *actions: str) -> str:
    """A managed policy; its ARN."""
    document = policy(*(actions or ("s3:Get*",)))
    arn: str = iam.create_policy(policy_name=name, policy_document=document)["Policy"]["Arn"]
    return arn


def test_a_managed_policy_has_a_first_version(iam: Iam) -> None:
    """GetPolicy shows the policy, GetPolicyVersion its text."""
    arn = make_policy(iam)

    shown = iam.get_policy(policy_arn=arn)["Policy"]
    version = iam.get_policy_version(policy_arn=arn, version_id="v1")["PolicyVersion"]

    assert (shown["DefaultVersionId"], shown["AttachmentCount"]) == ("v1", 0)
    assert read(version["Document"]) == read(policy("s3:Get*"))
    assert version["IsDefaultVersion"] is True


def test_a_new_version_counts_from_the_moment_it_is_in_force(iam: Iam) -> None:
    """A role with the policy can do what the default version says, at once."""
    arn = make_policy(iam)
    role = make_role(iam)
    iam.attach_role_policy(role_name="reader", policy_arn=arn)
    caller = session_of(role)

    iam.create_policy_version(policy_arn=arn, policy_document=policy("s3:Put*"))
    assert not iam.authorize(caller, "s3:PutObject", "arn:aws:s3:::b/k").allowed
    iam.set_default_policy_version(policy_arn=arn, version_id="v2")

    assert iam.authorize(caller, "s3:PutObject", "arn:aws:s3:::b/k").allowed
    assert not iam.authorize(caller, "s3:GetObject", "arn:aws:s3:::b/k").allowed


def test_versions_are_five_at_most_and_never_numbered_twice(iam: Iam) -> None:
    """A deleted version makes room, and its number is not given again."""
    arn = make_policy(iam)
    for _ in range(4):
        iam.create_policy_version(policy_arn=arn, policy_document=policy("s3:Put*"))

    def one_more() -> Any:
        return iam.create_policy_version(
            policy_arn=arn, policy_document=policy("s3:List*"), set_as_default=True
        )

    refused("LimitExceeded", one_more)
    refused("DeleteConflict", lambda: iam.delete_policy_version(policy_arn=arn, version_id="v1"))
    iam.delete_policy_version(policy_arn=arn, version_id="v5")
    assert one_more()["PolicyVersion"]["VersionId"] == "v6"
    assert iam.get_policy(policy_arn=arn)["Policy"]["DefaultVersionId"] == "v6"
    listed = iam.list_policy_versions(policy_arn=arn)["Versions"]
    assert [version["VersionId"] for version in listed] == ["v6", "v4", "v3", "v2", "v1"]


def test_a_policy_in_use_cannot_be_deleted(iam: Iam) -> None:
    """Attached, limiting somebody, or with older versions: each keeps it alive."""
    arn = make_policy(iam)
    make_role(iam)

    iam.attach_role_policy(role_name="reader", policy_arn=arn)
    refused("DeleteConflict", lambda: iam.delete_policy(policy_arn=arn))
    iam.detach_role_policy(role_name="reader", policy_arn=arn)
    iam.put_role_permissions_boundary(role_name="reader", permissions_boundary=arn)
    refused("DeleteConflict", lambda: iam.delete_policy(policy_arn=arn))
    iam.delete_role_permissions_boundary(role_name="reader")
    iam.create_policy_version(policy_arn=arn, policy_document=policy("s3:Put*"))
    refused("DeleteConflict", lambda: iam.delete_policy(policy_arn=arn))
    iam.delete_policy_version(policy_arn=arn, version_id="v2")
    iam.delete_policy(policy_arn=arn)

    refused("NoSuchEntity", lambda: iam.get_policy(policy_arn=arn))


def test_old_language_and_long_policies_are_refused(iam: Iam) -> None:
    """Managed policies must be written in 2012-10-17 and have at most 6,144 characters."""
    old = policy("s3:Get*").replace("2012-10-17", "2008-10-17")
    long = policy(*[f"s3:Get{'x' * 90}{number}" for number in range(80)])

    refused(
        "MalformedPolicyDocument", lambda: iam.create_policy(policy_name="a", policy_document=old)
    )
    refused("LimitExceeded", lambda: iam.create_policy(policy_name="a", policy_document=long))

    assert iam.list_policies(scope="Local")["Policies"] == []


def test_policies_of_aws_can_be_attached_but_not_changed(iam: Iam) -> None:
    """They are listed under scope AWS and belong to AWS."""
    listed = iam.list_policies(scope="AWS")["Policies"]

    assert READ_ONLY in [shown["Arn"] for shown in listed]
    refused(
        "AccessDenied",
        lambda: iam.create_policy_version(policy_arn=READ_ONLY, policy_document=policy("s3:*")),
    )


def test_entities_of_a_policy_are_listed_by_kind(iam: Iam) -> None:
    """Roles and users that have it, or that it limits."""
    arn = make_policy(iam)
    make_role(iam)
    iam.create_user(user_name="clerk")
    iam.attach_role_policy(role_name="reader", policy_arn=arn)
    iam.put_user_permissions_boundary(user_name="clerk", permissions_boundary=arn)

    attached = iam.list_entities_for_policy(policy_arn=arn)
    bounded = iam.list_entities_for_policy(
        policy_arn=arn, policy_usage_filter="PermissionsBoundary"
    )

    assert [role["RoleName"] for role in attached["PolicyRoles"]] == ["reader"]
    assert attached["PolicyUsers"] == []
    assert [user["UserName"] for user in bounded["PolicyUsers"]] == ["clerk"]
