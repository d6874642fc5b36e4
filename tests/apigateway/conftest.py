"""One fresh world for each test of API Gateway."""

import pytest
from api_world import ApiWorld


@pytest.fixture
def world() -> ApiWorld:
    """An account with API Gateway, functions and user pools."""
    return ApiWorld()
