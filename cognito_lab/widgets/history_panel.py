"""Panels about the learner: what was done so far, and a box for own words.

HistoryPanel("Your course", history)     tables, a link that downloads, a button that restores
WordsPanel("Explain it", box)            a text that is kept and never judged
"""

from __future__ import annotations

import base64
from typing import Protocol

import ipywidgets
from markupsafe import Markup

from cognito_lab.widgets import controls, html
from cognito_lab.widgets.frame import Frame

_SAID = Markup('<div class="cl-said cl-panel cl-good"><p>{}</p></div>')


class History(Protocol):
    """What can be shown, taken away and brought back."""

    def file_bytes(self) -> bytes:
        """The progress as a file."""

    def restore(self, content: bytes) -> str:
        """Bring a file's entries back; return what to say."""

    def as_text(self) -> str: ...

    def as_html(self) -> Markup: ...


class Words(Protocol):
    """A question that is answered in own words."""

    @property
    def asks_html(self) -> Markup:
        """The question, its code in the code font."""

    @property
    def text(self) -> str: ...

    def write(self, text: str) -> str:
        """Keep the words; return what to say."""

    def as_text(self) -> str: ...


class HistoryPanel(Frame):
    """What the learner has done.

    Args:
        title: The heading.
        history: Whose.
        file_name: What the download is called.
    """

    def __init__(self, title: str, history: History, file_name: str = "progress.json") -> None:
        self.history, self._file_name = history, file_name
        self.shown, self.link, self.came_back = (controls.prose() for _ in range(3))
        self.upload = ipywidgets.FileUpload(description="Restore from a file", accept=".json")
        self.upload.layout.width = "auto"
        row = controls.row(self.link, self.upload)
        super().__init__(title, "app", [self.shown, row, self.came_back])
        self.on_change(self.upload, self._restore)
        self.refresh()

    def refresh(self) -> None:
        self.shown.value = self.history.as_html()
        self.link.value = download(self.history.file_bytes(), self._file_name)

    def _restore(self) -> str:
        self.came_back.value = ""
        files = self.upload.value
        said = " ".join(self.history.restore(bytes(file["content"])) for file in files)
        self.came_back.value = said and _SAID.format(said)
        self.refresh()
        return said

    def as_text(self) -> str:
        return self.history.as_text()

    def as_html(self) -> Markup:
        return html.static(self.history.as_html())


class WordsPanel(Frame):
    """A box for own words.

    Args:
        title: The heading.
        words: What is asked, and what was written before.
    """

    def __init__(self, title: str, words: Words) -> None:
        self.words = words
        self.box = ipywidgets.Textarea(value=words.text, description="Your words", rows=5)
        self.box.layout.width = "min(100%, 640px)"
        self.keep = controls.button("Keep")
        question = controls.prose(html.paragraph(words.asks_html))
        super().__init__(title, "app", [question, self.box, self.keep])
        self.on_click(self.keep, lambda: words.write(self.box.value))

    def as_text(self) -> str:
        return self.words.as_text()

    def as_html(self) -> Markup:
        return html.static(html.paragraph(self.words.asks_html))


def download(content: bytes, name: str) -> Markup:
    """A link that carries a whole file with it: nothing is asked of any server."""
    encoded = base64.b64encode(content).decode()
    return Markup(
        '<a class="cl-download" download="{}" href="data:application/json;base64,{}">'
        "Download your progress</a>"
    ).format(name, encoded)
