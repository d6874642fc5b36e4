"""Groups and who is in them.

Source: API reference, "CreateGroup" and its neighbours; developer guide, "Adding groups to a user
pool".
"""

from __future__ import annotations

from cognito_lab.primitives import messages
from cognito_lab.primitives.trace import operation
from cognito_lab.services.cognito_idp.desk import Desk, Response, listed
from cognito_lab.services.cognito_idp.group import MAX_GROUPS_OF_A_USER, Group, by_rank
from cognito_lab.services.cognito_idp.roll import Roll

_PAGE = 60


class Groups(Desk):
    """Operations on groups."""

    @operation
    def create_group(
        self,
        *,
        group_name: str,
        user_pool_id: str,
        description: str | None = None,
        role_arn: str | None = None,
        precedence: int | None = None,
    ) -> Response:
        """Make a group.

        Args:
            group_name: Unique in the pool, whatever its case.
            user_pool_id: The pool.
            description: For people only.
            role_arn: The IAM role that membership brings, through an identity pool.
            precedence: 0 is the strongest; left out is the weakest.

        Raises:
            GroupExistsException: The name is taken.
            ResourceNotFoundException: No such pool.
        """
        pool, now = self.pool(user_pool_id), self.clock.now()
        if group_name.casefold() in pool.groups:
            raise messages.GROUP_EXISTS.error(
                because="Group names that differ only in case collide."
            )
        group = Group(group_name, pool.id, now, now, description, role_arn, precedence)
        pool.groups.add(group_name.casefold(), group)
        return {"Group": group.describe()}

    @operation
    def get_group(self, *, group_name: str, user_pool_id: str) -> Response:
        """One group."""
        return {"Group": self.group(self.pool(user_pool_id), group_name).describe()}

    @operation
    def update_group(
        self,
        *,
        group_name: str,
        user_pool_id: str,
        description: str | None = None,
        role_arn: str | None = None,
        precedence: int | None = None,
    ) -> Response:
        """Change a group: what is named. Tokens that were issued before do not change.

        Assumed: what is left out stays as it is; the sheet says nothing else.
        """
        group = self.group(self.pool(user_pool_id), group_name)
        group.description = group.description if description is None else description
        group.role_arn = group.role_arn if role_arn is None else role_arn
        group.precedence = group.precedence if precedence is None else precedence
        group.modified_at = self.clock.now()
        return {"Group": group.describe()}

    @operation
    def delete_group(self, *, group_name: str, user_pool_id: str) -> Response:
        """Remove a group; its members stay in the pool."""
        pool = self.pool(user_pool_id)
        group = self.group(pool, group_name)
        for user in list(group.members):
            group.dismiss(user)
        pool.groups.remove(group.name.casefold())
        return {}

    @operation
    def list_groups(
        self, *, user_pool_id: str, limit: int | None = None, next_token: str | None = None
    ) -> Response:
        """The pool's groups, page by page."""
        page, following = self.pool(user_pool_id).groups.page(limit or _PAGE, next_token)
        return listed("Groups", [group.describe() for group in page], following)

    @operation
    def admin_add_user_to_group(
        self, *, user_pool_id: str, username: str, group_name: str
    ) -> Response:
        """Make a user a member. Tokens that were issued before do not change.

        Raises:
            LimitExceededException: The user is in 100 groups already.
            ResourceNotFoundException: No such pool or group.
            UserNotFoundException: No such user.
        """
        pool = self.pool(user_pool_id)
        user, group = self.user(pool, username), self.group(pool, group_name)
        if len(user.groups) >= MAX_GROUPS_OF_A_USER and group.name not in user.groups:
            raise messages.TOO_MANY_GROUPS.error(limit=MAX_GROUPS_OF_A_USER)
        group.admit(user)
        return {}

    @operation
    def admin_remove_user_from_group(
        self, *, user_pool_id: str, username: str, group_name: str
    ) -> Response:
        """End a membership; nothing happens if there is none."""
        pool = self.pool(user_pool_id)
        user, group = self.user(pool, username), self.group(pool, group_name)
        group.dismiss(user)
        return {}

    @operation
    def admin_list_groups_for_user(
        self,
        *,
        username: str,
        user_pool_id: str,
        limit: int | None = None,
        next_token: str | None = None,
    ) -> Response:
        """The groups that a user is in, strongest first."""
        groups: Roll[Group] = Roll()
        for group in by_rank(self.user(self.pool(user_pool_id), username).groups.values()):
            groups.add(group.name, group)
        page, following = groups.page(limit or _PAGE, next_token)
        return listed("Groups", [group.describe() for group in page], following)

    @operation
    def list_users_in_group(
        self,
        *,
        user_pool_id: str,
        group_name: str,
        limit: int | None = None,
        next_token: str | None = None,
    ) -> Response:
        """The members of a group, page by page."""
        group = self.group(self.pool(user_pool_id), group_name)
        page, following = group.members.page(limit or _PAGE, next_token)
        return listed("Users", [user.describe() for user in page], following)
