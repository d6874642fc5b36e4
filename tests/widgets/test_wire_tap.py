"""The wire-tap: what travelled, read from the trace, and what it says about the password."""

from __future__ import annotations

from contextlib import suppress

import pytest
from form_worlds import PASSWORD, Pool, user_pool

from cognito_lab.primitives.errors import AwsError
from cognito_lab.widgets import sign_in_flow as flow
from cognito_lab.widgets.wire_tap import Member, Message, ends, summary, tap


def tapped(pool: Pool, way: str, password: str = PASSWORD) -> tuple[Message, ...]:
    """Sign jdoe in and listen."""
    mark = pool.cloud.trace.mark()
    with suppress(AwsError):
        getattr(pool.app, way)("jdoe", password)
    return tap(pool.cloud.trace.since(mark))


def values(messages: tuple[Message, ...]) -> str:
    """Everything that travelled, in clear."""
    return " ".join(member.value for message in messages for member in message.members)


@pytest.fixture
def pool() -> Pool:
    """A pool with jdoe in it."""
    pool = user_pool()
    pool.add()
    return pool


def test_a_password_sign_in_sends_the_password(pool: Pool):
    """Two messages, and the password in the first."""
    messages = tapped(pool, "with_password")

    assert [(m.sender, m.receiver, m.title) for m in messages] == [
        ("App", "User Pool", "InitiateAuth"),
        ("User Pool", "App", "tokens"),
    ]
    assert [m.carries_password for m in messages] == [True, False]
    assert summary(messages) == (
        "The password travelled: App → User Pool, inside TLS. Both of them saw it."
    )


def test_an_srp_sign_in_sends_everything_but_the_password(pool: Pool):
    """Four messages, and the password in none of them."""
    messages = tapped(pool, "with_srp")

    assert [m.title for m in messages] == [
        "InitiateAuth",
        "challenge PASSWORD_VERIFIER",
        "RespondToAuthChallenge",
        "tokens",
    ]
    assert PASSWORD not in values(messages)
    assert summary(messages) == (
        "The password did not travel: only numbers, and a proof that fits them."
    )


def test_a_refused_sign_in_is_on_the_wire_too(pool: Pool):
    """The answer is the refusal, by AWS's code."""
    messages = tapped(pool, "with_password", "Wrong-Horse7")

    assert messages[-1] == Message("User Pool", "App", "refused: NotAuthorizedException")
    assert messages[0].carries_password


def test_at_google_the_password_passes_the_app_by(pool: Pool):
    """The browser sends it to Google; the app gets the ID token in a message of its own."""
    client_id = pool.cloud.google.register_client("app")
    pool.cloud.google.add_user("gina@example.com", PASSWORD)
    mark = pool.cloud.trace.mark()

    flow.with_google(pool.cloud, client_id, "gina@example.com", PASSWORD)
    messages = tap(pool.cloud.trace.since(mark))

    assert [(m.sender, m.receiver) for m in messages] == [
        ("Browser at Google", "Google"),
        ("Google", "Browser at Google"),
        ("Browser at Google", "App"),
    ]
    assert [member.name for member in messages[-1].members] == ["id_token"]
    assert summary(messages).startswith("The password travelled: Browser at Google → Google.")


def test_attributes_of_a_sign_up_are_read_as_names_and_values(pool: Pool):
    """A list of Name and Value shows as what it means."""
    mark = pool.cloud.trace.mark()

    pool.app.sign_up("new", PASSWORD, {"email": "new@example.com"})
    there, _ = tap(pool.cloud.trace.since(mark))

    assert Member("email", "new@example.com") in there.members
    assert there.carries_password


def test_nothing_travels_for_a_guest():
    """No message, no verdict about a password."""
    assert tap(()) == ()
    assert summary(()) == "Nothing travelled."


@pytest.mark.parametrize("way", ["with_password", "with_srp"])
def test_secrets_are_hidden_unless_revealed(pool: Pool, way: str):
    """Hidden: password, tokens, session, proof. Revealed on purpose: the very values."""
    messages = tapped(pool, way)
    members = [member for message in messages for member in message.members]
    secret = {"PASSWORD", "IdToken", "AccessToken", "RefreshToken", "PASSWORD_CLAIM_SIGNATURE"}

    for member in members:
        if member.name in secret:
            assert member.value not in member.shown()
        assert member.shown(reveal=True) == member.value


def test_a_proof_does_not_look_like_a_hidden_password(pool: Pool):
    """In SRP nothing stands behind dots that could be a password: proof and block are shortened."""
    sent = tapped(pool, "with_srp")[2].members
    shown = {member.name: member.shown() for member in sent}
    values = {member.name: member.value for member in sent}

    for name in ("PASSWORD_CLAIM_SIGNATURE", "PASSWORD_CLAIM_SECRET_BLOCK"):
        assert shown[name] == f"{values[name][:6]}…"


def test_public_numbers_of_srp_are_shown(pool: Pool):
    """SRP_A, SRP_B and SALT may be read by anybody."""
    members = [member for m in tapped(pool, "with_srp") for member in m.members]

    for name in ("SRP_A", "SRP_B", "SALT"):
        member = next(one for one in members if one.name == name)
        assert member.shown() == member.value


def test_a_long_value_is_shown_by_its_ends():
    """Twelve characters in front, six at the end, and how many there are."""
    assert ends("0123456789abcdef" * 48) == "0123456789ab…abcdef (768 characters)"
    assert ends("short") is None


def test_a_member_prints_no_value():
    """A printed record holds no password."""
    assert repr(Member("PASSWORD", PASSWORD)) == "Member(name='PASSWORD')"
