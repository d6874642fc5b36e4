"""Developer-authenticated identities: the app's own back end says who its users are.

The back end signs its requests, so no token of a user is needed: it names the user, and gets a
token of the identity service for the app. In the table such a user is one login among others, under
the pool's developer provider name; an identity may have several.

Source: Cognito developer guide, "Developer authenticated identities"; fact sheet §2.
Observed: an identity that signed in by other means wants to see one of those logins before a
developer user is linked to it ("Logins don't match", aws-sdk-js issue 2327, October 2018).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cognito_lab.primitives.messages import (
    DEVELOPER_IDENTITY_MISMATCH,
    DEVELOPER_LOOKUP_NEEDS_ONE,
    DEVELOPER_PROVIDER_UNKNOWN,
    DEVELOPER_USER_NOT_FOUND,
    DEVELOPER_USER_REGISTERED,
)
from cognito_lab.primitives.trace import operation
from cognito_lab.services.cognito_identity.identities import Identity, Linking, Login
from cognito_lab.services.cognito_identity.paging import page
from cognito_lab.services.cognito_identity.pools import IdentityPool
from cognito_lab.services.cognito_identity.proof import VerifiedLogin
from cognito_lab.services.cognito_identity.state import IdentityService
from cognito_lab.services.cognito_identity.tokens import identity_claims, sign_identity_token

_LIFETIME_SECONDS = 900
_USERS_A_PAGE = 60


class DeveloperOperations(IdentityService):
    """Operations of the app's own back end; all of them are signed."""

    @operation
    def get_open_id_token_for_developer_identity(
        self,
        *,
        identity_pool_id: str,
        logins: Mapping[str, str],
        identity_id: str | None = None,
        principal_tags: Mapping[str, str] | None = None,
        token_duration: int | None = None,
    ) -> dict[str, Any]:
        """Vouch for a user of the app: find or make the identity, and give a token for it.

        Args:
            identity_pool_id: The pool.
            logins: The developer provider's name with the user's identifier; tokens of public
                providers may come along, to be linked.
            identity_id: Link the user to this identity.
            principal_tags: Tags for the session, ``{key: value}``.
            token_duration: How long the token lives, in seconds; 15 minutes unless said.

        Raises:
            ResourceNotFoundException: No such pool, or no such identity in it.
            InvalidParameterException: The pool has no developer provider of that name.
            DeveloperUserAlreadyRegisteredException: The user has another identity.
            NotAuthorizedException: A token failed, or the identity wants to see a login of its own.
        """
        pool = self._pool(identity_pool_id)
        user = self._developer_login(pool, logins)
        public = {name: token for name, token in logins.items() if name != user.provider}
        verified = self._desk.verify_all(pool, public)
        linking = self._link_user(pool, user, verified, identity_id)
        claims = identity_claims(
            pool,
            linking.identity.id,
            _methods(pool, user, verified),
            now=self.clock.epoch(),
            lifetime_seconds=token_duration or _LIFETIME_SECONDS,
            tags=principal_tags,
        )
        token = sign_identity_token(claims)
        self._keep(linking)
        self.trace.step("sign the identity token", key="RS512 private key")
        return {"IdentityId": linking.identity.id, "Token": token}

    def _developer_login(self, pool: IdentityPool, logins: Mapping[str, str]) -> Login:
        name = pool.developer_provider
        if name is None or name not in logins:
            raise DEVELOPER_PROVIDER_UNKNOWN.error(
                because=f"The developer provider of {pool.name} is {name or 'not set'}; Logins "
                f"names {', '.join(logins) or 'nobody'}."
            )
        return Login(name, logins[name], by_developer=True)

    def _link_user(
        self,
        pool: IdentityPool,
        user: Login,
        verified: tuple[VerifiedLogin, ...],
        identity_id: str | None,
    ) -> Linking:
        shown = [user, *(Login(login.provider, login.subject) for login in verified)]
        now = self.clock.now()
        if identity_id is None:
            return self._identities.begin_or_link(pool.id, shown, self._new_id, now)
        identity = self._identity_in(pool, identity_id)
        owner = self._identities.owner(pool.id, user)
        if owner is not None and owner.id != identity.id:
            raise DEVELOPER_USER_REGISTERED.error(
                because=f"{user.subject} has the identity {owner.id}.", user=user.subject
            )
        return self._identities.link(identity, shown, now)

    @operation
    def lookup_developer_identity(
        self,
        *,
        identity_pool_id: str,
        identity_id: str | None = None,
        developer_user_identifier: str | None = None,
        max_results: int | None = None,
        next_token: str | None = None,
    ) -> dict[str, Any]:
        """Find the identity of a developer user, or the users of an identity.

        Raises:
            InvalidParameterException: Neither is given.
            ResourceNotFoundException: No such pool, identity or user.
            ResourceConflictException: Both are given and do not belong together.
        """
        pool = self._pool(identity_pool_id)
        if identity_id is None and developer_user_identifier is None:
            raise DEVELOPER_LOOKUP_NEEDS_ONE.error(because="Neither was given.")
        by_user = self._owner_of(pool, developer_user_identifier)
        identity = by_user if identity_id is None else self._identity_in(pool, identity_id)
        assert identity is not None, "one of the two was given"
        if by_user is not None and by_user.id != identity.id:
            raise DEVELOPER_IDENTITY_MISMATCH.error(
                because=f"{developer_user_identifier} has the identity {by_user.id}."
            )
        users = [login.subject for login in identity.logins if login.by_developer]
        found = page("DeveloperUserIdentifierList", users, max_results or _USERS_A_PAGE, next_token)
        return {"IdentityId": identity.id, **found}

    @operation
    def merge_developer_identities(
        self,
        *,
        source_user_identifier: str,
        destination_user_identifier: str,
        developer_provider_name: str,
        identity_pool_id: str,
    ) -> dict[str, Any]:
        """Make one identity of two: the source's logins go to the destination.

        Raises:
            ResourceNotFoundException: No such pool or user.
            InvalidParameterException: Another provider name, or more than 20 logins together.
            ResourceConflictException: Both have a user of one public provider.
        """
        pool = self._pool(identity_pool_id)
        self._developer_login(pool, {developer_provider_name: source_user_identifier})
        source = self._owner_of(pool, source_user_identifier)
        destination = self._owner_of(pool, destination_user_identifier)
        assert source is not None
        assert destination is not None
        linking = self._identities.merge(destination, source, self.clock.now())
        self._keep(linking)
        return {"IdentityId": linking.identity.id}

    def _owner_of(self, pool: IdentityPool, user: str | None) -> Identity | None:
        """The identity of a developer user; None only if no user is asked for."""
        if user is None:
            return None
        login = Login(pool.developer_provider or "", user, by_developer=True)
        identity = self._identities.owner(pool.id, login)
        if identity is None:
            raise DEVELOPER_USER_NOT_FOUND.error(
                because=f"No identity of {pool.name} has that user.", user=user
            )
        return identity


def _methods(
    pool: IdentityPool, user: Login, verified: tuple[VerifiedLogin, ...]
) -> tuple[str, ...]:
    public = (method for login in verified for method in login.methods)
    own = f"{user.provider}:{pool.id}:{user.subject}"
    return ("authenticated", user.provider, own, *public)
