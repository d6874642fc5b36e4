"""What an app client may do at the OAuth endpoints, and which settings contradict each other.

    AllowedOAuthFlowsUserPoolClient   whether the endpoints know the client at all
    AllowedOAuthFlows                 code, implicit, client_credentials (that one alone)
    AllowedOAuthScopes                what it may ask for
    CallbackURLs, LogoutURLs          where browsers may be sent, letter by letter
    SupportedIdentityProviders        who may sign people in for it: COGNITO, Google, …

Source: API reference, "CreateUserPoolClient"; developer guide, "Application-specific settings with
app clients".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from cognito_lab.primitives import messages
from cognito_lab.services.cognito_idp.identity_provider import LOCAL
from cognito_lab.services.cognito_idp.scopes import STANDARD_SCOPES, scopes_of

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.pool import UserPool

MACHINE_FLOW = "client_credentials"
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s#\\]+")


def check_oauth_settings(settings: Mapping[str, Any], pool: UserPool, *, has_secret: bool) -> None:
    """Refuse settings that the endpoints could not live with.

    Args:
        settings: A client's, complete, in AWS's names.
        pool: Where its scopes and providers must exist.
        has_secret: Whether the client is confidential.

    Raises:
        InvalidOAuthFlowException: Flows that exclude each other, or that lack a secret or scopes.
        InvalidParameterException: An address that no browser may be sent to, or a provider that the
            pool has not.
        ScopeDoesNotExistException: A scope that neither AWS nor a resource server knows.
    """
    _check_scopes(settings, pool)
    _check_flows(settings, has_secret)
    for url in (*_list(settings, "CallbackURLs"), *_list(settings, "LogoutURLs")):
        _check_url(url)
    default = settings.get("DefaultRedirectURI")
    if default is not None and default not in _list(settings, "CallbackURLs"):
        raise messages.DEFAULT_REDIRECT_UNKNOWN.error()
    for name in _list(settings, "SupportedIdentityProviders"):
        if name != LOCAL and name not in pool.identity_providers:
            raise messages.PROVIDER_OF_CLIENT_UNKNOWN.error(
                because="CreateIdentityProvider comes first.", name=name, pool_id=pool.id
            )


def _check_scopes(settings: Mapping[str, Any], pool: UserPool) -> None:
    known = scopes_of(pool)
    for scope in _list(settings, "AllowedOAuthScopes"):
        if scope not in known:
            raise messages.SCOPE_DOES_NOT_EXIST.error(
                because="A scope is a standard one, or <identifier>/<scope> of a resource server.",
                scope=scope,
            )


def _check_flows(settings: Mapping[str, Any], has_secret: bool) -> None:
    flows, scopes = _list(settings, "AllowedOAuthFlows"), _list(settings, "AllowedOAuthScopes")
    if settings["AllowedOAuthFlowsUserPoolClient"] and not (flows and scopes):
        raise messages.OAUTH_FLOWS_REQUIRED.error()
    if MACHINE_FLOW not in flows:
        return
    if len(set(flows)) > 1:
        raise messages.CLIENT_CREDENTIALS_ALONE.error(
            because="A machine signs in as itself, a person through a browser: two clients."
        )
    if not has_secret:
        raise messages.CLIENT_CREDENTIALS_SECRET.error(
            because="The secret is all that a machine has to prove who it is."
        )
    for scope in scopes:
        if scope in STANDARD_SCOPES:
            raise messages.CLIENT_CREDENTIALS_SCOPE.error(
                because="Standard scopes speak of a person, and there is none.", scope=scope
            )


def _check_url(url: str) -> None:
    """An absolute address without fragment; http only for this computer, for trying things out."""
    if _URI.fullmatch(url) is None:
        raise messages.REDIRECT_URL_INVALID.error(
            because="It is not an absolute address without a fragment.", url=url
        )
    parts = urlsplit(url)
    if parts.scheme in ("http", "https") and not parts.hostname:
        raise messages.REDIRECT_URL_INVALID.error(because="It names no host.", url=url)
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise messages.REDIRECT_URL_INVALID.error(
            because="Plain http is for localhost only: elsewhere a code must travel inside TLS.",
            url=url,
        )


def _list(settings: Mapping[str, Any], name: str) -> list[str]:
    return list(settings.get(name) or ())
