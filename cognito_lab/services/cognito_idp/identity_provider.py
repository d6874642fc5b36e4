"""An identity provider of a pool: somebody else who signs the pool's people in.

The pool keeps what it was told: where the provider is, which app id the pool has there, and which
of the provider's claims become which attributes. `oauth/federation.py` has the journey.

Source: developer guide, "User pool sign-in with third party identity providers"; API reference,
"IdentityProviderType".
Left out: signing in through SAML, Facebook, Amazon and Apple, whose configuration is kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from cognito_lab.primitives.record import record

MAX_OF_A_POOL = 300
SUBJECT = "Cognito_Subject"  # AWS's word for "the subject at the provider", in links
LOCAL = "COGNITO"  # the pool itself, in SupportedIdentityProviders and identity_provider


class ProviderType(StrEnum):
    """ProviderType."""

    SAML = "SAML"
    FACEBOOK = "Facebook"
    GOOGLE = "Google"
    AMAZON = "LoginWithAmazon"
    APPLE = "SignInWithApple"
    OIDC = "OIDC"


SIGNS_IN = (ProviderType.GOOGLE, ProviderType.OIDC)
# Social providers have one name, which is their type.
SOCIAL = (
    ProviderType.FACEBOOK,
    ProviderType.GOOGLE,
    ProviderType.AMAZON,
    ProviderType.APPLE,
)
_APP = ("client_id", "authorize_scopes")
REQUIRED_DETAILS: Mapping[ProviderType, Sequence[str]] = {
    ProviderType.GOOGLE: (*_APP, "client_secret"),
    ProviderType.FACEBOOK: (*_APP, "client_secret"),
    ProviderType.AMAZON: (*_APP, "client_secret"),
    ProviderType.APPLE: (*_APP, "team_id", "key_id", "private_key"),
    ProviderType.OIDC: (*_APP, "attributes_request_method", "oidc_issuer"),
    ProviderType.SAML: (),  # MetadataURL or MetadataFile
}
GOOGLE_DETAILS = {
    "attributes_url": "https://people.googleapis.com/v1/people/me?personFields=",
    "attributes_url_add_attributes": "true",
    "authorize_url": "https://accounts.google.com/o/oauth2/v2/auth",
    "oidc_issuer": "https://accounts.google.com",
    "token_request_method": "POST",
    "token_url": "https://www.googleapis.com/oauth2/v4/token",
}


@record
class IdentityProvider:
    """One provider of one pool.

    Attributes:
        details: ProviderDetails, completed with what the lab could find out.
        mapping: ``{attribute of the pool: claim of the provider}``; `username` is the subject.
        identifiers: Other names that apps may ask for it by, such as a mail domain.
    """

    name: str
    type: ProviderType
    pool_id: str
    details: Mapping[str, str]
    mapping: Mapping[str, str]
    identifiers: Sequence[str]
    created_at: datetime

    @property
    def issuer(self) -> str:
        """The `iss` of its ID tokens."""
        return self.details.get("oidc_issuer", "")

    @property
    def client_id(self) -> str:
        """The id that the pool, as an app, has at the provider."""
        return self.details["client_id"]

    @property
    def group_name(self) -> str:
        """The group that everybody who comes through it is in."""
        return f"{self.pool_id}_{self.name}"

    def summary(self) -> dict[str, Any]:
        """As ListIdentityProviders shows it."""
        return {
            "ProviderName": self.name,
            "ProviderType": str(self.type),
            "LastModifiedDate": self.created_at,
            "CreationDate": self.created_at,
        }

    def describe(self) -> dict[str, Any]:
        """As AWS's IdentityProviderType, the secret included."""
        return {
            "UserPoolId": self.pool_id,
            **self.summary(),
            "ProviderDetails": dict(self.details),
            "AttributeMapping": dict(self.mapping),
            "IdpIdentifiers": list(self.identifiers),
        }
