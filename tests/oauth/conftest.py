"""The fixture of the OAuth tests."""

import pytest
from oauth_world import OAuthWorld


@pytest.fixture
def world() -> OAuthWorld:
    """A pool with pages and a resource server, and an app that may use the code flow."""
    return OAuthWorld()
