"""Reads the prose of notebooks and pages: uses of the glossary's words, links, and sentences.

    glossary()              the words, with the spellings that count as a use
    first_uses(notebook)    where each word is first used, and whether it is linked there
    links(page)             what a notebook or a page of text links to
    sentences(notebook)     what a learner reads, sentence by sentence

Prose is what stands in markdown cells outside code, headings, the texts of links to elsewhere, and
AWS's own words: an emphasised or quoted piece of a message.

What it leaves out: markdown that the course does not use, such as reference links and HTML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nbformat
from proofs import NOTEBOOKS

from cognito_lab.primitives import messages

GLOSSARY = NOTEBOOKS / "glossary.ipynb"

_CODE = re.compile(r"```.*?```|`[^`\n]+`", re.S)
_HEADING = re.compile(r"^#+ .*$", re.M)
_LINK = re.compile(r"\[((?:!\[[^]]*\]\([^)]*\)|[^]])*)\]\(([^)\s]+)\)")
_QUOTED = re.compile(r"(?<!\*)\*(?!\*)([^*\n]+)\*(?!\*)|“([^”\n]+)”")
_TABLE_RULE = re.compile(r"^\|[-| ]+\|$", re.M)
_SENTENCE_END = re.compile(r"(?<=[.?!])[*”)]*\s+|\s*\n\s*\n\s*|\s*\|\s*|\n(?=\s*(?:[-*]|\d+\.) )")


@dataclass(frozen=True)
class Term:
    """One word of the glossary.

    Attributes:
        spellings: What counts as a use; the first letter may be large or small.
        meaning: Its explanation, without the line of other names.
    """

    word: str
    spellings: tuple[str, ...]
    meaning: str

    @property
    def link(self) -> str:
        """Where a lesson links to: the cell, which JupyterLab finds before it shows any heading."""
        return f"glossary.ipynb#cell-id={notebook_anchor(self.word)}"


@dataclass(frozen=True)
class Use:
    """The first use of a word in a notebook."""

    term: Term
    cell: str
    spelled: str
    start: int
    linked: bool

    def __str__(self) -> str:
        return f"{self.cell}: [{self.spelled}]({self.term.link})"


@cache
def glossary() -> tuple[Term, ...]:
    """The words in the order in which they stand."""
    cells = nbformat.read(GLOSSARY, as_version=4).cells
    return tuple(_term(cell) for cell in cells if "lab" in cell.metadata)


def first_uses(path: Path) -> list[Use]:
    """The first use of each word in a notebook's prose, in reading order."""
    found: dict[str, Use] = {}
    for cell in markdown_cells(path):
        for match in _any_spelling().finditer(prose(cell.source)):
            term = _by_spelling()[_small(match[0])]
            linked = _is_linked(cell.source, match, term)
            use = Use(term, cell.id, match[0], match.start(), linked)
            found.setdefault(term.word, use)
    return list(found.values())


def prose(source: str) -> str:
    """The source with everything blanked that is no prose; every place stays where it was."""
    text = _HEADING.sub(_blank, _CODE.sub(_blank, source))
    text = _LINK.sub(_without_target, text)
    return _QUOTED.sub(_without_messages, text)


def sentences(path: Path) -> list[str]:
    """What is said in whole sentences; headings, tables' rules and code blocks are none."""
    text = "\n\n".join(_readable(cell.source) for cell in markdown_cells(path))
    parts = (part.strip() for part in _SENTENCE_END.split(text))
    return [part for part in parts if len(part.split()) > 2]


def links(path: Path) -> list[str]:
    """The targets of a page's links and pictures, those inside code left out."""
    notebook = _is_notebook(path)
    sources = (
        [cell.source for cell in markdown_cells(path)] if notebook else [path.read_text("utf-8")]
    )
    return [target for source in sources for target in _targets(_CODE.sub(_blank, source))]


def anchors(path: Path) -> set[str]:
    """Where a link into a page may lead: headings, and the cells of a notebook."""
    if not _is_notebook(path):
        return {github_anchor(heading) for heading in _headings(path.read_text("utf-8"))}
    cells = nbformat.read(path, as_version=4).cells
    headings = {notebook_anchor(one) for cell in cells for one in _headings(cell.source)}
    return headings | {f"cell-id={cell.id}" for cell in cells}


def notebook_anchor(heading: str) -> str:
    """A heading's address in JupyterLab: spaces become hyphens."""
    return heading.strip().replace(" ", "-")


def github_anchor(heading: str) -> str:
    """A heading's address on GitHub: small letters, no punctuation."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def markdown_cells(path: Path) -> list[nbformat.NotebookNode]:
    """The cells that a learner reads."""
    cells = nbformat.read(path, as_version=4).cells
    return [cell for cell in cells if cell.cell_type == "markdown"]


# --- helpers --------------------------------------------------------------------------------------


def _term(cell: nbformat.NotebookNode) -> Term:
    word = cell.metadata["lab"]["term"]
    meaning = cell.source.split("\n\n")[1]
    return Term(word, (word, *cell.metadata["lab"]["also"]), meaning)


@cache
def _by_spelling() -> dict[str, Term]:
    return {_small(spelling): term for term in glossary() for spelling in term.spellings}


@cache
def _any_spelling() -> re.Pattern[str]:
    """Any spelling as whole words, the longest first: an ID token is no use of "token"."""
    longest_first = sorted(_by_spelling(), key=len, reverse=True)
    either_case = (f"[{one[0].upper()}{one[0]}]{re.escape(one[1:])}" for one in longest_first)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(either_case)})(?![\w-])")


def _small(spelling: str) -> str:
    return spelling[0].lower() + spelling[1:]


def _is_linked(source: str, match: re.Match[str], term: Term) -> bool:
    before, after = source[: match.start()].rstrip("*"), source[match.end() :].lstrip("*")
    return before.endswith("[") and after.startswith(f"]({term.link})")


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _without_target(match: re.Match[str]) -> str:
    """A link to the glossary keeps its text; one to elsewhere keeps nothing."""
    if not match[2].startswith("glossary.ipynb#"):
        return _blank(match)
    return f" {match[1]} " + " " * (len(match[0]) - len(match[1]) - 2)


def _without_messages(match: re.Match[str]) -> str:
    words = (match[1] or match[2]).strip(" .:").casefold()
    is_message = len(words.split()) > 2 and words in _everything_aws_says()
    return _blank(match) if is_message else match[0]


@cache
def _everything_aws_says() -> str:
    known = (value for value in vars(messages).values() if isinstance(value, messages.Message))
    return "\n".join(message.text for message in known).casefold()


def _readable(source: str) -> str:
    text = _TABLE_RULE.sub("", _HEADING.sub("", re.sub(r"```.*?```", "", source, flags=re.S)))
    return _LINK.sub(r"\1", text)


def _headings(source: str) -> Iterator[str]:
    return (heading[0].lstrip("# ") for heading in _HEADING.finditer(_CODE.sub(_blank, source)))


def _targets(source: str) -> Iterator[str]:
    """Targets of links, and of the pictures inside them."""
    pattern: Callable[[str], Iterator[re.Match[str]]] = re.compile(r"\]\(([^)\s]+)\)").finditer
    return (match[1] for match in pattern(source))


def _is_notebook(path: Path) -> bool:
    return path.suffix == ".ipynb"
