"""The one door through which text from outside enters a picture.

User names, claims and error messages are written by people whom nobody checked. Between quotation
marks DOT itself can be broken out of, a backslash means something to Graphviz, an ampersand
begins an entity, and control characters are not allowed in SVG at all. So every text passes
`clean` once, and on its way into DOT `quoted` as well. The second wall, on the way out of
Graphviz, is `svg.sanitised`.

Only ``label`` takes quoted text. Names of nodes, classes, fonts, colours and addresses are always
our own.
"""

import re

from cognito_lab.primitives.masking import masked

TEXT_LIMIT = 400  # characters
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# Controls but line feed, lone surrogates, bidirectional controls, and what XML forbids besides.
_FORBIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)


def clean(text: str, limit: int = TEXT_LIMIT) -> str:
    """The text without what upsets XML or turns the direction of writing, and not too long.

    A token in it is shortened to ``eyJhbG…``, because whatever gets into a picture stays there.

    Args:
        text: Any text, from anywhere.
        limit: How many characters may stay; a longer text ends in "…".
    """
    text = str(masked(text))
    text = text if len(text) <= limit else text[: limit - 1] + "…"
    return _FORBIDDEN.sub(_REPLACEMENT, text.replace("\r\n", "\n"))


def quoted(text: str) -> str:
    """The text as a DOT string that Graphviz shows literally, quotation marks included."""
    escaped = clean(text).replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
