"""The person is known: the browser goes back to the app, with a code or (implicit) with tokens.

The browser also gets a cookie, good for an hour: whoever comes back with it need not sign in again,
for other apps of the same pool neither. Signing out everywhere does not end it; `/logout` does.

Source: developer guide, "Authorize endpoint", "Login endpoint", "Logout endpoint".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from cognito_lab.primitives.browser import Cookie, Redirect, with_fragment
from cognito_lab.primitives.errors import AwsError
from cognito_lab.services.cognito_idp.oauth.tickets import BadTicket
from cognito_lab.services.cognito_idp.oauth.visits import (
    SESSION_LIFE,
    AuthorizationCode,
    BrowserSession,
)
from cognito_lab.services.cognito_idp.scopes import in_order
from cognito_lab.services.cognito_idp.standing import check_standing
from cognito_lab.services.cognito_idp.tokens import issue
from cognito_lab.services.cognito_idp.triggers.token_generation import token_changes

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.desk import Desk
    from cognito_lab.services.cognito_idp.oauth.request import AuthorizationRequest
    from cognito_lab.services.cognito_idp.pool import UserPool
    from cognito_lab.services.cognito_idp.user import User

SESSION_COOKIE = "cognito"
Cookies = Mapping[str, str]  # {name: value}, as the browser showed them


def arrive(
    desk: Desk, request: AuthorizationRequest, user: User, provider: str, nonce: str | None = None
) -> Redirect:
    """Somebody has just signed in: remember the browser, and go back to the app.

    Args:
        desk: Clock, ids and trace.
        request: What the app asked for.
        user: Who signed in.
        provider: Where: ``COGNITO``, or a provider's name.
        nonce: What the ID token is to carry; the request's own if not given.
    """
    session = BrowserSession(user, desk.clock.epoch(), provider)
    name = desk.ids.base64url(32)
    cookie = Cookie(SESSION_COOKIE, name, int(SESSION_LIFE.total_seconds()))
    back = go_back(desk, request, session, nonce or request.nonce)
    request.client.pool.visits.sessions.issue(name, session, desk.clock.now())
    return replace(back, cookies=(cookie,))


def go_back(
    desk: Desk, request: AuthorizationRequest, session: BrowserSession, nonce: str | None
) -> Redirect:
    """To the app, with what it asked for."""
    if not request.wants_code:
        return _with_tokens(desk, request, session, nonce)
    desk.trace.step("make an authorization code", life="5 minutes, one use")
    code = desk.ids.uuid()
    visits, now = request.client.pool.visits, desk.clock.now()
    record = AuthorizationCode(request, session.user, session.auth_time, nonce)
    visits.codes.issue(code, record, now)
    return request.to_app({"code": code})


def _with_tokens(
    desk: Desk, request: AuthorizationRequest, session: BrowserSession, nonce: str | None
) -> Redirect:
    """The implicit grant: tokens in the fragment, where every script on the page can read them."""
    client, user, scope = request.client, session.user, in_order(request.scopes)
    try:
        changes = token_changes(desk, client, user, "HostedAuth", scope=scope)
    except AwsError as error:
        raise request.refusal(error) from None
    sign_in, _ = client.pool.sign_ins.begin(
        user,
        client,
        now=desk.clock.now(),
        ids=desk.ids,
        scope=scope,
        auth_time=session.auth_time,
        by_oauth=True,
        resource=request.resource,
    )
    result = issue(desk, sign_in, nonce=nonce, changes=changes)
    tokens = {
        **({"id_token": result["IdToken"]} if "IdToken" in result else {}),
        "access_token": result["AccessToken"],
        "token_type": "bearer",
        "expires_in": str(result["ExpiresIn"]),
    }
    return Redirect(with_fragment(request.redirect_uri, request.with_state(tokens)), to_app=True)


def session_of(desk: Desk, pool: UserPool, cookies: Cookies) -> BrowserSession | None:
    """Whom the browser's cookie stands for; None for nobody, or for somebody who may not go on."""
    try:
        session = pool.visits.sessions.find(cookies.get(SESSION_COOKIE, ""), desk.clock.now())
        if pool.directory.by_sub(session.user.sub) is not session.user:
            return None
        check_standing(session.user, desk.clock.now())
    except (BadTicket, AwsError):
        return None
    return session
