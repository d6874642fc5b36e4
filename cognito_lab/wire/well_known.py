"""Documents that anybody may read: an issuer's keys (JWKS) and its discovery document.

    https://cognito-idp.us-east-1.amazonaws.com/<pool>/.well-known/jwks.json
    https://cognito-identity.amazonaws.com/.well-known/jwks_uri          the path really ends so

A verifier finds the keys from a token's `iss` alone; nobody signs a request for them. Google's and
other providers' documents are in `openid_provider.py`, with their pages.

Source: fact sheets, user-pools.md §1 ("Issuer", "JWKS") and identity-pools.md §2 ("JWKS").
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cognito_lab.primitives.caller import REGION
from cognito_lab.wire.json_protocol import encode
from cognito_lab.wire.message import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from cognito_lab.cloud import Cloud

_POOL_DOCUMENT = re.compile(r"/([\w-]+)/\.well-known/(jwks\.json|openid-configuration)")
_DISCOVERY = "/.well-known/openid-configuration"
IDENTITY_ISSUER = "https://cognito-identity.amazonaws.com"


def answer_document(cloud: Cloud, request: HttpRequest) -> HttpResponse | None:
    """The document at this address, or None where the address is no document's."""
    if request.method != "GET":
        return None
    pool = _POOL_DOCUMENT.fullmatch(request.path)
    match request.host, request.path:
        case host, _ if pool and host == f"cognito-idp.{REGION}.amazonaws.com":
            return _user_pool(cloud, pool[1], pool[2])
        case (
            ("cognito-identity.amazonaws.com" | "cognito-identity.us-east-1.amazonaws.com"),
            path,
        ):
            return _identity_service(cloud, path)
    return None


def _user_pool(cloud: Cloud, pool_id: str, name: str) -> HttpResponse:
    try:
        if name == "jwks.json":
            issuer = f"https://cognito-idp.{REGION}.amazonaws.com/{pool_id}"
            return _document(cloud.published_keys.fetch(issuer))
        discovery = cloud.cognito_idp.discovery(pool_id)
    except LookupError:
        return HttpResponse(
            404,
            {"Content-Type": "application/json"},
            encode({"message": f"User pool {pool_id} does not exist."}),
        )
    return _discovery(cloud, cloud.cognito_idp.participant, discovery)


def _identity_service(cloud: Cloud, path: str) -> HttpResponse | None:
    if path == "/.well-known/jwks_uri":
        return _document(cloud.published_keys.fetch(IDENTITY_ISSUER))
    if path == _DISCOVERY:
        service = cloud.cognito_identity
        return _discovery(cloud, service.participant, service.discovery())
    return None


def _discovery(cloud: Cloud, receiver: str, document: Mapping[str, Any]) -> HttpResponse:
    with cloud.trace.exchange(receiver, "GET openid-configuration", {}) as exchange:
        exchange.answer = document
    return _document(document)


def _document(content: Mapping[str, Any]) -> HttpResponse:
    return HttpResponse(200, {"Content-Type": "application/json"}, encode(content))
