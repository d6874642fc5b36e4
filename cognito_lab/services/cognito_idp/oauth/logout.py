"""/logout: the browser's session with the pool ends. Tokens that apps hold stay as they are.

    client_id + logout_uri                     cookie gone, and off to the app's page
    client_id + redirect_uri + response_type   cookie gone, and straight to the sign-in page

Source: developer guide, "Logout endpoint".
Assumed: an address that is not among LogoutURLs gets the page that a wrong redirect_uri gets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cognito_lab.primitives import messages
from cognito_lab.primitives.browser import Cookie, Parameters, Redirect
from cognito_lab.services.cognito_idp.oauth.arrival import SESSION_COOKIE, Cookies
from cognito_lab.services.cognito_idp.oauth.request import error_page, page_of, understood

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.pool import UserPool


def logout(pool: UserPool, parameters: Parameters, cookies: Cookies) -> Redirect:
    """Forget the browser, and send it on.

    Raises:
        Refusal: The client is unknown, or the address is not one of its own.
    """
    address, to_app = _destination(pool, parameters)
    pool.visits.sessions.spend(cookies.get(SESSION_COOKIE, ""))
    return Redirect(address, cookies=(Cookie(SESSION_COOKIE, "", 0),), to_app=to_app)


def _destination(pool: UserPool, parameters: Parameters) -> tuple[str, bool]:
    """Where to, and whether that is the app's."""
    client_id, logout_uri = parameters.get("client_id", ""), parameters.get("logout_uri")
    if logout_uri is None:
        understood(pool, parameters)
        return page_of(pool, "/login", parameters), False
    client = pool.clients.get(client_id)
    if client is None or logout_uri not in (client.settings.get("LogoutURLs") or ()):
        because = f"{logout_uri!r} is not, letter by letter, among the client's LogoutURLs."
        raise error_page(pool, messages.OAUTH_REDIRECT_MISMATCH.error(because=because), client_id)
    return logout_uri, True
