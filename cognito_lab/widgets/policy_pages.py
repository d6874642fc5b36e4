"""The tabs of a policy form: one for each kind of policy, and one for the condition keys.

Most tabs of a lens are never looked at, and every field costs the browser some time. A tab's fields
are therefore made when somebody first opens it, or asks for them; until then its page answers with
what came in.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property

import ipywidgets

from cognito_lab.policy import Layer
from cognito_lab.widgets import html
from cognito_lab.widgets import policy_view as view
from cognito_lab.widgets.controls import plain, prose, tick
from cognito_lab.widgets.policy_question import KINDS, Question, Sheet
from cognito_lab.widgets.policy_text import Mark, PolicyText, Trouble
from cognito_lab.widgets.visible import visible

Follow = Callable[["Page"], None]  # told of a page whose fields have just been made
_ABOUT_KEYS = html.paragraph(
    "What the request knows about itself, for conditions and variables. "
    "A list is a key with several values."
)


class Page(ABC):
    """One tab; `box` is empty until `fields` are asked for.

    Args:
        follow: Called once, with the page, when its fields are there.
    """

    def __init__(self, follow: Follow) -> None:
        self._follow = follow
        self.box = plain(ipywidgets.VBox)

    @cached_property
    def fields(self) -> tuple[ipywidgets.Widget, ...]:
        """Everything in it that somebody can change."""
        about, fields = self._made()
        self.box.children = [prose(about), *fields]
        self.__dict__["fields"] = fields  # whoever follows asks for them
        self._follow(self)
        return fields

    @property
    def is_made(self) -> bool:
        """Whether there are fields to look into."""
        return "fields" in self.__dict__

    @abstractmethod
    def start_again(self) -> None:
        """Put back what stood in the fields at first."""

    @abstractmethod
    def _made(self) -> tuple[str, tuple[ipywidgets.Widget, ...]]:
        """The words above the fields, and the fields."""


class PolicyPage(Page):
    """What the layer is, whether it counts, and a text area for each of its policies."""

    def __init__(self, layer: Layer, question: Question, follow: Follow) -> None:
        super().__init__(follow)
        first = [sheet for sheet in question.sheets if sheet.layer is layer]
        self.layer, self._counts_at_first = layer, layer not in question.off
        self.first = first or [Sheet(layer, "", "", KINDS[layer])]

    @property
    def counts(self) -> ipywidgets.Checkbox:
        """The box that lets the layer count."""
        return self.fields[0]

    @property
    def texts(self) -> tuple[PolicyText, ...]:
        """The text areas."""
        return self.fields[1:]

    @property
    def is_counted(self) -> bool:
        return bool(self.counts.value) if self.is_made else self._counts_at_first

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The policies as they stand there now."""
        if not self.is_made:
            return tuple(self.first)
        pairs = zip(self.first, self.texts, strict=True)
        return tuple(replace(sheet, text=text.value) for sheet, text in pairs)

    def show(self, marks: Sequence[Sequence[Mark]], troubles: Sequence[Trouble | None]) -> None:
        """Put marks and faults beside the texts, if they are there."""
        if self.is_made:
            for text, its_marks, trouble in zip(self.texts, marks, troubles, strict=True):
                text.show(its_marks, trouble)

    def start_again(self) -> None:
        if self.is_made:
            self.counts.value = True
            for sheet, text in zip(self.first, self.texts, strict=True):
                text.value = sheet.text

    def _made(self) -> tuple[str, tuple[ipywidgets.Widget, ...]]:
        counts = tick(f"Counts ({view.TABS[self.layer]})", self._counts_at_first)
        texts = [plain(PolicyText, value=one.text, label=self._label(one)) for one in self.first]
        about = html.paragraph(f"{view.ABOUT[self.layer]} An empty text is no policy.")
        return about, (counts, *texts)

    def _label(self, sheet: Sheet) -> str:
        number = f" {self.first.index(sheet) + 1}" if len(self.first) > 1 else ""
        name = f' "{visible(sheet.name)}"' if sheet.name else ""
        return f"{str(sheet.layer).capitalize()}{number}{name}"


class KeysPage(Page):
    """The condition keys of the request, as JSON."""

    def __init__(self, question: Question, follow: Follow) -> None:
        super().__init__(follow)
        self.first = question.context

    @property
    def field(self) -> PolicyText:
        """The text area."""
        (field,) = self.fields
        assert isinstance(field, PolicyText)
        return field

    @property
    def text(self) -> str:
        """What stands there now."""
        return str(self.field.value) if self.is_made else self.first

    def show(self, trouble: Trouble | None) -> None:
        """Say what is wrong with the text, if it is there."""
        if self.is_made:
            self.field.show((), trouble)

    def start_again(self) -> None:
        if self.is_made:
            self.field.value = self.first

    def _made(self) -> tuple[str, tuple[ipywidgets.Widget, ...]]:
        field = plain(PolicyText, value=self.first, label="Condition keys, as JSON")
        return _ABOUT_KEYS, (field,)
