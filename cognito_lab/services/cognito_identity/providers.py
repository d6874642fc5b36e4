"""Which login providers a pool accepts, and for which apps.

A key of `Logins` names the provider. Four kinds are told apart by their names:

    cognito-idp.us-east-1.amazonaws.com/<user pool>     app clients are listed in the pool itself
    accounts.google.com                                 one app id, listed in the pool
    any other issuer, without https://                  app ids are listed in IAM's OIDC provider
    graph.facebook.com, www.amazon.com, SAML …          kept as settings; the lab has none of them

Source: Cognito developer guide, "Identity pools external identity providers"; fact sheet §1, §3.
"""

from __future__ import annotations

from typing import Protocol

from cognito_lab.primitives.errors import NotSimulated
from cognito_lab.primitives.messages import LOGIN_OTHER_PROVIDER, LOGINS_DO_NOT_MATCH
from cognito_lab.primitives.record import record
from cognito_lab.services.cognito_identity.pools import IdentityPool

GOOGLE = "accounts.google.com"
_OPAQUE = (
    "graph.facebook.com",
    "www.amazon.com",
    "appleid.apple.com",
    "api.twitter.com",
    "www.digits.com",
)


@record
class Provider:
    """A login provider that a pool accepts.

    Attributes:
        name: The key in `Logins`, which is the issuer without ``https://``.
        client_ids: The apps whose tokens are accepted.
        checked_clients: Those for which the user pool is asked whether the user signed out.
        arn: Of the IAM OIDC provider; role mappings use it as the provider's name.
    """

    name: str
    client_ids: tuple[str, ...]
    checked_clients: tuple[str, ...] = ()
    arn: str = ""

    @property
    def apps(self) -> str:
        """The apps, for a sentence."""
        return ", ".join(self.client_ids) or "no app"

    @property
    def is_user_pool(self) -> bool:
        return is_user_pool(self.name)

    def mapping_key(self, client_id: str) -> str:
        """What role mappings and principal-tag maps call it."""
        return f"{self.name}:{client_id}" if self.is_user_pool else self.arn or self.name


class OidcProvider(Protocol):
    """An OpenID Connect provider as IAM keeps it."""

    client_ids: list[str]

    @property
    def arn(self) -> str: ...


class TrustedProviders(Protocol):
    """Where those are found, by issuer without ``https://``."""

    def oidc_provider(self, issuer_host_and_path: str) -> OidcProvider | None: ...


def is_user_pool(name: str) -> bool:
    """Whether a provider's name is that of a user pool."""
    return name.startswith("cognito-idp.")


def refuse_unsimulated(pool: IdentityPool, name: str) -> None:
    """Say clearly that the lab has no Facebook, Amazon, Apple, Twitter or SAML.

    Raises:
        NotSimulated: The pool accepts the provider, and AWS would go and ask it.
        NotAuthorizedException: The pool does not accept it anyway.
    """
    if name not in _OPAQUE and ":saml-provider/" not in name:
        return
    if name in pool.mappable_providers:
        raise NotSimulated(f"{pool.name} accepts {name}, but the lab has no such login provider")
    raise LOGINS_DO_NOT_MATCH.error(because=f"{pool.name} does not list the provider {name}.")


def accepted_provider(pool: IdentityPool, name: str, iam: TrustedProviders) -> Provider:
    """The provider of that name, with the apps that the pool takes tokens for.

    Raises:
        NotAuthorizedException: The pool does not list it. AWS words it differently when the pool
            lists others of the same kind.
    """
    if is_user_pool(name):
        return _user_pool(pool, name)
    app_id = pool.settings.get("SupportedLoginProviders", {}).get(name)
    oidc = iam.oidc_provider(name)
    listed_arns = pool.settings.get("OpenIdConnectProviderARNs", ())
    trusted = oidc if oidc is not None and oidc.arn in listed_arns else None
    if app_id is None and trusted is None:
        lost = any(arn.endswith(f":oidc-provider/{name}") for arn in listed_arns)
        raise _not_listed(pool, name, others=bool(listed_arns), lost=lost)
    own = () if app_id is None else (app_id,)
    if trusted is None:
        return Provider(name, own)
    return Provider(name, (*own, *trusted.client_ids), arn=trusted.arn if app_id is None else "")


def _user_pool(pool: IdentityPool, name: str) -> Provider:
    clients = pool.user_pool_clients(name)
    if not clients:
        raise _not_listed(pool, name, others=bool(pool.settings.get("CognitoIdentityProviders")))
    checked = tuple(client_id for client_id, check in clients.items() if check)
    return Provider(name, tuple(clients), checked)


def _not_listed(pool: IdentityPool, name: str, *, others: bool, lost: bool = False) -> Exception:
    message = LOGIN_OTHER_PROVIDER if others else LOGINS_DO_NOT_MATCH
    if lost:
        because = f"{pool.name} lists the provider {name}, but IAM has it no more."
        return message.error(because=because)
    return message.error(because=f"{pool.name} does not list the provider {name}.")
