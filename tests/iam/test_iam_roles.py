"""Roles and users: made, described, given policies, and deleted."""

from collections.abc import Callable
from typing import Any

import pytest
from iam_world import (
    ACCOUNT_TRUST,
    READ_ONLY,
    make_role,
    make_user,
    policy,
    read,
    trust,
)

from cognito_lab.primitives.caller import ADMINISTRATOR, served_for
from cognito_lab.primitives.errors import AwsError
from cognito_lab.services.iam import Iam

COGNITO = "cognito-identity.amazonaws.com"


def refused(code: str, attempt: Callable[[], object]) -> str:
    """Assert AWS's error code; answer its message."""
    with pytest.raises(AwsError) as caught:
        attempt()
    assert caught.value.code == code
    assert caught.value.because
    return caught.value.message


def test_a_role_is_described_as_it_was_made(iam: Iam) -> None:
    """GetRole answers what CreateRole answered; the trust policy comes URL-encoded."""
    made = make_role(
        iam, "reader", path="/app/", description="reads", tags=[{"Key": "a", "Value": "b"}]
    )

    role = iam.get_role(role_name="reader")["Role"]

    assert role == made | {"RoleLastUsed": {}}
    assert role["Arn"] == "arn:aws:iam::123456789012:role/app/reader"
    assert role["RoleId"].startswith("AROA")
    assert role["MaxSessionDuration"] == 3600
    assert role["Tags"] == [{"Key": "a", "Value": "b"}]
    assert read(role["AssumeRolePolicyDocument"])["Statement"][0]["Action"] == "sts:AssumeRole"
    found = iam.role(role["Arn"])
    assert found is not None
    assert found.unique_id == role["RoleId"]
    assert iam.role("arn:aws:iam::123456789012:role/reader") is None


def test_names_differ_by_more_than_case(iam: Iam) -> None:
    """Reader and reader are one name, for roles, users and policies."""
    make_role(iam, "Reader")
    make_user(iam, "Clerk")
    iam.create_policy(policy_name="Rules", policy_document=policy("s3:*"))

    attempts: list[Callable[[], object]] = [
        lambda: make_role(iam, "reader"),
        lambda: iam.create_user(user_name="CLERK"),
        lambda: iam.create_policy(policy_name="rules", policy_document=policy("s3:*")),
    ]
    for attempt in attempts:
        refused("EntityAlreadyExists", attempt)
    assert iam.get_role(role_name="READER")["Role"]["RoleName"] == "Reader"


def test_what_is_not_there_is_named_in_the_refusal(iam: Iam) -> None:
    """NoSuchEntity, with the name that was asked for."""
    make_role(iam)

    assert refused("NoSuchEntity", lambda: iam.get_role(role_name="gone")) == (
        "The role with name gone cannot be found."
    )
    for attempt in (
        lambda: iam.get_user(user_name="gone"),
        lambda: iam.get_policy(policy_arn="arn:aws:iam::123456789012:policy/gone"),
        lambda: iam.get_role_policy(role_name="reader", policy_name="gone"),
        lambda: iam.delete_role_policy(role_name="reader", policy_name="gone"),
        lambda: iam.detach_role_policy(role_name="reader", policy_arn=READ_ONLY),
        lambda: iam.delete_role_permissions_boundary(role_name="reader"),
        lambda: iam.attach_role_policy(role_name="reader", policy_arn="arn:aws:iam::aws:policy/No"),
    ):
        refused("NoSuchEntity", attempt)


def test_inline_and_attached_policies_are_listed(iam: Iam) -> None:
    """Inline policies by name, attached ones by name and ARN."""
    make_role(iam)
    iam.put_role_policy(role_name="reader", policy_name="own", policy_document=policy("s3:Get*"))
    iam.attach_role_policy(role_name="reader", policy_arn=READ_ONLY)
    iam.attach_role_policy(role_name="reader", policy_arn=READ_ONLY)

    shown = iam.get_role_policy(role_name="reader", policy_name="own")

    assert (shown["RoleName"], shown["PolicyName"]) == ("reader", "own")
    assert read(shown["PolicyDocument"])["Statement"][0]["Action"] == ["s3:Get*"]
    assert iam.list_role_policies(role_name="reader")["PolicyNames"] == ["own"]
    attached = iam.list_attached_role_policies(role_name="reader")
    assert attached["AttachedPolicies"] == [
        {"PolicyName": "AmazonS3ReadOnlyAccess", "PolicyArn": READ_ONLY}
    ]


def test_a_role_with_policies_cannot_be_deleted(iam: Iam) -> None:
    """Policies have to be taken off first; then the role is gone."""
    make_role(iam)
    iam.put_role_policy(role_name="reader", policy_name="own", policy_document=policy("s3:Get*"))
    iam.attach_role_policy(role_name="reader", policy_arn=READ_ONLY)

    assert "detach" in refused("DeleteConflict", lambda: iam.delete_role(role_name="reader"))
    iam.detach_role_policy(role_name="reader", policy_arn=READ_ONLY)
    refused("DeleteConflict", lambda: iam.delete_role(role_name="reader"))
    iam.delete_role_policy(role_name="reader", policy_name="own")
    iam.delete_role(role_name="reader")

    assert iam.list_roles()["Roles"] == []


@pytest.mark.parametrize(
    "spoilt",
    [
        pytest.param("{", id="no JSON"),
        pytest.param(policy("s3:GetObject").replace("Allow", "allow"), id="effect in lower case"),
        pytest.param(policy("GetObject"), id="an action without a vendor"),
        pytest.param(ACCOUNT_TRUST, id="a trust policy"),
    ],
)
def test_a_wrong_policy_is_refused_and_changes_nothing(iam: Iam, spoilt: str) -> None:
    """MalformedPolicyDocument, and the policy of that name stays what it was."""
    make_role(iam)
    good = policy("s3:Get*")
    iam.put_role_policy(role_name="reader", policy_name="own", policy_document=good)

    refused(
        "MalformedPolicyDocument",
        lambda: iam.put_role_policy(role_name="reader", policy_name="own", policy_document=spoilt),
    )

    shown = iam.get_role_policy(role_name="reader", policy_name="own")
    assert read(shown["PolicyDocument"]) == read(good)


@pytest.mark.parametrize(
    ("condition", "accepted"),
    [
        pytest.param(None, False, id="no condition"),
        pytest.param({"StringEquals": {"aws:SourceIp": "1.2.3.4"}}, False, id="another key"),
        pytest.param({"StringEquals": {f"{COGNITO}:aud": "us-east-1:a"}}, True, id="aud"),
        pytest.param(
            {"ForAnyValue:StringLike": {f"{COGNITO}:amr": "authenticated"}},
            True,
            id="amr alone: it still lets any pool in, and AWS takes it",
        ),
    ],
)
def test_a_trust_policy_that_lets_any_pool_in_is_refused(
    iam: Iam, condition: dict[str, Any] | None, accepted: bool
) -> None:
    """IAM wants at least one condition on Cognito's keys, when making and when changing a role."""
    document = trust({"Federated": COGNITO}, condition)
    make_role(iam, "existing")

    def create() -> object:
        return iam.create_role(role_name="new", assume_role_policy_document=document)

    def change() -> object:
        return iam.update_assume_role_policy(role_name="existing", policy_document=document)

    if accepted:
        create()
        change()
        return
    refused("MalformedPolicyDocument", create)
    refused("MalformedPolicyDocument", change)
    assert [role["RoleName"] for role in iam.list_roles()["Roles"]] == ["existing"]
    shown = iam.get_role(role_name="existing")["Role"]["AssumeRolePolicyDocument"]
    assert read(shown) == read(ACCOUNT_TRUST)


def test_a_role_can_be_changed(iam: Iam) -> None:
    """Description, session length, tags and boundary change one by one."""
    make_role(iam)
    iam.update_role(role_name="reader", description="now", max_session_duration=7200)
    iam.tag_role(role_name="reader", tags=[{"Key": "team", "Value": "red"}])
    iam.tag_role(role_name="reader", tags=[{"Key": "team", "Value": "blue"}])
    iam.put_role_permissions_boundary(role_name="reader", permissions_boundary=READ_ONLY)

    role = iam.get_role(role_name="reader")["Role"]

    assert (role["Description"], role["MaxSessionDuration"]) == ("now", 7200)
    assert role["Tags"] == [{"Key": "team", "Value": "blue"}]
    assert role["PermissionsBoundary"]["PermissionsBoundaryArn"] == READ_ONLY
    iam.untag_role(role_name="reader", tag_keys=["team", "gone"])
    iam.delete_role_permissions_boundary(role_name="reader")
    role = iam.get_role(role_name="reader")["Role"]
    assert "Tags" not in role
    assert "PermissionsBoundary" not in role
    assert iam.list_role_tags(role_name="reader")["Tags"] == []


def test_a_tags_key_has_no_case(iam: Iam) -> None:
    """A key in other letters replaces the tag of a role or user, and takes it away, too."""
    make_role(iam, tags=[{"Key": "Team", "Value": "red"}, {"Key": "floor", "Value": "3"}])
    iam.create_user(user_name="clerk", tags=[{"Key": "Team", "Value": "red"}])

    iam.tag_role(role_name="reader", tags=[{"Key": "team", "Value": "blue"}])
    iam.untag_role(role_name="reader", tag_keys=["FLOOR"])
    iam.tag_user(user_name="clerk", tags=[{"Key": "TEAM", "Value": "green"}])

    assert iam.list_role_tags(role_name="reader")["Tags"] == [{"Key": "team", "Value": "blue"}]
    assert iam.list_user_tags(user_name="clerk")["Tags"] == [{"Key": "TEAM", "Value": "green"}]
    iam.untag_user(user_name="clerk", tag_keys=["team"])
    assert iam.list_user_tags(user_name="clerk")["Tags"] == []


def test_one_request_names_a_tags_key_once(iam: Iam) -> None:
    """Two tags whose keys differ by case alone are refused, and nothing has changed."""
    twice = [{"Key": "Team", "Value": "red"}, {"Key": "team", "Value": "blue"}]
    make_role(iam)
    iam.create_user(user_name="clerk")

    refused("InvalidInput", lambda: make_role(iam, "other", tags=twice))
    refused("InvalidInput", lambda: iam.create_user(user_name="other", tags=twice))
    refused("InvalidInput", lambda: iam.tag_role(role_name="reader", tags=twice))
    refused("InvalidInput", lambda: iam.tag_user(user_name="clerk", tags=twice))

    assert [role["RoleName"] for role in iam.list_roles()["Roles"]] == ["reader"]
    assert iam.list_role_tags(role_name="reader")["Tags"] == []
    assert iam.list_user_tags(user_name="clerk")["Tags"] == []


def test_lists_come_in_pages(iam: Iam) -> None:
    """Marker and IsTruncated lead through a list."""
    for name in ("c", "a", "b"):
        make_role(iam, name)

    first = iam.list_roles(max_items=2)
    rest = iam.list_roles(max_items=2, marker=first["Marker"])

    assert [role["RoleName"] for role in first["Roles"] + rest["Roles"]] == ["a", "b", "c"]
    assert (first["IsTruncated"], rest["IsTruncated"]) == (True, False)
    assert "Marker" not in rest
    refused("ValidationError", lambda: iam.list_roles(marker="made-up"))


def test_inline_policies_have_a_size_limit(iam: Iam) -> None:
    """All inline policies of a role together have at most 10,240 characters."""
    make_role(iam)
    large = policy(*[f"s3:Get{'x' * 90}{number}" for number in range(50)])

    for name in ("one", "one"):
        iam.put_role_policy(role_name="reader", policy_name=name, policy_document=large)
    message = refused(
        "LimitExceeded",
        lambda: [
            iam.put_role_policy(role_name="reader", policy_name=name, policy_document=large)
            for name in ("two", "three")
        ],
    )

    assert "10240" in message


def test_a_user_without_a_name_is_the_caller(iam: Iam) -> None:
    """GetUser and CreateAccessKey without a name mean whoever asks."""
    caller = make_user(iam, "clerk", "iam:*")

    with served_for(caller):
        assert iam.get_user()["User"]["UserName"] == "clerk"
        assert iam.create_access_key()["AccessKey"]["UserName"] == "clerk"
    with served_for(ADMINISTRATOR):
        assert iam.get_user()["User"]["UserName"] == "administrator"


def test_access_keys_are_told_once_and_can_be_switched_off(iam: Iam) -> None:
    """The gate knows a key only while it is active; a third key is one too many."""
    iam.create_user(user_name="clerk")
    made = iam.create_access_key(user_name="clerk")["AccessKey"]
    key_id = made["AccessKeyId"]

    key = iam.access_key(key_id)
    assert key is not None
    assert (key.secret, key.caller.access_key_id) == (made["SecretAccessKey"], key_id)
    listed = iam.list_access_keys(user_name="clerk")["AccessKeyMetadata"]
    assert listed == [{name: value for name, value in made.items() if name != "SecretAccessKey"}]

    iam.update_access_key(user_name="clerk", access_key_id=key_id, status="Inactive")
    assert iam.access_key(key_id) is None
    iam.create_access_key(user_name="clerk")
    refused("LimitExceeded", lambda: iam.create_access_key(user_name="clerk"))
    refused("DeleteConflict", lambda: iam.delete_user(user_name="clerk"))
    iam.delete_access_key(user_name="clerk", access_key_id=key_id)
    refused("NoSuchEntity", lambda: iam.delete_access_key(user_name="clerk", access_key_id=key_id))


def test_the_account_begins_with_an_administrator(iam: Iam) -> None:
    """One user with one key, who may do anything because a policy says so."""
    credentials = iam.administrator_credentials

    key = iam.access_key(credentials["AccessKeyId"])

    assert key is not None
    assert key.secret == credentials["SecretAccessKey"]
    assert key.caller.is_administrator
    assert iam.authorize(key.caller, "s3:DeleteBucket", "arn:aws:s3:::b").allowed
