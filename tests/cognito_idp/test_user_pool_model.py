"""Our operations against botocore's model: names, parameters, and the errors that are declared."""

import inspect

import botocore.session
import pytest
from botocore import xform_name

from cognito_lab.services.cognito_idp import CognitoIdp
from cognito_lab.services.cognito_idp.client_settings import ClientSettings
from cognito_lab.services.cognito_idp.pool_settings import ChangeablePoolSettings, PoolSettings

MODEL = botocore.session.get_session().get_service_model("cognito-idp")
OPERATIONS = {xform_name(name): MODEL.operation_model(name) for name in MODEL.operation_names}
SERVED = sorted(
    name
    for name, method in inspect.getmembers(CognitoIdp, inspect.isfunction)
    if getattr(method, "is_operation", False)
)
SETTINGS = {
    "create_user_pool": PoolSettings,
    "create_user_pool_client": ClientSettings,
    "update_user_pool": ChangeablePoolSettings,
    "update_user_pool_client": ClientSettings,
}


@pytest.mark.parametrize("name", SERVED)
def test_an_operation_takes_exactly_the_members_of_the_model(name):
    """Each keyword is one of AWS's members, required exactly where AWS requires it."""
    shape = OPERATIONS[name].input_shape
    parameters = inspect.signature(getattr(CognitoIdp, name)).parameters
    keywords = [p for p in parameters.values() if p.kind is p.KEYWORD_ONLY]
    settings = SETTINGS[name].__annotations__ if name in SETTINGS else {}

    assert {p.name for p in keywords} | settings.keys() == {xform_name(m) for m in shape.members}
    assert {p.name for p in keywords if p.default is p.empty} == {
        xform_name(member) for member in shape.required_members
    }


def test_every_served_operation_is_one_of_aws_s():
    """No method carries the mark of an operation without being one."""
    assert set(SERVED) <= OPERATIONS.keys()
