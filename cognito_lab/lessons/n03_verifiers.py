"""Fifteen verifiers of N03 that people really write, each with one thing missing.

Most are the solution, `checked`, with one setting changed, so that the name says what is wrong.
Behind them stand four verifiers of access tokens with the same kinds of mistakes.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from typing import Any

import jwt

from cognito_lab.lessons.n03_tokens import public_pem
from cognito_lab.primitives.jose import b64url_decode
from cognito_lab.primitives.keys import SigningKey, key_id

Jwks = dict[str, list[Mapping[str, Any]]]
Claims = dict[str, Any]
Verifier = Callable[[str, Jwks, str, str], Any]
DAY_SECONDS, LEEWAY_SECONDS = 24 * 3600, 10


def checked(
    token: str,
    jwks: Jwks,
    issuer: str | None,
    client_id: str,
    *,
    key: Any = None,
    leeway: int = LEEWAY_SECONDS,
    require: tuple[str, ...] = ("exp", "iat"),
    use: str | None = "id",
    **options: bool,
) -> Claims:
    """The solution, with a handle on each of its checks.

    Raises:
        jwt.PyJWTError: PyJWT refused the token.
        LookupError: No such key.
        ValueError: It is not the kind of token that is wanted.
    """
    key = key or by_kid(token, jwks)
    claims: Claims = jwt.decode(
        token,
        key,
        algorithms=["RS256"],
        issuer=issuer,
        audience=client_id,
        leeway=leeway,
        options={"require": list(require), **options},  # type: ignore[arg-type]
    )
    if use is not None and claims.get("token_use") != use:
        raise ValueError("another kind of token")
    return claims


def by_kid(token: str, jwks: Jwks) -> jwt.PyJWK:
    """The key that the header names."""
    return jwt.PyJWKSet.from_dict({"keys": list(jwks["keys"])})[
        jwt.get_unverified_header(token)["kid"]
    ]


def decode_only(token: str, jwks: Jwks, issuer: str, client_id: str) -> Claims:
    """Reads with PyJWT, and checks nothing."""
    return _read(token)


def split_and_read(token: str, jwks: Jwks, issuer: str, client_id: str) -> Claims:
    """Reads the middle part, whatever stands round it."""
    payload = token.split(".")[1]
    claims: Claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return claims


def first_key(token: str, jwks: Jwks, issuer: str, client_id: str) -> Claims:
    """Takes the first key of the list."""
    return checked(token, jwks, issuer, client_id, key=jwt.PyJWK(dict(jwks["keys"][0])))


def no_audience(token: str, jwks: Jwks, issuer: str, client_id: str) -> Claims:
    """Does not ask for whom the token is."""
    return checked(token, jwks, issuer, client_id, verify_aud=False)


def no_issuer(token: str, jwks: Jwks, issuer: str, client_id: str) -> Claims:
    """Does not ask who made the token."""
    return checked(token, jwks, None, client_id)


def no_use(token: str, jwks: Jwks, issuer: str, client_id: str) -> Claims:
    """Does not ask which kind of token it is."""
    return checked(token, jwks, issuer, client_id, use=None)


def no_leeway(token: str, jwks: Jwks, issuer: str, client_id: str) -> Claims:
    """Believes that all clocks agree."""
    return checked(token, jwks, issuer, client_id, leeway=0)


def a_day_of_leeway(token: str, jwks: Jwks, issuer: str, client_id: str) -> Claims:
    """Believes that clocks may differ by a day."""
    return checked(token, jwks, issuer, client_id, leeway=DAY_SECONDS)


def exp_optional(token: str, jwks: Jwks, issuer: str, client_id: str) -> Claims:
    """Checks the end date if there is one."""
    return checked(token, jwks, issuer, client_id, require=())


def exp_off(token: str, jwks: Jwks, issuer: str, client_id: str) -> Claims:
    """Does not look at the end date."""
    return checked(token, jwks, issuer, client_id, require=(), verify_exp=False)


def key_from_header(token: str, jwks: Jwks, issuer: str, client_id: str) -> Claims:
    """Takes the key that the token brings along."""
    own = jwt.get_unverified_header(token).get("jwk")
    return checked(token, jwks, issuer, client_id, key=jwt.PyJWK(own) if own else None)


def issuer_from_token(token: str, jwks: Jwks, issuer: str, client_id: str) -> Claims:
    """Asks the issuer that the token names for keys, whoever that is."""
    named = str(_read(token)["iss"])
    keys = jwks["keys"] if named == issuer else _published_by(named)
    return checked(token, {"keys": keys}, named, client_id)


def alg_switch(token: str, jwks: Jwks, issuer: str, client_id: str) -> Claims:
    """Checks the signature by hand, in the way that the token asks for."""
    algorithm = jwt.get_unverified_header(token)["alg"]
    if algorithm == "RS256":
        return checked(token, jwks, issuer, client_id)
    if algorithm == "HS256" and not _hmac_fits(token, jwks):
        raise ValueError("the signature does not fit")
    return _read(token)


def expired_swallowed(token: str, jwks: Jwks, issuer: str, client_id: str) -> Claims:
    """Means to report the end date later, and goes on."""
    try:
        return checked(token, jwks, issuer, client_id)
    except jwt.ExpiredSignatureError:
        return _read(token)


def returns_nothing(token: str, jwks: Jwks, issuer: str, client_id: str) -> None:
    """Checks everything, and keeps the claims to itself."""
    checked(token, jwks, issuer, client_id)


def access_token(token: str, jwks: Jwks, issuer: str, client_id: str, **changed: Any) -> Claims:
    """A verifier of access tokens: they name the app in `client_id`.

    Raises:
        ValueError: The token is for another app.
    """
    claims = checked(
        token, jwks, issuer, client_id, **{"use": "access"} | changed, verify_aud=False
    )
    if claims.get("client_id") != client_id:
        raise ValueError("a token for another app")
    return claims


def access_by_audience(token: str, jwks: Jwks, issuer: str, client_id: str) -> Claims:
    """Looks for the app where only ID tokens have it."""
    return checked(token, jwks, issuer, client_id, use="access")


def access_for_any_app(token: str, jwks: Jwks, issuer: str, client_id: str) -> Claims:
    """Does not ask for whom the token is."""
    return checked(token, jwks, issuer, client_id, use="access", verify_aud=False)


def access_of_any_use(token: str, jwks: Jwks, issuer: str, client_id: str) -> Claims:
    """Does not ask which kind of token it is."""
    return access_token(token, jwks, issuer, client_id, use=None)


def access_of_any_issuer(token: str, jwks: Jwks, issuer: str, client_id: str) -> Claims:
    """Does not ask who made the token."""
    return access_token(token, jwks, None, client_id)  # type: ignore[arg-type]


def _read(token: str) -> Claims:
    claims: Claims = jwt.decode(token, options={"verify_signature": False})
    return claims


def _hmac_fits(token: str, jwks: Jwks) -> bool:
    """The public key as if it were a password: anybody can make such a signature."""
    signing_input, _, signature = token.rpartition(".")
    kid = jwt.get_unverified_header(token)["kid"]
    secret = next(public_pem(key) for key in jwks["keys"] if key["kid"] == kid)
    proof = hmac.new(secret, signing_input.encode(), hashlib.sha256).digest()
    return hmac.compare_digest(proof, b64url_decode(signature))


def _published_by(issuer: str) -> list[Mapping[str, Any]]:
    """Every key that an issuer of this lab could publish: what its address would answer."""
    return [SigningKey(index, key_id(issuer, index)).public_jwk() for index in range(16)]
