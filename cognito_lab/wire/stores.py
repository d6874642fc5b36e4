"""Requests to S3 and DynamoDB: through the gate, then to moto.

What the gate decides on is what moto carries out: an S3 request goes on with its bucket in the
path, its body without chunks, and with one sub-resource at most.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from cognito_lab.policy.document import PolicyKind, parse
from cognito_lab.primitives import messages
from cognito_lab.primitives.caller import Caller
from cognito_lab.primitives.errors import AwsError
from cognito_lab.primitives.trace import Exchange
from cognito_lab.wire import gate, json_protocol
from cognito_lab.wire.actions import Access
from cognito_lab.wire.chunks import check_sum, without_chunks
from cognito_lab.wire.dynamodb_actions import dynamodb_accesses
from cognito_lab.wire.dynamodb_values import check_values
from cognito_lab.wire.message import HttpRequest, HttpResponse
from cognito_lab.wire.models import Operation
from cognito_lab.wire.moto_backend import bucket_policy, made_now, object_tags, partition_key, store
from cognito_lab.wire.s3_actions import s3_accesses, s3_context
from cognito_lab.wire.s3_delete_many import Doomed, answer, is_quiet, objects_in, only
from cognito_lab.wire.s3_requests import S3Request, as_path_style, understand
from cognito_lab.wire.services import SERVICES
from cognito_lab.wire.shapes import json_writer
from cognito_lab.wire.xml_text import xml_text

if TYPE_CHECKING:
    from cognito_lab.cloud import Cloud

_S3, _DYNAMODB = SERVICES["s3"], SERVICES["dynamodb"]
# A checksum in these speaks of the whole object, not of the body.
_WHOLE_OBJECT = frozenset({"CreateMultipartUpload", "CompleteMultipartUpload"})
_OBJECT_BYTES = frozenset({"GetObject", "GetObjectTorrent", "SelectObjectContent"})


def answer_s3(cloud: Cloud, request: HttpRequest, *, bucket: str = "") -> HttpResponse:
    """Answer a request to S3.

    Args:
        cloud: Whose buckets.
        request: As it arrived.
        bucket: The bucket, where it stands in the host name.
    """
    request_id = cloud.request_ids.uuid()
    try:
        asked = understand(request, bucket)
        with cloud.trace.exchange(
            _S3.participant, asked.operation.name, asked.parameters
        ) as exchange:
            caller = _admit_to_s3(cloud, request, asked, exchange)
            return _stored(cloud, request, asked, caller, exchange, request_id)
    except AwsError as error:
        return _s3_refusal(request, error, request_id)


def answer_dynamodb(cloud: Cloud, request: HttpRequest) -> HttpResponse:
    """Answer a request to DynamoDB."""
    try:
        asked = json_protocol.find_operation(_DYNAMODB.name, request)
        parameters = json_protocol.parse(asked, request)
        with cloud.trace.exchange(_DYNAMODB.participant, asked.name, parameters) as exchange:
            caller = gate.authenticate(cloud, _DYNAMODB, request, exchange)
            if asked.input is not None:
                check_values(asked.input, parameters)
            accesses = dynamodb_accesses(
                asked.name, parameters, lambda table, index: partition_key(cloud, table, index)
            )
            gate.authorize(cloud, _DYNAMODB, request, caller, accesses)
            response = store(cloud, _as_read(request, asked, parameters))
            _record(exchange, response.status, json_protocol.decode(response.body))
            return response
    except AwsError as error:
        return json_protocol.refuse(_DYNAMODB.name, error, cloud.request_ids.uuid())


def _as_read(request: HttpRequest, asked: Operation, parameters: Mapping[str, Any]) -> HttpRequest:
    """The request with those parameters alone that the gate has read and decided on."""
    if asked.input is None:
        return request
    body = json_protocol.encode(json_writer(asked.input)(parameters))
    return HttpRequest(request.method, request.url, request.headers, body, request.source_ip)


def _admit_to_s3(
    cloud: Cloud, request: HttpRequest, asked: S3Request, exchange: Exchange
) -> Caller:
    """The caller, once the gate has let it in. Somebody without a signature is tried as nobody."""
    caller = gate.authenticate(cloud, _S3, request, exchange, admits_nobody=True)
    tags_of = partial(object_tags, cloud)
    for access in s3_accesses(request, asked, tags_of, is_presigned=_is_presigned(request)):
        _ask(cloud, request, caller, access)
    return caller


def _is_presigned(request: HttpRequest) -> bool:
    return "X-Amz-Signature" in request.parts.query


def _ask(cloud: Cloud, request: HttpRequest, caller: Caller, access: Access) -> None:
    """May the caller do this, by its own policies and by the bucket's?"""
    bucket = access.resource.removeprefix("arn:aws:s3:::").partition("/")[0]
    text = bucket_policy(cloud, bucket)
    policies = [] if text is None else [parse(text, name=bucket, kind=PolicyKind.BUCKET)]
    gate.authorize(cloud, _S3, request, caller, [access], policies)


def _stored(
    cloud: Cloud,
    request: HttpRequest,
    asked: S3Request,
    caller: Caller,
    exchange: Exchange,
    request_id: str,
) -> HttpResponse:
    """What moto answers, on the record."""
    name = asked.operation.name
    plain = without_chunks(request)
    if name not in _WHOLE_OBJECT:
        check_sum(plain)
    if name == "PutBucketPolicy":
        _check_policy(plain.body)
    if name == "DeleteObjects":
        response = _deleted(cloud, request, plain, asked, caller)
    else:
        response = store(
            cloud,
            as_path_style(plain, asked),
            is_object=name in _OBJECT_BYTES,
            hide_policy_of="" if "BucketPolicy" in name else asked.bucket,
        )
    if response.status == 200 and name == "CreateBucket":
        made_now(cloud, asked.bucket)
    if response.status == 404 and asked.key and name in ("GetObject", "HeadObject"):
        _hide_absence(cloud, request, asked, caller)
    _record(exchange, response.status, _s3_answer(asked, response))
    headers = {**response.headers, "x-amz-request-id": request_id}
    return HttpResponse(response.status, headers, response.body)


def _deleted(
    cloud: Cloud, request: HttpRequest, plain: HttpRequest, asked: S3Request, caller: Caller
) -> HttpResponse:
    """Delete what the caller may delete, and name the rest."""
    context = s3_context(request, asked, is_presigned=_is_presigned(request))
    bypasses = request.header("x-amz-bypass-governance-retention") is not None
    allowed: list[Doomed] = []
    refused: list[Doomed] = []
    for doomed in objects_in(plain.body):
        try:
            for access in doomed.accesses(asked.bucket, context, bypasses=bypasses):
                _ask(cloud, request, caller, access)
            allowed.append(doomed)
        except AwsError as denial:
            cloud.trace.note(denial.because)
            refused.append(doomed)
    response: HttpResponse | None = None
    if allowed:
        narrowed = as_path_style(only(plain, allowed), asked)
        response = store(cloud, narrowed, hide_policy_of=asked.bucket)
    return answer(response, refused, quiet=is_quiet(plain.body))


def _hide_absence(cloud: Cloud, request: HttpRequest, asked: S3Request, caller: Caller) -> None:
    """Who may not list a bucket does not learn that an object is missing: 403 instead of 404.

    Source: Amazon S3 API reference, GetObject, "Permissions".
    """
    _ask(cloud, request, caller, Access("s3:ListBucket", f"arn:aws:s3:::{asked.bucket}"))


def _check_policy(body: bytes) -> None:
    """A bucket's new policy has to be one."""
    try:
        parse(body.decode(errors="replace"), kind=PolicyKind.BUCKET)
    except AwsError as error:
        raise messages.S3_MALFORMED_POLICY.error(reason=error.message) from None


def _record(exchange: Exchange, status: int, answer: Mapping[str, Any]) -> None:
    """Put moto's answer on the exchange; an error of moto's is AWS's."""
    if status < 400:
        exchange.answer = answer
        return
    code = str(answer.get("__type") or answer.get("Code") or status).rpartition("#")[2]
    message = str(answer.get("message") or answer.get("Message") or "")
    exchange.error = AwsError(code, message, status)


def _s3_answer(asked: S3Request, response: HttpResponse) -> dict[str, Any]:
    """The answer as a dict: an object's bytes as they are, anything else by its elements."""
    if response.status < 400 and asked.operation.name in _OBJECT_BYTES:
        return {"Body": response.body}
    if not response.body:
        return {}
    try:
        return _elements(ElementTree.fromstring(response.body))
    except ElementTree.ParseError:  # a policy is JSON
        return {"Body": response.body}


def _elements(node: ElementTree.Element) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for child in node:
        name = child.tag.rpartition("}")[2]
        value = _elements(child) if len(child) else child.text or ""
        if name in found:
            before = found[name]
            found[name] = [*before, value] if isinstance(before, list) else [before, value]
        else:
            found[name] = value
    return found


def _s3_refusal(request: HttpRequest, error: AwsError, request_id: str) -> HttpResponse:
    """S3's error document. The answer to HEAD has no body, so no reason either."""
    members = {"Code": error.code, "Message": error.message, **error.details}
    members |= {"RequestId": request_id, "HostId": request_id}
    inside = "".join(f"<{name}>{xml_text(text)}</{name}>" for name, text in members.items())
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<Error>{inside}</Error>'.encode()
    headers = {"Content-Type": "application/xml", "x-amz-request-id": request_id}
    return HttpResponse(error.status, headers, b"" if request.method == "HEAD" else body)
