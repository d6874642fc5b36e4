"""One question to IAM as a form: the request, a tab for each kind of policy, the verdict, the tree.

A side belongs to a `PolicyLens`, which may have two. It holds fields and shows what
`policy_question.examine` finds in them; nothing is decided here.
"""

from __future__ import annotations

from dataclasses import replace

import ipywidgets
from markupsafe import Markup

from cognito_lab.policy import Layer
from cognito_lab.widgets import policy_view as view
from cognito_lab.widgets.controls import plain, prose
from cognito_lab.widgets.policy_pages import Follow, KeysPage, Page, PolicyPage
from cognito_lab.widgets.policy_question import Examination, Question, examine, marks_of
from cognito_lab.widgets.policy_text import PolicyText
from cognito_lab.widgets.visible import visible

# What has a say in either question, also where there is no such policy yet.
_TRUST_TABS = (Layer.TRUST,)
_PERMISSION_TABS = (Layer.IDENTITY, Layer.BOUNDARY, Layer.SESSION, Layer.RESOURCE)


class PolicySide(ipywidgets.VBox):
    """The form of one question.

    Args:
        question: What stands in the fields at first.
        width: Of the why-tree, in px.
        follow: Told of each tab whose fields have just been made.
    """

    def __init__(self, question: Question, *, width: float, follow: Follow) -> None:
        self.first, self._width = question, width
        self._shown: Question | None = None
        self._found: tuple[Question, Examination] | None = None
        self._said = ""
        self.action = plain(ipywidgets.Text, value=visible(question.action), description="Action")
        self.resource = plain(
            ipywidgets.Text, value=visible(question.resource), description="Resource"
        )
        self.asker = plain(ipywidgets.Text, value=visible(question.asker), description="Asked by")
        self.verdict, self.variables, self.tree = prose(), prose(), prose()
        self.pages = {layer: PolicyPage(layer, question, follow) for layer in self._layers()}
        self.keys_page = KeysPage(question, follow)
        self.tabs = plain(ipywidgets.Tab, children=[page.box for page in self._tabs()])
        self.tabs.add_class("cl-tabs")
        heading = Markup("<h4>{}</h4>").format(view.title_of(question))
        shown = [self.verdict, self.tabs, self.variables, self.tree]
        super().__init__([prose(heading), *self.request, *shown])
        self.add_class("cl-side")

    def _tabs(self) -> list[Page]:
        return [*self.pages.values(), self.keys_page]

    def open_tab(self) -> str:
        """Make the fields of the chosen tab, and show what is to be said of them."""
        page = self._tabs()[self.tabs.selected_index or 0]
        if not page.is_made:
            _ = page.fields
            self._shown = None
        return self.show()

    def _layers(self) -> tuple[Layer, ...]:
        """The tabs: those that belong to the question, and whatever else it brings."""
        usual = _TRUST_TABS if self.first.is_about_trust else _PERMISSION_TABS
        brought = {sheet.layer for sheet in self.first.sheets}
        return (*usual, *(layer for layer in Layer if layer in brought and layer not in usual))

    # --- reading the fields ----------------------------------------------------------------------

    @property
    def context(self) -> PolicyText:
        """The text area of the condition keys."""
        return self.keys_page.field

    @property
    def request(self) -> tuple[ipywidgets.Text, ...]:
        """The three fields above the tabs."""
        return self.action, self.resource, self.asker

    @property
    def question(self) -> Question:
        """What stands in the fields now."""
        return replace(
            self.first,
            action=_meant(self.action, self.first.action),
            resource=_meant(self.resource, self.first.resource),
            asker=_meant(self.asker, self.first.asker),
            context=self.keys_page.text,
            sheets=tuple(sheet for page in self.pages.values() for sheet in page.sheets),
            off=frozenset(layer for layer, page in self.pages.items() if not page.is_counted),
        )

    @property
    def examined(self) -> Examination:
        """What comes of it; worked out once for a question."""
        question = self.question
        if self._found is None or self._found[0] != question:
            self._found = question, examine(question)
        return self._found[1]

    # --- showing ---------------------------------------------------------------------------------

    def show(self) -> str:
        """Show what comes of the fields; answers the verdict, or nothing if that is the same."""
        question = self.question
        if question == self._shown:
            return ""
        self._shown, examined = question, self.examined
        self.verdict.value = view.verdict_html(examined)
        self.variables.value = view.variables_html(examined)
        self.tree.value = view.tree_html(examined, width=self._width)
        self.keys_page.show(examined.context_trouble)
        self._show_policies(question, examined)
        words = view.verdict_words(examined)
        news, self._said = ("" if words == self._said else words), words
        return news

    def _show_policies(self, question: Question, examined: Examination) -> None:
        troubles = iter(examined.troubles)
        for page in self.pages.values():
            marks = [marks_of(sheet, examined.decision) for sheet in page.sheets]
            page.show(marks, [next(troubles) for _ in marks])
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
        self.asker.value = visible(first.asker)
        for page in (*self.pages.values(), self.keys_page):
            page.start_again()


def _meant(field: ipywidgets.Text, first: str) -> str:
    """What stands in a field; untouched, it is what came, invisible characters included."""
    return first if field.value == visible(first) else str(field.value).strip()
