"""The sign-in form as a person uses it, through its traits, without a browser."""

from __future__ import annotations

import html

import pytest
from form_worlds import PASSWORD, Page, Pool, said, shown, user_pool
from token_samples import HOSTILE

from cognito_lab.primitives import totp
from cognito_lab.widgets import SignIn
from cognito_lab.widgets.sign_in_flow import GOOGLE, GUEST, SRP, USER_POOL, SignedIn
from cognito_lab.widgets.visible import visible


@pytest.fixture
def pool() -> Pool:
    """A pool with jdoe in it."""
    pool = user_pool()
    pool.add()
    return pool


def is_shown(widget: object) -> bool:
    """Whether a control is on the page."""
    return widget.layout.display != "none"  # type: ignore[attr-defined]


def google_form(pool: Pool, **given: object) -> SignIn:
    """A form that offers Google, where gina has an account."""
    pool.cloud.google.add_user("gina@example.com", "Practice-Google1")
    client_id = pool.cloud.google.register_client("app")
    people = {"gina@example.com": "Practice-Google1"}
    return pool.form(google_client_id=client_id, **{"google_people": people, **given})


# --- signing in -----------------------------------------------------------------------------------


def test_making_a_form_leaves_no_trace(pool: Pool):
    """Nothing happens before somebody presses a button."""
    mark = pool.cloud.trace.mark()

    pool.form()

    assert pool.cloud.trace.since(mark) == ()


@pytest.mark.parametrize(
    ("how", "verdict"),
    [
        pytest.param("Password", "The password travelled: App → User Pool", id="password"),
        pytest.param(SRP, "The password did not travel", id="SRP"),
    ],
)
def test_signing_in_shows_who_and_whether_the_password_travelled(
    pool: Pool, how: str, verdict: str
):
    """Typing a name and pressing the button is all that a person does."""
    form = pool.form(username="")
    form.user_name.set_state({"value": "jdoe"})
    form.how.set_state({"index": form.how.options.index(how)})

    form.sign_in.click()

    assert "signed in as jdoe" in form.status.value
    assert verdict in form.status.value
    assert said(form) == "The app holds IdToken, AccessToken, RefreshToken of jdoe."
    assert list(form.logins) == [f"cognito-idp.us-east-1.amazonaws.com/{pool.pool_id}"]


def test_whoever_listens_hears_of_a_sign_in(pool: Pool):
    """The callback gets what the form holds."""
    heard: list[SignedIn] = []
    form = pool.form(on_signed_in=heard.append)

    form.sign_in.click()

    assert [one.name for one in heard] == ["jdoe"]
    assert heard[0].tokens == form.tokens


def test_a_refusal_shows_awss_words_and_the_reason(pool: Pool):
    """The lab's reason stands behind a disclosure, and nothing of it is said aloud."""
    form = pool.form(password="Wrong-Horse7")

    form.sign_in.click()

    assert "NotAuthorizedException: Incorrect username or password." in form.trouble.value
    assert "<details" in form.trouble.value
    assert "The user exists; the password is wrong." in form.trouble.value
    assert said(form) == "Refused. NotAuthorizedException: Incorrect username or password."
    assert form.tokens == form.logins == {}


def test_a_new_attempt_ends_the_sign_in_before_it(pool: Pool):
    """After a refusal the form holds nothing, whoever was signed in before."""
    form = pool.form()
    form.sign_in.click()

    form.password.value = "Wrong-Horse7"
    form.sign_in.click()

    assert form.signed_in is None
    assert form.status.value == ""
    assert repr(form) == "SignIn: User pool, Guest; nobody has signed in yet"


def test_the_next_success_takes_the_refusal_away(pool: Pool):
    """One result at a time."""
    form = pool.form(password="Wrong-Horse7")
    form.sign_in.click()

    form.password.value = PASSWORD
    form.sign_in.click()

    assert form.trouble.value == ""
    assert "signed in as jdoe" in form.status.value


def test_two_clicks_are_two_sign_ins_and_no_mixture(pool: Pool):
    """Pressing again begins anew and shows one run on the wire."""
    form = pool.form()
    form.sign_in.click()
    first = dict(form.tokens)

    form.sign_in.click()

    assert form.tokens != first
    assert form.wire.value.count("InitiateAuth") == 1


# --- the other ways -------------------------------------------------------------------------------


def test_google_is_offered_where_the_app_is_registered_there(pool: Pool):
    """Without an app id at Google there is no such choice."""
    assert pool.form().provider.options == (USER_POOL, GUEST)
    assert google_form(pool).provider.options == (USER_POOL, GOOGLE, GUEST)


def test_the_panel_of_google_has_no_password_field(pool: Pool):
    """The form's own fields leave the page; what is left is a choice of accounts."""
    form = google_form(pool)

    form.provider.value = GOOGLE

    panels = {way: is_shown(box) for way, box in form._panels.items()}
    assert panels == {USER_POOL: False, GOOGLE: True, GUEST: False}
    inside = {type(child).__name__ for child in form._panels[GOOGLE].children}
    assert "Password" not in inside


def test_the_password_at_google_never_reaches_the_app(pool: Pool):
    """In the trace the browser signs in, and only the ID token reaches App."""
    form = google_form(pool)
    form.provider.value = GOOGLE
    mark = pool.cloud.trace.mark()

    form.google.click()

    there, hand_over = pool.cloud.trace.since(mark)
    assert (there.sender, there.receiver) == ("Browser at Google", "Google")
    assert (hand_over.receiver, list(hand_over.request)) == ("App", ["id_token"])
    assert list(form.logins) == ["accounts.google.com"]
    assert "The app got the ID token alone." in form.status.value


def test_google_without_practice_accounts_says_what_to_pass(pool: Pool):
    """A form that offers Google but knows nobody there explains itself."""
    form = google_form(pool, google_people={})
    form.provider.value = GOOGLE

    form.google.click()

    assert "pass google_people={email: password}" in html.unescape(form.trouble.value)


def test_a_wrong_practice_password_is_googles_refusal(pool: Pool):
    """Google's words, not AWS's."""
    form = google_form(pool, google_people={"gina@example.com": "wrong"})
    form.provider.value = GOOGLE

    form.google.click()

    assert "Wrong e-mail address or password" in form.trouble.value
    assert form.logins == {}


def test_a_guest_goes_on_with_nothing(pool: Pool):
    """Nothing is asked and nothing is held, also after somebody was signed in."""
    form = pool.form()
    form.sign_in.click()
    form.provider.value = GUEST

    form.guest.click()

    assert form.signed_in == SignedIn(GUEST)
    assert form.logins == {}
    assert said(form) == "The app holds nothing."


# --- the wire-tap ---------------------------------------------------------------------------------


def test_the_wire_tap_is_shown_on_request(pool: Pool):
    """Ticking the box shows what travelled; the second box belongs to it."""
    form = pool.form()
    assert not is_shown(form.wire)
    assert not is_shown(form.reveal)

    form.tap.set_state({"value": True})
    form.sign_in.click()

    assert is_shown(form.wire)
    assert is_shown(form.reveal)
    assert "App → User Pool: InitiateAuth" in form.wire.value


def test_a_secret_is_on_the_page_only_when_it_is_revealed(pool: Pool):
    """Password and tokens are hidden in every part of the form until the box is ticked."""
    form = pool.form()
    form.tap.value = True
    form.sign_in.click()
    secrets = [PASSWORD, *form.tokens.values()]
    assert not any(secret in shown(form) for secret in secrets)

    form.reveal.value = True

    assert all(secret in form.wire.value for secret in secrets)
    assert not any(secret in form.as_html() for secret in secrets)


def test_long_numbers_are_short_until_they_are_opened(pool: Pool):
    """SRP_A has 768 hex digits: its ends stand in the table, all of it behind a disclosure."""
    form = pool.form()
    form.how.value = SRP
    form.tap.value = True

    form.sign_in.click()

    assert "characters)</code></summary>" in form.wire.value


def test_a_refusal_is_on_the_wire(pool: Pool):
    """What travelled before a refusal can be looked at, too."""
    form = pool.form(password="Wrong-Horse7")

    form.sign_in.click()

    assert "refused: NotAuthorizedException" in form.wire.value


# --- a new account --------------------------------------------------------------------------------


def test_a_person_signs_up_reads_the_mail_and_signs_in():
    """The mailbox stands beside the field for the code, and shows the newest message."""
    pool = user_pool()
    form = pool.form()
    form.is_new.set_state({"value": True})
    form.new.fields["email"].set_state({"value": "jdoe@example.com"})

    form.new.sign_up.click()
    assert "still UNCONFIRMED" in form.new.result.value
    code = pool.cloud.mailbox.latest("jdoe@example.com").code
    assert code in form.new.mailbox.value

    form.new.code.set_state({"value": code})
    form.new.confirm.click()
    assert "jdoe is CONFIRMED" in form.new.result.value
    form.sign_in.click()
    assert form.tokens


def test_another_code_takes_the_place_of_the_first():
    """After *Send another code* the mailbox shows the new one, and the old one is refused."""
    pool = user_pool()
    form = pool.form()
    form.new.fields["email"].value = "jdoe@example.com"
    form.new.sign_up.click()
    old = pool.cloud.mailbox.latest("jdoe@example.com").code

    form.new.resend.click()
    form.new.code.value = old
    form.new.confirm.click()

    assert pool.cloud.mailbox.latest("jdoe@example.com").code in form.new.mailbox.value
    assert "CodeMismatchException" in form.trouble.value


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        pytest.param({"password": "short"}, "InvalidPasswordException", id="password too weak"),
        pytest.param({"username": "artie"}, "UsernameExistsException", id="name taken"),
        pytest.param({"username": ""}, "ParamValidationError", id="no name"),
    ],
)
def test_a_sign_up_that_is_refused_makes_no_account(change: dict, refusal: str):
    """AWS's words appear (or boto3's, where it does not even ask), and nothing was sent."""
    pool = user_pool()
    pool.add("artie")
    form = pool.form(**change)
    form.new.fields["email"].value = "jdoe@example.com"

    form.new.sign_up.click()

    assert refusal in form.trouble.value
    assert form.new.result.value == form.new.mailbox.value == ""
    assert pool.cloud.mailbox.messages("jdoe@example.com") == []


def test_who_is_not_confirmed_yet_is_led_to_the_code():
    """A sign-in before the confirmation is refused, and opens the part where the code goes."""
    pool = user_pool()
    form = pool.form()
    form.new.fields["email"].value = "jdoe@example.com"
    form.new.sign_up.click()
    form.is_new.value = False

    form.sign_in.click()

    assert "UserNotConfirmedException" in form.trouble.value
    assert is_shown(form.new.box)


def test_a_pool_that_verifies_nothing_says_so():
    """No message is promised where none is sent."""
    form = user_pool(auto_verified=()).form()

    form.new.sign_up.click()

    assert "no code was sent" in form.new.result.value
    assert form.new.fields == {}
    assert said(form) == "Signed up. No message was sent."


# --- challenges -----------------------------------------------------------------------------------


def test_a_temporary_password_opens_the_question():
    """The form shows what the pool asks, with the fields for it, and goes on to the tokens."""
    pool = user_pool(schema=[{"Name": "name", "Required": True}])
    pool.add(temporary=True)
    form = pool.form()

    form.sign_in.click()
    assert is_shown(form.challenge.box)
    assert "The user pool asks: NEW_PASSWORD_REQUIRED" in form.challenge.question.value
    assert form.tokens == {}

    form.challenge.new_password.set_state({"value": "Battery-Staple8"})
    form.challenge.attributes["userAttributes.name"].set_state({"value": "Jane Doe"})
    form.challenge.send.click()
    assert "signed in as jdoe" in form.status.value
    assert "is answered" in form.challenge.question.value


def test_an_answer_that_is_refused_can_be_given_again():
    """The question stays open after AWS's refusal."""
    pool = user_pool()
    pool.add(temporary=True)
    form = pool.form()
    form.sign_in.click()

    form.challenge.new_password.value = "short"
    form.challenge.send.click()
    assert "InvalidPasswordException" in form.trouble.value
    form.challenge.new_password.value = "Battery-Staple8"
    form.challenge.send.click()

    assert form.tokens


def test_a_late_answer_is_refused_in_awss_words():
    """A question ends after three minutes of the lab's time."""
    pool = user_pool()
    pool.add(temporary=True)
    form = pool.form()
    form.sign_in.click()

    pool.cloud.clock.advance(minutes=4)
    form.challenge.new_password.value = "Battery-Staple8"
    form.challenge.send.click()

    assert "NotAuthorizedException" in form.trouble.value
    assert form.tokens == {}


def test_an_authenticator_is_set_up_and_used():
    """The practice app shows the code; a used code is refused until half a minute has passed."""
    pool = user_pool()
    pool.add()
    pool.ask_for_factors("SOFTWARE_TOKEN_MFA")
    form = pool.form()

    form.sign_in.click()
    assert form.challenge.send.description == "Set up an authenticator app"
    form.challenge.send.click()
    code = totp.code(form._authenticators["jdoe"], pool.cloud.clock.now())
    assert code in form.challenge.beside.value
    form.challenge.code.value = code
    form.challenge.send.click()
    assert form.tokens

    form.sign_in.click()
    form.challenge.code.value = code
    form.challenge.send.click()
    assert "ExpiredCodeException" in form.trouble.value
    form.challenge.wait.click()
    assert code not in form.challenge.beside.value
    form.challenge.code.value = totp.code(form._authenticators["jdoe"], pool.cloud.clock.now())
    form.challenge.send.click()
    assert form.tokens


def test_the_secret_of_an_authenticator_is_not_on_the_page():
    """It is as good as a password; the practice app keeps it."""
    pool = user_pool()
    pool.add()
    pool.ask_for_factors("SOFTWARE_TOKEN_MFA")
    form = pool.form()
    form.tap.value = True
    form.sign_in.click()

    form.challenge.send.click()

    assert form._authenticators["jdoe"] not in shown(form)


def test_a_known_authenticator_can_be_passed_in():
    """Somebody who set it up elsewhere tells the form its secret."""
    pool = user_pool()
    pool.add()
    pool.ask_for_factors("SOFTWARE_TOKEN_MFA")
    first = pool.form()
    first.sign_in.click()
    first.challenge.send.click()
    secret = first._authenticators["jdoe"]
    first.challenge.code.value = totp.code(secret, pool.cloud.clock.now())
    first.challenge.send.click()

    form = pool.form(authenticators={"jdoe": secret})
    form.sign_in.click()

    assert totp.code(secret, pool.cloud.clock.now()) in form.challenge.beside.value


def test_a_text_message_stands_beside_its_question():
    """The practice phone shows the code that the pool sent."""
    pool = user_pool()
    pool.add(phone_number="+15550100")
    pool.ask_for_factors("SMS_MFA")
    form = pool.form()

    form.sign_in.click()

    code = pool.cloud.mailbox.latest("+15550100").code
    assert "Practice phone of +15550100" in form.challenge.beside.value
    assert code in form.challenge.beside.value
    form.challenge.code.value = code
    form.challenge.send.click()
    assert form.tokens


def test_a_choice_of_factors_is_a_choice_on_the_form():
    """SELECT_MFA_TYPE lists what the user has; the answer leads to the next question."""
    pool = user_pool()
    pool.add(phone_number="+15550100")
    pool.ask_for_factors("SOFTWARE_TOKEN_MFA")
    form = pool.form()
    form.sign_in.click()
    form.challenge.send.click()
    form.challenge.code.value = totp.code(form._open.secret, pool.cloud.clock.now())
    form.challenge.send.click()
    pool.ask_for_factors("SMS_MFA", "SOFTWARE_TOKEN_MFA")

    form.sign_in.click()
    assert form.challenge.choice.options == ("SMS_MFA", "SOFTWARE_TOKEN_MFA")
    form.challenge.choice.value = "SMS_MFA"
    form.challenge.send.click()

    assert said(form) == "The user pool asks: SMS_MFA."
    assert is_shown(form.challenge.code)
    assert not is_shown(form.challenge.choice)


def test_an_answer_without_a_question_explains_itself(pool: Pool):
    """Pressing a button that is left over from an earlier sign-in does no harm."""
    form = pool.form()

    form.challenge.send.click()

    assert "there is no question to answer: sign in first" in form.trouble.value


def test_signing_in_again_closes_the_question():
    """A question that was not answered goes away with the next attempt."""
    pool = user_pool()
    pool.add(temporary=True)
    form = pool.form()
    form.sign_in.click()

    form.password.value = "Wrong-Horse7"
    form.sign_in.click()

    assert not is_shown(form.question_place)


# --- outside texts and static forms ---------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_text_is_shown_and_does_nothing(text: str):
    """Through every field a person can fill, a text appears escaped, visible, and as text only."""
    pool = user_pool(auto_verified=("email",), schema=[{"Name": "name", "Required": True}])
    form = pool.form(username=text)
    form.tap.value = form.reveal.value = True
    for field in form.new.fields.values():
        field.value = text
    form.new.code.value = form.challenge.code.value = text

    for button in (form.sign_in, form.new.sign_up, form.new.resend, form.new.confirm):
        button.click()
        page = Page(shown(form))
        assert visible(text) in page.text
        assert page.strangers() == []
        (shown(form) + said(form) + repr(form)).encode()  # half a character reaches no browser


def test_the_static_form_says_what_is_offered(pool: Pool):
    """Without a kernel a reader sees the ways and the state, the same every time."""
    form = google_form(pool)

    text = str(form.as_html())

    assert all(way in text for way in (USER_POOL, GOOGLE, GUEST))
    assert "Nobody has signed in yet." in text
    assert text == str(google_form(user_pool()).as_html())


def test_a_later_sign_up_says_nothing_about_the_sign_in_before(pool: Pool):
    """The verdict about the password belongs to the sign-in, in the static form too."""
    form = pool.form()
    form.how.value = SRP
    form.sign_in.click()

    form.user_name.value, form.new.fields["email"].value = "new", "new@example.com"
    form.new.sign_up.click()

    assert "The password did not travel" in form.as_html()


def test_the_static_form_shows_a_sign_in_with_its_tokens_shortened(pool: Pool):
    """A recorded notebook tells who signed in."""
    form = pool.form()

    form.sign_in.click()

    assert "signed in as jdoe" in form.as_html()
    assert "eyJraW…" in form.as_html()
    assert repr(form) == "SignIn: User pool, Guest; signed in as jdoe"
