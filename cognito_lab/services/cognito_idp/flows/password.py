"""USER_PASSWORD_AUTH and ADMIN_USER_PASSWORD_AUTH: the password itself travels, inside TLS.

The simplest flow, and the one in which app and network see the password. The pool hashes what was
typed and compares it with what it keeps.

Source: API reference, "InitiateAuth"; user-pools.md §2 for the order of checks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cognito_lab.services.cognito_idp.applicant import applicant
from cognito_lab.services.cognito_idp.attempts import Attempt, Given, Metadata
from cognito_lab.services.cognito_idp.standing import judge_password, required

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.client import AppClient
    from cognito_lab.services.cognito_idp.desk import Desk


def start(desk: Desk, client: AppClient, given: Given, metadata: Metadata, /) -> Attempt:
    """Check a name and a password.

    Raises:
        InvalidParameterException: USERNAME or PASSWORD is missing.
        NotAuthorizedException: And the others of `judge_password`.
        UserNotFoundException: Nobody has this name, and the client says so.
    """
    name, password = required(given, "USERNAME"), required(given, "PASSWORD")
    client.check_secret_hash(name, given.get("SECRET_HASH"))
    user = applicant(desk, client, name, metadata, password)
    desk.trace.step("check the password")
    judge_password(desk, user, user.password.matches(password))
    return Attempt(client, user, typed_name=name)
