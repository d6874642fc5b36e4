"""HTTP everywhere is one function: `answer` takes a request and gives the response, chosen by host.

boto3 comes in through it, requests come in through it, and so will a real server for the AWS CLI.
The requests adapter below is a thin wrapper round it: `http_session(cloud)` is a
`requests.Session` that never opens a connection.
"""

from __future__ import annotations

from email.message import Message
from io import BytesIO
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from cognito_lab.wire.api import answer_api
from cognito_lab.wire.execute_api import answer_execute_api
from cognito_lab.wire.given import a_cloud
from cognito_lab.wire.hosts import Kind, answers_for, place_of, service_at
from cognito_lab.wire.message import HttpRequest, HttpResponse
from cognito_lab.wire.openid_provider import answer_openid_provider
from cognito_lab.wire.stores import answer_dynamodb, answer_s3
from cognito_lab.wire.user_pool_domain import answer_user_pool_domain
from cognito_lab.wire.well_known import answer_document

if TYPE_CHECKING:
    import requests

    from cognito_lab.cloud import Cloud

__all__ = ["HttpRequest", "HttpResponse", "answer", "http_session"]


def answer(cloud: Cloud, request: HttpRequest, *, sender: str | None = None) -> HttpResponse:
    """Answer one HTTP request, whoever it is for.

    Args:
        cloud: Who answers.
        request: Complete, body included.
        sender: Who asks, for the trace; ``App`` or ``Administrator`` by the signature if not given.

    Raises:
        NotSimulated: The host, or the operation, is none of the lab's.
    """
    with cloud.trace.lock:
        if sender is None:
            return _answer(cloud, request)
        with cloud.trace.acting_as(sender):
            return _answer(cloud, request)


def _answer(cloud: Cloud, request: HttpRequest) -> HttpResponse:
    place = place_of(cloud, request.host)
    if (document := answer_document(cloud, request)) is not None:
        return document
    match place.kind:
        case Kind.SERVICE:
            return answer_api(cloud, service_at(place, request), request)
        case Kind.S3:
            return answer_s3(cloud, request, bucket=place.name)
        case Kind.DYNAMODB:
            return answer_dynamodb(cloud, request)
        case Kind.EXECUTE_API:
            return answer_execute_api(cloud, place.name, request)
        case Kind.USER_POOL:
            return answer_user_pool_domain(cloud, place.name, request)
        case Kind.PROVIDER:
            return answer_openid_provider(cloud, request)


def http_session(cloud: Cloud) -> requests.Session:
    """A `requests.Session` for which AWS's host names are answered in this process.

    It keeps cookies and follows redirects, and so does for a browser. It reads neither proxies nor
    netrc from the environment. A host that the lab does not simulate raises `NotSimulated`; a
    redirect to such a host comes back unfollowed.

    Raises:
        TypeError: The cloud is none.
    """
    cloud = a_cloud(cloud)
    import requests
    from requests.adapters import BaseAdapter
    from requests.structures import CaseInsensitiveDict

    class _Adapter(BaseAdapter):
        """Answers instead of sending."""

        def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
            response = answer(cloud, _received(request))
            answered = requests.Response()
            answered.status_code = response.status
            answered.headers = CaseInsensitiveDict(response.headers)
            if response.cookies:
                answered.headers["Set-Cookie"] = ", ".join(response.cookies)
            answered.raw = _Raw(response)
            answered.url, answered.request = request.url or "", request
            answered.encoding = requests.utils.get_encoding_from_headers(answered.headers)
            keep = requests.cookies.extract_cookies_to_jar
            keep(answered.cookies, request, answered.raw)  # type: ignore[no-untyped-call]
            return answered

        def close(self) -> None:
            """There is nothing to close."""

    class _LabSession(requests.Session):
        """Follows redirects inside the lab only."""

        def get_redirect_target(self, response: requests.Response) -> str | None:
            target = super().get_redirect_target(response)
            if target is None or not response.is_redirect:
                return None
            host = requests.compat.urlsplit(requests.compat.urljoin(response.url, target)).hostname
            return target if answers_for(cloud, host or "") else None

    session = _LabSession()
    session.trust_env = False
    for scheme in ("https://", "http://"):
        session.mount(scheme, _Adapter())
    return session


class _Raw(BytesIO):
    """The body, and Set-Cookie where requests looks for it: in an answer of `http.client`."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__(response.body)
        self._original_response = SimpleNamespace(msg=Message())
        for cookie in response.cookies:
            self._original_response.msg["Set-Cookie"] = cookie


def _received(request: requests.PreparedRequest) -> HttpRequest:
    """What would arrive at the other end of the wire."""
    headers = {
        name: value.decode("latin-1") if isinstance(value, bytes) else value
        for name, value in request.headers.items()
    }
    return HttpRequest(request.method or "GET", request.url or "", headers, _bytes(request.body))


def _bytes(body: Any) -> bytes:
    if body is None:
        return b""
    if isinstance(body, str):
        return body.encode()
    if isinstance(body, bytes | bytearray):
        return bytes(body)
    if hasattr(body, "read"):
        content: bytes | str = body.read()
        return content.encode() if isinstance(content, str) else content
    return b"".join(body)
