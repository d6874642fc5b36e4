"""IAM's own operations are decided on the ARN of what they act on, path included."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

import cognito_lab

ACCOUNT = "arn:aws:iam::123456789012:"
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Principal": {"AWS": f"{ACCOUNT}root"},
            "Action": "sts:AssumeRole",
        },
    }
)


def clerk_who(effect: str, *resources: str) -> Any:
    """IAM for the clerk of the staff, who may (or may not) do everything to these resources."""
    cloud = cognito_lab.new_cloud(seed=7)
    iam = cognito_lab.boto3_session(cloud).client("iam")
    iam.create_user(UserName="clerk", Path="/staff/")
    iam.create_role(RoleName="reader", Path="/team/", AssumeRolePolicyDocument=TRUST)
    statements = [{"Effect": effect, "Action": "iam:*", "Resource": resources}]
    if effect == "Deny":
        statements.append({"Effect": "Allow", "Action": "iam:*", "Resource": "*"})
    iam.put_user_policy(
        UserName="clerk",
        PolicyName="may",
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": statements}),
    )
    key = iam.create_access_key(UserName="clerk")["AccessKey"]
    return cognito_lab.boto3_session(cloud, key).client("iam")


ON_A_PATH = [
    pytest.param(lambda iam: iam.get_role(RoleName="reader"), "role/team/reader", id="a role"),
    pytest.param(lambda iam: iam.get_role(RoleName="READER"), "role/team/reader", id="any case"),
    pytest.param(lambda iam: iam.get_user(UserName="clerk"), "user/staff/clerk", id="a user"),
    pytest.param(lambda iam: iam.get_user(), "user/staff/clerk", id="oneself, without a name"),
    pytest.param(lambda iam: iam.list_access_keys(), "user/staff/clerk", id="one's own keys"),
    pytest.param(
        lambda iam: iam.create_role(
            RoleName="writer", Path="/team/", AssumeRolePolicyDocument=TRUST
        ),
        "role/team/writer",
        id="a new role",
    ),
    pytest.param(
        lambda iam: iam.create_open_id_connect_provider(Url="https://login.example/x"),
        "oidc-provider/login.example/x",
        id="a new provider",
    ),
]


@pytest.mark.parametrize(("call", "resource"), ON_A_PATH)
def test_a_permission_on_a_path_is_enough(call: Any, resource: str):
    """Whoever may act on this very ARN may act."""
    answer = call(clerk_who("Allow", f"{ACCOUNT}{resource}"))

    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200


@pytest.mark.parametrize(("call", "resource"), ON_A_PATH)
def test_a_denial_on_a_path_is_not_walked_round_by_the_name(call: Any, resource: str):
    """A Deny on a path holds, although requests name roles and users without their path."""
    with pytest.raises(ClientError, match=f"on resource: {ACCOUNT}{resource} with an explicit"):
        call(clerk_who("Deny", f"{ACCOUNT}{resource}"))
