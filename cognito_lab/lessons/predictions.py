"""Questions with a few options: predictions before a run, and recall questions after it.

A **prediction** is made before the cell that shows what happens: a choice, and how sure one is.
It is never graded; afterwards the guess and how it really is stand in two boxes, each named, and
the recap puts *you said* beside *it did*. A **recall question** comes from an earlier notebook, and
is answered at once. Every option but the right one is somebody's belief, so it names a
misconception.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

REALLY = "How it really is"
SURE = {1: "I am guessing", 2: "I think so", 3: "I am sure"}


@dataclass(frozen=True)
class Option:
    """One option.

    Attributes:
        words: What the learner chooses.
        misconception: The belief that speaks from it; None for the right option alone.
    """

    words: str
    misconception: str | None = None

    @property
    def right(self) -> bool:
        return self.misconception is None


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question with one right option.

    Its kind says how what the learner chose is called, and what is said beside it.

    Attributes:
        id: ``N01.P1`` for a prediction, ``N01.R1`` for a recall question.
        asks: The question, plain text.
        options: In the order in which they are shown; exactly one is right.
        because: What is so and how one can see it; shown afterwards.
    """

    id: str
    asks: str
    options: tuple[Option, ...]
    because: str

    called: ClassVar[str] = "Your answer"
    same: ClassVar[str] = "You remembered it."
    other: ClassVar[str] = "It is not this one. That is fine: the right one stands below."

    @property
    def right(self) -> Option:
        return next(option for option in self.options if option.right)

    def option(self, words: str) -> Option:
        """The option with these words.

        Raises:
            LookupError: There is none; the message names those that there are.
        """
        for option in self.options:
            if option.words == words:
                return option
        raise LookupError(f"{words!r} is none of: {', '.join(o.words for o in self.options)}")


class Prediction(Question):
    """A question that is asked before the run."""

    called: ClassVar[str] = "Your guess"
    same: ClassVar[str] = "Your guess is right."
    other: ClassVar[str] = "It is not so. That is fine: a surprise is easy to remember."
