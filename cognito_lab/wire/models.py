"""AWS's own description of its services, as botocore ships it: our wire format.

`operation` finds one operation with everything that the edge needs to know about it, worked out
once and kept. Parsing a service's model takes tens of milliseconds, so the data loader is shared
by every boto3 session of the lab.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
from botocore import xform_name
from botocore.loaders import Loader
from botocore.model import OperationModel, ServiceModel

if TYPE_CHECKING:
    from botocore.model import Shape

_BOTO3_DATA = str(Path(boto3.__file__).parent / "data")


class _SharedLoader(Loader):
    """botocore's loader without the user's own ``~/.aws/models``, safe to hand to every session."""

    def __init__(self) -> None:
        super().__init__(include_default_search_paths=False)

    @property
    def search_paths(self) -> list[str]:
        """A fresh list: each `boto3.Session` appends its own data folder to what it is given."""
        return [self.BUILTIN_DATA_PATH, _BOTO3_DATA]

    def load_data(self, name: str) -> Any:
        """No list of errors to try again: a refusal is what the learner came to see."""
        return {} if name == "_retry" else super().load_data(name)


LOADER = _SharedLoader()


@cache
def service_model(service: str) -> ServiceModel:
    """A service's model, by boto3's name for it (``cognito-idp``)."""
    return ServiceModel(LOADER.load_service_model(service, "service-2"), service_name=service)


@dataclass(frozen=True, eq=False)
class Operation:
    """One AWS operation.

    Attributes:
        service: boto3's name of the service.
        name: AWS's name, such as ``GetId``.
        method: Python's name for it, ``get_id``.
        model: botocore's model of it.
        input: The shape of its parameters, if it has any.
        output: The shape of its answer, if it has one.
        members: The shapes of its parameters, ``{AWS's name: shape}``.
        keywords: ``{AWS's parameter name: Python's}``, top level.
        is_unsigned: Whether anybody may call it without credentials.
    """

    service: str
    name: str
    method: str
    model: OperationModel
    input: Shape | None
    output: Shape | None
    members: Mapping[str, Shape]
    keywords: Mapping[str, str]
    is_unsigned: bool

    def arguments(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """``{"UserPoolId": …}`` as the keyword arguments of a service's method."""
        return {self.keywords[name]: value for name, value in parameters.items()}


@cache
def operation(service: str, name: str) -> Operation:
    """An operation of a service.

    Raises:
        LookupError: AWS has no such operation.
    """
    if name not in service_model(service).operation_names:
        raise LookupError(f"{service} has no operation {name!r}")
    model = service_model(service).operation_model(name)
    members = model.input_shape.members if model.input_shape else {}
    return Operation(
        service=service,
        name=name,
        method=xform_name(name),
        model=model,
        input=model.input_shape,
        output=model.output_shape,
        members=members,
        keywords={member: xform_name(member) for member in members},
        is_unsigned=model.auth_type == "none",
    )
