"""Does a signature fit the request that carries it?

    1 scope      made for this region and service, on the day that it says
    2 date       not too far from the *process's* clock, which clients stamp it with; a presigned
                 URL is good for as long as it says itself
    3 headers    `host` and every ``x-amz-…`` header were signed
    4 content    the body is the one whose hash is stated
    5 value      computed again with the right secret, it is the same

Source: fact sheet identity-pools.md §9. Assumed: the order.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

from cognito_lab.primitives import messages
from cognito_lab.primitives.caller import REGION
from cognito_lab.wire.message import HttpRequest
from cognito_lab.wire.refusals import Fault, SignatureRefused
from cognito_lab.wire.services import Family, Service
from cognito_lab.wire.signature import BASIC_FORMAT, UNSIGNED_PAYLOADS, Signature, recalculate

# How far a signature's date may be from the clock. Source: fact sheet identity-pools.md §9.
_WINDOW_MINUTES = {"dynamodb": 15, "s3": 15, "sts": 15, "iam": 15}


def check_signature(
    signature: Signature, request: HttpRequest, service: Service, secret: str
) -> None:
    """Make the five checks; the first that fails ends it.

    Args:
        signature: What the request says about itself.
        request: As it arrived.
        service: Who was asked.
        secret: The secret that belongs to the signature's key.

    Raises:
        SignatureRefused: With what is wrong.
    """
    _check_scope(signature, service)  # 1
    _check_date(signature, service)  # 2
    _check_headers(signature, request)  # 3
    _check_content(service, request)  # 4
    _check_value(signature, request, secret)  # 5


# --- 1 and 2: for what, and when ------------------------------------------------------------------


def _check_scope(signature: Signature, service: Service) -> None:
    date, region, name, terminator = signature.scope
    made_on = signature.timestamp[:8]
    if terminator != "aws4_request":
        sentence = messages.SIGNATURE_OTHER_END.format(found=terminator)
    elif region != REGION:
        sentence = messages.SIGNATURE_OTHER_REGION.format(found=region)
    elif name != service.signing_name:
        sentence = messages.SIGNATURE_OTHER_SERVICE.format(wanted=service.signing_name)
    elif date != made_on:
        sentence = messages.SIGNATURE_OTHER_DATE.format(
            found=date, wanted=made_on, date=signature.timestamp
        )
    else:
        return
    raise SignatureRefused(Fault.OTHER_SCOPE, sentence)


def _check_date(signature: Signature, service: Service) -> None:
    now, minutes = datetime.now(UTC), _WINDOW_MINUTES.get(service.name, 5)
    window = timedelta(minutes=minutes)
    if signature.lifetime_seconds is not None:
        _check_lifetime(signature, now)
    elif signature.made_at < now - window:
        raise _other_time(messages.SIGNATURE_TOO_OLD, signature, now, -window)
    if signature.made_at > now + window:
        raise _other_time(messages.SIGNATURE_TOO_YOUNG, signature, now, window)


def _check_lifetime(signature: Signature, now: datetime) -> None:
    """A presigned URL is good for as long as it says itself."""
    end = signature.made_at + timedelta(seconds=signature.lifetime_seconds or 0)
    if now > end:
        details = {
            "X-Amz-Expires": str(signature.lifetime_seconds),
            "Expires": f"{end:%Y-%m-%dT%H:%M:%SZ}",
            "ServerTime": f"{now:%Y-%m-%dT%H:%M:%SZ}",
        }
        sentence = messages.SIGNATURE_TOO_OLD.format(
            date=f"{end:{BASIC_FORMAT}}",
            limit=f"{now:{BASIC_FORMAT}}",
            now=f"{now:{BASIC_FORMAT}}",
            minutes=0,
        )
        raise SignatureRefused(Fault.LINK_EXPIRED, sentence, details)


def _other_time(
    text: str, signature: Signature, now: datetime, window: timedelta
) -> SignatureRefused:
    minutes = abs(window) // timedelta(minutes=1)
    sentence = text.format(
        date=signature.timestamp,
        limit=f"{now + window:{BASIC_FORMAT}}",
        now=f"{now:{BASIC_FORMAT}}",
        minutes=minutes,
    )
    details = {  # S3 has no sentence about it, but three members
        "RequestTime": signature.timestamp,
        "ServerTime": f"{now:%Y-%m-%dT%H:%M:%SZ}",
        "MaxAllowedSkewMilliseconds": str(minutes * 60_000),
    }
    return SignatureRefused(Fault.OTHER_TIME, sentence, details)


# --- 3 to 5: what was signed ----------------------------------------------------------------------


def _check_headers(signature: Signature, request: HttpRequest) -> None:
    """`host` and every ``x-amz-…`` header must be among what was signed."""
    if "host" not in signature.signed_headers:
        raise SignatureRefused(Fault.OTHER_SCOPE, messages.SIGNATURE_WITHOUT_HOST)
    sent = {name for name in request.lower_headers if name.startswith("x-amz-")}
    if not sent <= set(signature.signed_headers):
        raise SignatureRefused(Fault.WRONG_SIGNATURE)


def _check_content(service: Service, request: HttpRequest) -> None:
    """A stated hash of the body must be the body's; only S3 may leave its body unsigned."""
    stated = request.header("x-amz-content-sha256")
    if stated is None or (service.family is Family.S3 and stated in UNSIGNED_PAYLOADS):
        return
    if stated != hashlib.sha256(request.body).hexdigest():
        raise SignatureRefused(Fault.OTHER_CONTENT)


def _check_value(signature: Signature, request: HttpRequest, secret: str) -> None:
    expected = recalculate(signature, request, secret)
    if hmac.compare_digest(expected.signature.encode(), signature.value.encode()):
        return
    raise SignatureRefused(
        Fault.WRONG_SIGNATURE,
        messages.SIGNATURE_TEXTS.format(
            canonical=expected.canonical_request, string_to_sign=expected.string_to_sign
        ),
    )
