"""Makes text from outside safe to look at: nothing in it is invisible or turns the page around.

Markup is not this module's worry (`html` escapes, scripts set text only). What is left are
characters that an eye cannot see or that reorder what it sees: controls, bidirectional marks, lone
surrogates, which no message to a browser can even carry. They appear as JSON would write them, so
that a value that is shown can be copied and read back.
"""

import json
import re
from typing import Any

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff"
    "\ufff9-\uffff\ud800-\udfff]"
)


def visible(text: str) -> str:
    r"""The text with every invisible character written out, such as ``\u202e``."""
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def json_text(value: Any, *, indent: int | None = None) -> str:
    """A value in JSON, as somebody would type it: ``"jdoe"``, ``["admin", "editor"]``."""
    return visible(json.dumps(value, ensure_ascii=False, indent=indent))


def shortened(text: str, limit: int) -> str:
    """The text, or its beginning and "…"."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
