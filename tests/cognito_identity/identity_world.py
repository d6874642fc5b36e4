"""A small world round one identity pool: two token issuers, three roles, no user-pool service.

The issuers sign by themselves, so that a test can make any token, honest or not.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from typing import Any

from cognito_lab.primitives import jose
from cognito_lab.primitives.clock import Clock
from cognito_lab.primitives.ids import Ids
from cognito_lab.primitives.jose import Claims
from cognito_lab.primitives.keys import SigningKey
from cognito_lab.primitives.published_keys import PublishedKeys
from cognito_lab.primitives.trace import Trace
from cognito_lab.services.cognito_identity import CognitoIdentity
from cognito_lab.services.iam import Iam
from cognito_lab.services.sts import Sts

COGNITO = "cognito-identity.amazonaws.com"
USER_POOL = "cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEf123"
OTHER_USER_POOL = "cognito-idp.us-east-1.amazonaws.com/us-east-1_ZzZzZz999"
CLIENT = "1example23456789"
OTHER_CLIENT = "9other87654321"
GOOGLE = "accounts.google.com"
GOOGLE_APP = "123456789012-abc.apps.googleusercontent.com"
JDOE = "12345678-1234-7012-8123-123456789012"
UMA = "87654321-1234-7012-8123-123456789012"
GINA = "112233445566778899001"


@dataclass
class Issuer:
    """Somebody who signs tokens with one key and publishes it."""

    name: str
    audience: str
    key_index: int
    clock: Clock

    @property
    def url(self) -> str:
        return f"https://{self.name}"

    @property
    def key(self) -> SigningKey:
        return SigningKey(self.key_index, f"kid-{self.key_index}")

    def jwks(self) -> dict[str, Any]:
        return {"keys": [self.key.public_jwk()]}

    def claims(self, subject: str, **changes: Any) -> dict[str, Any]:
        """Claims of an honest ID token; a change to None leaves the claim out."""
        now = self.clock.epoch()
        claims = {
            "sub": subject,
            "iss": self.url,
            "aud": self.audience,
            "token_use": "id",
            "email": "somebody@example.com",
            "name": "Some Body",
            "exp": now + 3600,
            "iat": now,
            **changes,
        }
        return {name: value for name, value in claims.items() if value is not None}

    def token(self, subject: str = JDOE, **changes: Any) -> str:
        """A token with an honest signature over these claims."""
        return jose.sign(self.claims(subject, **changes), self.key)


class SignedOut:
    """Stands for the user-pool service, where the identity pool asks who signed out."""

    def __init__(self) -> None:
        self.subjects: set[str] = set()

    def is_signed_out(self, issuer: str, claims: Claims) -> bool:
        return claims["sub"] in self.subjects


def trust(pool_id: str, amr: str = "authenticated", *actions: str) -> str:
    """The trust policy that AWS's console writes."""
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": COGNITO},
        "Action": ["sts:AssumeRoleWithWebIdentity", *actions],
        "Condition": {
            "StringEquals": {f"{COGNITO}:aud": pool_id},
            "ForAnyValue:StringLike": {f"{COGNITO}:amr": amr},
        },
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


@dataclass
class World:
    """Everything that the tests of identity pools touch."""

    clock: Clock = field(default_factory=Clock)
    ids: Ids = field(default_factory=lambda: Ids(7))
    pool_id: str = ""
    roles: dict[str, str] = field(default_factory=dict)

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
        self.user_pools = SignedOut()
        self.service = CognitoIdentity(
            clock=self.clock,
            ids=self.ids,
            trace=self.trace,
            published_keys=self.published,
            sts=self.sts,
            iam=self.iam,
            user_pools=self.user_pools,
        )
        self.user_pool = self.issuer(USER_POOL, CLIENT, 4)
        self.google = self.issuer(GOOGLE, GOOGLE_APP, 0)

    def issuer(self, name: str, audience: str, key_index: int) -> Issuer:
        """A further issuer, its keys published."""
        issuer = Issuer(name, audience, key_index, self.clock)
        self.published.publish(issuer.url, issuer.jwks)
        return issuer

    def make_pool(self, **settings: Any) -> str:
        """A pool with guests, Google and one user pool, unless told otherwise."""
        defaults = {
            "identity_pool_name": "photos",
            "allow_unauthenticated_identities": True,
            "supported_login_providers": {GOOGLE: GOOGLE_APP},
            "cognito_identity_providers": [{"ProviderName": USER_POOL, "ClientId": CLIENT}],
        }
        made = self.service.create_identity_pool(**(defaults | settings))
        self.pool_id = made["IdentityPoolId"]
        return self.pool_id

    def make_role(self, name: str, trust_policy: str) -> str:
        """A role that permits everything, so that only trust and session policies limit it."""
        arn: str = self.iam.create_role(role_name=name, assume_role_policy_document=trust_policy)[
            "Role"
        ]["Arn"]
        self.iam.attach_role_policy(
            role_name=name, policy_arn="arn:aws:iam::aws:policy/AdministratorAccess"
        )
        self.roles[name] = arn
        return arn

    def give_roles(self, **mappings: Any) -> None:
        """The usual pair of default roles, one for users and one for guests."""
        self.service.set_identity_pool_roles(
            identity_pool_id=self.pool_id,
            roles={
                "authenticated": self.make_role("users", trust(self.pool_id)),
                "unauthenticated": self.make_role("guests", trust(self.pool_id, "unauthenticated")),
            },
            **mappings,
        )

    def get_id(self, **logins: str) -> str:
        """An identity id; logins by issuer name come as a dict."""
        identity_id: str = self.service.get_id(identity_pool_id=self.pool_id)["IdentityId"]
        return identity_id

    def identity_of(self, logins: dict[str, str] | None = None) -> str:
        """GetId, with these logins."""
        answer = self.service.get_id(identity_pool_id=self.pool_id, logins=logins)
        identity_id: str = answer["IdentityId"]
        return identity_id

    def credentials_of(
        self, identity_id: str, logins: dict[str, str] | None = None, **more: Any
    ) -> dict[str, Any]:
        """GetCredentialsForIdentity, its whole answer."""
        return self.service.get_credentials_for_identity(
            identity_id=identity_id, logins=logins, **more
        )

    def table(self) -> list[dict[str, Any]]:
        """The pool's own table, as its administrator sees it."""
        rows: list[dict[str, Any]] = self.service.list_identities(
            identity_pool_id=self.pool_id, max_results=60
        )["Identities"]
        return rows

    def caller_of(self, credentials: dict[str, Any]) -> Any:
        """Who signs with these credentials."""
        session = self.sts.session(credentials["AccessKeyId"])
        assert session is not None
        return session.caller


def make_world(**settings: Any) -> World:
    """A world with one pool and its two default roles."""
    world = World()
    world.make_pool(**settings)
    world.give_roles()
    return world


def decoded(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims of a token."""
    header, claims, _ = (
        json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))) if index < 2 else {}
        for index, part in enumerate(token.split("."))
    )
    return header, claims
