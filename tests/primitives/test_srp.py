"""SRP against a vector that pycognito's code made, and against pycognito's padding."""

import hashlib
from datetime import UTC, datetime

import pytest
from pycognito.aws_srp import pad_hex

from cognito_lab.primitives import srp

POOL_NAME, USER_ID, PASSWORD = "AbCdEfGhI", "alice", "Correct-Horse7"
SALT = 0x1F2E3D4C5B6A79880102030405060708
A_SECRET = int(hashlib.sha256(b"a").hexdigest(), 16)
B_SECRET = int(hashlib.sha256(b"b").hexdigest(), 16)
X = 0x4B95251369B8DEAA6014C2AFE2FE8B8BD2D69BC8E8744CF4E9FCBE0C35EA0564
SECRET_BLOCK = b"cognito_lab secret block"


def test_every_value_of_the_published_vector_comes_out():
    """Each intermediate value of the fact sheet's vector (§3) comes out."""
    x = srp.password_hash(POOL_NAME, USER_ID, PASSWORD, SALT)
    v = srp.verifier(x)
    public_a, public_b = srp.app_public(A_SECRET), srp.pool_public(B_SECRET, v)

    assert f"{srp.MULTIPLIER:x}" == (
        "538282c4354742d7cbbde2359fcf67f9f5b3a6b08791e5011b43b8a5b66d9ee6"
    )
    assert x == X
    assert f"{public_a:x}".startswith("99d85c9db5bc2fe41afbeeee")
    assert f"{v:x}".startswith("a1c5b85e7a4cf813a7d3b412")
    assert f"{public_b:x}".startswith("9420a34eee3fc451490fdea8")


@pytest.mark.parametrize(
    "exponent",
    [
        pytest.param(0, id="nothing"),
        pytest.param(1, id="one"),
        pytest.param(A_SECRET, id="a secret of 256 bits"),
        pytest.param(2**256 - 1, id="all bits"),
        pytest.param(2**256, id="one bit more"),
        pytest.param(A_SECRET * B_SECRET, id="512 bits"),
    ],
)
def test_a_power_of_g_is_what_python_says(exponent: int):
    """The short cut for g gives the same number as `pow`."""
    assert srp.power(srp.G, exponent) == pow(srp.G, exponent, srp.N)


def test_both_sides_reach_the_key_of_the_vector_and_its_claim():
    """App and pool derive the same 16 bytes, and the claim made with them is the vector's."""
    v = srp.verifier(X)
    public_a, public_b = srp.app_public(A_SECRET), srp.pool_public(B_SECRET, v)

    apps = srp.app_key(a=A_SECRET, public_a=public_a, public_b=public_b, x=X)
    pools = srp.pool_key(public_a=public_a, b=B_SECRET, public_b=public_b, v=v)
    claim = srp.claim(
        apps,
        pool_name=POOL_NAME,
        user_id=USER_ID,
        secret_block=SECRET_BLOCK,
        timestamp=srp.timestamp(datetime(2026, 1, 6, 9, 8, 7, tzinfo=UTC)),
    )

    assert apps == pools == bytes.fromhex("a9ad1eb34faf296671d33bd6d61a62ed")
    assert claim == "kU9eI8myfVUk0geSC9nrPjlaUBQ0TOU8Y7TzvVWu4Pc="


def test_another_password_gives_another_key():
    """Whoever has not the password derives a key that the pool does not have."""
    v = srp.verifier(X)
    public_a, public_b = srp.app_public(A_SECRET), srp.pool_public(B_SECRET, v)
    wrong_x = srp.password_hash(POOL_NAME, USER_ID, "correct-horse7", SALT)

    apps = srp.app_key(a=A_SECRET, public_a=public_a, public_b=public_b, x=wrong_x)

    assert apps != srp.pool_key(public_a=public_a, b=B_SECRET, public_b=public_b, v=v)


@pytest.mark.parametrize(
    "number",
    [
        pytest.param(0x7F, id="first bit 0"),
        pytest.param(0x80, id="first bit 1 gets a zero byte"),
        pytest.param(0xF23, id="an odd number of hex digits"),
        pytest.param(0x100, id="a digit more"),
        pytest.param(srp.N, id="the prime itself"),
        pytest.param(2**255, id="255 zero bits"),
    ],
)
def test_numbers_are_padded_as_pycognito_pads_them(number):
    """Both libraries turn a number into the same bytes."""
    assert srp.pad(number).hex() == pad_hex(number).lower()


def test_the_timestamp_has_no_leading_zero_in_the_day():
    """Cognito wants ``Jan 6``, not ``Jan 06``, and UTC whatever the zone."""
    early = datetime(2026, 1, 6, 9, 8, 7, tzinfo=UTC)

    assert srp.timestamp(early) == "Tue Jan 6 09:08:07 UTC 2026"
    assert srp.timestamp(datetime(2026, 12, 31, 23, 0, 9, tzinfo=UTC)).startswith("Thu Dec 31 23:")
