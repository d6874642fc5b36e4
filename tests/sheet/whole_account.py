"""An account with everything in it that the fact sheet speaks of, made with real boto3 clients.

people      a user pool: jdoe, in the group editors with its own role, and uma, in no group
Google      gina
Contoso     ana: an OpenID provider that IAM trusts
the app's own back end vouches under the name login.my.app
photos      an identity pool that takes all four, and guests
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cached_property
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError

import cognito_lab
from cognito_lab.lessons.attempt import copy_of
from cognito_lab.primitives.jose import sign
from cognito_lab.primitives.keys import SigningKey, key_id, user_pool_keys

ACCOUNT_ID = "123456789012"
COGNITO = "cognito-identity.amazonaws.com"
GOOGLE = "accounts.google.com"
CONTOSO = "login.contoso.example/tenant"
DEVELOPER = "login.my.app"
PASSWORD = "Practice-1!"
SESSION_NAME = "CognitoIdentityCredentials"
EVERYTHING = {"Effect": "Allow", "Action": "*", "Resource": "*"}


def policy(*statements: Mapping[str, Any]) -> str:
    """A policy of these statements."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def trust_of(pool_id: str, amr: str, **changes: Any) -> dict[str, Any]:
    """The one statement of a trust policy that AWS's console writes for an identity pool."""
    return {
        "Effect": "Allow",
        "Principal": {"Federated": COGNITO},
        "Action": ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"],
        "Condition": {
            "StringEquals": {f"{COGNITO}:aud": pool_id},
            "ForAnyValue:StringLike": {f"{COGNITO}:amr": amr},
        },
        **changes,
    }


ROOT_TRUST = {
    "Effect": "Allow",
    "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT_ID}:root"},
    "Action": "sts:AssumeRole",
}


def refusal(attempt: Callable[[], Any]) -> tuple[int, str, str]:
    """Status, code and message of the error that boto3 raises."""
    with pytest.raises(ClientError) as refused:
        attempt()
    response = refused.value.response
    status = response["ResponseMetadata"]["HTTPStatusCode"]
    return status, response["Error"]["Code"], response["Error"]["Message"]


def words(attempt: Callable[[], Any]) -> tuple[str, str]:
    """Code and message of the error that boto3 raises."""
    return refusal(attempt)[1:]


SESSIONS = ("admin", "nobody", "people", "counter", "public", "iam", "sts", "http")  # stay behind


class WholeAccount:
    """The account; `pool` are settings of the identity pool in boto3's words."""

    def __init__(self, **pool: Any) -> None:
        self.cloud = cognito_lab.new_cloud(seed=7)
        self._open_sessions()
        self.user_pool_id, self.client_id = self._user_pool()
        self.google_app = self._google()
        self.contoso_app = self._contoso()
        self.pool_id = self._identity_pool(**pool)
        self.roles = {
            "authenticated": self.role("users", trust_of(self.pool_id, "authenticated")),
            "unauthenticated": self.role("guests", trust_of(self.pool_id, "unauthenticated")),
        }
        self.counter.set_identity_pool_roles(IdentityPoolId=self.pool_id, Roles=self.roles)

    def copy(self) -> WholeAccount:
        """The same account again, with an empty record; in half the time that making one takes."""
        data = SimpleNamespace(**{k: v for k, v in vars(self).items() if k not in SESSIONS})
        copied = WholeAccount.__new__(WholeAccount)
        vars(copied).update(vars(copy_of(data)))
        copied._open_sessions()
        return copied

    def _open_sessions(self) -> None:
        self.admin = cognito_lab.boto3_session(self.cloud)
        self.nobody = cognito_lab.boto3_session(self.cloud, {})
        self.people = self.admin.client("cognito-idp")
        self.counter = self.admin.client("cognito-identity")
        self.public = self.nobody.client("cognito-identity")
        self.iam, self.sts = self.admin.client("iam"), self.nobody.client("sts")
        self.http = cognito_lab.http_session(self.cloud)

    # --- names -----------------------------------------------------------------------------------

    @property
    def user_pool(self) -> str:
        """The user pool's name as a key of Logins."""
        return f"cognito-idp.us-east-1.amazonaws.com/{self.user_pool_id}"

    @property
    def contoso_arn(self) -> str:
        """Contoso as IAM knows it."""
        return f"arn:aws:iam::{ACCOUNT_ID}:oidc-provider/{CONTOSO}"

    # --- people and their tokens -----------------------------------------------------------------

    def sign_in(self, name: str = "jdoe") -> dict[str, str]:
        """The three tokens of a password sign-in."""
        tokens: dict[str, str] = self.nobody.client("cognito-idp").initiate_auth(
            ClientId=self.client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": name, "PASSWORD": PASSWORD},
        )["AuthenticationResult"]
        return tokens

    def login(self, kind: str = "user pool", name: str = "") -> dict[str, str]:
        """A good login of one kind, as `Logins` wants it."""
        if kind == "user pool":
            return {self.user_pool: self.sign_in(name or "jdoe")["IdToken"]}
        provider, app, who = (
            (self.cloud.google, self.google_app, name or "gina@gmail.com")
            if kind == "Google"
            else (self.contoso, self.contoso_app, name or "ana@contoso.example")
        )
        token = provider.sign_in(who, PASSWORD, client_id=app).id_token
        return {GOOGLE if kind == "Google" else CONTOSO: token}

    def voucher(self, user: str = "user-1", **more: Any) -> dict[str, Any]:
        """What the back end gets for its user: IdentityId and Token."""
        return self.counter.get_open_id_token_for_developer_identity(
            IdentityPoolId=self.pool_id, Logins={DEVELOPER: user}, **more
        )

    @cached_property
    def id_key(self) -> SigningKey:
        """The key that the user pool signs its ID tokens with."""
        issuer, index = f"https://{self.user_pool}", user_pool_keys(0)[0]
        return SigningKey(index, key_id(issuer, index))

    def made_up(self, **claims: Any) -> str:
        """A token with the user pool's honest signature over claims of our choice."""
        now = self.cloud.clock.epoch()
        honest = {
            "sub": "34c84488-e0e1-70ae-d2ee-991ad1a898c8",
            "iss": f"https://{self.user_pool}",
            "aud": self.client_id,
            "token_use": "id",
            "exp": now + 3600,
            "iat": now,
        }
        held = {name: value for name, value in (honest | claims).items() if value is not None}
        return sign(held, self.id_key)

    # --- the counter -----------------------------------------------------------------------------

    def identity(self, logins: Mapping[str, str] | None = None) -> str:
        """GetId."""
        more = {"Logins": dict(logins)} if logins else {}
        return str(self.public.get_id(IdentityPoolId=self.pool_id, **more)["IdentityId"])

    def credentials(
        self, logins: Mapping[str, str] | None = None, identity: str = "", **more: Any
    ) -> dict[str, Any]:
        """GetCredentialsForIdentity, for the identity of these logins; its Credentials."""
        shown = {"Logins": dict(logins)} if logins else {}
        answer = self.public.get_credentials_for_identity(
            IdentityId=identity or self.identity(logins), **shown, **more
        )
        credentials: dict[str, Any] = answer["Credentials"]
        return credentials

    def guest_session(self) -> Any:
        """A boto3 session of a guest."""
        return cognito_lab.boto3_session(self.cloud, self.credentials())

    def user_session(self) -> Any:
        """A boto3 session of jdoe's."""
        return cognito_lab.boto3_session(self.cloud, self.credentials(self.login()))

    def classic(
        self, role: str, logins: Mapping[str, str] | None = None, **more: Any
    ) -> dict[str, Any]:
        """GetOpenIdToken, then AssumeRoleWithWebIdentity: the classic flow's whole answer."""
        shown = {"Logins": dict(logins)} if logins else {}
        token = self.public.get_open_id_token(IdentityId=self.identity(logins), **shown)["Token"]
        return self.assume(role, token, **more)

    def assume(self, role: str, token: str, **more: Any) -> dict[str, Any]:
        """AssumeRoleWithWebIdentity."""
        answer: dict[str, Any] = self.sts.assume_role_with_web_identity(
            **{"RoleArn": role, "RoleSessionName": "app", "WebIdentityToken": token, **more}
        )
        return answer

    def map_roles(self, key: str, **mapping: Any) -> None:
        """Map roles for one provider, keeping the default roles."""
        self.counter.set_identity_pool_roles(
            IdentityPoolId=self.pool_id, Roles=self.roles, RoleMappings={key: mapping}
        )

    def table(self) -> list[dict[str, Any]]:
        """The pool's identities."""
        rows: list[dict[str, Any]] = self.counter.list_identities(
            IdentityPoolId=self.pool_id, MaxResults=60
        )["Identities"]
        return rows

    # --- IAM -------------------------------------------------------------------------------------

    def role(
        self, name: str, trust: Mapping[str, Any], *may: Mapping[str, Any], **more: Any
    ) -> str:
        """A role that may do this, or everything; its ARN."""
        made = self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=policy(trust), **more)
        document = policy(*(may or (EVERYTHING,)))
        self.iam.put_role_policy(RoleName=name, PolicyName="may", PolicyDocument=document)
        return str(made["Role"]["Arn"])

    def session(self, *may: Mapping[str, Any], name: str = "worker", **assume: Any) -> Any:
        """A boto3 session of a role that may do this, or everything."""
        arn = self.role(name, ROOT_TRUST, *may)
        return cognito_lab.boto3_session(self.cloud, self.assume_by_user(arn, **assume))

    def assume_by_user(self, role: str, **more: Any) -> dict[str, Any]:
        """AssumeRole by the administrator; the Credentials."""
        answer = self.admin.client("sts").assume_role(
            **{"RoleArn": role, "RoleSessionName": "visit", **more}
        )
        return dict(answer["Credentials"])

    # --- setting up ------------------------------------------------------------------------------

    def _user_pool(self) -> tuple[str, str]:
        pool_id = self.people.create_user_pool(PoolName="people")["UserPool"]["Id"]
        client = self.people.create_user_pool_client(
            UserPoolId=pool_id, ClientName="app", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"]
        )["UserPoolClient"]
        for name in ("jdoe", "uma"):
            user = {"UserPoolId": pool_id, "Username": name}
            self.people.admin_create_user(
                **user,
                MessageAction="SUPPRESS",
                UserAttributes=[{"Name": "email", "Value": f"{name}@example.com"}],
            )
            self.people.admin_set_user_password(**user, Password=PASSWORD, Permanent=True)
        return pool_id, client["ClientId"]

    def _google(self) -> str:
        for name in ("gina@gmail.com", "gustav@gmail.com"):
            self.cloud.google.add_user(name, PASSWORD)
        return self.cloud.google.register_client("photos")

    def _contoso(self) -> str:
        self.contoso = self.cloud.openid_providers.create("Contoso", issuer=f"https://{CONTOSO}")
        self.contoso.add_user("ana@contoso.example", PASSWORD)
        app = self.contoso.register_client("photos")
        self.iam.create_open_id_connect_provider(Url=f"https://{CONTOSO}", ClientIDList=[app])
        return app

    def _identity_pool(self, **settings: Any) -> str:
        listed = {"ProviderName": self.user_pool, "ClientId": self.client_id}
        defaults: dict[str, Any] = {
            "IdentityPoolName": "photos",
            "AllowUnauthenticatedIdentities": True,
            "CognitoIdentityProviders": [listed],
            "SupportedLoginProviders": {GOOGLE: self.google_app},
            "OpenIdConnectProviderARNs": [self.contoso_arn],
            "DeveloperProviderName": DEVELOPER,
        }
        wanted = {name: v for name, v in (defaults | settings).items() if v is not None}
        return str(self.counter.create_identity_pool(**wanted)["IdentityPoolId"])


def editors(account: WholeAccount, name: str = "jdoe") -> str:
    """Put a user into the group editors, whose role may do everything; the role's ARN."""
    arn = account.role("editors", trust_of(account.pool_id, "authenticated"))
    account.people.create_group(
        UserPoolId=account.user_pool_id, GroupName="editors", RoleArn=arn, Precedence=1
    )
    account.people.admin_add_user_to_group(
        UserPoolId=account.user_pool_id, Username=name, GroupName="editors"
    )
    return arn
