"""Who asks to sign in: somebody known, somebody brought in from elsewhere, or a decoy.

    find                the name in the directory
    PreAuthentication   a function may refuse the attempt; it hears of unknown people, too
    UserMigration       where nobody has the name, another directory may know name and password
    decoy               where the client hides that there is nobody

Nothing here looks at the password, so a wrong one is asked about as a right one is.

Source: user-pools.md §2, "Order of checks"; developer guide, "Managing user existence error
responses".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cognito_lab.primitives import messages
from cognito_lab.services.cognito_idp.triggers.migration import migrated_at_sign_in, migrates
from cognito_lab.services.cognito_idp.triggers.signing_in import pre_authentication

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.client import AppClient
    from cognito_lab.services.cognito_idp.desk import Desk
    from cognito_lab.services.cognito_idp.user import User


def applicant(
    desk: Desk,
    client: AppClient,
    name: str,
    metadata: Mapping[str, str] | None,
    password: str = "",
) -> User:
    """The user of a name, or a decoy.

    Args:
        desk: Clock, ids, and where functions run.
        client: The app.
        name: As the person typed it.
        metadata: ClientMetadata of InitiateAuth.
        password: As typed; empty where it does not travel, and then nobody is brought in.

    Raises:
        UserLambdaValidationException: A function refuses.
        UserNotFoundException: Nobody has this name, and the client says so (LEGACY).
    """
    directory = client.pool.directory
    pre_authentication(desk, client, name, directory.find(name), metadata)
    user = directory.find(name)  # once more: the function may have changed the pool
    if user is None and password and migrates(client.pool):
        user = migrated_at_sign_in(desk, client, name, password, metadata)
    if user is not None:
        return user
    if client.hides_users:
        return directory.decoy(name, desk.clock.now())
    raise messages.USER_NOT_FOUND.error(
        because=f"The pool knows nobody as {name!r}, and this client is allowed to say so."
    )
