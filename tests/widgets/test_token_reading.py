"""What a pasted text is recognised as, and what it is told."""

from __future__ import annotations

import pytest
from token_samples import HOSTILE, tokens, unsigned

from cognito_lab.widgets.token_reading import LONGEST, Kind, read

TOKENS = tokens()
JWE = TOKENS.refresh_token


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param(TOKENS.id_token, Kind.SIGNED, id="an ID token"),
        pytest.param(TOKENS.access_token, Kind.SIGNED, id="an access token"),
        pytest.param(TOKENS.refresh_token, Kind.ENCRYPTED, id="a refresh token"),
        pytest.param(TOKENS.google_access_token, Kind.OTHER, id="an opaque token of Google"),
        pytest.param("", Kind.NOTHING, id="nothing"),
        pytest.param(" \n\t", Kind.NOTHING, id="white space"),
        pytest.param("hello", Kind.OTHER, id="a word"),
        pytest.param("a.b.c", Kind.OTHER, id="three parts of nothing"),
        pytest.param("eyJ.eyJ.", Kind.OTHER, id="the beginning of a token"),
        pytest.param("." * 2000, Kind.OTHER, id="dots"),
    ],
)
def test_a_text_is_recognised_by_its_form(text: str, kind: Kind):
    """Signed, encrypted, something else, or nothing."""
    reading = read(text)

    assert reading.kind is kind
    assert reading.kind is Kind.SIGNED or reading.kind is Kind.ENCRYPTED or reading.remarks


@pytest.mark.parametrize(
    "wrapped",
    [
        pytest.param("Bearer {}", id="an Authorization header"),
        pytest.param('{{"AuthenticationResult": {{"IdToken": "{}"}}}}', id="a JSON answer"),
        pytest.param("https://app.example.com/#id_token={}&state=x", id="an address"),
        pytest.param("'{}',", id="a line of code"),
        pytest.param("\n {} \n", id="white space"),
    ],
)
def test_a_token_is_taken_out_of_what_is_around_it(wrapped: str):
    """People paste what they have; the token in it is found, and that is said."""
    reading = read(wrapped.format(TOKENS.id_token))

    assert reading.raw == TOKENS.id_token


def test_a_token_that_was_broken_into_lines_is_joined():
    """A terminal breaks long lines; that is mended and said."""
    raw = TOKENS.id_token
    lines = "\n".join(raw[at : at + 64] for at in range(0, len(raw), 64))

    reading = read(lines)

    assert reading.raw == raw
    assert "Line breaks" in reading.remarks[0]


def test_nothing_is_cut_off_unseen():
    """A token with a letter too many is not silently repaired: its signature has to fail."""
    for extra in ("+", "=", "/", ".x"):
        assert read(TOKENS.id_token + extra).raw != TOKENS.id_token


def test_of_several_tokens_the_first_is_taken_and_said():
    """A whole answer of a sign-in holds three tokens."""
    both = f'"IdToken": "{TOKENS.id_token}", "AccessToken": "{TOKENS.access_token}"'

    reading = read(both)

    assert reading.raw == TOKENS.id_token
    assert reading.remarks == ("The text holds 2 tokens. This is the first.",)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param("ya29.a0AfH6SMBx", "Google access token", id="Google's access token"),
        pytest.param("ASIAIOSFODNN7EXAMPLE", "AWS access key id", id="an access key id"),
        pytest.param("IQoJb3JpZ2luX2Vj" + "A" * 60, "AWS session token", id="a session token"),
        pytest.param("34c84488-e0e1-70ae-d2ee-991ad1a898c8", "UUID", id="a sub"),
        pytest.param(
            "us-east-1:34c84488-e0e1-70ae-d2ee-991ad1a898c8",
            "Identity id, or identity pool id",
            id="an identity id",
        ),
        pytest.param("us-east-1_4OqDoWVrZ", "User pool id", id="a user pool id"),
        pytest.param("67ajqh4655tvb6a6g74sdang7g", "Client id", id="a client id"),
        pytest.param('{"keys": []}', "Set of public keys (JWKS)", id="a key set"),
        pytest.param("-----BEGIN PUBLIC KEY-----", "Key or certificate (PEM)", id="a PEM"),
        pytest.param("PHNhbWxwOlJlc3BvbnNl", "SAML, by its looks", id="a SAML assertion"),
    ],
)
def test_what_is_no_token_gets_its_name_and_a_hint(text: str, title: str):
    """Ids, keys and other things that people paste are told apart."""
    reading = read(text)

    assert (reading.kind, reading.title) == (Kind.OTHER, title)
    assert len(reading.remarks) == 1


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        pytest.param(TOKENS.id_token.rpartition(".")[0], "has 2", id="the signature is cut off"),
        pytest.param(
            TOKENS.id_token.rpartition(".")[0] + ".",
            "signature is missing",
            id="an empty signature",
        ),
        pytest.param("eyJ+.eyJ9.x", "'-' and '_'", id="ordinary base64"),
        pytest.param("bm90IGpzb24.bm90IGpzb24.x", "not JSON", id="base64url of no JSON"),
        pytest.param("WzFd.WzFd.x", "not an object", id="JSON that is a list"),
        pytest.param("_w.e30.x", "no text", id="base64url of bytes"),
        pytest.param("x" * (LONGEST + 1), "no token has more", id="far too long"),
    ],
)
def test_what_is_wrong_with_a_token_is_said(text: str, hint: str):
    """The remark names what was found."""
    assert hint in " ".join(read(text).remarks)


def test_one_unreadable_part_leaves_the_other_readable():
    """A damaged header does not hide the claims."""
    _, claims, signature = TOKENS.id_token.split(".")

    reading = read(f"!!.{claims}.{signature}")

    assert reading.unverified_header is None
    assert reading.unverified_claims is not None
    assert "header" in reading.remarks[0]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_text_can_upset_the_reader(text: str):
    """Every text gets an answer, in a claim as well as in the place of a token."""
    assert read(text).kind is Kind.OTHER
    assert read(unsigned({"name": text})).unverified_claims == {"name": text}
