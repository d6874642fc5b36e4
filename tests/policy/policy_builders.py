"""Short ways to say what a test is about: a request, a statement, a policy."""

from collections.abc import Mapping
from typing import Any

from cognito_lab.policy import Document, PolicyKind, Principal, PrincipalKind, Request, parse

ACCOUNT = "123456789012"
OTHER_ACCOUNT = "999988887777"
POOL = "us-east-1:11111111-2222-3333-4444-555555555555"
IDENTITY_ID = "us-east-1:aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
BUCKET = "arn:aws:s3:::photos"
CAT = f"{BUCKET}/cats/tom.png"

ROLE_ARN = f"arn:aws:iam::{ACCOUNT}:role/app/PhotoReader"
SESSION_ARN = f"arn:aws:sts::{ACCOUNT}:assumed-role/PhotoReader/CognitoIdentityCredentials"
SESSION = Principal(
    SESSION_ARN,
    ACCOUNT,
    PrincipalKind.ASSUMED_ROLE,
    ROLE_ARN,
    "AROAEXAMPLEEXAMPLE123:CognitoIdentityCredentials",
)
ALICE = Principal(f"arn:aws:iam::{ACCOUNT}:user/alice", ACCOUNT, PrincipalKind.USER)
ROOT = Principal(f"arn:aws:iam::{ACCOUNT}:root", ACCOUNT, PrincipalKind.ROOT)
ANYBODY = Principal("anonymous", "", PrincipalKind.ANONYMOUS)
LAMBDA = Principal("lambda.amazonaws.com", "", PrincipalKind.SERVICE)
COGNITO = Principal("cognito-identity.amazonaws.com", "", PrincipalKind.FEDERATED)


def ask(
    action: str = "s3:GetObject",
    resource: str = CAT,
    *,
    who: Principal = SESSION,
    context: Mapping[str, str | tuple[str, ...]] | None = None,
    owner: str = "",
) -> Request:
    """A role session that asks for a picture, unless told otherwise."""
    return Request(action, resource, who, context or {}, owner)


def allow(action: str | list[str] = "s3:GetObject", resource: Any = "*", **more: Any) -> Any:
    """An Allow statement; further members by name."""
    return _statement("Allow", action, resource, more)


def deny(action: str | list[str] = "s3:GetObject", resource: Any = "*", **more: Any) -> Any:
    """A Deny statement; further members by name."""
    return _statement("Deny", action, resource, more)


def _statement(effect: str, action: Any, resource: Any, more: dict[str, Any]) -> dict[str, Any]:
    members = {"Effect": effect, "Action": action, "Resource": resource, **more}
    if "NotAction" in more:
        del members["Action"]
    if "NotResource" in more or resource is None:
        del members["Resource"]
    return members


def policy(
    *statements: Any,
    name: str = "",
    kind: PolicyKind = PolicyKind.IDENTITY,
    version: str = "2012-10-17",
) -> Document:
    """A parsed policy made of these statements."""
    return parse({"Version": version, "Statement": list(statements)}, name=name, kind=kind)


def bucket_policy(*statements: Any) -> Document:
    """A parsed bucket policy."""
    return policy(*statements, kind=PolicyKind.BUCKET)


def trust_policy(*statements: Any) -> Document:
    """A parsed role trust policy."""
    return policy(*statements, kind=PolicyKind.TRUST)


def trust(
    action: str | list[str] = "sts:AssumeRoleWithWebIdentity",
    principal: Any = None,
    effect: str = "Allow",
    **more: Any,
) -> dict[str, Any]:
    """A statement of a trust policy; it trusts the identity service, unless told otherwise."""
    trusted = {"Federated": COGNITO.arn} if principal is None else principal
    return {"Effect": effect, "Principal": trusted, "Action": action, **more}
