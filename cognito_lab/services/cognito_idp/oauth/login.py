"""/login: the pool's own page, and what the person fills in.

    GET   name and password; a link to each other provider
    POST  the password is judged (signin.py); then perhaps a question, on a page of the same kind;
          at last back to the app (arrival.py)

The form carries a random value that a cookie carries too (`_csrf`, `XSRF-TOKEN`). Another site can
make a browser post a form, but cannot read the cookie, so it cannot fill the value in.

Source: developer guide, "Login endpoint". Observed: the names of field and cookie.
Assumed: a wrong password shows the page again, with AWS's words.
Left out: setting up an authenticator on the page.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Any

from cognito_lab.primitives import messages
from cognito_lab.primitives.browser import Answer, Cookie, Page, Parameters
from cognito_lab.primitives.errors import AwsError
from cognito_lab.services.cognito_idp.identity_provider import LOCAL
from cognito_lab.services.cognito_idp.oauth import pages
from cognito_lab.services.cognito_idp.oauth.arrival import Cookies, arrive
from cognito_lab.services.cognito_idp.oauth.refusal import Refusal
from cognito_lab.services.cognito_idp.oauth.request import AuthorizationRequest, understood
from cognito_lab.services.cognito_idp.signin import answer, begin_at_page

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.desk import Desk
    from cognito_lab.services.cognito_idp.pool import UserPool

CSRF_FIELD, CSRF_COOKIE = "_csrf", "XSRF-TOKEN"


def show_login(desk: Desk, pool: UserPool, parameters: Parameters, cookies: Cookies) -> Page:
    """The empty page.

    Raises:
        Refusal: The request is wrong, as at /oauth2/authorize.
    """
    request = understood(pool, parameters)
    csrf = cookies.get(CSRF_COOKIE) or desk.ids.base64url(24)
    typed = {"username": parameters.get("login_hint", "")}
    return pages.sign_in(request, csrf, typed, cookies=(Cookie(CSRF_COOKIE, csrf),))


def post_login(
    desk: Desk, pool: UserPool, parameters: Parameters, filled_in: Parameters, cookies: Cookies
) -> Answer:
    """The page, filled in.

    Args:
        desk: Clock, ids and trace.
        pool: Whose page it is.
        parameters: The request, as the page's address carried it; it is judged anew.
        filled_in: `username` and `password`; or `challenge`, `session` and the answer.
        cookies: What the browser showed.

    Raises:
        NotSimulated: The pool asks for something that the page cannot do.
        Refusal: The request is wrong, the form is not the pool's, or the answer is not right.
    """
    request = understood(pool, parameters)
    csrf = _checked_csrf(filled_in, cookies)
    if LOCAL not in (request.client.settings.get("SupportedIdentityProviders") or ()):
        raise request.refusal(
            messages.OAUTH_UNAUTHORIZED_CLIENT.error(
                because="COGNITO is not among the client's SupportedIdentityProviders."
            )
        )
    try:
        outcome = _judged(desk, request, filled_in)
    except AwsError as error:
        again = pages.question if "challenge" in filled_in else pages.sign_in
        raise Refusal(error, again(request, csrf, filled_in, error=error.message)) from None
    if (user := outcome.get("User")) is not None:
        return arrive(desk, request, user, LOCAL)
    desk.trace.note(f"The pool still asks: {outcome['ChallengeName']}.")
    return pages.question(request, csrf, pages.asked(outcome, filled_in))


def _judged(desk: Desk, request: AuthorizationRequest, filled_in: Parameters) -> dict[str, Any]:
    """The sign-in machine's answer: a question, or the person."""
    client, username = request.client, filled_in.get("username", "")
    if "challenge" not in filled_in:
        given = {"USERNAME": username, "PASSWORD": filled_in.get("password", "")}
        return begin_at_page(desk, client, given)
    challenge, session = filled_in["challenge"], filled_in.get("session", "")
    if challenge not in pages.QUESTIONS:
        raise messages.SESSION_INVALID.error(because=f"The page never asks {challenge!r}.")
    proof = {"USERNAME": username, "SECRET_HASH": client.secret_hash(username)}
    return answer(desk, client, challenge, session, {**filled_in, **proof}, at_login_page=True)


def _checked_csrf(filled_in: Parameters, cookies: Cookies) -> str:
    """The value that the page and the browser share."""
    field, cookie = filled_in.get(CSRF_FIELD, ""), cookies.get(CSRF_COOKIE, "")
    if not field or not hmac.compare_digest(field.encode(), cookie.encode()):
        error = messages.PAGE_NOT_OURS.error(
            because="The form's _csrf is not the cookie's: another site may have posted it."
        )
        raise Refusal(error, pages.error(error.message, status=error.status))
    return field
