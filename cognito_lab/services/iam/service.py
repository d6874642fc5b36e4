"""Identity and Access Management, as the rest of the cloud meets it.

`Iam` is all of IAM's operations (they live in the files beside this one), and what other services
ask it: who signs with this key, which role has this ARN, may this caller do that.

    records       what is kept              roles, users        who holds policies
    registry      how it is found           managed_policies    policies with versions
    attachments   how policies hang         oidc_providers      trusted issuers
    trust         which trust is refused    aws_managed         AWS's own policies, as data
    simulation    what would be decided     positions           where a statement stands in a text
                  (`simulation_input`: what is asked)

Left out: groups, SAML providers, and everything about consoles and passwords.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cognito_lab.policy.decision import Decision, decide
from cognito_lab.policy.document import Document, PolicyKind, parse
from cognito_lab.policy.layers import Policies
from cognito_lab.policy.request import ContextValue, Principal, PrincipalKind, Request
from cognito_lab.primitives.caller import NOBODY, Caller
from cognito_lab.primitives.clock import utc_text
from cognito_lab.services.iam.managed_policies import ManagedPolicyOperations
from cognito_lab.services.iam.oidc_providers import OidcProviderOperations
from cognito_lab.services.iam.records import AccessKey, Holder, OidcProvider, Role
from cognito_lab.services.iam.roles import RoleOperations
from cognito_lab.services.iam.simulation import SimulationOperations
from cognito_lab.services.iam.users import UserOperations


class Iam(
    RoleOperations,
    UserOperations,
    ManagedPolicyOperations,
    OidcProviderOperations,
    SimulationOperations,
):
    """IAM of one account."""

    @property
    def administrator_credentials(self) -> dict[str, str]:
        """The lasting key that the account's first user has from the beginning."""
        key = self._administrator_key
        return {"AccessKeyId": key.access_key_id, "SecretAccessKey": key.secret}

    def access_key(self, access_key_id: str) -> AccessKey | None:
        """Who signs with a lasting key; None if there is no such key or it is switched off."""
        key = self._keys.get(access_key_id)
        if key is None or key.status != "Active":
            return None
        user = self._users[key.user_name.lower()]
        return AccessKey(
            key.secret,
            Caller(arn=user.arn, user_id=user.unique_id, access_key_id=access_key_id),
        )

    def is_switched_off(self, access_key_id: str) -> bool:
        """Whether there is such a key, and somebody made it Inactive."""
        key = self._keys.get(access_key_id)
        return key is not None and key.status != "Active"

    def role(self, arn: str) -> Role | None:
        """The role of an ARN, path included; None if there is none."""
        role = self._roles.get(arn.rpartition("/")[2].lower())
        return role if role is not None and role.arn == arn else None

    def oidc_provider(self, issuer_host_and_path: str) -> OidcProvider | None:
        """The trusted provider of an issuer, spelt without ``https://``, or None."""
        return self._providers.get(issuer_host_and_path)

    def managed_policy(self, arn: str) -> Document | None:
        """The version in force of a managed policy; None if there is no such policy."""
        policy = self._policies.get(arn)
        return None if policy is None else policy.document

    def user_id(self, arn: str) -> str:
        """The unique id of a user; empty if there is no such user."""
        return next((user.unique_id for user in self._users.values() if user.arn == arn), "")

    def authorize(
        self,
        caller: Caller,
        action: str,
        resource: str,
        context: Mapping[str, ContextValue] | None = None,
        resource_policies: Sequence[Document] = (),
        *,
        trust: Document | None = None,
    ) -> Decision:
        """Decide a request of this account's with every policy that has a say.

        Args:
            caller: Who asks. The administrator is decided like anyone.
            action: ``s3:GetObject``.
            resource: Its ARN, or ``*`` for actions without one.
            context: Condition keys of the request, added to those of the caller and of time.
            resource_policies: Policies that hang on the resource.
            trust: The role's trust policy, when the action is to assume one.
        """
        holder = self._holder(caller)
        request = Request(
            action=action,
            resource=resource,
            principal=_principal(caller),
            context={**self._context(caller, holder), **(context or {})},
            resource_account=_account_in(resource),
        )
        return decide(request, self._policies_of(caller, holder, tuple(resource_policies), trust))

    def _holder(self, caller: Caller) -> Holder | None:
        """The user, or the role behind the session. A new role of an old name is another role."""
        if caller.role_arn is None:
            return next((user for user in self._users.values() if user.arn == caller.arn), None)
        role = self.role(caller.role_arn)
        session_of = caller.user_id.partition(":")[0]
        return role if role is not None and role.unique_id == session_of else None

    def _context(self, caller: Caller, holder: Holder | None) -> dict[str, ContextValue]:
        """What IAM knows without being told: time, and who this is. A session has the last word."""
        now = self.clock.now()
        return {
            "aws:CurrentTime": utc_text(now),
            "aws:EpochTime": str(int(now.timestamp())),
            **(holder.condition_keys() if holder else {}),
            **caller.context,
        }

    def _policies_of(
        self,
        caller: Caller,
        holder: Holder | None,
        resource: tuple[Document, ...],
        trust: Document | None,
    ) -> Policies:
        boundary = holder.boundary if holder else None
        return Policies(
            identity=() if holder is None else self._documents(holder),
            resource=resource,
            boundary=(self._policies[boundary].document,) if boundary else None,
            session=_session_documents(caller),
            trust=trust,
        )


def _principal(caller: Caller) -> Principal:
    if caller == NOBODY:
        return Principal(caller.arn, kind=PrincipalKind.ANONYMOUS)
    kind = PrincipalKind.USER if caller.role_arn is None else PrincipalKind.ASSUMED_ROLE
    return Principal(caller.arn, caller.account, kind, caller.role_arn, caller.user_id)


def _session_documents(caller: Caller) -> tuple[Document, ...] | None:
    if caller.session_policies is None:
        return None
    return tuple(
        parse(text, name=f"session policy {number}", kind=PolicyKind.SESSION)
        for number, text in enumerate(caller.session_policies, start=1)
    )


def _account_in(resource: str) -> str:
    """Whose resource it is, where its ARN says so; S3's do not."""
    fields = resource.split(":", 5)
    return fields[4] if len(fields) == 6 and fields[4].isdigit() else ""
