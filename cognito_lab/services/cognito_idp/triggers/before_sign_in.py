"""What the pool does before it looks at a proof: ask PreAuthentication, and look elsewhere.

It stands between the operation and its flow. Where the pool has neither function, nothing happens
here, not even a look into the directory.

Source: user-pools.md §2, "Order of checks": parameters, PreAuthentication, then the password.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from cognito_lab.services.cognito_idp.standing import required
from cognito_lab.services.cognito_idp.triggers.firing import function_of
from cognito_lab.services.cognito_idp.triggers.signing_in import (
    migrate,
    migrates,
    pre_authentication,
)

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.client import AppClient
    from cognito_lab.services.cognito_idp.desk import Desk


def before_sign_in(
    desk: Desk,
    client: AppClient,
    needs: Sequence[str],
    given: Mapping[str, str],
    metadata: Mapping[str, str] | None,
) -> None:
    """Fire what comes before the proof.

    Args:
        desk: Where functions run.
        client: The app.
        needs: Parameters that must be there, the user name among them; empty at the pool's page.
        given: AuthParameters.
        metadata: ClientMetadata.

    Raises:
        InvalidParameterException: A parameter is missing.
        NotAuthorizedException: The secret hash is wrong.
        UserLambdaValidationException: A function refuses.
    """
    pool, name = client.pool, given.get("USERNAME", "")
    if not name or not (function_of(pool, "PreAuthentication") or migrates(pool)):
        return
    for parameter in needs:
        required(given, parameter)
    if needs:
        client.check_secret_hash(name, given.get("SECRET_HASH"))
    user = pool.directory.find(name)
    pre_authentication(desk, client, name, user, metadata)
    if user is None and migrates(pool) and (password := given.get("PASSWORD")):
        migrate(desk, client, name, password, metadata)
