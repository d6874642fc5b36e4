"""AssumeRole: a user, or a session of another role, puts on a role.

Here two sides have a say. The role's trust policy must let the caller in; if it names only the
caller's account, the caller's own policies must allow ``sts:AssumeRole`` as well.

Source: IAM User Guide, "Policy evaluation logic", "Role chaining"; STS API reference, "AssumeRole".
Left out: MFA, source identity, and roles of other accounts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cognito_lab.policy.request import ContextValue
from cognito_lab.primitives.caller import Caller, current_caller
from cognito_lab.primitives.messages import ASSUME_ROLE_DENIED
from cognito_lab.primitives.trace import operation
from cognito_lab.services.sts.desk import SessionDesk, TrustingRole, why_not
from cognito_lab.services.sts.sessions import Terms, checked_duration, narrowing_policies
from cognito_lab.services.sts.tags import SessionTags, requested_tags


class AssumeRoleOperations(SessionDesk):
    """The way in for those who can sign a request."""

    @operation
    def assume_role(
        self,
        *,
        role_arn: str,
        role_session_name: str,
        policy_arns: Sequence[Mapping[str, str]] | None = None,
        policy: str | None = None,
        duration_seconds: int | None = None,
        tags: Sequence[Mapping[str, str]] | None = None,
        transitive_tag_keys: Sequence[str] | None = None,
        external_id: str | None = None,
    ) -> dict[str, Any]:
        """Lend a role to the caller who signed this request.

        The trust policy must let the caller in; if it names only the caller's account, the caller's
        own policies must allow sts:AssumeRole too.

        Raises:
            AccessDenied: The role is not there, or a policy refuses.
            MalformedPolicyDocument, PackedPolicyTooLarge: The session policies are wrong.
            ValidationError: The session may not last that long.
        """
        caller = current_caller()
        carried = self._transitive_tags(caller)
        asked = requested_tags(tags, transitive_tag_keys, carried)
        narrowed = narrowing_policies(self._iam, policy, policy_arns, asked)
        context = asked.request_keys() | {"sts:RoleSessionName": role_session_name}
        context |= {} if external_id is None else {"sts:ExternalId": external_id}
        role = self._assumable_role(caller, role_arn, context, asked)
        seconds = checked_duration(duration_seconds, role, chained=caller.role_arn is not None)
        session = self._open(role, Terms(role_session_name, seconds, asked, narrowed))
        return {
            "Credentials": session.credentials(),
            "AssumedRoleUser": session.assumed_role_user(),
            **narrowed.packed_size(),
        }

    def _assumable_role(
        self,
        caller: Caller,
        role_arn: str,
        context: Mapping[str, ContextValue],
        tags: SessionTags,
    ) -> TrustingRole:
        role = self._iam.role(role_arn)
        for action in ("sts:AssumeRole", *tags.needed_actions):
            trust = role.trust_document if role else None
            decision = self._iam.authorize(caller, action, role_arn, context, trust=trust)
            self.trace.keep(decision=decision)
            if role is None or not decision.allowed:
                raise ASSUME_ROLE_DENIED.error(
                    because=why_not(decision) if role else f"There is no role {role_arn}.",
                    caller=caller.arn,
                    action=action,
                    role_arn=role_arn,
                    reason=f" {decision.reason}" if role else "",
                )
        assert role is not None, "the loop runs at least once and raises without a role"
        return role

    def _transitive_tags(self, caller: Caller) -> Mapping[str, str]:
        session = self._sessions.get(caller.access_key_id)
        return {} if session is None else session.transitive_tags
