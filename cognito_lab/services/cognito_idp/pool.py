"""A user pool: a directory of people, the apps that may ask it, and two keys to sign tokens with.

Everything of one pool hangs from its `UserPool`: users (`directory.py`), groups, app clients, and
sign-ins that may be refreshed (`sign_ins.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cognito_lab.primitives.arn import PARTITION, Arn
from cognito_lab.primitives.caller import ACCOUNT_ID, REGION
from cognito_lab.primitives.keys import SigningKey, key_id, user_pool_keys
from cognito_lab.primitives.published_keys import Jwks
from cognito_lab.services.cognito_idp.client import AppClient
from cognito_lab.services.cognito_idp.directory import Directory
from cognito_lab.services.cognito_idp.domain import Domain
from cognito_lab.services.cognito_idp.factors import Factor
from cognito_lab.services.cognito_idp.group import Group
from cognito_lab.services.cognito_idp.identity_provider import IdentityProvider
from cognito_lab.services.cognito_idp.naming import Naming
from cognito_lab.services.cognito_idp.oauth.visits import Visits
from cognito_lab.services.cognito_idp.password import PasswordPolicy
from cognito_lab.services.cognito_idp.resource_server import ResourceServer
from cognito_lab.services.cognito_idp.roll import Roll
from cognito_lab.services.cognito_idp.schema import Schema
from cognito_lab.services.cognito_idp.sign_ins import SignIns


@dataclass(eq=False)
class UserPool:
    """One user pool.

    Attributes:
        ordinal: Its place among the pools of the account, from 0; decides which teaching keys it
            has.
        settings: As CreateUserPool was given them, in AWS's names, defaults filled in.
        directory: Its users.
        clients: Its app clients, by id.
        factors: Second factors that it can ask for.
        groups: Its groups, by folded name: names that differ only in case collide.
        domain: Where its sign-in page is; None as long as it has none.
        resource_servers: APIs that its access tokens open, by identifier.
        identity_providers: Who else signs its people in, by name.
        visits: What its pages remember of the browsers that come by.
    """

    id: str
    name: str
    ordinal: int
    settings: Mapping[str, Any]
    schema: Schema
    directory: Directory
    created_at: datetime
    modified_at: datetime
    clients: Roll[AppClient] = field(default_factory=Roll)
    groups: Roll[Group] = field(default_factory=Roll)
    sign_ins: SignIns = field(default_factory=SignIns)
    factors: frozenset[Factor] = frozenset()
    domain: Domain | None = None
    resource_servers: Roll[ResourceServer] = field(default_factory=Roll)
    identity_providers: Roll[IdentityProvider] = field(default_factory=Roll)
    visits: Visits = field(default_factory=Visits)

    @property
    def short_name(self) -> str:
        """The part of the id after ``_``, which SRP mixes into every password."""
        return short_name(self.id)

    @property
    def issuer(self) -> str:
        """The `iss` of its tokens; its keys are published under this address."""
        return f"https://cognito-idp.{REGION}.amazonaws.com/{self.id}"

    @property
    def id_token_key(self) -> SigningKey:
        return self._key(user_pool_keys(self.ordinal)[0])

    @property
    def access_token_key(self) -> SigningKey:
        return self._key(user_pool_keys(self.ordinal)[1])

    def _key(self, index: int) -> SigningKey:
        return SigningKey(index, key_id(self.issuer, index))

    def jwks(self) -> Jwks:
        """The public halves of both keys, as ``<issuer>/.well-known/jwks.json`` shows them."""
        return {"keys": [self.id_token_key.public_jwk(), self.access_token_key.public_jwk()]}

    def discovery(self) -> dict[str, Any]:
        """The OpenID Connect discovery document of the pool.

        Source: OpenID Connect Discovery 1.0, section 3; members as user-pools.md §5 lists them.
        The endpoints are there once the pool has a domain.
        """
        return {
            "id_token_signing_alg_values_supported": ["RS256"],
            "issuer": self.issuer,
            "jwks_uri": f"{self.issuer}/.well-known/jwks.json",
            "response_types_supported": ["code", "token"],
            "scopes_supported": ["openid", "email", "phone", "profile"],
            "subject_types_supported": ["public"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            **({} if self.domain is None else self.domain.endpoints()),
        }

    @property
    def naming(self) -> Naming:
        return self.directory.naming

    @property
    def password_policy(self) -> PasswordPolicy:
        return PasswordPolicy.parse(self.settings["Policies"]["PasswordPolicy"])

    @property
    def auto_verified(self) -> list[str]:
        """AutoVerifiedAttributes: what a code goes to at sign-up, email or phone_number."""
        return list(self.settings.get("AutoVerifiedAttributes") or ())

    @property
    def verified_before_update(self) -> list[str]:
        """Addresses whose change waits until it is proved."""
        given = self.settings.get("UserAttributeUpdateSettings") or {}
        return list(given.get("AttributesRequireVerificationBeforeUpdate") or ())

    @property
    def mfa(self) -> str:
        """MfaConfiguration: OFF, OPTIONAL or ON."""
        return str(self.settings["MfaConfiguration"])

    @property
    def is_closed(self) -> bool:
        """Whether only an administrator may create users."""
        return bool(self.settings["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"])

    def describe(self) -> dict[str, Any]:
        """As AWS's UserPoolType."""
        arn = Arn(PARTITION, "cognito-idp", REGION, ACCOUNT_ID, f"userpool/{self.id}")
        return {
            **self.summary(),
            **self.settings,
            "SchemaAttributes": [a.describe() for a in self.schema.attributes.values()],
            "EstimatedNumberOfUsers": len(self.directory.users),
            **({} if self.domain is None else {"Domain": self.domain.prefix}),
            "Arn": str(arn),
        }

    def summary(self) -> dict[str, Any]:
        """As ListUserPools shows it."""
        return {
            "Id": self.id,
            "Name": self.name,
            "LambdaConfig": self.settings["LambdaConfig"],
            "LastModifiedDate": self.modified_at,
            "CreationDate": self.created_at,
        }

    def __repr__(self) -> str:
        return f"<UserPool {self.id} ({self.name!r}), {len(self.directory.users)} users>"


def short_name(pool_id: str) -> str:
    """The part of a pool id after ``_``."""
    return pool_id.partition("_")[2]
