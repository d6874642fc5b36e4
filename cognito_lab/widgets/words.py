"""Short names that stay in one piece on a narrow page, where anything longer may break anywhere."""

from __future__ import annotations

from markupsafe import Markup

from cognito_lab.widgets import html
from cognito_lab.widgets.visible import visible

_LONGEST = 17  # characters; what is longer would push its neighbours off the page


def whole(text: str) -> Markup:
    """A name in the text's font: *ID token*, *shows a signature*."""
    kind = ' class="cl-word"' if len(text) <= _LONGEST else ""
    return Markup("<span{}>{}</span>").format(Markup(kind), visible(text))


def whole_mono(text: str) -> Markup:
    """A name in the code font: ``ClientId``, ``/google``."""
    if len(text) > _LONGEST:
        return html.mono(visible(text))
    return Markup('<code class="cl-mono cl-word">{}</code>').format(visible(text))
