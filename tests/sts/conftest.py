"""The fixture of the STS tests."""

import pytest
from sts_world import World


@pytest.fixture
def world() -> World:
    """STS, IAM, and four issuers whose keys are published."""
    return World()
