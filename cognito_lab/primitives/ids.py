"""Identifiers in AWS's shapes, drawn from one source of chance.

With a seed the source is predictable, so the same steps give the same ids, tokens and diagrams.
Without a seed it is the operating system's. Every id that the lab makes comes from here, and so do
salts, codes and session tokens: there is no other source of chance in the package.

The shapes are those of the fact sheets, section 1 of each.
"""

import base64
import random
import string

_LOWER_ALNUM = string.ascii_lowercase + string.digits
_ALNUM = string.ascii_letters + string.digits
_UPPER_BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_NOT_FREE, _VERSION_4 = 0xF << 76 | 0x3 << 62, 0x4 << 76 | 0x2 << 62
# Real session tokens begin so: it is the base64 of a fixed binary prefix.
_SESSION_TOKEN_START = "AgoJb3JpZ2luX2Vj"


class Ids:
    """One source of chance for one cloud.

    Args:
        seed: The same seed gives the same ids in the same order; None gives fresh ones.
    """

    def __init__(self, seed: int | str | None = None) -> None:
        self._random: random.Random = random.SystemRandom() if seed is None else random.Random(seed)

    def text(self, length: int, alphabet: str = _ALNUM) -> str:
        """Characters of an alphabet, each drawn alone."""
        return "".join(self._random.choices(alphabet, k=length))

    def bytes(self, length: int) -> bytes:
        return self._random.getrandbits(8 * length).to_bytes(length, "big") if length else b""

    def below(self, limit: int) -> int:
        """A whole number from 0 up to, not including, the limit."""
        return self._random.randrange(limit)

    def uuid(self) -> str:
        """A random UUID, version 4: token ids, event ids, authorization codes."""
        return _uuid4(self._random.getrandbits(128))

    def sub(self) -> str:
        """A user's `sub`: UUID-shaped, its third group beginning ``70`` as live ones do."""
        digits = self.bytes(16).hex()
        return _with_hyphens(digits[:12] + "70" + digits[14:])

    def user_pool_id(self, region: str) -> str:
        return f"{region}_{self.text(9)}"

    def client_id(self) -> str:
        return self.text(26, _LOWER_ALNUM)

    def client_secret(self) -> str:
        return self.text(51, _LOWER_ALNUM)

    def identity_id(self, region: str) -> str:
        """``us-east-1:<guid>``: identity pools and identities share this shape."""
        return f"{region}:{self.uuid()}"

    def unique_id(self, prefix: str) -> str:
        """An IAM unique id: AROA… a role, AIDA… a user, ANPA… a policy, 21 characters."""
        return prefix + self.text(17, _UPPER_BASE32)

    def access_key_id(self, prefix: str = "AKIA") -> str:
        """20 characters: ``AKIA…`` lasting, ``ASIA…`` temporary."""
        return prefix + self.text(16, _UPPER_BASE32)

    def secret_access_key(self) -> str:
        return self.text(40, _ALNUM + "/+")

    def session_token(self) -> str:
        """Opaque base64, as STS gives it."""
        return _SESSION_TOKEN_START + base64.b64encode(self.bytes(300)).decode()

    def rest_api_id(self) -> str:
        return self.text(10, _LOWER_ALNUM)

    def code(self, digits: int = 6) -> str:
        """A confirmation code of decimal digits; leading zeros are kept."""
        return f"{self.below(10**digits):0{digits}d}"

    def base64url(self, length: int) -> str:
        """Random bytes as base64url without padding."""
        return base64.urlsafe_b64encode(self.bytes(length)).decode().rstrip("=")


def uuid_of(chance: bytes) -> str:
    """The UUID, version 4, of sixteen bytes of chance."""
    return _uuid4(int.from_bytes(chance, "big"))


def _uuid4(chance: int) -> str:
    """Of its 128 bits six are not free (RFC 9562, section 5.4)."""
    return _with_hyphens((chance & ~_NOT_FREE | _VERSION_4).to_bytes(16, "big").hex())


def _with_hyphens(digits: str) -> str:
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
