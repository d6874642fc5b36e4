"""Changing a token as an attacker would: header and claims anew, the signature as it was.

Whoever holds a token can write another header and other claims; only the issuer can make the
signature that belongs to them. So an edited token is encoded again and not signed again, and a
verifier must notice. `ATTACKS` are changes that people really try.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cognito_lab.primitives.jose import b64url, b64url_decode

Members = dict[str, Any]
_A_YEAR = 365 * 24 * 3600


class NotJson(ValueError):
    """What somebody typed is not JSON (yet); the message says where it stops."""


def reassembled(original: str, header: Members, claims: Members) -> str:
    """The token with another header and other claims, and the old signature.

    Args:
        original: The token as it came in: three parts.
        header: Members; the very old ones give back the very old bytes.
        claims: Likewise.
    """
    old_header, old_claims, signature = original.split(".")
    return ".".join([_part(old_header, header), _part(old_claims, claims), signature])


def _part(old: str, members: Members) -> str:
    """The old part where it says the same, so that the signature of an undone change fits."""
    text = json.dumps(members, separators=(",", ":"), ensure_ascii=True)
    return old if text == _normal(old) else b64url(text.encode())


def _normal(part: str) -> str | None:
    try:
        return json.dumps(json.loads(b64url_decode(part)), separators=(",", ":"), ensure_ascii=True)
    except (ValueError, RecursionError):
        return None


def value_of(text: str, *, is_text: bool) -> Any:
    """What was typed into one field: a text as it is, everything else in JSON.

    Raises:
        NotJson: It is no JSON value.
    """
    if is_text:
        return text
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise NotJson(
            'this is no JSON value: a text needs "…" around it, and so does each in a list'
        ) from None


def members_of(text: str) -> Members:
    """What was typed as a whole header or as all claims.

    Raises:
        NotJson: It is not a JSON object; the message says where that shows.
    """
    try:
        members = json.loads(text)
    except json.JSONDecodeError as error:
        raise NotJson(f"line {error.lineno}, column {error.colno}: {error.msg}") from None
    except (ValueError, RecursionError) as error:
        raise NotJson(str(error)) from None
    if not isinstance(members, dict):
        raise NotJson("this is JSON, but not an object: it needs { } around it")
    return members


@dataclass(frozen=True)
class Attack:
    """A change that somebody may try, and the question behind it."""

    name: str
    question: str
    change: Callable[[Members, Members], None]


def _skip_the_signature(header: Members, _: Members) -> None:
    header["alg"] = "none"


def _bring_a_key(header: Members, _: Members) -> None:
    header["jwk"] = {"kty": "RSA", "kid": "mine", "n": "q83vEjRWeJA", "e": "AQAB"}


def _be_somebody_else(_: Members, claims: Members) -> None:
    claims["sub"] = "00000000-0000-4000-8000-000000000000"


def _join_a_group(_: Members, claims: Members) -> None:
    groups = claims.get("cognito:groups")
    claims["cognito:groups"] = [*(groups if isinstance(groups, list) else []), "owners"]


def _live_longer(_: Members, claims: Members) -> None:
    expires = claims.get("exp")
    claims["exp"] = (expires if isinstance(expires, int) else 0) + _A_YEAR


def _change_the_app(_: Members, claims: Members) -> None:
    claims["client_id" if "client_id" in claims else "aud"] = "another-app"


def _change_the_issuer(_: Members, claims: Members) -> None:
    claims["iss"] = f"{claims.get('iss', '')}x"


ATTACKS: Mapping[str, Attack] = {
    attack.name: attack
    for attack in (
        Attack("Be somebody else", "Does anybody look at the signature?", _be_somebody_else),
        Attack("Join a group", "Can a user give themselves rights?", _join_a_group),
        Attack("Live a year longer", "Can a token be renewed by its holder?", _live_longer),
        Attack("Change the app", "Does a token for one app open another?", _change_the_app),
        Attack("Change the issuer", "Who says whom to ask for the keys?", _change_the_issuer),
        Attack("Say alg: none", "Who chooses the algorithm?", _skip_the_signature),
        Attack("Bring my own key", "Where does the key come from?", _bring_a_key),
    )
}
