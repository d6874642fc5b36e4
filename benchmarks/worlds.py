"""The same small world on either side: a user pool, an identity pool, and the five calls.

What is measured is written once and run in the lab, under moto, and against constants. It is plain
boto3: nothing in it knows who answers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

import boto3
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.config import Config

PASSWORD = "Correct-Horse7"
REGION = "us-east-1"


@dataclass(frozen=True)
class World:
    """Two clients, and the ids of what they ask about."""

    idp: Any
    identity: Any
    user_pool_id: str
    client_id: str
    identity_pool_id: str

    def sign_up(self, name: str) -> Any:
        return self.idp.sign_up(
            ClientId=self.client_id,
            Username=name,
            Password=PASSWORD,
            UserAttributes=[{"Name": "email", "Value": f"{name}@example.com"}],
        )

    def confirm(self, name: str) -> Any:
        return self.idp.admin_confirm_sign_up(UserPoolId=self.user_pool_id, Username=name)

    def sign_in(self, name: str) -> Any:
        return self.idp.initiate_auth(
            ClientId=self.client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": name, "PASSWORD": PASSWORD},
        )

    def five_calls(self, name: str) -> list[Any]:
        """From a person nobody knows to temporary credentials; the five answers."""
        signed_up, confirmed, signed_in = self.sign_up(name), self.confirm(name), self.sign_in(name)
        provider = f"cognito-idp.{REGION}.amazonaws.com/{self.user_pool_id}"
        logins = {provider: signed_in["AuthenticationResult"]["IdToken"]}
        known = self.identity.get_id(IdentityPoolId=self.identity_pool_id, Logins=logins)
        credentials = self.identity.get_credentials_for_identity(
            IdentityId=known["IdentityId"], Logins=logins
        )
        return [signed_up, confirmed, signed_in, known, credentials]


def build(session: boto3.Session, *, with_roles: bool) -> World:
    """Make the world.

    Args:
        session: Whose clients make it.
        with_roles: Whether the identity pool has a role to give; moto has no such operation, and
            gives credentials to anyone.
    """
    idp, identity = session.client("cognito-idp"), session.client("cognito-identity")
    user_pool_id = idp.create_user_pool(PoolName="benchmark")["UserPool"]["Id"]
    client_id = idp.create_user_pool_client(
        UserPoolId=user_pool_id,
        ClientName="benchmark",
        ExplicitAuthFlows=[
            "ALLOW_USER_PASSWORD_AUTH",
            "ALLOW_USER_SRP_AUTH",
            "ALLOW_REFRESH_TOKEN_AUTH",
        ],
    )["UserPoolClient"]["ClientId"]
    provider = f"cognito-idp.{REGION}.amazonaws.com/{user_pool_id}"
    identity_pool_id = identity.create_identity_pool(
        IdentityPoolName="benchmark",
        AllowUnauthenticatedIdentities=False,
        CognitoIdentityProviders=[{"ProviderName": provider, "ClientId": client_id}],
    )["IdentityPoolId"]
    if with_roles:
        role = session.client("iam").create_role(
            RoleName="member", AssumeRolePolicyDocument=_trust(identity_pool_id)
        )["Role"]
        identity.set_identity_pool_roles(
            IdentityPoolId=identity_pool_id, Roles={"authenticated": role["Arn"]}
        )
    return World(idp, identity, user_pool_id, client_id, identity_pool_id)


def _trust(identity_pool_id: str) -> str:
    cognito = "cognito-identity.amazonaws.com"
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": cognito},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {
            "StringEquals": {f"{cognito}:aud": identity_pool_id},
            "ForAnyValue:StringLike": {f"{cognito}:amr": "authenticated"},
        },
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


# --- the floor: boto3 alone -----------------------------------------------------------------------

_TARGETS = ("SignUp", "AdminConfirmSignUp", "InitiateAuth", "GetId", "GetCredentialsForIdentity")


def answered_by_constants(
    world: World, answers: list[Any], *, user_agent: str | None = None
) -> World:
    """The same calls on clients whose `before-send` returns what was once answered.

    What is left is boto3's own work: to check, serialise and sign a request, and to read an answer.

    Args:
        world: Whose ids are asked about.
        answers: Those of `five_calls`.
        user_agent: Sent as it is, as the lab's sessions do; otherwise boto3 describes the computer.
    """
    bodies = {name: _as_sent(answer) for name, answer in zip(_TARGETS, answers, strict=True)}
    session = plain_session()

    def constant(request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        target: Any = request.headers["X-Amz-Target"]
        headers: Any = {"Content-Type": "application/x-amz-json-1.1"}
        body = _Raw(bodies[target.decode().rpartition(".")[2]])
        return AWSResponse(request.url, 200, headers, body)

    events: Any = session.events
    events.register_first("before-send", constant)
    return World(
        session.client("cognito-idp", config=Config(user_agent=user_agent)),
        session.client("cognito-identity", config=Config(user_agent=user_agent)),
        world.user_pool_id,
        world.client_id,
        world.identity_pool_id,
    )


def plain_session() -> boto3.Session:
    """A session as anybody makes it, with keys that belong to nobody."""
    return boto3.Session("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG", region_name=REGION)


def _as_sent(answer: Mapping[str, Any]) -> bytes:
    members = {name: value for name, value in answer.items() if name != "ResponseMetadata"}
    return json.dumps(members, default=datetime.timestamp).encode()


class _Raw(BytesIO):
    """A body as botocore reads it."""

    def stream(self, amt: int = 65536, **_: Any) -> Iterator[bytes]:
        while piece := self.read(amt):
            yield piece


# --- moto: the peer -------------------------------------------------------------------------------


@contextmanager
def under_moto() -> Iterator[boto3.Session]:
    """A session that moto answers.

    moto hooks itself into every session that is made after it was imported; sessions made before
    stay as they were, and `kept_from_moto` takes it out of a later one. To begin empties all of
    moto's stores, those that it keeps for the lab too.
    """
    from moto import mock_aws

    with mock_aws():
        yield plain_session()


def kept_from_moto(session: boto3.Session) -> boto3.Session:
    """The session, answered by nobody but its own handler."""
    from moto.core.models import botocore_stubber

    events: Any = session.events
    events.unregister("before-send", botocore_stubber)
    return session
