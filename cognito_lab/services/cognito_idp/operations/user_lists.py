"""Listing the users of a pool.

Source: API reference, "ListUsers"; developer guide, "Managing and searching for user accounts".
"""

from __future__ import annotations

from collections.abc import Sequence

from cognito_lab.primitives.trace import operation
from cognito_lab.services.cognito_idp.desk import Desk, Response, listed
from cognito_lab.services.cognito_idp.filters import user_filter

_PAGE = 60


class UserLists(Desk):
    """Operations that show many users."""

    @operation
    def list_users(
        self,
        *,
        user_pool_id: str,
        attributes_to_get: Sequence[str] | None = None,
        limit: int | None = None,
        pagination_token: str | None = None,
        filter: str | None = None,  # AWS's name
    ) -> Response:
        """The pool's users, page by page.

        Args:
            user_pool_id: The pool.
            attributes_to_get: Only these attributes; all unless given.
            limit: At most 60, which is the default.
            pagination_token: From the page before.
            filter: See `filters.py`.

        Raises:
            InvalidParameterException: Filter or token are unreadable.
        """
        keep = user_filter(filter) if filter else None
        users = self.pool(user_pool_id).directory.users
        page, following = users.page(limit or _PAGE, pagination_token, keep)
        names = None if attributes_to_get is None else frozenset(attributes_to_get)
        described = [user.describe(names) for user in page]
        return listed("Users", described, following, "PaginationToken")
