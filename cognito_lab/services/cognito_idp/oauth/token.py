"""/oauth2/token: where an app fetches tokens, without a browser.

    authorization_code    a code, the address that it came to, and the PKCE verifier
    refresh_token         for a session that goes on
    client_credentials    for the app itself: an access token, and no person in it

A code is redeemed in this order, and spent only if every step holds:

    1 code          given by this pool, unused, not older than five minutes
    2 client        the one that it was given for
    3 redirect_uri  the one that it came to
    4 PKCE          the verifier hashes to the challenge; none where none was announced
    5 user          still there, and not disabled

Source: developer guide, "Token endpoint"; RFC 6749, sections 4.1.3, 4.4 and 6; RFC 7636, 4.6.
Assumed: a verifier without a challenge is refused, as RFC 9700 (section 2.1.1) asks.
Left out: `scope` of a refresh request, which is not read.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from cognito_lab.primitives import jose, messages
from cognito_lab.primitives.browser import Document, Parameters
from cognito_lab.primitives.errors import AwsError
from cognito_lab.services.cognito_idp.oauth.client_authentication import authenticated
from cognito_lab.services.cognito_idp.oauth.tickets import BadTicket
from cognito_lab.services.cognito_idp.oauth_settings import MACHINE_FLOW
from cognito_lab.services.cognito_idp.scopes import STANDARD_SCOPES, in_order, scopes_of
from cognito_lab.services.cognito_idp.standing import check_standing
from cognito_lab.services.cognito_idp.tokens import issue
from cognito_lab.services.cognito_idp.triggers.token_generation import (
    machine_changes,
    token_changes,
)

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.client import AppClient
    from cognito_lab.services.cognito_idp.desk import Desk
    from cognito_lab.services.cognito_idp.oauth.visits import AuthorizationCode
    from cognito_lab.services.cognito_idp.pool import UserPool

_NAMES = {  # AuthenticationResult: what the endpoint calls it
    "IdToken": "id_token",
    "AccessToken": "access_token",
    "RefreshToken": "refresh_token",
    "ExpiresIn": "expires_in",
    "TokenType": "token_type",
}


def token(desk: Desk, pool: UserPool, form: Parameters, authorization: str = "") -> Document:
    """Give tokens for a grant.

    Args:
        desk: Clock, ids and trace.
        pool: Whose endpoint it is.
        form: The request.
        authorization: Its Authorization header; empty if there is none.

    Raises:
        AwsError: invalid_request, invalid_client, invalid_grant, unauthorized_client,
            unsupported_grant_type or invalid_scope.
    """
    client = authenticated(pool, form, authorization)
    grant_type = _given(form, "grant_type")
    if grant_type not in _GRANTS:
        raise messages.OAUTH_UNSUPPORTED_GRANT_TYPE.error(
            because=f"{grant_type!r} is none of {', '.join(_GRANTS)}."
        )
    return Document(_GRANTS[grant_type](desk, client, form))


def _redeem(desk: Desk, client: AppClient, form: Parameters) -> dict[str, Any]:
    """authorization_code."""
    _check_allowed(client, "code")
    name, redirect_uri = _given(form, "code"), _given(form, "redirect_uri")
    desk.trace.step("check the code and its verifier")
    code = _code(desk, client, name)  # 1, 2
    if redirect_uri != code.request.redirect_uri:  # 3
        raise messages.OAUTH_INVALID_GRANT.error(
            because=f"The code came to {code.request.redirect_uri}, not to {redirect_uri!r}."
        )
    _check_verifier(code.request.code_challenge, form.get("code_verifier"))  # 4
    _check_user(desk, code)  # 5
    scope = in_order(code.request.scopes)
    changes = token_changes(desk, client, code.user, "HostedAuth", scope=scope)
    client.pool.visits.codes.spend(name)
    sign_in, refresh_token = client.pool.sign_ins.begin(
        code.user,
        client,
        now=desk.clock.now(),
        ids=desk.ids,
        scope=scope,
        auth_time=code.auth_time,
        by_oauth=True,
        resource=code.request.resource,
    )
    return _named(issue(desk, sign_in, refresh_token, nonce=code.nonce, changes=changes))


def _refresh(desk: Desk, client: AppClient, form: Parameters) -> dict[str, Any]:
    """refresh_token: of this endpoint or of the API, the session is the same."""
    refresh_token = _given(form, "refresh_token")
    if not (client.rotates_refresh_tokens or client.allows("ALLOW_REFRESH_TOKEN_AUTH")):
        raise messages.OAUTH_UNAUTHORIZED_CLIENT.error(
            because="The client's ExplicitAuthFlows lack ALLOW_REFRESH_TOKEN_AUTH."
        )
    desk.trace.step("look up the refresh token")
    try:
        sign_in = client.pool.sign_ins.resume(refresh_token, client, desk.clock.now())
        check_standing(sign_in.user, desk.clock.now())
    except AwsError as error:
        raise messages.OAUTH_INVALID_GRANT.error(because=error.because or error.message) from None
    user, scope = sign_in.user, sign_in.scope
    changes = token_changes(desk, client, user, "RefreshTokens", scope=scope)
    new = client.pool.sign_ins.rotate(refresh_token, now=desk.clock.now(), ids=desk.ids)
    return _named(issue(desk, sign_in, new, changes=changes))


def _machine(desk: Desk, client: AppClient, form: Parameters) -> dict[str, Any]:
    """client_credentials: the app's own access token.

    Assumed: `sub` is the client id, as user-pools.md §4e has it.
    """
    _check_allowed(client, MACHINE_FLOW)
    scope, now = in_order(_machine_scopes(client, form.get("scope", ""))), desk.clock.epoch()
    life = client.life_seconds("AccessToken")
    desk.trace.step("sign a JWT", key="RS256 private key")
    claims = {
        "sub": client.id,
        "token_use": "access",
        "scope": scope,
        "auth_time": now,
        "iss": client.pool.issuer,
        "exp": now + life,
        "iat": now,
        "version": 2,
        "jti": desk.ids.uuid(),
        "client_id": client.id,
    }
    changes = machine_changes(desk, client, scope, _metadata(form))
    access_token = jose.sign(changes.in_access_token(claims), client.pool.access_token_key)
    return {"access_token": access_token, "expires_in": life, "token_type": "Bearer"}


_GRANTS: Mapping[str, Callable[[Desk, AppClient, Parameters], dict[str, Any]]] = {
    "authorization_code": _redeem,
    "refresh_token": _refresh,
    "client_credentials": _machine,
}


def _metadata(form: Parameters) -> dict[str, str] | None:
    """The form's ``aws_client_metadata``: JSON, for the trigger alone.

    Assumed: what is no JSON object counts as absent.
    """
    try:
        found = json.loads(form.get("aws_client_metadata", "null"))
    except ValueError:
        return None
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else None


def _given(form: Parameters, name: str) -> str:
    if not (value := form.get(name)):
        raise messages.OAUTH_INVALID_REQUEST.error(because=f"{name} is missing.")
    return value


def _check_allowed(client: AppClient, flow: str) -> None:
    if not client.allows_oauth(flow):
        raise messages.OAUTH_UNAUTHORIZED_CLIENT.error(
            because=f"The client's settings do not allow the flow {flow}."
        )


def _code(desk: Desk, client: AppClient, name: str) -> AuthorizationCode:
    try:
        code = client.pool.visits.codes.find(name, desk.clock.now())
    except BadTicket as why:
        raise messages.OAUTH_INVALID_GRANT.error(because=f"The code is no good: {why}.") from None
    if code.client is not client:
        raise messages.OAUTH_INVALID_GRANT.error(
            because=f"The code was given for the client {code.client.id}."
        )
    return code


def _check_verifier(challenge: str | None, verifier: str | None) -> None:
    if challenge is None:
        if verifier is None:
            return
        raise messages.OAUTH_INVALID_GRANT.error(
            because="A code_verifier came, but no code_challenge was announced: was it taken away?"
        )
    digest = jose.b64url(hashlib.sha256((verifier or "").encode()).digest())
    if verifier is None or not hmac.compare_digest(digest.encode(), challenge.encode()):
        raise messages.OAUTH_INVALID_GRANT.error(
            because="The code_verifier does not hash to the authorize request's code_challenge."
        )


def _check_user(desk: Desk, code: AuthorizationCode) -> None:
    if code.client.pool.directory.by_sub(code.user.sub) is not code.user:
        raise messages.OAUTH_INVALID_GRANT.error(because="The user was deleted meanwhile.")
    try:
        check_standing(code.user, desk.clock.now())
    except AwsError as error:
        raise messages.OAUTH_INVALID_GRANT.error(because=error.because or error.message) from None


def _machine_scopes(client: AppClient, asked: str) -> list[str]:
    """Custom scopes that exist and that the client has; all of them if it asks for none."""
    known = scopes_of(client.pool).difference(STANDARD_SCOPES)
    allowed = [s for s in client.settings.get("AllowedOAuthScopes") or () if s in known]
    wanted = asked.split(" ") if asked else allowed
    refused = [scope for scope in wanted if scope not in allowed]
    if refused or not wanted:
        raise messages.OAUTH_INVALID_SCOPE.error(
            because=f"The client has no scope {refused[0]!r}."
            if refused
            else "The client has no scope."
        )
    return wanted


def _named(result: Mapping[str, Any]) -> dict[str, Any]:
    return {theirs: result[ours] for ours, theirs in _NAMES.items() if ours in result}
