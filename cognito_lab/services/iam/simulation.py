"""The policy simulator: what would be decided, without doing anything.

Both operations hold a request against policies and answer the verdict, the statements that made it
and the condition keys that nobody gave. SimulateCustomPolicy takes the policies from the request,
SimulatePrincipalPolicy those of a user or role, and more from the request if wanted.

Source: API reference, "SimulateCustomPolicy", "SimulatePrincipalPolicy", "EvaluationResult".
Observed: names of policies and positions in answers, in public logs.
Left out: scenarios of EC2 (`ResourceHandlingOption`), groups, organizations. With several resources
AWS names the whole by a pattern of the service's; here it is called ``*``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cognito_lab.policy.decision import Decision, Layer, decide
from cognito_lab.policy.document import Document, PolicyKind, parse
from cognito_lab.policy.explanation import StatementResult
from cognito_lab.policy.layers import Policies
from cognito_lab.policy.request import ContextValue, Principal, PrincipalKind, Request
from cognito_lab.primitives.caller import ACCOUNT_ID
from cognito_lab.primitives.errors import AwsError
from cognito_lab.primitives.messages import NO_SUCH_PRINCIPAL, SIMULATION_INPUT_INVALID
from cognito_lab.primitives.record import record
from cognito_lab.primitives.trace import operation
from cognito_lab.services.iam.paging import page
from cognito_lab.services.iam.positions import statement_spans
from cognito_lab.services.iam.records import Holder, Role, User
from cognito_lab.services.iam.registry import Registry

Texts = Sequence[str]
ContextEntries = Sequence[Mapping[str, Any]]
# Somebody without a name: custom policies belong to nobody yet.
_SOMEBODY = Principal(f"arn:aws:iam::{ACCOUNT_ID}:user/simulated", ACCOUNT_ID)


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
        if not self.resources:
            return {"EvalActionName": action, **self._judged(self._decide(action, "*"), "Eval")}
        decisions = [self._decide(action, resource) for resource in self.resources]
        worst = min(decisions, key=_rank)
        whole = self._judged(worst, "Eval")
        whole["EvalResourceName"] = self.resources[0] if len(decisions) == 1 else "*"
        specific = [self._judged(decision, "EvalResource") for decision in decisions]
        return {"EvalActionName": action, **whole, "ResourceSpecificResults": specific}

    def _decide(self, action: str, resource: str) -> Decision:
        return decide(
            Request(action, resource, self.principal, self.context, self.resource_account),
            self.policies,
        )

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
            InvalidInput: A policy breaks the grammar, or a resource policy without a caller.
        """
        principal = _SOMEBODY if caller_arn is None else _principal(caller_arn)
        if resource_policy is not None and caller_arn is None:
            raise SIMULATION_INPUT_INVALID.error(
                because="A resource policy says who may; so it must be known who asks.",
                found="CallerArn is required with ResourcePolicy.",
            )
        question = Question(
            principal=principal,
            policies=_policies(
                _parsed(policy_input_list, "PolicyInputList"),
                permissions_boundary_policy_input_list,
                resource_policy,
            ),
            actions=action_names,
            resources=resource_arns or (),
            context=_context(context_entries),
            resource_account=_account(resource_owner),
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
            InvalidInput: A policy breaks the grammar.
        """
        holder = self._principal_named(policy_source_arn)
        policies = _policies(
            (*self._named_documents(holder), *_parsed(policy_input_list, "PolicyInputList")),
            permissions_boundary_policy_input_list,
            resource_policy,
            own_boundary=self._policies[holder.boundary].document if holder.boundary else None,
        )
        question = Question(
            principal=_principal(caller_arn or policy_source_arn),
            policies=policies,
            actions=action_names,
            resources=resource_arns or (),
            context={**holder.condition_keys(), **_context(context_entries)},
            resource_account=_account(resource_owner),
        )
        results = question.results()
        return page("EvaluationResults", results, marker=marker, max_items=max_items)

    @operation
    def get_context_keys_for_custom_policy(self, *, policy_input_list: Texts) -> dict[str, Any]:
        """The condition keys that policies read.

        Raises:
            InvalidInput: A policy breaks the grammar.
        """
        return {"ContextKeyNames": _keys_read(_parsed(policy_input_list, "PolicyInputList"))}

    @operation
    def get_context_keys_for_principal_policy(
        self, *, policy_source_arn: str, policy_input_list: Texts | None = None
    ) -> dict[str, Any]:
        """The condition keys that a user's or role's policies read, and further ones."""
        holder = self._principal_named(policy_source_arn)
        further = _parsed(policy_input_list, "PolicyInputList")
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


def _policies(
    identity: tuple[Document, ...],
    boundary_texts: Texts | None,
    resource_policy: str | None,
    own_boundary: Document | None = None,
) -> Policies:
    given = _parsed(boundary_texts, "PermissionsBoundaryPolicyInputList", PolicyKind.BOUNDARY)
    own = (own_boundary,) if own_boundary else None
    texts = [] if resource_policy is None else [resource_policy]
    resource = _parsed(texts, "ResourcePolicy", PolicyKind.RESOURCE)
    return Policies(identity=identity, resource=resource, boundary=given or own)


def _parsed(
    texts: Texts | None, member: str, kind: PolicyKind = PolicyKind.IDENTITY
) -> tuple[Document, ...]:
    return tuple(
        _parsed_one(text, member if member == "ResourcePolicy" else f"{member}.{number}", kind)
        for number, text in enumerate(texts or (), start=1)
    )


def _parsed_one(text: str, name: str, kind: PolicyKind) -> Document:
    try:
        return parse(text, name=name, kind=kind)
    except AwsError as error:
        raise SIMULATION_INPUT_INVALID.error(
            because=f"{name}: {error.because}", found=error.message
        ) from None


def _principal(arn: str) -> Principal:
    if ":user/" in arn:
        return Principal(arn, ACCOUNT_ID, PrincipalKind.USER)
    return Principal(arn, ACCOUNT_ID, PrincipalKind.ASSUMED_ROLE, role_arn=arn)


def _account(owner: str | None) -> str:
    """An account from its number or from the ARN of one of its entities."""
    fields = (owner or "").split(":")
    return fields[4] if len(fields) > 4 else fields[0]


def _context(entries: ContextEntries | None) -> dict[str, ContextValue]:
    """Condition keys as the simulator takes them; the list types make a key multivalued."""
    return {entry["ContextKeyName"]: _value(entry) for entry in entries or ()}


def _value(entry: Mapping[str, Any]) -> ContextValue:
    values = tuple(entry.get("ContextKeyValues", ()))
    several = str(entry.get("ContextKeyType", "")).endswith("List") or len(values) != 1
    return values if several else str(values[0])


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
    keys = (
        key
        for document in documents
        for statement in document.statements
        for key in statement.context_keys
    )
    return sorted(set(keys))
