"""PreTokenGeneration: what a function adds to tokens, overrides in them, or leaves out.

    version 1  claims of the ID token (texts); groups and roles of both tokens
    version 2  claims of both tokens (any JSON), scopes of the access token
    version 3  the same, and tokens of machines too

Suppressing beats adding. What makes a token *this* token (`iss`, `sub`, `exp`, …) cannot be
touched, and groups change through `groupOverrideDetails` alone: an empty or null one leaves none.

Source: developer guide, "Pre token generation Lambda trigger"; user-pools.md §6, "Rules".
Assumed: details that the function leaves out altogether leave the groups as they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Any

from cognito_lab.primitives.record import record
from cognito_lab.services.cognito_idp.group import by_rank, preferred_role, roles_of
from cognito_lab.services.cognito_idp.triggers.firing import (
    Occasion,
    attributes_of,
    fire,
    function_of,
    unreadable,
)

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.client import AppClient
    from cognito_lab.services.cognito_idp.desk import Desk
    from cognito_lab.services.cognito_idp.pool import UserPool
    from cognito_lab.services.cognito_idp.user import User

Claims = dict[str, Any]
_FIXED = frozenset(
    """acr amr at_hash auth_time azp exp iat identities iss jti nbf nonce origin_jti sub token_use
    username client_id event_id device_key version""".split()
)
_GROUP_CLAIMS = {
    "cognito:groups": "groupsToOverride",
    "cognito:roles": "iamRolesToOverride",
    "cognito:preferred_role": "preferredRole",
}
MACHINE = "ClientCredentials"


@record
class TokenChanges:
    """What a function wants of the tokens that are about to be made.

    Attributes:
        id_token, access_token: ``{"claimsToAddOrOverride", "claimsToSuppress", …}``; empty for no
            change.
        groups: ``{"groupsToOverride", "iamRolesToOverride", "preferredRole"}``; None leaves them.
    """

    id_token: Mapping[str, Any] = field(default_factory=dict)
    access_token: Mapping[str, Any] = field(default_factory=dict)
    groups: Mapping[str, Any] | None = None

    def in_id_token(self, claims: Claims) -> Claims:
        """The ID token's claims, changed."""
        return _changed(self._regrouped(claims, _GROUP_CLAIMS), self.id_token, {*_FIXED, "aud"})

    def in_access_token(self, claims: Claims) -> Claims:
        """The access token's claims, changed; a scope is added before others are taken away."""
        names = {"cognito:groups": "groupsToOverride"}
        return self._rescoped(_changed(self._regrouped(claims, names), self.access_token, _FIXED))

    def _regrouped(self, claims: Claims, names: Mapping[str, str]) -> Claims:
        if self.groups is None:
            return claims
        given = {claim: self.groups.get(name) for claim, name in names.items()}
        return {key: value for key, value in (claims | given).items() if value not in (None, [])}

    def _rescoped(self, claims: Claims) -> Claims:
        added = self.access_token.get("scopesToAdd") or ()
        gone = set(self.access_token.get("scopesToSuppress") or ())
        if not added and not gone:
            return claims
        scopes = dict.fromkeys([*str(claims.get("scope", "")).split(), *added])
        return claims | {"scope": " ".join(scope for scope in scopes if scope not in gone)}


NO_CHANGES = TokenChanges()


def token_changes(
    desk: Desk,
    client: AppClient,
    user: User,
    source: str,
    *,
    scope: str,
    metadata: Mapping[str, str] | None = None,
) -> TokenChanges:
    """Ask what the tokens of a person shall say.

    Args:
        desk: Where functions run.
        client: The app.
        user: Whose tokens.
        source: ``Authentication``, ``NewPasswordChallenge``, ``RefreshTokens`` or ``HostedAuth``.
        scope: Of the access token, space separated.
        metadata: ClientMetadata, where it reaches this trigger.
    """
    groups = {
        "groupsToOverride": [group.name for group in by_rank(user.groups.values())],
        "iamRolesToOverride": roles_of(user.groups.values()),
        "preferredRole": preferred_role(user.groups.values()),
    }
    request = {
        "userAttributes": attributes_of(user),
        "groupConfiguration": groups,
        "clientMetadata": metadata,
    }
    return _asked(desk, client, user.username, source, request, scope.split(), metadata)


def machine_changes(
    desk: Desk, client: AppClient, scope: str, metadata: Mapping[str, str] | None
) -> TokenChanges:
    """Ask what a machine's access token shall say; only version 3 is asked."""
    if version_of(client.pool) != "3":
        return NO_CHANGES
    request = {"userAttributes": {}, "groupConfiguration": None, "clientMetadata": metadata}
    return _asked(desk, client, MACHINE, MACHINE, request, scope.split(), metadata)


def version_of(pool: UserPool) -> str:
    """The event's version that the pool's function wants."""
    config = pool.settings["LambdaConfig"].get("PreTokenGenerationConfig") or {}
    return str(config.get("LambdaVersion", "V1_0")).removeprefix("V").partition("_")[0]


def _asked(
    desk: Desk,
    client: AppClient,
    username: str,
    source: str,
    request: Mapping[str, Any],
    scopes: Sequence[str],
    metadata: Mapping[str, str] | None,
) -> TokenChanges:
    if function_of(client.pool, "PreTokenGeneration") is None:
        return NO_CHANGES
    version, occasion = version_of(client.pool), Occasion(client.pool, username, client.id)
    name = "claimsOverrideDetails" if version == "1" else "claimsAndScopeOverrideDetails"
    told = request if version == "1" else {**request, "scopes": list(scopes)}
    given = fire(desk, occasion, f"TokenGeneration_{source}", told, {name: None}, version=version)
    details = (given or {}).get(name)
    return NO_CHANGES if details is None else _understood(version, details)


def _understood(version: str, details: Any) -> TokenChanges:
    if not isinstance(details, Mapping):
        raise unreadable("PreTokenGeneration", "the details are no map")
    groups = None
    if "groupOverrideDetails" in details:
        groups = dict(details["groupOverrideDetails"] or {})
    if version == "1":
        texts = details.get("claimsToAddOrOverride") or {}
        if not all(isinstance(value, str) for value in texts.values()):
            raise unreadable("PreTokenGeneration", "in version 1 every claim is a text")
        return TokenChanges(id_token=dict(details), groups=groups)
    return TokenChanges(
        dict(details.get("idTokenGeneration") or {}),
        dict(details.get("accessTokenGeneration") or {}),
        groups,
    )


def _changed(claims: Claims, wish: Mapping[str, Any], fixed: frozenset[str] | set[str]) -> Claims:
    """Add, then suppress; whatever is fixed stays as it is."""
    gone = {name for name in wish.get("claimsToSuppress") or () if _may_change(name, fixed)}
    added = {
        name: value
        for name, value in (wish.get("claimsToAddOrOverride") or {}).items()
        if _may_change(name, fixed)
    }
    return {name: value for name, value in (claims | added).items() if name not in gone}


def _may_change(name: str, fixed: frozenset[str] | set[str]) -> bool:
    return name not in fixed and not name.startswith("cognito:")
