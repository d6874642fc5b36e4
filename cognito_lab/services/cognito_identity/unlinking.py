"""Taking logins off an identity: the owner does it with a login, the back end with a signature.

Source: API reference, "UnlinkIdentity", "UnlinkDeveloperIdentity": without its last login an
identity cannot be reached any more, and an unlinked user is a new identity next time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from cognito_lab.primitives.messages import LOGIN_NOT_LINKED
from cognito_lab.primitives.trace import operation
from cognito_lab.services.cognito_identity.identities import (
    Identity,
    Linking,
    Login,
    names,
    no_own_login,
)
from cognito_lab.services.cognito_identity.state import IdentityService


class UnlinkOperations(IdentityService):
    """Operations that take logins off."""

    @operation
    def unlink_identity(
        self, *, identity_id: str, logins: Mapping[str, str], logins_to_remove: Sequence[str]
    ) -> dict[str, Any]:
        """Take providers off an identity. Nobody has to sign this; a login of it is the proof.

        Raises:
            ResourceNotFoundException: No such identity, or a provider that is not linked to it.
            NotAuthorizedException: A login failed, or none of them is this identity's.
        """
        pool, identity = self._pool_and_identity(identity_id)
        proof = self._desk.check(pool, logins)
        shown = [Login(login.provider, login.subject) for login in proof.logins]
        if not set(shown) & set(identity.logins):
            raise no_own_login(identity, shown)
        for provider in logins_to_remove:
            if provider not in identity.providers:
                raise _not_linked(identity, provider, provider)
        kept = [login for login in identity.logins if login.provider not in logins_to_remove]
        self._take_off(identity, kept)
        return {}

    @operation
    def unlink_developer_identity(
        self,
        *,
        identity_id: str,
        identity_pool_id: str,
        developer_provider_name: str,
        developer_user_identifier: str,
    ) -> dict[str, Any]:
        """Take a developer user off an identity.

        Raises:
            ResourceNotFoundException: No such pool or identity, or the user is not linked to it.
        """
        pool = self._pool(identity_pool_id)
        identity = self._identity_in(pool, identity_id)
        login = Login(developer_provider_name, developer_user_identifier, by_developer=True)
        if login not in identity.logins:
            raise _not_linked(identity, developer_provider_name, names([login]))
        self._take_off(identity, [kept for kept in identity.logins if kept != login])
        return {}

    def _take_off(self, identity: Identity, kept: Sequence[Login]) -> None:
        changed = replace(identity, logins=tuple(kept), modified_at=self.clock.now())
        left = ", ".join(changed.providers) or "no login, so nobody can reach it"
        self._keep(Linking(changed, (changed,), f"{identity.id} is left with {left}."))


def _not_linked(identity: Identity, provider: str, what: str) -> Exception:
    return LOGIN_NOT_LINKED.error(
        because=f"{what} is not linked to {identity.id}; linked to it are "
        f"{names(identity.logins)}.",
        identity_id=identity.id,
        provider=provider,
    )
