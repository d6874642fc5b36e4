"""Every operation that the lab answers is AWS's, parameter by parameter."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

import cognito_lab
from cognito_lab.wire.models import operation, service_model
from cognito_lab.wire.services import SERVICES, left_out

OWN = {name: row.attribute for name, row in SERVICES.items() if row.attribute}
CLOUD = cognito_lab.new_cloud(seed=7)


def operations(service: Any) -> dict[str, Any]:
    """The methods of a service that stand for operations of AWS's."""
    members = inspect.getmembers(service, inspect.ismethod)
    return {name: method for name, method in members if getattr(method, "is_operation", False)}


@pytest.mark.parametrize("name", OWN)
def test_every_operation_of_ours_is_one_of_awss(name: str):
    """No method carries `@operation` under a name that AWS's model does not have."""
    theirs = {operation(name, action).method for action in service_model(name).operation_names}

    assert operations(getattr(CLOUD, OWN[name])).keys() <= theirs


@pytest.mark.parametrize("name", OWN)
def test_every_parameter_of_ours_is_one_of_awss(name: str):
    """Parameters are keywords with boto3's names for them, and the required ones are there."""
    ours = operations(getattr(CLOUD, OWN[name]))
    wrong = {}

    for action in service_model(name).operation_names:
        theirs = operation(name, action)
        if theirs.method not in ours:
            continue
        signature = inspect.signature(ours[theirs.method])
        parameters = {n: p for n, p in signature.parameters.items() if p.kind is not p.VAR_KEYWORD}
        takes_any = len(parameters) < len(signature.parameters)
        required = theirs.input.required_members if theirs.input else []
        unknown = parameters.keys() - set(theirs.keywords.values())
        missing = {theirs.keywords[member] for member in required} - parameters.keys()
        missing = set() if takes_any else missing
        positional = {n for n, p in parameters.items() if p.kind is not p.KEYWORD_ONLY}
        if unknown or missing or positional:
            wrong[action] = (unknown, missing, positional)

    assert wrong == {}


@pytest.mark.parametrize("name", OWN)
def test_what_is_left_out_is_the_rest(name: str):
    """The list of operations left out is computed: with ours it makes up all of AWS's."""
    ours = operations(getattr(CLOUD, OWN[name]))
    rest = left_out(name, getattr(CLOUD, OWN[name]))

    assert len(ours) + len(rest) == len(service_model(name).operation_names)
    assert not any(operation(name, action).method in ours for action in rest)


def test_a_parameter_that_the_lab_leaves_out_says_so():
    """A parameter that AWS has and the lab has not is refused by name, not ignored."""
    cloud = cognito_lab.new_cloud(seed=7)
    sts = cognito_lab.boto3_session(cloud).client("sts")

    with pytest.raises(cognito_lab.NotSimulated, match="SourceIdentity in sts AssumeRole"):
        sts.assume_role(
            RoleArn="arn:aws:iam::123456789012:role/r", RoleSessionName="me", SourceIdentity="jdoe"
        )

    assert cloud.trace.exchanges == ()
