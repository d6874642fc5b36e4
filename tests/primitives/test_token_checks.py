"""The seven visible checks on a token."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cognito_lab.primitives.clock import START
from cognito_lab.primitives.jose import sign
from cognito_lab.primitives.keys import SigningKey
from cognito_lab.primitives.token_checks import Expectation, examine
from examples import examples

KEY = SigningKey(4, "kid")
JWKS = {"keys": [KEY.public_jwk()]}
ISSUER = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEf123"
NOW = int(START.timestamp())
GOOD = {"iss": ISSUER, "aud": "app", "token_use": "id", "iat": NOW, "exp": NOW + 3600}
EXPECTED = Expectation(issuer=ISSUER, audience=["app"], token_use="id")
NAMES = ["form", "key", "signature", "issuer", "audience", "use", "time"]


def outcome(
    raw_token: str, expected: Expectation = EXPECTED, seconds: int = 0
) -> dict[str, object]:
    """{check: passed, failed or not reached}."""
    checks = examine(raw_token, JWKS, expected, START + timedelta(seconds=seconds))
    return {check.name: check.passed for check in checks}


def token(**changes: object) -> str:
    """A good token but for these claims; None leaves one out."""
    claims = {**GOOD, **changes}
    return sign({name: value for name, value in claims.items() if value is not None}, KEY)


def test_a_good_token_passes_all_seven():
    """The checks are numbered and come in AWS's order."""
    checks = examine(token(), JWKS, EXPECTED, START)

    assert [(check.number, check.name, check.passed) for check in checks] == [
        (number, name, True) for number, name in enumerate(NAMES, start=1)
    ]


@pytest.mark.parametrize(
    ("changes", "fails"),
    [
        pytest.param({"iss": "https://accounts.google.com"}, "issuer", id="another issuer"),
        pytest.param({"iss": None}, "issuer", id="no issuer"),
        pytest.param({"iss": ISSUER + "/"}, "issuer", id="a slash too many"),
        pytest.param({"aud": "other"}, "audience", id="another app"),
        pytest.param({"aud": "ap"}, "audience", id="a piece of our app id"),
        pytest.param({"aud": None}, "audience", id="for nobody"),
        pytest.param({"aud": {"app": 1}}, "audience", id="an object of apps"),
        pytest.param({"token_use": "access"}, "use", id="an access token"),
        pytest.param({"token_use": None}, "use", id="of no use"),
        pytest.param({"exp": NOW}, "time", id="ending this second"),
        pytest.param({"exp": None}, "time", id="without an end"),
        pytest.param({"exp": True}, "time", id="an end that is a yes"),
        pytest.param({"exp": "tomorrow"}, "time", id="an end in words"),
        pytest.param({"exp": float("nan")}, "time", id="an end that is no number"),
        pytest.param({"exp": float("inf")}, "time", id="an end at infinity"),
        pytest.param({"exp": 10**20}, "time", id="an end beyond the calendar"),
        pytest.param({"iat": NOW + 1}, "time", id="issued in the future"),
    ],
)
def test_one_wrong_claim_fails_its_own_check_alone(changes, fails):
    """The other six stay good, so a learner sees exactly what is wrong."""
    assert outcome(token(**changes)) == {name: name != fails for name in NAMES}


def test_an_access_token_names_its_app_as_client_id():
    """It has no aud; client_id stands in."""
    raw_token = token(aud=None, client_id="app", token_use="access")
    expected = Expectation(issuer=ISSUER, audience=["app"], token_use="access")

    assert set(outcome(raw_token, expected).values()) == {True}


def test_a_token_may_be_for_several():
    """A list of audiences is good when we are one of them (RFC 7519, section 4.1.3)."""
    assert outcome(token(aud=["other", "app"]))["audience"] is True
    assert outcome(token(aud=["other"]))["audience"] is False


def test_leeway_is_for_clocks_that_differ():
    """With five minutes of grace a token four minutes old is good, and one of six is not."""
    expected = Expectation(leeway_seconds=300)
    ended = token(exp=NOW)

    assert outcome(ended, expected, seconds=240)["time"] is True
    assert outcome(ended, expected, seconds=300)["time"] is False
    assert outcome(token(iat=NOW + 299), expected)["time"] is True


def test_what_nobody_asks_for_is_not_checked():
    """A check without an expectation is neither passed nor failed."""
    checks = outcome(token(iss="x", aud="y", token_use="z"), Expectation())

    assert [checks[name] for name in ("issuer", "audience", "use")] == [None, None, None]
    assert checks["signature"] is True


def test_without_a_key_the_signature_cannot_be_checked():
    """The claims are still looked at, for a person to see."""
    stranger = sign(GOOD, SigningKey(5, "stranger"))

    checks = outcome(stranger)

    assert (checks["key"], checks["signature"], checks["issuer"]) == (False, None, True)


def test_nothing_can_be_said_of_what_is_no_token():
    """The first check fails, and the others are not reached."""
    assert outcome("no token") == {name: None if name != "form" else False for name in NAMES}


@pytest.mark.parametrize("member", ["audience", "algorithms"])
def test_one_text_is_no_list(member):
    """A text would accept every piece of itself, so it is refused at once."""
    with pytest.raises(TypeError, match="lists"):
        Expectation(**{member: "app-id"})


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(st.characters(codec="utf-8")),
    lambda children: st.lists(children) | st.dictionaries(st.text("abc"), children),
    max_leaves=5,
)


@given(
    st.dictionaries(st.sampled_from(["iss", "aud", "client_id", "token_use", "exp", "iat"]), JSON)
)
@settings(max_examples=examples(200), deadline=None)
def test_examining_never_raises(claims):
    """Whatever a token says, seven checks come back."""
    checks = examine(sign(claims, KEY), JWKS, EXPECTED, START)

    assert [check.name for check in checks] == NAMES
