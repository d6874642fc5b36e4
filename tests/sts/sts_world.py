"""A small world round STS: issuers of tokens, roles that trust them, and IAM."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from cognito_lab.primitives import jose
from cognito_lab.primitives.caller import Caller
from cognito_lab.primitives.clock import Clock
from cognito_lab.primitives.ids import Ids
from cognito_lab.primitives.keys import SigningKey
from cognito_lab.primitives.published_keys import PublishedKeys
from cognito_lab.primitives.trace import Trace
from cognito_lab.services.iam import Iam
from cognito_lab.services.sts import Sts

ACCOUNT = "123456789012"
COGNITO = "cognito-identity.amazonaws.com"
GOOGLE = "accounts.google.com"
LOGIN = "login.example.com/realms/lab"
USER_POOL = "cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEf123"
POOL = "us-east-1:11111111-2222-4333-8444-555555555555"
IDENTITY = "us-east-1:aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
APP = "app-one"
ADMINISTRATOR_ACCESS = "arn:aws:iam::aws:policy/AdministratorAccess"
KEYS = {COGNITO: 2, GOOGLE: 0, LOGIN: 8, USER_POOL: 4}


def policy(*actions: str, effect: str = "Allow") -> str:
    """A policy of one statement on everything."""
    statement = {"Effect": effect, "Action": list(actions), "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def trust(principal: dict[str, str], *actions: str, **condition: Any) -> str:
    """A trust policy of one statement; conditions are given as operator={key: value}."""
    statement: dict[str, Any] = {
        "Effect": "Allow",
        "Principal": principal,
        "Action": list(actions) or ["sts:AssumeRoleWithWebIdentity"],
    }
    if condition:
        statement["Condition"] = condition
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


COGNITO_TRUST = trust({"Federated": COGNITO}, StringEquals={f"{COGNITO}:aud": POOL})


@dataclass
class World:
    """Everything that the tests of STS touch."""

    clock: Clock = field(default_factory=Clock)
    ids: Ids = field(default_factory=lambda: Ids(7))

    def __post_init__(self) -> None:
        self.trace = Trace(self.clock.now)
        self.published = PublishedKeys(self.trace)
        self.iam = Iam(self.clock, self.ids, self.trace)
        self.sts = Sts(
            clock=self.clock,
            ids=self.ids,
            trace=self.trace,
            published_keys=self.published,
            iam=self.iam,
        )
        for name in KEYS:
            key = self.key(name)
            jwks = {"keys": [key.public_jwk()]}
            self.published.publish(f"https://{name}", lambda jwks=jwks: jwks)

    def key(self, name: str) -> SigningKey:
        algorithm = "RS512" if name == COGNITO else "RS256"
        return SigningKey(KEYS[name], f"kid of {name}", algorithm)

    def claims(self, name: str = COGNITO, **changes: Any) -> dict[str, Any]:
        """Claims of an honest token of that issuer; None leaves a claim out."""
        now = self.clock.epoch()
        claims = {
            "sub": IDENTITY if name == COGNITO else "user-1",
            "aud": POOL if name == COGNITO else APP,
            "amr": ["authenticated", USER_POOL] if name == COGNITO else None,
            "iss": f"https://{name}",
            "exp": now + 600,
            "iat": now,
            **changes,
        }
        return {claim: value for claim, value in claims.items() if value is not None}

    def token(self, name: str = COGNITO, **changes: Any) -> str:
        return jose.sign(self.claims(name, **changes), self.key(name))

    def make_role(self, name: str, trust_policy: str = COGNITO_TRUST, **more: Any) -> str:
        """A role that permits everything; its ARN."""
        made = self.iam.create_role(
            role_name=name, assume_role_policy_document=trust_policy, **more
        )
        self.iam.attach_role_policy(role_name=name, policy_arn=ADMINISTRATOR_ACCESS)
        arn: str = made["Role"]["Arn"]
        return arn

    def make_user(self, name: str, *actions: str) -> Caller:
        """A user who may do these things."""
        self.iam.create_user(user_name=name)
        if actions:
            self.iam.put_user_policy(
                user_name=name, policy_name="work", policy_document=policy(*actions)
            )
        made = self.iam.create_access_key(user_name=name)["AccessKey"]
        key = self.iam.access_key(made["AccessKeyId"])
        assert key is not None
        return key.caller

    def lend(self, role_arn: str, token: str, **more: Any) -> dict[str, Any]:
        """AssumeRoleWithWebIdentity."""
        return self.sts.assume_role_with_web_identity(
            role_arn=role_arn, role_session_name="app", web_identity_token=token, **more
        )

    def caller_of(self, answer: dict[str, Any]) -> Caller:
        """Who signs with the credentials of an answer."""
        session = self.sts.session(answer["Credentials"]["AccessKeyId"])
        assert session is not None
        return session.caller
