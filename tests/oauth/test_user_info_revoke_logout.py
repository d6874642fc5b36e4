"""/oauth2/userInfo, /oauth2/revoke, /logout, and what the discovery document says of them."""

from urllib.parse import urlsplit

import pytest
import requests
from oauth_world import DOMAIN, GOODBYE, OAuthWorld, carried

BAD_REQUEST = 'error="invalid_request", error_description="Bad OAuth2 request at UserInfo Endpoint"'
INVALID = (
    'error="invalid_token", error_description="Access token is expired, disabled, or deleted, or '
    'the user has globally signed out."'
)


def user_info(world, authorization: str | None) -> requests.Response:
    """GET /oauth2/userInfo with that header."""
    headers = {} if authorization is None else {"Authorization": authorization}
    return world.app.get(f"{DOMAIN}/oauth2/userInfo", headers=headers)


def test_user_info_is_made_of_texts(world):
    """sub, user name, and what the scopes show; a boolean is a text."""
    sub = world.add_user(email="alice@example.com", email_verified="true", name="Alice")
    token = world.tokens(scope="openid email")["access_token"]

    answer = user_info(world, f"Bearer {token}")

    assert answer.status_code == 200
    assert answer.json() == {
        "sub": sub,
        "email": "alice@example.com",
        "email_verified": "true",
        "username": "jdoe",
    }


@pytest.mark.parametrize("header", [None, "", "Basic abc", "Bearer", "Bearer ", "token"])
def test_user_info_without_a_bearer_token_is_a_bad_request(world, header):
    """400, and AWS's challenge."""
    answer = user_info(world, header)

    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (400, BAD_REQUEST)


def api_token(world) -> str:
    """An access token of the API, which has no openid."""
    world.idp.update_user_pool_client(
        UserPoolId=world.pool_id,
        ClientId=world.client["ClientId"],
        ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"],
    )
    result = world.idp.initiate_auth(
        ClientId=world.client["ClientId"],
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "jdoe", "PASSWORD": "Correct-Horse7"},
    )
    return str(result["AuthenticationResult"]["AccessToken"])


def signed_out(world) -> str:
    """A token whose session was ended."""
    token = world.tokens()["access_token"]
    world.idp.admin_user_global_sign_out(UserPoolId=world.pool_id, Username="jdoe")
    return str(token)


def expired(world) -> str:
    """A token an hour later."""
    token = world.tokens()["access_token"]
    world.cloud.clock.advance(hours=1)
    return str(token)


def of_deleted_user(world) -> str:
    """A token that outlived its user."""
    token = world.tokens()["access_token"]
    world.idp.admin_delete_user(UserPoolId=world.pool_id, Username="jdoe")
    return str(token)


def forged(world) -> str:
    """A token with another last letter but one."""
    token = world.tokens()["access_token"]
    return token[:-2] + ("A" if token[-2] != "A" else "B") + token[-1]


@pytest.mark.parametrize(
    "token_of",
    [
        pytest.param(lambda world: "nonsense", id="no token at all"),
        pytest.param(lambda world: world.tokens()["id_token"], id="an ID token"),
        pytest.param(lambda world: world.tokens()["refresh_token"], id="a refresh token"),
        pytest.param(
            lambda world: world.tokens(scope="aws.cognito.signin.user.admin")["access_token"],
            id="an access token without openid",
        ),
        pytest.param(api_token, id="an access token of the API"),
        pytest.param(signed_out, id="after signing out everywhere"),
        pytest.param(expired, id="an hour later"),
        pytest.param(of_deleted_user, id="of a deleted user"),
        pytest.param(forged, id="with another signature"),
    ],
)
def test_user_info_refuses_a_token_that_is_no_good(world, token_of):
    """401, and AWS's challenge, whatever the reason."""
    world.add_user(email="alice@example.com")

    answer = user_info(world, f"Bearer {token_of(world)}")

    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, INVALID)
    assert answer.json()["error"] == "invalid_token"


def test_user_info_of_another_pool_s_domain_refuses(world):
    """Each domain knows its own pool's tokens."""
    world.add_user()
    token = world.tokens()["access_token"]
    other = world.idp.create_user_pool(PoolName="others")["UserPool"]["Id"]
    world.idp.create_user_pool_domain(Domain="others", UserPoolId=other)

    answer = world.app.get(
        "https://others.auth.us-east-1.amazoncognito.com/oauth2/userInfo",
        headers={"Authorization": f"Bearer {token}"},
    )

    assert answer.status_code == 401


# --- revoking -------------------------------------------------------------------------------------


def revoke(world, **form: str) -> requests.Response:
    """POST /oauth2/revoke."""
    return world.app.post(
        f"{DOMAIN}/oauth2/revoke", data={"client_id": world.client["ClientId"], **form}
    )


def test_revoking_ends_one_session(world):
    """Its refresh and access tokens are refused; another session of the same person goes on."""
    world.add_user()
    first, second = world.tokens(), world.tokens(prompt="login")

    answer = revoke(world, token=first["refresh_token"])

    assert (answer.status_code, answer.content) == (200, b"")
    assert user_info(world, f"Bearer {first['access_token']}").status_code == 401
    assert user_info(world, f"Bearer {second['access_token']}").status_code == 200
    assert world.claims(first["access_token"])["username"] == "jdoe"  # offline it still looks good


@pytest.mark.parametrize("times", [1, 2])
def test_revoking_what_is_gone_already_is_a_success(world, times):
    """RFC 7009, section 2.2: the client has what it wanted."""
    world.add_user()
    token = world.tokens()["refresh_token"]
    for _ in range(times):
        revoke(world, token=token)

    assert revoke(world, token=token).status_code == 200
    assert revoke(world, token="a.b.c.d.unknown").status_code == 200


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        pytest.param({}, 400, "invalid_request", id="no token"),
        pytest.param({"token": ""}, 400, "invalid_request", id="an empty token"),
        pytest.param({"token": "a.b.c"}, 400, "unsupported_token_type", id="a JWT"),
        pytest.param({"token": "x", "client_id": "nobody"}, 401, "invalid_client", id="a stranger"),
        pytest.param({"token": "x", "client_id": ""}, 401, "invalid_client", id="nobody"),
        pytest.param({"token": "x", "client_secret": "y"}, 401, "invalid_client", id="a secret"),
    ],
)
def test_revoking_is_refused(world, form, status, error):
    """Status and error are the sheet's."""
    answer = revoke(world, **form)

    assert (answer.status_code, answer.json()) == (status, {"error": error})


def test_revoking_can_be_switched_off():
    """EnableTokenRevocation false: invalid_request."""
    world = OAuthWorld(EnableTokenRevocation=False)

    assert revoke(world, token="x").json() == {"error": "invalid_request"}


def test_a_client_cannot_end_another_client_s_session(world):
    """The token stays good."""
    world.add_user()
    tokens = world.tokens()
    other = world.make_client()["ClientId"]

    answer = revoke(world, token=tokens["refresh_token"], client_id=other)

    assert (answer.status_code, answer.json()) == (401, {"error": "invalid_client"})
    assert user_info(world, f"Bearer {tokens['access_token']}").status_code == 200


# --- logging out ----------------------------------------------------------------------------------


def logout(world, **parameters: str) -> requests.Response:
    """Send the browser to /logout."""
    return world.browser.http.get(f"{DOMAIN}/logout", params=parameters)


def test_logging_out_forgets_the_browser_and_no_token(world):
    """The cookie is gone on both sides; what the app holds stays good."""
    world.add_user()
    tokens = world.tokens()
    cookie = world.browser.http.cookies["cognito"]

    response = logout(world, client_id=world.client["ClientId"], logout_uri=GOODBYE)

    assert (response.status_code, response.headers["Location"]) == (302, GOODBYE)
    assert "cognito" not in world.browser.http.cookies
    assert user_info(world, f"Bearer {tokens['access_token']}").status_code == 200
    host = urlsplit(DOMAIN).hostname
    world.browser.http.cookies.set("cognito", cookie, domain=host)  # somebody kept it
    assert carried(world.authorize(prompt="none"))["error"] == "login_required"


def test_logging_out_can_lead_straight_to_the_page_again(world):
    """With the parameters of an authorize request in the place of logout_uri."""
    world.add_user()
    world.sign_in()

    page = logout(world, **world.request())

    assert page.url.startswith(f"{DOMAIN}/login?")
    again = world.browser.fill_in(page, username="jdoe", password="Correct-Horse7")
    assert carried(again)["state"] == "s-42"


@pytest.mark.parametrize(
    "parameters",
    [
        pytest.param({"logout_uri": "https://evil.example/"}, id="another address"),
        pytest.param({"logout_uri": f"{GOODBYE}/"}, id="a slash more"),
        pytest.param({"logout_uri": "//evil.example"}, id="no scheme"),
        pytest.param({"logout_uri": ""}, id="an empty address"),
        pytest.param({"logout_uri": GOODBYE, "client_id": "nobody"}, id="an unknown client"),
        pytest.param({}, id="no address"),
        pytest.param({"redirect_uri": "https://evil.example/"}, id="another redirect_uri"),
    ],
)
def test_logging_out_never_leads_to_a_stranger(world, parameters):
    """The pool shows its own error page, and the browser stays signed in."""
    world.add_user()
    world.sign_in()

    response = logout(world, **{"client_id": world.client["ClientId"], **parameters})

    assert response.url.startswith(f"{DOMAIN}/error?error=redirect_mismatch")
    assert "code" in carried(world.authorize(prompt="none"))


# --- discovery ------------------------------------------------------------------------------------


def test_discovery_leads_to_the_endpoints_once_there_is_a_domain(world):
    """A client that knows the issuer alone finds its way; without a domain there is none."""
    address = f"{world.issuer}/.well-known/openid-configuration"
    with_domain = world.app.get(address).json()
    world.idp.delete_user_pool_domain(Domain="people", UserPoolId=world.pool_id)
    without = world.app.get(address).json()

    assert with_domain["authorization_endpoint"] == f"{DOMAIN}/oauth2/authorize"
    assert with_domain["token_endpoint"] == f"{DOMAIN}/oauth2/token"
    assert with_domain["userinfo_endpoint"] == f"{DOMAIN}/oauth2/userInfo"
    assert with_domain["issuer"] == without["issuer"] == world.issuer
    assert not {name for name in without if name.endswith("_endpoint")}
