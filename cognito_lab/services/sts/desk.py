"""What STS keeps and whom it asks: the sessions that it opened, and IAM."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from cognito_lab.policy.decision import Decision
from cognito_lab.policy.document import Document
from cognito_lab.policy.request import ContextValue
from cognito_lab.primitives.caller import Caller
from cognito_lab.primitives.clock import Clock
from cognito_lab.primitives.ids import Ids
from cognito_lab.primitives.published_keys import CachedKeys, PublishedKeys
from cognito_lab.primitives.trace import Trace
from cognito_lab.services.sts.sessions import LentRole, PolicyShelf, Session, Terms, open_session
from cognito_lab.services.sts.web_identity import TrustedProviders


class TrustingRole(LentRole, Protocol):
    """A role with its trust policy, as IAM keeps it."""

    trust_document: Document


class Permissions(PolicyShelf, TrustedProviders, Protocol):
    """What STS asks IAM."""

    def role(self, arn: str) -> TrustingRole | None: ...
    def access_key(self, access_key_id: str) -> object | None: ...
    def user_id(self, arn: str) -> str: ...
    def authorize(
        self,
        caller: Caller,
        action: str,
        resource: str,
        context: Mapping[str, ContextValue] | None = None,
        *,
        trust: Document | None = None,
    ) -> Decision: ...


class SessionDesk:
    """STS of one account.

    Args:
        clock: Says when sessions begin and end.
        ids: Gives keys, secrets and session tokens.
        trace: Where operations are recorded.
        published_keys: Where issuers of web identity tokens publish their keys.
        iam: Knows the roles and whom they trust.
    """

    participant = "STS"

    def __init__(
        self,
        *,
        clock: Clock,
        ids: Ids,
        trace: Trace,
        published_keys: PublishedKeys,
        iam: Permissions,
    ) -> None:
        self.clock, self.ids, self.trace = clock, ids, trace
        self._keys = CachedKeys(published_keys)
        self._iam = iam
        self._sessions: dict[str, Session] = {}

    def session(self, access_key_id: str) -> Session | None:
        """The session of a temporary key, expired or not; None if STS never made it."""
        return self._sessions.get(access_key_id)

    def _open(self, role: LentRole, terms: Terms) -> Session:
        session = open_session(role, terms, ids=self.ids, now=self.clock.now())
        self._sessions[session.access_key_id] = session
        return session


def why_not(decision: Decision) -> str:
    """One sentence: the statement that denied, or what each statement lacked."""
    who, action = decision.request.principal.arn, decision.request.action
    if decision.explicit:
        return f"{action} by {who} is denied: {decision.determining[0]}."
    lacking = "; ".join(str(result) for result in decision.statements) or "it has no statement"
    return f"No {decision.layer} lets {who} do {action}: {lacking}."
