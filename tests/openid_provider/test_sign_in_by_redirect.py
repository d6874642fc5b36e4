"""A provider's page, its codes and its token endpoint; and providers other than Google."""

from __future__ import annotations

import html
import re
from types import SimpleNamespace
from urllib.parse import parse_qsl, urljoin, urlsplit

import jwt
import pytest
import requests

import cognito_lab
from cognito_lab.lessons.attempt import copy_of

EMAIL, PASSWORD = "ana@contoso.example", "practice-password"
ISSUER = "https://login.contoso.example"
CALLBACK = "https://app.example.com/callback"


class World:
    """A cloud with a provider Contoso, an app of it, a person, and the person's browser."""

    def __init__(self) -> None:
        self.cloud = cognito_lab.new_cloud(seed=7)
        self.provider = self.cloud.openid_providers.create("Contoso", issuer=ISSUER)
        self.app_id = self.provider.register_client("my app", [CALLBACK])
        self.sub = self.provider.add_user(EMAIL, PASSWORD, name="Ana")
        self.http = cognito_lab.http_session(self.cloud)

    def ask(self, **changes: str | None) -> requests.Response:
        """Send the browser to the page."""
        usual = {
            "client_id": self.app_id,
            "redirect_uri": CALLBACK,
            "response_type": "code",
            "scope": "openid email",
            "state": "s-1",
            "nonce": "n-1",
        }
        parameters = {k: v for k, v in {**usual, **changes}.items() if v is not None}
        return self.http.get(f"{ISSUER}/authorize", params=parameters)

    def fill_in(self, page: requests.Response, **typed: str) -> requests.Response:
        """Post the page's form."""
        action = html.unescape(re.findall(r'action="([^"]*)"', page.text)[0])
        return self.http.post(urljoin(page.url, action), data=typed)

    def code(self) -> str:
        """A code, as it reached the app."""
        done = self.fill_in(self.ask(), email=EMAIL, password=PASSWORD)
        return dict(parse_qsl(urlsplit(done.headers["Location"]).query))["code"]

    def redeem(self, code: str, /, **changes: str) -> requests.Response:
        """Post a code to the token endpoint."""
        usual = {
            "grant_type": "authorization_code",
            "client_id": self.app_id,
            "client_secret": self.provider.client_secret(self.app_id),
            "code": code,
            "redirect_uri": CALLBACK,
        }
        return self.http.post(f"{ISSUER}/token", data={**usual, **changes})


@pytest.fixture
def world() -> World:
    """A fresh one for each test."""
    return World()


def test_an_app_signs_a_person_in_by_redirect(world):
    """Page, code, tokens; PyJWT verifies the ID token with the provider's published keys."""
    answer = world.redeem(world.code()).json()

    discovery = world.http.get(f"{ISSUER}/.well-known/openid-configuration").json()
    keys = cognito_lab.jwks_client(world.cloud, discovery["jwks_uri"])
    with world.cloud.clock.as_system_time():
        claims = jwt.decode(
            answer["id_token"],
            keys.get_signing_key_from_jwt(answer["id_token"]),
            algorithms=["RS256"],
            audience=world.app_id,
            issuer=ISSUER,
        )
    assert (claims["sub"], claims["email"], claims["nonce"]) == (world.sub, EMAIL, "n-1")
    assert (answer["token_type"], answer["expires_in"]) == ("Bearer", 3600)


def test_a_provider_is_called_by_its_name_in_the_trace(world):
    """The password goes from the browser to it; the app comes in only at the end."""
    world.code()

    told = [(e.sender, e.receiver, e.action) for e in world.cloud.trace.exchanges]
    assert told == [
        ("Browser", "Contoso", "GET /authorize"),
        ("Browser", "Contoso", "POST /authorize"),
        ("Browser", "App", "return to the app"),
    ]
    assert world.cloud.trace.exchanges[2].request.keys() == {"code", "state"}


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        pytest.param({"client_id": "nobody"}, "invalid_client", id="an unknown app"),
        pytest.param({"client_id": None}, "invalid_client", id="no app"),
        pytest.param({"redirect_uri": f"{CALLBACK}/"}, "redirect_uri_mismatch", id="a slash more"),
        pytest.param({"redirect_uri": None}, "redirect_uri_mismatch", id="no address"),
    ],
)
def test_an_address_that_cannot_be_trusted_is_not_gone_to(world, changes, error):
    """The provider shows its own error."""
    page = world.ask(**changes)

    assert page.status_code == 400
    assert error in page.text


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        pytest.param({"response_type": "token"}, "unsupported_response_type", id="implicit"),
        pytest.param({"scope": "email"}, "invalid_scope", id="without openid"),
        pytest.param({"prompt": "none"}, "login_required", id="no page allowed"),
    ],
)
def test_a_wrong_request_goes_back_to_the_app(world, changes, error):
    """With its state."""
    where = urlsplit(world.ask(**changes).headers["Location"])

    assert dict(parse_qsl(where.query)) == {"error": error, "state": "s-1"}


def test_a_parameter_that_comes_twice_is_refused(world):
    """By an error page."""
    page = world.http.get(f"{ISSUER}/authorize?client_id=a&client_id=b")

    assert (page.status_code, "invalid_request" in page.text) == (400, True)


def test_a_wrong_password_shows_the_page_again(world):
    """And nothing that was typed becomes markup."""
    page = world.fill_in(world.ask(state="\"'><script>"), email="<script>", password="x")

    assert "Wrong e-mail address or password" in page.text
    assert "<script" not in page.text


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        pytest.param({"code": "made-up"}, "invalid_grant", id="an unknown code"),
        pytest.param({"redirect_uri": f"{CALLBACK}/"}, "invalid_grant", id="another address"),
        pytest.param({"client_secret": "wrong"}, "invalid_client", id="a wrong secret"),
        pytest.param({"client_secret": ""}, "invalid_client", id="no secret"),
        pytest.param({"client_id": "nobody"}, "invalid_client", id="an unknown app"),
        pytest.param({"grant_type": "password"}, "unsupported_grant_type", id="another grant"),
    ],
)
def test_a_code_is_not_given_away(world, changes, error):
    """A wrong request leaves it good; the right one spends it."""
    code = world.code()

    refused = world.redeem(code, **changes)

    assert (refused.status_code, refused.json()) == (400, {"error": error})
    assert world.redeem(code).status_code == 200
    assert world.redeem(code).json() == {"error": "invalid_grant"}


def test_a_code_of_one_app_is_no_code_of_another(world):
    """Even with the other app's own secret."""
    other = world.provider.register_client("other", [CALLBACK])

    refused = world.redeem(
        world.code(), client_id=other, client_secret=world.provider.client_secret(other)
    )

    assert refused.json() == {"error": "invalid_grant"}


def test_a_code_lives_a_minute(world):
    """After that it is unknown."""
    code = world.code()
    world.cloud.clock.advance(minutes=1)

    assert world.redeem(code).json() == {"error": "invalid_grant"}


def test_an_app_that_never_asked_for_its_secret_has_none(world):
    """An empty text is not it; once asked for, it stays the same."""
    app_id = world.provider.register_client("no secret yet", [CALLBACK])
    refused = world.http.post(f"{ISSUER}/token", data={"client_id": app_id, "client_secret": ""})

    assert refused.json() == {"error": "invalid_client"}
    assert world.provider.client_secret(app_id) == world.provider.client_secret(app_id)
    with pytest.raises(LookupError, match="no app"):
        world.provider.client_secret("nobody")


@pytest.mark.parametrize(
    ("issuer", "message"),
    [
        pytest.param("http://login.corp.example", "looks like", id="without TLS"),
        pytest.param("https://", "looks like", id="no host"),
        pytest.param("https://login.corp.example/", "looks like", id="a slash at the end"),
        pytest.param("", "not empty", id="nothing"),
        pytest.param(ISSUER, "already", id="taken"),
        pytest.param("https://accounts.google.com", "Google", id="Google's"),
        pytest.param("https://cognito-idp.us-east-1.amazonaws.com/x", "AWS", id="AWS's"),
        pytest.param("https://x.auth.us-east-1.amazoncognito.com", "AWS", id="a pool's"),
    ],
)
def test_a_provider_has_an_address_of_its_own(world, issuer, message):
    """It can stand in nobody's place."""
    with pytest.raises(ValueError, match=message):
        world.cloud.openid_providers.create("Corp", issuer=issuer)


def test_two_clouds_have_their_own_providers(world):
    """A provider of one cloud is nobody in the other."""
    with pytest.raises(cognito_lab.NotSimulated, match=r"login\.contoso\.example"):
        cognito_lab.http_session(cognito_lab.new_cloud(seed=7)).get(f"{ISSUER}/authorize")


def test_a_provider_below_a_path_has_its_pages_there(world):
    """As tenants of one host have them."""
    tenant = world.cloud.openid_providers.create("Tenant", issuer="https://id.corp.example/t1")

    document = world.http.get("https://id.corp.example/t1/.well-known/openid-configuration").json()

    assert document["issuer"] == tenant.issuer
    assert document["token_endpoint"] == "https://id.corp.example/t1/token"


def test_other_providers_ids_do_not_look_like_google_s(world):
    """Neither app ids nor pictures."""
    signed_in = world.provider.sign_in(EMAIL, PASSWORD, client_id=world.app_id)

    claims = jwt.decode(signed_in.id_token, options={"verify_signature": False})
    assert "google" not in world.app_id
    assert "picture" not in claims


@pytest.mark.parametrize("redirect_uris", ["https://app.example.com/", [""], [None]])
def test_addresses_are_a_list_of_texts(world, redirect_uris):
    """One text in the place of a list would be read letter by letter."""
    with pytest.raises(ValueError, match=r"redirect"):
        world.provider.register_client("app", redirect_uris)


def test_a_cloud_with_providers_can_be_copied(world):
    """Exercises are checked on a copy; what happens there is not seen here."""
    code = world.code()
    twin = copy_of(SimpleNamespace(cloud=world.cloud)).cloud
    copied = twin.openid_providers.of_issuer(ISSUER)

    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK}
    secret = {"client_id": world.app_id, "client_secret": copied.client_secret(world.app_id)}
    assert "id_token" in copied.redeem({**form, **secret})

    assert world.redeem(code).status_code == 200
    assert twin.openid_providers.at_host("accounts.google.com") is twin.google
