"""What a learner has done, read out of the entries of the progress file.

Nothing is counted up: each property reads the entries, so a merged or restored file is at once
complete. There is no account and no network; the file belongs to the learner.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from cognito_lab.lessons.outcome import Outcome, Status
from cognito_lab.lessons.progress_file import Entry, ProgressFile

DEFAULT_SEED = 7
EXPLANATION_CHARACTERS = 4000
FACTS: Mapping[str, Mapping[str, type]] = {  # what an entry of each kind says
    "answer": {"id": str, "chose": str},
    "check": {"id": str, "status": str},
    "explanation": {"id": str, "text": str},
    "hint": {"id": str, "rung": int},
    "learner": {},
    "solution": {"id": str},
}


class Progress:
    """The learner's history.

    Args:
        file: Where it is kept.
    """

    def __init__(self, file: ProgressFile) -> None:
        self.file = file

    # --- writing ---------------------------------------------------------------------------------

    def introduce(self, nickname: str = "", seed: int | str | None = None) -> None:
        """Keep a nickname and a seed, where they are new."""
        facts: dict[str, Any] = {}
        if nickname and nickname != self.nickname:
            facts["nickname"] = str(nickname)[:60]
        if seed is not None and seed != self.seed:
            facts["seed"] = seed
        if facts:
            self.file.add("learner", **facts)

    def checked(self, outcome: Outcome) -> None:
        """Keep the outcome of a check."""
        self.file.add(
            "check",
            id=outcome.exercise,
            status=outcome.status.name,
            misconception=outcome.misconception,
            item=outcome.item,
        )

    def hinted(self, exercise: str, rung: int) -> None:
        """Keep that a hint was read."""
        self.file.add("hint", id=exercise, rung=rung)

    def shown_solution(self, exercise: str) -> None:
        """Keep that the solution was read."""
        self.file.add("solution", id=exercise)

    def answered(
        self, question: str, chose: str, misconception: str | None, confidence: int = 0
    ) -> None:
        """Keep the choice at a prediction or a recall question."""
        self.file.add(
            "answer", id=question, chose=chose, misconception=misconception, confidence=confidence
        )

    def explained(self, notebook: str, text: str) -> None:
        """Keep what a learner wrote in own words; cut at 4,000 characters."""
        self.file.add("explanation", id=notebook, text=text[:EXPLANATION_CHARACTERS])

    # --- reading ---------------------------------------------------------------------------------

    @property
    def nickname(self) -> str:
        return str(self._latest("learner", "nickname") or "")

    @property
    def seed(self) -> int | str:
        seed = self._latest("learner", "seed")
        return DEFAULT_SEED if seed is None else seed

    def checks(self, exercise: str) -> list[Entry]:
        """The outcomes of an exercise, oldest first; a later version's unknown ones left out."""
        known = (entry for entry in self._of("check") if entry["status"] in Status.__members__)
        return [entry for entry in known if entry["id"] == exercise]

    def passed(self, exercise: str) -> bool:
        """Whether it was ever right."""
        return any(entry["status"] == Status.PASS.name for entry in self.checks(exercise))

    def hints(self, exercise: str) -> int:
        """How many rungs were read."""
        rungs = [entry["rung"] for entry in self._of("hint") if entry["id"] == exercise]
        return max(rungs, default=0)

    def saw_solution(self, exercise: str) -> bool:
        """Whether the solution was read."""
        return any(entry["id"] == exercise for entry in self._of("solution"))

    def status(self, exercise: str) -> str:
        """An exercise in a few words, such as ``right, with help``."""
        if self.passed(exercise):
            helped = self.hints(exercise) or self.saw_solution(exercise)
            return f"{Status.PASS}, with help" if helped else str(Status.PASS)
        found = self.checks(exercise)
        return str(Status[found[-1]["status"]]) if found else str(Status.NOT_ATTEMPTED)

    def answer(self, question: str) -> Entry | None:
        """The latest choice at a prediction or a recall question."""
        found = [entry for entry in self._of("answer") if entry["id"] == question]
        return found[-1] if found else None

    def explanation(self, notebook: str) -> str:
        """What the learner wrote last."""
        found = [entry for entry in self._of("explanation") if entry["id"] == notebook]
        return str(found[-1]["text"]) if found else ""

    def misconceptions(self) -> Counter[str]:
        """How often each belief was met, in checks and in answers."""
        return Counter(
            entry["misconception"]
            for entry in (*self._of("check"), *self._of("answer"))
            if isinstance(entry.get("misconception"), str)
        )

    def _of(self, kind: str) -> Iterator[Entry]:
        """The entries of a kind; one that lacks a fact, edited by hand, counts for nothing."""
        facts = FACTS[kind].items()
        return (
            entry
            for entry in self.file.entries
            if entry["kind"] == kind and all(isinstance(entry.get(name), of) for name, of in facts)
        )

    def _latest(self, kind: str, fact: str) -> Any:
        return next(
            (entry[fact] for entry in reversed(list(self._of(kind))) if fact in entry), None
        )
