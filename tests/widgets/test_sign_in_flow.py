"""The ways to sign in, without a form: what they send, what they return, what they let through."""

from __future__ import annotations

import pytest
from form_worlds import PASSWORD, Pool, user_pool

from cognito_lab.primitives import totp
from cognito_lab.primitives.errors import AwsError
from cognito_lab.widgets import sign_in_flow as flow
from cognito_lab.widgets.sign_in_flow import Challenge, SignedIn

WAYS = [
    pytest.param("with_password", id="with the password"),
    pytest.param("with_srp", id="with a proof of it"),
]


def sign_in(pool: Pool, way: str = "with_password", password: str = PASSWORD) -> flow.Outcome:
    """Sign jdoe in."""
    return getattr(pool.app, way)("jdoe", password)


def question(pool: Pool) -> Challenge:
    """Sign jdoe in as far as the pool's first question."""
    outcome = sign_in(pool)
    assert isinstance(outcome, Challenge)
    return outcome


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "secret",
    [
        pytest.param(False, id="a public client"),
        pytest.param(True, id="a confidential one"),
    ],
)
def test_a_right_password_brings_tokens_and_a_login(way: str, secret: bool):
    """Both ways end with three tokens and the Logins map of an identity pool."""
    pool = user_pool(secret=secret)
    pool.add()

    outcome = sign_in(pool, way)

    assert isinstance(outcome, SignedIn)
    assert list(outcome.tokens) == ["IdToken", "AccessToken", "RefreshToken"]
    provider = f"cognito-idp.us-east-1.amazonaws.com/{pool.pool_id}"
    assert outcome.logins == {provider: outcome.tokens["IdToken"]}


@pytest.mark.parametrize("way", WAYS)
def test_a_wrong_password_is_refused_in_awss_words(way: str):
    """The refusal reaches the caller as it is, with the lab's reason in it."""
    pool = user_pool()
    pool.add()

    with pytest.raises(AwsError) as caught:
        sign_in(pool, way, "Wrong-Horse7")

    assert str(caught.value) == "NotAuthorizedException: Incorrect username or password."
    assert caught.value.because == "The user exists; the password is wrong."


def test_a_confidential_client_needs_its_secret():
    """Without the secret the pool does not even look at the password."""
    pool = user_pool(secret=True)
    pool.add()
    app = flow.App(pool.cloud, pool.pool_id, pool.client_id)

    with pytest.raises(AwsError, match="SECRET_HASH was not received"):
        app.with_password("jdoe", PASSWORD)


def test_a_temporary_password_is_replaced():
    """NEW_PASSWORD_REQUIRED is answered with a password, and what else the pool requires."""
    pool = user_pool(schema=[{"Name": "name", "Required": True}])
    pool.add(temporary=True)

    asked = question(pool)
    answer = {"NEW_PASSWORD": "Battery-Staple8", "userAttributes.name": "Jane Doe"}
    outcome = pool.app.answer(asked, answer)

    assert asked.name == "NEW_PASSWORD_REQUIRED"
    assert asked.listed("requiredAttributes") == ["userAttributes.name"]
    assert isinstance(outcome, SignedIn)
    assert isinstance(sign_in(pool, password="Battery-Staple8"), SignedIn)


def test_an_authenticator_is_set_up_on_the_way():
    """MFA_SETUP: get a secret, show a code, go on to the tokens."""
    pool = user_pool()
    pool.add()
    pool.ask_for_factors("SOFTWARE_TOKEN_MFA")

    offered = pool.app.offer_authenticator(question(pool))
    code = totp.code(offered.secret, pool.cloud.clock.now())
    outcome = pool.app.register_authenticator(offered, code)

    assert isinstance(outcome, SignedIn)


def test_a_wrong_code_sets_up_nothing_and_may_be_tried_again():
    """A refused code leaves the offered secret good for another try."""
    pool = user_pool()
    pool.add()
    pool.ask_for_factors("SOFTWARE_TOKEN_MFA")
    offered = pool.app.offer_authenticator(question(pool))
    code = totp.code(offered.secret, pool.cloud.clock.now())

    with pytest.raises(AwsError) as caught:
        pool.app.register_authenticator(offered, f"{(int(code) + 1) % 10**6:06d}")

    assert caught.value.code == "EnableSoftwareTokenMFAException"
    assert isinstance(pool.app.register_authenticator(offered, code), SignedIn)


def test_the_message_of_an_exchange_is_found():
    """An SMS code is read from the phone that the pool sent it to."""
    pool = user_pool()
    pool.add(phone_number="+15550100")
    pool.ask_for_factors("SMS_MFA")
    mark = pool.cloud.trace.mark()

    asked = question(pool)
    mail = flow.mail_sent(pool.cloud, pool.cloud.trace.since(mark))

    assert mail is not None
    assert mail.to == "+15550100"
    assert isinstance(pool.app.answer(asked, {"SMS_MFA_CODE": mail.code}), SignedIn)


def test_no_message_is_found_where_none_was_sent():
    """A plain sign-in sends nothing."""
    pool = user_pool()
    pool.add()
    mark = pool.cloud.trace.mark()

    sign_in(pool)

    assert flow.mail_sent(pool.cloud, pool.cloud.trace.since(mark)) is None


@pytest.mark.parametrize(
    "secret",
    [
        pytest.param(False, id="a public client"),
        pytest.param(True, id="a confidential one"),
    ],
)
def test_an_account_is_made_and_confirmed(secret: bool):
    """Sign up, read the second code that was sent, confirm, sign in."""
    pool = user_pool(secret=secret)

    sent = pool.app.sign_up("jdoe", PASSWORD, {"email": "jdoe@example.com", "phone_number": ""})
    again = pool.app.resend("jdoe")
    pool.app.confirm("jdoe", pool.cloud.mailbox.latest("jdoe@example.com").code)

    assert sent == again == flow.Sent("EMAIL", "j***@e***")
    assert isinstance(sign_in(pool), SignedIn)


def test_a_pool_that_verifies_nothing_sends_nothing():
    """Sign-up then answers without delivery details."""
    pool = user_pool(auto_verified=())

    assert pool.app.sign_up("jdoe", PASSWORD, {}) == flow.Sent()


@pytest.mark.parametrize(
    ("settings", "asked"),
    [
        pytest.param({}, ["email"], id="what it verifies"),
        pytest.param({"auto_verified": ()}, [], id="nothing, if it verifies nothing"),
        pytest.param(
            {"schema": [{"Name": "name", "Required": True}]}, ["email", "name"], id="what it needs"
        ),
        pytest.param(
            {"username_attributes": ("email",)}, [], id="no address twice, if it is the user name"
        ),
    ],
)
def test_a_form_asks_for_what_the_pool_wants(settings: dict, asked: list[str]):
    """Attributes of a sign-up form follow from the pool's settings."""
    pool = user_pool(**settings)

    assert flow.attributes_asked(pool.cloud, pool.pool_id) == asked


def test_google_gives_the_app_an_id_token_alone():
    """The person's browser signs in; App never sends a password."""
    pool = user_pool()
    client_id = pool.cloud.google.register_client("app")
    pool.cloud.google.add_user("gina@example.com", PASSWORD)

    outcome = flow.with_google(pool.cloud, client_id, "gina@example.com", PASSWORD)

    assert list(outcome.tokens) == ["IdToken"]
    assert outcome.logins == {"accounts.google.com": outcome.tokens["IdToken"]}
    senders = {e.sender for e in pool.cloud.trace.exchanges if "password" in e.request}
    assert senders == {"Browser at Google"}


def test_a_guest_holds_nothing():
    """No token, no login."""
    assert flow.as_guest() == SignedIn("Guest")


def test_the_only_pool_and_client_are_found_without_asking():
    """Looking is no request: nothing of it is in the trace."""
    pool = user_pool()
    mark = pool.cloud.trace.mark()

    pool_id = flow.only_user_pool(pool.cloud)
    client_id = flow.only_client(pool.cloud, pool_id)

    assert (pool_id, client_id) == (pool.pool_id, pool.client_id)
    assert pool.cloud.trace.since(mark) == ()


def test_two_pools_must_be_told_apart():
    """The form does not guess."""
    pool = user_pool()
    pool.cloud.cognito_idp.create_user_pool(pool_name="other")

    with pytest.raises(ValueError, match="say which of 2 user pools"):
        flow.only_user_pool(pool.cloud)


def test_a_pool_without_a_client_is_no_place_to_sign_in():
    """The message says what to pass."""
    pool = user_pool()
    other = pool.cloud.cognito_idp.create_user_pool(pool_name="other")["UserPool"]["Id"]

    with pytest.raises(ValueError, match=r"say which of 0 app clients: SignIn\(cloud, client_id=…"):
        flow.only_client(pool.cloud, other)


@pytest.mark.parametrize(
    "record",
    [
        pytest.param(SignedIn("User pool", "jdoe", {"IdToken": "eyJ.a.b"}), id="signed in"),
        pytest.param(Challenge("X", "jdoe", "AYABe", {"SRP_B": "1"}, "SECRET"), id="challenge"),
        pytest.param(user_pool(secret=True).app, id="app"),
    ],
)
def test_a_record_shows_no_secret(record: object):
    """What a cell prints holds neither token nor session nor secret."""
    text = repr(record)

    assert "eyJ" not in text
    assert "AYABe" not in text
    assert "SECRET" not in text
    assert "client_secret" not in text
