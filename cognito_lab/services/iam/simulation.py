"""The policy simulator: what would be decided, without doing anything.

Both operations hold a request against policies and answer the verdict, the statements that made it
and the condition keys that nobody gave. SimulateCustomPolicy takes the policies from the request,
SimulatePrincipalPolicy those of a user or role, and more from the request if wanted.

Source: API reference, "SimulateCustomPolicy", "SimulatePrincipalPolicy", "EvaluationResult".
Observed: names of policies and positions in answers, in public logs.
Left out: scenarios of EC2 (`ResourceHandlingOption`), groups, organizations, `EvalDecisionDetails`.
With several resources AWS names the whole by a pattern of the service's; here it is called ``*``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cognito_lab.policy.decision import Decision, Layer, decide
from cognito_lab.policy.document import Document, parse
from cognito_lab.policy.explanation import StatementResult
from cognito_lab.policy.layers import Policies
from cognito_lab.policy.request import ContextValue, Principal, Request
from cognito_lab.primitives.messages import NO_SUCH_PRINCIPAL
from cognito_lab.primitives.record import record
from cognito_lab.primitives.trace import operation
from cognito_lab.services.iam.paging import page
from cognito_lab.services.iam.positions import statement_spans
from cognito_lab.services.iam.records import Holder, Role, User
from cognito_lab.services.iam.registry import Registry
from cognito_lab.services.iam.simulation_input import (
    SOMEBODY,
    ContextEntries,
    Texts,
    account_of,
    asker,
    checked_actions,
    context_from,
    holder_as_principal,
    owner_of,
    parsed,
    policies_from,
)

EVERYTHING = "*"


@record
class Question:
    """What is simulated: every action on every resource, under the same circumstances."""

    principal: Principal
    policies: Policies
    actions: Texts
    resources: Texts
    context: Mapping[str, ContextValue]
    resource_account: str = ""

    def results(self) -> list[dict[str, Any]]:
        """One `EvaluationResult` per action."""
        return [self._result(action) for action in self.actions]

    def _result(self, action: str) -> dict[str, Any]:
        """Missing keys stand once: with the whole, or with each resource where some are named."""
        if set(self.resources) <= {EVERYTHING}:
            return {
                "EvalActionName": action,
                **self._judged(self._decide(action, EVERYTHING), "Eval"),
            }
        decisions = [self._decide(action, resource) for resource in self.resources]
        whole = self._judged(min(decisions, key=_rank), "Eval")
        whole["EvalResourceName"] = self.resources[0] if len(decisions) == 1 else EVERYTHING
        whole["MissingContextValues"] = []
        specific = [self._judged(decision, "EvalResource") for decision in decisions]
        return {"EvalActionName": action, **whole, "ResourceSpecificResults": specific}

    def _decide(self, action: str, resource: str) -> Decision:
        owner = self.resource_account
        if self.policies.resource:  # only then it matters whose resource it is
            owner = owner_of(resource, owner)
        return decide(Request(action, resource, self.principal, self.context, owner), self.policies)

    def _judged(self, decision: Decision, prefix: str) -> dict[str, Any]:
        return {
            "EvalResourceName": decision.request.resource,
            f"{prefix}Decision": _verdict(decision),
            "MatchedStatements": [_matched(result) for result in decision.determining],
            "MissingContextValues": list(decision.missing_context),
            **self._boundary_detail(decision),
        }

    def _boundary_detail(self, decision: Decision) -> dict[str, Any]:
        if self.policies.boundary is None:
            return {}
        found = [result for result in decision.statements if result.layer is Layer.BOUNDARY]
        allows = any(r.allows for r in found) and not any(r.denies for r in found)
        return {"PermissionsBoundaryDecisionDetail": {"AllowedByPermissionsBoundary": allows}}


class SimulationOperations(Registry):
    """IAM's operations that only ask."""

    @operation
    def simulate_custom_policy(
        self,
        *,
        policy_input_list: Texts,
        action_names: Texts,
        permissions_boundary_policy_input_list: Texts | None = None,
        resource_arns: Texts | None = None,
        resource_policy: str | None = None,
        resource_owner: str | None = None,
        caller_arn: str | None = None,
        context_entries: ContextEntries | None = None,
        max_items: int | None = None,
        marker: str | None = None,
    ) -> dict[str, Any]:
        """What policies that are attached to nobody would decide.

        Raises:
            InvalidInput: A policy breaks the grammar, an action is none, the caller is no user, or
                there is a resource policy without a caller.
        """
        question = Question(
            principal=asker(caller_arn, SOMEBODY, resource_policy),
            policies=policies_from(
                parsed(policy_input_list, "PolicyInputList"),
                permissions_boundary_policy_input_list,
                resource_policy,
            ),
            actions=checked_actions(action_names),
            resources=resource_arns or (),
            context=context_from(context_entries),
            resource_account=account_of(resource_owner),
        )
        results = question.results()
        return page("EvaluationResults", results, marker=marker, max_items=max_items)

    @operation
    def simulate_principal_policy(
        self,
        *,
        policy_source_arn: str,
        action_names: Texts,
        policy_input_list: Texts | None = None,
        permissions_boundary_policy_input_list: Texts | None = None,
        resource_arns: Texts | None = None,
        resource_policy: str | None = None,
        resource_owner: str | None = None,
        caller_arn: str | None = None,
        context_entries: ContextEntries | None = None,
        max_items: int | None = None,
        marker: str | None = None,
    ) -> dict[str, Any]:
        """What a user's or role's policies would decide, with further ones if wanted.

        Its own boundary counts, unless another is given to be tried in its place.

        Raises:
            NoSuchEntity: No user or role of that ARN.
            InvalidInput: A policy breaks the grammar, an action is none, the caller is no user, or
                there is a resource policy and no user who asks.
        """
        holder = self._principal_named(policy_source_arn)
        policies = policies_from(
            (*self._named_documents(holder), *parsed(policy_input_list, "PolicyInputList")),
            permissions_boundary_policy_input_list,
            resource_policy,
            own_boundary=self._policies[holder.boundary].document if holder.boundary else None,
        )
        question = Question(
            principal=asker(caller_arn, holder_as_principal(policy_source_arn), resource_policy),
            policies=policies,
            actions=checked_actions(action_names, may_have_stars=True),
            resources=resource_arns or (),
            context={**holder.condition_keys(), **context_from(context_entries)},
            resource_account=account_of(resource_owner),
        )
        results = question.results()
        return page("EvaluationResults", results, marker=marker, max_items=max_items)

    @operation
    def get_context_keys_for_custom_policy(self, *, policy_input_list: Texts) -> dict[str, Any]:
        """The condition keys that policies read.

        Raises:
            InvalidInput: A policy breaks the grammar.
        """
        return {"ContextKeyNames": _keys_read(parsed(policy_input_list, "PolicyInputList"))}

    @operation
    def get_context_keys_for_principal_policy(
        self, *, policy_source_arn: str, policy_input_list: Texts | None = None
    ) -> dict[str, Any]:
        """The condition keys that a user's or role's policies read, and further ones."""
        holder = self._principal_named(policy_source_arn)
        further = parsed(policy_input_list, "PolicyInputList")
        return {"ContextKeyNames": _keys_read((*self._documents(holder), *further))}

    def _principal_named(self, arn: str) -> Role | User:
        known: list[Role | User] = [*self._roles.values(), *self._users.values()]
        for holder in known:
            if holder.arn == arn:
                return holder
        raise NO_SUCH_PRINCIPAL.error(because="No user or role has that ARN.", arn=arn)

    def _named_documents(self, holder: Holder) -> tuple[Document, ...]:
        """Its policies under the names that the simulator uses: ``role_reader_own``."""
        prefix = f"{type(holder).__name__.lower()}_{holder.name}_"
        inline = (
            parse(document.source_text, name=f"{prefix}{name}")
            for name, document in holder.inline.items()
        )
        return (*inline, *(self._policies[arn].document for arn in holder.attached))


def _verdict(decision: Decision) -> str:
    if decision.allowed:
        return "allowed"
    return "explicitDeny" if decision.explicit else "implicitDeny"


def _rank(decision: Decision) -> int:
    return ("explicitDeny", "implicitDeny", "allowed").index(_verdict(decision))


def _matched(result: StatementResult) -> dict[str, Any]:
    text = result.policy.source_text
    kind = "Resource Policy" if result.layer is Layer.RESOURCE else "IAM Policy"
    span = statement_spans(text)[result.index]
    return {
        "SourcePolicyId": result.policy.name,
        "SourcePolicyType": kind,
        **span.as_positions(text),
    }


def _keys_read(documents: tuple[Document, ...]) -> list[str]:
    found: dict[str, str] = {}  # {key in lower case: as it was first written}
    for document in documents:
        for statement in document.statements:
            for key in statement.context_keys:
                found.setdefault(key.lower(), key)
    return [found[key] for key in sorted(found)]
