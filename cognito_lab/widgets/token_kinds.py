"""The tokens of this course by name, what each is for, and what no header should say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from cognito_lab.widgets.claims_explained import Issuer, issuer_of, user_pool_in
from cognito_lab.widgets.visible import json_text, shortened


class TokenKind(StrEnum):
    """A token of this course; the value is its name."""

    ID = "ID token"
    ACCESS = "Access token"
    GOOGLE = "Google ID token"
    SERVICE = "Identity token"
    REFRESH = "Refresh token"
    SEALED = "Encrypted token"
    OTHER = "JSON Web Token"


PURPOSES: Mapping[TokenKind, str] = {
    TokenKind.ID: "It tells an app who signed in. Hand it to an identity pool, or to an API whose "
    "user-pool authorizer asks for no scopes. An AWS service cannot use it.",
    TokenKind.ACCESS: "It says what an app may do for the person. Hand it to the user pool "
    "(GetUser) or to an API that asks for scopes. An identity pool refuses it.",
    TokenKind.GOOGLE: "It tells an app who signed in at Google. Hand it to an identity pool, under "
    "accounts.google.com. A user-pool authorizer refuses it: another issuer.",
    TokenKind.SERVICE: "An identity pool speaks here for one of its identities. Hand it to STS "
    "(AssumeRoleWithWebIdentity) within ten minutes; in the enhanced flow the pool does so itself.",
    TokenKind.REFRESH: "It buys new ID and access tokens. Hand it back to its user pool and to "
    "nobody else; who holds it can be the person for weeks.",
    TokenKind.SEALED: "",
    TokenKind.OTHER: "",
}


def kind_of(claims: Mapping[str, Any], header: Mapping[str, Any] | None = None) -> TokenKind:
    """Recognise a token by what it says of itself; nothing is proved by that.

    Args:
        claims: Of a signed token; empty for an encrypted one.
        header: Of an encrypted token.
    """
    if header is not None:
        is_cognito = (header.get("enc"), header.get("alg")) == ("A256GCM", "RSA-OAEP")
        return TokenKind.REFRESH if is_cognito else TokenKind.SEALED
    by_issuer = {Issuer.GOOGLE: TokenKind.GOOGLE, Issuer.IDENTITY_SERVICE: TokenKind.SERVICE}
    if (issuer := issuer_of(claims)) is not Issuer.USER_POOL:
        return by_issuer.get(issuer, TokenKind.OTHER)
    uses = {"id": TokenKind.ID, "access": TokenKind.ACCESS}
    return uses.get(str(claims.get("token_use")), TokenKind.OTHER)


def about(claims: Mapping[str, Any]) -> str:
    """Whose token it says to be: ``of user pool us-east-1_4OqDoWVrZ, for alice``."""
    issuer = issuer_of(claims)
    if issuer is Issuer.IDENTITY_SERVICE:
        return f"of identity pool {_word(claims.get('aud'))}, for {_word(claims.get('sub'))}"
    whom = next((claims[name] for name in _NAMES if name in claims), "nobody by name")
    if issuer is Issuer.GOOGLE:
        return f"for {_word(whom)}"
    pool = user_pool_in(claims.get("iss"))
    said_issuer = f"user pool {pool}" if pool else _word(claims.get("iss", "nobody"))
    return f"of {said_issuer}, for {_word(whom)}"


_NAMES = ("cognito:username", "username", "email", "sub", "client_id")


def warnings(header: Mapping[str, Any]) -> Iterator[str]:
    """What a header should never say, and what an attacker hopes for."""
    algorithm = str(header.get("alg"))
    if algorithm.lower() == "none":
        yield "alg is none: it asks you to skip the signature. A verifier chooses the algorithm."
    if algorithm.startswith("HS"):
        yield (
            f"alg is {_word(algorithm)}: it asks you to take the public key as a shared secret, "
            "which everybody knows. A verifier accepts its issuer's algorithm and nothing else."
        )
    for name in ("jwk", "jku", "x5u", "x5c"):
        if name in header:
            yield f"The header brings its own key ({name}). Keys come from the issuer alone."


def _word(value: Any) -> str:
    return shortened(value if isinstance(value, str) else json_text(value), 80)
