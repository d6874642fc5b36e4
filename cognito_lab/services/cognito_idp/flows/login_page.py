"""LOGIN_PAGE: the password is typed into the pool's own page, and no app sees it.

The page belongs to the pool, so no flow has to be allowed for it, and it proves the client secret
by itself. The walk ends with a person whom `oauth/login.py` gives a code for.

Source: developer guide, "Login endpoint".
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cognito_lab.services.cognito_idp.attempts import Attempt, Given, Metadata
from cognito_lab.services.cognito_idp.flows import password

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.client import AppClient
    from cognito_lab.services.cognito_idp.desk import Desk


def start(desk: Desk, client: AppClient, given: Given, metadata: Metadata, /) -> Attempt:
    """Check a name and a password, as `password.start` does."""
    secret_hash = client.secret_hash(given.get("USERNAME", ""))
    attempt = password.start(desk, client, {**given, "SECRET_HASH": secret_hash}, metadata)
    return replace(attempt, at_login_page=True)
