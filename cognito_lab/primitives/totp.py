"""Codes of an authenticator app: six digits that change every thirty seconds.

App and server share a secret and a clock, and need no connection: both compute HMAC-SHA1 over the
number of the current half minute, and cut six digits out of it.

Source: RFC 6238 (TOTP) on RFC 4226 (HOTP). Cognito accepts a code of the step before and after,
too.
"""

import base64
import hmac
from datetime import datetime

from cognito_lab.primitives.ids import Ids

STEP_SECONDS = 30
DIGITS = 6


def new_secret(ids: Ids) -> str:
    """32 random bytes in base32, 52 characters: what a QR code carries to the app."""
    return base64.b32encode(ids.bytes(32)).decode().rstrip("=")


def step_at(now: datetime) -> int:
    """The number of the half minute."""
    return int(now.timestamp()) // STEP_SECONDS


def code(secret: str, now: datetime) -> str:
    """The code that an app with this secret shows now."""
    return _code(secret, step_at(now))


def matching_step(secret: str, given: str, now: datetime) -> int | None:
    """The step that a code belongs to: this one, the one before or after; None if no one."""
    here = step_at(now)
    for step in (here, here - 1, here + 1):
        if hmac.compare_digest(_code(secret, step).encode(), given.encode()):
            return step
    return None


def _code(secret: str, step: int) -> str:
    """RFC 4226, section 5.3: the last four bits say where the 31 bits of the number begin."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, step.to_bytes(8, "big"), "sha1")
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"
