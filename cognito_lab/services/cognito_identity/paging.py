"""Long lists come in pages: `MaxResults` and `NextToken`."""

from collections.abc import Sequence
from typing import Any

from cognito_lab.primitives.messages import IDENTITY_PAGE_TOKEN


def page(
    member: str, items: Sequence[Any], max_results: int, next_token: str | None
) -> dict[str, Any]:
    """One page of a list, and where the next one begins if there is one.

    Raises:
        InvalidParameterException: The token is none of ours.
    """
    if next_token is not None and not _is_place(next_token):
        raise IDENTITY_PAGE_TOKEN.error(because="No answer of this lab gave that NextToken.")
    first = int(next_token or 0)
    end = first + max_results
    following = {"NextToken": str(end)} if end < len(items) else {}
    return {member: list(items[first:end]), **following}


def _is_place(token: str) -> bool:
    """Whether a token looks like one of ours: the place of an item, in a few digits."""
    return token.isascii() and token.isdigit() and len(token) < 10
