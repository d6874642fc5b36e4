"""One fresh account for each test of the fact sheet."""

import pytest
from whole_account import WholeAccount


@pytest.fixture(scope="session")
def pattern() -> WholeAccount:
    """Of which every test gets a copy."""
    return WholeAccount()


@pytest.fixture
def account(pattern: WholeAccount) -> WholeAccount:
    """An account with everything in it that the sheet speaks of."""
    return pattern.copy()
