"""Short ways to set IAM up in a test."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

from cognito_lab.primitives.caller import Caller
from cognito_lab.primitives.clock import Clock
from cognito_lab.primitives.ids import Ids
from cognito_lab.primitives.trace import Trace
from cognito_lab.services.iam import Iam

ADMINISTRATOR_ACCESS = "arn:aws:iam::aws:policy/AdministratorAccess"
READ_ONLY = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
ACCOUNT = "123456789012"


def make_iam() -> Iam:
    """IAM of a new account."""
    clock = Clock()
    return Iam(clock, Ids(7), Trace(clock.now))


def policy(*actions: str, resource: str = "*", effect: str = "Allow") -> str:
    """A policy of one statement."""
    statement = {"Effect": effect, "Action": list(actions), "Resource": resource}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def trust(principal: dict[str, Any], condition: dict[str, Any] | None = None) -> str:
    """A trust policy of one statement; web identities for federated principals."""
    action = "sts:AssumeRoleWithWebIdentity" if "Federated" in principal else "sts:AssumeRole"
    statement = {"Effect": "Allow", "Principal": principal, "Action": action}
    if condition is not None:
        statement["Condition"] = condition
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


ACCOUNT_TRUST = trust({"AWS": f"arn:aws:iam::{ACCOUNT}:root"})


def make_role(iam: Iam, name: str = "reader", **more: Any) -> dict[str, Any]:
    """A role that trusts the account."""
    role: dict[str, Any] = iam.create_role(
        role_name=name, assume_role_policy_document=ACCOUNT_TRUST, **more
    )["Role"]
    return role


def make_user(iam: Iam, name: str = "clerk", *actions: str) -> Caller:
    """A user who may do these things, as the gate will recognise them."""
    iam.create_user(user_name=name)
    if actions:
        iam.put_user_policy(user_name=name, policy_name="work", policy_document=policy(*actions))
    made = iam.create_access_key(user_name=name)["AccessKey"]
    key = iam.access_key(made["AccessKeyId"])
    assert key is not None
    return key.caller


def session_of(role: dict[str, Any], **more: Any) -> Caller:
    """A session of a role, as STS would make it."""
    return Caller(
        arn=f"arn:aws:sts::{ACCOUNT}:assumed-role/{role['RoleName']}/test",
        user_id=f"{role['RoleId']}:test",
        role_arn=role["Arn"],
        **more,
    )


def read(document: str) -> Any:
    """A policy from an answer of IAM."""
    return json.loads(unquote(document))
