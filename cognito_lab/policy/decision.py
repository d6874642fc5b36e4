"""IAM's decision: may this principal do this to that resource? A pure function, and its reasons.

How to read the file: `decide` is the whole of it, in AWS's order:

    1  an explicit Deny, anywhere, ends the matter;
    2  then each layer that must allow is asked for an Allow; the first without one denies;
    3  nothing is missing: allowed.

Which layers must allow depends on how directly a resource policy names the caller: `GRANTS`, a
table of AWS's, says it in four lines.

Left out: the root user's power to do everything without any policy (give it one that allows
everything), and KMS, whose key policies must allow like trust policies.

Source: IAM User Guide, "Policy evaluation logic" and "Cross-account policy evaluation logic".
"""

from collections.abc import Mapping

from cognito_lab.policy.document import Document
from cognito_lab.policy.explanation import Decision, StatementResult
from cognito_lab.policy.layers import Layer, Policies
from cognito_lab.policy.matching import Reach
from cognito_lab.policy.request import Principal, PrincipalKind, Request

__all__ = [
    "Decision",
    "Layer",
    "Policies",
    "Principal",
    "PrincipalKind",
    "Request",
    "StatementResult",
    "decide",
    "decide_trust",
]


# Who may grant at all; the other layers only narrow.
GRANTING = (Layer.TRUST, Layer.RESOURCE, Layer.IDENTITY)

# Within one account: how directly the resource's side names the caller, and who then has to allow.
# A trust policy, where there is one, has to allow in any case.
GRANTS: Mapping[Reach, tuple[Layer, ...]] = {
    Reach.NOBODY: (Layer.TRUST, Layer.IDENTITY, Layer.BOUNDARY, Layer.SESSION),
    Reach.ACCOUNT: (Layer.TRUST, Layer.IDENTITY, Layer.BOUNDARY, Layer.SESSION),
    Reach.ROLE: (Layer.TRUST, Layer.RESOURCE, Layer.BOUNDARY, Layer.SESSION),
    Reach.CALLER: (Layer.TRUST, Layer.RESOURCE),
}
# Between accounts both sides have to allow, however the caller is named.
BETWEEN_ACCOUNTS = (*GRANTS[Reach.NOBODY], Layer.RESOURCE)
# Nobody, a service or a federated identity has no policies of its own: the resource's side decides.
RESOURCE_SIDE = (Layer.TRUST, Layer.RESOURCE)


def decide(request: Request, policies: Policies) -> Decision:
    """Whether AWS would let the request through, and why.

    Args:
        request: Who asks for what.
        policies: Every policy that has a say.

    Returns:
        The decision with every statement that was looked at. It is true when the request is
        allowed.
    """
    results = hold_against(request, policies)
    return _judge(request, results, _must_allow(request, policies, results))


def decide_trust(request: Request, trust: Document) -> Decision:
    """Whether a role's trust policy alone lets the caller in: it has to allow explicitly.

    An ``sts:AssumeRole`` by a user or role asks more than that; give `decide` all policies.
    """
    return _judge(request, hold_against(request, Policies(trust=trust)), (Layer.TRUST,))


def _judge(
    request: Request, results: tuple[StatementResult, ...], must_allow: tuple[Layer, ...]
) -> Decision:
    denials = tuple(result for result in results if result.denies)
    if denials:  # 1
        return Decision(request, False, denials[0].layer, True, denials, results, must_allow)
    allowing = tuple(result for result in results if result.allows and result.layer in must_allow)
    for layer in must_allow:  # 2
        if not any(result.layer is layer for result in allowing):
            return Decision(request, False, layer, False, (), results, must_allow)
    granting = next(layer for layer in must_allow if layer in GRANTING)
    return Decision(request, True, granting, False, allowing, results, must_allow)  # 3


def hold_against(request: Request, policies: Policies) -> tuple[StatementResult, ...]:
    """Every statement of every layer, held against the request: layer by layer, as written."""
    return tuple(
        StatementResult(layer, document, statement, request, statement.first_obstacle(request))
        for layer, document in policies.documents()
        for statement in document.statements
    )


def _must_allow(
    request: Request, policies: Policies, results: tuple[StatementResult, ...]
) -> tuple[Layer, ...]:
    """The layers that have to allow, in the order in which they are asked. Absent ones are not."""
    asked: tuple[Layer, ...]
    if not request.principal.kind.has_identity_policies:
        asked = RESOURCE_SIDE
    elif request.is_cross_account:
        asked = BETWEEN_ACCOUNTS
    else:
        asked = GRANTS[_reach(request, results)]
    existing = policies.by_layer
    return tuple(layer for layer in (Layer.SCP, Layer.RCP, *asked) if layer in existing)


def _reach(request: Request, results: tuple[StatementResult, ...]) -> Reach:
    """The most direct way in which an Allow on the resource's side names the caller."""
    return max(
        (
            result.statement.reach(request.principal)
            for result in results
            if result.allows and result.layer in RESOURCE_SIDE
        ),
        default=Reach.NOBODY,
    )
