"""How long IAM's decision takes, in the worst ordinary case: a role with a hundred statements.

    python benchmarks/run.py decide

Ten managed policies of ten statements each, with wildcards, variables and conditions. Every
statement is held against the request, so that the decision can say of each why it did not apply.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from measuring import heading, in_turn, rows, verdicts

import cognito_lab
from cognito_lab.policy.decision import Decision, Policies, Principal, PrincipalKind, decide
from cognito_lab.policy.decision import Request as IamRequest
from cognito_lab.policy.document import parse
from cognito_lab.primitives.caller import ACCOUNT_ID, Caller

POLICIES, STATEMENTS = 10, 10
OBJECT = "arn:aws:s3:::library/home/us-east-1:0a1b2c3d/letter.txt"
ROLE = f"arn:aws:iam::{ACCOUNT_ID}:role/reader"
SESSION = f"arn:aws:sts::{ACCOUNT_ID}:assumed-role/reader/anna"
CONTEXT = {
    "cognito-identity.amazonaws.com:sub": "us-east-1:0a1b2c3d",
    "aws:PrincipalTag/team": "red",
    "aws:SourceIp": "127.0.0.1",
}
ALLOWED, REFUSED = "s3:GetObject", "s3:DeleteObject"
Ask = Callable[[str], Decision]


def main() -> None:
    """Print the table."""
    heading(f"Decisions over {POLICIES * STATEMENTS} statements")
    decided, authorized = _decide(), _authorize()
    assert authorized(ALLOWED)
    assert not decided(REFUSED)
    measured = in_turn(
        {
            "decide: the last statement allows": lambda _: decided(ALLOWED),
            "decide: no statement allows": lambda _: decided(REFUSED),
            "iam.authorize: find the role's policies, and decide": lambda _: authorized(ALLOWED),
            "iam.authorize, and say why of every statement": lambda _: authorized(
                REFUSED
            ).explain(),
        },
        rounds=300,
        warm_up=30,
    )
    rows(measured)
    verdicts([(name, times.median, 0.5, "ms") for name, times in list(measured.items())[:2]])


def _decide() -> Ask:
    """The pure function, with everything parsed."""
    documents = tuple(parse(_policy(number), name=f"p{number}") for number in range(POLICIES))
    principal = Principal(SESSION, ACCOUNT_ID, PrincipalKind.ASSUMED_ROLE, ROLE, "AROA:anna")
    return lambda action: decide(
        IamRequest(action, OBJECT, principal, CONTEXT), Policies(identity=documents)
    )


def _authorize() -> Ask:
    """The same through IAM, as the gate asks it."""
    iam = cognito_lab.new_cloud(seed=7).iam
    trust = {"Effect": "Allow", "Principal": {"AWS": ACCOUNT_ID}, "Action": "sts:AssumeRole"}
    role = iam.create_role(role_name="reader", assume_role_policy_document=_document([trust]))
    for number in range(POLICIES):
        policy = iam.create_policy(policy_name=f"p{number}", policy_document=_policy(number))
        iam.attach_role_policy(role_name="reader", policy_arn=policy["Policy"]["Arn"])
    user_id = f"{role['Role']['RoleId']}:anna"
    caller = Caller(SESSION, user_id=user_id, role_arn=ROLE, context=CONTEXT)
    return lambda action: iam.authorize(caller, action, OBJECT)


def _policy(number: int) -> str:
    """Ten statements of which the last alone, in the last policy, allows to read the object."""
    statements = [_statement(f"{number}{line}", "s3:GetObject*") for line in range(STATEMENTS)]
    if number == POLICIES - 1:
        statements[-1]["Resource"] = [
            "arn:aws:s3:::library/home/${cognito-identity.amazonaws.com:sub}/*"
        ]
    return _document(statements)


def _statement(name: str, action: str) -> dict[str, Any]:
    return {
        "Effect": "Allow",
        "Action": [action, "dynamodb:Query"],
        "Resource": [f"arn:aws:s3:::shelf-{name}/${{aws:PrincipalTag/team}}/*"],
        "Condition": {
            "StringLike": {"aws:PrincipalTag/team": ["r*", "green"]},
            "IpAddress": {"aws:SourceIp": "127.0.0.0/8"},
        },
    }


def _document(statements: list[dict[str, Any]]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


if __name__ == "__main__":
    main()
