"""AWS's names and Python's: held against botocore's own rule, in both directions."""

import botocore.session
import pytest
from botocore import xform_name

from cognito_lab.primitives.names import camel_case, pascal_case, snake_case

SERVICES = ["cognito-idp", "cognito-identity", "sts", "iam", "apigateway", "apigatewayv2"]
# Two operations of IAM alone write it so; everywhere else it is ClientId.
AMBIGUOUS = {"ClientID"}


def names_of(service: str) -> list[str]:
    """Every operation of a service and every member of their inputs, as AWS writes them."""
    model = botocore.session.get_session().get_service_model(service)
    shapes = [model.operation_model(name).input_shape for name in model.operation_names]
    members = [name for shape in shapes if shape for name in shape.members]
    return sorted({*model.operation_names, *members} - AMBIGUOUS)


@pytest.mark.parametrize("service", SERVICES)
def test_snake_case_is_botocores(service):
    """A name that boto3 makes of AWS's is the name that we make of it."""
    names = names_of(service)

    assert {name: snake_case(name) for name in names} == {name: xform_name(name) for name in names}


@pytest.mark.parametrize("service", SERVICES)
def test_the_way_back_gives_awss_name(service):
    """From boto3's name alone we find AWS's, acronyms and all."""
    names = names_of(service)

    there_and_back = {
        name: (camel_case if name[0].islower() else pascal_case)(xform_name(name)) for name in names
    }

    assert there_and_back == {name: name for name in names}
