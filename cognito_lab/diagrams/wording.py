"""What stands beside an arrow: a few words for a request, and a few for its answer.

A request of InitiateAuth has eight members; its arrow says "user name + password". The table
`WORDS` holds such words for the actions of the course's journeys; for every other action the
names of the members stand in.

No secret gets this far: what is said is either our own words or comes from masked values, and
long ids are shortened. Left out: the values of most members. Who wants them clicks the step.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from cognito_lab.diagrams import redirect_words
from cognito_lab.primitives.errors import AwsError
from cognito_lab.primitives.masking import masked
from cognito_lab.primitives.trace import Exchange

Values = Mapping[str, Any]
Telling = str | Callable[[Exchange], str]
_HTTP_LINE = re.compile(r"^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) ")
_SIGNED = "request signed with SigV4"
_DATA_STORES, _DOORS = ("S3", "DynamoDB"), "API Gateway"


class Told(NamedTuple):
    """The words of one arrow: above it, and below it in small print."""

    label: str
    detail: str = ""


@dataclass(frozen=True)
class Words:
    """How one action is told; a text, or a function that reads the exchange."""

    question: Telling = ""
    answer: Telling = ""
    answer_detail: Telling = ""


def told_question(exchange: Exchange) -> Told:
    """The words of a request, or of a message that wants no answer."""
    words = _words(exchange)
    return Told(exchange.action, _said(words.question, exchange) if words else _names(exchange))


def told_answer(exchange: Exchange) -> Told:
    """The words of an answer."""
    if words := _words(exchange):
        return Told(_said(words.answer, exchange), _said(words.answer_detail, exchange))
    answer = exchange.answer or {}
    return Told(" · ".join(list(answer)[:2]) or "done")


def told_error(exchange: Exchange) -> Told:
    """The words of a refusal: AWS's code and sentence; at a door the HTTP status too."""
    error = exchange.error
    if not isinstance(error, AwsError):
        return Told(type(error).__name__, str(masked(str(error))))
    code = f"{error.status} {error.code}" if exchange.receiver == _DOORS else error.code
    return Told(code, str(masked(error.message)))


def told_step(exchange: Exchange) -> Told:
    """The words of something that a participant does by itself."""
    details = masked(exchange.request)
    return Told(exchange.action, " · ".join(_shown(name, v) for name, v in details.items()))


def _words(exchange: Exchange) -> Words | None:
    if found := WORDS.get(exchange.action):
        return found
    if exchange.sender == redirect_words.BROWSER or exchange.action in redirect_words.OF_APPS:
        return _REDIRECTS
    if exchange.receiver in _DATA_STORES:
        return Words(_SIGNED, _status)
    if exchange.receiver == "Function":
        return Words("the event", _status)
    if exchange.receiver == _DOORS and _HTTP_LINE.match(exchange.action):
        return Words(_proof, _status)
    return None


def _said(telling: Telling, exchange: Exchange) -> str:
    return telling if isinstance(telling, str) else telling(exchange)


def _names(exchange: Exchange) -> str:
    names = list(exchange.request)
    return " · ".join(names[:3]) + (" …" if len(names) > 3 else "")


def _shown(name: str, value: Any) -> str:
    return _short(value) if isinstance(value, str) else f"{name}: {_short(str(value))}"


def _short(text: str) -> str:
    """A long id as its beginning; words stay whole."""
    return text if len(text) <= 28 or " " in text else f"{text[:12]}…"


# --- what the exchanges of the journeys say ------------------------------------------------------


def _sign_in_proof(exchange: Exchange) -> str:
    flow = str(exchange.request.get("AuthFlow", ""))
    if "SRP" in flow:
        return "user name + SRP_A"
    if "REFRESH" in flow:
        return "refresh token"
    return "user name + password" if "PASSWORD" in flow else flow


def _tokens_or_challenge(exchange: Exchange) -> str:
    answer = exchange.answer or {}
    if challenge := answer.get("ChallengeName"):
        return str(challenge)
    many = len(_kinds_of_tokens(answer))
    return {3: "three tokens", 2: "two tokens"}.get(many, "tokens")


def _which_tokens(exchange: Exchange) -> str:
    answer = exchange.answer or {}
    if answer.get("ChallengeName"):
        return "a challenge to answer"
    return " · ".join(_kinds_of_tokens(answer))


def _kinds_of_tokens(answer: Values) -> list[str]:
    names = {"IdToken": "ID", "AccessToken": "access", "RefreshToken": "refresh"}
    result = _inside(answer, "AuthenticationResult")
    return [kind for name, kind in names.items() if name in result]


def _logins(exchange: Exchange) -> str:
    logins = _inside(exchange.request, "Logins")
    if not logins:
        return "no login: a guest"
    kinds = [f"{_issuer(name)}{token_kind(token)}" for name, token in logins.items()]
    return f"Logins: {' + '.join(kinds)}"


def _issuer(provider: str) -> str:
    return "Google " if provider == "accounts.google.com" else ""


def _identity_and_logins(exchange: Exchange) -> str:
    logins = _inside(exchange.request, "Logins")
    kinds = [token_kind(token) for token in logins.values()]
    return " + ".join(["IdentityId", *kinds]) if kinds else "IdentityId, no login"


def _inside(values: Values | None, name: str) -> Values:
    """A structure inside; empty when it is not there, or is not what AWS would take."""
    found = (values or {}).get(name)
    return found if isinstance(found, Mapping) else {}


def _identity_id(exchange: Exchange) -> str:
    region, _, guid = str((exchange.answer or {}).get("IdentityId", "")).partition(":")
    return f"{region}:{guid[:8]}…" if guid else region


def _credentials(exchange: Exchange) -> str:
    credentials = _inside(exchange.answer, "Credentials")
    key_id, ends = str(credentials.get("AccessKeyId", "")), credentials.get("Expiration")
    lifetime = _duration(ends, exchange.at) if isinstance(ends, datetime) else ""
    return ", ".join(part for part in (f"AccessKeyId {key_id[:4]}…", lifetime) if part)


def _duration(ends: datetime, begins: datetime) -> str:
    minutes = round((ends - begins).total_seconds() / 60)
    return f"{minutes // 60} h" if minutes % 60 == 0 else f"{minutes} min"


def _role_and_proof(exchange: Exchange) -> str:
    token = exchange.request.get("WebIdentityToken")
    return f"role ARN + {'OpenID token' if token else 'verified claims'}"


def _caller(exchange: Exchange) -> str:
    return str((exchange.answer or {}).get("Arn", "")).rpartition(":")[2]


def _proof(exchange: Exchange) -> str:
    """What a request to a door brought along."""
    authorization = str(exchange.request.get("Authorization", ""))
    if not authorization:
        return "no Authorization header"
    return (
        _SIGNED
        if authorization.startswith("AWS4-")
        else f"Authorization: {token_kind(authorization)}"
    )


def _status(exchange: Exchange) -> str:
    answer = exchange.answer or {}
    if "statusCode" not in answer:
        return "200 OK" if exchange.receiver in _DATA_STORES else "the result"
    status = answer["statusCode"]
    return "200 OK" if status == 200 else str(status)


def token_kind(token: object) -> str:
    """What a token claims to be, unverified: ``ID token``, ``access token`` or ``token``."""
    parts = str(token).removeprefix("Bearer ").split(".")
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
        use = claims.get("token_use", "id" if "aud" in claims else "")
    except (ValueError, IndexError, AttributeError):
        return "token"
    return {"id": "ID token", "access": "access token"}.get(str(use), "token")


_REDIRECTS = Words(
    lambda e: redirect_words.question(e.request),
    lambda e: redirect_words.answer(e.answer or {}),
    lambda e: redirect_words.answer_detail(e.answer or {}),
)

WORDS: Mapping[str, Words] = {
    # user pools
    "SignUp": Words("user name, password, e-mail", "not confirmed yet", "a code is in the mail"),
    "ConfirmSignUp": Words("the code from the mailbox", "confirmed"),
    "InitiateAuth": Words(_sign_in_proof, _tokens_or_challenge, _which_tokens),
    "RespondToAuthChallenge": Words(
        lambda e: f"answers {e.request.get('ChallengeName', '')}",
        _tokens_or_challenge,
        _which_tokens,
    ),
    "GetTokensFromRefreshToken": Words("refresh token", _tokens_or_challenge, _which_tokens),
    "GetUser": Words("access token", "attributes", "user name, sub, e-mail"),
    # Google
    "sign in": Words("e-mail + password", "two tokens", "ID · access"),
    "hand over the ID token": Words("nothing else: no password"),
    # keys
    "GET openid-configuration": Words("who are you?", "discovery document", "issuer, jwks_uri"),
    "GET jwks.json": Words("key id from header", "public keys", "RSA n, e"),
    # identity pools
    "GetId": Words(_logins, "IdentityId", _identity_id),
    "GetCredentialsForIdentity": Words(
        _identity_and_logins, "key id, secret key, session token", _credentials
    ),
    "GetOpenIdToken": Words(_identity_and_logins, "OpenID token", "from the identity service"),
    # STS
    "AssumeRoleWithWebIdentity": Words(_role_and_proof, "temporary credentials", _credentials),
    "GetCallerIdentity": Words(_SIGNED, "Account · Arn", _caller),
    # behind the gate
    "GetObject": Words(_SIGNED, _status, "object bytes"),
    "PutObject": Words(_SIGNED, _status, "stored"),
    "ListObjectsV2": Words(_SIGNED, _status, "names of objects"),
    "GetItem": Words(_SIGNED, _status, "the item"),
    "PutItem": Words(_SIGNED, _status, "stored"),
}
