"""Secrets in displays: hidden by the name of their member, tokens by their looks too."""

import pytest

from cognito_lab.primitives.masking import HIDDEN, is_secret, masked, short

PROOF = "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA="
TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"


@pytest.mark.parametrize(
    "name",
    [
        "Password",
        "NEW_PASSWORD",
        "SecretKey",
        "SecretAccessKey",
        "SessionToken",
        "X-Amz-Security-Token",
        "IdToken",
        "id_token",
        "REFRESH_TOKEN",
        "ConfirmationCode",
        "SMS_MFA_CODE",
        "PASSWORD_CLAIM_SIGNATURE",
        "Authorization",
        "code_verifier",
        "challengeAnswer",
        "Session",
    ],
)
def test_secrets_are_known_by_name_however_it_is_written(name):
    """Capitals, hyphens and underscores make no difference."""
    assert is_secret(name)
    assert masked({name: "s3cret"}) == {name: HIDDEN}


@pytest.mark.parametrize(
    "name", ["Username", "AccessKeyId", "ClientId", "UserPoolId", "TokenType", "PasswordPolicy"]
)
def test_other_members_are_shown(name):
    """What is no secret stays readable."""
    assert masked({name: "shown"}) == {name: "shown"}


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        pytest.param({"Session": 123456}, {"Session": HIDDEN}, id="a number under a secret name"),
        pytest.param({"Password": ""}, {"Password": ""}, id="an empty password, as it was sent"),
        pytest.param({"Password": None}, {"Password": None}, id="no password at all"),
        pytest.param({"Code": True}, {"Code": True}, id="a yes or no"),
        pytest.param({"Answer": ["a", "b"]}, {"Answer": [HIDDEN, HIDDEN]}, id="a list of secrets"),
        pytest.param(
            {"Credentials": {"SecretKey": "abc", "AccessKeyId": "ASIA1"}},
            {"Credentials": {"SecretKey": HIDDEN, "AccessKeyId": "ASIA1"}},
            id="a secret deep inside",
        ),
        pytest.param({"IdToken": TOKEN}, {"IdToken": "eyJhbG…"}, id="a token keeps its beginning"),
        pytest.param(
            {"Logins": {"accounts.google.com": TOKEN}},
            {"Logins": {"accounts.google.com": "eyJhbG…"}},
            id="a token under a name that nobody expects",
        ),
        pytest.param(
            {"PASSWORD_CLAIM_SIGNATURE": PROOF, "PASSWORD_CLAIM_SECRET_BLOCK": PROOF * 9},
            {"PASSWORD_CLAIM_SIGNATURE": "q83vEj…", "PASSWORD_CLAIM_SECRET_BLOCK": "q83vEj…"},
            id="a proof keeps its beginning: it is no password",
        ),
        pytest.param({"SECRET_BLOCK": PROOF}, {"SECRET_BLOCK": "q83vEj…"}, id="the block it uses"),
        pytest.param(
            {"PASSWORD_CLAIM_SIGNATURE": "hunter2hunter2"},
            {"PASSWORD_CLAIM_SIGNATURE": HIDDEN},
            id="what is too short for a proof, such as a password in the wrong place",
        ),
        pytest.param({"SECRET_HASH": PROOF}, {"SECRET_HASH": HIDDEN}, id="a hash with a secret"),
        pytest.param({"Password": PROOF}, {"Password": HIDDEN}, id="a password as long as a proof"),
        pytest.param(
            f"PASSWORD_CLAIM_SIGNATURE={PROOF.rstrip('=')}&x=1",
            "PASSWORD_CLAIM_SIGNATURE=q83vEj…&x=1",
            id="a proof in a form",
        ),
        pytest.param(f"Bearer {TOKEN}, sir", "Bearer eyJhbG…, sir", id="a token inside text"),
        pytest.param(
            "https://app/callback?code=1a2b&state=xyz",
            f"https://app/callback?code={HIDDEN}&state=xyz",
            id="a code in a URL",
        ),
        pytest.param(
            "https://b.s3/k?X-Amz-Security-Token=AgoJb3&X-Amz-Expires=60",
            f"https://b.s3/k?X-Amz-Security-Token={HIDDEN}&X-Amz-Expires=60",
            id="a session token in a presigned URL",
        ),
        pytest.param({"Body": b"12345"}, {"Body": "<5 bytes>"}, id="bytes are counted"),
        pytest.param(7, 7, id="a number"),
        pytest.param(None, None, id="nothing"),
    ],
)
def test_masking_hides_secrets_and_nothing_else(value, shown):
    """Each kind of value, as a display shows it."""
    assert masked(value) == shown


def test_masking_changes_a_copy():
    """The trace keeps what it had."""
    kept = {"Password": "s3cret", "Nested": {"IdToken": TOKEN}}

    masked(kept)

    assert kept == {"Password": "s3cret", "Nested": {"IdToken": TOKEN}}


def test_a_short_secret_shows_nothing_of_itself():
    """A token keeps six letters, the same in every token; a proof six of its forty or more."""
    assert short("hunter2") == HIDDEN
    assert short("hunter2", "PASSWORD_CLAIM_SIGNATURE") == HIDDEN
    assert short(PROOF) == HIDDEN
    assert short(PROOF, "PASSWORD_CLAIM_SIGNATURE") == "q83vEj…"
    assert short(TOKEN) == "eyJhbG…"
