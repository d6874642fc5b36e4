"""Which AWS services the lab answers, and how each of them speaks: one row a service.

The lab's own services are objects of the cloud, named as boto3 names their clients. `s3` and
`dynamodb` stand behind the same gate and are answered by moto (`moto_backend.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cognito_lab.primitives.errors import NotSimulated
from cognito_lab.wire.models import Operation, service_model


class Family(StrEnum):
    """Services of one family refuse a bad signature in the same words."""

    JSON = "JSON"
    QUERY = "Query"
    REST_JSON = "REST-JSON"
    S3 = "S3"
    EXECUTE_API = "execute-api"


@dataclass(frozen=True)
class Service:
    """One row.

    Attributes:
        name: boto3's name for the client, and the service's name in signatures.
        family: How it words its refusals.
        attribute: The cloud's attribute that answers; empty where moto does.
        participant: Its name in diagrams, where moto answers.
        validation_error: The code of "1 validation error detected: …".
    """

    name: str
    family: Family
    attribute: str = ""
    participant: str = ""
    validation_error: str = "ValidationException"


SERVICES: Mapping[str, Service] = {
    row.name: row
    for row in (
        Service(
            "cognito-idp",
            Family.JSON,
            attribute="cognito_idp",
            validation_error="InvalidParameterException",
        ),
        Service("cognito-identity", Family.JSON, attribute="cognito_identity"),
        Service("sts", Family.QUERY, attribute="sts", validation_error="ValidationError"),
        Service("iam", Family.QUERY, attribute="iam", validation_error="ValidationError"),
        Service(
            "apigateway",
            Family.REST_JSON,
            attribute="apigateway",
            validation_error="BadRequestException",
        ),
        Service("s3", Family.S3, participant="S3"),
        Service("dynamodb", Family.JSON, participant="DynamoDB"),
    )
}

# Not a client of boto3's: the APIs that learners deploy, as a signature's scope names them.
EXECUTE_API = Service("execute-api", Family.EXECUTE_API, participant="API Gateway")

Method = Callable[..., Mapping[str, Any]]


def method_of(service: Any, operation: Operation) -> Method:
    """The method of a service that serves an operation.

    Raises:
        NotSimulated: The lab leaves this operation out.
    """
    method: Method | None = getattr(service, operation.method, None)
    if method is None or not getattr(method, "is_operation", False):
        raise NotSimulated(
            f"the lab does not simulate {operation.service} {operation.name}: "
            "README has the table of what it answers"
        )
    return method


def simulated_operations(name: str, service: Any) -> tuple[list[str], list[str]]:
    """A service's operations in AWS's names: (those that the lab answers, those left out)."""
    from cognito_lab.wire.models import operation

    answered: list[str] = []
    left_out: list[str] = []
    for action in service_model(name).operation_names:
        method = getattr(service, operation(name, action).method, None)
        (answered if getattr(method, "is_operation", False) else left_out).append(action)
    return answered, left_out
