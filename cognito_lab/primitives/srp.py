"""SRP-6a: prove that you know a password without sending it, in Cognito's dialect.

Both sides end with the same key K, and only somebody who knows the password (or its verifier) can.
Names are those of the protocol, because every paper and every client uses them:

    app                                        user pool, which keeps salt and v = g^x
    a random, A = g^a            ── A ──►
                                 ◄─ salt, B ── b random, B = k·v + g^b
    u = H(A, B)                                u = H(A, B)
    S = (B − k·g^x)^(a + u·x)                  S = (A·v^u)^b
    K = HKDF(S, u)                             K = HKDF(S, u)
    claim = HMAC(K, who‖secret block‖time) ──► the same HMAC?

All arithmetic is modulo the 3072-bit prime N (RFC 3526, group 15); H is SHA-256. x comes from salt,
user id and password, so a stolen table of verifiers does not hold the passwords themselves.

Source: RFC 5054 for the protocol; user-pools.md §3, from pycognito and amplify-js, for Cognito's
own padding, key derivation and claim. Left out: the device variant (DEVICE_SRP_AUTH).
"""

import base64
import hashlib
import hmac
from datetime import UTC, datetime
from functools import cache
from itertools import accumulate

N = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F"
    "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
    "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510"
    "15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7"
    "ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C"
    "BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
    16,
)
G = 2
_SECRET_BITS = 256  # of a, b and x
_KEY_PURPOSE = b"Caldera Derived Key\x01"  # HKDF's info, then its block counter
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def pad(number: int) -> bytes:
    """A number as bytes whose first bit is 0, as Java writes a positive one.

    The whole protocol hinges on this: a client that forgets the zero byte fails one time in two.
    """
    return number.to_bytes(number.bit_length() // 8 + 1, "big")


def power(base: int, exponent: int) -> int:
    """base^exponent mod N: the expensive step of the protocol, some milliseconds each."""
    if base == G and 0 <= exponent < 1 << _SECRET_BITS:
        return _power_of_g(exponent)
    return pow(base, exponent, N)


def _power_of_g(exponent: int) -> int:
    """Half of the powers are of g: with its squares at hand, half of the work is done."""
    product = 1
    for place, square in enumerate(_squares_of_g()):
        if exponent >> place & 1:
            product = product * square % N
    return product


@cache
def _squares_of_g() -> tuple[int, ...]:
    """g, g², g⁴, g⁸ and so on: as much work as one power."""
    return tuple(accumulate(range(1, _SECRET_BITS), lambda square, _: square**2 % N, initial=G))


def _hash(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def _number(data: bytes) -> int:
    return int.from_bytes(data, "big")


MULTIPLIER = _number(_hash(pad(N), bytes([G])))  # the protocol's k


def password_hash(pool_name: str, user_id: str, password: str, salt: int) -> int:
    """x: the password, salted. Cheap; everything secret on the pool's side follows from it.

    Args:
        pool_name: The part of the user pool id after ``_``.
        user_id: USER_ID_FOR_SRP: the real user name, never an alias.
        password: As typed.
        salt: The user's salt as a number.
    """
    return _number(_hash(pad(salt), _hash(f"{pool_name}{user_id}:{password}".encode())))


def verifier(x: int) -> int:
    """The verifier, v = g^x: enough to check a proof, not enough to make one."""
    return power(G, x)


def app_public(a: int) -> int:
    """A = g^a, from the app's one-time secret."""
    return power(G, a)


def pool_public(b: int, v: int) -> int:
    """B = k·v + g^b, from the pool's one-time secret and the user's verifier."""
    return (MULTIPLIER * v + power(G, b)) % N


def app_key(*, a: int, public_a: int, public_b: int, x: int) -> bytes:
    """The app's way to the shared key."""
    u = _scramble(public_a, public_b)
    return _derive(power(public_b - MULTIPLIER * verifier(x), a + u * x), u)


def pool_key(*, public_a: int, b: int, public_b: int, v: int) -> bytes:
    """The pool's way to the shared key."""
    u = _scramble(public_a, public_b)
    return _derive(power(public_a * power(v, u), b), u)


def _scramble(public_a: int, public_b: int) -> int:
    """The scrambler, u = H(A, B): ties the key to both public values."""
    return _number(_hash(pad(public_a), pad(public_b)))


def _derive(shared: int, u: int) -> bytes:
    """HKDF (RFC 5869) with u as its salt, cut to 16 bytes."""
    pseudo_random_key = hmac.digest(pad(u), pad(shared), "sha256")
    return hmac.digest(pseudo_random_key, _KEY_PURPOSE, "sha256")[:16]


def claim(key: bytes, *, pool_name: str, user_id: str, secret_block: bytes, timestamp: str) -> str:
    """PASSWORD_CLAIM_SIGNATURE: the proof that the app's key is the pool's key, in base64."""
    message = f"{pool_name}{user_id}".encode() + secret_block + timestamp.encode()
    return base64.b64encode(hmac.digest(key, message, "sha256")).decode()


def timestamp(now: datetime) -> str:
    """``Tue Jan 6 09:08:07 UTC 2026``: always English, the day without a leading zero."""
    utc = now.astimezone(UTC)
    day = f"{_DAYS[utc.weekday()]} {_MONTHS[utc.month - 1]} {utc.day}"
    return f"{day} {utc:%H:%M:%S} UTC {utc.year}"
