"""Who is asking: the principal of the request that is being served."""

import pytest

from cognito_lab.primitives.caller import (
    ADMINISTRATOR,
    NOBODY,
    Caller,
    current_caller,
    served_for,
)


def test_outside_any_request_the_administrator_asks():
    """Code that calls the core directly is the account's administrator."""
    assert current_caller() == ADMINISTRATOR
    assert current_caller().is_administrator


def test_inside_a_request_its_principal_asks():
    """Nested requests each have their own; the outer one comes back."""
    role = Caller(arn="arn:aws:sts::123456789012:assumed-role/Editors/web")

    with served_for(role):
        with served_for(NOBODY):
            assert current_caller() is NOBODY
        assert current_caller() is role
        assert not current_caller().is_administrator

    assert current_caller() is ADMINISTRATOR


def test_a_request_that_fails_leaves_nobody_behind():
    """After an exception the administrator asks again."""
    with pytest.raises(KeyError), served_for(NOBODY):
        raise KeyError

    assert current_caller() is ADMINISTRATOR
