"""/oauth2/authorize: who may ask for what, and what becomes of a wrong request."""

from urllib.parse import urlsplit

import pytest
from oauth_world import CALLBACK, DOMAIN, PASSWORD, Browser, OAuthWorld, PageReader, carried

import cognito_lab


def test_an_app_sends_a_browser_and_gets_a_code_with_its_state(world):
    """The browser ends at the app's own address, which the lab does not follow."""
    world.add_user()

    response = world.sign_in()

    assert response.status_code == 302
    assert response.headers["Location"].startswith(f"{CALLBACK}?code=")
    assert carried(response)["state"] == "s-42"
    assert carried(response).keys() == {"code", "state"}


def test_without_a_state_none_comes_back(world):
    """The pool adds nothing that the app did not send."""
    world.add_user()

    assert carried(world.sign_in(state=None)).keys() == {"code"}


def test_a_state_comes_back_letter_by_letter(world):
    """Whatever it holds, it is the app's."""
    world.add_user()
    state = "a b&code=evil#frag?ü%20\r\nSet-Cookie: x=1"

    response = world.sign_in(state=state)

    assert carried(response)["state"] == state
    assert carried(response)["code"] != "evil"
    assert not {"\r", "\n"} & {*response.headers["Location"]}


REDIRECTED = [
    pytest.param({"response_type": None}, "invalid_request", "response_type", id="no type"),
    pytest.param({"response_type": "id_token"}, "invalid_request", "code or token", id="odd type"),
    pytest.param({"response_type": "token"}, "unauthorized_client", "implicit", id="flow not hers"),
    pytest.param({"code_challenge_method": None}, "invalid_request", "S256", id="no PKCE method"),
    pytest.param({"code_challenge_method": "plain"}, "invalid_request", "S256", id="plain PKCE"),
    pytest.param({"code_challenge": None}, "invalid_request", "code_challenge", id="no challenge"),
    pytest.param({"code_challenge": "short"}, "invalid_request", "base64url", id="short challenge"),
    pytest.param({"scope": "openid nonsense"}, "invalid_scope", "nonsense", id="unknown scope"),
    pytest.param({"scope": "openid orders/x"}, "invalid_scope", "orders/x", id="unknown action"),
    pytest.param({"scope": "openid  email"}, "invalid_scope", "one space", id="two spaces"),
    pytest.param({"scope": 'openid "email"'}, "invalid_scope", "email", id="malformed scope"),
    pytest.param({"scope": "email"}, "invalid_scope", "need openid", id="email without openid"),
    pytest.param({"scope": "profile phone"}, "invalid_scope", "openid", id="profile alone"),
    pytest.param(
        {"scope": "orders/write"}, "invalid_scope", "may have none", id="not the client's"
    ),
    pytest.param({"identity_provider": "Google"}, "invalid_request", "Google", id="no such IdP"),
    pytest.param({"idp_identifier": "x.org"}, "invalid_request", "x.org", id="no such identifier"),
    pytest.param({"prompt": "none"}, "login_required", "no session", id="nobody signed in"),
    pytest.param({"prompt": "none login"}, "invalid_request", "alone", id="none and more"),
    pytest.param({"prompt": "later"}, "invalid_request", "prompt", id="odd prompt"),
    pytest.param({"resource": "orders"}, "invalid_request", "absolute", id="relative resource"),
]


@pytest.mark.parametrize(("changes", "error", "because"), REDIRECTED)
def test_a_wrong_request_goes_back_to_the_app(world, changes, error, because):
    """The app gets the error and its state; the trace says why."""
    response = world.authorize(**changes)

    assert response.status_code == 302
    assert response.headers["Location"].startswith(f"{CALLBACK}?")
    assert carried(response) == {"error": error, "state": "s-42"}
    assert because in world.because()


UNTRUSTED = [
    pytest.param({"redirect_uri": "https://evil.example/"}, id="another address"),
    pytest.param({"redirect_uri": f"{CALLBACK}/"}, id="a slash more"),
    pytest.param({"redirect_uri": f"{CALLBACK}?x=1"}, id="a query more"),
    pytest.param({"redirect_uri": f"{CALLBACK}#x"}, id="a fragment more"),
    pytest.param({"redirect_uri": f"{CALLBACK}/../../x"}, id="a way up"),
    pytest.param({"redirect_uri": CALLBACK.upper()}, id="capitals"),
    pytest.param({"redirect_uri": CALLBACK.replace("https", "http")}, id="without TLS"),
    pytest.param({"redirect_uri": CALLBACK.replace("app.", "app.example.com@")}, id="a user part"),
    pytest.param({"redirect_uri": f"{CALLBACK} "}, id="a space more"),
    pytest.param({"redirect_uri": ""}, id="an empty address"),
    pytest.param({"redirect_uri": None}, id="no address"),
    pytest.param({"client_id": "nobody"}, id="an unknown client"),
    pytest.param({"client_id": None}, id="no client"),
    pytest.param({"redirect_uri": "//evil.example", "response_type": "x"}, id="and a wrong type"),
]


@pytest.mark.parametrize("page", ["/oauth2/authorize", "/login"])
@pytest.mark.parametrize("changes", UNTRUSTED)
def test_an_address_that_cannot_be_trusted_is_never_gone_to(world, changes, page):
    """The pool shows its own error page: no open redirect, whatever else is wrong."""
    params = world.request(**changes)

    response = world.browser.http.get(f"{DOMAIN}{page}", params=params, allow_redirects=False)

    where = urlsplit(response.headers["Location"])
    assert f"https://{where.hostname}{where.path}" == f"{DOMAIN}/error"
    assert carried(response)["error"] == "redirect_mismatch"
    error_page = world.browser.http.get(response.headers["Location"])
    assert error_page.status_code == 400
    assert PageReader(error_page.text).alert == "redirect_mismatch"


def test_a_client_of_another_pool_is_unknown_here(world):
    """Each domain serves its own pool's clients."""
    other = world.idp.create_user_pool(PoolName="others")["UserPool"]["Id"]
    client = world.idp.create_user_pool_client(
        UserPoolId=other,
        ClientName="app",
        CallbackURLs=[CALLBACK],
        AllowedOAuthFlowsUserPoolClient=True,
        AllowedOAuthFlows=["code"],
        AllowedOAuthScopes=["openid"],
        SupportedIdentityProviders=["COGNITO"],
    )["UserPoolClient"]

    response = world.authorize(client_id=client["ClientId"])

    assert response.url.startswith(f"{DOMAIN}/error?error=redirect_mismatch")


def test_a_parameter_that_comes_twice_is_an_error_page(world):
    """RFC 6749, section 3.1: nobody knows which of the two is meant, so no address is trusted."""
    params = [*world.request().items(), ("redirect_uri", "https://evil.example/")]

    response = world.browser.http.get(f"{DOMAIN}/oauth2/authorize", params=params)

    assert response.status_code == 400
    assert response.url.startswith(f"{DOMAIN}/oauth2/authorize")
    assert "redirect_uri comes more than once" in world.because()


@pytest.mark.parametrize(
    ("settings", "error"),
    [
        pytest.param(
            {"AllowedOAuthFlowsUserPoolClient": False}, "unauthorized_client", id="OAuth is off"
        ),
        pytest.param({"AllowedOAuthFlows": ["implicit"]}, "unauthorized_client", id="other flow"),
        pytest.param({"SupportedIdentityProviders": []}, "unauthorized_client", id="nobody signs"),
    ],
)
def test_a_client_that_may_not_is_told_so(settings, error):
    """Its settings decide, and the error goes to its own address."""
    world = OAuthWorld(**settings)

    assert carried(world.authorize())["error"] == error


def test_cognito_must_be_among_the_client_s_providers(world):
    """A pool's provider that the client does not list is refused by name."""
    google = {"client_id": "x", "client_secret": "y", "authorize_scopes": "openid"}
    world.idp.create_identity_provider(
        UserPoolId=world.pool_id,
        ProviderName="Google",
        ProviderType="Google",
        ProviderDetails=google,
    )

    assert carried(world.authorize(identity_provider="Google"))["error"] == "unauthorized_client"
    assert "SupportedIdentityProviders" in world.because()


def test_a_scope_that_the_client_lacks_is_dropped_without_a_word(world):
    """The rest is granted."""
    world.add_user()

    tokens = world.tokens(scope="openid orders/write orders/read")

    assert world.claims(tokens["access_token"])["scope"] == "openid orders/read"


def test_without_a_scope_the_app_gets_all_that_it_may_have(world):
    """The client's list, whole."""
    world.add_user()

    scope = world.claims(world.tokens(scope=None)["access_token"])["scope"]

    assert sorted(scope.split()) == sorted(
        ["openid", "email", "phone", "profile", "aws.cognito.signin.user.admin", "orders/read"]
    )


def test_whoever_signed_in_is_not_asked_again_for_an_hour(world):
    """The cookie speaks: authorize answers with a code at once, also under prompt=none."""
    world.add_user()
    world.sign_in()
    world.cloud.clock.advance(minutes=59)

    for prompt in (None, "none", "consent"):
        assert carried(world.authorize(prompt=prompt)).keys() == {"code", "state"}

    world.cloud.clock.advance(minutes=1)
    assert carried(world.authorize(prompt="none"))["error"] == "login_required"


@pytest.mark.parametrize("prompt", ["login", "select_account"])
def test_an_app_can_ask_for_a_new_sign_in(world, prompt):
    """The page is shown although the browser is known."""
    world.add_user()
    world.sign_in()

    page = world.authorize(prompt=prompt)

    assert page.url.startswith(f"{DOMAIN}/login?")
    assert carried(world.browser.fill_in(page, username="jdoe", password=PASSWORD))["code"]


def test_the_cookie_is_the_browser_s_own(world):
    """Another browser is asked; a cookie that somebody made up is worth nothing."""
    world.add_user()
    world.sign_in()
    other = Browser(world.cloud)
    other.http.cookies.set("cognito", "made-up", domain=urlsplit(DOMAIN).hostname)

    response = other.http.get(
        f"{DOMAIN}/oauth2/authorize", params=world.request(prompt="none"), allow_redirects=False
    )

    assert carried(response)["error"] == "login_required"


@pytest.mark.parametrize("what", ["disable", "delete"])
def test_the_cookie_of_somebody_who_is_gone_is_worth_nothing(world, what):
    """A disabled or deleted user is asked to sign in, and cannot."""
    world.add_user()
    world.sign_in()
    getattr(world.idp, f"admin_{what}_user")(UserPoolId=world.pool_id, Username="jdoe")

    assert carried(world.authorize(prompt="none"))["error"] == "login_required"


def test_signing_out_everywhere_leaves_the_cookie(world):
    """AWS: the managed-login cookie survives GlobalSignOut; only /logout ends it."""
    world.add_user()
    world.sign_in()
    world.idp.admin_user_global_sign_out(UserPoolId=world.pool_id, Username="jdoe")

    assert "code" in carried(world.authorize(prompt="none"))


def test_a_saml_provider_is_kept_and_said_to_sign_nobody_in(world):
    """The absence is a clear error that names type and provider."""
    world.idp.create_identity_provider(
        UserPoolId=world.pool_id,
        ProviderName="Corp",
        ProviderType="SAML",
        ProviderDetails={"MetadataURL": "https://idp.example.com/metadata"},
    )
    client = world.make_client(SupportedIdentityProviders=["COGNITO", "Corp"])

    with pytest.raises(cognito_lab.NotSimulated, match=r"SAML.*Corp"):
        world.authorize(client_id=client["ClientId"], identity_provider="Corp")


def test_an_unknown_domain_is_nobody_s(world):
    """The refusal says which operation would change that."""
    with pytest.raises(cognito_lab.NotSimulated, match="CreateUserPoolDomain"):
        world.app.get("https://strangers.auth.us-east-1.amazoncognito.com/login")


@pytest.mark.parametrize(
    "path",
    ["/.well-known/openid-configuration", "/.well-known/jwks.json", "/", "/oauth2/userinfo", "/x"],
)
def test_nothing_else_is_served_on_the_domain(world, path):
    """The keys and the discovery document are at the issuer."""
    assert world.app.get(f"{DOMAIN}{path}").status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/oauth2/token"), ("POST", "/oauth2/authorize"), ("PUT", "/login")],
)
def test_an_endpoint_takes_its_own_method_only(world, method, path):
    """Another one is refused."""
    assert world.app.request(method, f"{DOMAIN}{path}").status_code == 405


@pytest.mark.parametrize("path", ["/signup", "/forgotPassword", "/saml2/idpresponse"])
def test_a_page_that_is_left_out_says_so(world, path):
    """It is AWS's, and not the lab's."""
    with pytest.raises(cognito_lab.NotSimulated, match=path):
        world.app.get(f"{DOMAIN}{path}")
