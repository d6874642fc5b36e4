"""A locker for everybody, and who asks for which: what the tests of the lens share."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cognito_lab.policy import Principal, PrincipalKind, Request

SUB, AMR = "cognito-identity.amazonaws.com:sub", "cognito-identity.amazonaws.com:amr"
JDOE = "us-east-1:11111111-2222-3333-4444-555555555555"
ROLE = "arn:aws:iam::123456789012:role/app/lockers"
SESSION = Principal(
    "arn:aws:sts::123456789012:assumed-role/lockers/CognitoIdentityCredentials",
    "123456789012",
    PrincipalKind.ASSUMED_ROLE,
    ROLE,
    "AROAEXAMPLE:CognitoIdentityCredentials",
)
COGNITO = Principal("cognito-identity.amazonaws.com", kind=PrincipalKind.FEDERATED)


def policy(*statements: Mapping[str, Any]) -> str:
    """A policy of these statements, as somebody would type it."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)}, indent=2)


OWN = policy(
    {
        "Sid": "OwnLocker",
        "Effect": "Allow",
        "Action": ["s3:GetObject", "s3:PutObject"],
        "Resource": f"arn:aws:s3:::lockers/${{{SUB}}}/*",
    }
)
ALL = policy({"Effect": "Allow", "Action": "s3:*", "Resource": "*"})
NO_READING = policy({"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*"})
TRUST = policy(
    {
        "Effect": "Allow",
        "Principal": {"Federated": COGNITO.arn},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {"ForAnyValue:StringLike": {AMR: "authenticated"}},
    }
)


def asks(locker: str = JDOE, action: str = "s3:GetObject") -> Request:
    """Jdoe's session asks for a photo in a locker."""
    return Request(
        action,
        f"arn:aws:s3:::lockers/{locker}/photo.jpg",
        SESSION,
        {SUB: JDOE, AMR: ("authenticated", "accounts.google.com")},
    )


def wants_the_role(*amr: str) -> Request:
    """An identity of the pool wants to take the role."""
    return Request("sts:AssumeRoleWithWebIdentity", ROLE, COGNITO, {AMR: amr})
