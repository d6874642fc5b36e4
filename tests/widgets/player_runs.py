"""Runs for the tests of the player: written by hand, with secrets that must not get anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from cognito_lab.primitives.errors import AwsError
from cognito_lab.primitives.trace import Exchange, Trace

NOW = datetime(2026, 1, 6, 9, 8, 7, tzinfo=UTC)
UNTIL = datetime(2026, 1, 6, 10, 8, 7, tzinfo=UTC)
PASSWORD, SECRET_KEY, SESSION_TOKEN = "Correct-Horse7", "wJalrXUtnFEMI", "IQoJb3JpZ2luX2Vj"
ID_TOKEN = "eyJraWQiOiJ4In0.eyJhdWQiOiJhYmMifQ.c2lnbmF0dXJlLWlk"
ACCESS_TOKEN = "eyJraWQiOiJ4In0.eyJ0b2tlbl91c2UiOiJhY2Nlc3MifQ.c2lnbmF0dXJlLWFj"
REFRESH_TOKEN = "eyJjdHkiOiJKV1QifQ.a.b.c.d"
SECRETS = (PASSWORD, SECRET_KEY, SESSION_TOKEN, ID_TOKEN, ACCESS_TOKEN, REFRESH_TOKEN)


class Story:
    """A trace that a test writes line by line."""

    def __init__(self) -> None:
        self.trace = Trace(lambda: NOW)

    def asks(
        self,
        receiver: str,
        action: str,
        request: Mapping[str, Any],
        answer: Mapping[str, Any] | None = None,
        *,
        sender: str | None = None,
        steps: tuple[str, ...] = (),
        notes: tuple[str, ...] = (),
        refusal: AwsError | None = None,
    ) -> Exchange:
        """Record one exchange, with what its receiver did by itself, why, and how it ended."""
        try:
            with self.trace.exchange(receiver, action, request, sender=sender) as exchange:
                for step in steps:
                    self.trace.step(step)
                for note in notes:
                    self.trace.note(note)
                exchange.answer = answer
                if refusal:
                    raise refusal
        except AwsError:
            pass
        return exchange


def signs_in(story: Story, user: str = "jdoe") -> None:
    """A user pool gives three tokens for a password: steps 1 to 3."""
    story.asks(
        "User Pool",
        "InitiateAuth",
        {
            "AuthFlow": "USER_PASSWORD_AUTH",
            "AuthParameters": {"USERNAME": user, "PASSWORD": PASSWORD},
        },
        {
            "AuthenticationResult": {
                "IdToken": ID_TOKEN,
                "AccessToken": ACCESS_TOKEN,
                "RefreshToken": REFRESH_TOKEN,
            }
        },
        steps=("sign JWTs",),
    )


def signs_in_at_google(story: Story) -> None:
    """The browser gets a token from Google and hands it to the app: steps 1 to 4."""
    story.asks(
        "Google",
        "sign in",
        {"email": "gina@example.com", "password": PASSWORD},
        {"id_token": ID_TOKEN, "access_token": ACCESS_TOKEN},
        sender="Browser at Google",
        steps=("sign the ID token",),
    )
    story.asks("App", "hand over the ID token", {"id_token": ID_TOKEN}, sender="Browser at Google")


def gets_identity(story: Story, identity_id: str) -> None:
    """The counter tells the name under which it knows somebody: two steps."""
    story.asks(
        "Identity Pool",
        "GetId",
        {"IdentityPoolId": "us-east-1:pool", "Logins": {"provider": ID_TOKEN}},
        {"IdentityId": identity_id},
        notes=("Nobody had this login yet: a new identity.",),
    )


def gets_credentials(story: Story) -> None:
    """The counter hands out a boarding pass: two steps."""
    story.asks(
        "Identity Pool",
        "GetCredentialsForIdentity",
        {"IdentityId": "us-east-1:jdoe", "Logins": {"provider": ID_TOKEN}},
        {
            "Credentials": {
                "AccessKeyId": "ASIAEXAMPLE",
                "SecretKey": SECRET_KEY,
                "SessionToken": SESSION_TOKEN,
                "Expiration": UNTIL,
            }
        },
    )


def is_refused(story: Story) -> None:
    """The counter refuses a token that has expired: two steps."""
    story.asks(
        "Identity Pool",
        "GetCredentialsForIdentity",
        {"IdentityId": "us-east-1:jdoe", "Logins": {"provider": ID_TOKEN}},
        refusal=AwsError(
            "NotAuthorizedException",
            "Invalid login token. Token expired.",
            because="the token ended a minute ago",
        ),
    )


def jdoe() -> tuple[Exchange, ...]:
    """A whole run: 9 steps of App, User Pool, Identity Pool and S3."""
    story = Story()
    signs_in(story)
    gets_identity(story, "us-east-1:4387ee7b-7d42-446f-be9b-768fae4001e3")
    gets_credentials(story)
    story.asks("S3", "GetObject", {"Bucket": "b", "Key": "k"}, {"Body": b"x" * 68})
    return story.trace.exchanges


def gina() -> tuple[Exchange, ...]:
    """The same by way of Google: 10 steps."""
    story = Story()
    signs_in_at_google(story)
    gets_identity(story, "us-east-1:78e10e70-2bb7-4c68-a097-798c8cd3e418")
    gets_credentials(story)
    story.asks("S3", "GetObject", {"Bucket": "b", "Key": "k"}, {"Body": b"x" * 68})
    return story.trace.exchanges


def too_late() -> tuple[Exchange, ...]:
    """The run of jdoe, until the counter refuses: 7 steps."""
    story = Story()
    signs_in(story)
    gets_identity(story, "us-east-1:99999999-7d42-446f-be9b-768fae4001e3")
    is_refused(story)
    return story.trace.exchanges
