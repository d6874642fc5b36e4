"""One fresh world for each test of API Gateway."""

import pytest
from api_world import ApiWorld
from http_api_world import HttpApiWorld


@pytest.fixture
def world() -> ApiWorld:
    """An account with API Gateway, functions and user pools."""
    return ApiWorld()


@pytest.fixture
def http_api() -> HttpApiWorld:
    """An account with an HTTP API, behind boto3 and HTTP."""
    return HttpApiWorld()
