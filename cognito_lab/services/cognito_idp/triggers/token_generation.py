"""PreTokenGeneration: what a function adds to tokens, overrides in them, or leaves out.

    version 1  claims of the ID token (texts); groups and roles of both tokens
    version 2  claims of both tokens (any JSON), scopes of the access token
    version 3  the same, and tokens of machines too

Suppressing beats adding. What makes a token *this* token (`iss`, `sub`, `exp`, …) cannot be
touched; groups change through `groupOverrideDetails` alone, where an empty or null one leaves none,
and scopes through `scopesToAdd` and `scopesToSuppress`.

Source: developer guide, "Pre token generation Lambda trigger"; user-pools.md §6, "Rules".
Assumed: details that the function leaves out altogether leave the groups as they are; a claim
whose new value is null is left out.
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
)
from cognito_lab.services.cognito_idp.triggers.response import Response

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
_FIXED_IN_ID, _FIXED_IN_ACCESS = _FIXED | {"aud"}, _FIXED | {"scope"}
_GROUPS, _ROLES, _PREFERRED = "cognito:groups", "cognito:roles", "cognito:preferred_role"
MACHINE = "ClientCredentials"


@record
class ClaimChanges:
    """What a function adds to the claims of one token, and takes out of them."""

    added: Mapping[str, Any] = field(default_factory=dict)
    suppressed: frozenset[str] = frozenset()

    def applied(self, claims: Claims, fixed: frozenset[str]) -> Claims:
        """The claims, changed; whatever is fixed stays as it is."""
        if not self.added and not self.suppressed:
            return claims
        added = {name: value for name, value in self.added.items() if _may_change(name, fixed)}
        gone = {name for name in self.suppressed if _may_change(name, fixed)}
        gone |= {name for name, value in added.items() if value is None}
        return {name: value for name, value in (claims | added).items() if name not in gone}


@record
class TokenChanges:
    """What a function wants of the tokens that are about to be made.

    Attributes:
        id_token, access_token: Changes of their claims.
        scopes_added, scopes_suppressed: Of the access token.
        groups: What the claims about groups and roles are to be; None leaves them.
    """

    id_token: ClaimChanges = ClaimChanges()
    access_token: ClaimChanges = ClaimChanges()
    scopes_added: tuple[str, ...] = ()
    scopes_suppressed: frozenset[str] = frozenset()
    groups: Mapping[str, Any] | None = None

    def in_id_token(self, claims: Claims) -> Claims:
        """The ID token's claims, changed."""
        regrouped = self._regrouped(claims, (_GROUPS, _ROLES, _PREFERRED))
        return self.id_token.applied(regrouped, _FIXED_IN_ID)

    def in_access_token(self, claims: Claims) -> Claims:
        """The access token's claims, changed."""
        regrouped = self._rescoped(self._regrouped(claims, (_GROUPS,)))
        return self.access_token.applied(regrouped, _FIXED_IN_ACCESS)

    def _regrouped(self, claims: Claims, names: Sequence[str]) -> Claims:
        if self.groups is None:
            return claims
        given = {name: self.groups[name] for name in names}
        return {key: value for key, value in (claims | given).items() if value not in (None, [])}

    def _rescoped(self, claims: Claims) -> Claims:
        """Scopes are added before others are taken away."""
        if not self.scopes_added and not self.scopes_suppressed:
            return claims
        scopes = dict.fromkeys([*str(claims.get("scope", "")).split(), *self.scopes_added])
        kept = [scope for scope in scopes if scope not in self.scopes_suppressed]
        return claims | {"scope": " ".join(kept)}


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
    if function_of(client.pool, "PreTokenGeneration") is None:
        return NO_CHANGES
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
    version, occasion = version_of(client.pool), Occasion(client.pool, username, client.id)
    name = "claimsOverrideDetails" if version == "1" else "claimsAndScopeOverrideDetails"
    told = request if version == "1" else {**request, "scopes": list(scopes)}
    given = fire(desk, occasion, f"TokenGeneration_{source}", told, {name: None}, version=version)
    if given is None or given.given.get(name) is None:
        return NO_CHANGES
    return _changes_of_version_1(given.part(name)) if version == "1" else _changes(given.part(name))


def _changes_of_version_1(details: Response) -> TokenChanges:
    added = details.map_of_texts("claimsToAddOrOverride")
    suppressed = frozenset(details.texts("claimsToSuppress"))
    return TokenChanges(ClaimChanges(added, suppressed), groups=_groups(details))


def _changes(details: Response) -> TokenChanges:
    access = details.part("accessTokenGeneration")
    scopes = access.texts("scopesToAdd")
    if broken := [scope for scope in scopes if not scope or len(scope.split()) > 1]:
        raise access.unreadable(f"{broken[0]!r} is no scope")
    return TokenChanges(
        _claim_changes(details.part("idTokenGeneration")),
        _claim_changes(access),
        tuple(scopes),
        frozenset(access.texts("scopesToSuppress")),
        _groups(details),
    )


def _claim_changes(wish: Response) -> ClaimChanges:
    suppressed = frozenset(wish.texts("claimsToSuppress"))
    return ClaimChanges(wish.map("claimsToAddOrOverride"), suppressed)


def _groups(details: Response) -> dict[str, Any] | None:
    if "groupOverrideDetails" not in details.given:
        return None
    given = details.part("groupOverrideDetails")
    return {
        _GROUPS: given.texts("groupsToOverride"),
        _ROLES: given.texts("iamRolesToOverride"),
        _PREFERRED: given.text("preferredRole"),
    }


def _may_change(name: str, fixed: frozenset[str]) -> bool:
    return name not in fixed and not name.startswith("cognito:")
