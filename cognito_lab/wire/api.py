"""One AWS API request, from bytes to bytes, for the services that the lab answers itself.

    1 which operation          unknown to AWS: refused; unknown to the lab: `NotSimulated`
    2 its parameters           read by botocore's model
    3 who asks, and may they?  the gate
    4 do the parameters fit?   patterns, maxima and enums, which botocore leaves to the server
    5 the service acts
    6 its answer, or its refusal, in the service's own protocol

The exchange is written into the trace between 2 and 3, so that a refusal at the gate is on the
record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol, cast

from cognito_lab.primitives.caller import served_for
from cognito_lab.primitives.errors import AwsError
from cognito_lab.wire import gate, json_protocol, query_protocol, rest_json_protocol
from cognito_lab.wire.call import ApiCall
from cognito_lab.wire.message import HttpRequest, HttpResponse
from cognito_lab.wire.models import Operation
from cognito_lab.wire.services import Family, Service, check_simulated, method_of
from cognito_lab.wire.validation import check

if TYPE_CHECKING:
    from cognito_lab.cloud import Cloud


class _Protocol(Protocol):
    """What each protocol's module offers."""

    find_operation: Callable[[str, HttpRequest], Operation]
    parse: Callable[[Operation, HttpRequest], dict[str, Any]]
    serialise: Callable[[Operation, Mapping[str, Any], str], HttpResponse]
    refuse: Callable[[str, AwsError, str], HttpResponse]


PROTOCOLS: Mapping[Family, _Protocol] = {
    Family.JSON: cast(_Protocol, json_protocol),
    Family.QUERY: cast(_Protocol, query_protocol),
    Family.REST_JSON: cast(_Protocol, rest_json_protocol),
}


def answer_api(cloud: Cloud, service: Service, request: HttpRequest) -> HttpResponse:
    """Answer one request to one of the lab's own services.

    Raises:
        NotSimulated: AWS has the operation, or the parameter, and the lab has not.
    """
    protocol = PROTOCOLS[service.family]
    request_id = cloud.request_ids.uuid()
    try:
        operation = protocol.find_operation(service.name, request)
        method = method_of(getattr(cloud, service.attribute), operation)
        parameters = protocol.parse(operation, request)
        check_simulated(method, operation, parameters)
        call = ApiCall(cloud, service, operation, parameters, request, method)
        return protocol.serialise(operation, _carry_out(call), request_id)
    except AwsError as error:
        return protocol.refuse(service.name, error, request_id)


def _carry_out(call: ApiCall) -> Mapping[str, Any]:
    """Steps 3 to 5, on the record."""
    participant = getattr(call.cloud, call.service.attribute).participant
    with call.cloud.trace.exchange(
        participant, call.operation.name, call.parameters, awaits_operation=True
    ) as exchange:
        caller = gate.admit_call(call, exchange)
        check(call.operation, call.parameters, call.service.validation_error)
        with served_for(caller):
            return call.method(**call.operation.arguments(call.parameters))
