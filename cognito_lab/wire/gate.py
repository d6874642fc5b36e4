"""The gate: who signed this request, and may they?

    1 read the signature        none at all, or a bearer token: refused
    2 whose key is it?          STS knows temporary keys, IAM lasting ones
    3 token and expiry          the session token belongs to the key; in the lab's time
    4 do they fit the request?  scope, date, headers, body, signature: `signature_checks`
    5 may this caller do this?  IAM decides, from policies alone

Everybody passes here, the account's administrator too. Operations that AWS leaves unsigned pass
without. What the gate found (caller, decision, reason) stays on the exchange in the trace.

Source: fact sheet identity-pools.md §5 and §9. Assumed: the order of steps 2 to 4.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cognito_lab.primitives.caller import NOBODY, REGION, Caller
from cognito_lab.primitives.trace import APP, Exchange
from cognito_lab.wire.actions import Access, access_for
from cognito_lab.wire.message import HttpRequest
from cognito_lab.wire.refusals import Fault, SignatureRefused, denial, refusal
from cognito_lab.wire.services import Family, Service
from cognito_lab.wire.signature import Signature, read_signature
from cognito_lab.wire.signature_checks import check_signature

if TYPE_CHECKING:
    from cognito_lab.cloud import Cloud
    from cognito_lab.policy.decision import Decision
    from cognito_lab.policy.document import Document
    from cognito_lab.wire.call import ApiCall

# Operations that this gate asks no policy about. GetCallerIdentity and GetSessionToken answer
# whoever signed, even against an explicit deny (STS model: "No permissions are required");
# AssumeRole is decided by STS itself, together with the role's trust policy.
_NOT_DECIDED_HERE = frozenset({"GetCallerIdentity", "GetSessionToken", "AssumeRole"})
_ADMINISTRATOR = "Administrator"


def admit_call(call: ApiCall, exchange: Exchange) -> Caller:
    """Let a request to one of the lab's services in, or refuse it.

    Raises:
        AwsError: The signature will not do, or IAM says no; in the words of the service's family.
    """
    if call.operation.is_unsigned:
        return NOBODY
    caller = authenticate(call.cloud, call.service, call.request, exchange)
    if call.operation.name not in _NOT_DECIDED_HERE:
        authorize(call.cloud, call.service, call.request, caller, access_for(call, caller))
    return caller


def authenticate(
    cloud: Cloud,
    service: Service,
    request: HttpRequest,
    exchange: Exchange,
    *,
    admits_nobody: bool = False,
) -> Caller:
    """Steps 1 to 4: who signed this request.

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
        check_signature(signature, request, service, secret)  # 4
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
    """Step 5: may the caller do all of this?

    Raises:
        AwsError: AccessDenied, or AccessDeniedException, with the first denial.
    """
    shared = _request_context(request)
    for access in accesses:
        decision = cloud.iam.authorize(
            caller, access.action, access.resource, {**shared, **access.context}, resource_policies
        )
        cloud.trace.keep(decision=decision)
        if not decision.allowed and caller == NOBODY:
            refused = refusal(service.family, SignatureRefused(Fault.NOT_SIGNED))
            refused.because = f"{refused.because} {_our_sentence(decision)}"
            raise refused
        if not decision.allowed:
            raise denial(service.family, _aws_sentence(service, decision), _our_sentence(decision))
        if not caller.is_administrator:
            cloud.trace.note(_our_sentence(decision))


# --- 2 and 3: whose key ---------------------------------------------------------------------------


def _owner(cloud: Cloud, signature: Signature) -> tuple[str, Caller]:
    """The secret that belongs to a key, and whose it is."""
    if (session := cloud.sts.session(signature.access_key_id)) is not None:
        if signature.session_token is None:
            raise SignatureRefused(Fault.NO_TOKEN)
        if not hmac.compare_digest(
            session.session_token.encode(), signature.session_token.encode()
        ):
            raise SignatureRefused(Fault.OTHER_TOKEN)
        if cloud.clock.now() >= session.expires_at:
            raise SignatureRefused(Fault.EXPIRED)
        return session.secret_access_key, session.caller
    key = cloud.iam.access_key(signature.access_key_id)
    if key is None:
        is_off = cloud.iam.is_switched_off(signature.access_key_id)
        raise SignatureRefused(Fault.KEY_OFF if is_off else Fault.UNKNOWN_KEY)
    if signature.session_token is not None:
        raise SignatureRefused(Fault.OTHER_TOKEN)
    return key.secret, key.caller


# --- 5: may they ----------------------------------------------------------------------------------


def _request_context(request: HttpRequest) -> dict[str, str]:
    """The condition keys of the request itself; IAM adds those of the caller and of time."""
    return {
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
    """The decision for the trace: who may do what, or not, and how many statements apply."""
    request, statements = decision.request, decision.statements
    who = request.principal.arn.rpartition(":")[2]
    if request.principal.role_arn:
        who = f"The role {request.principal.role_arn.rpartition('/')[2]}"
    asked = f"{who} {'may' if decision.allowed else 'may not'} do {request.action}"
    apply = sum(result.applies for result in statements)
    return f"{asked} on {request.resource}, {decision.reason} ({_count(apply, len(statements))})."


def _count(apply: int, of: int) -> str:
    """``none of 2 statements applies``."""
    verb = "applies" if apply <= 1 else "apply"
    return f"{apply or 'none'} of {of} statement{'' if of == 1 else 's'} {verb}"
