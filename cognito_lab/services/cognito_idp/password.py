"""What a pool asks of a password, and what it keeps of one.

A pool never keeps the password. It keeps a random salt and x, the salted hash of SRP
(`primitives/srp`): one value that answers both kinds of sign-in. A typed password is hashed again
and compared; an SRP proof is checked with the verifier v = g^x, which costs some milliseconds and
is therefore made only when SRP first asks for it.

Left out: how Cognito really stores passwords is not published. x is quick to compute, which suits a
classroom; a real store adds a hash that is slow on purpose (RFC 9106).
"""

from __future__ import annotations

import hmac
import string
from collections.abc import Mapping
from typing import Any

from cognito_lab.primitives import messages, srp
from cognito_lab.primitives.errors import AwsError
from cognito_lab.primitives.ids import Ids
from cognito_lab.primitives.record import record

SYMBOLS = "^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+-"
DEFAULT_TEMPORARY_DAYS = 7


@record
class PasswordPolicy:
    """The rules of one pool. `history_size`: how many passwords must not be used again.

    Source: developer guide, "Adding user pool password requirements".
    """

    minimum_length: int = 8
    uppercase: bool = True
    lowercase: bool = True
    numbers: bool = True
    symbols: bool = True
    temporary_days: int = DEFAULT_TEMPORARY_DAYS
    history_size: int | None = None

    @classmethod
    def parse(cls, given: Mapping[str, Any] | None) -> PasswordPolicy:
        """From AWS's PasswordPolicy; None gives the default.

        Assumed: in a policy that is given, a rule that is not named is off.
        """
        if given is None:
            return cls()
        return cls(
            minimum_length=given.get("MinimumLength", 8),
            uppercase=given.get("RequireUppercase", False),
            lowercase=given.get("RequireLowercase", False),
            numbers=given.get("RequireNumbers", False),
            symbols=given.get("RequireSymbols", False),
            temporary_days=given.get("TemporaryPasswordValidityDays") or DEFAULT_TEMPORARY_DAYS,
            history_size=given.get("PasswordHistorySize"),
        )

    def describe(self) -> dict[str, Any]:
        history = {} if self.history_size is None else {"PasswordHistorySize": self.history_size}
        return {
            "MinimumLength": self.minimum_length,
            "RequireUppercase": self.uppercase,
            "RequireLowercase": self.lowercase,
            "RequireNumbers": self.numbers,
            "RequireSymbols": self.symbols,
            **history,
            "TemporaryPasswordValidityDays": self.temporary_days,
        }

    def broken_rule(self, password: str) -> str | None:
        """The first rule that a password breaks, in AWS's words and order; None if it keeps all."""
        has_no = frozenset(password).isdisjoint
        no_upper, no_lower = has_no(string.ascii_uppercase), has_no(string.ascii_lowercase)
        no_symbol = has_no(SYMBOLS) and " " not in password.strip(" ")  # not at either end
        rules = (
            (len(password) < self.minimum_length, "Password not long enough"),
            (self.uppercase and no_upper, "Password must have uppercase characters"),
            (self.lowercase and no_lower, "Password must have lowercase characters"),
            (self.numbers and has_no(string.digits), "Password must have numeric characters"),
            (self.symbols and no_symbol, "Password must have symbol characters"),
        )
        return next((rule for broken, rule in rules if broken), None)

    def check(self, password: str, *, at_sign_up: bool = False) -> None:
        """Refuse a password that breaks a rule.

        Args:
            password: As typed.
            at_sign_up: SignUp says "conform with", every other operation "conform to".

        Raises:
            InvalidPasswordException: With the first rule that it breaks.
        """
        if (rule := self.broken_rule(password)) is not None:
            raise self._refusal(rule, at_sign_up)

    def _refusal(self, rule: str, at_sign_up: bool) -> AwsError:
        wording = messages.PASSWORD_REFUSED_AT_SIGN_UP if at_sign_up else messages.PASSWORD_REFUSED
        return wording.error(because="The pool's password policy is not met.", rule=rule)

    def generate(self, ids: Ids) -> str:
        """A temporary password that keeps every rule."""
        kinds = (string.ascii_uppercase, string.ascii_lowercase, string.digits, "!@#$%&*")
        return "".join(ids.text(1, kinds[i % 4]) for i in range(max(self.minimum_length, 8)))


class StoredPassword:
    """Salt and salted hash of one user's password.

    Args:
        pool_name: The part of the pool id after ``_``.
        user_id: The real user name.
        salt: From `new_salt`.
        x: The salted hash.
    """

    __slots__ = ("_pool_name", "_user_id", "_verifier", "salt", "x")

    def __init__(self, pool_name: str, user_id: str, salt: int, x: int) -> None:
        self._pool_name, self._user_id = pool_name, user_id
        self.salt, self.x = salt, x
        self._verifier: int | None = None

    @classmethod
    def of(cls, password: str, *, pool_name: str, user_id: str, ids: Ids) -> StoredPassword:
        """Salt and hash a password with a fresh salt."""
        salt = new_salt(ids.bytes(16))
        x = srp.password_hash(pool_name, user_id, password, salt)
        return cls(pool_name, user_id, salt, x)

    @property
    def verifier(self) -> int:
        """The verifier, g^x, made when first asked for."""
        if self._verifier is None:
            self._verifier = srp.verifier(self.x)
        return self._verifier

    def matches(self, password: str) -> bool:
        """Whether this is the password: hash it in the same way and compare in constant time."""
        x = srp.password_hash(self._pool_name, self._user_id, password, self.salt)
        return hmac.compare_digest(x.to_bytes(32, "big"), self.x.to_bytes(32, "big"))

    def __repr__(self) -> str:
        return "<a stored password: salt and salted hash>"


def new_salt(random_bytes: bytes) -> int:
    """A 16-byte salt as a number. Its first byte is 01 to 7f: clients disagree on leading zeros."""
    return int.from_bytes(bytes([random_bytes[0] % 127 + 1]) + random_bytes[1:16], "big")
