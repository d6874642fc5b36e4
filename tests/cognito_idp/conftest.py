"""The fixture of the user-pool tests, and the worlds of the neighbouring room."""

import sys
from pathlib import Path

import pytest
from user_pool_world import World, make_world

sys.path.append(str(Path(__file__).parents[1] / "oauth"))


@pytest.fixture
def world() -> World:
    """A pool with defaults and a client that allows every flow."""
    return make_world()
