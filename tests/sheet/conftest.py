"""One fresh account for each test of the fact sheet."""

import pytest
from whole_account import WholeAccount


@pytest.fixture
def account() -> WholeAccount:
    """An account with everything in it that the sheet speaks of."""
    return WholeAccount()
