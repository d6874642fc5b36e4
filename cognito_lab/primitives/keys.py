"""RSA signing keys, and the public halves that verifiers read.

The package ships sixteen RSA-2048 **teaching keys** (`teaching_keys.json`): generating one takes a
tenth of a second and cannot be seeded, and the same seed must give the same tokens. Everybody has
them, so a signature of the lab proves something inside the lab only.

    0–1    the Google-like provider        4–15   user pools, in pairs (ID token, access token),
    2–3    the identity service                   by order of creation, then round again

Key ids are derived from issuer and index, so two pools that share a key never share a key id.
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cognito_lab.primitives.record import record

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

GOOGLE_KEYS = (0, 1)
IDENTITY_SERVICE_KEYS = (2, 3)
_FIRST_POOL_KEY, _KEY_COUNT = 4, 16


def user_pool_keys(ordinal: int) -> tuple[int, int]:
    """Indices of a pool's (ID token key, access token key), by its order of creation from 0."""
    first = _FIRST_POOL_KEY + 2 * ordinal % (_KEY_COUNT - _FIRST_POOL_KEY)
    return first, first + 1


@lru_cache(maxsize=256)
def key_id(issuer: str, index: int) -> str:
    """A `kid` as user pools have it: standard base64 of 32 bytes, 44 characters."""
    return base64.b64encode(hashlib.sha256(f"{issuer} key {index}".encode()).digest()).decode()


@record
class SigningKey:
    """One RSA key pair under the key id that its owner gave it."""

    index: int
    kid: str
    algorithm: str = "RS256"

    def public_jwk(self) -> dict[str, str]:
        """The public half, as a member of a JWKS (RFC 7517, section 4)."""
        key = _teaching_keys()[self.index]
        return {
            "alg": self.algorithm,
            "e": key["e"],
            "kid": self.kid,
            "kty": "RSA",
            "n": key["n"],
            "use": "sig",
        }

    def sign(self, message: bytes) -> bytes:
        """PKCS#1 v1.5 signature (RFC 7518, section 3.3): the same message gives the same bytes."""
        return _private_key(self.index).sign(message, *_padding_and_hash(self.algorithm))


@lru_cache(maxsize=1)
def _teaching_keys() -> list[dict[str, Any]]:
    text = Path(__file__).with_name("teaching_keys.json").read_text("utf-8")
    keys: list[dict[str, Any]] = json.loads(text)["keys"]
    return keys


@lru_cache(maxsize=_KEY_COUNT)
def _private_key(index: int) -> RSAPrivateKey:
    """Parsed at its first signature. The numbers are our own: no need to check them slowly."""
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    pem = "\n".join(_teaching_keys()[index]["private_pem"]).encode()
    key: Any = load_pem_private_key(pem, password=None, unsafe_skip_rsa_key_validation=True)
    return key  # type: ignore[no-any-return]


@cache
def _padding_and_hash(algorithm: str) -> tuple[Any, Any]:
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA256, SHA512

    table = {"RS256": SHA256, "RS512": SHA512}
    return PKCS1v15(), table[algorithm]()
