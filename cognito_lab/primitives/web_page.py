"""Small web pages with forms: enough for a browser, and for `requests` in the place of one.

Every text that comes from outside enters HTML through `_escaped`, in this file and nowhere else, so
no name, state or error can become markup.

Left out: styles and scripts. A page says what it has to say without them.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping

from cognito_lab.primitives.record import record


@record
class Field:
    """One line of a form. `kind` is HTML's: ``text`` or ``password``."""

    name: str
    label: str
    kind: str = "text"
    value: str = ""


def page(title: str, *parts: str) -> str:
    """A whole page.

    Args:
        title: Also its heading.
        *parts: HTML of `paragraph`, `form` and `link`.
    """
    head = f'<head><meta charset="utf-8"><title>{_escaped(title)}</title></head>'
    body = "\n".join([f"<h1>{_escaped(title)}</h1>", *filter(None, parts)])
    return f'<!DOCTYPE html>\n<html lang="en">\n{head}\n<body>\n{body}\n</body>\n</html>\n'


def paragraph(text: str, *, role: str = "") -> str:
    """A sentence; ``role="alert"`` for what went wrong. Nothing for an empty text."""
    attribute = f' role="{_escaped(role)}"' if role else ""
    return f"<p{attribute}>{_escaped(text)}</p>" if text else ""


def link(address: str, text: str) -> str:
    """A way to go on."""
    return f'<p><a href="{_escaped(address)}">{_escaped(text)}</a></p>'


def form(
    action: str,
    fields: Iterable[Field],
    buttons: Mapping[str, str],
    hidden: Mapping[str, str] | None = None,
) -> str:
    """A form that is posted.

    Args:
        action: Where to.
        fields: What the person fills in.
        buttons: ``{name: words on it}``; the one that is pressed is sent.
        hidden: ``{name: value}`` that goes along.
    """
    lines = [f'<form method="post" action="{_escaped(action)}">']
    for name, value in (hidden or {}).items():
        lines.append(f'<input type="hidden" name="{_escaped(name)}" value="{_escaped(value)}">')
    for one in fields:
        lines.append(f"<p><label>{_escaped(one.label)} {_input(one)}</label></p>")
    for name, words in buttons.items():
        lines.append(f'<button name="{_escaped(name)}" value="yes">{_escaped(words)}</button>')
    return "\n".join([*lines, "</form>"])


def _input(one: Field) -> str:
    name, kind, value = _escaped(one.name), _escaped(one.kind), _escaped(one.value)
    return f'<input name="{name}" type="{kind}" value="{value}">'


def _escaped(text: str) -> str:
    return html.escape(text, quote=True)
