"""What the pool's pages look like: plain forms.

Every text in them is escaped by `primitives/web_page.py`, which is the only way to make one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cognito_lab.primitives.browser import Cookie, Page, Parameters
from cognito_lab.primitives.errors import NotSimulated
from cognito_lab.primitives.web_page import Field, form, link, page, paragraph
from cognito_lab.services.cognito_idp.attempts import Challenge
from cognito_lab.services.cognito_idp.identity_provider import LOCAL
from cognito_lab.services.cognito_idp.oauth.request import page_of

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.oauth.request import AuthorizationRequest

# What the page can ask, and the field of the answer: its name, the words, HTML's kind.
QUESTIONS: Mapping[str, tuple[str, Field]] = {
    Challenge.NEW_PASSWORD_REQUIRED: (
        "Choose a password of your own",
        Field("NEW_PASSWORD", "New password", kind="password"),
    ),
    Challenge.SOFTWARE_TOKEN_MFA: (
        "Enter the code from your authenticator app",
        Field("SOFTWARE_TOKEN_MFA_CODE", "Code"),
    ),
    Challenge.SMS_MFA: ("Enter the code from the message", Field("SMS_MFA_CODE", "Code")),
    Challenge.SELECT_MFA_TYPE: (
        "How do you want to prove that it is you? SOFTWARE_TOKEN_MFA or SMS_MFA",
        Field("ANSWER", "Second factor"),
    ),
}
_ATTRIBUTE = "userAttributes."


def sign_in(
    request: AuthorizationRequest,
    csrf: str,
    typed: Parameters,
    *,
    error: str = "",
    cookies: tuple[Cookie, ...] = (),
) -> Page:
    """Name and password, and a link to every other provider of the client."""
    pool, parameters = request.client.pool, request.parameters
    supported = request.client.settings.get("SupportedIdentityProviders") or ()
    fields = (
        Field("username", "Username", value=typed.get("username", "")),
        Field("password", "Password", kind="password"),
    )
    address = page_of(pool, "/login", parameters)
    own = form(address, fields, {"signInSubmitButton": "Sign in"}, {"_csrf": csrf})
    html = page(
        "Sign in",
        paragraph(error, role="alert"),
        own if LOCAL in supported else "",
        *(_provider_link(request, name) for name in supported if name != LOCAL),
    )
    return Page("Sign in", html, cookies=cookies)


def question(
    request: AuthorizationRequest, csrf: str, asked: Parameters, *, error: str = ""
) -> Page:
    """What the pool still asks.

    Args:
        request: What the app asked for.
        csrf: For the form.
        asked: `challenge`, `session`, `username`, and ``userAttributes.<name>`` to be filled in.
        error: What was wrong with the last answer.
    """
    words, answer = QUESTIONS.get(asked["challenge"], ("Please sign in again.", Field("", "")))
    missing = [name for name in asked if name.startswith(_ATTRIBUTE)]
    fields = [answer, *(Field(name, name.removeprefix(_ATTRIBUTE)) for name in missing)]
    kept = {name: asked.get(name, "") for name in ("username", "challenge", "session")}
    address = page_of(request.client.pool, "/login", request.parameters)
    html = page(
        "Sign in",
        paragraph(error, role="alert"),
        paragraph(words),
        form(address, fields, {"signInSubmitButton": "Go on"}, {"_csrf": csrf, **kept}),
        link(address, "Begin again"),
    )
    return Page("Sign in", html)


def asked(outcome: Mapping[str, Any], filled_in: Parameters) -> dict[str, str]:
    """A challenge of the sign-in machine, as `question` shows it.

    Raises:
        NotSimulated: The page cannot ask this.
    """
    if (challenge := outcome["ChallengeName"]) not in QUESTIONS:
        raise NotSimulated(
            f"the lab's sign-in page cannot ask {challenge}: answer it through InitiateAuth first"
        )
    missing = json.loads(outcome["ChallengeParameters"].get("requiredAttributes", "[]"))
    return {
        "username": filled_in.get("username", ""),
        "challenge": challenge,
        "session": outcome["Session"],
        **dict.fromkeys(missing, ""),
    }


def error(text: str, *, status: int = 400) -> Page:
    """A page that says what is wrong."""
    title = "An error was encountered with the requested page."
    return Page(title, page(title, paragraph(text, role="alert")), status=status)


def _provider_link(request: AuthorizationRequest, name: str) -> str:
    chosen = {**request.parameters, "identity_provider": name}
    address = page_of(request.client.pool, "/oauth2/authorize", chosen)
    return link(address, f"Continue with {name}")
