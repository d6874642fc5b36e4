"""Small pieces of HTML, in which outside text can never become markup.

Everything is built with markupsafe's `Markup.format`, which escapes what it is given; a person's
name, a claim or an error message is always text. The pieces carry only classes, so that the one
style sheet decides how they look, and they make sense where a sanitiser has removed classes and
styles.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files

from markupsafe import Markup

from cognito_lab.diagrams.style import themed

Text = str | Markup
# What says a verdict: a sign, a word for who sees no sign or no colour, and a class.
VERDICTS = {True: ("✓", "yes", "good"), False: ("✗", "no", "bad"), None: ("–", "open", "plain")}


def joined(parts: Iterable[Text]) -> Markup:
    """Parts one after the other; plain text among them is escaped."""
    return Markup("").join(parts)


def paragraph(text: Text) -> Markup:
    """One paragraph."""
    return Markup("<p>{}</p>").format(text)


def badge(word: str, kind: str) -> Markup:
    """A small coloured word. `kind` is one of ours: app, idp, aws, good, bad, plain."""
    return Markup('<span class="cl-badge cl-{}">{}</span>').format(kind, word)


def verdict(passed: bool | None, words: str) -> Markup:
    """A tick, a cross or a dash, always with words: colour and shape are never alone."""
    sign, spoken, kind = VERDICTS[passed]
    return Markup(
        '<span class="cl-verdict cl-{}"><span role="img" aria-label="{}">{}</span> {}</span>'
    ).format(kind, spoken, sign, words)


def table(head: Sequence[Text], rows: Iterable[Sequence[Text]], *, caption: str) -> Markup:
    """A table with a caption and a header row; the first cell of a row is its header."""
    head_cells = joined(Markup('<th scope="col">{}</th>').format(cell) for cell in head)
    return Markup(
        '<table class="cl-table"><caption>{}</caption><thead><tr>{}</tr></thead>'
        "<tbody>{}</tbody></table>"
    ).format(caption, head_cells, joined(_row(row) for row in rows))


def facts(pairs: Mapping[str, Text], *, caption: str) -> Markup:
    """Name and value, one pair a line."""
    return table(("what", "value"), pairs.items(), caption=caption)


def details(summary: Text, body: Text, *, opened: bool = False) -> Markup:
    """A disclosure, reachable by keyboard everywhere (an Accordion is not)."""
    return Markup(
        '<details class="cl-details"{}><summary>{}</summary><div>{}</div></details>'
    ).format(Markup(" open") if opened else "", summary, body)


def code(text: str) -> Markup:
    """A block of code as it would be typed."""
    return Markup('<pre class="cl-code" tabindex="0"><code>{}</code></pre>').format(text)


def mono(text: str) -> Markup:
    """An id, a claim name, a token: short text in the code font, which may break anywhere."""
    return Markup('<code class="cl-mono">{}</code>').format(text)


def link(file: str, words: Text) -> Markup:
    """A way to another notebook of the same folder."""
    return Markup('<a href="{}">{}</a>').format(file, words)


def ordered(items: Iterable[Text]) -> Markup:
    """A numbered list."""
    return Markup("<ol>{}</ol>").format(joined(Markup("<li>{}</li>").format(i) for i in items))


@cache
def css() -> str:
    """The one style sheet of all widgets: the colours of the pictures, then our rules."""
    rules = files("cognito_lab.widgets").joinpath("style.css").read_text("utf-8")
    return themed(":is(.cl-frame,.cl-static)") + "\n" + rules


def style_sheet() -> Markup:
    """The style sheet as an element, for what stands outside a frame."""
    return Markup("<style>{}</style>").format(Markup(css()))


def static(body: Text) -> Markup:
    """A piece that stands in an output by itself, with its style."""
    return Markup('{}<div class="cl-static">{}</div>').format(style_sheet(), body)


def _row(row: Sequence[Text]) -> Markup:
    first, *others = row
    return Markup('<tr><th scope="row">{}</th>{}</tr>').format(
        first, joined(Markup("<td>{}</td>").format(cell) for cell in others)
    )
