"""How policies hang on roles and users: inline, attached, or as a boundary.

Roles and users have the same operations under two names (PutRolePolicy, PutUserPolicy); what both
do stands here once.
"""

from __future__ import annotations

from typing import Any

from cognito_lab.policy.document import Document, PolicyKind, parse
from cognito_lab.primitives.messages import (
    INLINE_POLICIES_TOO_LARGE,
    MUST_DELETE_POLICIES,
    MUST_DETACH_POLICIES,
    NO_SUCH_BOUNDARY,
    NO_SUCH_ROLE_POLICY,
    NO_SUCH_USER_POLICY,
    POLICY_NOT_ATTACHED,
)
from cognito_lab.services.iam.paging import page
from cognito_lab.services.iam.records import Holder, Role, quoted
from cognito_lab.services.iam.registry import Registry, limit

# Characters without white space, all inline policies of one holder together; and attached policies.
# Source: IAM User Guide, "IAM and AWS STS quotas".
_INLINE_LIMIT = {"Role": 10_240, "User": 2_048}
_ATTACHED_LIMIT = 10


class Attachments(Registry):
    """What PutRolePolicy and PutUserPolicy (and so on) have in common."""

    def _put_inline(self, holder: Holder, policy_name: str, policy_document: str) -> None:
        document = parse(policy_document, name=policy_name, kind=PolicyKind.IDENTITY)
        kind = type(holder).__name__
        others = (kept.size for name, kept in holder.inline.items() if name != policy_name)
        if document.size + sum(others) > _INLINE_LIMIT[kind]:
            raise INLINE_POLICIES_TOO_LARGE.error(
                because="The quota counts all inline policies together, without white space.",
                limit=_INLINE_LIMIT[kind],
                kind=kind.lower(),
                name=holder.name,
            )
        holder.inline[policy_name] = document

    def _inline(self, holder: Holder, policy_name: str) -> Document:
        if policy_name in holder.inline:
            return holder.inline[policy_name]
        message = NO_SUCH_ROLE_POLICY if isinstance(holder, Role) else NO_SUCH_USER_POLICY
        has = ", ".join(holder.inline) or "none"
        raise message.error(because=f"Inline policies of {holder.name}: {has}.", name=policy_name)

    def _inline_answer(self, holder: Holder, policy_name: str) -> dict[str, Any]:
        document = self._inline(holder, policy_name)
        return {"PolicyName": policy_name, "PolicyDocument": quoted(document)}

    def _delete_inline(self, holder: Holder, policy_name: str) -> None:
        self._inline(holder, policy_name)
        del holder.inline[policy_name]

    def _attach(self, holder: Holder, policy_arn: str) -> None:
        self._policy(policy_arn)
        if policy_arn in holder.attached:
            return  # attaching twice is not an error
        if len(holder.attached) >= _ATTACHED_LIMIT:
            raise limit(f"PoliciesPer{type(holder).__name__}", _ATTACHED_LIMIT)
        holder.attached.append(policy_arn)

    def _detach(self, holder: Holder, policy_arn: str) -> None:
        if policy_arn not in holder.attached:
            has = ", ".join(holder.attached) or "none"
            raise POLICY_NOT_ATTACHED.error(
                because=f"Policies attached to {holder.name}: {has}.", arn=policy_arn
            )
        holder.attached.remove(policy_arn)

    def _attached_answer(
        self, holder: Holder, path_prefix: str | None, marker: str | None, max_items: int | None
    ) -> dict[str, Any]:
        attached = (self._policies[arn] for arn in holder.attached)
        listed = [
            {"PolicyName": policy.name, "PolicyArn": policy.arn}
            for policy in attached
            if policy.path.startswith(path_prefix or "/")
        ]
        return page("AttachedPolicies", listed, marker=marker, max_items=max_items)

    def _set_boundary(self, holder: Holder, policy_arn: str) -> None:
        holder.boundary = self._policy(policy_arn).arn

    def _delete_boundary(self, holder: Holder) -> None:
        if holder.boundary is None:
            raise NO_SUCH_BOUNDARY.error(
                because=f"Nothing limits {holder.name} yet.", name=holder.name
            )
        holder.boundary = None

    def _refuse_while_policies_hang(self, holder: Holder) -> None:
        """A role or user can be deleted only when no policy hangs on it any more."""
        if holder.attached:
            raise MUST_DETACH_POLICIES.error(
                because=f"Still attached: {', '.join(holder.attached)}."
            )
        if holder.inline:
            raise MUST_DELETE_POLICIES.error(because=f"Still inline: {', '.join(holder.inline)}.")
