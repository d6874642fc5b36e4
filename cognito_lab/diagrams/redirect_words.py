"""What stands beside the arrows of a sign-in by redirect: where the browser goes, and with what.

    Browser ── GET /oauth2/authorize ──► User Pool       client_id · redirect_uri · scope · state
    Browser ◄── 302 to accounts.google.com ──            client_id · state · nonce

Only names of parameters are said, never their values; an address is said as its host.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Values = Mapping[str, Any]
BROWSER = "Browser"
# What of a request for a sign-in is worth a word, in this order.
_TELLING = (
    "error",
    "code",
    "id_token",
    "access_token",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "nonce",
    "code_challenge",
)
_MOST_NAMES = 5
_PROOFS = {  # grant_type: what the app shows
    "authorization_code": ("code", "code_verifier", "client_secret"),
    "refresh_token": ("refresh_token", "client_secret"),
    "client_credentials": ("scope", "client_secret"),
}
_TOKENS = {"id_token": "ID", "access_token": "access", "refresh_token": "refresh"}


def question(request: Values) -> str:
    """What a browser or an app brings along."""
    if "grant_type" in request:
        return _proofs(request)
    if "password" in request:
        return "e-mail + password" if "email" in request else "user name + password"
    if "challenge" in request:
        return f"answers {request['challenge']}"
    if "Authorization" in request:
        return "access token"
    return "refresh token" if "token" in request else names(request)


def answer(given: Values) -> str:
    """Where the browser is sent, which page it gets, or which tokens the app."""
    if location := given.get("Location"):
        return f"{given['statusCode']} to {_host(str(location))}"
    if page := given.get("page"):
        return f"{given['statusCode']} page: {page}"
    kinds = tokens(given)
    many = {3: "three tokens", 2: "two tokens", 1: "one token"}
    return many.get(len(kinds)) or ("attributes" if "sub" in given else "done")


def answer_detail(given: Values) -> str:
    """What the address carries, or which tokens they are."""
    if location := given.get("Location"):
        parts = urlsplit(str(location))
        return names(dict(parse_qsl(parts.query) + parse_qsl(parts.fragment)))
    return " · ".join(tokens(given))


def names(request: Values) -> str:
    """The telling ones among the names of parameters."""
    found = [name for name in _TELLING if name in request]
    return " · ".join(found[:_MOST_NAMES]) + (" …" if len(found) > _MOST_NAMES else "")


def tokens(given: Values) -> list[str]:
    """Which tokens an answer holds."""
    return [kind for name, kind in _TOKENS.items() if name in given]


def _proofs(request: Values) -> str:
    shown = {**request, **({"client_secret": ""} if "Authorization" in request else {})}
    wanted = _PROOFS.get(str(request["grant_type"]), ())
    return " + ".join(name for name in wanted if name in shown) or "grant_type"


def _host(location: str) -> str:
    parts = urlsplit(location)
    return (parts.hostname or f"{parts.scheme}:") + ("" if parts.hostname is None else parts.path)


# Actions that only apps and pools take part in; whatever a browser does is told the same way.
OF_APPS: frozenset[str] = frozenset(
    {"POST /token", "POST /oauth2/token", "GET /oauth2/userInfo", "POST /oauth2/revoke"}
)
