from __future__ import annotations

from pathlib import Path

import pytest
from course_prose import GLOSSARY, Term, anchors, first_uses, glossary, links, markdown_cells, prose
from proofs import NOTEBOOKS

ROOT = NOTEBOOKS.parent
LESSONS = sorted(NOTEBOOKS.glob("[01][0-9]-*.ipynb"))
PAGES = sorted([*NOTEBOOKS.glob("*.ipynb"), *ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def name(path: Path) -> str:
    """A page's path, as a test's name."""
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("term", glossary(), ids=lambda term: term.word)
def test_a_meaning_is_short(term: Term) -> None:
    """Each word is explained in at most 25 words, in whole sentences."""
    assert 5 <= len(term.meaning.split()) <= 25
    assert term.meaning.endswith((".", "?"))


def test_words_stand_in_the_order_of_the_alphabet() -> None:
    """A reader finds a word where a dictionary would have it, each once, about forty of them."""
    words = [term.word for term in glossary()]

    assert words == sorted(set(words), key=str.casefold)
    assert 35 <= len(words) <= 50


def test_heading_and_cell_carry_the_word() -> None:
    """A link finds the cell by its id, in JupyterLab before any heading is shown."""
    cells = [cell for cell in markdown_cells(GLOSSARY) if "lab" in cell.metadata]

    assert [(cell.id, cell.source.splitlines()[0]) for cell in cells] == [
        (term.word.replace(" ", "-"), f"### {term.word}") for term in glossary()
    ]


def test_a_spelling_belongs_to_one_word() -> None:
    """No use could mean two entries."""
    meant = {(one.casefold(), term.word) for term in glossary() for one in term.spellings}

    assert len({spelling for spelling, word in meant}) == len(meant)


@pytest.mark.parametrize("lesson", LESSONS, ids=name)
def test_a_lesson_links_a_word_where_it_first_uses_it(lesson: Path) -> None:
    """The first use of each of the glossary's words in a lesson's prose leads to its entry."""
    assert [str(use) for use in first_uses(lesson) if not use.linked] == []


def test_every_word_is_used_by_a_lesson() -> None:
    """The glossary explains no word that nobody meets."""
    used = {use.term.word for lesson in LESSONS for use in first_uses(lesson)}

    assert [term.word for term in glossary() if term.word not in used] == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_no_link_is_broken(page: Path) -> None:
    """The file is there, and the heading in it; a notebook links within the course alone."""
    broken = [target for target in links(page) if not _leads_somewhere(page, target)]

    assert broken == []


def _leads_somewhere(page: Path, target: str) -> bool:
    if target.startswith(("https://", "http://")):
        return True
    file, _, anchor = target.partition("#")
    there = (page.parent / file).resolve() if file else page
    if page.suffix == ".ipynb" and there.parent != NOTEBOOKS:
        return False  # the learner's copy of the course has the notebooks and nothing else
    return there.exists() and (not anchor or anchor in anchors(there))


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        pytest.param("the role `role` ends", ["role"], id="code"),
        pytest.param("## A role\n\na role", ["role"], id="headings"),
        pytest.param("see [the role](07.ipynb), a role", ["role"], id="links to elsewhere"),
        pytest.param("“Check assigned IAM roles” and a role", ["role"], id="AWS's own words"),
        pytest.param("a [role](glossary.ipynb#Role)", ["role"], id="links to the glossary stay"),
        pytest.param("```\nrole\n```\nthe *role*, the **role**", ["role", "role"], id="emphasis"),
    ],
)
def test_prose_is_what_the_course_says_itself(source: str, kept: list[str]) -> None:
    """Code, headings, other links and messages are no prose, and nothing moves its place."""
    found = prose(source)

    assert [word.strip("*.,") for word in found.split() if "role" in word] == kept
    assert len(found) == len(source)
    assert all(one in (" ", other) for one, other in zip(found, source, strict=True))
