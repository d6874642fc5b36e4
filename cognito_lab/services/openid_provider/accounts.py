"""The people who have an account at a provider, and their passwords.

Only a salted hash of a password is kept. Whether an address is unknown or its password wrong, the
answer is the same and takes the same work; only the trace knows which it was.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import field
from typing import Any

from cognito_lab.primitives.ids import Ids
from cognito_lab.primitives.record import record
from cognito_lab.primitives.trace import Trace

# What the provider alone says about a token; nobody may set these for a person.
_OWN_CLAIMS = frozenset(
    {"iss", "azp", "aud", "sub", "email", "at_hash", "nonce", "iat", "exp", "nbf", "jti"}
)


class SignInRefused(Exception):
    """The provider did not let the person in. The message never says which part was wrong."""


@record
class Account:
    """One person. `claims` are those that the ID token carries beside the provider's own."""

    sub: str
    email: str
    claims: Mapping[str, Any]
    salt: bytes = field(repr=False)
    password_hash: bytes = field(repr=False)


class Accounts:
    """All accounts of one provider, by address; upper and lower case are one.

    Args:
        ids: The lab's source of chance.
        trace: Where it is noted why somebody was refused.
        picture_form: Address of a person's picture, ``{letters}`` in it; empty for no pictures.
    """

    def __init__(self, ids: Ids, trace: Trace, picture_form: str = "") -> None:
        self._ids, self._trace, self._picture_form = ids, trace, picture_form
        self._accounts: dict[str, Account] = {}

    def add(self, email: str, password: str, claims: Mapping[str, Any]) -> Account:
        """Open an account.

        Raises:
            ValueError: The address or password is missing, the address is taken, or a claim is one
                that only the provider may set, or is not JSON.
        """
        _require_address(email)
        require_text("a password", password)
        _check_claims(claims)
        if email.lower() in self._accounts:
            raise ValueError(f"{email} has an account already")
        salt = self._ids.bytes(16)
        profile = {"email_verified": True, "name": email.partition("@")[0]}
        if self._picture_form:
            profile["picture"] = self._picture_form.format(letters=self._ids.base64url(24))
        account = Account(
            sub="1" + self._ids.code(20),
            email=email,
            claims={**profile, **claims},
            salt=salt,
            password_hash=_hash(password, salt),
        )
        self._accounts[email.lower()] = account
        return account

    def check(self, email: str, password: str) -> Account:
        """The account, when address and password belong together.

        Raises:
            SignInRefused: They do not.
        """
        account = self._accounts.get(email.lower())
        # Hashed for an unknown address too, so that the time tells nobody who has an account.
        offered = _hash(password, account.salt if account else b"nobody has this")
        if account is None:
            self._trace.note(f"Nobody has the address {email} here; the page does not say so.")
        elif not hmac.compare_digest(offered, account.password_hash):
            self._trace.note(f"{email} has another password; the page does not say what was wrong.")
        else:
            return account
        raise SignInRefused("Wrong e-mail address or password. Try again.")

    def __len__(self) -> int:
        return len(self._accounts)


def require_text(what: str, value: object) -> None:
    """Refuse what is no text, or an empty one.

    Raises:
        ValueError: The message names `what` it was to be, and what was found.
    """
    if not isinstance(value, str) or not value:
        raise ValueError(f"{what} is a text that is not empty, not {value!r}")
    value.encode()  # half of a surrogate pair is no text: UnicodeEncodeError, which is a ValueError


def _require_address(email: str) -> None:
    require_text("an address", email)
    name, _, host = email.partition("@")
    if not name or not host or any(character.isspace() for character in email):
        raise ValueError(f"an address looks like gina@gmail.com, not {email!r}")


def _check_claims(claims: Mapping[str, Any]) -> None:
    if overridden := sorted(_OWN_CLAIMS & claims.keys()):
        raise ValueError(f"only the provider sets these claims: {', '.join(overridden)}")
    if not isinstance(claims.get("email_verified", True), bool):
        raise ValueError("email_verified is True or False")
    try:
        json.dumps(claims, allow_nan=False, ensure_ascii=False).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise ValueError(f"a claim is not JSON: {error}") from None


def _hash(password: str, salt: bytes) -> bytes:
    """Few rounds, since practice passwords guard nothing; a real provider spends far more."""
    return hashlib.pbkdf2_hmac("sha256", password.encode(), salt, 1000)
