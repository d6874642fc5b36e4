"""/oauth2/authorize: where an app sends the browser first.

    asked wrongly               back to the app, or to the error page (request.py)
    the browser is known        straight back to the app, with a code
    prompt=none                 login_required
    another provider            off to its page (federation.py)
    else                        to the pool's page (login.py)

Source: developer guide, "Authorize endpoint"; OpenID Connect Core 1.0, section 3.1.2.1 (`prompt`).
Left out: `select_account` shows the same page as `login`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cognito_lab.primitives import messages
from cognito_lab.primitives.browser import Parameters, Redirect
from cognito_lab.services.cognito_idp.identity_provider import LOCAL
from cognito_lab.services.cognito_idp.oauth.arrival import Cookies, go_back, session_of
from cognito_lab.services.cognito_idp.oauth.federation import depart
from cognito_lab.services.cognito_idp.oauth.request import (
    AuthorizationRequest,
    page_of,
    understood,
)

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.desk import Desk
    from cognito_lab.services.cognito_idp.oauth.visits import BrowserSession
    from cognito_lab.services.cognito_idp.pool import UserPool

_ASK_AGAIN = frozenset({"login", "select_account"})


def authorize(desk: Desk, pool: UserPool, parameters: Parameters, cookies: Cookies) -> Redirect:
    """Send the browser on.

    Raises:
        NotSimulated: To a provider that the lab keeps the configuration of, and no more.
        Refusal: The request is wrong, or nobody is signed in and no page may be shown.
    """
    request = understood(pool, parameters)
    if (session := _usable_session(desk, request, cookies)) is not None:
        desk.trace.note("The browser's cookie says who this is: nobody is asked again.")
        return go_back(desk, request, session, request.nonce)
    if "none" in request.prompts:
        raise request.refusal(
            messages.OAUTH_LOGIN_REQUIRED.error(
                because="prompt=none allows no page, and the browser has no session with the pool."
            )
        )
    if request.provider not in (None, LOCAL):
        return depart(desk, request)
    return Redirect(page_of(pool, "/login", parameters))


def _usable_session(
    desk: Desk, request: AuthorizationRequest, cookies: Cookies
) -> BrowserSession | None:
    """The browser's session, if this request may use it: signed in where the client allows it."""
    session = session_of(desk, request.client.pool, cookies)
    if session is None or _ASK_AGAIN & {*request.prompts}:
        return None
    fits = request.provider in (None, session.provider)
    supported = request.client.settings.get("SupportedIdentityProviders") or ()
    return session if fits and session.provider in supported else None
