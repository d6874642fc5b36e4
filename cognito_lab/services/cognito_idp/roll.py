"""A list of names in the order in which they arrived, read page by page.

A page costs the same wherever it begins, so a pool of 100,000 users is listed as quickly as one of
ten: every entry has a number that is never used twice, and a page begins behind the last number
seen.

Left out: AWS documents no order for its lists; the order of arrival is ours.
"""

import base64
import binascii
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from cognito_lab.primitives import messages

T = TypeVar("T")


class Roll(Generic[T]):
    """Entries under unique keys, in order of arrival."""

    def __init__(self) -> None:
        self._entries: dict[str, tuple[int, T]] = {}
        self._keys_in_order: list[str] = []
        self._numbers_in_order: list[int] = []
        self._arrivals = 0

    def add(self, key: str, entry: T) -> None:
        """Put an entry at the end. The key must be new."""
        self._arrivals += 1
        self._entries[key] = (self._arrivals, entry)
        self._keys_in_order.append(key)
        self._numbers_in_order.append(self._arrivals)

    def remove(self, key: str) -> None:
        """Take an entry out; nothing happens if there is none."""
        if key in self._entries:
            number, _ = self._entries.pop(key)
            place = bisect_left(self._numbers_in_order, number)
            del self._numbers_in_order[place], self._keys_in_order[place]

    def get(self, key: str) -> T | None:
        found = self._entries.get(key)
        return None if found is None else found[1]

    def page(
        self, limit: int, token: str | None = None, keep: Callable[[T], bool] | None = None
    ) -> tuple[list[T], str | None]:
        """Up to `limit` entries, and the token of the next page, None after the last.

        Args:
            limit: Entries on the page.
            token: From the page before.
            keep: Only entries for which it says yes.

        Raises:
            InvalidParameterException: The token is none that a page gave.
        """
        place = bisect_right(self._numbers_in_order, _number(token)) if token else 0
        page: list[T] = []
        while place < len(self._keys_in_order):
            number, entry = self._entries[self._keys_in_order[place]]
            if keep is None or keep(entry):
                if len(page) == limit:
                    return page, _token(number - 1)
                page.append(entry)
            place += 1
        return page, None

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[T]:
        return (self._entries[key][1] for key in self._keys_in_order)


def _token(number: int) -> str:
    return base64.urlsafe_b64encode(f"page after {number}".encode()).decode()


def _number(token: str) -> int:
    try:
        words = base64.urlsafe_b64decode(token).decode().rpartition(" ")
        if words[0] != "page after":
            raise ValueError(words[0])
        return int(words[2])
    except (ValueError, binascii.Error):
        raise messages.PAGE_TOKEN_INVALID.error(
            because="This is not the token that the page before ended with."
        ) from None
