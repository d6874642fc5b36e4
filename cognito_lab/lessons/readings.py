"""What came back at one item of a check, and how a check turns readings into one sentence.

A check never says "right" or "wrong" about an answer as a whole. It collects readings, one an item:

    Reading("good token", "accepted", right=True)
    Reading("other client", "accepted", right=False, words="Your verifier accepted a token made …")

The **signature** of a failing answer is the set of (item, what came back) of its wrong readings.
Two answers with one signature cannot be told apart by the battery, so they get the same
explanation.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Signature = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Reading:
    """One item's result.

    Attributes:
        item: The item's id.
        came_back: What came back, in a few words that are the same for the same behaviour.
        right: Whether that is as it should be.
        words: What to say if this is the first wrong one: what was observed, never the fix.
        misconception: The belief that this reading alone gives away, or None.
        stopped: The learner's exception, in words, where one was raised and none was expected.
        printed: What the learner's code printed meanwhile, cut.
        ended: Whether nothing more could be read after this, so that the signature is not whole.
    """

    item: str
    came_back: str
    right: bool
    words: str = ""
    misconception: str | None = None
    stopped: str = ""
    printed: str = ""
    ended: bool = False

    @classmethod
    def good(cls, item: str, came_back: str = "as it should be") -> Reading:
        """A reading that is as it should be."""
        return cls(item, came_back, right=True)

    @classmethod
    def bad(
        cls, item: str, came_back: str, words: str, misconception: str | None = None
    ) -> Reading:
        """A reading that is not; `words` say what was observed."""
        return cls(item, came_back, right=False, words=words, misconception=misconception)


def signature(readings: Iterable[Reading]) -> Signature:
    """Where an answer fails, and what came back there; empty for a right answer."""
    return frozenset((found.item, found.came_back) for found in readings if not found.right)


def first_wrong(readings: Iterable[Reading]) -> Reading | None:
    """The most basic wrong reading: items stand in the order from basic to subtle."""
    return next((found for found in readings if not found.right), None)
