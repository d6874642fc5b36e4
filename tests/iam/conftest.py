"""The fixture of the IAM tests."""

import pytest
from iam_world import make_iam

from cognito_lab.services.iam import Iam


@pytest.fixture
def iam() -> Iam:
    """IAM of a new account."""
    return make_iam()
