"""Between HTTP and the records that pages and browsers speak with (`primitives/browser.py`).

    in    query, form and cookies of a request; a parameter that comes twice is refused
    out   a status line, headers, Set-Cookie; and what the trace keeps of an answer

Source: RFC 6749, section 3.1 ("parameters MUST NOT be included more than once"); RFC 6265.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from cognito_lab.primitives import messages
from cognito_lab.primitives.browser import Answer, Cookie, Document, Page, Parameters, Redirect
from cognito_lab.primitives.trace import APP
from cognito_lab.wire.hosts import answers_for
from cognito_lab.wire.json_protocol import encode
from cognito_lab.wire.message import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from cognito_lab.cloud import Cloud

BROWSER = "Browser"
FORM_TYPE = "application/x-www-form-urlencoded"
_NOT_TO_BE_KEPT = {"Cache-Control": "no-store", "Pragma": "no-cache"}
# A page may not be shown inside another, where a click could be stolen.
_PAGE = {"Content-Type": "text/html; charset=utf-8", "X-Frame-Options": "DENY"}


@dataclass(frozen=True)
class Received:
    """A request, read: pairs as they came, cookies, and the Authorization header."""

    query_pairs: tuple[tuple[str, str], ...]
    form_pairs: tuple[tuple[str, str], ...]
    cookies: Mapping[str, str]
    authorization: str

    @property
    def query(self) -> Parameters:
        """The query's parameters.

        Raises:
            AwsError: invalid_request: one of them comes twice.
        """
        return _single(self.query_pairs)

    @property
    def form(self) -> Parameters:
        """The form's fields.

        Raises:
            AwsError: invalid_request: one of them comes twice.
        """
        return _single(self.form_pairs)

    def shown(self) -> dict[str, str]:
        """What the trace keeps: what the person or the app sent."""
        header = {"Authorization": self.authorization} if self.authorization else {}
        return {**header, **dict(self.form_pairs or self.query_pairs)}


def received(request: HttpRequest) -> Received:
    """Read a request."""
    form = ""
    if (request.header("content-type") or "").partition(";")[0].strip().lower() == FORM_TYPE:
        form = request.body.decode(errors="replace")
    return Received(
        tuple(parse_qsl(request.parts.query, keep_blank_values=True)),
        tuple(parse_qsl(form, keep_blank_values=True)),
        _cookies(request.header("cookie") or ""),
        request.header("authorization") or "",
    )


def shown(answer: Answer) -> dict[str, Any]:
    """What the trace keeps of an answer."""
    match answer:
        case Redirect():
            return {"statusCode": 302, "Location": answer.location}
        case Page():
            return {"statusCode": answer.status, "page": answer.title}
        case Document():
            return dict(answer.content or {"statusCode": answer.status})


def as_response(answer: Answer) -> HttpResponse:
    """The answer as HTTP."""
    match answer:
        case Redirect():
            headers = {"Location": answer.location, **_NOT_TO_BE_KEPT}
            return HttpResponse(302, headers, cookies=_set_cookies(answer.cookies))
        case Page():
            headers = {**_PAGE, **_NOT_TO_BE_KEPT}
            cookies = _set_cookies(answer.cookies)
            return HttpResponse(answer.status, headers, answer.html.encode(), cookies)
        case Document():
            challenge = {"WWW-Authenticate": answer.challenge} if answer.challenge else {}
            headers = {"Content-Type": "application/json", **_NOT_TO_BE_KEPT, **challenge}
            body = b"" if answer.content is None else encode(answer.content)
            return HttpResponse(answer.status, headers, body)


def hand_over(cloud: Cloud, answer: Answer) -> None:
    """Record that the browser goes on to the app, which is nobody of the lab's."""
    if not isinstance(answer, Redirect) or not answer.to_app:
        return
    if answers_for(cloud, urlsplit(answer.location).hostname or ""):
        return  # the browser's next request is recorded where it arrives
    with cloud.trace.exchange(APP, "return to the app", answer.carried, sender=BROWSER):
        """A message that nobody answers."""


def _single(pairs: tuple[tuple[str, str], ...]) -> Parameters:
    names = [name for name, _ in pairs]
    if twice := {name for name in names if names.count(name) > 1}:
        raise messages.OAUTH_INVALID_REQUEST.error(because=f"{min(twice)} comes more than once.")
    return dict(pairs)


def _cookies(header: str) -> dict[str, str]:
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(header).items()}
    except CookieError:
        return {}


def _set_cookies(cookies: tuple[Cookie, ...]) -> tuple[str, ...]:
    return tuple(map(_set_cookie, cookies))


def _set_cookie(cookie: Cookie) -> str:
    """For this host alone, over TLS, out of reach of scripts and of other sites' forms."""
    age = "" if cookie.max_age_seconds is None else f"; Max-Age={cookie.max_age_seconds}"
    return f"{cookie.name}={cookie.value}; Path=/; Secure; HttpOnly; SameSite=Lax{age}"
