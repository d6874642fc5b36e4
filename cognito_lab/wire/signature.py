"""A SigV4 signature: reading it from a request, and working out what it ought to be.

    Authorization: AWS4-HMAC-SHA256 Credential=ASIA…/20260106/us-east-1/execute-api/aws4_request,
                   SignedHeaders=host;x-amz-date, Signature=9f86d0…

or the same in the query of a presigned URL. The secret never travels: both sides compute the
signature and compare. Ours is computed by botocore's own signer classes, told to sign exactly the
headers that the client signed, at the client's time.

Left out: SigV4A (several regions at once), signed chunks (``STREAMING-AWS4-HMAC-SHA256-PAYLOAD``),
and the signature inside an S3 POST form.

Source: fact sheet identity-pools.md §9.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl

from botocore.auth import S3SigV4Auth, S3SigV4QueryAuth, SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.compat import HTTPHeaders
from botocore.credentials import Credentials

from cognito_lab.primitives import messages
from cognito_lab.primitives.record import record
from cognito_lab.wire.message import HttpRequest
from cognito_lab.wire.refusals import Fault, SignatureRefused

ALGORITHM = "AWS4-HMAC-SHA256"
UNSIGNED_PAYLOADS = ("UNSIGNED-PAYLOAD", "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
_QUERY_PARAMETERS = (
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Signature",
    "X-Amz-Date",
    "X-Amz-SignedHeaders",
    "X-Amz-Expires",
)
_WEEK_SECONDS = 604_800
BASIC_FORMAT = "%Y%m%dT%H%M%SZ"
_BASIC_DATE = re.compile(r"\d{8}T\d{6}Z", re.ASCII)


@record
class Signature:
    """What a request says about its own signature; nothing of it is proved yet.

    Attributes:
        access_key_id: Whose key.
        scope: The key's scope as sent: (``YYYYMMDD``, region, service, ``aws4_request``).
        signed_headers: Names of the headers that were signed, in lower case.
        value: The signature, 64 hex digits.
        timestamp: When it was made, ``YYYYMMDDTHHMMSSZ``.
        session_token: Temporary credentials carry one.
        lifetime_seconds: For how long a presigned URL is good; None for a signature in a header.
    """

    access_key_id: str
    scope: tuple[str, str, str, str]
    signed_headers: tuple[str, ...]
    value: str
    timestamp: str
    session_token: str | None
    lifetime_seconds: int | None = None

    @cached_property
    def made_at(self) -> datetime:
        return datetime.fromisoformat(self.timestamp)


@record
class Recalculation:
    """The signature as it ought to be, with the two texts that it was computed from."""

    signature: str
    canonical_request: str
    string_to_sign: str


def read_signature(request: HttpRequest) -> Signature | None:
    """The signature that a request carries in its header or its query; None when it carries none.

    Raises:
        SignatureRefused: There is one, and it is malformed.
    """
    query = dict(parse_qsl(text, keep_blank_values=True)) if (text := request.parts.query) else {}
    if "X-Amz-Signature" in query or "X-Amz-Credential" in query:
        return _from_query(query)
    header = request.header("authorization")
    return _from_header(header, request) if header else None


def recalculate(signature: Signature, request: HttpRequest, secret: str) -> Recalculation:
    """Sign the request again, with the secret that belongs to the key.

    Args:
        signature: What the client claims.
        request: The request as it arrived.
        secret: The secret access key.
    """
    _, region, service, _ = signature.scope
    signer = _signer(signature, service)(
        Credentials(signature.access_key_id, secret, signature.session_token), service, region
    )
    signer.received, signer.claimed = request, signature
    unsigned = AWSRequest(request.method, _url_without_signature(request), data=request.body)
    unsigned.context["timestamp"] = signature.timestamp
    canonical = signer.canonical_request(unsigned)
    string_to_sign = signer.string_to_sign(unsigned, canonical)
    return Recalculation(signer.signature(string_to_sign, unsigned), canonical, string_to_sign)


# --- reading --------------------------------------------------------------------------------------


def _from_header(header: str, request: HttpRequest) -> Signature:
    _, _, pairs = header.strip().partition(" ")
    fields = {}
    for pair in pairs.replace(",", " ").split():
        name, equal_sign, value = pair.partition("=")
        if not equal_sign:
            raise _no_equal_sign(header)
        fields[name] = value
    if not header.startswith(f"{ALGORITHM} "):
        raise _no_equal_sign(header)
    return _signature(
        fields,
        timestamp=_timestamp(request.header("x-amz-date"), request.header("date")),
        session_token=request.header("x-amz-security-token"),
    )


def _from_query(query: Mapping[str, str]) -> Signature:
    if any(not query.get(name) for name in _QUERY_PARAMETERS):
        raise SignatureRefused(Fault.MALFORMED_LINK, messages.LINK_INCOMPLETE)
    if query["X-Amz-Algorithm"] != ALGORITHM:
        raise SignatureRefused(Fault.MALFORMED_LINK, messages.LINK_ALGORITHM)
    lifetime = query["X-Amz-Expires"]
    if not lifetime.isascii() or not lifetime.isdecimal():
        raise SignatureRefused(Fault.MALFORMED_LINK, messages.LINK_LIFETIME_NO_NUMBER)
    if len(lifetime) > 6 or int(lifetime) > _WEEK_SECONDS:
        raise SignatureRefused(Fault.MALFORMED_LINK, messages.LINK_LIFETIME_TOO_LONG)
    return _signature(
        {name.removeprefix("X-Amz-"): value for name, value in query.items()},
        timestamp=_timestamp(query["X-Amz-Date"], None),
        session_token=query.get("X-Amz-Security-Token"),
        lifetime_seconds=int(lifetime),
    )


def _signature(fields: Mapping[str, str], *, timestamp: str | None, **rest: Any) -> Signature:
    """A signature whose parts are all there, or a refusal that names every part that is not."""
    missing = [
        messages.AUTHORIZATION_WITHOUT.format(name=name)
        for name in ("Credential", "Signature", "SignedHeaders")
        if not fields.get(name)
    ]
    if timestamp is None:
        missing.append(messages.AUTHORIZATION_WITHOUT_DATE)
    key, *scope = fields.get("Credential", "").rsplit("/", 4)
    if missing or timestamp is None or len(scope) != 4:
        sentence = " ".join(missing) or messages.AUTHORIZATION_WITHOUT.format(name="Credential")
        raise SignatureRefused(Fault.MALFORMED, sentence)
    return Signature(
        access_key_id=key,
        scope=(scope[0], scope[1], scope[2], scope[3]),
        signed_headers=tuple(fields["SignedHeaders"].lower().split(";")),
        value=fields["Signature"],
        timestamp=timestamp,
        **rest,
    )


def _timestamp(amz_date: str | None, date: str | None) -> str | None:
    """When the request was signed, in AWS's basic format; `X-Amz-Date` goes before `Date`."""
    text = amz_date or date
    if text is None:
        return None
    try:
        if amz_date is None:
            text = parsedate_to_datetime(text).astimezone(UTC).strftime(BASIC_FORMAT)
        if _BASIC_DATE.fullmatch(text) is None:
            raise ValueError("another form")
        datetime.fromisoformat(text)  # there is such a day, and such a time
        return text
    except ValueError:
        raise SignatureRefused(
            Fault.MALFORMED, messages.AUTHORIZATION_BAD_DATE.format(date=text)
        ) from None


def _no_equal_sign(header: str) -> SignatureRefused:
    """A bearer token, most likely. Its hash is printed, so that no log ever holds the token."""
    hashed = base64.b64encode(hashlib.sha256(header.encode()).digest()).decode()
    return SignatureRefused(
        Fault.MALFORMED, messages.AUTHORIZATION_NO_EQUAL_SIGN.format(hash=hashed)
    )


# --- signing again --------------------------------------------------------------------------------


class _AsReceived:
    """Over one of botocore's signers: sign what the client signed, whatever botocore would."""

    received: HttpRequest
    claimed: Signature

    def headers_to_sign(self, _: AWSRequest) -> HTTPHeaders:
        headers = HTTPHeaders()
        for name in self.claimed.signed_headers:
            # The host is where the request has come, whatever its header says.
            is_host = name == "host"
            headers[name] = _netloc(self.received) if is_host else self.received.header(name) or ""
        return headers

    def payload(self, request: AWSRequest) -> str:
        stated = self.received.header("x-amz-content-sha256")
        if stated is not None:
            return stated
        if self.claimed.lifetime_seconds is not None and self.claimed.scope[2] == "s3":
            return "UNSIGNED-PAYLOAD"
        return hashlib.sha256(self.received.body).hexdigest()


class _HeaderSigner(_AsReceived, SigV4Auth):
    pass


class _S3HeaderSigner(_AsReceived, S3SigV4Auth):
    pass


class _QuerySigner(_AsReceived, SigV4QueryAuth):
    pass


class _S3QuerySigner(_AsReceived, S3SigV4QueryAuth):
    pass


def _signer(signature: Signature, service: str) -> Any:
    """S3 signs its path as it is; every other service signs a path that is encoded twice."""
    if signature.lifetime_seconds is not None:
        return _S3QuerySigner if service == "s3" else _QuerySigner
    return _S3HeaderSigner if service == "s3" else _HeaderSigner


def _url_without_signature(request: HttpRequest) -> str:
    """A presigned URL signs all of its query but the signature itself."""
    if "X-Amz-Signature" not in request.parts.query:
        return request.url
    pairs = request.parts.query.split("&")
    query = "&".join(pair for pair in pairs if not pair.startswith("X-Amz-Signature="))
    return request.parts._replace(query=query).geturl()


def _netloc(request: HttpRequest) -> str:
    """The host as clients sign it: without the port where it is the scheme's own."""
    port = request.parts.port
    standard = {"http": 80, "https": 443}.get(request.parts.scheme)
    return request.host if port in (None, standard) else f"{request.host}:{port}"
