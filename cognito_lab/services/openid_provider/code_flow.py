"""Signing in by redirect, as apps and user pools use a provider.

    Browser   authorization endpoint      the page with e-mail and password
              posts the page              302 back to the app, with a code
    App       token endpoint              the code and the app's secret, for tokens

The provider remembers a code for a minute; it works once, for the app and the address that it was
made for. Nothing here knows HTTP: pages and redirects are records, the token endpoint takes a form
and gives the JSON that it would answer.

Source: RFC 6749, section 4.1; OpenID Connect Core 1.0, section 3.1.
Left out: PKCE, client authentication by header, sessions of the browser at the provider, a
protection of the form against other sites, and consent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from cognito_lab.primitives.browser import Answer, Page, Parameters, Redirect, with_query
from cognito_lab.primitives.clock import Clock
from cognito_lab.primitives.ids import Ids
from cognito_lab.primitives.record import record
from cognito_lab.primitives.trace import Trace
from cognito_lab.primitives.web_page import Field, form, page, paragraph
from cognito_lab.services.openid_provider.accounts import Account, Accounts, SignInRefused
from cognito_lab.services.openid_provider.apps import App, Apps

CODE_LIFE = timedelta(minutes=1)


@record
class Code:
    """What a code stands for."""

    app: App
    account: Account
    redirect_uri: str
    nonce: str | None
    until: datetime


class CodeFlow:
    """One provider's authorization page and token endpoint.

    Args:
        name: The provider's name, for its page.
        apps: Who may ask.
        accounts: Who may sign in.
        tokens: Makes the tokens of a person for an app, with a nonce.
        clock: The lab's time.
        ids: The lab's source of chance.
        trace: Where it is noted why somebody was refused.
    """

    def __init__(
        self,
        *,
        name: str,
        apps: Apps,
        accounts: Accounts,
        tokens: Callable[[Account, str, str | None], Mapping[str, str]],
        clock: Clock,
        ids: Ids,
        trace: Trace,
    ) -> None:
        self._name, self._apps, self._accounts, self._tokens = name, apps, accounts, tokens
        self._clock, self._ids, self._trace = clock, ids, trace
        self._codes: dict[str, Code] = {}

    def show(self, parameters: Parameters, *, error: str = "") -> Answer:
        """The page that asks who the person is; or, to an app that asked wrongly, a refusal.

        Args:
            parameters: What the app's address carried.
            error: What went wrong with the last try.
        """
        app = self._apps.find(parameters.get("client_id", ""))
        if app is None:
            return self.error_page("Error 401: invalid_client. The OAuth client was not found.")
        if parameters.get("redirect_uri") not in app.redirect_uris:
            return self.error_page("Error 400: redirect_uri_mismatch")
        if (fault := _fault(parameters)) is not None:
            return _back(parameters, {"error": fault})
        fields = (Field("email", "E-mail"), Field("password", "Password", kind="password"))
        buttons = {"sign_in": "Sign in", "cancel": "Cancel"}
        title = f"Sign in with {self._name}"
        html = page(
            title,
            paragraph(f"to continue to {app.name}"),
            paragraph(error, role="alert"),
            form(with_query("", parameters), fields, buttons),
        )
        return Page(title, html)

    def post(self, parameters: Parameters, filled_in: Parameters) -> Answer:
        """The page, filled in: back to the app with a code, or the page again.

        Args:
            parameters: As they were shown; they are judged anew.
            filled_in: `email` and `password`, or `cancel`.
        """
        answer = self.show(parameters)
        if not isinstance(answer, Page) or answer.status != 200:
            return answer
        if "cancel" in filled_in:
            self._trace.note("The person said no.")
            return _back(parameters, {"error": "access_denied"})
        try:
            account = self._accounts.check(
                filled_in.get("email", ""), filled_in.get("password", "")
            )
        except SignInRefused as refused:
            return self.show(parameters, error=str(refused))
        return _back(parameters, {"code": self._new_code(parameters, account)})

    def redeem(self, filled_in: Parameters) -> Mapping[str, Any]:
        """The token endpoint: tokens for a code, or ``{"error": …}``."""
        app = self._apps.find(filled_in.get("client_id", ""))
        if app is None or not app.has_secret(filled_in.get("client_secret", "")):
            self._trace.note("The app is not registered here, or its secret is another one.")
            return {"error": "invalid_client"}
        if filled_in.get("grant_type") != "authorization_code":
            return {"error": "unsupported_grant_type"}
        code = self._codes.get(filled_in.get("code", ""))
        if code is None or self._clock.now() >= code.until:
            self._trace.note("The code is unknown, was used, or is older than a minute.")
            return {"error": "invalid_grant"}
        if code.app is not app or code.redirect_uri != filled_in.get("redirect_uri"):
            self._trace.note("The code was made for another app, or for another address.")
            return {"error": "invalid_grant"}
        del self._codes[filled_in["code"]]
        return {
            **self._tokens(code.account, app.client_id, code.nonce),
            "token_type": "Bearer",
            "expires_in": 3600,
        }

    def _new_code(self, parameters: Parameters, account: Account) -> str:
        now, app = self._clock.now(), self._apps.find(parameters["client_id"])
        if app is None:
            raise LookupError("the app was there when the page was shown")
        self._codes = {name: code for name, code in self._codes.items() if now < code.until}
        name = f"4/{self._ids.base64url(48)}"
        redirect_uri, nonce = parameters["redirect_uri"], parameters.get("nonce")
        self._codes[name] = Code(app, account, redirect_uri, nonce, now + CODE_LIFE)
        return name

    def error_page(self, error: str) -> Page:
        title = f"{self._name} cannot sign you in"
        return Page(title, page(title, paragraph(error, role="alert")), status=400)


def _fault(parameters: Parameters) -> str | None:
    """What is wrong with a request of an app that is known, as RFC 6749 names it."""
    if parameters.get("response_type") != "code":
        return "unsupported_response_type"
    if "openid" not in parameters.get("scope", "").split():
        return "invalid_scope"
    return "login_required" if parameters.get("prompt") == "none" else None


def _back(parameters: Parameters, result: Parameters) -> Redirect:
    """Back to the app, its `state` unread."""
    state = {"state": parameters["state"]} if "state" in parameters else {}
    return Redirect(with_query(parameters["redirect_uri"], {**result, **state}), to_app=True)
