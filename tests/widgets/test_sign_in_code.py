"""The code twin of the sign-in form: run as shown, it comes to the same as the form."""

from __future__ import annotations

from typing import Any

import pytest
from form_worlds import PASSWORD, Pool, run_twin, said, twin_of, user_pool
from token_samples import HOSTILE

from cognito_lab.primitives import totp
from cognito_lab.primitives.jose import parse
from cognito_lab.widgets import SignIn
from cognito_lab.widgets.sign_in_flow import GOOGLE, GUEST, SRP


def claims(token: str) -> dict[str, Any]:
    """What a token says, without what is new in every token."""
    read = dict(parse(token).unverified_claims)
    return {k: v for k, v in read.items() if k not in ("jti", "origin_jti", "event_id")}


def test_every_shown_import_is_needed():
    """The twin of a plain sign-in is short."""
    pool = user_pool()

    assert len(twin_of(pool.form()).splitlines()) <= 10


@pytest.mark.parametrize("how", ["Password", SRP])
@pytest.mark.parametrize("secret", [False, True], ids=["public client", "confidential client"])
def test_the_twin_signs_the_same_person_in(how: str, secret: bool):
    """Its ID token says what the form's says."""
    pool = user_pool(secret=secret)
    pool.add()
    form = pool.form()
    form.how.value = how

    form.sign_in.click()
    left = run_twin(twin_of(form), cloud=pool.cloud, password=PASSWORD, client_secret=pool.secret)

    assert claims(left["tokens"]["IdToken"]) == claims(form.tokens["IdToken"])


def test_the_twin_of_google_brings_the_same_login():
    """The browser's part is the lab's, the app's part is the Logins map."""
    pool = user_pool()
    pool.cloud.google.add_user("gina@example.com", PASSWORD)
    client_id = pool.cloud.google.register_client("app")
    form = pool.form(google_client_id=client_id, google_people={"gina@example.com": PASSWORD})
    form.provider.value = GOOGLE

    form.google.click()
    left = run_twin(twin_of(form), cloud=pool.cloud, password=PASSWORD)

    (provider, token), (same_provider, same_token) = *left["logins"].items(), *form.logins.items()
    assert provider == same_provider == "accounts.google.com"
    assert {**claims(token), "at_hash": ""} == {**claims(same_token), "at_hash": ""}


def test_the_twin_of_a_guest_shows_nothing():
    """An empty Logins map."""
    form = user_pool().form()
    form.provider.value = GUEST

    assert run_twin(twin_of(form))["logins"] == {}


@pytest.mark.parametrize("secret", [False, True], ids=["public client", "confidential client"])
def test_the_twin_of_a_sign_up_makes_a_confirmed_account(secret: bool):
    """It reads the code from the mailbox and enters it."""
    pool = user_pool(secret=secret)
    form = pool.form()
    form.is_new.value = True
    form.new.fields["email"].value = "jdoe@example.com"

    run_twin(twin_of(form), cloud=pool.cloud, password=PASSWORD, client_secret=pool.secret)
    form.sign_in.click()

    assert form.tokens
    user = pool.cloud.cognito_idp.admin_get_user(user_pool_id=pool.pool_id, username="jdoe")
    assert user["UserStatus"] == "CONFIRMED"


def test_the_twin_follows_what_the_person_does():
    """Signing up shows the one, signing in the other, whatever part of the form is open."""
    pool = user_pool()
    form = pool.form()
    form.is_new.value = True
    assert "sign_up" in twin_of(form)

    form.new.fields["email"].value = "jdoe@example.com"
    form.new.sign_up.click()
    form.new.code.value = pool.cloud.mailbox.latest("jdoe@example.com").code
    form.new.confirm.click()
    assert "sign_up" in twin_of(form)
    form.sign_in.click()

    assert form.tokens
    assert "sign_up" not in twin_of(form)


def test_the_twin_of_a_sign_up_that_sends_no_code_ends_there():
    """A pool that verifies nothing leaves nothing to confirm with."""
    form = user_pool(auto_verified=()).form()
    form.is_new.value = True

    assert "confirm" not in twin_of(form)


def test_the_twin_of_a_new_password_answers_the_same_question():
    """Run in a world that stands where the form's stood, it ends with tokens."""
    schema = [{"Name": "name", "Required": True}]
    pool, twin_pool = user_pool(schema=schema), user_pool(schema=schema)
    for one in (pool, twin_pool):
        one.add(temporary=True)
    form = pool.form()
    form.sign_in.click()
    form.challenge.new_password.value = "Battery-Staple8"
    form.challenge.attributes["userAttributes.name"].value = "Jane Doe"

    form.challenge.send.click()
    left = run_twin(
        twin_of(form), cloud=twin_pool.cloud, password=PASSWORD, new_password="Battery-Staple8"
    )

    assert "Battery" not in twin_of(form)
    assert claims(left["tokens"]["IdToken"]) == claims(form.tokens["IdToken"])


def test_the_twin_of_a_choice_and_a_text_message_answers_both():
    """Every challenge of a sign-in is in it, in order."""
    pool = user_pool()
    pool.add(phone_number="+15550100")
    form = enrolled(pool, "SMS_MFA", "SOFTWARE_TOKEN_MFA")
    form.sign_in.click()
    form.challenge.choice.value = "SMS_MFA"
    form.challenge.send.click()
    form.challenge.code.value = pool.cloud.mailbox.latest("+15550100").code
    form.challenge.send.click()

    code = twin_of(form)
    left = run_twin(code, cloud=pool.cloud, password=PASSWORD)

    assert code.index("SELECT_MFA_TYPE") < code.index('mailbox.latest("+15550100")')
    assert claims(left["tokens"]["IdToken"]) == claims(form.tokens["IdToken"])


def test_the_twin_of_an_authenticator_takes_the_code_that_it_shows():
    """The variable `code` is what the person reads from the app."""
    pool = user_pool()
    pool.add()
    form = enrolled(pool, "SOFTWARE_TOKEN_MFA")
    secret = form._authenticators["jdoe"]
    pool.cloud.clock.advance(seconds=30)
    form.sign_in.click()
    form.challenge.code.value = totp.code(secret, pool.cloud.clock.now())
    form.challenge.send.click()
    assert said(form).startswith("The app holds")

    pool.cloud.clock.advance(seconds=30)
    now = totp.code(secret, pool.cloud.clock.now())
    left = run_twin(twin_of(form), cloud=pool.cloud, password=PASSWORD, code=now)

    assert claims(left["tokens"]["IdToken"])["cognito:username"] == "jdoe"


def test_the_twin_of_setting_up_an_authenticator_does_so():
    """It gets a secret, computes the code as an app would, and goes on to the tokens."""
    pool, twin_pool = user_pool(), user_pool()
    for one in (pool, twin_pool):
        one.add()
        one.ask_for_factors("SOFTWARE_TOKEN_MFA")
    form = pool.form()
    form.sign_in.click()
    form.challenge.send.click()
    form.challenge.code.value = totp.code(form._open.secret, pool.cloud.clock.now())
    form.challenge.send.click()

    left = run_twin(twin_of(form), cloud=twin_pool.cloud, password=PASSWORD)

    assert claims(left["tokens"]["IdToken"]) == claims(form.tokens["IdToken"])


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_name_cannot_leave_its_literal(text: str):
    """Whatever is typed, the twin stays the same calls."""
    form = user_pool().form(username=text)
    form.is_new.value = True
    form.new.fields["email"].value = text

    compiled = compile(twin_of(form), "twin", "exec")

    assert text in [c for c in compiled.co_consts if isinstance(c, str)]


def enrolled(pool: Pool, *factors: str) -> SignIn:
    """A form of somebody who has set up an authenticator; the pool asks for these factors."""
    pool.ask_for_factors("SOFTWARE_TOKEN_MFA")
    form = pool.form()
    form.sign_in.click()
    form.challenge.send.click()
    form.challenge.code.value = totp.code(form._open.secret, pool.cloud.clock.now())
    form.challenge.send.click()
    pool.ask_for_factors(*factors)
    return form
