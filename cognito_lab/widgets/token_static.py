"""The inspector where no widget can live: plain text, HTML tables, and the code twin.

Nothing here holds the token or its signature, so an output that is saved gives nothing away that
the claims do not say themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from cognito_lab.widgets import html
from cognito_lab.widgets.claims_explained import Issuer, issuer_of
from cognito_lab.widgets.token_comparison import Comparison
from cognito_lab.widgets.token_kinds import TokenKind
from cognito_lab.widgets.token_view import CheckLine, Row, TokenView
from cognito_lab.widgets.visible import json_text, shortened

_SIGNS = {True: "✓", False: "✗", None: "–"}
_GOOGLE_KEYS = "https://www.googleapis.com/oauth2/v3/certs"
_SERVICE = "https://cognito-identity.amazonaws.com"
_SERVICE_KEYS = "https://cognito-identity.amazonaws.com/.well-known/jwks_uri"


# --- text --------------------------------------------------------------------------------------


def as_text(view: TokenView, compared: Comparison | None = None) -> str:
    """Everything in plain words, one fact a line."""
    blocks = [
        [" ".join(filter(None, [view.title, view.about])), view.summary, *view.remarks],
        [_check_line(check) for check in view.checks],
        list(_member_lines("Header", view.header)),
        list(_member_lines("Claims", view.claims)),
        list(_comparison_lines(compared)) if compared else [],
    ]
    return "\n\n".join("\n".join(filter(None, block)) for block in blocks if any(block))


def _check_line(check: CheckLine) -> str:
    return f"{check.number} {_SIGNS[check.passed]} {check.name:<10} {check.found}"


def _member_lines(title: str, rows: Sequence[Row]) -> Iterator[str]:
    if rows:
        yield title
    width = max((len(row.name) for row in rows), default=0)
    for row in rows:
        when = f" = {row.when}" if row.when else ""
        was = f" (was {row.was})" if row.was is not None else ""
        yield f"  {row.name:<{min(width, 24)}}  {shortened(row.value, 200)}{when}{was}"


def _comparison_lines(compared: Comparison) -> Iterator[str]:
    yield f"Left: {compared.one}. Right: {compared.other}."
    yield from compared.remarks
    for row in compared.rows:
        values = row.one if row.says == "same" else f"{row.one or '–'} | {row.other or '–'}"
        yield f"  {row.name}: {row.says}: {values}"


# --- HTML --------------------------------------------------------------------------------------


def as_html(view: TokenView, compared: Comparison | None = None) -> Markup:
    """Tables first, so that a sanitiser has nothing to take away."""
    heading = Markup("<p><strong>{}</strong> {}</p>").format(view.title, view.about)
    parts = [heading, html.verdict(view.verdict, view.summary) if view.summary else ""]
    if view.remarks:
        parts.append(html.ordered(view.remarks))
    if view.checks:
        parts.append(_checks_table(view.checks))
    parts += [_members_table(name, rows) for name, rows in _sections(view) if rows]
    if compared is not None:
        parts.append(comparison_html(compared))
    return html.joined(parts)


def _sections(view: TokenView) -> Sequence[tuple[str, Sequence[Row]]]:
    return ("Header", view.header), ("Claims", view.claims)


def _checks_table(checks: Sequence[CheckLine]) -> Markup:
    words = {True: "✓ passed", False: "✗ failed", None: "– open"}
    rows = [(f"{c.number}. {c.name}", words[c.passed], c.asks, c.found) for c in checks]
    return html.table(("check", "result", "question", "found"), rows, caption="Checks")


def _members_table(caption: str, rows: Sequence[Row]) -> Markup:
    cells = [(html.mono(row.name), _value_cell(row), row.meaning) for row in rows]
    return html.table(("name", "value", "meaning"), cells, caption=caption)


def _value_cell(row: Row) -> Markup:
    notes = [row.when, f"was {row.was}" if row.was is not None else ""]
    lines = [Markup("<br>{}").format(note) for note in notes if note]
    return html.mono(row.value) + html.joined(lines)


def comparison_html(compared: Comparison) -> Markup:
    """The two tokens as one table."""
    rows = [
        (html.mono(row.name), html.mono(row.one or "–"), html.mono(row.other or "–"), row.says)
        for row in compared.rows
    ]
    head = ("name", f"left: {compared.one}", f"right: {compared.other}", "says")
    return html.joined(map(html.paragraph, compared.remarks)) + html.table(
        head, rows, caption="Side by side"
    )


# --- code --------------------------------------------------------------------------------------


def code_twin(view: TokenView, kind: TokenKind) -> str:
    """The PyJWT code that checks the same, as a person could have typed it."""
    if kind in (TokenKind.REFRESH, TokenKind.SEALED):
        return _DECODE_HEADER
    if not view.expected.get("issuer"):
        return _READ_ONLY
    expected, has_audience = view.expected, kind is not TokenKind.ACCESS
    issuer = expected["issuer"]
    algorithm = "RS512" if issuer == _SERVICE else "RS256"
    asks = [f'    algorithms=["{algorithm}"],', f"    issuer={json_text(issuer)},"]
    if has_audience:
        asks.append(f"    audience={json_text(expected.get('audience', ''))},")
    lines = [
        "import cognito_lab",
        "import jwt",
        "",
        f"keys = cognito_lab.jwks_client(cloud, {json_text(_keys_address(issuer))})",
        "with cloud.clock.as_system_time():",
        "    claims = jwt.decode(",
        "        token,",
        "        keys.get_signing_key_from_jwt(token),",
        *(f"    {line}" for line in asks),
        "    )",
    ]
    if expected.get("token_use"):
        lines.append(f'assert claims["token_use"] == {json_text(expected["token_use"])}')
    if not has_audience and expected.get("audience"):
        lines.append(f'assert claims["client_id"] == {json_text(expected["audience"])}')
    return "\n".join(lines)


def _keys_address(issuer: str) -> str:
    known = {Issuer.GOOGLE: _GOOGLE_KEYS, Issuer.IDENTITY_SERVICE: _SERVICE_KEYS}
    return known.get(issuer_of({"iss": issuer}), f"{issuer}/.well-known/jwks.json")


_READ_ONLY = """\
import jwt

unverified_claims = jwt.decode(token, options={"verify_signature": False})
# Read, not verified: there is no issuer here whose keys we know."""
_DECODE_HEADER = """\
import base64
import json

head = token.split(".")[0]
json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))
# The other four parts are sealed: only the issuer has the key."""
