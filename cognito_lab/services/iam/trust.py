"""Trust policies that IAM refuses to keep, although their grammar is right.

A trust policy for Cognito without any condition would let every identity pool of every AWS account
in. IAM does not take it any more.

Source: IAM User Guide, "Create a role for OpenID Connect federation": at least one condition on the
provider's own keys is required.
Left out: the same rule for other shared providers, and whether the condition asks for anything: a
condition on ``amr`` alone passes here, and still lets any pool in.
"""

from collections.abc import Mapping
from typing import Any

from cognito_lab.policy.document import Document, Effect, PolicyKind, Statement, parse
from cognito_lab.policy.matching import Reach
from cognito_lab.policy.request import Principal, PrincipalKind, Request
from cognito_lab.primitives.messages import TRUST_LETS_ANY_POOL_IN

COGNITO = Principal("cognito-identity.amazonaws.com", kind=PrincipalKind.FEDERATED)
_ANY_POOL = Request("sts:AssumeRoleWithWebIdentity", "*", COGNITO)


def trust_policy(text_or_dict: str | Mapping[str, Any]) -> Document:
    """Check a trust policy before a role gets it.

    Raises:
        MalformedPolicyDocument: Its grammar is wrong, or it would let any identity pool in.
    """
    document = parse(text_or_dict, name="trust policy", kind=PolicyKind.TRUST)
    for statement in document.statements:
        if _lets_any_pool_in(statement):
            raise TRUST_LETS_ANY_POOL_IN.error(
                because=f"Statement {statement.index + 1} trusts {COGNITO.arn} without a "
                "condition on one of its keys, such as aud: any identity pool in the world could "
                "assume the role."
            )
    return document


def _lets_any_pool_in(statement: Statement) -> bool:
    keys = (condition.key.lower() for condition in statement.conditions)
    return (
        statement.effect is Effect.ALLOW
        and statement.reach(COGNITO) is not Reach.NOBODY
        and statement.action.matches(_ANY_POOL)
        and not any(key.startswith(f"{COGNITO.arn}:") for key in keys)
    )
