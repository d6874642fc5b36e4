"""/oauth2/token: every grant, and every way of not getting one."""

import base64
from types import SimpleNamespace

import pytest
from oauth_world import CALLBACK, DOMAIN, OAuthWorld

import cognito_lab
from cognito_lab.app import pkce_pair
from cognito_lab.lessons.attempt import copy_of
from cognito_lab.primitives.ids import Ids


def test_a_code_becomes_three_tokens(world):
    """The answer is RFC 6749's, and is not to be kept."""
    world.add_user()

    answer = world.post_token(world.token_form(world.code()))

    assert answer.status_code == 200
    assert list(answer.json()) == [
        "id_token",
        "access_token",
        "refresh_token",
        "expires_in",
        "token_type",
    ]
    assert (answer.json()["expires_in"], answer.json()["token_type"]) == (3600, "Bearer")
    assert answer.headers["Cache-Control"] == "no-store"


REFUSED = [
    pytest.param({"code": "made-up"}, "invalid_grant", "nobody was ever given", id="unknown code"),
    pytest.param({"code": None}, "invalid_request", "code is missing", id="no code"),
    pytest.param({"redirect_uri": None}, "invalid_request", "redirect_uri", id="no address"),
    pytest.param({"redirect_uri": f"{CALLBACK}/"}, "invalid_grant", "came to", id="other address"),
    pytest.param({"code_verifier": None}, "invalid_grant", "code_verifier", id="no verifier"),
    pytest.param({"code_verifier": "a" * 43}, "invalid_grant", "hash", id="another verifier"),
    pytest.param({"code_verifier": "ü"}, "invalid_grant", "hash", id="a verifier not ASCII"),
    pytest.param({"grant_type": None}, "invalid_request", "grant_type", id="no grant type"),
    pytest.param({"grant_type": "password"}, "unsupported_grant_type", "none of", id="password"),
    pytest.param({"grant_type": "implicit"}, "unsupported_grant_type", "none of", id="implicit"),
    pytest.param({"client_id": None}, "invalid_client", "no client", id="no client"),
    pytest.param({"client_id": "nobody"}, "invalid_client", "no client", id="unknown client"),
    pytest.param({"client_secret": "x"}, "invalid_client", "has no secret", id="a secret too many"),
    pytest.param(
        {"grant_type": "client_credentials"},
        "unauthorized_client",
        "do not allow",
        id="not machine",
    ),
]


@pytest.mark.parametrize(("changes", "error", "because"), REFUSED)
def test_a_wrong_request_is_refused_and_the_code_stays_good(world, changes, error, because):
    """One error, as AWS words it; the right request then still works."""
    world.add_user()
    code = world.code()

    answer = world.post_token(world.token_form(code, **changes))

    assert answer.status_code == 400
    assert answer.json() == {"error": error}
    assert because in world.because()
    assert world.post_token(world.token_form(code)).status_code == 200


def test_the_challenge_itself_is_no_verifier(world):
    """Who saw the browser's address knows the challenge, and nothing more."""
    world.add_user()

    form = world.token_form(world.code(), code_verifier=world.pkce.code_challenge)

    assert world.post_token(form).json() == {"error": "invalid_grant"}


def test_a_code_works_once(world):
    """The second time it is refused, and the first tokens stay good."""
    world.add_user()
    form = world.token_form(world.code())
    first = world.post_token(form).json()

    second = world.post_token(form)

    assert (second.status_code, second.json()) == (400, {"error": "invalid_grant"})
    assert "used before" in world.because()
    assert world.claims(first["access_token"])["username"] == "jdoe"


def test_a_code_lives_five_minutes(world):
    """At the last second it works, at the next it does not."""
    world.add_user()
    early, late = world.code(), world.code(prompt="login")
    world.cloud.clock.advance(seconds=299)
    assert world.post_token(world.token_form(early)).status_code == 200

    world.cloud.clock.advance(seconds=1)

    assert world.post_token(world.token_form(late)).json() == {"error": "invalid_grant"}
    assert "good until" in world.because()


def test_a_code_never_works_for_another_client(world):
    """Not even for one of the same pool with the same address."""
    world.add_user()
    other = world.make_client()
    code = world.code()

    answer = world.post_token(world.token_form(code, client_id=other["ClientId"]))

    assert answer.json() == {"error": "invalid_grant"}
    assert world.client["ClientId"] in world.because()


def test_a_code_never_works_at_another_pool_s_domain(world):
    """A client is known at its own pool's endpoint only."""
    world.add_user()
    other = world.idp.create_user_pool(PoolName="others")["UserPool"]["Id"]
    world.idp.create_user_pool_domain(Domain="others", UserPoolId=other)

    answer = world.app.post(
        "https://others.auth.us-east-1.amazoncognito.com/oauth2/token",
        data=world.token_form(world.code()),
    )

    assert answer.json() == {"error": "invalid_client"}


def test_without_a_challenge_no_verifier_is_wanted(world):
    """PKCE is the app's choice; but a verifier to a code without a challenge is refused."""
    world.add_user()
    without = {"code_challenge": None, "code_challenge_method": None}

    assert world.post_token(world.token_form(world.code(**without))).json() == {
        "error": "invalid_grant"
    }
    form = world.token_form(world.code(**without), code_verifier=None)
    assert world.post_token(form).status_code == 200


@pytest.mark.parametrize("what", ["disable", "delete"])
def test_a_code_of_somebody_who_is_gone_is_worth_nothing(world, what):
    """Between the page and the token request the user was disabled or deleted."""
    world.add_user()
    code = world.code()
    getattr(world.idp, f"admin_{what}_user")(UserPoolId=world.pool_id, Username="jdoe")

    assert world.post_token(world.token_form(code)).json() == {"error": "invalid_grant"}


def test_an_old_session_s_time_is_in_the_token(world):
    """auth_time says when the person signed in, not when the code was made."""
    world.add_user()
    world.sign_in()
    signed_in = world.cloud.clock.epoch()
    world.cloud.clock.advance(minutes=30)
    code = dict(
        pair.split("=") for pair in world.authorize().headers["Location"].split("?")[1].split("&")
    )["code"]

    claims = world.claims(world.post_token(world.token_form(code)).json()["id_token"])

    assert claims["auth_time"] == signed_in
    assert claims["iat"] == signed_in + 1800


# --- who is speaking ------------------------------------------------------------------------------


def basic(client_id: str, secret: str) -> dict[str, str]:
    """An Authorization header."""
    return {"Authorization": "Basic " + base64.b64encode(f"{client_id}:{secret}".encode()).decode()}


def confidential() -> OAuthWorld:
    """A world whose app has a secret, and a user."""
    world = OAuthWorld(GenerateSecret=True)
    world.add_user()
    return world


def test_a_secret_goes_in_the_form_or_in_the_header():
    """Both ways are AWS's."""
    world = confidential()
    client_id, secret = world.client["ClientId"], world.client["ClientSecret"]

    in_form = world.post_token(world.token_form(world.code()))
    bare = world.token_form(world.code(), client_secret=None)
    in_header = world.post_token(bare, headers=basic(client_id, secret))
    without_id = world.token_form(world.code(), client_secret=None, client_id=None)
    header_alone = world.post_token(without_id, headers=basic(client_id, secret))

    assert [a.status_code for a in (in_form, in_header, header_alone)] == [200, 200, 200]


@pytest.mark.parametrize(
    ("form", "header", "error"),
    [
        pytest.param({"client_secret": None}, None, "invalid_client", id="no secret"),
        pytest.param({"client_secret": ""}, None, "invalid_client", id="an empty secret"),
        pytest.param({"client_secret": "wrong"}, None, "invalid_client", id="a wrong secret"),
        pytest.param({"client_secret": "ü"}, None, "invalid_client", id="a secret not ASCII"),
        pytest.param(
            {"client_secret": None}, "{id}:wrong", "invalid_client", id="wrong in the header"
        ),
        pytest.param({"client_secret": None}, "{id}", "invalid_client", id="no colon"),
        pytest.param(
            {"client_secret": None}, "other:{secret}", "invalid_client", id="two client ids"
        ),
        pytest.param({}, "{id}:{secret}", "invalid_request", id="both ways at once"),
    ],
)
def test_an_app_that_cannot_prove_itself_gets_nothing(form, header, error):
    """A right code does not help."""
    world = confidential()
    headers = {}
    if header is not None:
        text = header.format(id=world.client["ClientId"], secret=world.client["ClientSecret"])
        headers = {"Authorization": f"Basic {base64.b64encode(text.encode()).decode()}"}

    answer = world.post_token(world.token_form(world.code(), **form), headers=headers)

    assert (answer.status_code, answer.json()) == (400, {"error": error})


@pytest.mark.parametrize("header", ["Basic", "Basic ***", "Bearer abc", "Basic /w==", "x"])
def test_an_unreadable_header_is_an_unknown_client(header):
    """It never becomes a Python error."""
    world = confidential()

    answer = world.post_token({"grant_type": "refresh_token"}, headers={"Authorization": header})

    assert answer.json() == {"error": "invalid_client"}


def test_a_request_that_is_no_form_is_refused(world):
    """JSON is not read."""
    answer = world.app.post(f"{DOMAIN}/oauth2/token", json=world.token_form("x"))

    assert answer.json() == {"error": "invalid_client"}


def test_a_field_that_comes_twice_is_refused(world):
    """RFC 6749, section 3.2."""
    world.add_user()
    form = [*world.token_form(world.code()).items(), ("code", "another")]

    answer = world.app.post(f"{DOMAIN}/oauth2/token", data=form)

    assert answer.json() == {"error": "invalid_request"}


# --- refreshing -----------------------------------------------------------------------------------


def refresh(world, token, **changes):
    """A refresh request."""
    form = {
        "grant_type": "refresh_token",
        "client_id": world.client["ClientId"],
        "refresh_token": token,
    }
    return world.post_token({**form, **changes})


def test_refreshing_keeps_session_and_scope(world):
    """No second refresh token; auth_time and origin_jti stay; there is no nonce any more."""
    world.add_user()
    first = world.tokens(scope="openid email", nonce="n-1")
    world.cloud.clock.advance(minutes=50)

    answer = refresh(world, first["refresh_token"]).json()

    assert list(answer) == ["id_token", "access_token", "expires_in", "token_type"]
    old, new = world.claims(first["id_token"]), world.claims(answer["id_token"])
    assert (new["auth_time"], new["origin_jti"]) == (old["auth_time"], old["origin_jti"])
    assert new["iat"] - old["iat"] == 3000
    assert "nonce" not in new
    access = world.claims(answer["access_token"])
    assert (access["scope"], access["version"]) == ("openid email", 2)


@pytest.mark.parametrize(
    ("spoil", "because"),
    [
        pytest.param(
            lambda w, t: w.app.post(
                f"{DOMAIN}/oauth2/revoke", data={"token": t, "client_id": w.client["ClientId"]}
            ),
            "ended on purpose",
            id="revoked",
        ),
        pytest.param(
            lambda w, t: w.idp.admin_user_global_sign_out(UserPoolId=w.pool_id, Username="jdoe"),
            "ended on purpose",
            id="signed out everywhere",
        ),
        pytest.param(
            lambda w, t: w.idp.admin_disable_user(UserPoolId=w.pool_id, Username="jdoe"),
            "ended on purpose",
            id="disabled",
        ),
        pytest.param(lambda w, t: w.cloud.clock.advance(days=30), "until", id="too old"),
        pytest.param(
            lambda w, t: setattr(w, "client", w.make_client()), "belongs to", id="another"
        ),
    ],
)
def test_a_refresh_token_that_is_no_longer_good_is_refused(world, spoil, because):
    """invalid_grant, whatever the reason; the trace knows it."""
    world.add_user()
    token = world.tokens()["refresh_token"]
    spoil(world, token)

    answer = refresh(world, token)

    assert (answer.status_code, answer.json()) == (400, {"error": "invalid_grant"})
    assert because in world.because()


@pytest.mark.parametrize(
    ("token", "error"), [("", "invalid_request"), ("a.b.c.d.e", "invalid_grant")]
)
def test_a_refresh_token_must_be_there_and_known(world, token, error):
    """Missing is a wrong request, unknown a wrong grant."""
    assert refresh(world, token).json() == {"error": error}


def test_a_client_may_be_forbidden_to_refresh():
    """ExplicitAuthFlows without ALLOW_REFRESH_TOKEN_AUTH."""
    world = OAuthWorld(ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH"])
    world.add_user()

    answer = refresh(world, world.tokens()["refresh_token"])

    assert answer.json() == {"error": "unauthorized_client"}


def test_a_session_of_the_endpoints_can_be_refreshed_through_the_api(world):
    """It is one session: the scope stays what it was."""
    world.add_user()
    token = world.tokens(scope="openid email")["refresh_token"]

    answer = world.idp.initiate_auth(
        AuthFlow="REFRESH_TOKEN_AUTH",
        ClientId=world.client["ClientId"],
        AuthParameters={"REFRESH_TOKEN": token},
    )["AuthenticationResult"]

    assert world.claims(answer["AccessToken"])["scope"] == "openid email"


# --- the app itself -------------------------------------------------------------------------------


def as_machine(world, client, **changes):
    """A client_credentials request."""
    form = {
        "grant_type": "client_credentials",
        "client_id": client["ClientId"],
        "client_secret": client["ClientSecret"],
    }
    return world.post_token({**form, **changes})


def test_a_machine_gets_an_access_token_and_nothing_else(world):
    """Claims as on the sheet (§4e): sub is the client, there is no user and no audience."""
    client = world.machine(AccessTokenValidity=2)

    answer = as_machine(world, client, scope="orders/read")

    assert list(answer.json()) == ["access_token", "expires_in", "token_type"]
    claims = world.claims(answer.json()["access_token"])
    now = world.cloud.clock.epoch()
    jti = claims.pop("jti")
    assert jti
    assert claims == {
        "sub": client["ClientId"],
        "token_use": "access",
        "scope": "orders/read",
        "auth_time": now,
        "iss": world.issuer,
        "exp": now + 7200,
        "iat": now,
        "version": 2,
        "client_id": client["ClientId"],
    }


def test_a_machine_that_names_no_scope_gets_all_of_its_own(world):
    """In the client's order."""
    token = as_machine(world, world.machine()).json()["access_token"]

    assert world.claims(token)["scope"] == "orders/read orders/write"


@pytest.mark.parametrize("scope", ["orders/delete", "openid", "orders/read openid", "a  b", " "])
def test_a_machine_gets_no_scope_that_it_has_not(world, scope):
    """An unknown scope, or one that speaks of a person."""
    answer = as_machine(world, world.machine(), scope=scope)

    assert (answer.status_code, answer.json()) == (400, {"error": "invalid_scope"})


def test_a_scope_whose_resource_server_is_gone_is_gone_too(world):
    """The client still lists it, and nobody gets it."""
    client = world.machine()
    world.idp.delete_resource_server(UserPoolId=world.pool_id, Identifier="orders")

    assert as_machine(world, client).json() == {"error": "invalid_scope"}


def test_a_machine_has_no_user_behind_it(world):
    """Its token opens neither userInfo nor GetUser."""
    token = as_machine(world, world.machine()).json()["access_token"]

    answer = world.app.get(
        f"{DOMAIN}/oauth2/userInfo", headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.status_code == 401
    with pytest.raises(world.idp.exceptions.ClientError):
        world.idp.get_user(AccessToken=token)


@pytest.mark.parametrize("secret", ["", "wrong"])
def test_a_machine_without_its_secret_is_nobody(world, secret):
    """The secret is all that it has."""
    answer = as_machine(world, world.machine(), client_secret=secret)

    assert answer.json() == {"error": "invalid_client"}


def test_the_same_pkce_pair_serves_one_request_only_by_the_app_s_choice(world):
    """A verifier fits its own challenge and no other pair's."""
    world.add_user()
    other = pkce_pair(Ids(4))

    form = world.token_form(world.code(), code_verifier=other.code_verifier)

    assert world.post_token(form).json() == {"error": "invalid_grant"}


def test_a_copy_of_the_cloud_has_its_own_codes(world):
    """Exercises are checked on a copy: a code that is spent there still works here."""
    world.add_user()
    form = world.token_form(world.code())
    twin = copy_of(SimpleNamespace(cloud=world.cloud)).cloud

    there = cognito_lab.http_session(twin).post(f"{DOMAIN}/oauth2/token", data=form)

    assert there.status_code == 200
    assert world.post_token(form).status_code == 200
