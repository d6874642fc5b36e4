"""Hides secrets in everything that is displayed.

The trace keeps passwords, keys and tokens in full; whatever shows it to a person shows `masked`
values, unless the person asked to see them. What is hidden is decided by the *name* of a member,
and for tokens also by their looks, so that a token in an unexpected place is hidden too.

Dots stand for what somebody must keep to themselves: a password, a key, a code. Tokens and proofs
are shortened instead: their beginning lets a reader see what travelled, and opens nothing.

Left out: secrets that a learner puts into free text of their own.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

HIDDEN = "••••••"
# Member names, in lower case without punctuation, whose values are never shown.
SECRET_NAMES = frozenset(
    {
        # passwords
        *("password", "previouspassword", "proposedpassword", "newpassword", "temporarypassword"),
        # what proves who one is
        *("secretkey", "secretaccesskey", "clientsecret", "secrethash", "codeverifier", "session"),
        # one-time codes
        *("code", "usercode", "confirmationcode", "secretcode", "softwaretokenmfacode"),
        *("smsmfacode", "emailotpcode", "answer", "challengeanswer"),
        # tokens
        *("token", "idtoken", "accesstoken", "refreshtoken", "webidentitytoken", "sessiontoken"),
        *("xamzsecuritytoken", "authorization"),
    }
)
# What SRP sends in place of a password: a proof, and the pool's own notes, which only it can read.
PROOF_NAMES = frozenset({"passwordclaimsignature", "passwordclaimsecretblock", "secretblock"})
_SHOWN = 6  # characters of a token or a proof
_SHORTEST_PROOF = 40  # characters; of a shorter one six would tell too much
_PAIR = re.compile(r"([\w-]+)=([^&\s]+)")  # in a URL or a form: code=…&state=…
_TOKEN = re.compile(r"\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_.-]*")


def is_secret(name: str) -> bool:
    """Whether a member of that name holds something to hide: ``NEW_PASSWORD``, ``SecretKey``."""
    return _plain(name) in SECRET_NAMES | PROOF_NAMES


def short(secret: str, name: str = "") -> str:
    """A token as ``eyJhbG…``, a proof as ``q83vEj…``, anything else as dots.

    Args:
        secret: What must not be shown whole.
        name: The member that holds it, by which a proof is known.
    """
    proof = _plain(name) in PROOF_NAMES and len(secret) >= _SHORTEST_PROOF
    return f"{secret[:_SHOWN]}…" if proof or secret.startswith("eyJ") else HIDDEN


def masked(value: Any, name: str = "") -> Any:
    """The same value with every secret in it hidden: what displays show.

    Args:
        value: Text, number, mapping or sequence, nested at will; it is not changed.
        name: The member that holds it, which decides whether a text is secret.
    """
    if isinstance(value, Mapping):
        return {key: masked(item, str(key)) for key, item in value.items()}
    if isinstance(value, str):
        return short(value, name) if is_secret(name) and value else _masked_text(value)
    if isinstance(value, bytes):
        return f"<{len(value)} bytes>"
    if isinstance(value, Sequence):
        return [masked(item, name) for item in value]
    if isinstance(value, int | float) and not isinstance(value, bool) and is_secret(name):
        return HIDDEN
    return value


def _masked_text(text: str) -> str:
    """The text with tokens and ``name=secret`` pairs hidden."""
    text = _TOKEN.sub(lambda found: short(found[0]), text)
    return _PAIR.sub(
        lambda pair: f"{pair[1]}={short(pair[2], pair[1])}" if is_secret(pair[1]) else pair[0], text
    )


def _plain(name: str) -> str:
    """In lower case, without punctuation."""
    return re.sub(r"[^a-z0-9]", "", name.lower())
