"""Forged, stale and mis-typed tokens: one table for every door that takes a token.

Each forgery makes a bad token out of a good one. What is wrong with it is a `Fault`, and each door
knows in which words it refuses that fault.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import forgeries

from cognito_lab.primitives.jose import b64url, sign
from cognito_lab.primitives.keys import SigningKey


class Fault(StrEnum):
    """What is wrong with a token."""

    FORM = "no JWT"
    SIGNATURE = "the signature proves nothing"
    EXPIRED = "it has ended"
    NO_END = "its end is no number, or not there"
    AUDIENCE = "made for somebody else"
    NO_AUDIENCE = "it says not for whom"
    ISSUER = "made by somebody else"
    USE = "a genuine token for another use"
    OTHER_PROVIDER = "a genuine token of a provider that is not listed"
    COGNITO = "a token of the identity service, where none is taken"
    OTHER_IDENTITY = "a genuine token about somebody else"


@dataclass(frozen=True)
class Passport:
    """A good token, and what a test has to know to spoil it.

    Attributes:
        token: The honest token.
        key: The key that signed it.
        sibling: Another key that the same issuer publishes.
        now: Epoch seconds.
        grace: For how many seconds after its end the door still takes it.
    """

    token: str
    key: SigningKey
    sibling: SigningKey
    now: int
    grace: int

    def signed(self, header: Mapping[str, Any] | None = None, **claims: Any) -> str:
        """The honest signature over other claims; None leaves one out."""
        _, honest, _ = forgeries.parts(self.token)
        held = {name: value for name, value in (honest | claims).items() if value is not None}
        return sign(held, self.key, header)

    def made_for(self, audience: Any) -> str:
        """The honest signature over another audience, also where azp names it."""
        party = {} if self.claim("azp") is None else {"azp": audience}
        return self.signed(aud=audience, **party)

    def claim(self, name: str) -> Any:
        """What the honest token says."""
        return forgeries.parts(self.token)[1].get(name)


Forge = Callable[[Passport], str]
_STRANGER = SigningKey(15, "kid-of-a-stranger")


def _by_stranger(passport: Passport, kid: str, header: Mapping[str, Any] | None = None) -> str:
    """A stranger's signature over the honest claims."""
    _, claims, _ = forgeries.parts(passport.token)
    return sign(claims, SigningKey(15, kid, passport.key.algorithm), header)


def _segments(token: str, *, header: Any = None, claims: Any = None) -> str:
    """The token with a part that is other JSON, or other bytes."""
    parts = token.split(".")
    for position, part in enumerate((header, claims)):
        if part is not None:
            raw = part if isinstance(part, bytes) else json.dumps(part).encode()
            parts[position] = b64url(raw)
    return ".".join(parts)


def _twice(token: str, claim: str, value: str) -> str:
    """A claim that stands twice, the forged one last, under the honest signature."""
    header, claims, signature = token.split(".")
    text = base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)).decode()
    forged = f"{text[:-1]}, {json.dumps(claim)}: {json.dumps(value)}}}"
    return f"{header}.{b64url(forged.encode())}.{signature}"


def _respelled(token: str) -> str:
    """The same signature's bytes, its last letter spelled in another way."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return token[:-1] + alphabet[alphabet.index(token[-1]) ^ 1]


def _hs256(secret: Callable[[SigningKey], bytes]) -> Forge:
    """HS256, keyed with something that everybody may read."""
    return lambda p: forgeries.signed_with_the_public_key(p.token, p.key, secret(p.key))


def _claims(**changes: Any) -> Forge:
    """Other claims under the honest signature."""
    return lambda p: forgeries.with_claims(p.token, **changes)


def _header(**changes: Any) -> Forge:
    """Another header over the honest signature."""
    return lambda p: forgeries.with_header(p.token, **changes)


def _other_algorithm(passport: Passport) -> str:
    """The other RSA algorithm's name over the honest signature."""
    other = "RS512" if passport.key.algorithm == "RS256" else "RS256"
    return forgeries.with_header(passport.token, alg=other)


FORGERIES: Mapping[str, tuple[Fault, Forge]] = {
    # no JWT at all
    "a word": (Fault.FORM, lambda p: "not-a-token"),
    "dots and nothing": (Fault.FORM, lambda p: "...."),
    "three parts of nothing": (Fault.FORM, lambda p: "a.b.c"),
    "two parts": (Fault.FORM, lambda p: p.token.rpartition(".")[0]),
    "a fourth part": (Fault.FORM, lambda p: p.token + ".x"),
    "five parts, as a refresh token has": (Fault.FORM, lambda p: "eyJh.a.b.c.d"),
    "the signature cut off": (Fault.FORM, lambda p: p.token.rpartition(".")[0] + "."),
    "a header that is a list": (Fault.FORM, lambda p: _segments(p.token, header=["RS256"])),
    "claims that are a list": (Fault.FORM, lambda p: _segments(p.token, claims=[1])),
    "claims that are no JSON": (Fault.FORM, lambda p: _segments(p.token, claims=b"{sub: 1}")),
    "claims that are no UTF-8": (Fault.FORM, lambda p: _segments(p.token, claims=b"\xff\xfe")),
    "ten thousand brackets": (Fault.FORM, lambda p: _segments(p.token, claims=b"[" * 10_000)),
    "alg none, no signature": (Fault.FORM, lambda p: forgeries.unsigned(p.token)),
    # the signature is somebody's, or of something else
    "one letter of the signature": (
        Fault.SIGNATURE,
        lambda p: forgeries.with_byte_changed(p.token, 2),
    ),
    "the signature's first letter": (
        Fault.SIGNATURE,
        lambda p: f"{p.token.rpartition('.')[0]}.A{p.token.rpartition('.')[2][1:]}B",
    ),
    "a short signature": (Fault.SIGNATURE, lambda p: p.token[:-8]),
    "the signature of another token": (
        Fault.SIGNATURE,
        lambda p: p.token.rpartition(".")[0] + "." + p.signed(jti="other").rpartition(".")[2],
    ),
    "the last letter spelled in another way": (Fault.SIGNATURE, lambda p: _respelled(p.token)),
    "padding at the end": (Fault.SIGNATURE, lambda p: p.token + "=="),
    "another sub": (Fault.SIGNATURE, _claims(sub="somebody-else")),
    "a later end": (Fault.SIGNATURE, _claims(exp=9_999_999_999)),
    "a role added": (
        Fault.SIGNATURE,
        _claims(**{"cognito:preferred_role": "arn:aws:iam::1:role/x"}),
    ),
    "a group added": (Fault.SIGNATURE, _claims(**{"cognito:groups": ["admins"]})),
    "a scope added": (Fault.SIGNATURE, _claims(scope="admin openid")),
    "tags added": (
        Fault.SIGNATURE,
        _claims(**{"https://aws.amazon.com/tags": {"principal_tags": {"team": ["red"]}}}),
    ),
    "a claim twice": (Fault.SIGNATURE, lambda p: _twice(p.token, "sub", "somebody-else")),
    "another typ": (Fault.SIGNATURE, _header(typ="x")),
    "alg none with the signature": (
        Fault.SIGNATURE,
        lambda p: forgeries.unsigned(p.token, "none", p.token.rpartition(".")[2]),
    ),
    "alg NoNe": (Fault.SIGNATURE, lambda p: forgeries.unsigned(p.token, "NoNe", "AA")),
    "HS256 with the public key as PEM": (Fault.SIGNATURE, _hs256(forgeries.public_pem)),
    "HS256 with the modulus": (Fault.SIGNATURE, _hs256(lambda key: key.public_jwk()["n"].encode())),
    "HS256 with the key id": (Fault.SIGNATURE, _hs256(lambda key: key.kid.encode())),
    "the other RSA algorithm": (Fault.SIGNATURE, _other_algorithm),
    "alg PS256": (Fault.SIGNATURE, _header(alg="PS256")),
    "alg ES256": (Fault.SIGNATURE, _header(alg="ES256")),
    "no alg": (Fault.SIGNATURE, _header(alg=None)),
    "a list of algs": (Fault.SIGNATURE, _header(alg=["RS256", "none"])),
    "a stranger under our key id": (Fault.SIGNATURE, lambda p: _by_stranger(p, p.key.kid)),
    "a stranger under its own key id": (Fault.SIGNATURE, lambda p: _by_stranger(p, "stranger")),
    "a key brought along": (
        Fault.SIGNATURE,
        lambda p: _by_stranger(p, "stranger", {"jwk": _STRANGER.public_jwk()}),
    ),
    "the address of a key brought along": (
        Fault.SIGNATURE,
        lambda p: _by_stranger(p, "stranger", {"jku": "https://evil.example/jwks.json"}),
    ),
    "the issuer's other key": (
        Fault.SIGNATURE,
        lambda p: forgeries.signed_by(
            p.token, SigningKey(p.sibling.index, p.key.kid, p.key.algorithm)
        ),
    ),
    "a path as key id": (Fault.SIGNATURE, _header(kid="../../dev/null")),
    "a query as key id": (Fault.SIGNATURE, _header(kid="' OR '1'='1")),
    "a list as key id": (Fault.SIGNATURE, _header(kid=["x"])),
    "no key id": (Fault.SIGNATURE, _header(kid=None)),
    "an extension that nobody knows": (
        Fault.SIGNATURE,
        lambda p: p.signed({"crit": ["b64"], "b64": False}),
    ),
    # genuine and stale, or genuine and odd
    "ended just now": (Fault.EXPIRED, lambda p: p.signed(exp=p.now - p.grace)),
    "ended a minute ago": (Fault.EXPIRED, lambda p: p.signed(exp=p.now - p.grace - 60)),
    "ended last year": (Fault.EXPIRED, lambda p: p.signed(exp=p.now - 400 * 86400)),
    "ended in 1970": (Fault.EXPIRED, lambda p: p.signed(exp=0)),
    "ended before 1970": (Fault.EXPIRED, lambda p: p.signed(exp=-1)),
    "an end in words": (Fault.NO_END, lambda p: p.signed(exp="9999999999")),
    "an end that is a list": (Fault.NO_END, lambda p: p.signed(exp=[9_999_999_999])),
    "an end that is no number": (Fault.NO_END, lambda p: p.signed(exp=float("nan"))),
    "made for another app": (Fault.AUDIENCE, lambda p: p.made_for("another-app")),
    "made for our app with a space": (Fault.AUDIENCE, lambda p: p.made_for(f"{p.claim('aud')} ")),
    "made for nobody": (Fault.AUDIENCE, lambda p: p.made_for([])),
    "made for a number": (Fault.AUDIENCE, lambda p: p.made_for(1)),
    "made for an object": (Fault.AUDIENCE, lambda p: p.made_for({"a": 1})),
    "for whom it is not said": (Fault.NO_AUDIENCE, lambda p: p.signed(aud=None)),
    "issued by somebody else": (Fault.ISSUER, lambda p: p.signed(iss="https://evil.example")),
    "issued by nobody": (Fault.ISSUER, lambda p: p.signed(iss=None)),
    "issued by several": (Fault.ISSUER, lambda p: p.signed(iss=[p.claim("iss")])),
    "the issuer without its scheme": (
        Fault.ISSUER,
        lambda p: p.signed(iss=str(p.claim("iss")).removeprefix("https://")),
    ),
    "the issuer with a slash at its end": (
        Fault.ISSUER,
        lambda p: p.signed(iss=f"{p.claim('iss')}/"),
    ),
    "the issuer in capitals": (Fault.ISSUER, lambda p: p.signed(iss=str(p.claim("iss")).upper())),
}
