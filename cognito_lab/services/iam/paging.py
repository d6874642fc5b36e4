"""Long lists come in pages: IAM's `Marker`, `MaxItems` and `IsTruncated`."""

from collections.abc import Sequence
from typing import Any

from cognito_lab.primitives.messages import IAM_MARKER_INVALID

_DEFAULT_ITEMS = 100


def page(
    member: str, items: Sequence[Any], *, marker: str | None = None, max_items: int | None = None
) -> dict[str, Any]:
    """One page of a list, as the answer of a List… operation.

    Args:
        member: What the answer calls the list: ``Roles``.
        items: All items, in their lasting order.
        marker: Where the page before ended, as its answer said.
        max_items: Longest page; 100 unless said.

    Raises:
        ValidationError: The marker is none of ours.
    """
    if marker is not None and not (marker.isascii() and marker.isdigit()):
        raise IAM_MARKER_INVALID.error(because=f"No answer of this lab gave the Marker {marker!r}.")
    first = int(marker or 0)
    end = first + (max_items or _DEFAULT_ITEMS)
    answer: dict[str, Any] = {member: list(items[first:end]), "IsTruncated": end < len(items)}
    return answer | {"Marker": str(end)} if end < len(items) else answer
