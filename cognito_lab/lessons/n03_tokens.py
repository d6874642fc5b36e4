"""N03's account and its nineteen tokens: three that are good, sixteen that must be refused.

Where the account can make a token, it really made it: with another app, in another user pool, as an
access token. The others need what no honest issuer does; they are signed here with the teaching
keys, or not at all.

Left out: a user pool of the lab keeps its two keys. For the token "good, with a new key" the list
of keys gets a third one, as an issuer's list does when it changes its keys.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cognito_lab.cloud import Cloud, new_cloud
from cognito_lab.lessons.people import add_member
from cognito_lab.lessons.tasks.function import Case
from cognito_lab.primitives.caller import REGION
from cognito_lab.primitives.jose import b64url, parse, sign
from cognito_lab.primitives.keys import SigningKey, key_id, user_pool_keys
from cognito_lab.wire.boto import boto3_session

PASSWORDS: Mapping[str, str] = {
    "jdoe": "Correct-Horse7",
    "mallory": "Wicked-Weasel3",
    "gina@example.com": "Practice-Google1",
}
NEW_KEY, STRANGERS_KEY = 12, 15  # teaching keys that no user pool of this account has
Claims = dict[str, Any]


@dataclass(frozen=True)
class World:
    """The ids and addresses of one pretend account with two user pools."""

    cloud: Cloud
    user_pool_id: str
    client_id: str
    other_client_id: str
    other_pool_id: str
    other_pool_client_id: str
    google_client_id: str

    @property
    def issuer(self) -> str:
        """What our user pool writes into `iss`."""
        return _issuer(self.user_pool_id)

    @property
    def keys_url(self) -> str:
        """Where our user pool publishes its keys."""
        return f"{self.issuer}/.well-known/jwks.json"

    @property
    def passwords(self) -> Mapping[str, str]:
        """Practice passwords by user name, and by e-mail address for Google."""
        return PASSWORDS

    def test_tokens(self) -> dict[str, str]:
        """Nineteen tokens by name, made now: the first three are good."""
        return test_tokens(self)

    def test_keys(self) -> dict[str, list[Mapping[str, Any]]]:
        """Our user pool's keys as a JWKS, with a third one that is new."""
        return test_keys(self)

    def __repr__(self) -> str:
        return (
            "<a pretend AWS account with two user pools (jdoe in ours, mallory in the other) and "
            "Google (gina); nothing leaves this computer>"
        )


def build(seed: int | str | None) -> World:
    """Two user pools with an app each, a second app in ours, and Google."""
    cloud = new_cloud(seed=seed)
    idp: Any = boto3_session(cloud).client("cognito-idp")
    ours, client_id = _pool(idp, "ours", "jdoe")
    theirs, their_client_id = _pool(idp, "theirs", "mallory")
    cloud.google.add_user("gina@example.com", PASSWORDS["gina@example.com"], name="Gina")
    return World(
        cloud,
        user_pool_id=ours,
        client_id=client_id,
        other_client_id=_client(idp, ours, "another app"),
        other_pool_id=theirs,
        other_pool_client_id=their_client_id,
        google_client_id=cloud.google.register_client("checking"),
    )


def _pool(idp: Any, name: str, username: str) -> tuple[str, str]:
    """A user pool with one person and one app: its id and the app's."""
    pool_id = str(idp.create_user_pool(PoolName=name)["UserPool"]["Id"])
    add_member(idp, pool_id, username, PASSWORDS[username])
    return pool_id, _client(idp, pool_id, "notebook")


def _client(idp: Any, pool_id: str, name: str) -> str:
    client = idp.create_user_pool_client(
        UserPoolId=pool_id, ClientName=name, ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"]
    )
    return str(client["UserPoolClient"]["ClientId"])


def _issuer(pool_id: str) -> str:
    return f"https://cognito-idp.{REGION}.amazonaws.com/{pool_id}"


# --- keys ----------------------------------------------------------------------------------------


def test_keys(world: World) -> dict[str, list[Mapping[str, Any]]]:
    """What the user pool publishes, and behind it the key that an issuer would add."""
    published = world.cloud.cognito_idp.jwks(world.user_pool_id)["keys"]
    return {"keys": [*published, _key(world, NEW_KEY).public_jwk()]}


def public_pem(jwk: Mapping[str, Any]) -> bytes:
    """A public key in the text form in which many programs keep it."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
    from jwt import PyJWK

    key: Any = PyJWK(dict(jwk)).key
    pem: bytes = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return pem


def _key(world: World, index: int) -> SigningKey:
    return SigningKey(index, key_id(world.issuer, index))


# --- tokens --------------------------------------------------------------------------------------


def test_tokens(world: World) -> dict[str, str]:
    """Every token by its name, made at the lab's present time."""
    ours = tokens_of(world, "jdoe", world.client_id)
    claims, key = _claims(ours["IdToken"]), _key(world, user_pool_keys(0)[0])
    return _good(world, ours, claims, key) | _bad(world, ours, claims, key)


def _good(world: World, ours: Mapping[str, str], claims: Claims, key: SigningKey) -> dict[str, str]:
    return {
        "good": ours["IdToken"],
        "good, with a new key": sign(claims, _key(world, NEW_KEY)),
        "good, from a clock 2 s ahead": sign(aged(claims, -2), key),
    }


def _bad(world: World, ours: Mapping[str, str], claims: Claims, key: SigningKey) -> dict[str, str]:
    stranger = SigningKey(STRANGERS_KEY, "a-key-of-my-own")
    theirs = tokens_of(world, "mallory", world.other_pool_client_id)
    other_issuer = {"iss": _issuer(world.other_pool_id)}
    return {
        "edited": edited(ours["IdToken"]),
        "alg none": _unsigned(claims, key),
        "not a JWT": f"passport.{ours['IdToken'].split('.')[1]}.signed",
        "expired for 1 h": sign(aged(claims, 2 * 3600), key),
        "expired for 10 min": sign(aged(claims, 3600 + 600), key),
        "expired for 30 days": sign(aged(claims, 30 * 24 * 3600 + 3600), key),
        "no exp": sign(_without_exp(claims), key),
        "other client": tokens_of(world, "jdoe", world.other_client_id)["IdToken"],
        "other pool, its own key": _for_our_app(world, theirs["IdToken"]),
        "other pool's iss, our key": sign(claims | other_issuer, key),
        "access token": ours["AccessToken"],
        "access token with aud": sign(_access_with_aud(world, ours["AccessToken"]), key),
        "unknown kid": sign(claims, stranger),
        "no kid": _without_kid(claims, key),
        "key in the header": _own_key_inside(claims, key),
        "HS256 with the public key": _by_hmac(claims, key),
    }


def tokens_of(world: World, username: str, client_id: str) -> Mapping[str, str]:
    """Sign in for real: ``{"IdToken": …, "AccessToken": …, "RefreshToken": …}``."""
    session: Any = boto3_session(world.cloud, credentials={})
    answer = session.client("cognito-idp").initiate_auth(
        ClientId=client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": username, "PASSWORD": PASSWORDS[username]},
    )
    tokens: Mapping[str, str] = answer["AuthenticationResult"]
    return tokens


def aged(claims: Claims, seconds: int) -> Claims:
    """The claims of a token that was issued so many seconds earlier; negative means later."""
    times = ("auth_time", "iat", "exp")
    return {k: v - seconds if k in times else v for k, v in claims.items()}


def edited(token: str, **changes: Any) -> str:
    """A token with a changed claim; its signature stays as it was."""
    head, _, signature = token.split(".")
    claims = _claims(token) | (changes or {"cognito:username": "administrator"})
    return f"{head}.{_segment(claims)}.{signature}"


def _without_exp(claims: Claims) -> Claims:
    return {name: value for name, value in claims.items() if name != "exp"}


def _claims(token: str) -> Claims:
    return dict(parse(token).unverified_claims)


def _for_our_app(world: World, token: str) -> str:
    """A token of the other pool whose owner gave it our app's id as its audience."""
    issuer, (index, _) = _issuer(world.other_pool_id), user_pool_keys(1)
    return sign(_claims(token) | {"aud": world.client_id}, SigningKey(index, key_id(issuer, index)))


def _access_with_aud(world: World, access_token: str) -> Claims:
    """User pools can put `aud` into access tokens that are bound to a resource."""
    return _claims(access_token) | {"aud": world.client_id}


def _unsigned(claims: Claims, key: SigningKey) -> str:
    return f"{_segment({'kid': key.kid, 'alg': 'none'})}.{_segment(claims)}."


def _without_kid(claims: Claims, key: SigningKey) -> str:
    signing_input = f"{_segment({'alg': 'RS256'})}.{_segment(claims)}"
    return f"{signing_input}.{b64url(key.sign(signing_input.encode()))}"


def _own_key_inside(claims: Claims, key: SigningKey) -> str:
    """It names our key, and brings along the one that it was really signed with."""
    stranger = SigningKey(STRANGERS_KEY, key.kid)
    return sign(claims, stranger, {"jwk": stranger.public_jwk()})


def _by_hmac(claims: Claims, key: SigningKey) -> str:
    """Signed with a password: our public key, which everybody knows."""
    signing_input = f"{_segment({'kid': key.kid, 'alg': 'HS256'})}.{_segment(claims)}"
    secret = public_pem(key.public_jwk())
    proof = hmac.new(secret, signing_input.encode(), hashlib.sha256).digest()
    return f"{signing_input}.{b64url(proof)}"


def _segment(part: Mapping[str, Any]) -> str:
    return b64url(json.dumps(part, separators=(",", ":")).encode())


# --- batteries -----------------------------------------------------------------------------------


def keys_to_pick(world: World) -> list[Case]:
    """Tokens of three keys, and two for which the list has none."""
    tokens, keys = test_tokens(world), test_keys(world)
    right = {
        "good": keys["keys"][0],
        "access token": keys["keys"][1],
        "good, with a new key": keys["keys"][2],
        "unknown kid": None,
        "no kid": None,
    }
    words = "For the token “{item}”, your function gave {came_back}."
    return [Case(name, (tokens[name], keys), key, words) for name, key in right.items()]


def id_tokens(world: World) -> list[Case]:
    """All nineteen: three to accept, sixteen to refuse."""
    return _to_verify(world, test_tokens(world))


def access_tokens(world: World) -> list[Case]:
    """Ten tokens for a verifier of access tokens: two to accept, eight to refuse."""
    ours, index = tokens_of(world, "jdoe", world.client_id), user_pool_keys(0)[1]
    claims, key = _claims(ours["AccessToken"]), _key(world, index)
    theirs = {"iss": _issuer(world.other_pool_id)}
    id_claims = _claims(ours["IdToken"]) | {"client_id": world.client_id}
    battery = {
        "good access token": ours["AccessToken"],
        "good access token, from a clock 2 s ahead": sign(aged(claims, -2), key),
        "edited": edited(ours["AccessToken"], scope="everything"),
        "expired for 1 h": sign(aged(claims, 2 * 3600), key),
        "no exp": sign(_without_exp(claims), key),
        "ID token": ours["IdToken"],
        "ID token with client_id": sign(id_claims, key),
        "other client": tokens_of(world, "jdoe", world.other_client_id)["AccessToken"],
        "other pool's iss, our key": sign(claims | theirs, key),
        "unknown kid": sign(claims, SigningKey(STRANGERS_KEY, "a-key-of-my-own")),
    }
    return _to_verify(world, battery)


def _to_verify(world: World, battery: Mapping[str, str]) -> list[Case]:
    """A case for each token; those whose name begins with *good* are to be accepted."""
    rest, cases = (test_keys(world), world.issuer, world.client_id), []
    for name, token in battery.items():
        right = "accepted" if name.startswith("good") else "refused"
        words = f"The token “{name}” should be {right}; your verifier's answer: {{came_back}}."
        cases.append(Case(name, (token, *rest), right, words))
    return cases
