"""/login: the pool's own page, filled in by a browser, and by others that should not."""

import re
from urllib.parse import urljoin

import pytest
from oauth_world import (
    CALLBACK,
    DOMAIN,
    PASSWORD,
    Browser,
    OAuthWorld,
    PageReader,
    carried,
)

import cognito_lab
from cognito_lab.primitives import totp


def test_the_page_has_a_form_and_a_cookie_for_it(world):
    """Name, password, and a value that the cookie carries too."""
    page = world.authorize()

    form = PageReader(page.text).forms[0]
    assert page.status_code == 200
    assert list(form.fields) == ["_csrf", "username", "password"]
    assert form.fields["_csrf"] == world.browser.http.cookies["XSRF-TOKEN"]
    assert page.headers["X-Frame-Options"] == "DENY"
    assert page.headers["Cache-Control"] == "no-store"


def test_cookies_are_out_of_reach_of_scripts_and_of_plain_http(world):
    """Every cookie is HttpOnly, Secure and SameSite."""
    world.add_user()
    page = world.browser.http.get(f"{DOMAIN}/login", params=world.request())
    done = world.browser.fill_in(page, username="jdoe", password=PASSWORD)

    for response in (page, done):
        for line in re.split(r", (?=[\w-]+=)", response.headers["Set-Cookie"]):
            assert {"HttpOnly", "Secure", "SameSite=Lax", "Path=/"} <= {*line.split("; ")}


@pytest.mark.parametrize(
    ("hides", "username", "password", "alert"),
    [
        pytest.param("ENABLED", "jdoe", "x", "Incorrect username or password.", id="wrong"),
        pytest.param("ENABLED", "nobody", "x", "Incorrect username or password.", id="hidden"),
        pytest.param("LEGACY", "nobody", "x", "User does not exist.", id="unknown, said openly"),
        pytest.param("ENABLED", "jdoe", "", "Missing required parameter PASSWORD", id="empty"),
        pytest.param("ENABLED", "", "x", "Missing required parameter USERNAME", id="nameless"),
    ],
)
def test_a_refused_sign_in_shows_the_page_again(hides, username, password, alert):
    """AWS's words stand on the page; no code is given; the next try works."""
    world = OAuthWorld(PreventUserExistenceErrors=hides)
    world.add_user()

    again = world.browser.fill_in(world.authorize(), username=username, password=password)

    assert again.status_code == 200
    assert PageReader(again.text).alert == alert
    assert "code" in carried(world.browser.fill_in(again, username="jdoe", password=PASSWORD))


def test_a_disabled_user_is_refused_after_the_right_password(world):
    """As through the API."""
    world.add_user()
    world.idp.admin_disable_user(UserPoolId=world.pool_id, Username="jdoe")

    assert PageReader(world.sign_in().text).alert == "User is disabled."


def test_the_page_works_for_a_client_with_a_secret_and_without_flows():
    """The page is the pool's: it needs neither SECRET_HASH nor an ExplicitAuthFlow."""
    world = OAuthWorld(GenerateSecret=True, ExplicitAuthFlows=["ALLOW_REFRESH_TOKEN_AUTH"])
    world.add_user()

    assert world.tokens()["id_token"]


HOSTILE = "\"'><script>alert(1)</script>&amp;"


@pytest.mark.parametrize(
    "field", ["login_hint", "state", "nonce", "lang", 'ui_locales"><script>', "x"]
)
def test_no_parameter_becomes_markup(world, field):
    """Whatever a link to the page carries is text, and comes out as it went in."""
    page = world.authorize(**{field: HOSTILE})

    reader = PageReader(page.text)
    assert "script" not in reader.tags
    assert len(reader.forms) == 1
    assert list(reader.forms[0].fields) == ["_csrf", "username", "password"]
    if field == "login_hint":
        assert reader.forms[0].fields["username"] == HOSTILE


def test_what_was_typed_does_not_become_markup(world):
    """A user name that is a script is shown as a user name; the password is not shown at all."""
    again = world.browser.fill_in(world.authorize(), username=HOSTILE, password=HOSTILE)

    reader = PageReader(again.text)
    assert "script" not in reader.tags
    assert reader.forms[0].fields["username"] == HOSTILE
    assert reader.forms[0].fields["password"] == ""


def test_the_error_page_shows_text(world):
    """Its address can be written by anybody."""
    page = world.browser.http.get(f"{DOMAIN}/error", params={"error": HOSTILE})

    assert "script" not in PageReader(page.text).tags


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda form, cookies: form.pop("_csrf"), id="no value in the form"),
        pytest.param(lambda form, cookies: form.update(_csrf="guess"), id="a guessed value"),
        pytest.param(lambda form, cookies: form.update(_csrf=""), id="an empty value"),
        pytest.param(lambda form, cookies: cookies.clear(), id="no cookie"),
        pytest.param(
            lambda form, cookies: (cookies.clear(), form.update(_csrf="")), id="neither of them"
        ),
        pytest.param(lambda form, cookies: form.update(_csrf="ü"), id="a value not ASCII"),
    ],
)
def test_a_form_that_another_site_posts_is_refused(world, change):
    """Name and password are right, and nobody is signed in."""
    world.add_user()
    page = world.authorize()
    form = PageReader(page.text).forms[0]
    data = {**form.fields, "username": "jdoe", "password": PASSWORD}
    change(data, world.browser.http.cookies)

    response = world.browser.http.post(urljoin(page.url, form.action), data=data)

    assert response.status_code == 403
    assert "cognito" not in world.browser.http.cookies
    assert "_csrf" in world.because()


def test_another_browser_s_page_is_no_use(world):
    """The form's value belongs to the browser that was shown the page."""
    world.add_user()
    page, other = world.authorize(), Browser(world.cloud)
    other.http.get(f"{DOMAIN}/login", params=world.request())

    response = other.fill_in(page, username="jdoe", password=PASSWORD)

    assert response.status_code == 403


def test_a_password_is_not_taken_where_cognito_is_no_provider(world):
    """The page has no form then, and a form that somebody posts nevertheless is refused."""
    world.add_user()
    google = {"client_id": "x", "client_secret": "y", "authorize_scopes": "openid"}
    for name in ("Google", "Corp"):
        kind = "Google" if name == "Google" else "OIDC"
        details = {
            **google,
            "oidc_issuer": "https://corp.example",
            "attributes_request_method": "GET",
        }
        world.idp.create_identity_provider(
            UserPoolId=world.pool_id,
            ProviderName=name,
            ProviderType=kind,
            ProviderDetails=google if name == "Google" else details,
        )
    client = world.make_client(SupportedIdentityProviders=["Google", "Corp"])["ClientId"]
    page = world.authorize(client_id=client)
    assert PageReader(page.text).forms == []
    csrf = world.browser.http.cookies["XSRF-TOKEN"]

    response = world.browser.http.post(
        page.url, data={"_csrf": csrf, "username": "jdoe", "password": PASSWORD}
    )

    assert carried(response) == {"error": "unauthorized_client", "state": "s-42"}


def test_a_temporary_password_is_replaced_on_the_page(world):
    """The pool asks for a new one, and for a required attribute that is missing."""
    world = OAuthWorld(
        pool={"Schema": [{"Name": "name", "AttributeDataType": "String", "Required": True}]}
    )
    world.idp.admin_create_user(
        UserPoolId=world.pool_id,
        Username="jdoe",
        TemporaryPassword=PASSWORD,
        MessageAction="SUPPRESS",
    )
    question = world.sign_in()
    assert list(PageReader(question.text).forms[0].fields)[4:] == [
        "NEW_PASSWORD",
        "userAttributes.name",
    ]
    answer = {"NEW_PASSWORD": "Brand-New-Horse8", "userAttributes.name": "Jo"}

    again = world.browser.fill_in(question, **{**answer, "NEW_PASSWORD": "short"})
    assert PageReader(again.text).alert.startswith("Password does not conform to policy")
    done = world.browser.fill_in(again, **answer)

    assert carried(done)["code"]
    assert world.user("jdoe")["UserStatus"] == "CONFIRMED"
    assert world.user("jdoe")["attributes"]["name"] == "Jo"


def with_authenticator(world) -> str:
    """A user jdoe with an authenticator app. Returns its secret."""
    world.idp.set_user_pool_mfa_config(
        UserPoolId=world.pool_id,
        SoftwareTokenMfaConfiguration={"Enabled": True},
        MfaConfiguration="OPTIONAL",
    )
    world.add_user()
    access_token = world.tokens()["access_token"]
    full = world.tokens(scope="openid aws.cognito.signin.user.admin")["access_token"]
    assert access_token != full
    secret = world.idp.associate_software_token(AccessToken=full)["SecretCode"]
    code = totp.code(secret, world.cloud.clock.now())
    world.idp.verify_software_token(AccessToken=full, UserCode=code)
    world.idp.set_user_mfa_preference(
        AccessToken=full, SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True}
    )
    world.cloud.clock.advance(minutes=1)
    return str(secret)


def test_the_second_factor_is_asked_for_on_the_page(world):
    """A wrong code shows the question again; the right one finishes."""
    secret = with_authenticator(world)
    question = world.sign_in(prompt="login")
    right = totp.code(secret, world.cloud.clock.now())
    wrong = "000000" if right != "000000" else "111111"

    again = world.browser.fill_in(question, SOFTWARE_TOKEN_MFA_CODE=wrong)
    assert PageReader(again.text).alert == "Invalid code received for user"
    done = world.browser.fill_in(again, SOFTWARE_TOKEN_MFA_CODE=right)

    assert carried(done)["code"]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"challenge": "NEW_PASSWORD_REQUIRED"}, id="another question"),
        pytest.param({"challenge": "PASSWORD_VERIFIER"}, id="a question the page never asks"),
        pytest.param({"challenge": "NONSENSE"}, id="no question at all"),
        pytest.param({"session": "AYABe-made-up-session-of-more-than-20"}, id="another session"),
        pytest.param({"username": "somebody"}, id="another person"),
    ],
)
def test_the_second_factor_cannot_be_gone_round(world, change):
    """An answer to something else is no answer."""
    secret = with_authenticator(world)
    question = world.sign_in(prompt="login")
    code = totp.code(secret, world.cloud.clock.now())

    response = world.browser.fill_in(
        question, SOFTWARE_TOKEN_MFA_CODE=code, NEW_PASSWORD="Brand-New-Horse8", **change
    )

    assert response.status_code == 200
    assert PageReader(response.text).alert.startswith("Invalid session for the user")


def test_a_session_of_the_page_is_no_session_of_the_api(world):
    """What the page's hidden field holds cannot be answered through RespondToAuthChallenge."""
    secret = with_authenticator(world)
    form = PageReader(world.sign_in(prompt="login").text).forms[0]

    with pytest.raises(world.idp.exceptions.NotAuthorizedException, match="Invalid session"):
        world.idp.respond_to_auth_challenge(
            ClientId=world.client["ClientId"],
            ChallengeName="SOFTWARE_TOKEN_MFA",
            Session=form.fields["session"],
            ChallengeResponses={
                "USERNAME": "jdoe",
                "SOFTWARE_TOKEN_MFA_CODE": totp.code(secret, world.cloud.clock.now()),
            },
        )


def test_setting_up_a_second_factor_is_left_out_and_said(world):
    """The pool insists, the user has none, and the page cannot help."""
    world.add_user()
    world.idp.set_user_pool_mfa_config(
        UserPoolId=world.pool_id,
        SoftwareTokenMfaConfiguration={"Enabled": True},
        MfaConfiguration="ON",
    )

    with pytest.raises(cognito_lab.NotSimulated, match="MFA_SETUP"):
        world.sign_in()


def test_the_page_judges_the_request_anew_when_it_is_posted(world):
    """A callback that was removed meanwhile gets no code."""
    world.add_user()
    page = world.authorize()
    world.idp.update_user_pool_client(
        UserPoolId=world.pool_id,
        ClientId=world.client["ClientId"],
        CallbackURLs=["https://new.example.com/"],
    )

    response = world.browser.fill_in(page, username="jdoe", password=PASSWORD)

    assert response.url.startswith(f"{DOMAIN}/error?")
    assert CALLBACK not in response.url
