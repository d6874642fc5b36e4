"""Roles: who may put them on (the trust policy), and what they permit.

Left out: instance profiles, service-linked roles, and when a role was last used.
"""

from __future__ import annotations

from typing import Any

from cognito_lab.primitives.messages import ROLE_EXISTS
from cognito_lab.primitives.trace import operation
from cognito_lab.services.iam.attachments import Attachments
from cognito_lab.services.iam.paging import page
from cognito_lab.services.iam.records import Role, tag_list
from cognito_lab.services.iam.registry import Tags, limit, tags_of_holder, without_tags
from cognito_lab.services.iam.trust import trust_policy

# Source: IAM User Guide, "IAM and AWS STS quotas". White space does not count.
_TRUST_POLICY_LIMIT = 2048
_TAG_LIMIT = 50


class RoleOperations(Attachments):
    """IAM's operations on roles."""

    @operation
    def create_role(
        self,
        *,
        role_name: str,
        assume_role_policy_document: str,
        path: str | None = None,
        description: str | None = None,
        max_session_duration: int | None = None,
        permissions_boundary: str | None = None,
        tags: Tags | None = None,
    ) -> dict[str, Any]:
        """Make a role that nobody but its trust policy lets in, and that permits nothing yet.

        Raises:
            EntityAlreadyExists: A role of that name is there, whatever the case of its letters.
            MalformedPolicyDocument: The trust policy is wrong, or would let any identity pool in.
            NoSuchEntity: The boundary is no managed policy.
            LimitExceeded: The trust policy is too long, or there are too many tags.
            InvalidInput: Two tags have the same key, whatever its case.
        """
        if role_name.lower() in self._roles:
            raise ROLE_EXISTS.error(
                because="Role names must differ by more than the case of their letters.",
                name=role_name,
            )
        trust = trust_policy(assume_role_policy_document)
        if trust.size > _TRUST_POLICY_LIMIT:
            raise limit("ACLSizePerRole", _TRUST_POLICY_LIMIT)
        if len(tags or ()) > _TAG_LIMIT:
            raise limit("TagsPerRole", _TAG_LIMIT)
        role = Role(
            name=role_name,
            path=path or "/",
            boundary=permissions_boundary and self._policy(permissions_boundary).arn,
            tags=tags_of_holder({}, tags),
            unique_id=self.ids.unique_id("AROA"),
            created_at=self.clock.now(),
            trust_document=trust,
            description=description,
            max_session_duration=max_session_duration or 3600,
        )
        self._roles[role_name.lower()] = role
        return {"Role": role.described() | role.optional_members()}

    @operation
    def get_role(self, *, role_name: str) -> dict[str, Any]:
        """Raises: NoSuchEntity."""
        role = self._role(role_name)
        return {"Role": role.described() | role.optional_members() | {"RoleLastUsed": {}}}

    @operation
    def list_roles(
        self,
        *,
        path_prefix: str | None = None,
        marker: str | None = None,
        max_items: int | None = None,
    ) -> dict[str, Any]:
        """All roles, by name; tags and boundaries are not among what AWS lists."""
        roles = sorted(self._roles.values(), key=lambda role: role.name)
        listed = [role.described() for role in roles if role.path.startswith(path_prefix or "/")]
        return page("Roles", listed, marker=marker, max_items=max_items)

    @operation
    def update_role(
        self,
        *,
        role_name: str,
        description: str | None = None,
        max_session_duration: int | None = None,
    ) -> dict[str, Any]:
        """Change a role's description, or how long its sessions may last, in seconds."""
        role = self._role(role_name)
        role.description = role.description if description is None else description
        role.max_session_duration = max_session_duration or role.max_session_duration
        return {}

    @operation
    def update_assume_role_policy(self, *, role_name: str, policy_document: str) -> dict[str, Any]:
        """Replace the trust policy. Sessions that exist go on.

        Raises:
            MalformedPolicyDocument: The policy is wrong, or would let any identity pool in.
            LimitExceeded: It is too long.
        """
        role = self._role(role_name)
        trust = trust_policy(policy_document)
        if trust.size > _TRUST_POLICY_LIMIT:
            raise limit("ACLSizePerRole", _TRUST_POLICY_LIMIT)
        role.trust_document = trust
        return {}

    @operation
    def delete_role(self, *, role_name: str) -> dict[str, Any]:
        """Raises: DeleteConflict while policies hang on it."""
        role = self._role(role_name)
        self._refuse_while_policies_hang(role)
        del self._roles[role.name.lower()]
        return {}

    # --- policies on a role ----------------------------------------------------------------------

    @operation
    def put_role_policy(
        self, *, role_name: str, policy_name: str, policy_document: str
    ) -> dict[str, Any]:
        """Give a role an inline policy, or replace the one of that name.

        Raises:
            MalformedPolicyDocument: AWS's grammar refuses it.
            LimitExceeded: All its inline policies together are too long.
        """
        self._put_inline(self._role(role_name), policy_name, policy_document)
        return {}

    @operation
    def get_role_policy(self, *, role_name: str, policy_name: str) -> dict[str, Any]:
        """One inline policy; its document is URL-encoded JSON, which boto3 decodes."""
        role = self._role(role_name)
        return {"RoleName": role.name, **self._inline_answer(role, policy_name)}

    @operation
    def list_role_policies(
        self, *, role_name: str, marker: str | None = None, max_items: int | None = None
    ) -> dict[str, Any]:
        """Names of the inline policies."""
        names = sorted(self._role(role_name).inline)
        return page("PolicyNames", names, marker=marker, max_items=max_items)

    @operation
    def delete_role_policy(self, *, role_name: str, policy_name: str) -> dict[str, Any]:
        """Raises: NoSuchEntity, for the role or the policy."""
        self._delete_inline(self._role(role_name), policy_name)
        return {}

    @operation
    def attach_role_policy(self, *, role_name: str, policy_arn: str) -> dict[str, Any]:
        """Attach a managed policy; attaching it twice changes nothing."""
        self._attach(self._role(role_name), policy_arn)
        return {}

    @operation
    def detach_role_policy(self, *, role_name: str, policy_arn: str) -> dict[str, Any]:
        """Raises: NoSuchEntity if it is not attached."""
        self._detach(self._role(role_name), policy_arn)
        return {}

    @operation
    def list_attached_role_policies(
        self,
        *,
        role_name: str,
        path_prefix: str | None = None,
        marker: str | None = None,
        max_items: int | None = None,
    ) -> dict[str, Any]:
        """Names and ARNs of the attached policies."""
        return self._attached_answer(self._role(role_name), path_prefix, marker, max_items)

    @operation
    def put_role_permissions_boundary(
        self, *, role_name: str, permissions_boundary: str
    ) -> dict[str, Any]:
        """Limit a role: what the boundary does not allow, the role cannot do."""
        self._set_boundary(self._role(role_name), permissions_boundary)
        return {}

    @operation
    def delete_role_permissions_boundary(self, *, role_name: str) -> dict[str, Any]:
        """Raises: NoSuchEntity if there is none."""
        self._delete_boundary(self._role(role_name))
        return {}

    # --- tags ------------------------------------------------------------------------------------

    @operation
    def tag_role(self, *, role_name: str, tags: Tags) -> dict[str, Any]:
        """Add or replace tags; policies read them as ``aws:PrincipalTag/key``, in any case.

        Raises:
            InvalidInput: Two of them have the same key.
            LimitExceeded: It would have more than 50.
        """
        role = self._role(role_name)
        together = tags_of_holder(role.tags, tags)
        if len(together) > _TAG_LIMIT:
            raise limit("TagsPerRole", _TAG_LIMIT)
        role.tags = together
        return {}

    @operation
    def untag_role(self, *, role_name: str, tag_keys: list[str]) -> dict[str, Any]:
        """Take tags away; keys that are not there do not matter."""
        role = self._role(role_name)
        role.tags = without_tags(role.tags, tag_keys)
        return {}

    @operation
    def list_role_tags(
        self, *, role_name: str, marker: str | None = None, max_items: int | None = None
    ) -> dict[str, Any]:
        """A role's tags."""
        return page(
            "Tags", tag_list(self._role(role_name).tags), marker=marker, max_items=max_items
        )
