"""The pages of an OpenID provider: Google's, and those of others that somebody made.

    authorization endpoint   GET the sign-in page, POST what was filled in     from the browser
    token endpoint           POST a code                                       from an app
    jwks_uri, discovery      documents that anybody may read

What they do is in `services/openid_provider/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from cognito_lab.primitives.browser import Answer, Document
from cognito_lab.primitives.errors import AwsError, NotSimulated
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
    from cognito_lab.services.openid_provider import OpenIdProvider


def answer_openid_provider(cloud: Cloud, request: HttpRequest) -> HttpResponse:
    """Answer a request to one of a provider's addresses.

    Raises:
        NotSimulated: It has nothing there.
    """
    provider = cloud.openid_providers.at_host(request.host)
    if provider is None:
        raise NotSimulated(f"nobody in this cloud answers for {request.host}")
    address = f"https://{request.host}{request.path}"
    match request.method:
        case "GET" if address == provider.jwks_uri:
            return as_response(Document(cloud.published_keys.fetch(provider.issuer)))
        case "GET" if address == f"{provider.issuer}/.well-known/openid-configuration":
            return as_response(_discovery(cloud, provider))
        case "GET" | "POST" if address == provider.authorization_endpoint:
            answer = _page(cloud, provider, request)
            hand_over(cloud, answer)
            return as_response(answer)
        case "POST" if address == provider.token_endpoint:
            return as_response(_tokens(cloud, provider, request))
    pages = [urlsplit(one).path for one in (provider.authorization_endpoint, provider.jwks_uri)]
    raise NotSimulated(
        f"{request.host} has its sign-in page, tokens, keys and discovery document only "
        f"({', '.join(pages)} …), not {request.method} {request.path}"
    )


def _discovery(cloud: Cloud, provider: OpenIdProvider) -> Document:
    document = provider.discovery()
    with cloud.trace.exchange(provider.participant, "GET openid-configuration", {}) as exchange:
        exchange.answer = document
    return Document(document)


def _page(cloud: Cloud, provider: OpenIdProvider, request: HttpRequest) -> Answer:
    """The sign-in page: the password goes from the browser to the provider, and no further."""
    sent, action = received(request), f"{request.method} {request.path}"
    with cloud.trace.exchange(
        provider.participant, action, sent.shown(), sender=BROWSER
    ) as exchange:
        answer = _shown_or_posted(provider, request.method, sent)
        exchange.answer = shown(answer)
    return answer


def _shown_or_posted(provider: OpenIdProvider, method: str, sent: Received) -> Answer:
    try:
        query, form = sent.query, sent.form
    except AwsError as error:
        return provider.code_flow.error_page(f"Error 400: {error.code}")
    return (
        provider.code_flow.show(query) if method == "GET" else provider.code_flow.post(query, form)
    )


def _tokens(cloud: Cloud, provider: OpenIdProvider, request: HttpRequest) -> Document:
    sent = received(request)
    with cloud.trace.exchange(provider.participant, "POST /token", sent.shown()) as exchange:
        try:
            answer: Mapping[str, Any] = provider.redeem(sent.form)
        except AwsError as error:
            answer = {"error": error.code}
        exchange.answer = answer
    return Document(answer, status=400 if "error" in answer else 200)
