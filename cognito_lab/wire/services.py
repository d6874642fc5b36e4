"""Which AWS services the lab answers, and how each of them speaks: one row a service.

The lab's own services are objects of the cloud, named as boto3 names their clients. `s3` and
`dynamodb` stand behind the same gate and are answered by moto (`moto_backend.py`).
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from botocore import xform_name

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
        name: boto3's name for the client.
        family: How it words its refusals.
        attribute: The cloud's attribute that answers; empty where moto does.
        participant: Its name in diagrams, where moto answers.
        validation_error: The code of "1 validation error detected: …".
        signed_as: Its name in signatures and in its host name, where it is another one.
    """

    name: str
    family: Family
    attribute: str = ""
    participant: str = ""
    validation_error: str = "ValidationException"
    signed_as: str = ""

    @property
    def signing_name(self) -> str:
        """Its name in signatures and in its host name."""
        return self.signed_as or self.name


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
        Service(
            "apigatewayv2",
            Family.REST_JSON,
            attribute="apigatewayv2",
            validation_error="BadRequestException",
            signed_as="apigateway",
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
            "docs/operations.md names what it answers"
        )
    return method


def check_simulated(method: Method, operation: Operation, parameters: Mapping[str, Any]) -> None:
    """Refuse parameters that AWS has and the lab has not, rather than ignoring them.

    Raises:
        NotSimulated: It names them.
    """
    taken = _taken_by(method.__func__, operation)  # type: ignore[attr-defined]  # it is a method
    if parameters.keys() <= taken:
        return
    missing = ", ".join(name for name in parameters if name not in taken)
    what = f"{missing} in {operation.service} {operation.name}"
    raise NotSimulated(f"the lab does not simulate {what}")


@lru_cache(maxsize=1024)
def _taken_by(function: Callable[..., Any], operation: Operation) -> frozenset[str]:
    """Which parameters a method takes, in AWS's names: all, if it judges them itself."""
    own = inspect.signature(function).parameters
    takes_any = any(parameter.kind is parameter.VAR_KEYWORD for parameter in own.values())
    return frozenset(
        name for name, keyword in operation.keywords.items() if takes_any or keyword in own
    )


def left_out(name: str, service: Any) -> list[str]:
    """AWS's operations that the lab leaves out of a service, computed from botocore's model.

    Args:
        name: boto3's name of the service.
        service: The cloud's object that answers for it.
    """
    methods = {action: xform_name(action) for action in service_model(name).operation_names}
    return [
        action
        for action, method in methods.items()
        if not getattr(getattr(service, method, None), "is_operation", False)
    ]
