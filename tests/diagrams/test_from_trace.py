"""A picture of a run shows what happened in it: all of it, in order, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cognito_lab.diagrams import SIX_PHASES, Kind, from_trace, sequence
from cognito_lab.primitives.errors import AwsError
from cognito_lab.primitives.trace import Trace

NOW = datetime(2026, 1, 6, 9, 8, 7, tzinfo=UTC)
ID_TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJhcHAiLCJ0b2tlbl91c2UiOiJpZCJ9.c2lnbmF0dXJl"
ACCESS_TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJ0b2tlbl91c2UiOiJhY2Nlc3MifQ.c2lnbmF0dXJl"
CREDENTIALS = {
    "AccessKeyId": "ASIAX2G7P65FZ5CLYF4I",
    "SecretKey": "0jG6nqGuclk7R5kYhHOx3JL4g",
    "SessionToken": "AgoJb3JpZ2luX2VjpRtFPw5ekowC8Wee",
    "Expiration": NOW + timedelta(hours=1),
}


def trace() -> Trace:
    """An empty trace at a fixed time."""
    return Trace(lambda: NOW)


def exchanged(
    receiver: str,
    action: str,
    request: Mapping[str, Any],
    answer: Mapping[str, Any] | None = None,
    error: AwsError | None = None,
) -> tuple[str, str, str, str]:
    """The words of one exchange: label and detail of its question, then those of its answer."""
    record = trace()
    try:
        with record.exchange(receiver, action, request) as exchange:
            if error:
                raise error
            exchange.answer = answer or {}
    except AwsError:
        pass
    question, reply = from_trace(record).steps
    return question.label, question.detail, reply.label, reply.detail


def nested() -> Trace:
    """GetCredentialsForIdentity with what happens inside it."""
    record = trace()
    with record.exchange(
        "Identity Pool", "GetCredentialsForIdentity", {"IdentityId": "x"}
    ) as outer:
        record.step("verify the token", checked="signature, iss, aud, exp")
        with record.exchange("STS", "AssumeRoleWithWebIdentity", {"RoleArn": "arn"}) as inner:
            inner.answer = {"Credentials": CREDENTIALS}
        outer.answer = {"Credentials": CREDENTIALS}
    return record


def test_nested_exchanges_are_told_in_the_order_of_time() -> None:
    """A call, what happens inside it, and then its answer."""
    steps = from_trace(nested()).steps

    assert [(s.kind, s.sender, s.receiver, s.label) for s in steps] == [
        (Kind.CALL, "App", "Identity Pool", "GetCredentialsForIdentity"),
        (Kind.SELF, "Identity Pool", "Identity Pool", "verify the token"),
        (Kind.CALL, "Identity Pool", "STS", "AssumeRoleWithWebIdentity"),
        (Kind.ANSWER, "STS", "Identity Pool", "temporary credentials"),
        (Kind.ANSWER, "Identity Pool", "App", "key id, secret key, session token"),
    ]


def test_a_refusal_carries_the_code_the_message_and_the_reason() -> None:
    """AWS's code is the label, AWS's sentence the detail, the lab's reason the note."""
    record = trace()
    refused = AwsError("NotAuthorizedException", "Incorrect username or password.", because="No.")

    with pytest.raises(AwsError), record.exchange("User Pool", "InitiateAuth", {}):
        raise refused

    step = from_trace(record).steps[-1]
    assert step.kind is Kind.ERROR
    assert (step.label, step.detail) == (
        "NotAuthorizedException",
        "Incorrect username or password.",
    )
    assert step.note == "No."
    assert from_trace(record, with_reasons=False).steps[-1].note == ""


def test_a_message_without_an_answer_is_one_way() -> None:
    """The browser hands over the ID token; the app answers nothing."""
    record = trace()
    with record.exchange("App", "hand over the ID token", {}, sender="Browser at Google"):
        pass

    (step,) = from_trace(record).steps
    assert (step.kind, step.sender, step.receiver) == (Kind.ONE_WAY, "Browser at Google", "App")


def test_what_the_administrator_did_is_left_out_unless_asked_for() -> None:
    """The set-up is not the story."""
    record = trace()
    with record.exchange("User Pool", "CreateUserPool", {}, sender="Administrator") as exchange:
        exchange.answer = {"UserPool": {}}

    assert from_trace(record).steps == ()
    assert [s.label for s in from_trace(record, with_administrator=True).steps] == [
        "CreateUserPool",
        "UserPool",
    ]


def test_only_the_chosen_participants_are_shown() -> None:
    """What others say is left out, and so is what is said to them."""
    flow = from_trace(nested(), participants=("App", "Identity Pool"))

    assert [one.name for one in flow.cast] == ["App", "Identity Pool"]
    assert [step.label for step in flow.steps] == [
        "GetCredentialsForIdentity",
        "verify the token",
        "key id, secret key, session token",
    ]


def test_part_of_a_run_can_be_told() -> None:
    """`since` gives the exchanges after a mark, and they are a story of their own."""
    record = nested()
    mark = record.mark()
    with record.exchange("S3", "GetObject", {"Bucket": "b"}) as exchange:
        exchange.answer = {"Body": b"x"}

    assert [s.label for s in from_trace(record.since(mark)).steps] == ["GetObject", "200 OK"]


def test_notes_and_phases_go_to_the_first_of_their_moments() -> None:
    """A note belongs to one step, and a phase begins once."""
    record = trace()
    for _ in range(2):
        with record.exchange("Identity Pool", "GetId", {}) as exchange:
            exchange.answer = {"IdentityId": "us-east-1:0"}

    steps = from_trace(
        record, notes={"GetId answered": "Your id here."}, phases={"GetId": "Get identity"}
    ).steps

    assert [step.note for step in steps] == ["", "Your id here.", "", ""]
    assert [step.phase for step in steps] == ["Get identity", "", "", ""]


def test_a_phase_that_goes_on_does_not_begin_again() -> None:
    """Reading the keys and verifying belong to one phase, whichever comes first."""
    record = trace()
    with record.exchange("Identity Pool", "GetId", {}) as exchange:
        with record.exchange("JWKS", "GET jwks.json", {}) as keys:
            keys.answer = {"keys": []}
        record.step("verify the token")
        exchange.answer = {"IdentityId": "us-east-1:0"}

    phases = [step.phase for step in from_trace(record, phases=SIX_PHASES).steps]
    assert phases == ["Get identity", "Validate token", "", "", ""]


THREE = {"IdToken": ID_TOKEN, "AccessToken": ACCESS_TOKEN, "RefreshToken": "r"}
WORDS = [
    pytest.param(
        ("User Pool", "InitiateAuth", {"AuthFlow": "USER_PASSWORD_AUTH"}),
        {"AuthenticationResult": THREE},
        ("InitiateAuth", "user name + password", "three tokens", "ID · access · refresh"),
        id="a password",
    ),
    pytest.param(
        ("User Pool", "InitiateAuth", {"AuthFlow": "USER_SRP_AUTH"}),
        {"ChallengeName": "PASSWORD_VERIFIER", "Session": "s"},
        ("InitiateAuth", "user name + SRP_A", "PASSWORD_VERIFIER", "a challenge to answer"),
        id="SRP",
    ),
    pytest.param(
        ("User Pool", "InitiateAuth", {"AuthFlow": "REFRESH_TOKEN_AUTH"}),
        {"AuthenticationResult": {"IdToken": ID_TOKEN, "AccessToken": ACCESS_TOKEN}},
        ("InitiateAuth", "refresh token", "two tokens", "ID · access"),
        id="a refresh",
    ),
    pytest.param(
        ("User Pool", "RespondToAuthChallenge", {"ChallengeName": "NEW_PASSWORD_REQUIRED"}),
        {"AuthenticationResult": THREE},
        (
            "RespondToAuthChallenge",
            "answers NEW_PASSWORD_REQUIRED",
            "three tokens",
            "ID · access · refresh",
        ),
        id="a challenge answered",
    ),
    pytest.param(
        ("Identity Pool", "GetId", {"Logins": {"accounts.google.com": ID_TOKEN}}),
        {"IdentityId": "us-east-1:4387ee7b-f373-4a53-b488-f87605e999f3"},
        ("GetId", "Logins: Google ID token", "IdentityId", "us-east-1:4387ee7b…"),
        id="a login of Google's",
    ),
    pytest.param(
        ("Identity Pool", "GetId", {"Logins": {"cognito-idp.us-east-1…": ACCESS_TOKEN}}),
        {"IdentityId": "us-east-1:4387ee7b-f373-4a53-b488-f87605e999f3"},
        ("GetId", "Logins: access token", "IdentityId", "us-east-1:4387ee7b…"),
        id="the wrong token",
    ),
    pytest.param(
        ("Identity Pool", "GetCredentialsForIdentity", {"IdentityId": "x"}),
        {"Credentials": CREDENTIALS},
        (
            "GetCredentialsForIdentity",
            "IdentityId, no login",
            "key id, secret key, session token",
            "AccessKeyId ASIA…, 1 h",
        ),
        id="a guest's credentials",
    ),
    pytest.param(
        ("STS", "AssumeRoleWithWebIdentity", {"RoleArn": "a", "IdentityClaims": {}}),
        {"Credentials": {**CREDENTIALS, "Expiration": NOW + timedelta(minutes=15)}},
        (
            "AssumeRoleWithWebIdentity",
            "role ARN + verified claims",
            "temporary credentials",
            "AccessKeyId ASIA…, 15 min",
        ),
        id="a role from the counter",
    ),
    pytest.param(
        ("STS", "AssumeRoleWithWebIdentity", {"RoleArn": "a", "WebIdentityToken": ID_TOKEN}),
        {"Credentials": CREDENTIALS},
        (
            "AssumeRoleWithWebIdentity",
            "role ARN + OpenID token",
            "temporary credentials",
            "AccessKeyId ASIA…, 1 h",
        ),
        id="a role from the app",
    ),
    pytest.param(
        ("S3", "DeleteObject", {"Bucket": "b"}),
        {},
        ("DeleteObject", "request signed with SigV4", "200 OK", ""),
        id="any call behind the gate",
    ),
    pytest.param(
        ("API Gateway", "GET /jwt", {"Authorization": ID_TOKEN}),
        {"statusCode": 200},
        ("GET /jwt", "Authorization: ID token", "200 OK", ""),
        id="a door, with a passport",
    ),
    pytest.param(
        ("API Gateway", "GET /group", {"Authorization": "AWS4-HMAC-SHA256 Credential=…"}),
        {"statusCode": 502},
        ("GET /group", "request signed with SigV4", "502", ""),
        id="a door, signed",
    ),
    pytest.param(
        ("API Gateway", "GET /jwt", {}),
        {"statusCode": 200},
        ("GET /jwt", "no Authorization header", "200 OK", ""),
        id="a door, with nothing",
    ),
    pytest.param(
        ("User Pool", "DescribeUserPoolClient", {"UserPoolId": "a", "ClientId": "b"}),
        {"UserPoolClient": {}},
        ("DescribeUserPoolClient", "UserPoolId · ClientId", "UserPoolClient", ""),
        id="anything else, by the names of its members",
    ),
    pytest.param(
        ("User Pool", "AdminDeleteUser", {"A": 1, "B": 2, "C": 3, "D": 4}),
        {},
        ("AdminDeleteUser", "A · B · C …", "done", ""),
        id="anything else that answers nothing",
    ),
]


@pytest.mark.parametrize(("asked", "answer", "words"), WORDS)
def test_an_exchange_is_told_in_a_few_words(
    asked: tuple[str, str, dict[str, Any]], answer: dict[str, Any], words: tuple[str, ...]
) -> None:
    """The words beside an arrow say what matters about a request and about its answer."""
    assert exchanged(*asked, answer) == words


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param({"Logins": "not a map"}, id="a text for a map"),
        pytest.param({"Logins": {"x": None}}, id="nothing for a token"),
        pytest.param({"Logins": {"x": "a.b.c"}}, id="rubbish for a token"),
    ],
)
def test_an_odd_request_has_words_too(request_: dict[str, Any]) -> None:
    """What AWS refuses is drawn like the rest."""
    refused = AwsError("ValidationException", "no")

    for action in ("GetId", "GetCredentialsForIdentity"):
        assert (
            exchanged("Identity Pool", action, request_, error=refused)[2] == "ValidationException"
        )


def test_at_a_door_a_refusal_shows_its_status() -> None:
    """HTTP clients see the number first."""
    refused = AwsError("UnauthorizedException", "Unauthorized", 401)

    assert exchanged("API Gateway", "GET /jwt", {}, error=refused)[2] == "401 UnauthorizedException"


SECRETS = {
    "PASSWORD": "Correct-horse-7",
    "Password": "Correct-horse-8",
    "SessionToken": "AgoJb3JpZ2luX2VjpRtFPw5ekowC8Wee",
    "SecretKey": "0jG6nqGuclk7R5kYhHOx3JL4g",
    "IdToken": ID_TOKEN,
}


@pytest.mark.parametrize("action", ["InitiateAuth", "AnythingElse", "GetCredentialsForIdentity"])
def test_no_secret_reaches_a_picture(action: str) -> None:
    """Passwords, keys and tokens of a run stand neither in its DOT, nor its SVG, nor its words."""
    record = trace()
    with record.exchange("User Pool", action, {**SECRETS, "AuthParameters": SECRETS}) as exchange:
        record.step("looks at it", **SECRETS, text=f"the token {ID_TOKEN}")
        exchange.answer = {**SECRETS, "Credentials": CREDENTIALS, "AuthenticationResult": SECRETS}
    refusal = AwsError("X", f"bad token: {ID_TOKEN}", because=f"{ID_TOKEN} is bad")
    with pytest.raises(AwsError), record.exchange("STS", "GetCallerIdentity", SECRETS):
        raise refusal

    diagram = sequence(record, title=f"with {ID_TOKEN}")

    for place in (diagram.dot, diagram.svg, diagram.as_html(), str(diagram)):
        assert not [secret for secret in SECRETS.values() if secret in place]
        assert ID_TOKEN[:20] not in place
