"""What the TokenExchange shows, as functions from stops and shelves to text and HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from markupsafe import Markup

from cognito_lab.primitives.masking import HIDDEN, short
from cognito_lab.widgets import html
from cognito_lab.widgets.back_panel import back_panel_html
from cognito_lab.widgets.exchange_flow import Shelf, Stop
from cognito_lab.widgets.problem import Problem, problem_html
from cognito_lab.widgets.time_words import moment
from cognito_lab.widgets.visible import visible
from cognito_lab.widgets.wire_tap import tap
from cognito_lab.widgets.wire_tap_view import message_html
from cognito_lab.widgets.words import whole


def holds(shelf: Shelf, now: datetime) -> list[tuple[str, str, str]]:
    """What the app holds: (document, at the airport, value with secrets hidden)."""
    rows = [
        ("ID token", "passport", f"{visible(provider)}: {visible(short(token))}")
        for provider, token in shelf.logins.items()
    ]
    if shelf.identity_id:
        rows.append(("identity id", "name at the counter", shelf.identity_id))
    if shelf.identity_token:
        rows.append(("identity token", "paper of the counter", short(shelf.identity_token)))
    return rows + (_credential_rows(shelf.credentials, now) if shelf.credentials else [])


def _credential_rows(credentials: Mapping[str, Any], now: datetime) -> list[tuple[str, str, str]]:
    until = moment(credentials["Expiration"].timestamp(), now)
    return [
        ("access key id", "boarding pass", str(credentials["AccessKeyId"])),
        ("secret key", "boarding pass", HIDDEN),
        ("session token", "boarding pass", HIDDEN),
        ("good until", "boarding pass", until),
    ]


def shelf_html(shelf: Shelf, now: datetime) -> Markup:
    """The shelf: everything that the app holds now."""
    rows = [
        (_document_html(document, place), html.mono(value))
        for document, place, value in holds(shelf, now)
    ]
    if not rows:
        return Markup("<p><strong>{}</strong></p>{}").format(
            "What the app holds now", html.paragraph("Nothing: it comes as a guest.")
        )
    return html.table(("document", "value"), rows, caption="What the app holds now")


def _document_html(document: str, place: str) -> Markup:
    return Markup('{}<br><span class="cl-quiet">{}</span>').format(whole(document), whole(place))


def progress_html(calls: Sequence[str], done: int) -> Markup:
    """The calls of the flow as a row of badges: done, next, later."""
    badges = (
        html.badge(f"{'✓ ' if n < done else ''}{n + 1} {call}", _tone(n, done))
        for n, call in enumerate(calls)
    )
    return Markup('<p class="cl-progress">{}</p>').format(Markup(" → ").join(badges))


def _tone(number: int, done: int) -> str:
    return "good" if number < done else "aws" if number == done else "plain"


def start_html(logins: Mapping[str, str]) -> Markup:
    """What lies in the slot before the first call."""
    inserted = ", ".join(map(visible, logins)) or "nothing (a guest)"
    return Markup("<p>In the slot: <strong>{}</strong>.</p><p>Press Next.</p>").format(inserted)


def stop_html(stop: Stop) -> Markup:
    """One call: what was sent and what came back, secrets hidden; a refusal in AWS's words."""
    sent, *came = map(message_html, tap([stop.exchange]))
    if stop.refusal is not None:
        came = [problem_html(Problem.of(stop.refusal))]
    return html.joined([html.paragraph(stop.sentence), sent, *came])


def spoken(stop: Stop, before: Shelf, now: datetime) -> str:
    """One stop in a sentence, for ears: AWS's refusal, or what the app holds that is new."""
    if stop.refusal is not None:
        return f"Refused. {stop.refusal}"
    had = {document for document, _, _ in holds(before, now)}
    new = [document for document, _, _ in holds(stop.shelf, now) if document not in had]
    return f"{stop.call} answered. New on the shelf: {', '.join(new) or 'nothing'}."


# --- the static form ------------------------------------------------------------------------------


def as_text(calls: Sequence[str], done: int, shelf: Shelf, now: datetime) -> str:
    """The machine in plain words."""
    held = "; ".join(f"{document} {value}" for document, _, value in holds(shelf, now))
    return (
        f"TokenExchange: {' → '.join(calls)}; {done} of {len(calls)} calls made; "
        f"holds {held or 'nothing'}"
    )


def as_html(
    calls: Sequence[str], done: int, shelf: Shelf, stop: Stop | None, now: datetime
) -> Markup:
    """The machine where no widget can live: progress, the last call, the shelf, the back panel."""
    parts = [html.paragraph(Markup("<strong>{}</strong>").format("Token exchange"))]
    parts.append(progress_html(calls, done))
    if stop is not None:
        behind = html.details("Back panel: behind the counter", back_panel_html(stop))
        parts += [stop_html(stop), behind]
    return html.static(html.joined([*parts, shelf_html(shelf, now)]))
