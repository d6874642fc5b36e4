"""An app client: what one app may ask of a pool, and how long its tokens live.

A **public** client (browser, phone) has no secret. A **confidential** one has, and must prove with
every request that it knows it (`SECRET_HASH`), so that a user name alone is not enough to try
passwords.

Source: developer guide, "Application-specific settings with app clients".
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from cognito_lab.primitives import messages

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.pool import UserPool

# Only the pool itself, or an administrator, says that an address is verified.
NEVER_WRITABLE = frozenset({"sub", "identities", "email_verified", "phone_number_verified"})
ALWAYS_READABLE = frozenset({"sub", "identities"})
_UNIT_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
_DEFAULT_LIFE = {
    "AccessToken": (1, "hours"),
    "IdToken": (1, "hours"),
    "RefreshToken": (30, "days"),
}


@dataclass(eq=False)
class AppClient:
    """One app client of one pool.

    Attributes:
        settings: As CreateUserPoolClient was given them, in AWS's names, defaults filled in.
        secret: None for a public client.
    """

    id: str
    pool: UserPool
    settings: Mapping[str, Any]
    created_at: datetime
    modified_at: datetime
    secret: str | None = None

    @property
    def hides_users(self) -> bool:
        """PreventUserExistenceErrors: whether an unknown user looks like a wrong password."""
        return bool(self.settings["PreventUserExistenceErrors"] == "ENABLED")

    @property
    def revokes_tokens(self) -> bool:
        """EnableTokenRevocation: whether tokens carry jti and origin_jti, and may be revoked."""
        return bool(self.settings["EnableTokenRevocation"])

    @property
    def rotates_refresh_tokens(self) -> bool:
        """Whether each refresh brings a new refresh token (RefreshTokenRotation)."""
        return (self.settings.get("RefreshTokenRotation") or {}).get("Feature") == "ENABLED"

    @property
    def retry_grace(self) -> timedelta:
        """For how long a refresh token that has been replaced may come again."""
        given = self.settings.get("RefreshTokenRotation") or {}
        return timedelta(seconds=given.get("RetryGracePeriodSeconds") or 0)

    @property
    def challenge_life(self) -> timedelta:
        """How long a person may take to answer a challenge."""
        return timedelta(minutes=self.settings["AuthSessionValidity"])

    def allows(self, flag: str) -> bool:
        """Whether ExplicitAuthFlows has the flag (``ALLOW_USER_SRP_AUTH``), or its older name.

        Observed: clients with older names may always use SRP and refresh.
        """
        flows = self.settings["ExplicitAuthFlows"]
        if any(flow.startswith("ALLOW_") for flow in flows):
            return flag in flows
        older = {"ALLOW_ADMIN_USER_PASSWORD_AUTH": "ADMIN_NO_SRP_AUTH"}
        always = ("ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH")
        return flag in always or older.get(flag, flag.removeprefix("ALLOW_")) in flows

    def allows_oauth(self, flow: str) -> bool:
        """Whether the OAuth endpoints serve this client, by a flow (``code``, ``implicit``, …)."""
        is_known = self.settings["AllowedOAuthFlowsUserPoolClient"]
        return bool(is_known) and flow in (self.settings.get("AllowedOAuthFlows") or ())

    def life_seconds(self, token: str) -> int:
        """How long a token lives.

        Args:
            token: ``AccessToken``, ``IdToken`` or ``RefreshToken``.
        """
        return life_seconds(self.settings, token)

    def may_read(self, attribute: str) -> bool:
        """Whether tokens and GetUser show an attribute to this client.

        Source: developer guide, "Working with user attributes". Assumed: without ReadAttributes
        every attribute is readable, custom ones too, as it was observed for writing.
        """
        names = self.settings.get("ReadAttributes")
        return names is None or attribute in names or attribute in ALWAYS_READABLE

    def check_may_write(self, attributes: Mapping[str, str]) -> None:
        """Refuse attributes that the client must not write.

        Raises:
            NotAuthorizedException: One of them is not among WriteAttributes, or nobody's to write.

        Observed: without WriteAttributes, custom attributes are writable too.
        """
        names = self.settings.get("WriteAttributes")
        for name in attributes:
            if name in NEVER_WRITABLE or (names is not None and name not in names):
                raise messages.WRITE_NOT_ALLOWED.error(
                    because=f"This client has no permission to write {name}."
                )

    def secret_hash(self, username: str) -> str:
        """What an app that knows the secret sends for a user name; empty for a public client."""
        if self.secret is None:
            return ""
        digest = hmac.digest(self.secret.encode(), f"{username}{self.id}".encode(), "sha256")
        return base64.b64encode(digest).decode()

    def check_secret_hash(self, username: str, given: str | None) -> None:
        """Make sure that the app knows the client secret.

        Args:
            username: What the request calls the user.
            given: The request's SecretHash or SECRET_HASH.

        Raises:
            NotAuthorizedException: It is missing, or was made with another secret, name or client
                id.

        Source: developer guide, "Computing secret hash values".
        """
        if self.secret is None:
            return
        if not given:
            raise messages.SECRET_HASH_MISSING.error(
                because="This client has a secret: every request must prove that the app knows it.",
                id=self.id,
            )
        if not hmac.compare_digest(self.secret_hash(username).encode(), given.encode()):
            raise messages.SECRET_HASH_WRONG.error(
                because=f"The hash is not HMAC(client secret, {username!r} + client id).",
                id=self.id,
            )

    def describe(self) -> dict[str, Any]:
        """As AWS's UserPoolClientType, the secret included."""
        secret = {} if self.secret is None else {"ClientSecret": self.secret}
        return {
            "UserPoolId": self.pool.id,
            "ClientName": self.settings["ClientName"],
            "ClientId": self.id,
            **secret,
            "LastModifiedDate": self.modified_at,
            "CreationDate": self.created_at,
            **self.settings,
        }


def life_seconds(settings: Mapping[str, Any], token: str) -> int:
    """A token's life by a client's settings; 0 means the default."""
    value, unit = _DEFAULT_LIFE[token]
    units = settings.get("TokenValidityUnits") or {}
    given = settings.get(f"{token}Validity")
    return (given or value) * _UNIT_SECONDS[units.get(token, unit) if given else unit]
