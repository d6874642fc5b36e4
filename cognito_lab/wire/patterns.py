r"""AWS's regular expressions, which are Java's, made Python's.

Two things differ. In Java ``\w`` and ``\d`` mean ASCII letters and digits. And Java knows Unicode
categories: ``\p{L}`` is any letter, ``\p{M}`` a mark, ``\p{N}`` a number, ``\p{P}`` punctuation,
``\p{S}`` a symbol, ``\p{Z}`` a separator; Python's `re` does not. A category is written out here
for just those characters that occur in the value, so there is neither a table of Unicode nor a
dependency.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from unicodedata import category

_CATEGORY = re.compile(r"\\p\{(\w)\}")
_ASCII = "".join(map(chr, range(128)))


def matcher(pattern: str) -> Callable[[str], bool]:
    """A function that says whether a whole value fits a pattern of AWS's models."""
    of_ascii = _compiled(pattern, "").fullmatch

    def matches(value: str) -> bool:
        if value.isascii():
            return of_ascii(value) is not None
        return _compiled(pattern, "".join(sorted(set(value)))).fullmatch(value) is not None

    return matches


@lru_cache(maxsize=1024)
def _compiled(pattern: str, others: str) -> re.Pattern[str]:
    """The pattern for values of ASCII characters and these others."""

    def written_out(found: re.Match[str]) -> str:
        members = (c for c in _ASCII + others if category(c).startswith(found[1]))
        return "".join(map(re.escape, members))

    # The models write \u10000-\u10FFFF for everything beyond the first plane.
    pattern = pattern.replace(r"\u10000-\u10FFFF", r"\U00010000-\U0010FFFF")
    return re.compile(_CATEGORY.sub(written_out, pattern), re.ASCII)
