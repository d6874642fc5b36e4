"""Managed policies: policies with an ARN of their own and up to five versions.

Left out: policies of groups, and AWS's newer versions of its own policies (those have one version
here).
"""

from __future__ import annotations

from typing import Any

from cognito_lab.policy.document import PolicyKind, parse
from cognito_lab.primitives.messages import (
    AWS_MANAGED_IS_FIXED,
    DEFAULT_VERSION_STAYS,
    MUST_DELETE_VERSIONS,
    NO_SUCH_POLICY_VERSION,
    POLICY_EXISTS,
    POLICY_STILL_ATTACHED,
    TOO_MANY_VERSIONS,
)
from cognito_lab.primitives.trace import operation
from cognito_lab.services.iam.paging import page
from cognito_lab.services.iam.records import Holder, ManagedPolicy, Role, quoted, tag_list
from cognito_lab.services.iam.registry import Registry, Tags, limit, tags_from

# Source: IAM User Guide, "IAM and AWS STS quotas". White space does not count.
_SIZE_LIMIT, _VERSION_LIMIT, _TAG_LIMIT = 6144, 5, 50


class ManagedPolicyOperations(Registry):
    """IAM's operations on managed policies."""

    @operation
    def create_policy(
        self,
        *,
        policy_name: str,
        policy_document: str,
        path: str | None = None,
        description: str | None = None,
        tags: Tags | None = None,
    ) -> dict[str, Any]:
        """Make a managed policy; its first version is in force at once.

        Raises:
            EntityAlreadyExists: This account has a policy of that name.
            MalformedPolicyDocument: AWS's grammar refuses it; version 2012-10-17 is required.
            LimitExceeded: It is longer than 6,144 characters, or there are too many tags.
        """
        own = (policy for policy in self._policies.values() if policy.account != "aws")
        if any(policy.name.lower() == policy_name.lower() for policy in own):
            raise POLICY_EXISTS.error(
                because="Policy names must differ by more than the case of their letters.",
                name=policy_name,
            )
        _checked(policy_document)
        if len(tags or ()) > _TAG_LIMIT:
            raise limit("TagsPerPolicy", _TAG_LIMIT)
        now = self.clock.now()
        policy = ManagedPolicy(
            name=policy_name,
            path=path or "/",
            unique_id=self.ids.unique_id("ANPA"),
            created_at=now,
            updated_at=now,
            description=description,
            tags=tags_from(tags),
            versions={"v1": (policy_document, now)},
        )
        self._policies[policy.arn] = policy
        return {"Policy": self._described(policy) | _tags(policy)}

    @operation
    def get_policy(self, *, policy_arn: str) -> dict[str, Any]:
        """A policy without its text, which GetPolicyVersion gives."""
        policy = self._policy(policy_arn)
        description = {"Description": policy.description} if policy.description else {}
        return {"Policy": self._described(policy) | description | _tags(policy)}

    @operation
    def list_policies(
        self,
        *,
        scope: str | None = None,
        only_attached: bool | None = None,
        path_prefix: str | None = None,
        policy_usage_filter: str | None = None,
        marker: str | None = None,
        max_items: int | None = None,
    ) -> dict[str, Any]:
        """Policies of AWS (scope ``AWS``), of this account (``Local``), or both (``All``)."""
        listed = [
            self._described(policy)
            for policy in self._policies.values()
            if scope in (None, "All", "AWS" if policy.account == "aws" else "Local")
            and policy.path.startswith(path_prefix or "/")
            and (not only_attached or self._attached_to(policy))
            and (policy_usage_filter != "PermissionsBoundary" or self._bounded_by(policy))
            and (policy_usage_filter != "PermissionsPolicy" or self._attached_to(policy))
        ]
        return page("Policies", listed, marker=marker, max_items=max_items)

    @operation
    def delete_policy(self, *, policy_arn: str) -> dict[str, Any]:
        """Raises: DeleteConflict while it is attached, limits somebody, or has older versions."""
        policy = self._own_policy(policy_arn)
        if holders := [*self._attached_to(policy), *self._bounded_by(policy)]:
            names = ", ".join(holder.name for holder in holders)
            raise POLICY_STILL_ATTACHED.error(because=f"{policy.name} still hangs on {names}.")
        if len(policy.versions) > 1:
            raise MUST_DELETE_VERSIONS.error(because=f"Versions: {', '.join(policy.versions)}.")
        del self._policies[policy.arn]
        return {}

    @operation
    def list_entities_for_policy(
        self,
        *,
        policy_arn: str,
        entity_filter: str | None = None,
        path_prefix: str | None = None,
        policy_usage_filter: str | None = None,
        marker: str | None = None,
        max_items: int | None = None,
    ) -> dict[str, Any]:
        """The roles and users that a policy is attached to, or that it limits."""
        policy = self._policy(policy_arn)
        bounded = policy_usage_filter == "PermissionsBoundary"
        holders = [
            holder
            for holder in (self._bounded_by(policy) if bounded else self._attached_to(policy))
            if holder.path.startswith(path_prefix or "/")
            and entity_filter in (None, type(holder).__name__)
        ]
        shown = page("holders", holders, marker=marker, max_items=max_items)
        on_page = shown.pop("holders")
        roles = [holder for holder in on_page if isinstance(holder, Role)]
        users = [holder for holder in on_page if not isinstance(holder, Role)]
        return {
            "PolicyGroups": [],
            "PolicyRoles": [{"RoleName": role.name, "RoleId": role.unique_id} for role in roles],
            "PolicyUsers": [{"UserName": user.name, "UserId": user.unique_id} for user in users],
            **shown,
        }

    # --- versions --------------------------------------------------------------------------------

    @operation
    def create_policy_version(
        self, *, policy_arn: str, policy_document: str, set_as_default: bool | None = None
    ) -> dict[str, Any]:
        """Add a version; it is in force only if asked for.

        Raises:
            LimitExceeded: There are five versions already, or the text is too long.
        """
        policy = self._own_policy(policy_arn)
        _checked(policy_document)
        if len(policy.versions) >= _VERSION_LIMIT:
            raise TOO_MANY_VERSIONS.error(because=f"Versions: {', '.join(policy.versions)}.")
        policy.last_version += 1
        version_id = f"v{policy.last_version}"
        policy.versions[version_id] = (policy_document, self.clock.now())
        if set_as_default:
            self._put_in_force(policy, version_id)
        return {"PolicyVersion": _version(policy, version_id)}

    @operation
    def get_policy_version(self, *, policy_arn: str, version_id: str) -> dict[str, Any]:
        """One version with its text, as URL-encoded JSON, which boto3 decodes."""
        policy = self._policy(policy_arn)
        text, _ = self._version(policy, version_id)
        return {"PolicyVersion": {"Document": quoted(text), **_version(policy, version_id)}}

    @operation
    def list_policy_versions(
        self, *, policy_arn: str, marker: str | None = None, max_items: int | None = None
    ) -> dict[str, Any]:
        """All versions without their texts, newest first."""
        policy = self._policy(policy_arn)
        listed = [_version(policy, version_id) for version_id in reversed(policy.versions)]
        return page("Versions", listed, marker=marker, max_items=max_items)

    @operation
    def set_default_policy_version(self, *, policy_arn: str, version_id: str) -> dict[str, Any]:
        """Put a version in force, everywhere where the policy hangs, at once."""
        policy = self._own_policy(policy_arn)
        self._version(policy, version_id)
        self._put_in_force(policy, version_id)
        return {}

    @operation
    def delete_policy_version(self, *, policy_arn: str, version_id: str) -> dict[str, Any]:
        """Raises: DeleteConflict for the version in force."""
        policy = self._own_policy(policy_arn)
        self._version(policy, version_id)
        if version_id == policy.default_version:
            raise DEFAULT_VERSION_STAYS.error(because=f"{version_id} is in force.")
        del policy.versions[version_id]
        return {}

    def _put_in_force(self, policy: ManagedPolicy, version_id: str) -> None:
        policy.default_version, policy.updated_at = version_id, self.clock.now()

    def _version(self, policy: ManagedPolicy, version_id: str) -> tuple[str, Any]:
        if version_id in policy.versions:
            return policy.versions[version_id]
        raise NO_SUCH_POLICY_VERSION.error(
            because=f"Versions: {', '.join(policy.versions)}.", arn=policy.arn, version=version_id
        )

    # --- tags ------------------------------------------------------------------------------------

    @operation
    def tag_policy(self, *, policy_arn: str, tags: Tags) -> dict[str, Any]:
        """Add or replace tags."""
        policy = self._own_policy(policy_arn)
        together = policy.tags | tags_from(tags)
        if len(together) > _TAG_LIMIT:
            raise limit("TagsPerPolicy", _TAG_LIMIT)
        policy.tags = together
        return {}

    @operation
    def untag_policy(self, *, policy_arn: str, tag_keys: list[str]) -> dict[str, Any]:
        """Take tags away; keys that are not there do not matter."""
        policy = self._own_policy(policy_arn)
        policy.tags = {key: value for key, value in policy.tags.items() if key not in tag_keys}
        return {}

    @operation
    def list_policy_tags(
        self, *, policy_arn: str, marker: str | None = None, max_items: int | None = None
    ) -> dict[str, Any]:
        """A policy's tags."""
        tags = tag_list(self._policy(policy_arn).tags)
        return page("Tags", tags, marker=marker, max_items=max_items)

    def _own_policy(self, arn: str) -> ManagedPolicy:
        policy = self._policy(arn)
        if policy.account == "aws":
            raise AWS_MANAGED_IS_FIXED.error(
                because="AWS's own policies belong to AWS: copy one to change it.", arn=arn
            )
        return policy

    def _attached_to(self, policy: ManagedPolicy) -> list[Holder]:
        return [holder for holder in self._holders() if policy.arn in holder.attached]

    def _bounded_by(self, policy: ManagedPolicy) -> list[Holder]:
        return [holder for holder in self._holders() if holder.boundary == policy.arn]

    def _described(self, policy: ManagedPolicy) -> dict[str, Any]:
        return {
            "PolicyName": policy.name,
            "PolicyId": policy.unique_id,
            "Arn": policy.arn,
            "Path": policy.path,
            "DefaultVersionId": policy.default_version,
            "AttachmentCount": len(self._attached_to(policy)),
            "PermissionsBoundaryUsageCount": len(self._bounded_by(policy)),
            "IsAttachable": True,
            "CreateDate": policy.created_at,
            "UpdateDate": policy.updated_at,
        }


def _checked(policy_document: str) -> None:
    document = parse(policy_document, kind=PolicyKind.MANAGED)
    if document.size > _SIZE_LIMIT:
        raise limit("PolicySize", _SIZE_LIMIT)


def _tags(policy: ManagedPolicy) -> dict[str, Any]:
    return {"Tags": tag_list(policy.tags)} if policy.tags else {}


def _version(policy: ManagedPolicy, version_id: str) -> dict[str, Any]:
    _, created_at = policy.versions[version_id]
    return {
        "VersionId": version_id,
        "IsDefaultVersion": version_id == policy.default_version,
        "CreateDate": created_at,
    }
