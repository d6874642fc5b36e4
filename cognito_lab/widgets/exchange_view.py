"""What the TokenExchange shows, as functions from stops and shelves to text and HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from cognito_lab.policy.decision import Decision
from cognito_lab.primitives.masking import HIDDEN, masked, short
from cognito_lab.widgets import html
from cognito_lab.widgets.exchange_flow import Shelf, Stop, sts_call


def holds(shelf: Shelf) -> list[tuple[str, str, str]]:
    """What the app holds: (document, at the airport, value with secrets hidden)."""
    rows = [
        ("ID token", "passport", f"{provider}: {short(token)}")
        for provider, token in shelf.logins.items()
    ]
    if shelf.identity_id:
        rows.append(("identity id", "name at the counter", shelf.identity_id))
    if shelf.identity_token:
        rows.append(("identity token", "paper of the counter", short(shelf.identity_token)))
    return rows + (_credential_rows(shelf.credentials) if shelf.credentials else [])


def _credential_rows(credentials: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    until = credentials["Expiration"]
    return [
        ("access key id", "boarding pass", str(credentials["AccessKeyId"])),
        ("secret key", "boarding pass", HIDDEN),
        ("session token", "boarding pass", HIDDEN),
        ("good until", "boarding pass", f"{until:%Y-%m-%d %H:%M:%S} UTC"),
    ]


def shelf_html(shelf: Shelf) -> Markup:
    """The shelf: everything that the app holds now."""
    rows = [(document, place, html.mono(value)) for document, place, value in holds(shelf)]
    if not rows:
        return html.paragraph("The app holds nothing: it comes as a guest.")
    head = ("document", "at the airport", "value")
    return html.table(head, rows, caption="What the app holds now")


def progress_html(calls: Sequence[str], done: int) -> Markup:
    """The calls of the flow as a row of badges: done, next, later."""
    badges = (
        html.badge(f"{'✓ ' if n < done else ''}{n + 1} {call}", _tone(n, done))
        for n, call in enumerate(calls)
    )
    return Markup('<p class="cl-progress">{}</p>').format(Markup(" → ").join(badges))


def _tone(number: int, done: int) -> str:
    return "good" if number < done else "aws" if number == done else "plain"


def stop_html(stop: Stop) -> Markup:
    """One call: what was sent and what came back, secrets hidden."""
    exchange = stop.exchange
    sent = html.code(_pretty(masked(exchange.request)))
    came = html.code(_pretty(masked(exchange.answer or {})))
    return html.paragraph(stop.sentence) + html.details(
        f"{stop.call}: request and answer", Markup("sent{}answered{}").format(sent, came)
    )


def back_panel_html(stop: Stop) -> Markup:
    """Behind the counter: the choice of the role, the call to STS, the trust policy's answer."""
    notes = html.ordered(stop.exchange.notes) if stop.exchange.notes else Markup("")
    inner = sts_call(stop)
    if inner is None:
        return notes + html.paragraph("STS took no part in this call.")
    role = html.facts(
        {
            "role": html.mono(str(inner.request.get("RoleArn", ""))),
            "session name": html.mono(str(inner.request.get("RoleSessionName", ""))),
            "outcome": inner.outcome(),
        },
        caption="The call to STS",
    )
    return notes + role + _trust_html(inner.evidence.get("decision"))


def _trust_html(decision: object) -> Markup:
    if not isinstance(decision, Decision):
        return Markup("")
    tone = html.verdict(decision.allowed, "the trust policy lets this identity in")
    return tone + html.details(
        "The trust check, statement by statement", html.code(decision.explain())
    )


def _pretty(value: Mapping[str, Any]) -> str:
    """Member and value, one pair a line; nested members indented."""
    return "\n".join(_lines(value, "")) or "(nothing)"


def _lines(value: Mapping[str, Any], indent: str) -> list[str]:
    lines = []
    for name, item in value.items():
        if isinstance(item, Mapping):
            lines += [f"{indent}{name}:", *_lines(item, indent + "  ")]
        else:
            lines.append(f"{indent}{name}: {item}")
    return lines


def code_twin(identity_pool_id: str, calls: Sequence[str], role_arn: str) -> str:
    """The boto3 code of the flow; `logins` is ``{provider name: ID token}``."""
    lines = [
        'counter = session.client("cognito-identity")',
        f"identity_id = counter.get_id(IdentityPoolId={identity_pool_id!r}, Logins=logins)"
        '["IdentityId"]',
    ]
    if "GetCredentialsForIdentity" in calls:
        lines += [
            "answer = counter.get_credentials_for_identity(IdentityId=identity_id, Logins=logins)",
            'credentials = answer["Credentials"]',
        ]
        return "\n".join(lines)
    lines += [
        'token = counter.get_open_id_token(IdentityId=identity_id, Logins=logins)["Token"]',
        'answer = session.client("sts").assume_role_with_web_identity(',
        f"    RoleArn={role_arn!r},",
        '    RoleSessionName="my-app",',
        "    WebIdentityToken=token,",
        ")",
        'credentials = answer["Credentials"]',
    ]
    return "\n".join(lines)


def as_text(calls: Sequence[str], done: int, shelf: Shelf) -> str:
    """The machine in plain words."""
    held = "; ".join(f"{document} {value}" for document, _, value in holds(shelf)) or "nothing"
    return f"TokenExchange: {' → '.join(calls)}; {done} of {len(calls)} calls made; holds {held}"


def as_html(calls: Sequence[str], done: int, shelf: Shelf) -> Markup:
    """The machine where no widget can live."""
    return Markup('<div class="cl-static"><strong>Token exchange</strong>{}{}</div>').format(
        progress_html(calls, done), shelf_html(shelf)
    )
