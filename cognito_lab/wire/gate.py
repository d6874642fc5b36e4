"""The gate: who signed this request, and may they?

    1 read the signature                       none at all, or a bearer token: refused
    2 whose key is it?                         STS knows temporary keys, IAM lasting ones
    3 session token and expiry                 in the lab's time
    4 the key's scope                          date, region, service
    5 the signature's date                     in the *process's* time: clients stamp it with that
    6 the signature, computed again            by botocore's own signer
    7 may this caller do this?                 IAM decides, from policies alone

Everybody passes here, the account's administrator too. Operations that AWS leaves unsigned pass
without. What the gate found (caller, decision, reason) stays on the exchange in the trace.

Source: fact sheet identity-pools.md §5 and §9. The order of steps 2 to 6 is assumed.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from cognito_lab.primitives import messages
from cognito_lab.primitives.caller import NOBODY, REGION, Caller
from cognito_lab.primitives.trace import APP, Exchange
from cognito_lab.wire.actions import Access, access_for
from cognito_lab.wire.message import HttpRequest
from cognito_lab.wire.refusals import Fault, SignatureRefused, denial, refusal
from cognito_lab.wire.services import Family, Service
from cognito_lab.wire.signature import (
    BASIC_FORMAT,
    UNSIGNED_PAYLOADS,
    Signature,
    read_signature,
    recalculate,
)

if TYPE_CHECKING:
    from cognito_lab.cloud import Cloud
    from cognito_lab.policy.decision import Decision
    from cognito_lab.policy.document import Document
    from cognito_lab.wire.api import ApiCall

# Operations that this gate asks no policy about. GetCallerIdentity and GetSessionToken answer
# whoever signed, even against an explicit deny (STS model: "No permissions are required");
# AssumeRole is decided by STS itself, together with the role's trust policy.
_NOT_DECIDED_HERE = frozenset({"GetCallerIdentity", "GetSessionToken", "AssumeRole"})
_ADMINISTRATOR = "Administrator"
# How far a signature's date may be from the clock. Source: fact sheet identity-pools.md §9.
_WINDOW_MINUTES = {"dynamodb": 15, "s3": 15, "sts": 15, "iam": 15}


def admit_call(call: ApiCall, exchange: Exchange) -> Caller:
    """Let a request to one of the lab's services in, or refuse it.

    Raises:
        AwsError: The signature will not do, or IAM says no; in the words of the service's family.
    """
    if call.operation.is_unsigned:
        return NOBODY
    caller = authenticate(call.cloud, call.service, call.request, exchange)
    if call.operation.name not in _NOT_DECIDED_HERE:
        authorize(call.cloud, call.service, call.request, caller, access_for(call))
    return caller


def authenticate(
    cloud: Cloud,
    service: Service,
    request: HttpRequest,
    exchange: Exchange,
    *,
    admits_nobody: bool = False,
) -> Caller:
    """Steps 1 to 6: who signed this request.

    Args:
        cloud: Who knows the keys.
        service: Whose words a refusal takes, and whose name the signature must be made for.
        request: As it arrived.
        exchange: Where it is recorded.
        admits_nobody: A request without any signature is nobody's; S3's public buckets allow that.

    Raises:
        AwsError: In the words of the service's family.
    """
    try:
        signature = read_signature(request)  # 1
        if signature is None and admits_nobody:
            return NOBODY
        if signature is None:
            raise SignatureRefused(Fault.NOT_SIGNED)
        secret, caller = _owner(cloud, signature)  # 2, 3
        _check_scope(signature, service)  # 4
        _check_date(signature, service)  # 5
        _check_headers(signature, request)
        _check_content(service, request)
        _check_signature(signature, request, secret, service)  # 6
    except SignatureRefused as refused:
        raise refusal(service.family, refused) from None
    cloud.trace.keep(caller=caller)
    if caller.is_administrator and exchange.depth == 0 and exchange.sender == APP:
        exchange.sender = _ADMINISTRATOR
    return caller


def authorize(
    cloud: Cloud,
    service: Service,
    request: HttpRequest,
    caller: Caller,
    accesses: Sequence[Access],
    resource_policies: Sequence[Document] = (),
) -> None:
    """Step 7: may the caller do all of this?

    Raises:
        AwsError: AccessDenied, or AccessDeniedException, with the first denial.
    """
    shared = _request_context(cloud, request)
    for access in accesses:
        decision = cloud.iam.authorize(
            caller, access.action, access.resource, {**shared, **access.context}, resource_policies
        )
        cloud.trace.keep(decision=decision)
        if not decision.allowed and caller == NOBODY:
            raise refusal(service.family, SignatureRefused(Fault.NOT_SIGNED))
        if not decision.allowed:
            raise denial(service.family, _aws_sentence(service, decision), _our_sentence(decision))
        if not caller.is_administrator:
            cloud.trace.note(_our_sentence(decision))


# --- 2 and 3: whose key ---------------------------------------------------------------------------


def _owner(cloud: Cloud, signature: Signature) -> tuple[str, Caller]:
    """The secret that belongs to a key, and whose it is."""
    if (session := cloud.sts.session(signature.access_key_id)) is not None:
        if signature.session_token is None:
            raise SignatureRefused(Fault.UNKNOWN_KEY)
        if not hmac.compare_digest(
            session.session_token.encode(), signature.session_token.encode()
        ):
            raise SignatureRefused(Fault.OTHER_TOKEN)
        if cloud.clock.now() >= session.expires_at:
            raise SignatureRefused(Fault.EXPIRED)
        return session.secret_access_key, session.caller
    key = cloud.iam.access_key(signature.access_key_id)
    if key is None:
        raise SignatureRefused(Fault.UNKNOWN_KEY)
    if signature.session_token is not None:
        raise SignatureRefused(Fault.OTHER_TOKEN)
    return key.secret, key.caller


# --- 4 and 5: for what, and when ------------------------------------------------------------------


def _check_scope(signature: Signature, service: Service) -> None:
    date, region, name, terminator = signature.scope
    made_on = signature.timestamp[:8]
    if terminator != "aws4_request":
        sentence = messages.SIGNATURE_OTHER_END.format(found=terminator)
    elif region != REGION:
        sentence = messages.SIGNATURE_OTHER_REGION.format(found=region)
    elif name != service.name:
        sentence = messages.SIGNATURE_OTHER_SERVICE.format(wanted=service.name)
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


# --- 6: the signature itself ----------------------------------------------------------------------


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


def _check_signature(
    signature: Signature, request: HttpRequest, secret: str, service: Service
) -> None:
    expected = recalculate(signature, request, secret)
    if hmac.compare_digest(expected.signature.encode(), signature.value.encode()):
        return
    raise SignatureRefused(
        Fault.WRONG_SIGNATURE,
        messages.SIGNATURE_TEXTS.format(
            canonical=expected.canonical_request, string_to_sign=expected.string_to_sign
        ),
    )


# --- 7: may they ----------------------------------------------------------------------------------


def _request_context(cloud: Cloud, request: HttpRequest) -> dict[str, Any]:
    """The condition keys that every request has, whatever it asks for."""
    now = cloud.clock.now()
    return {
        "aws:CurrentTime": f"{now:%Y-%m-%dT%H:%M:%SZ}",
        "aws:EpochTime": str(int(now.timestamp())),
        "aws:SecureTransport": "true" if request.parts.scheme == "https" else "false",
        "aws:SourceIp": request.source_ip,
        "aws:UserAgent": request.header("user-agent") or "",
        "aws:RequestedRegion": REGION,
    }


def _aws_sentence(service: Service, decision: Decision) -> str:
    """AWS's denial, in the spelling of the service's family."""
    return decision.denial_message(
        quote_resource=service.family is Family.S3,
        show_resource=decision.request.action != "s3:ListAllMyBuckets",
        mask_account=service.family is Family.EXECUTE_API,
    )


def _our_sentence(decision: Decision) -> str:
    """The decision for the trace: what was asked, the verdict, how many statements applied."""
    asked = f"{decision.request.action} on {decision.request.resource}"
    verdict = "allowed" if decision.allowed else "refused"
    had_a_say = sum(result.applies for result in decision.statements)
    looked_at = f"of {len(decision.statements)} statements looked at, {had_a_say} applied"
    return f"{asked} is {verdict} {decision.reason}; {looked_at}."
