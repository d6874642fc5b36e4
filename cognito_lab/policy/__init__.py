"""IAM's decision as pure functions: policies and a request in, a verdict with its reasons out.

In reading order: `request` (what is asked), `document` (a policy), `decision` (the verdict),
`explanation` (its reasons). Below them: `matching`, `patterns`, `conditions` and `operators`
compare; `grammar`, `syntax` and `kinds` say what may be written; `layers` says which policies have
a say.
"""

from cognito_lab.policy.decision import Decision, Policies, decide, decide_trust
from cognito_lab.policy.document import Document, Effect, PolicyKind, Statement, parse
from cognito_lab.policy.explanation import StatementResult
from cognito_lab.policy.grammar import find_fault
from cognito_lab.policy.layers import Layer
from cognito_lab.policy.request import Principal, PrincipalKind, Request

__all__ = [
    "Decision",
    "Document",
    "Effect",
    "Layer",
    "Policies",
    "PolicyKind",
    "Principal",
    "PrincipalKind",
    "Request",
    "Statement",
    "StatementResult",
    "decide",
    "decide_trust",
    "find_fault",
    "parse",
]
