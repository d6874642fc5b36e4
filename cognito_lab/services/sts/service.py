"""The Security Token Service: it lends a role to whom the role trusts, for a while.

There are three ways in, and all end at the same question: does the role's **trust policy** let this
one in? What the role then permits is asked later, by the service that is used.

    a token        AssumeRoleWithWebIdentity      checked in `web_identity`
    a voucher      assume_role_for_identity       the identity pool's enhanced flow
    a signature    AssumeRole                     in `assume_role`

Left out: AssumeRoleWithSAML, GetSessionToken, GetFederationToken, MFA and source identity.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cognito_lab.policy.decision import decide_trust
from cognito_lab.policy.request import Principal, PrincipalKind, Request
from cognito_lab.primitives.caller import ACCOUNT_ID, current_caller
from cognito_lab.primitives.jose import Claims
from cognito_lab.primitives.messages import ACCESS_KEY_UNKNOWN, ROLE_NOT_ASSUMED
from cognito_lab.primitives.trace import operation
from cognito_lab.services.sts.assume_role import AssumeRoleOperations
from cognito_lab.services.sts.desk import TrustingRole, why_not
from cognito_lab.services.sts.sessions import (
    Session,
    SessionPolicies,
    Terms,
    checked_duration,
    narrowing_policies,
)
from cognito_lab.services.sts.web_identity import (
    WebIdentity,
    cognito_identity,
    verify_web_identity,
)

ENHANCED_FLOW_SESSION = "CognitoIdentityCredentials"


class Sts(AssumeRoleOperations):
    """STS of one account."""

    # --- a token, or the identity pool's word for one ------------------------------------------

    @operation
    def assume_role_with_web_identity(
        self,
        *,
        role_arn: str,
        role_session_name: str,
        web_identity_token: str,
        provider_id: str | None = None,
        policy_arns: Sequence[Mapping[str, str]] | None = None,
        policy: str | None = None,
        duration_seconds: int | None = None,
    ) -> dict[str, Any]:
        """Lend a role to the holder of a token. Nobody has to sign this request.

        Raises:
            InvalidIdentityToken: The token is not what it should be.
            ExpiredTokenException: It was, once.
            AccessDenied: The role is not there or its trust policy lets this identity not in.
            MalformedPolicyDocument, PackedPolicyTooLarge: The session policies are wrong.
            ValidationError: The role's sessions may not last that long.
        """
        identity = verify_web_identity(
            web_identity_token,
            keys=self._keys,
            providers=self._iam,
            now=self.clock.now(),
            on_verify=lambda: self.trace.step(
                "verify the token", checked="signature, iss, aud, exp"
            ),
        )
        narrowed = narrowing_policies(self._iam, policy, policy_arns, identity.tags)
        session = self._lend(identity, role_arn, role_session_name, duration_seconds, narrowed)
        return _web_identity_answer(identity, session, narrowed)

    def assume_role_for_identity(
        self, *, role_arn: str, claims: Claims, session_policies: Sequence[str] | None = None
    ) -> dict[str, Any]:
        """Lend a role to an identity that the identity service vouches for.

        In AWS the identity pool makes a token and calls AssumeRoleWithWebIdentity with it. Here it
        hands over the claims that it would sign, since its own signature would prove nothing new to
        itself; the trace shows the call all the same.

        Args:
            role_arn: Which role.
            claims: Claims of an identity token: iss, aud, sub, amr, and tags if any.
            session_policies: JSON texts that narrow the session; None narrows nothing.

        Returns:
            Credentials as STS spells them.

        Raises:
            AccessDenied: The role is not there or its trust policy lets this identity not in.
        """
        request = {
            "RoleArn": role_arn,
            "RoleSessionName": ENHANCED_FLOW_SESSION,
            "IdentityClaims": claims,
            **({"SessionPolicies": list(session_policies)} if session_policies else {}),
        }
        action = "AssumeRoleWithWebIdentity"
        with self.trace.exchange(self.participant, action, request) as exchange:
            identity = cognito_identity(claims)
            narrowed = SessionPolicies(
                None if session_policies is None else tuple(session_policies)
            )
            session = self._lend(identity, role_arn, ENHANCED_FLOW_SESSION, None, narrowed)
            exchange.answer = _web_identity_answer(identity, session, narrowed)
            return session.credentials()

    def _lend(
        self,
        identity: WebIdentity,
        role_arn: str,
        session_name: str,
        duration_seconds: int | None,
        narrowed: SessionPolicies,
    ) -> Session:
        role = self._trusting_role(identity, role_arn, session_name)
        terms = Terms(
            session_name,
            checked_duration(duration_seconds, role),
            identity.tags,
            narrowed,
            context=identity.condition_keys(),
            cognito=identity.cognito_keys(),
        )
        return self._open(role, terms)

    def _trusting_role(
        self, identity: WebIdentity, role_arn: str, session_name: str
    ) -> TrustingRole:
        """The role, if its trust policy lets this identity in, with the tags that it brings."""
        role = self._iam.role(role_arn)
        assume = "sts:AssumeRoleWithWebIdentity"
        if role is None:
            raise ROLE_NOT_ASSUMED.error(because=f"There is no role {role_arn}.", action=assume)
        who = Principal(identity.principal, kind=PrincipalKind.FEDERATED)
        context = identity.condition_keys() | identity.tags.request_keys()
        context["sts:RoleSessionName"] = session_name
        for action in (assume, *identity.tags.needed_actions):
            decision = decide_trust(Request(action, role_arn, who, context), role.trust_document)
            self.trace.keep(decision=decision)
            if not decision.allowed:
                raise ROLE_NOT_ASSUMED.error(because=why_not(decision), action=action)
        self.trace.note(f"The trust policy of {role.name} lets {identity.principal} in.")
        return role

    # --- who is who ------------------------------------------------------------------------------

    @operation
    def get_caller_identity(self) -> dict[str, Any]:
        """Who signed this request. It works even when every policy denies everything."""
        caller = current_caller()
        user_id = caller.user_id or self._iam.user_id(caller.arn)
        return {"UserId": user_id, "Account": caller.account, "Arn": caller.arn}

    @operation
    def get_access_key_info(self, *, access_key_id: str) -> dict[str, Any]:
        """The account that a key belongs to, whether or not the key is still good."""
        if self._iam.access_key(access_key_id) is None and access_key_id not in self._sessions:
            raise ACCESS_KEY_UNKNOWN.error(
                because="The lab knows one account, and that is none of its keys.",
                access_key_id=access_key_id,
            )
        return {"Account": ACCOUNT_ID}


def _web_identity_answer(
    identity: WebIdentity, session: Session, narrowed: SessionPolicies
) -> dict[str, Any]:
    return {
        "Credentials": session.credentials(),
        "SubjectFromWebIdentityToken": identity.subject,
        "AssumedRoleUser": session.assumed_role_user(),
        "Provider": identity.provider,
        "Audience": identity.audience,
        **narrowed.packed_size(),
    }
