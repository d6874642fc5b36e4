"""One question to IAM as a form: the request, a tab for each kind of policy, the verdict, the tree.

A side belongs to a `PolicyLens`, which may have two. It holds fields and shows what
`policy_question.examine` finds in them; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import ipywidgets
from markupsafe import Markup

from cognito_lab.policy import Layer
from cognito_lab.widgets import html
from cognito_lab.widgets import policy_view as view
from cognito_lab.widgets.policy_question import (
    KINDS,
    Examination,
    Question,
    Sheet,
    examine,
    marks_of,
)
from cognito_lab.widgets.policy_text import PolicyText
from cognito_lab.widgets.visible import visible

# What has a say in either question, also where there is no such policy yet.
_TRUST_TABS = (Layer.TRUST,)
_PERMISSION_TABS = (Layer.IDENTITY, Layer.BOUNDARY, Layer.SESSION, Layer.RESOURCE)
_ABOUT_KEYS = html.paragraph(
    "What the request knows about itself, for conditions and variables. "
    "A list is a key with several values."
)


class PolicySide(ipywidgets.VBox):
    """The form of one question.

    Args:
        question: What stands in the fields at first.
        width: Of the why-tree, in px.
    """

    def __init__(self, question: Question, *, width: float) -> None:
        self.first, self._width = question, width
        self._seen: Question | None = None
        self._said = ""
        self.action = ipywidgets.Text(value=visible(question.action), description="Action")
        self.resource = ipywidgets.Text(value=visible(question.resource), description="Resource")
        self.asker = ipywidgets.Text(value=visible(question.asker), description="Asked by")
        self.context = PolicyText(value=question.context, label="Condition keys, as JSON")
        self.verdict, self.variables = ipywidgets.HTML(), ipywidgets.HTML()
        self.tree = ipywidgets.HTML()
        self.pages = {layer: _Page(layer, question) for layer in self._layers()}
        keys = ipywidgets.VBox([ipywidgets.HTML(_ABOUT_KEYS), self.context])
        self.tabs = ipywidgets.Tab(children=[*(page.box for page in self.pages.values()), keys])
        self.tabs.add_class("cl-tabs")
        heading = Markup("<h4>{}</h4>").format(view.title_of(question))
        request = [self.action, self.resource, self.asker]
        shown = [self.verdict, self.tabs, self.variables, self.tree]
        super().__init__([ipywidgets.HTML(heading), *request, *shown])
        self.add_class("cl-side")
        self.show()

    def _layers(self) -> tuple[Layer, ...]:
        """The tabs: those that belong to the question, and whatever else it brings."""
        usual = _TRUST_TABS if self.first.is_about_trust else _PERMISSION_TABS
        brought = {sheet.layer for sheet in self.first.sheets}
        return (*usual, *(layer for layer in Layer if layer in brought and layer not in usual))

    # --- reading the fields ----------------------------------------------------------------------

    def fields(self) -> Iterator[ipywidgets.Widget]:
        """Everything that somebody can change."""
        yield from (self.action, self.resource, self.asker, self.context)
        for page in self.pages.values():
            yield from (page.counts, *page.texts)

    @property
    def question(self) -> Question:
        """What stands in the fields now."""
        return replace(
            self.first,
            action=_meant(self.action, self.first.action),
            resource=_meant(self.resource, self.first.resource),
            asker=_meant(self.asker, self.first.asker),
            context=self.context.value,
            sheets=tuple(sheet for page in self.pages.values() for sheet in page.sheets),
            off=frozenset(layer for layer, page in self.pages.items() if not page.counts.value),
        )

    @property
    def examined(self) -> Examination:
        """What comes of it."""
        return examine(self.question)

    # --- showing ---------------------------------------------------------------------------------

    def show(self) -> str:
        """Show what comes of the fields; answers the verdict, or nothing if that is the same."""
        question = self.question
        if question == self._seen:
            return ""
        self._seen, examined = question, examine(question)
        self.verdict.value = view.verdict_html(examined)
        self.variables.value = view.variables_html(examined)
        self.tree.value = view.tree_html(examined, width=self._width)
        self.context.show((), examined.context_trouble)
        self._show_policies(question, examined)
        words = view.verdict_words(examined)
        news, self._said = ("" if words == self._said else words), words
        return news

    def _show_policies(self, question: Question, examined: Examination) -> None:
        troubles = iter(examined.troubles)
        for page in self.pages.values():
            for text, sheet in zip(page.texts, page.sheets, strict=True):
                text.show(marks_of(sheet, examined.decision), next(troubles))
        words = [view.layer_word(question, examined, layer) for layer in self.pages]
        titles = [
            f"{view.TABS[layer]}: {word}" for layer, word in zip(self.pages, words, strict=True)
        ]
        titles.append("Keys: fault" if examined.context_trouble else "Keys")
        if list(self.tabs.titles) != titles:
            self.tabs.titles = titles

    def start_again(self) -> None:
        """Put back what stood in the fields at first."""
        first = self.first
        self.action.value, self.resource.value = visible(first.action), visible(first.resource)
        self.asker.value, self.context.value = visible(first.asker), first.context
        for page in self.pages.values():
            page.start_again()


def _meant(field: ipywidgets.Text, first: str) -> str:
    """What stands in a field; untouched, it is what came, invisible characters included."""
    return first if field.value == visible(first) else str(field.value).strip()


class _Page:
    """One tab: what the layer is, whether it counts, and a text area for each of its policies."""

    def __init__(self, layer: Layer, question: Question) -> None:
        first = [sheet for sheet in question.sheets if sheet.layer is layer]
        self.first = first or [Sheet(layer, "", "", KINDS[layer])]
        self.counts = ipywidgets.Checkbox(
            value=layer not in question.off,
            description=f"Counts ({view.TABS[layer]})",
            indent=False,
        )
        self.texts = [PolicyText(value=one.text, label=self._label(one)) for one in self.first]
        about = html.paragraph(f"{view.ABOUT[layer]} An empty text is no policy.")
        self.box = ipywidgets.VBox([ipywidgets.HTML(about), self.counts, *self.texts])

    def _label(self, sheet: Sheet) -> str:
        number = f" {self.first.index(sheet) + 1}" if len(self.first) > 1 else ""
        name = f' "{visible(sheet.name)}"' if sheet.name else ""
        return f"{str(sheet.layer).capitalize()}{number}{name}"

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        return tuple(
            replace(sheet, text=text.value)
            for sheet, text in zip(self.first, self.texts, strict=True)
        )

    def start_again(self) -> None:
        self.counts.value = True
        for sheet, text in zip(self.first, self.texts, strict=True):
            text.value = sheet.text
