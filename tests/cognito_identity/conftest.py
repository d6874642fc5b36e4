"""The fixture of the identity-pool tests."""

import pytest
from identity_world import World, make_world


@pytest.fixture
def world() -> World:
    """A pool with guests, Google and a user pool, and a role for each kind of identity."""
    return make_world()
