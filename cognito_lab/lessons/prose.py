"""Turns a lesson's sentences into HTML: what stands between backticks is code, all else is text."""

from __future__ import annotations

import re

from markupsafe import Markup

from cognito_lab.widgets import html

_CODE = re.compile(r"`([^`]+)`")


def prose(text: str) -> Markup:
    """A sentence with its code in the code font; nothing in it becomes markup."""
    parts = _CODE.split(text)  # text, code, text, code, …, text
    return html.joined(
        html.mono(part) if number % 2 else Markup.escape(part) for number, part in enumerate(parts)
    )
