"""Completed sign-ins: what a refresh token stands for, and what is revoked.

Signing in begins a session that AWS names by `origin_jti`. All tokens of the session carry that
name, the refreshed ones too, so that revoking the session reaches every one of them. A JWT that is
already out in the world stays valid for whoever checks it offline: only the user pool asks this
file.

A real refresh token is encrypted (JWE) and holds its own content. Ours has the shape, the exact
header and then four parts of random bytes, and is looked up: the pool keeps a fingerprint of it,
never the token.

Where the client *rotates* refresh tokens, each refresh brings a new one, and the one that was used
is worth nothing any more, apart from a short time of grace in which an app may ask again because
the answer got lost. Who comes later with a used one may have stolen it.

Source: developer guide, "Refresh tokens", "Refresh token rotation" and "Ending user sessions with
token revocation". Assumed: a token that comes again too late is refused, and its session goes on.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from cognito_lab.primitives import messages
from cognito_lab.primitives.ids import Ids
from cognito_lab.primitives.jose import b64url

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.client import AppClient
    from cognito_lab.services.cognito_idp.user import User

API_SCOPE = "aws.cognito.signin.user.admin"  # what signing in without a browser gives
_JWE_HEADER = b64url(
    json.dumps({"cty": "JWT", "enc": "A256GCM", "alg": "RSA-OAEP"}, separators=(",", ":")).encode()
)
# Encrypted key, initialisation vector, ciphertext, tag: bytes of RSA-OAEP and AES-GCM.
_JWE_PART_BYTES = (256, 12, 900, 16)


@dataclass(eq=False, slots=True)
class SignIn:
    """One completed sign-in.

    Attributes:
        origin_jti: Names the session; the same in all its tokens.
        event_id: Names the sign-in event; the same as `origin_jti` where the client does not revoke
            tokens, because its tokens carry this claim alone.
        auth_time: When the person signed in, in epoch seconds; refreshing does not change it.
        refresh_until: When refreshing ends.
        scope: Space separated.
        by_oauth: Whether it began at the pool's OAuth endpoints, and not through the API.
        resource: Whom its access tokens are bound to (`aud`); None for nobody in particular.
    """

    user: User
    client: AppClient
    origin_jti: str
    event_id: str
    auth_time: int
    refresh_until: datetime
    scope: str = API_SCOPE
    by_oauth: bool = False
    resource: str | None = None
    is_revoked: bool = False


class SignIns:
    """The completed sign-ins of one pool."""

    def __init__(self) -> None:
        self._by_refresh_token: dict[bytes, SignIn] = {}
        self._by_origin: dict[str, SignIn] = {}
        self._replaced_at: dict[bytes, datetime] = {}

    def begin(
        self,
        user: User,
        client: AppClient,
        *,
        now: datetime,
        ids: Ids,
        scope: str = API_SCOPE,
        auth_time: int | None = None,
        by_oauth: bool = False,
        resource: str | None = None,
    ) -> tuple[SignIn, str]:
        """Open a session. Returns it with its refresh token, which nobody can ask for again.

        Args:
            user: Who signed in.
            client: The app.
            now: The lab's time.
            ids: Source of chance.
            scope: What the app may do, space separated.
            auth_time: When the person signed in, in epoch seconds; now unless given.
            by_oauth: Whether the session begins at the OAuth endpoints.
            resource: Whom its access tokens are bound to.
        """
        event_id = ids.uuid()
        sign_in = SignIn(
            user,
            client,
            origin_jti=ids.uuid() if client.revokes_tokens else event_id,
            event_id=event_id,
            auth_time=int(now.timestamp()) if auth_time is None else auth_time,
            refresh_until=now + timedelta(seconds=client.life_seconds("RefreshToken")),
            scope=scope,
            by_oauth=by_oauth,
            resource=resource,
        )
        while user.sign_ins and user.sign_ins[0].refresh_until <= now:
            user.sign_ins.popleft()
        user.sign_ins.append(sign_in)
        self._by_origin[sign_in.origin_jti] = sign_in
        return sign_in, self._new_refresh_token(sign_in, ids)

    def _new_refresh_token(self, sign_in: SignIn, ids: Ids) -> str:
        refresh_token = ".".join([_JWE_HEADER, *map(ids.base64url, _JWE_PART_BYTES)])
        self._by_refresh_token[_fingerprint(refresh_token)] = sign_in
        return refresh_token

    def rotate(self, refresh_token: str, *, now: datetime, ids: Ids) -> str | None:
        """A new refresh token for the session of this one; None where the client keeps the old.

        The new one ends when the old one would have ended.
        """
        sign_in = self._by_refresh_token[_fingerprint(refresh_token)]
        if not sign_in.client.rotates_refresh_tokens:
            return None
        self._replaced_at.setdefault(_fingerprint(refresh_token), now)
        return self._new_refresh_token(sign_in, ids)

    def of_refresh_token(self, refresh_token: str) -> SignIn | None:
        return self._by_refresh_token.get(_fingerprint(refresh_token))

    def of_origin(self, origin_jti: str) -> SignIn | None:
        return self._by_origin.get(origin_jti)

    def resume(self, refresh_token: str, client: AppClient, now: datetime) -> SignIn:
        """The session that a refresh token continues.

        Raises:
            NotAuthorizedException: Unknown, another client's, revoked, or too old.
            RefreshTokenReuseException: It was replaced by another one, and its grace is over.
        """
        sign_in = self.of_refresh_token(refresh_token)
        if sign_in is None or sign_in.client is not client:
            raise messages.REFRESH_TOKEN_INVALID.error(
                because="This pool gave no such refresh token."
                if sign_in is None
                else f"The token belongs to the client {sign_in.client.id}, not to {client.id}."
            )
        if sign_in.is_revoked:
            raise messages.REFRESH_TOKEN_REVOKED.error(because="The session was ended on purpose.")
        if now >= sign_in.refresh_until:
            raise messages.REFRESH_TOKEN_EXPIRED.error(
                because=f"It could be used until {sign_in.refresh_until:%Y-%m-%d %H:%M:%S} UTC."
            )
        replaced_at = self._replaced_at.get(_fingerprint(refresh_token))
        if replaced_at is not None and now >= replaced_at + client.retry_grace:
            raise messages.REFRESH_TOKEN_REUSED.error(
                because=f"Another token took its place at {replaced_at:%H:%M:%S} UTC."
            )
        return sign_in


def sign_out_everywhere(user: User) -> None:
    """Revoke every session of a user."""
    for sign_in in user.sign_ins:
        sign_in.is_revoked = True


def _fingerprint(refresh_token: str) -> bytes:
    return hashlib.sha256(refresh_token.encode()).digest()
