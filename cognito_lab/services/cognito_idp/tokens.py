"""The three tokens of a sign-in, claim by claim.

    ID token        who the person is: attributes, groups, roles. For app and identity pool.
    access token    what the app may do in the person's name: groups and a scope, no attributes.
    refresh token   opaque; brings new ID and access tokens until it ends (`sign_ins.py`).

ID and access tokens are JWTs, signed with the pool's two keys, so their key ids differ. Whoever
reads one checks it against the published halves, and needs no connection to the pool.

Source: developer guide, "Understanding the identity (ID) token" and "Understanding the access
token".
Left out: `device_key`, and `acr` and `amr`, which AWS has announced only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cognito_lab.primitives import jose
from cognito_lab.services.cognito_idp.attribute_claims import attribute_claims
from cognito_lab.services.cognito_idp.group import by_rank, preferred_role, roles_of
from cognito_lab.services.cognito_idp.scopes import gets_id_token
from cognito_lab.services.cognito_idp.triggers.token_generation import NO_CHANGES, TokenChanges

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.client import AppClient
    from cognito_lab.services.cognito_idp.desk import Desk
    from cognito_lab.services.cognito_idp.sign_ins import SignIn
    from cognito_lab.services.cognito_idp.user import User

Claims = dict[str, Any]


def issue(
    desk: Desk,
    sign_in: SignIn,
    refresh_token: str | None = None,
    *,
    nonce: str | None = None,
    changes: TokenChanges = NO_CHANGES,
) -> dict[str, Any]:
    """AWS's AuthenticationResult: a fresh ID token and a fresh access token of a session.

    Args:
        desk: Clock, ids and trace.
        sign_in: The session. Attributes and groups are read as they are now.
        refresh_token: Given once, when the session begins; refreshing gives no second one.
        nonce: The app's own value, which the ID token carries back; from OAuth requests alone.
        changes: What PreTokenGeneration wants of these tokens.
    """
    pool, client = sign_in.client.pool, sign_in.client
    now = desk.clock.epoch()
    desk.trace.step("sign JWTs", key="RS256 private key")
    access = changes.in_access_token(access_token_claims(sign_in, now, jti=desk.ids.uuid()))
    id_ = changes.in_id_token(id_token_claims(sign_in, now, jti=desk.ids.uuid()))
    access_token = jose.sign(access, pool.access_token_key)
    if sign_in.by_oauth:
        id_ = _present({"at_hash": jose.at_hash(access_token), "nonce": nonce, **id_})
    return {
        "AccessToken": access_token,
        "ExpiresIn": client.life_seconds("AccessToken"),
        "TokenType": "Bearer",
        **({} if refresh_token is None else {"RefreshToken": refresh_token}),
        **({"IdToken": jose.sign(id_, pool.id_token_key)} if gets_id_token(sign_in) else {}),
    }


def id_token_claims(sign_in: SignIn, now: int, *, jti: str) -> Claims:
    """Who the person is, for one app (`aud`)."""
    user, client = sign_in.user, sign_in.client
    return _present(
        {
            "sub": user.sub,
            "cognito:groups": _group_names(user),
            "cognito:preferred_role": preferred_role(user.groups.values()),
            "iss": client.pool.issuer,
            "cognito:username": user.username,
            "origin_jti": _if_revocable(client, sign_in.origin_jti),
            "cognito:roles": roles_of(user.groups.values()),
            "aud": client.id,
            "event_id": sign_in.event_id,
            "token_use": "id",
            "auth_time": sign_in.auth_time,
            **attribute_claims(sign_in),
            "exp": now + client.life_seconds("IdToken"),
            "iat": now,
            "jti": _if_revocable(client, jti),
        }
    )


def access_token_claims(sign_in: SignIn, now: int, *, jti: str) -> Claims:
    """What the app (`client_id`) may do in the person's name (`scope`)."""
    user, client = sign_in.user, sign_in.client
    return _present(
        {
            "sub": user.sub,
            "cognito:groups": _group_names(user),
            "iss": client.pool.issuer,
            "version": 2 if sign_in.by_oauth else None,
            "aud": sign_in.resource,
            "client_id": client.id,
            "origin_jti": _if_revocable(client, sign_in.origin_jti),
            "event_id": sign_in.event_id,
            "token_use": "access",
            "scope": sign_in.scope,
            "auth_time": sign_in.auth_time,
            "exp": now + client.life_seconds("AccessToken"),
            "iat": now,
            "jti": _if_revocable(client, jti),
            "username": user.username,
        }
    )


def _present(claims: Mapping[str, Any]) -> Claims:
    """A claim without a value is left out, not sent empty."""
    return {name: value for name, value in claims.items() if value not in (None, [])}


def _group_names(user: User) -> list[str]:
    return [group.name for group in by_rank(user.groups.values())]


def _if_revocable(client: AppClient, name: str) -> str | None:
    """`jti` and `origin_jti` stand only where the client revokes tokens."""
    return name if client.revokes_tokens else None
