"""What a pasted text is: a token, a token wrapped in something, or something else with a name.

People paste what they have: a whole JSON answer, an `Authorization` header, a refresh token, a key
id. `read` takes the first token out of it, takes that apart as far as it goes, and says in whole
sentences what it found. Nothing in a `Reading` has been verified.

Left out: opening encrypted tokens; only their issuer could.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cognito_lab.primitives.jose import b64url_decode

LONGEST = 20_000  # characters; HTTP servers refuse longer headers anyway


class Kind(StrEnum):
    """How much of a text can be read."""

    SIGNED = "a signed token (JWS)"
    ENCRYPTED = "an encrypted token (JWE)"
    OTHER = "no token that can be read"
    NOTHING = "nothing yet"


@dataclass(frozen=True)
class Reading:
    """A text taken apart.

    Attributes:
        kind: How much of it can be read.
        title: What it is, where it is no token that can be read.
        raw: The token in it, as it came; empty where there is none.
        unverified_header: Header members; empty where they cannot be read.
        unverified_claims: Claims; empty where they cannot be read.
        remarks: Helpful sentences, the most important first.
    """

    kind: Kind
    title: str = ""
    raw: str = ""
    unverified_header: Mapping[str, Any] | None = None
    unverified_claims: Mapping[str, Any] | None = None
    remarks: tuple[str, ...] = ()


_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
# What people paste in the place of a token: its shape, its name, and what to tell them.
_SHAPES: tuple[tuple[str, str, str], ...] = (
    (
        r"ya29\.[\w.-]+",
        "Google access token",
        "It is opaque: only Google can read it. An identity pool wants Google's ID token, which "
        "begins with eyJ.",
    ),
    (
        r"(AKIA|ASIA)[A-Z0-9]{12,}",
        "AWS access key id",
        "It is no token: it names a key that signs requests. AWS services want the signature "
        "(SigV4) and never a JWT.",
    ),
    (
        r"(IQoJ|FwoG|FQoG)[\w+/=-]{30,}",
        "AWS session token",
        "It is opaque: only AWS can read it. It goes along with every request that the temporary "
        "key signs.",
    ),
    (
        rf"[a-z]{{2}}(-[a-z]+)+-\d:{_UUID}",
        "Identity id, or identity pool id",
        "Both have this shape. It names something and proves nothing.",
    ),
    (
        _UUID,
        "UUID",
        "A sub, a jti or an authorization code, for example. It names something and holds nothing "
        "to read.",
    ),
    (
        r"[a-z]{2}(-[a-z]+)+-\d_[A-Za-z0-9]+",
        "User pool id",
        "It is no token; the pool's tokens name it in their iss.",
    ),
    (
        r"(\d+-[a-z0-9]{32}\.apps\.googleusercontent\.com|[a-z0-9]{26})",
        "Client id",
        "It is no token; a token names it in its aud or client_id.",
    ),
    (
        r"-----BEGIN[\s\S]*",
        "Key or certificate (PEM)",
        "A token is signed with such a key and does not contain it.",
    ),
    (
        r"\{\s*\"keys\"[\s\S]*",
        "Set of public keys (JWKS)",
        "A verifier looks up the kid of a token in it.",
    ),
    (
        r"(PD94|PHNhbWx|<\?xml|<saml)[\s\S]*",
        "SAML, by its looks",
        "It is XML, and older than JWTs. A user pool translates it into tokens of its own.",
    ),
)
# A whole token: what follows it could not belong to it, so nothing is cut off unseen.
_TOKEN = re.compile(r"eyJ[\w-]+(?:\.[\w-]*){2,4}(?![\w.+/=-])", re.ASCII)
_PARTS_OF_A_JWE = 5


def read(text: str) -> Reading:
    """Find out what a text is.

    Args:
        text: Whatever somebody pasted or passed.
    """
    if not text.strip():
        invitation = "Paste a token. Most of them begin with eyJ."
        return Reading(Kind.NOTHING, "No token yet", remarks=(invitation,))
    if len(text) > LONGEST:
        remark = f"This has {len(text):,} characters; no token has more than {LONGEST:,}."
        return Reading(Kind.OTHER, "Not a token", remarks=(remark,))
    raw, *remarks = _unwrapped(text)
    parts = raw.split(".")
    if len(parts) == _PARTS_OF_A_JWE:
        return _encrypted(raw, remarks)
    if len(parts) == 3:
        return _signed(raw, remarks)
    return _unreadable(text.strip(), remarks)


def _unwrapped(text: str) -> tuple[str, ...]:
    """The token alone, then what had to be taken away from around it."""
    bare = "".join(text.split())
    if _TOKEN.fullmatch(bare):
        return (bare,) if bare == text.strip() else (bare, "Line breaks and spaces were left out.")
    found = _TOKEN.findall(text)
    if len(found) == 1:
        return found[0], "The token was taken out of the text around it."
    if found:
        return found[0], f"The text holds {len(found)} tokens. This is the first."
    return (text.strip(),)


def _signed(raw: str, remarks: list[str]) -> Reading:
    header, no_header = _member(raw, 0, "header")
    claims, no_claims = _member(raw, 1, "claims")
    if header is None and claims is None:
        return _unreadable(raw, [no_header, *remarks])
    unsigned = "The signature is missing. Without one anybody could have written this."
    problems = [no_header, no_claims, "" if raw.split(".")[2] else unsigned]
    return Reading(Kind.SIGNED, "", raw, header, claims, (*filter(None, problems), *remarks))


def _encrypted(raw: str, remarks: list[str]) -> Reading:
    header, no_header = _member(raw, 0, "header")
    if header is None:
        return _unreadable(raw, [no_header, *remarks])
    return Reading(Kind.ENCRYPTED, "", raw, header, None, tuple(remarks))


def _member(raw: str, index: int, name: str) -> tuple[Mapping[str, Any] | None, str]:
    """One part as a JSON object, or None and why not."""
    segment = raw.split(".")[index]
    try:
        value = json.loads(b64url_decode(segment))
    except UnicodeDecodeError:
        return None, f"The {name} part is base64url, but no text."
    except json.JSONDecodeError:
        return None, f"The {name} part is base64url, but not JSON."
    except (ValueError, RecursionError) as error:
        return None, f"The {name} part cannot be read: {error}."
    if not isinstance(value, dict):
        return None, f"The {name} part is JSON, but not an object."
    return value, ""


def _unreadable(text: str, remarks: list[str]) -> Reading:
    for shape, title, sentence in _SHAPES:
        if re.fullmatch(shape, text, re.ASCII):
            return Reading(Kind.OTHER, title, remarks=(*remarks, sentence))
    return Reading(Kind.OTHER, "Not a token", remarks=(*remarks, _what_is_missing(text)))


def _what_is_missing(text: str) -> str:
    count = len(text.split("."))
    if text.startswith("eyJ") and count not in (3, _PARTS_OF_A_JWE):
        return (
            f"It begins like a token, but a JWT has three parts with dots between, and this has "
            f"{count}. Was it copied to the end?"
        )
    return "A JWT has three parts with dots between and begins with eyJ; an encrypted one has five."
