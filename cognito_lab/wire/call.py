"""One request to one operation, understood but not yet decided: what the edge hands to the gate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cognito_lab.primitives.record import record
from cognito_lab.wire.message import HttpRequest
from cognito_lab.wire.models import Operation
from cognito_lab.wire.services import Method, Service

if TYPE_CHECKING:
    from cognito_lab.cloud import Cloud


@record
class ApiCall:
    """A request, its operation, and the method that will serve it.

    Attributes:
        cloud: Where it arrived.
        service: Who was asked.
        operation: What for.
        parameters: With what, in AWS's names.
        request: As it arrived.
        method: The service's method, if the gate lets the caller in.
    """

    cloud: Cloud
    service: Service
    operation: Operation
    parameters: dict[str, Any]
    request: HttpRequest
    method: Method
