"""Whatever a browser sends to the pool's domain, it gets an answer and never a Python error."""

from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oauth_world import CALLBACK, DOMAIN, GOODBYE, OAuthWorld, carried

from examples import examples

WORLD = OAuthWorld()
WORLD.add_user()
WORDS = st.sampled_from(
    [
        *("code", "token", "openid email", "none", "login", "S256", "COGNITO", "Google", "jdoe"),
        *("authorization_code", "refresh_token", "client_credentials", "", "x", "ü\r\n", "a" * 43),
        *(CALLBACK, f"{CALLBACK}/", GOODBYE, "https://evil.example/", "//evil.example"),
        WORLD.client["ClientId"],
    ]
)
NAMES = st.sampled_from(
    [
        *("response_type", "client_id", "redirect_uri", "logout_uri", "scope", "state", "nonce"),
        *("code_challenge", "code_challenge_method", "code_verifier", "prompt", "resource"),
        *("identity_provider", "idp_identifier", "login_hint", "grant_type", "code", "token"),
        *("refresh_token", "client_secret", "error", "_csrf", "username", "password"),
        *("challenge", "session", "NEW_PASSWORD"),
    ]
)
PAIRS = st.lists(st.tuples(NAMES, WORDS | st.text(max_size=20)), max_size=8)
PATHS = st.sampled_from(
    [
        *("/oauth2/authorize", "/login", "/oauth2/token", "/oauth2/userInfo", "/oauth2/revoke"),
        *("/logout", "/oauth2/idpresponse", "/error", "/nothing"),
    ]
)


@pytest.fixture(autouse=True)
def same_pool():
    """The pool stays as it is: no request of a stranger changes its people."""
    before = WORLD.idp.list_users(UserPoolId=WORLD.pool_id)["Users"]
    yield
    assert WORLD.idp.list_users(UserPoolId=WORLD.pool_id)["Users"] == before


@settings(
    max_examples=examples(150),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    path=PATHS,
    method=st.sampled_from(["GET", "POST"]),
    query=PAIRS,
    form=PAIRS,
    cookie=st.sampled_from(["", "cognito=x", "XSRF-TOKEN=x; csrf-state=y", "=;;\x7f", "a b c"]),
    authorization=st.sampled_from(["", "Bearer x", "Bearer a.b.c", "Basic eDp5", "Basic ü"]),
)
def test_every_request_has_an_answer_and_none_leads_to_a_stranger(
    path, method, query, form, cookie, authorization
):
    """Status below 500; a redirect leads to the pool itself or to an address of the client's."""
    headers = {"Cookie": cookie, "Authorization": authorization.encode()}

    response = WORLD.app.request(
        method, f"{DOMAIN}{path}", params=query, data=form, headers=headers, allow_redirects=False
    )

    assert response.status_code < 500
    if response.status_code == 302:
        where = urlsplit(response.headers["Location"])
        assert f"{where.scheme}://{where.netloc}" in (DOMAIN, "https://app.example.com")
        assert where.netloc != "app.example.com" or "code" not in carried(response)
