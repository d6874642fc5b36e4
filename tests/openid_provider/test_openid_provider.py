"""A Google-like provider: apps, people, sign-in, tokens and keys."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any

import pytest

from cognito_lab.primitives.clock import Clock
from cognito_lab.primitives.ids import Ids
from cognito_lab.primitives.jose import InvalidToken, b64url, parse, verify_signature
from cognito_lab.primitives.masking import masked
from cognito_lab.primitives.published_keys import PublishedKeys
from cognito_lab.primitives.trace import Trace
from cognito_lab.services.openid_provider import OpenIdProvider, SignInRefused, google

EMAIL, PASSWORD = "gina@gmail.com", "practice-password"


@dataclass
class World:
    """A provider with one app and one person, Gina."""

    clock: Clock
    trace: Trace
    published_keys: PublishedKeys
    google: OpenIdProvider
    client_id: str
    sub: str

    def claims(self, **options: Any) -> dict[str, Any]:
        """What an ID token of Gina's says, once it has been verified."""
        signed_in = self.google.sign_in(EMAIL, PASSWORD, client_id=self.client_id, **options)
        return dict(verify_signature(parse(signed_in.id_token), self.google.jwks()))


def new_world(seed: int = 7, **claims: Any) -> World:
    """The same world for the same seed."""
    clock = Clock()
    trace = Trace(clock.now)
    keys = PublishedKeys(trace)
    provider = google(clock=clock, ids=Ids(seed), trace=trace, published_keys=keys)
    client_id = provider.register_client("my app")
    sub = provider.add_user(EMAIL, PASSWORD, name="Gina", **claims)
    return World(clock, trace, keys, provider, client_id, sub)


@pytest.fixture
def world() -> World:
    """A fresh one for each test."""
    return new_world()


def test_an_id_token_says_what_googles_says(world):
    """Issuer, app, person, times: Google's claims and no others."""
    claims = world.claims()

    now = world.clock.epoch()
    picture, at_hash = claims.pop("picture"), claims.pop("at_hash")
    assert claims == {
        "iss": "https://accounts.google.com",
        "azp": world.client_id,
        "aud": world.client_id,
        "sub": world.sub,
        "email": EMAIL,
        "email_verified": True,
        "name": "Gina",
        "iat": now,
        "exp": now + 3600,
    }
    assert picture.startswith("https://lh3.googleusercontent.com/")
    assert len(at_hash) == 22


def test_names_have_googles_shapes(world):
    """App ids, subs, key ids and access tokens look like Google's."""
    signed_in = world.google.sign_in(EMAIL, PASSWORD, client_id=world.client_id)
    header = parse(signed_in.id_token).unverified_header

    assert re.fullmatch(r"123456789012-[a-z0-9]{32}\.apps\.googleusercontent\.com", world.client_id)
    assert re.fullmatch(r"1\d{20}", world.sub)
    assert re.fullmatch(r"ya29\.[A-Za-z0-9_-]{100,}", signed_in.access_token)
    assert (header["alg"], header["typ"]) == ("RS256", "JWT")
    assert re.fullmatch(r"[0-9a-f]{40}", header["kid"])


def test_at_hash_ties_the_two_tokens_together(world):
    """It is the left half of the access token's SHA-256 (OpenID Connect Core, 3.1.3.6)."""
    signed_in = world.google.sign_in(EMAIL, PASSWORD, client_id=world.client_id)

    digest = hashlib.sha256(signed_in.access_token.encode()).digest()
    at_hash = parse(signed_in.id_token).unverified_claims["at_hash"]
    assert at_hash == b64url(digest[: len(digest) // 2])


def test_a_nonce_comes_back(world):
    """The app's nonce is echoed; without one there is no such claim."""
    assert world.claims(nonce="n-0S6_WzA2Mj")["nonce"] == "n-0S6_WzA2Mj"
    assert "nonce" not in world.claims()


def test_claims_of_a_person_are_in_their_tokens():
    """What `add_user` was told comes out, also in the place of a default."""
    world = new_world(hd="example.com", email_verified=False, picture="https://example.com/g.png")

    claims = world.claims()

    assert (claims["hd"], claims["email_verified"]) == ("example.com", False)
    assert claims["picture"] == "https://example.com/g.png"


def test_the_password_goes_to_google_and_never_to_the_app(world):
    """The browser sends it to Google, and hands the app nothing but the ID token."""
    signed_in = world.google.sign_in(EMAIL, PASSWORD, client_id=world.client_id)

    asked, handed_over = world.trace.exchanges
    assert (asked.sender, asked.receiver) == ("Browser at Google", "Google")
    assert asked.request["password"] == PASSWORD
    assert PASSWORD not in str(masked(asked.request))
    assert [step.action for step in asked.children] == ["sign the ID token"]
    assert (handed_over.sender, handed_over.receiver) == ("Browser at Google", "App")
    assert handed_over.request == {"id_token": signed_in.id_token}
    assert (handed_over.answer, handed_over.error) == (None, None)


@pytest.mark.parametrize(
    ("email", "password", "note"),
    [
        pytest.param("nobody@gmail.com", PASSWORD, "Nobody has the address", id="unknown address"),
        pytest.param(EMAIL, "guess", "has another password", id="wrong password"),
        pytest.param(EMAIL, PASSWORD + " ", "has another password", id="a space too many"),
    ],
)
def test_a_refused_sign_in_does_not_say_what_was_wrong(world, email, password, note):
    """One error for both; the trace alone knows, and no token is handed over."""
    with pytest.raises(SignInRefused) as refused:
        world.google.sign_in(email, password, client_id=world.client_id)

    assert str(refused.value) == "Wrong e-mail address or password. Try again."
    (asked,) = world.trace.exchanges
    assert asked.error is refused.value
    assert note in asked.notes[0]


def test_an_unknown_address_costs_as_much_work_as_a_wrong_password(world, monkeypatch):
    """One password hash each, so that time tells nobody who has an account."""
    hashed: list[str] = []
    real = hashlib.pbkdf2_hmac

    def counted(*arguments: Any) -> bytes:
        hashed.append(arguments[0])
        return real(*arguments)

    monkeypatch.setattr(hashlib, "pbkdf2_hmac", counted)
    for email in ("nobody@gmail.com", EMAIL):
        with pytest.raises(SignInRefused):
            world.google.sign_in(email, "guess", client_id=world.client_id)

    assert len(hashed) == 2


def test_an_app_that_never_registered_gets_no_token(world):
    """Google refuses before it looks at the password."""
    with pytest.raises(SignInRefused, match=r"invalid_client.*not found"):
        world.google.sign_in(EMAIL, PASSWORD, client_id="somebody-else")

    assert "No app with the id somebody-else" in world.trace.exchanges[0].notes[0]


def test_upper_and_lower_case_of_an_address_are_one(world):
    """Gina may write her address as she likes; the token shows it as she registered it."""
    signed_in = world.google.sign_in("GINA@gmail.com", PASSWORD, client_id=world.client_id)

    assert parse(signed_in.id_token).unverified_claims["email"] == EMAIL
    with pytest.raises(ValueError, match="has an account already"):
        world.google.add_user("Gina@Gmail.com", "other")


def test_a_password_is_kept_as_a_salted_hash_only(world):
    """Nowhere in the provider stands the password itself, and equal ones hash differently."""
    world.google.add_user("uma@gmail.com", PASSWORD)

    gina, uma = world.google._accounts._accounts.values()
    assert gina.password_hash != uma.password_hash
    assert PASSWORD not in repr(vars(world.google._accounts))
    assert PASSWORD.encode() not in (gina.password_hash, gina.salt)


@pytest.mark.parametrize(
    ("arguments", "claims", "message"),
    [
        pytest.param(("gina", "pw"), {}, "looks like gina@gmail.com", id="no address"),
        pytest.param(("a b@c.de", "pw"), {}, "looks like", id="white space in an address"),
        pytest.param(("@c.de", "pw"), {}, "looks like", id="an address of nobody"),
        pytest.param((None, "pw"), {}, "an address is a text", id="None for an address"),
        pytest.param(("u@c.de", ""), {}, "a password is a text", id="an empty password"),
        pytest.param(("u@c.de", 1234), {}, "a password is a text", id="a number for a password"),
        pytest.param(("u@c.de", "\ud800"), {}, "surrogates", id="half a letter as a password"),
        pytest.param(("u@c.de", "pw"), {"sub": "1"}, "sets these claims: sub", id="a sub"),
        pytest.param(
            ("u@c.de", "pw"), {"iss": "x", "aud": "y"}, "claims: aud, iss", id="issuer and audience"
        ),
        pytest.param(("u@c.de", "pw"), {"exp": 9**12}, "claims: exp", id="a longer life"),
        pytest.param(("u@c.de", "pw"), {"nonce": "n"}, "claims: nonce", id="a nonce for ever"),
        pytest.param(
            ("u@c.de", "pw"), {"email_verified": "yes"}, "True or False", id="verified in words"
        ),
        pytest.param(("u@c.de", "pw"), {"name": object()}, "not JSON", id="a claim not JSON"),
        pytest.param(("u@c.de", "pw"), {"age": float("nan")}, "not JSON", id="a claim NaN"),
        pytest.param(("u@c.de", "pw"), {"name": "\ud800"}, "not JSON", id="half a letter"),
    ],
)
def test_bad_arguments_open_no_account(world, arguments, claims, message):
    """One clear error each, and the provider's people stay as they were."""
    before = repr(world.google)

    with pytest.raises(ValueError, match=message):
        world.google.add_user(*arguments, **claims)

    assert repr(world.google) == before


@pytest.mark.parametrize("name", ["", None, 7])
def test_an_app_needs_a_name(world, name):
    """An empty name is no name."""
    with pytest.raises(ValueError, match="an app's name is a text"):
        world.google.register_client(name)


@pytest.mark.parametrize(
    "changed",
    [{"email": None}, {"email": ""}, {"password": 7}, {"client_id": None}, {"nonce": ""}],
    ids=lambda changed: f"{next(iter(changed))} {next(iter(changed.values()))!r}",
)
def test_bad_arguments_of_a_sign_in_are_one_clear_error(world, changed):
    """They never reach Google: nothing is recorded."""
    good = {"email": EMAIL, "password": PASSWORD, "client_id": world.client_id}

    with pytest.raises(ValueError, match=f"{next(iter(changed))} is a text"):
        world.google.sign_in(**{**good, **changed})

    assert world.trace.exchanges == ()


def test_the_keys_are_published_under_the_issuer(world):
    """Verifiers find them on the noticeboard, live."""
    jwks = world.published_keys.fetch("https://accounts.google.com")

    assert jwks == world.google.jwks()
    assert len(jwks["keys"]) == 2


def test_a_rotated_key_leaves_young_tokens_good_and_old_ones_not(world):
    """After one rotation yesterday's tokens verify; after two they do not."""
    first = world.google.sign_in(EMAIL, PASSWORD, client_id=world.client_id).id_token
    world.google.rotate_keys()
    second = world.google.sign_in(EMAIL, PASSWORD, client_id=world.client_id).id_token
    assert verify_signature(parse(first), world.google.jwks())

    world.google.rotate_keys()

    assert verify_signature(parse(second), world.google.jwks())
    with pytest.raises(InvalidToken, match="no key with the kid"):
        verify_signature(parse(first), world.google.jwks())


def test_no_key_id_comes_twice(world):
    """Five rotations bring five new ids, though the teaching keys take turns."""
    seen = {key["kid"] for key in world.google.jwks()["keys"]}

    for _ in range(5):
        world.google.rotate_keys()
        seen |= {key["kid"] for key in world.google.jwks()["keys"]}

    assert len(seen) == 7


def test_the_discovery_document_leads_to_the_keys(world):
    """It names issuer and keys as Google's does."""
    document = world.google.discovery()

    assert document["issuer"] == world.google.issuer == "https://accounts.google.com"
    assert document["jwks_uri"] == "https://www.googleapis.com/oauth2/v3/certs"
    assert document["id_token_signing_alg_values_supported"] == ["RS256"]


def test_the_same_seed_gives_the_same_tokens():
    """Two clouds with one seed agree byte for byte; another seed does not."""
    tokens = [
        world.google.sign_in(EMAIL, PASSWORD, client_id=world.client_id)
        for world in (new_world(7), new_world(7), new_world(8))
    ]

    assert tokens[0] == tokens[1] != tokens[2]


def test_a_sign_in_that_is_displayed_shows_no_token(world):
    """Its repr is short, and so is the provider's."""
    signed_in = world.google.sign_in(EMAIL, PASSWORD, client_id=world.client_id)

    assert repr(signed_in) == "SignIn(id_token='eyJraW…', access_token='••••••')"
    assert repr(world.google) == (
        "<OpenIdProvider Google at https://accounts.google.com: 1 apps, 1 users>"
    )
