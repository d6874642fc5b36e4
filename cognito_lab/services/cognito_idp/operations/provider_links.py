"""Linking an account elsewhere to a user of the pool, and taking the link away.

Source: API reference, "AdminLinkProviderForUser", "AdminDisableProviderForUser"; developer guide,
"Linking federated users to an existing user profile".
Left out: links by another claim than the subject.
"""

from __future__ import annotations

from collections.abc import Mapping

from cognito_lab.primitives import messages
from cognito_lab.primitives.errors import NotSimulated
from cognito_lab.primitives.trace import operation
from cognito_lab.services.cognito_idp.desk import Desk, Response
from cognito_lab.services.cognito_idp.identity import (
    MAX_LINKS,
    identity_at,
    is_federated,
    key_of,
    members_of,
    with_identities,
)
from cognito_lab.services.cognito_idp.identity_provider import (
    LOCAL,
    SOCIAL,
    SUBJECT,
    IdentityProvider,
)
from cognito_lab.services.cognito_idp.pool import UserPool
from cognito_lab.services.cognito_idp.user import User

UserIdentifier = Mapping[str, str]  # {"ProviderName", "ProviderAttributeName", "…Value"}


class ProviderLinks(Desk):
    """Operations on links between users and providers."""

    @operation
    def admin_link_provider_for_user(
        self, *, user_pool_id: str, destination_user: UserIdentifier, source_user: UserIdentifier
    ) -> Response:
        """Say that an account at a provider is an existing user's.

        From then on, whoever signs in with that account *is* that user: tokens carry the user's own
        name, and `identities` tells where the sign-in came from.

        Args:
            user_pool_id: The pool.
            destination_user: The user: ``Cognito`` and the user name; or a provider and a subject.
            source_user: The account: provider, ``Cognito_Subject``, and the subject there.

        Raises:
            InvalidParameterException: The account signed in before, or is no account elsewhere.
            LimitExceededException: The user has five links already.
            ResourceNotFoundException: No such pool or provider.
            UserNotFoundException: No such user.
        """
        pool = self.pool(user_pool_id)
        provider, subject = self._source(pool, source_user)
        user = self._destination(pool, destination_user)
        if pool.directory.of_identity(provider.name, subject) is not None:
            raise messages.LINK_SOURCE_SIGNED_IN.error(
                because="This account is a user of the pool, or is linked to one: a link must come "
                "before its first sign-in."
            )
        members = members_of(user)
        if sum(member["primary"] == "false" for member in members) >= MAX_LINKS:
            raise messages.LINK_TOO_MANY.error(limit=MAX_LINKS)
        now = self.clock.now()
        link = identity_at(provider, subject, now, is_primary=False)
        pool.directory.change(user, with_identities(user, [*members, link.member()]), now)
        return {}

    @operation
    def admin_disable_provider_for_user(
        self, *, user_pool_id: str, user: UserIdentifier
    ) -> Response:
        """Take a link away: the next sign-in with that account makes a user of its own.

        Raises:
            InvalidParameterException: Not named by its subject.
            NotSimulated: The user is local, or is itself that account.
            ResourceNotFoundException: No such pool or provider.
            UserNotFoundException: The account is linked to nobody.
        """
        if user.get("ProviderName", "").upper() == LOCAL:
            raise NotSimulated("the lab disables links only, not a local user's password")
        pool = self.pool(user_pool_id)
        provider, subject = self._source(pool, user)
        link = provider.name, subject
        if (holder := pool.directory.of_identity(*link)) is None:
            raise messages.USER_NOT_FOUND.error(
                because=f"Nobody has {subject} at {provider.name} linked."
            )
        others = [member for member in members_of(holder) if key_of(member) != link]
        if is_federated(holder) and link == key_of(members_of(holder)[0]):
            raise NotSimulated("the lab disables links only: this user came from the provider")
        pool.directory.change(holder, with_identities(holder, others), self.clock.now())
        return {}

    def _source(self, pool: UserPool, named: UserIdentifier) -> tuple[IdentityProvider, str]:
        """A provider of the pool and a subject there."""
        name = _member(named, "ProviderName")
        if name.upper() == LOCAL:
            raise messages.LINK_SOURCE_IS_LOCAL.error()
        if (provider := pool.identity_providers.get(name)) is None:
            raise messages.PROVIDER_NOT_FOUND.error(name=name)
        attribute = _member(named, "ProviderAttributeName")
        if attribute != SUBJECT and provider.type in SOCIAL:
            raise messages.LINK_ATTRIBUTE.error(
                because=f"An account at {name} is named by {SUBJECT}.", name=attribute
            )
        if attribute != SUBJECT:
            raise NotSimulated(f"the lab links accounts by {SUBJECT} only, not by {attribute}")
        return provider, _member(named, "ProviderAttributeValue")

    def _destination(self, pool: UserPool, named: UserIdentifier) -> User:
        name, value = _member(named, "ProviderName"), _member(named, "ProviderAttributeValue")
        if name.upper() == LOCAL:
            return self.user(pool, value)
        found = pool.directory.of_identity(name, value)
        if found is None or not is_federated(found):
            raise messages.USER_NOT_FOUND.error(because=f"Nobody came from {name} as {value}.")
        return found


def _member(named: UserIdentifier, name: str) -> str:
    """A member that botocore's model leaves optional and the operation needs."""
    if not (value := named.get(name)):
        raise messages.PARAMETER_MISSING.error(name=name)
    return value
