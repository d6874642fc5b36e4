"""The fixture of the user-pool tests."""

import pytest
from user_pool_world import World, make_world


@pytest.fixture
def world() -> World:
    """A pool with defaults and a client that allows every flow."""
    return make_world()
