"""A choice exercise: one option for each item, which the lab tries.

    Choice(items={"passport": "the ID token", …}, options=("counter", "gate"), ask=try_it)

`ask` gets a copy of the account, an item and the chosen option, and says what came back. With one
item the answer is the option itself, else ``{item: option}``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from cognito_lab.lessons.attempt import Attempt, copy_of
from cognito_lab.lessons.came_back import in_words
from cognito_lab.lessons.readings import Reading

if TYPE_CHECKING:
    from cognito_lab.widgets.answer_forms import ChoiceForm


@dataclass(frozen=True)
class Choice:
    """Items and options.

    Attributes:
        items: ``{item: its words}``, in order, the most basic one first.
        options: What may be chosen for each.
        ask: Tries one choice in a copy of the account.
    """

    items: Mapping[str, str]
    options: tuple[str, ...]
    ask: Callable[[Any, str, str], Reading]
    kind: ClassVar[str] = "choice"
    repeatable: ClassVar[bool] = True

    def choices(self, answer: Any) -> Mapping[str, Any]:
        """The answer as ``{item: option}``; an answer of another shape as nothing."""
        if isinstance(answer, Mapping):
            return answer
        return {next(iter(self.items)): answer} if len(self.items) == 1 else {}

    def problem(self, answer: Any) -> str:
        chosen = self.choices(answer)
        for item in self.items:
            if item not in chosen:
                return f"is {in_words(answer)}; there is no choice for {item!r} in it."
            if not isinstance(chosen[item], str) or chosen[item] not in self.options:
                known = ", ".join(map(repr, self.options))
                return f"says {in_words(chosen[item])} for {item!r}; the options are {known}."
        return ""

    def lines(self) -> list[str]:
        options = ", ".join(self.options)
        return [*(f"{item}: {words}" for item, words in self.items.items()), f"Options: {options}"]

    def form(self) -> ChoiceForm:
        from cognito_lab.widgets.answer_forms import ChoiceForm

        return ChoiceForm(self.items, self.options)

    def readings(self, attempt: Attempt) -> list[Reading]:
        chosen, world = self.choices(attempt.answer), copy_of(attempt.world)
        return [self.ask(world, item, str(chosen[item])) for item in self.items]
