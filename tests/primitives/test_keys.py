"""The teaching keys: sixteen pairs, and who uses which."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.hashes import SHA256, SHA512

from cognito_lab.primitives.keys import (
    GOOGLE_KEYS,
    IDENTITY_SERVICE_KEYS,
    SigningKey,
    key_id,
    user_pool_keys,
)


def number(text: str) -> int:
    """The number behind a member of a JWK."""
    return int.from_bytes(base64.urlsafe_b64decode(text + "=="), "big")


@pytest.mark.parametrize("index", range(16))
@pytest.mark.parametrize(("algorithm", "digest"), [("RS256", SHA256()), ("RS512", SHA512())])
def test_the_published_half_verifies_what_the_private_half_signed(index, algorithm, digest):
    """Each of the sixteen pairs belongs together, for both algorithms; cryptography agrees."""
    key = SigningKey(index, "kid", algorithm)
    jwk = key.public_jwk()

    signature = key.sign(b"message")

    public = RSAPublicNumbers(number(jwk["e"]), number(jwk["n"])).public_key()
    public.verify(signature, b"message", PKCS1v15(), digest)
    assert public.key_size == 2048


def test_no_two_teaching_keys_are_the_same():
    """Sixteen different moduli."""
    assert len({SigningKey(index, "").public_jwk()["n"] for index in range(16)}) == 16


def test_the_same_message_gives_the_same_signature():
    """PKCS#1 v1.5 draws no chance, so the same seed gives the same tokens."""
    assert SigningKey(4, "a").sign(b"m") == SigningKey(4, "b").sign(b"m")


@pytest.mark.parametrize(
    ("ordinal", "pair"),
    [
        pytest.param(0, (4, 5), id="the first pool"),
        pytest.param(1, (6, 7), id="the second"),
        pytest.param(5, (14, 15), id="the sixth takes the last pair"),
        pytest.param(6, (4, 5), id="the seventh begins again"),
    ],
)
def test_user_pools_take_pairs_in_turn(ordinal, pair):
    """Neither Google's nor the identity service's keys are ever a pool's."""
    assert user_pool_keys(ordinal) == pair
    assert not set(pair) & {*GOOGLE_KEYS, *IDENTITY_SERVICE_KEYS}


def test_pools_that_share_a_key_do_not_share_its_id():
    """A key id says who published it."""
    ids = {key_id(issuer, index) for issuer in ("https://a", "https://b") for index in (4, 5)}

    assert len(ids) == 4
    assert all(len(base64.b64decode(kid)) == 32 for kid in ids)
    assert key_id("https://a", 4) == key_id("https://a", 4)


def test_a_jwk_has_the_members_of_a_user_pools_jwks():
    """Six members, as AWS publishes them."""
    jwk = SigningKey(4, "kid").public_jwk()

    assert (jwk["kty"], jwk["use"], jwk["alg"], jwk["kid"]) == ("RSA", "sig", "RS256", "kid")
    assert set(jwk) == {"alg", "e", "kid", "kty", "n", "use"}
