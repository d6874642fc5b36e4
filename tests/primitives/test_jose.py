"""Tokens: sign, take apart, verify; PyJWT is the second opinion."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

import jwt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cognito_lab.primitives.jose import (
    InvalidToken,
    b64url,
    b64url_decode,
    parse,
    sign,
    verify_signature,
)
from cognito_lab.primitives.keys import SigningKey
from examples import examples

KEY = SigningKey(4, "the-kid")
JWKS = {"keys": [SigningKey(5, "another").public_jwk(), KEY.public_jwk()]}
CLAIMS = {"sub": "1", "email": "zoë@example.com", "exp": 1767694087}


def forged(header: dict[str, object], signature: bytes = b"x" * 256) -> str:
    """A token with any header and a signature that is none."""
    parts = (json.dumps(part).encode() for part in (header, CLAIMS))
    return ".".join([*(b64url(part) for part in parts), b64url(signature)])


def test_pyjwt_reads_what_we_sign():
    """Another implementation verifies the token and finds the same claims and header."""
    token = sign(CLAIMS, KEY, {"typ": "JWS"})

    claims = jwt.decode(
        token, jwt.PyJWK(KEY.public_jwk()), ["RS256"], options={"verify_exp": False}
    )

    assert claims == CLAIMS
    assert jwt.get_unverified_header(token) == {"kid": "the-kid", "typ": "JWS", "alg": "RS256"}


@pytest.mark.parametrize("algorithm", ["RS256", "RS512"])
def test_we_read_what_we_sign(algorithm):
    """Header and claims come back in order, and the signature is good."""
    key = SigningKey(2, "k", algorithm)
    token = parse(sign(CLAIMS, key))

    assert list(token.unverified_header.items()) == [("kid", "k"), ("alg", algorithm)]
    assert list(token.unverified_claims.items()) == list(CLAIMS.items())
    assert verify_signature(token, {"keys": [key.public_jwk()]}, (algorithm,)) == CLAIMS


def test_the_same_claims_give_the_same_token():
    """No chance is drawn when signing."""
    assert sign(CLAIMS, KEY) == sign(CLAIMS, KEY)


def test_claims_that_somebody_changed_do_not_come_back_with_the_signature():
    """Whoever gets a token's claims may change them: the next verifier reads what was signed."""
    raw_token = sign({"sub": "jdoe", "cognito:groups": ["readers"]}, KEY)
    verify_signature(parse(raw_token), JWKS)["cognito:groups"].append("admins")

    claims = verify_signature(parse(raw_token), JWKS)

    assert claims["cognito:groups"] == ["readers"]


@pytest.mark.parametrize(
    ("raw_token", "found"),
    [
        pytest.param("", "this has 1", id="nothing"),
        pytest.param("a.b", "this has 2", id="two parts"),
        pytest.param("a.b.c.d.e", "this has 5", id="five parts, a refresh token's shape"),
        pytest.param("e30.e30.", "part 3 of the three is empty", id="an empty signature"),
        pytest.param(".e30.e30", "part 1 of the three is empty", id="an empty header"),
        pytest.param("e30.%%%.e30", "the payload is not base64url", id="strange letters"),
        pytest.param("e30.e30=.e30", "the payload is not base64url", id="padding"),
        pytest.param("e 30.e30.e30", "the header is not base64url", id="white space"),
        pytest.param(f"{b64url(b'{')}.e30.e30", "the header is not base64url", id="half an object"),
        pytest.param(f"{b64url(b'[1]')}.e30.e30", "JSON, but not an object", id="a list"),
        pytest.param(f"e30.{b64url(bytes([255]))}.e30", "the payload is not", id="not UTF-8"),
        pytest.param(
            f"e30.{b64url(b'[' * 100_000)}.e30", "the payload is not", id="nested without end"
        ),
        pytest.param(None, "not NoneType", id="None"),
        pytest.param(b"e30.e30.e30", "not bytes", id="bytes"),
    ],
)
def test_what_is_no_token_fails_the_form(raw_token, found):
    """Whatever arrives, the answer is one InvalidToken that says what was found."""
    with pytest.raises(InvalidToken, match=found) as refused:
        parse(raw_token)

    assert refused.value.check == "form"


@pytest.mark.parametrize(
    ("raw_token", "check", "found"),
    [
        pytest.param(
            forged({"alg": "none", "kid": "the-kid"}), "signature", "alg 'none'", id="alg none"
        ),
        pytest.param(
            forged({"alg": "RS512", "kid": "the-kid"}), "signature", "alg 'RS512'", id="another RSA"
        ),
        pytest.param(
            forged({"alg": ["RS256"], "kid": "the-kid"}), "signature", "alg", id="a list of algs"
        ),
        pytest.param(forged({"kid": "the-kid"}), "signature", "alg None", id="no alg"),
        pytest.param(forged({"alg": "RS256"}), "key", "no kid", id="no kid"),
        pytest.param(forged({"alg": "RS256", "kid": ["the-kid"]}), "key", "kid", id="a kid list"),
        pytest.param(
            forged({"alg": "RS256", "kid": "strange"}), "key", "'strange'", id="unknown kid"
        ),
        pytest.param(
            forged({"alg": "RS256", "kid": "the-kid"}), "signature", "not made over", id="nonsense"
        ),
        pytest.param(
            forged({"alg": "RS256", "kid": "the-kid", "jwk": JWKS["keys"][0]}),
            "signature",
            "not made over",
            id="a key of its own in the header",
        ),
        pytest.param(
            sign(CLAIMS, SigningKey(7, "the-kid")),
            "signature",
            "not made over",
            id="signed by another key under our kid",
        ),
        pytest.param(
            sign(CLAIMS, KEY, {"crit": ["unknown"]}),
            "signature",
            "extension by 'crit'",
            id="a critical header that nobody understands",
        ),
        pytest.param(
            sign(CLAIMS, KEY, {"b64": False}),
            "signature",
            "extension by 'b64'",
            id="a payload that says it is not encoded",
        ),
    ],
)
def test_a_forged_token_fails(raw_token, check, found):
    """Each known trick ends at the check that it should end at."""
    with pytest.raises(InvalidToken, match=found) as refused:
        verify_signature(parse(raw_token), JWKS)

    assert refused.value.check == check


def test_the_public_key_is_no_hmac_secret():
    """HS256, keyed with what everybody can read, is refused although its arithmetic is right."""
    n = KEY.public_jwk()["n"].encode()
    body = forged({"alg": "HS256", "kid": "the-kid"}).rpartition(".")[0]
    token = f"{body}.{b64url(hmac.digest(n, body.encode(), hashlib.sha256))}"

    with pytest.raises(InvalidToken, match="HS256"):
        verify_signature(parse(token), JWKS)


@given(st.data())
@settings(max_examples=examples(200), deadline=None)
def test_one_changed_character_anywhere_is_refused(data):
    """No other spelling of a token is accepted, not even of the signature's last letter."""
    raw_token = sign(CLAIMS, KEY)
    position = data.draw(st.integers(0, len(raw_token) - 1))
    letter = data.draw(st.sampled_from("ABCDwxyz0189-_.=+/ \n"))
    changed = raw_token[:position] + letter + raw_token[position + 1 :]
    if changed == raw_token:
        return

    with pytest.raises(InvalidToken):
        verify_signature(parse(changed), JWKS)


def test_the_last_letter_of_a_signature_has_one_spelling():
    """Four bits of it are unused; another letter with the same bytes is no signature."""
    raw_token = sign(CLAIMS, KEY)
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    same_bytes = [
        raw_token[:-1] + letter
        for letter in alphabet
        if base64.urlsafe_b64decode(raw_token.rpartition(".")[2][:-1] + letter + "==")
        == b64url_decode(raw_token.rpartition(".")[2])
    ]
    assert len(same_bytes) == 16

    good = [token for token in same_bytes if _verifies(token)]

    assert good == [raw_token]


def _verifies(raw_token: str) -> bool:
    try:
        verify_signature(parse(raw_token), JWKS)
    except InvalidToken:
        return False
    return True


def test_a_key_that_names_no_algorithm_leaves_it_to_the_verifier():
    """`alg` is optional in a JWK; then our own list decides, and nothing else is let in."""
    jwks = {"keys": [{k: v for k, v in KEY.public_jwk().items() if k != "alg"}]}

    assert verify_signature(parse(sign(CLAIMS, KEY)), jwks) == CLAIMS
    with pytest.raises(InvalidToken, match="RS512"):
        verify_signature(parse(sign(CLAIMS, SigningKey(4, "the-kid", "RS512"))), jwks)


def test_keys_without_a_key_id_match_nothing():
    """A JWKS of somebody else's may hold a key without kid; it is passed over."""
    jwks = {"keys": [{k: v for k, v in KEY.public_jwk().items() if k != "kid"}]}

    with pytest.raises(InvalidToken) as refused:
        verify_signature(parse(sign(CLAIMS, KEY)), jwks)

    assert refused.value.check == "key"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        # RFC 7515, appendix C
        pytest.param(bytes([3, 236, 255, 224, 193]), "A-z_4ME", id="the RFC's example"),
        pytest.param(b"", "", id="nothing"),
        pytest.param(b"f", "Zg", id="one byte"),
        pytest.param(b"fo", "Zm8", id="two bytes"),
        pytest.param(b"foo", "Zm9v", id="three bytes"),
    ],
)
def test_base64url_has_no_padding(data, text):
    """Both ways."""
    assert b64url(data) == text
    assert b64url_decode(text) == data


@pytest.mark.parametrize("text", ["Zg==", "A+z", "A/z", "A z", "A\n", "Z", "Zé"])
def test_other_letters_are_no_base64url(text):
    """Standard base64, white space and impossible lengths are refused."""
    with pytest.raises(ValueError, match=r"."):
        b64url_decode(text)
