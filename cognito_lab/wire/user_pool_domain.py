"""The pages of a user pool: ``https://<prefix>.auth.us-east-1.amazoncognito.com``.

What they do is in `services/cognito_idp/oauth/`; here is which address leads to which function, who
calls it (a browser or an app), and what goes on record.

Source: developer guide, "Identity provider and relying party endpoints"; user-pools.md §5.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from cognito_lab.primitives.browser import Answer
from cognito_lab.primitives.errors import AwsError, NotSimulated
from cognito_lab.services.cognito_idp import CognitoIdp
from cognito_lab.services.cognito_idp.oauth import pages
from cognito_lab.services.cognito_idp.oauth.authorize import authorize
from cognito_lab.services.cognito_idp.oauth.federation import CALLBACK, come_back
from cognito_lab.services.cognito_idp.oauth.login import post_login, show_login
from cognito_lab.services.cognito_idp.oauth.logout import logout
from cognito_lab.services.cognito_idp.oauth.refusal import Refusal, as_document
from cognito_lab.services.cognito_idp.oauth.revoke import revoke
from cognito_lab.services.cognito_idp.oauth.token import token
from cognito_lab.services.cognito_idp.oauth.user_info import user_info
from cognito_lab.services.cognito_idp.pool import UserPool
from cognito_lab.wire.browser_answers import (
    BROWSER,
    Received,
    as_response,
    hand_over,
    received,
    shown,
)
from cognito_lab.wire.message import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from cognito_lab.cloud import Cloud


@dataclass(frozen=True)
class Asked:
    """A request, with the pool whose page it is for."""

    idp: CognitoIdp
    pool: UserPool
    sent: Received


class Endpoint(NamedTuple):
    """What answers, and who calls it: an app unless it is for browsers."""

    answer: Callable[[Asked], Answer]
    is_for_browsers: bool = True


_ENDPOINTS: Mapping[str, Mapping[str, Endpoint]] = {
    "/oauth2/authorize": {
        "GET": Endpoint(lambda a: authorize(a.idp, a.pool, a.sent.query, a.sent.cookies))
    },
    "/login": {
        "GET": Endpoint(lambda a: show_login(a.idp, a.pool, a.sent.query, a.sent.cookies)),
        "POST": Endpoint(
            lambda a: post_login(a.idp, a.pool, a.sent.query, a.sent.form, a.sent.cookies)
        ),
    },
    CALLBACK: {"GET": Endpoint(lambda a: come_back(a.idp, a.pool, a.sent.query, a.sent.cookies))},
    "/logout": {"GET": Endpoint(lambda a: logout(a.pool, a.sent.query, a.sent.cookies))},
    "/error": {"GET": Endpoint(lambda a: pages.error(a.sent.query.get("error", "")))},
    "/oauth2/token": {
        "POST": Endpoint(
            lambda a: token(a.idp, a.pool, a.sent.form, a.sent.authorization),
            is_for_browsers=False,
        )
    },
    "/oauth2/userInfo": {
        "GET": Endpoint(
            lambda a: user_info(a.idp, a.pool, a.sent.authorization), is_for_browsers=False
        )
    },
    "/oauth2/revoke": {
        "POST": Endpoint(
            lambda a: revoke(a.pool, a.sent.form, a.sent.authorization), is_for_browsers=False
        )
    },
}
_LEFT_OUT = (
    "/signup",
    "/confirmUser",
    "/forgotPassword",
    "/confirmforgotPassword",
    "/saml2/idpresponse",
    "/saml2/logout",
)


def answer_user_pool_domain(cloud: Cloud, prefix: str, request: HttpRequest) -> HttpResponse:
    """Answer a request to a pool's domain.

    Raises:
        NotSimulated: No pool has this domain; or the lab leaves the page out.
    """
    pool = cloud.cognito_idp.pool_at(prefix)
    if pool is None:
        raise NotSimulated(
            f"no user pool has the domain {prefix!r}: CreateUserPoolDomain gives it to one"
        )
    if request.path in _LEFT_OUT:
        raise NotSimulated(f"the lab leaves out the page {request.path} of user pools")
    methods = _ENDPOINTS.get(request.path)
    if methods is None:
        return as_response(pages.error("Not found", status=404))
    if (endpoint := methods.get(request.method)) is None:
        return as_response(pages.error("Method not allowed", status=405))
    answer = _on_record(cloud, pool, request, endpoint)
    hand_over(cloud, answer)
    return as_response(answer)


def _on_record(cloud: Cloud, pool: UserPool, request: HttpRequest, endpoint: Endpoint) -> Answer:
    """The endpoint's answer, or its refusal, as one exchange."""
    sent = received(request)
    try:
        with cloud.trace.exchange(
            cloud.cognito_idp.participant,
            f"{request.method} {request.path}",
            sent.shown(),
            sender=BROWSER if endpoint.is_for_browsers else None,
        ) as exchange:
            answer = endpoint.answer(Asked(cloud.cognito_idp, pool, sent))
            exchange.answer = shown(answer)
            return answer
    except Refusal as refused:
        return refused.answer
    except AwsError as error:
        text = error.message or error.code
        return pages.error(text) if endpoint.is_for_browsers else as_document(error)
