"""How wide a line of text is, and where it breaks, without asking any font.

Graphviz, browsers and PNG writers disagree about text widths, and a layout that depends on one of
them is wrong in the others. So we carry a table of our own: the advance widths of Helvetica and
Arial (which are the same, and so are Liberation Sans and Arimo). Every line that we draw is later
pinned to the width found here (``textLength``), so no font can push it out of its box.

How to read it: two tables, `width`, then `wrap`, which breaks text into at most three lines.

Left out: kerning, ligatures, and exact widths beyond Latin-1 (other scripts are estimated).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

ELLIPSIS = "…"
LETTER_SPACING = 0.08  # of titles in capitals, in em
_WIDE, _OTHER = 1000, 640  # thousandths of the font size
_LONG_WORD = 0.6  # of a line: from here on a word may be cut at its joints

# Thousandths of the font size → the characters of that width. Source: the fonts' `hmtx` tables.
_REGULAR = {
    191: "'",
    222: "ijl‘’",
    260: "|¦",
    278: " !,./:;I[\\]ft\xa0·ÌÍÎÏìíîï‚",
    333: "()-`r¡¨\xad²³´¸¹“”„",
    334: "{}",
    350: "•",
    355: '"',
    365: "º",
    370: "ª",
    389: "*",
    400: "°",
    469: "^",
    500: "Jcksvxyzçýÿ",
    537: "¶",
    549: "±÷≥≤",
    552: "¯",
    556: "#$0123456789?L_abdeghnopqu¢£¤¥§«»àáâãäåèéêëðñòóôõöøùúûüþ–€",
    576: "µ",
    584: "+<=>~¬×−",
    611: "FTZ¿ßø",
    667: "&ABEKPSVXYÀÁÂÃÄÅÈÉÊËÝÞ",
    722: "CDHNRUwÇÐÑÙÚÛÜ",
    737: "©®",
    778: "GOQÒÓÔÕÖØ",
    833: "Mm",
    834: "¼½¾",
    889: "%æ",
    944: "W",
    1000: "Æ—…™→←↔",
    1015: "@",
}
_BOLD = {
    238: "'",
    278: " ,./I\\ijl\xa0·ÌÍÎÏìíîï‘’‚",
    280: "|¦",
    333: "!()-:;[]`ft¡¨\xad²³´¸¹",
    350: "•",
    365: "º",
    370: "ª",
    389: "*r{}",
    400: "°",
    474: '"',
    500: "z“”„",
    549: "±÷≥≤",
    552: "¯",
    556: "#$0123456789J_aceksvxy¢£¤¥§«¶»àáâãäåçèéêëýÿ–€",
    576: "µ",
    584: "+<=>^~¬×−",
    611: "?FLTZbdghnopqu¿ßðñòóôõöøùúûüþ",
    667: "EPSVXYÈÉÊËÝÞ",
    722: "&ABCDHKNRUÀÁÂÃÄÅÇÐÑÙÚÛÜ",
    737: "©®",
    778: "GOQwÒÓÔÕÖØ",
    833: "M",
    834: "¼½¾",
    889: "%mæ",
    944: "W",
    975: "@",
    1000: "Æ—…™→←↔",
}
_TABLES = tuple(
    {character: units for units, characters in table.items() for character in characters}
    for table in (_REGULAR, _BOLD)
)
# Where a long word may break: at camelCase humps, and after what separates the parts of names.
_JOINTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[/:.,_=+&?#@-])(?=\w)")


@lru_cache(maxsize=4096)
def width(text: str, size: float, *, bold: bool = False, spaced: bool = False) -> float:
    """The width of one line, in the unit of `size` (our pictures: px).

    Args:
        text: The line.
        size: The font's size.
        bold: Whether it is set in bold.
        spaced: Whether its letters stand apart by `LETTER_SPACING`, as those of titles do.
    """
    table = _TABLES[bold]
    letters = sum(table.get(c) or _width_beyond_the_table(c) for c in text) * size / 1000
    return letters + (LETTER_SPACING * size * (len(text) - 1) if spaced else 0)


def _width_beyond_the_table(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return _WIDE if unicodedata.east_asian_width(character) in "WF" else _OTHER


@lru_cache(maxsize=4096)
def wrap(
    text: str, limit: float, size: float, *, bold: bool = False, lines: int = 3
) -> tuple[str, ...]:
    """Break a text into lines that are at most `limit` wide; the last one ends in "…" if it must.

    Words stay whole where they can. The lines are then made equally long, because a block of text
    with one lonely word below it looks like a mistake.

    Args:
        text: Any text; runs of white space count as one space.
        limit: The greatest width of a line, in the unit of `size`.
        size: The font's size.
        bold: Whether it is set in bold.
        lines: How many lines there may be.

    Returns:
        The lines from top to bottom; none for an empty text.
    """
    broken = _greedy(text, limit, size, bold)
    if len(broken) > lines:
        rest = " ".join(broken[lines - 1 :])
        return (*broken[: lines - 1], _cut(rest, limit, size, bold))
    return _balanced(text, broken, size, bold)


def _greedy(text: str, limit: float, size: float, bold: bool) -> tuple[str, ...]:
    """Fill line after line; a word as long as an ARN may be cut at its joints to fill one."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        whole = width(word, size, bold=bold)
        if width(joined, size, bold=bold) <= limit:
            lines[-1] = joined
        elif whole <= _LONG_WORD * limit:
            lines.append(word)
        else:
            lines += _filled(lines.pop(), word, limit, size, bold)
    return tuple(line for line in lines if line)


def _filled(line: str, word: str, limit: float, size: float, bold: bool) -> list[str]:
    """The line with as much of a long word as it takes, cut at the word's joints, and the rest."""
    lines = [f"{line} " if line else ""]
    for joint in _JOINTS.split(word):
        if width(lines[-1] + joint, size, bold=bold) <= limit:
            lines[-1] += joint
        elif width(joint, size, bold=bold) <= limit:
            lines.append(joint)
        else:
            _add_characters(lines, joint, limit, size, bold)
    return [line.rstrip() for line in lines]


def _add_characters(lines: list[str], joint: str, limit: float, size: float, bold: bool) -> None:
    """A part without joints that is longer than a line: cut wherever the line ends."""
    for character in joint:
        if width(lines[-1] + character, size, bold=bold) <= limit or not lines[-1]:
            lines[-1] += character
        else:
            lines.append(character)


def _cut(text: str, limit: float, size: float, bold: bool) -> str:
    """As much of a text as fits into one line, then "…"."""
    while text and width(text + ELLIPSIS, size, bold=bold) > limit:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS


def _balanced(text: str, lines: tuple[str, ...], size: float, bold: bool) -> tuple[str, ...]:
    """The same number of lines, about as narrow as they can be without cutting a further word."""
    parts = _count_parts(lines)
    low, high = 0.0, max((width(line, size, bold=bold) for line in lines), default=0)
    widest = high
    while len(lines) > 1 and high - low > 1:
        middle = (low + high) / 2
        tried = _greedy(text, middle, size, bold)
        if len(tried) <= len(lines) and _count_parts(tried) == parts:
            lines, high = tried, middle
        else:
            low = middle
    # A little wider again: a first line that is longer than the last reads better than the reverse.
    return _greedy(text, min(high * 1.08, widest), size, bold) if len(lines) > 1 else lines


def _count_parts(lines: tuple[str, ...]) -> int:
    """The words of all lines, a cut word counted once for each of its parts."""
    return sum(len(line.split()) for line in lines)
