"""A pool whose triggers are functions of the test: each call's event is kept."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import cognito_lab
from cognito_lab.primitives import jose

PASSWORD = "Correct-Horse7"
FLOWS = [
    "ALLOW_USER_PASSWORD_AUTH",
    "ALLOW_USER_SRP_AUTH",
    "ALLOW_CUSTOM_AUTH",
    "ALLOW_REFRESH_TOKEN_AUTH",
]
Answer = Callable[[dict[str, Any]], Any] | None


class TriggerWorld:
    """One pool, one client, and any triggers, through boto3.

    Args:
        pool: Further settings of the pool.
        client: Further settings of the client.
        **triggers: ``PreSignUp=function``: gets the event, may change it; None only watches.
    """

    def __init__(
        self,
        *,
        pool: dict[str, Any] | None = None,
        client: dict[str, Any] | None = None,
        **triggers: Answer,
    ) -> None:
        self.cloud = cognito_lab.new_cloud(seed=7)
        self.events: list[dict[str, Any]] = []
        self.answers, self.session = triggers, ""
        self.idp = cognito_lab.boto3_session(self.cloud).client("cognito-idp")
        self.arns = {name: self.register(name, answer) for name, answer in triggers.items()}
        usual = {"LambdaConfig": self.arns, "AutoVerifiedAttributes": ["email"]}
        made = self.idp.create_user_pool(PoolName="people", **{**usual, **(pool or {})})
        self.pool_id = made["UserPool"]["Id"]
        self.client_id = self.idp.create_user_pool_client(
            UserPoolId=self.pool_id,
            ClientName="app",
            **{"ExplicitAuthFlows": FLOWS, **(client or {})},
        )["UserPoolClient"]["ClientId"]

    def register(self, name: str, answer: Answer = None) -> str:
        """Make a function that keeps its events; returns its ARN."""

        def handler(event: dict[str, Any], context: Any) -> Any:
            self.events.append(copy.deepcopy(event))
            result = answer(event) if answer else None
            return event if result is None else result

        return self.cloud.functions.register(name, handler)

    @property
    def sources(self) -> list[str]:
        """The triggerSource of each call, in order."""
        return [event["triggerSource"] for event in self.events]

    def event(self, source: str) -> dict[str, Any]:
        """The newest event of a source."""
        return next(e for e in reversed(self.events) if e["triggerSource"] == source)

    def configure(self, **config: Any) -> None:
        """Give the pool this LambdaConfig."""
        self.idp.update_user_pool(
            UserPoolId=self.pool_id, LambdaConfig=config, AutoVerifiedAttributes=["email"]
        )

    def sign_up(
        self, name: str = "nia", attributes: dict[str, str] | None = None, **more: Any
    ) -> dict[str, Any]:
        """SignUp with an e-mail address."""
        given = {"email": f"{name}@example.com", **(attributes or {})}
        return self.idp.sign_up(
            ClientId=self.client_id,
            Username=name,
            Password=PASSWORD,
            UserAttributes=[{"Name": n, "Value": v} for n, v in given.items()],
            **more,
        )

    def code(self, name: str = "nia") -> str:
        """The newest code that was sent."""
        return self.cloud.mailbox.latest(f"{name}@example.com").code

    def confirm(self, name: str = "nia", **more: Any) -> Any:
        """ConfirmSignUp with the right code."""
        return self.idp.confirm_sign_up(
            ClientId=self.client_id, Username=name, ConfirmationCode=self.code(name), **more
        )

    def add_user(self, name: str = "jdoe", **attributes: str) -> None:
        """A confirmed user with a password and a proven address."""
        given = {"email": f"{name}@example.com", "email_verified": "true", **attributes}
        self.idp.admin_create_user(
            UserPoolId=self.pool_id,
            Username=name,
            MessageAction="SUPPRESS",
            UserAttributes=[{"Name": n, "Value": v} for n, v in given.items()],
        )
        self.idp.admin_set_user_password(
            UserPoolId=self.pool_id, Username=name, Password=PASSWORD, Permanent=True
        )

    def sign_in(self, name: str = "jdoe", password: str = PASSWORD, **more: Any) -> dict[str, Any]:
        """InitiateAuth by password."""
        return self.idp.initiate_auth(
            ClientId=self.client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": name, "PASSWORD": password},
            **more,
        )

    def tokens(self, name: str = "jdoe", **more: Any) -> dict[str, str]:
        """The tokens of a sign-in by password."""
        return self.sign_in(name, **more)["AuthenticationResult"]

    def refresh(self, tokens: dict[str, str]) -> dict[str, str]:
        """New tokens for a session."""
        return self.idp.initiate_auth(
            ClientId=self.client_id,
            AuthFlow="REFRESH_TOKEN_AUTH",
            AuthParameters={"REFRESH_TOKEN": tokens["RefreshToken"]},
        )["AuthenticationResult"]

    def claims(self, name: str = "jdoe") -> dict[str, Any]:
        """What the ID token of a sign-in by password says, unchecked."""
        return claims(self.tokens(name)["IdToken"])

    def attributes(self, name: str) -> dict[str, str]:
        """A user's attributes."""
        user = self.idp.admin_get_user(UserPoolId=self.pool_id, Username=name)
        return {a["Name"]: a["Value"] for a in user["UserAttributes"]}

    def status(self, name: str) -> str | None:
        """A user's status; None if there is no such user."""
        try:
            return self.idp.admin_get_user(UserPoolId=self.pool_id, Username=name)["UserStatus"]
        except self.idp.exceptions.UserNotFoundException:
            return None


def answer(**values: Any) -> Answer:
    """A function that fills these values into the response."""
    return lambda event: event["response"].update(values)


def claims(token: str) -> dict[str, Any]:
    """What a token says, unchecked."""
    return dict(jose.parse(token).unverified_claims)
