"""Signing in elsewhere: from the app through the pool to a provider, and all the way back."""

import json
from urllib.parse import parse_qsl, urlsplit

import pytest
from federation_world import CONTOSO, GINA, GINA_PASSWORD, IDP_RESPONSE, FederationWorld
from oauth_world import CALLBACK, DOMAIN, Browser, PageReader, carried

import cognito_lab


@pytest.fixture
def world() -> FederationWorld:
    """A pool with Google and Contoso as providers."""
    return FederationWorld()


def test_somebody_from_google_becomes_a_user_of_the_pool(world):
    """Name, status, group and identities are the sheet's (§4c)."""
    username = f"Google_{world.gina}"

    tokens = world.tokens_from(world.sign_in_elsewhere(scope="openid email profile"))

    id_, access = world.claims(tokens["id_token"]), world.claims(tokens["access_token"])
    assert id_["cognito:username"] == access["username"] == username
    assert id_["cognito:groups"] == access["cognito:groups"] == [f"{world.pool_id}_Google"]
    assert id_["identities"] == [
        {
            "userId": world.gina,
            "providerName": "Google",
            "providerType": "Google",
            "issuer": None,
            "primary": "true",
            "dateCreated": str(world.cloud.clock.epoch() * 1000),
        }
    ]
    assert (id_["email"], id_["email_verified"], id_["name"]) == (GINA, False, "Gina")
    assert (access["scope"], access["version"]) == ("openid email profile", 2)
    user = world.user(username)
    assert user["UserStatus"] == "EXTERNAL_PROVIDER"
    assert json.loads(user["attributes"]["identities"]) == id_["identities"]


def test_somebody_from_another_provider_does_so_too(world):
    """Its people are called after the provider's name in the pool; its type is OIDC."""
    ana = world.contoso.add_user("ana@contoso.example", "pw", name="Ana")

    tokens = world.tokens_from(world.sign_in_elsewhere("Contoso", "ana@contoso.example", "pw"))

    id_ = world.claims(tokens["id_token"])
    assert id_["cognito:username"] == f"Contoso_{ana}"
    assert id_["cognito:groups"] == [f"{world.pool_id}_Contoso"]
    assert (id_["identities"][0]["providerType"], id_["identities"][0]["issuer"]) == ("OIDC", None)


def test_a_nonce_is_made_where_the_app_sent_none(world):
    """For sign-in elsewhere there is always one; the app's own goes first."""
    made = world.tokens_from(world.sign_in_elsewhere())["id_token"]
    own = world.tokens_from(world.sign_in_elsewhere(nonce="n-1"))["id_token"]

    assert len(world.claims(made)["nonce"]) >= 22
    assert world.claims(own)["nonce"] == "n-1"


def test_the_password_never_passes_through_the_app_or_the_pool(world):
    """It goes from the browser to Google, and nowhere else."""
    world.tokens_from(world.sign_in_elsewhere())

    holders = {
        (exchange.sender, exchange.receiver)
        for exchange in world.cloud.trace.walk()
        if GINA_PASSWORD in repr((exchange.request, exchange.answer))
    }
    assert holders == {("Browser", "Google")}


def test_the_journey_is_on_record_from_end_to_end(world):
    """Who talks to whom, in order; the pool redeems the code without the browser."""
    mark = world.cloud.trace.mark()

    world.tokens_from(world.sign_in_elsewhere())

    told = [
        (exchange.depth, exchange.sender, exchange.receiver, exchange.action)
        for top in world.cloud.trace.since(mark)
        for exchange in top.walk()
        if not exchange.is_step
    ]
    assert told == [
        (0, "Browser", "User Pool", "GET /oauth2/authorize"),
        (0, "Browser", "Google", "GET /o/oauth2/v2/auth"),
        (0, "Browser", "Google", "POST /o/oauth2/v2/auth"),
        (0, "Browser", "User Pool", "GET /oauth2/idpresponse"),
        (1, "User Pool", "Google", "POST /token"),
        (1, "User Pool", "JWKS", "GET jwks.json"),
        (0, "Browser", "App", "return to the app"),
        (0, "App", "User Pool", "POST /oauth2/token"),
    ]


def test_the_same_person_is_the_same_user_each_time(world):
    """One user, one group membership; attributes are written anew."""
    first = world.claims(world.tokens_from(world.sign_in_elsewhere())["id_token"])
    second = world.claims(world.tokens_from(world.sign_in_elsewhere())["id_token"])

    assert first["sub"] == second["sub"]
    assert world.usernames == [f"Google_{world.gina}"]


def test_the_browser_is_remembered_after_a_sign_in_elsewhere(world):
    """The next app of the pool needs neither page nor provider."""
    world.sign_in_elsewhere()

    assert "code" in carried(world.authorize(prompt="none"))
    assert "code" in carried(world.authorize(identity_provider="Google", prompt="none"))
    wrong = world.authorize(identity_provider="Contoso", prompt="none")
    assert carried(wrong)["error"] == "login_required"


def test_the_page_offers_every_provider_of_the_client(world):
    """A link leads to the provider's page, with the app's request in it."""
    page = world.authorize()

    links = PageReader(page.text).links
    assert len(links) == 2
    there = world.browser.http.get(links[0])
    assert there.url.startswith("https://accounts.google.com/")
    done = world.browser.fill_in(there, email=GINA, password=GINA_PASSWORD)
    assert carried(done)["state"] == "s-42"


def test_a_client_with_one_provider_goes_there_at_once():
    """Nobody has to choose where there is no choice."""
    world = FederationWorld(SupportedIdentityProviders=["Google"])

    assert world.authorize().url.startswith("https://accounts.google.com/")


def test_a_provider_is_found_by_its_identifier(world):
    """`idp_identifier` names it without its name."""
    world.idp.delete_identity_provider(UserPoolId=world.pool_id, ProviderName="Contoso")
    world.idp.create_identity_provider(
        UserPoolId=world.pool_id,
        ProviderName="Contoso",
        ProviderType="OIDC",
        IdpIdentifiers=["contoso.example"],
        ProviderDetails={
            "client_id": world.contoso_app,
            "authorize_scopes": "openid",
            "oidc_issuer": CONTOSO,
            "attributes_request_method": "GET",
        },
    )

    assert world.authorize(idp_identifier="contoso.example").url.startswith(f"{CONTOSO}/authorize")


# --- attributes -----------------------------------------------------------------------------------


def test_an_address_is_verified_only_if_the_flag_is_mapped():
    """Mapped, the provider's word counts."""
    world = FederationWorld(mapping={"email": "email", "email_verified": "email_verified"})

    world.sign_in_elsewhere()

    assert world.user(f"Google_{world.gina}")["attributes"]["email_verified"] == "true"


def test_claims_become_texts():
    """A list is written in brackets; what the provider did not send is absent."""
    world = FederationWorld(mapping={"nickname": "groups", "website": "nothing"})

    world.sign_in_elsewhere()

    attributes = world.user(f"Google_{world.gina}")["attributes"]
    assert attributes["nickname"] == "[a,b]"
    assert "website" not in attributes


def test_each_sign_in_writes_the_mapped_attributes_anew(world):
    """What an administrator changed is overwritten; what is not mapped stays."""
    world.sign_in_elsewhere()
    username = f"Google_{world.gina}"
    world.idp.admin_update_user_attributes(
        UserPoolId=world.pool_id,
        Username=username,
        UserAttributes=[{"Name": "name", "Value": "G."}, {"Name": "nickname", "Value": "gigi"}],
    )

    world.sign_in_elsewhere()

    attributes = world.user(username)["attributes"]
    assert (attributes["name"], attributes["nickname"]) == ("Gina", "gigi")


def test_what_the_client_may_not_write_is_skipped():
    """The sign-in goes on without it."""
    world = FederationWorld(WriteAttributes=["email"])

    world.sign_in_elsewhere()

    attributes = world.user(f"Google_{world.gina}")["attributes"]
    assert attributes["email"] == GINA
    assert "name" not in attributes


def test_a_mapped_attribute_that_is_immutable_breaks_the_second_sign_in():
    """The first makes the user; the next would have to change the attribute."""
    schema = [{"Name": "name", "AttributeDataType": "String", "Mutable": False}]
    world = FederationWorld(pool={"Schema": schema})
    assert "code" in carried(world.sign_in_elsewhere())

    again = carried(world.sign_in_elsewhere())

    assert again["error"] == "invalid_request"
    assert "cannot be updated" in again["error_description"]


def test_a_required_attribute_that_nobody_sends_makes_no_user():
    """The app is told which one, and nothing was made."""
    schema = [{"Name": "nickname", "AttributeDataType": "String", "Required": True}]
    world = FederationWorld(pool={"Schema": schema})

    result = carried(world.sign_in_elsewhere())

    assert (result["error"], result["state"]) == ("invalid_request", "s-42")
    assert "nickname" in result["error_description"]
    assert world.usernames == []
    assert world.idp.list_groups(UserPoolId=world.pool_id)["Groups"] == []


def test_a_pool_that_ignores_case_writes_the_name_small():
    """Prefix included."""
    world = FederationWorld(pool={"UsernameConfiguration": {"CaseSensitive": False}})

    world.sign_in_elsewhere()
    world.sign_in_elsewhere()

    assert world.usernames == [f"google_{world.gina}"]


def test_who_comes_from_elsewhere_takes_no_local_user_s_name_away():
    """In a pool where the address is the name, the local user still signs in with it."""
    world = FederationWorld(pool={"UsernameAttributes": ["email"]})
    sub = world.add_user(GINA)

    world.sign_in_elsewhere()

    local = world.claims(world.tokens(GINA, prompt="login")["id_token"])
    assert local["sub"] == local["cognito:username"] == sub
    assert sorted(world.usernames) == sorted([sub, f"Google_{world.gina}"])


def test_a_local_user_s_name_is_not_taken_over(world):
    """A user who is called as Gina would be called is not Gina."""
    username = f"Google_{world.gina}"
    world.add_user(username)

    result = carried(world.sign_in_elsewhere())

    assert result["error"] == "invalid_request"
    assert world.user(username)["UserStatus"] == "CONFIRMED"
    assert "identities" not in world.user(username)["attributes"]


def test_who_came_from_elsewhere_has_no_password_here():
    """Signing in with the pool's own page or asking for a new password leads nowhere."""
    world = FederationWorld(mapping={"email": "email", "email_verified": "email_verified"})
    world.sign_in_elsewhere()
    username = f"Google_{world.gina}"

    page = world.browser.fill_in(
        world.authorize(prompt="login"), username=username, password=GINA_PASSWORD
    )

    assert PageReader(page.text).alert == "Incorrect username or password."
    with pytest.raises(world.idp.exceptions.NotAuthorizedException, match="cannot be reset"):
        world.idp.admin_reset_user_password(UserPoolId=world.pool_id, Username=username)
    with pytest.raises(world.idp.exceptions.NotAuthorizedException, match="cannot be reset"):
        world.idp.forgot_password(ClientId=world.client["ClientId"], Username=username)


# --- refusals -------------------------------------------------------------------------------------


def test_a_wrong_password_is_the_provider_s_affair(world):
    """Its page is shown again; the pool hears nothing."""
    page = world.browser.fill_in(world.at_provider(), email=GINA, password="wrong")

    assert page.url.startswith("https://accounts.google.com/")
    assert PageReader(page.text).alert == "Wrong e-mail address or password. Try again."
    assert world.usernames == []


def test_a_person_who_says_no_is_sent_back_to_the_app(world):
    """The provider's error reaches the app, with the app's own state."""
    response = world.browser.fill_in(world.at_provider(), cancel="yes")

    result = carried(response)
    assert response.headers["Location"].startswith(f"{CALLBACK}?")
    assert (result["error"], result["state"]) == ("access_denied", "s-42")
    assert result["error_description"].startswith("Google Error - 400 access_denied")


def test_a_disabled_user_is_refused_after_the_provider_said_yes(world):
    """The pool has the last word."""
    world.sign_in_elsewhere()
    world.idp.admin_disable_user(UserPoolId=world.pool_id, Username=f"Google_{world.gina}")

    result = carried(world.sign_in_elsewhere())

    assert result == {
        "error": "invalid_request",
        "error_description": "User is disabled.",
        "state": "s-42",
    }


def answer_of_google(world) -> str:
    """The address with which Google sends the browser back to the pool, not yet visited."""
    page = world.at_provider(prompt="login")
    form = PageReader(page.text).forms[0]
    response = world.browser.http.post(
        page.url.partition("?")[0] + form.action,
        data={"email": GINA, "password": GINA_PASSWORD},
        allow_redirects=False,
    )
    return str(response.headers["Location"])


def test_another_browser_cannot_bring_the_answer(world):
    """Who returns must be who was sent: a link with somebody's code signs nobody in."""
    address = answer_of_google(world)
    victim = Browser(world.cloud)

    response = victim.http.get(address)

    assert response.url.startswith(f"{DOMAIN}/error?error=invalid_request")
    assert "not sent to the provider" in world.because()
    assert "cognito" not in victim.http.cookies


@pytest.mark.parametrize(
    ("change", "because"),
    [
        pytest.param(lambda w, q: q.pop("state"), "nobody was ever given", id="no state"),
        pytest.param(lambda w, q: q.update(state="x"), "nobody was ever given", id="other state"),
        pytest.param(lambda w, q: w.browser.http.cookies.clear(), "not sent", id="no cookie"),
        pytest.param(lambda w, q: w.cloud.clock.advance(minutes=5), "until", id="too late"),
    ],
)
def test_an_answer_that_nobody_waits_for_is_an_error_page(world, change, because):
    """The pool does not know which app it is for, so no app hears of it."""
    where = urlsplit(answer_of_google(world))
    query = dict(parse_qsl(where.query))
    change(world, query)

    response = world.browser.http.get(IDP_RESPONSE, params=query)

    assert response.url.startswith(f"{DOMAIN}/error?")
    assert because in world.because()
    assert world.usernames == []


def test_an_answer_is_taken_once(world):
    """The second time its state is spent."""
    address = answer_of_google(world)
    cookie = world.browser.http.cookies["csrf-state"]
    assert "code" in carried(world.browser.http.get(address))
    world.browser.http.cookies.set("csrf-state", cookie, domain=urlsplit(DOMAIN).hostname)

    response = world.browser.http.get(address)

    assert response.url.startswith(f"{DOMAIN}/error?")
    assert "used before" in world.because()


@pytest.mark.parametrize(
    ("change", "where"),
    [
        pytest.param(
            {"CallbackURLs": ["https://new.example.com/"]}, f"{DOMAIN}/error", id="the address"
        ),
        pytest.param(
            {"SupportedIdentityProviders": ["COGNITO"]},
            f"{CALLBACK}?error=unauthorized_client",
            id="the provider",
        ),
    ],
)
def test_settings_that_changed_on_the_way_count(world, change, where):
    """The app's request is judged anew when the browser comes back."""
    address = answer_of_google(world)
    kept = ("AllowedOAuthFlowsUserPoolClient", "AllowedOAuthFlows", "AllowedOAuthScopes")
    kept = (*kept, "CallbackURLs", "SupportedIdentityProviders")
    settings = {name: world.client[name] for name in kept}
    world.idp.update_user_pool_client(
        UserPoolId=world.pool_id, ClientId=world.client["ClientId"], **{**settings, **change}
    )

    response = world.browser.http.get(address)

    assert (response.headers.get("Location") or response.url).startswith(where)
    assert world.usernames == []


def test_a_code_that_the_provider_does_not_know_signs_nobody_in(world):
    """The pool asks the provider, whatever the browser brings."""
    query = dict(parse_qsl(urlsplit(answer_of_google(world)).query))

    response = world.browser.http.get(IDP_RESPONSE, params={**query, "code": "made-up"})

    assert carried(response)["error"] == "invalid_grant"
    assert world.usernames == []


def test_a_wrong_secret_of_the_pool_s_is_said_to_the_app():
    """invalid_client is the provider's word; nobody is signed in."""
    world = FederationWorld()
    world.idp.delete_identity_provider(UserPoolId=world.pool_id, ProviderName="Google")
    world.make_provider(
        "Google", "Google", world.google, world.google_app, None, client_secret="wrong"
    )

    assert carried(world.sign_in_elsewhere())["error"] == "invalid_client"


def test_a_provider_that_does_not_know_the_pool_shows_its_own_error():
    """redirect_uri_mismatch at Google: the pool's address was never registered there."""
    world = FederationWorld()
    app_id = world.google.register_client("forgot the address")
    world.idp.delete_identity_provider(UserPoolId=world.pool_id, ProviderName="Google")
    world.make_provider("Google", "Google", world.google, app_id, None)

    page = world.at_provider()

    assert page.status_code == 400
    assert "redirect_uri_mismatch" in PageReader(page.text).alert


class Impostor:
    """A provider whose token endpoint answers with something else."""

    participant = "Contoso"

    def __init__(self, answer: object) -> None:
        self.answer = answer

    def redeem(self, form: dict[str, str]) -> object:
        return self.answer


def forged(world, **changes: object) -> str:
    """An ID token as Contoso signs it, with other claims."""
    from cognito_lab.primitives.jose import sign

    nonce = dict(parse_qsl(urlsplit(world.contoso_page.url).query))["nonce"]
    now = world.cloud.clock.epoch()
    claims = {
        "iss": CONTOSO,
        "aud": world.contoso_app,
        "sub": "1",
        "exp": now + 60,
        "nonce": nonce,
        **changes,
    }
    kept = {name: value for name, value in claims.items() if value is not None}
    return sign(kept, world.contoso._keys[-1])


def other_key(world) -> str:
    """The same claims, signed by Google."""
    from cognito_lab.primitives import jose

    claims = jose.parse(forged(world)).unverified_claims
    return jose.sign(claims, world.google._keys[-1])


@pytest.mark.parametrize(
    ("token_of", "because"),
    [
        pytest.param(lambda w: forged(w, iss="https://evil.example"), "iss", id="other issuer"),
        pytest.param(lambda w: forged(w, aud="somebody-else"), "aud", id="other audience"),
        pytest.param(lambda w: forged(w, aud=None), "aud", id="no audience"),
        pytest.param(lambda w: forged(w, exp=1), "exp", id="expired"),
        pytest.param(lambda w: forged(w, exp=None), "exp", id="never expires"),
        pytest.param(lambda w: forged(w, nonce="other"), "nonce", id="other nonce"),
        pytest.param(lambda w: forged(w, nonce=None), "nonce", id="no nonce"),
        pytest.param(lambda w: forged(w, sub=None), "sub", id="no subject"),
        pytest.param(lambda w: forged(w, sub=""), "sub", id="empty subject"),
        pytest.param(lambda w: forged(w)[:-6], "signature", id="a cut signature"),
        pytest.param(other_key, "no key with the kid", id="another provider's key"),
        pytest.param(lambda w: "nonsense", "three parts", id="no JWT"),
        pytest.param(lambda w: None, "text", id="no token"),
    ],
)
def test_an_id_token_that_does_not_hold_signs_nobody_in(world, monkeypatch, token_of, because):
    """Signature, issuer, audience, time and nonce are checked, although the pool fetched it."""
    world.contoso.add_user("ana@contoso.example", "pw")
    world.contoso_page = world.at_provider("Contoso")
    impostor = Impostor({"id_token": token_of(world)})
    registry = world.cloud.openid_providers
    monkeypatch.setattr(registry, "of_issuer", lambda issuer: impostor)

    response = world.browser.fill_in(world.contoso_page, email="ana@contoso.example", password="pw")

    result = carried(response)
    assert (result["error"], result["state"]) == ("invalid_request", "s-42")
    assert result["error_description"] == "Bad id_token of Contoso"
    assert because in world.because()
    assert world.usernames == []


def test_an_honest_id_token_signs_in(world, monkeypatch):
    """The impostor's answer with nothing wrong in it: so each case above fails for its reason."""
    world.contoso.add_user("ana@contoso.example", "pw")
    world.contoso_page = world.at_provider("Contoso")
    impostor = Impostor({"id_token": forged(world)})
    monkeypatch.setattr(world.cloud.openid_providers, "of_issuer", lambda issuer: impostor)

    response = world.browser.fill_in(world.contoso_page, email="ana@contoso.example", password="pw")

    assert "code" in carried(response)
    assert world.usernames == ["Contoso_1"]


def test_a_provider_outside_the_lab_is_not_visited(world):
    """The browser is sent there, and the lab does not follow; an unknown page is said to be one."""
    details = {
        "client_id": "x",
        "authorize_scopes": "openid",
        "oidc_issuer": "https://elsewhere.example",
        "attributes_request_method": "GET",
    }
    for name, more in (
        ("Known", {"authorize_url": "https://elsewhere.example/authorize"}),
        ("Unknown", {}),
    ):
        world.idp.create_identity_provider(
            UserPoolId=world.pool_id,
            ProviderName=name,
            ProviderType="OIDC",
            ProviderDetails={**details, **more},
        )
    client = world.make_client(SupportedIdentityProviders=["Known", "Unknown"])["ClientId"]

    response = world.authorize(client_id=client, identity_provider="Known")

    assert response.headers["Location"].startswith(
        "https://elsewhere.example/authorize?client_id=x"
    )
    with pytest.raises(cognito_lab.NotSimulated, match=r"openid_providers\.create"):
        world.authorize(client_id=client, identity_provider="Unknown")
