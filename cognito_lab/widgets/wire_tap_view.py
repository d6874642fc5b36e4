"""What travelled, as HTML: messages in order, each with its members."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from cognito_lab.widgets import html
from cognito_lab.widgets.visible import visible
from cognito_lab.widgets.wire_tap import Member, Message, ends, summary
from cognito_lab.widgets.words import whole_mono


def tap_html(messages: Sequence[Message], *, reveal: bool) -> Markup:
    """All messages, and whether a password was among them."""
    if not messages:
        return html.paragraph("Nothing has travelled yet.")
    listed = (
        message_html(message, number=n, reveal=reveal)
        for n, message in enumerate(messages, start=1)
    )
    return Markup("<p><strong>{}</strong></p>{}").format(summary(messages), html.joined(listed))


def message_html(message: Message, *, number: int | None = None, reveal: bool = False) -> Markup:
    """One message. Long values are shown by their ends, and open on request."""
    route = f"{message.sender} → {message.receiver}: {visible(message.title)}"
    title = route if number is None else f"{number}. {route}"
    if not message.members:
        return Markup("<p><strong>{}</strong></p>").format(title)
    rows = ((whole_mono(member.name), _value_html(member, reveal)) for member in message.members)
    return html.table(("member", "value"), rows, caption=title)


def _value_html(member: Member, reveal: bool) -> Markup:
    shown = member.shown(reveal=reveal)
    shortened = ends(shown)
    if shortened is None:
        return html.mono(shown)
    return html.details(html.mono(shortened), html.mono(shown))
