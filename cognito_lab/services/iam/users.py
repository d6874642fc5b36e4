"""IAM users and their access keys: lasting identities, as opposed to a role's sessions.

Left out: groups, log-in profiles, MFA devices, and when a key was last used.
"""

from __future__ import annotations

from typing import Any

from cognito_lab.primitives.caller import current_caller
from cognito_lab.primitives.messages import (
    MUST_DELETE_ACCESS_KEYS,
    NO_SUCH_ACCESS_KEY,
    USER_EXISTS,
    USER_NAME_NEEDED,
)
from cognito_lab.primitives.trace import operation
from cognito_lab.services.iam.attachments import Attachments
from cognito_lab.services.iam.paging import page
from cognito_lab.services.iam.records import User, UserKey, tag_list
from cognito_lab.services.iam.registry import Tags, limit, tags_of_holder, without_tags

# Source: IAM User Guide, "IAM and AWS STS quotas".
_KEY_LIMIT = 2
_TAG_LIMIT = 50


class UserOperations(Attachments):
    """IAM's operations on users and access keys."""

    @operation
    def create_user(
        self,
        *,
        user_name: str,
        path: str | None = None,
        permissions_boundary: str | None = None,
        tags: Tags | None = None,
    ) -> dict[str, Any]:
        """Make a user without keys and without permissions.

        Raises:
            EntityAlreadyExists: A user of that name is there, whatever the case of its letters.
            NoSuchEntity: The boundary is no managed policy.
            LimitExceeded: Too many tags.
            InvalidInput: Two tags have the same key, whatever its case.
        """
        if user_name.lower() in self._users:
            raise USER_EXISTS.error(
                because="User names must differ by more than the case of their letters.",
                name=user_name,
            )
        if len(tags or ()) > _TAG_LIMIT:
            raise limit("TagsPerUser", _TAG_LIMIT)
        user = User(
            name=user_name,
            path=path or "/",
            boundary=permissions_boundary and self._policy(permissions_boundary).arn,
            tags=tags_of_holder({}, tags),
            unique_id=self.ids.unique_id("AIDA"),
            created_at=self.clock.now(),
        )
        self._users[user_name.lower()] = user
        return {"User": user.described() | user.optional_members()}

    @operation
    def get_user(self, *, user_name: str | None = None) -> dict[str, Any]:
        """A user; without a name, the one who asks."""
        user = self._named_or_caller(user_name)
        return {"User": user.described() | user.optional_members()}

    @operation
    def list_users(
        self,
        *,
        path_prefix: str | None = None,
        marker: str | None = None,
        max_items: int | None = None,
    ) -> dict[str, Any]:
        """All users, by name."""
        users = sorted(self._users.values(), key=lambda user: user.name)
        listed = [user.described() for user in users if user.path.startswith(path_prefix or "/")]
        return page("Users", listed, marker=marker, max_items=max_items)

    @operation
    def delete_user(self, *, user_name: str) -> dict[str, Any]:
        """Raises: DeleteConflict while policies or access keys hang on it."""
        user = self._user(user_name)
        self._refuse_while_policies_hang(user)
        if keys := self._keys_of(user):
            raise MUST_DELETE_ACCESS_KEYS.error(
                because=f"{user.name} still has {len(keys)} access keys."
            )
        del self._users[user.name.lower()]
        return {}

    # --- access keys -----------------------------------------------------------------------------

    @operation
    def create_access_key(self, *, user_name: str | None = None) -> dict[str, Any]:
        """Give a user a key; the answer is the only place where the secret is ever told.

        Raises:
            LimitExceeded: The user has two already.
        """
        user = self._named_or_caller(user_name)
        if len(self._keys_of(user)) >= _KEY_LIMIT:
            raise limit("AccessKeysPerUser", _KEY_LIMIT)
        key = self._new_key(user)
        return {"AccessKey": _metadata(key) | {"SecretAccessKey": key.secret}}

    @operation
    def list_access_keys(
        self,
        *,
        user_name: str | None = None,
        marker: str | None = None,
        max_items: int | None = None,
    ) -> dict[str, Any]:
        """A user's keys, without their secrets."""
        user = self._named_or_caller(user_name)
        listed = [_metadata(key) for key in self._keys_of(user)]
        return page("AccessKeyMetadata", listed, marker=marker, max_items=max_items)

    @operation
    def update_access_key(
        self, *, access_key_id: str, status: str, user_name: str | None = None
    ) -> dict[str, Any]:
        """Switch a key off (``Inactive``) or on (``Active``)."""
        self._key(self._named_or_caller(user_name), access_key_id).status = status
        return {}

    @operation
    def delete_access_key(
        self, *, access_key_id: str, user_name: str | None = None
    ) -> dict[str, Any]:
        """Raises: NoSuchEntity if the user has no such key."""
        key = self._key(self._named_or_caller(user_name), access_key_id)
        del self._keys[key.access_key_id]
        return {}

    def _keys_of(self, user: User) -> list[UserKey]:
        return [key for key in self._keys.values() if key.user_name == user.name]

    def _key(self, user: User, access_key_id: str) -> UserKey:
        for key in self._keys_of(user):
            if key.access_key_id == access_key_id:
                return key
        raise NO_SUCH_ACCESS_KEY.error(
            because=f"{user.name} has no such key.", access_key_id=access_key_id
        )

    def _named_or_caller(self, user_name: str | None) -> User:
        """The user of that name; without a name, the user whose request this is."""
        if user_name is not None:
            return self._user(user_name)
        caller = current_caller()
        for user in self._users.values():
            if user.arn == caller.arn:
                return user
        raise USER_NAME_NEEDED.error(because=f"Without UserName it means the caller, {caller.arn}.")

    # --- policies on a user ----------------------------------------------------------------------

    @operation
    def put_user_policy(
        self, *, user_name: str, policy_name: str, policy_document: str
    ) -> dict[str, Any]:
        """Give a user an inline policy, or replace the one of that name."""
        self._put_inline(self._user(user_name), policy_name, policy_document)
        return {}

    @operation
    def get_user_policy(self, *, user_name: str, policy_name: str) -> dict[str, Any]:
        """One inline policy; its document is URL-encoded JSON, which boto3 decodes."""
        user = self._user(user_name)
        return {"UserName": user.name, **self._inline_answer(user, policy_name)}

    @operation
    def list_user_policies(
        self, *, user_name: str, marker: str | None = None, max_items: int | None = None
    ) -> dict[str, Any]:
        """Names of the inline policies."""
        names = sorted(self._user(user_name).inline)
        return page("PolicyNames", names, marker=marker, max_items=max_items)

    @operation
    def delete_user_policy(self, *, user_name: str, policy_name: str) -> dict[str, Any]:
        """Raises: NoSuchEntity, for the user or the policy."""
        self._delete_inline(self._user(user_name), policy_name)
        return {}

    @operation
    def attach_user_policy(self, *, user_name: str, policy_arn: str) -> dict[str, Any]:
        """Attach a managed policy; attaching it twice changes nothing."""
        self._attach(self._user(user_name), policy_arn)
        return {}

    @operation
    def detach_user_policy(self, *, user_name: str, policy_arn: str) -> dict[str, Any]:
        """Raises: NoSuchEntity if it is not attached."""
        self._detach(self._user(user_name), policy_arn)
        return {}

    @operation
    def list_attached_user_policies(
        self,
        *,
        user_name: str,
        path_prefix: str | None = None,
        marker: str | None = None,
        max_items: int | None = None,
    ) -> dict[str, Any]:
        """Names and ARNs of the attached policies."""
        return self._attached_answer(self._user(user_name), path_prefix, marker, max_items)

    @operation
    def put_user_permissions_boundary(
        self, *, user_name: str, permissions_boundary: str
    ) -> dict[str, Any]:
        """Limit a user by a managed policy."""
        self._set_boundary(self._user(user_name), permissions_boundary)
        return {}

    @operation
    def delete_user_permissions_boundary(self, *, user_name: str) -> dict[str, Any]:
        """Raises: NoSuchEntity if there is none."""
        self._delete_boundary(self._user(user_name))
        return {}

    # --- tags ------------------------------------------------------------------------------------

    @operation
    def tag_user(self, *, user_name: str, tags: Tags) -> dict[str, Any]:
        """Add or replace tags; policies read them as ``aws:PrincipalTag/key``, in any case.

        Raises:
            InvalidInput: Two of them have the same key.
            LimitExceeded: It would have more than 50.
        """
        user = self._user(user_name)
        together = tags_of_holder(user.tags, tags)
        if len(together) > _TAG_LIMIT:
            raise limit("TagsPerUser", _TAG_LIMIT)
        user.tags = together
        return {}

    @operation
    def untag_user(self, *, user_name: str, tag_keys: list[str]) -> dict[str, Any]:
        """Take tags away; keys that are not there do not matter."""
        user = self._user(user_name)
        user.tags = without_tags(user.tags, tag_keys)
        return {}

    @operation
    def list_user_tags(
        self, *, user_name: str, marker: str | None = None, max_items: int | None = None
    ) -> dict[str, Any]:
        """A user's tags."""
        return page(
            "Tags", tag_list(self._user(user_name).tags), marker=marker, max_items=max_items
        )


def _metadata(key: UserKey) -> dict[str, Any]:
    return {
        "UserName": key.user_name,
        "AccessKeyId": key.access_key_id,
        "Status": key.status,
        "CreateDate": key.created_at,
    }
