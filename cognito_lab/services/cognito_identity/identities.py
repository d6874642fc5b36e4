"""The identity pool's own table: identity ids, and the logins linked to each. No name, no e-mail.

Who somebody is stands at the provider; here stands only that *this* login and *that* identity
belong together. `link` decides what the logins shown do to the table and `keep` does it, so that a
call that fails afterwards (at STS, say) has changed nothing.

    shown                          identity                what happens
    nothing                        guest                   served as a guest
    nothing                        authenticated           refused
    a login linked to nobody       guest                   linked: same id, never a guest again
    a login of another identity    guest                   merged into that one; this id is disabled
    a login linked to it           authenticated           served; other logins shown are linked too
    only other logins              authenticated           refused

Source: Cognito developer guide, "Identity pools authentication flow", "Switching unauthenticated
users to authenticated users"; fact sheet §2.
Assumed: who survives a merge (the owner of the login that was shown).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from cognito_lab.primitives.messages import (
    IDENTITY_FORBIDDEN,
    IDENTITY_NOT_FOUND,
    LOGIN_SECOND_USER,
    LOGINS_DO_NOT_MATCH,
    TOO_MANY_LOGINS,
)
from cognito_lab.primitives.record import record

_LOGIN_LIMIT = 20


class Login(NamedTuple):
    """A user at a provider: all that the table knows about anybody.

    Attributes:
        provider: The provider's name in `Logins`.
        subject: The user, as the provider numbers them.
        by_developer: Whether the app's own back end vouches; of those an identity may have many.
    """

    provider: str
    subject: str
    by_developer: bool = False


@record
class Identity:
    """One row of the table.

    Attributes:
        id: ``us-east-1:<guid>``.
        pool_id: The pool that it belongs to.
        created_at: Aware lab time.
        modified_at: Aware lab time.
        logins: Everything linked to it, in the order of linking.
        authenticated: Whether a login was ever linked; then it is no guest any more.
        merged_into: The identity that took its place, or None.
    """

    id: str
    pool_id: str
    created_at: datetime
    modified_at: datetime
    logins: tuple[Login, ...] = ()
    authenticated: bool = False
    merged_into: str | None = None

    @property
    def is_disabled(self) -> bool:
        return self.merged_into is not None

    @property
    def providers(self) -> list[str]:
        """Names of the linked providers, each once."""
        return list(dict.fromkeys(login.provider for login in self.logins))


@record
class Linking:
    """What a proof does to the table.

    Attributes:
        identity: Who is served.
        changed: Rows to be kept, new and changed ones.
        found: What happened, in a sentence for the trace.
    """

    identity: Identity
    changed: tuple[Identity, ...] = ()
    found: str = "The identity is known, and nothing had to be linked."


class IdentityTable:
    """All identities of all pools, by id and by login."""

    def __init__(self) -> None:
        self._rows: dict[str, Identity] = {}
        self._owners: dict[tuple[str, Login], str] = {}

    def row(self, identity_id: str) -> Identity:
        """Raises: ResourceNotFoundException."""
        if identity_id in self._rows:
            return self._rows[identity_id]
        raise IDENTITY_NOT_FOUND.error(
            because="No GetId of this cloud ever gave that id, or it was deleted.",
            identity_id=identity_id,
        )

    def has(self, identity_id: str) -> bool:
        return identity_id in self._rows

    def of_pool(self, pool_id: str) -> list[Identity]:
        """All identities of a pool, oldest first."""
        return [row for row in self._rows.values() if row.pool_id == pool_id]

    def owner(self, pool_id: str, login: Login) -> Identity | None:
        """The identity that a login is linked to."""
        identity_id = self._owners.get((pool_id, login))
        return None if identity_id is None else self._rows[identity_id]

    def keep(self, rows: Iterable[Identity]) -> None:
        """Put rows in, in place of those with the same ids."""
        for row in rows:
            before = self._rows.get(row.id)
            for login in before.logins if before else ():
                if self._owners.get((row.pool_id, login)) == row.id:
                    del self._owners[row.pool_id, login]
            self._rows[row.id] = row
            self._owners.update({(row.pool_id, login): row.id for login in row.logins})

    def forget(self, identity_id: str) -> None:
        """Take a row out; its logins are strangers from now on."""
        self.keep([replace(self.row(identity_id), logins=())])
        del self._rows[identity_id]

    def begin_or_link(
        self, pool_id: str, shown: Sequence[Login], new_id: Callable[[], str], now: datetime
    ) -> Linking:
        """Decide for somebody who names no identity: GetId.

        Without logins that is a new guest every time; otherwise the identity that has one of the
        logins, or a new one.
        """
        owners = self._owners_of(pool_id, shown)
        if owners:
            return self.link(owners[0], shown, now)
        fresh = Identity(new_id(), pool_id, now, now, tuple(shown), authenticated=bool(shown))
        nobody = "Nobody had this login yet: a new identity."
        return Linking(fresh, (fresh,), nobody if shown else "Nothing was shown: a new guest.")

    def merge(self, survivor: Identity, other: Identity, now: datetime) -> Linking:
        """Decide that one identity takes over another's logins.

        Raises:
            ResourceConflictException: Both have a user of one public provider.
            InvalidParameterException: Together they have more than 20 logins.
        """
        return _merged(survivor, [other], (), now)

    def link(self, identity: Identity, shown: Sequence[Login], now: datetime) -> Linking:
        """Decide whom these logins stand for.

        Args:
            identity: The identity that was named, or a fresh one.
            shown: Verified logins; none means a guest.
            now: Aware lab time.

        Raises:
            NotAuthorizedException: An authenticated identity without a login of its own.
            ResourceConflictException: A second user of a provider that is linked already.
        """
        owners = self._owners_of(identity.pool_id, shown)
        if not shown:
            return _served_as_guest(identity)
        if identity.authenticated and not identity.is_disabled and identity not in owners:
            raise no_own_login(identity, shown)
        if identity.is_disabled and not owners:
            raise _forbidden(identity)
        survivor = identity if identity in owners or not owners else owners[0]
        return _merged(survivor, [identity, *owners], shown, now)

    def _owners_of(self, pool_id: str, logins: Sequence[Login]) -> list[Identity]:
        ids = dict.fromkeys(self._owners.get((pool_id, login)) for login in logins)
        return [self._rows[owner] for owner in ids if owner is not None]


def vouched(identity: Identity, vouched_id: str, *, is_guest: bool) -> Linking:
    """Decide for a token of the service's own, which names an identity by itself.

    Raises:
        NotAuthorizedException: It names another identity, or a guest who is none any more.
    """
    if vouched_id != identity.id:
        raise LOGINS_DO_NOT_MATCH.error(because=f"The token was made for {vouched_id}.")
    if identity.is_disabled or (is_guest and identity.authenticated):
        raise _forbidden(identity, "The token is a guest's, and it is no guest any more.")
    return Linking(identity, found="The service vouched for the identity before.")


def no_own_login(identity: Identity, shown: Sequence[Login]) -> Exception:
    """The refusal of somebody who showed none of the identity's own logins."""
    if not identity.logins:
        because = _closed(identity) or "It is a guest's: no login is linked to it."
    else:
        but = f", but {names(shown)}" if shown else ""
        linked = names(identity.logins)
        because = f"Linked to {identity.id} are {linked}; none of them was shown{but}."
    return LOGINS_DO_NOT_MATCH.error(because=because)


def _served_as_guest(identity: Identity) -> Linking:
    if identity.authenticated or identity.is_disabled:
        raise _forbidden(identity, "It belongs to somebody who has to show a login.")
    return Linking(identity, found="Nothing was shown: a guest.")


def _forbidden(identity: Identity, why: str = "") -> Exception:
    return IDENTITY_FORBIDDEN.error(because=_closed(identity) or why, identity_id=identity.id)


def _closed(identity: Identity) -> str:
    """Why nobody at all is served under this id any more; empty if somebody is."""
    if identity.merged_into is not None:
        return f"It was merged into {identity.merged_into} and is disabled."
    emptied = identity.authenticated and not identity.logins
    return "Its last login was taken off: nobody can reach it any more." if emptied else ""


def _merged(
    survivor: Identity, everyone: Sequence[Identity], shown: Sequence[Login], now: datetime
) -> Linking:
    """One identity takes over the logins of all the others, and what else was shown."""
    rows = {row.id: row for row in everyone if not row.is_disabled}
    others = [row for row in rows.values() if row.id != survivor.id]
    inherited = (login for row in others for login in row.logins)
    logins = tuple(dict.fromkeys([*survivor.logins, *inherited, *shown]))
    _refuse_second_user(survivor, logins)
    if len(logins) > _LOGIN_LIMIT:
        raise TOO_MANY_LOGINS.error(because=f"Together they would have {len(logins)}.")
    if logins == survivor.logins and not others:
        return Linking(survivor)
    changed = replace(survivor, logins=logins, authenticated=True, modified_at=now)
    disabled = [replace(row, logins=(), merged_into=survivor.id, modified_at=now) for row in others]
    return Linking(changed, (*disabled, changed), _in_words(changed, disabled))


def _refuse_second_user(survivor: Identity, logins: Sequence[Login]) -> None:
    providers = [login.provider for login in logins if not login.by_developer]
    for provider in providers:
        if providers.count(provider) > 1:
            raise LOGIN_SECOND_USER.error(
                because=f"An identity has one user per provider, and {provider} would be there "
                "twice.",
                identity_id=survivor.id,
                provider=provider,
            )


def _in_words(identity: Identity, disabled: Sequence[Identity]) -> str:
    gone = "".join(f" {row.id} was merged into it and is disabled." for row in disabled)
    return f"{identity.id} now has the logins of {', '.join(identity.providers)}.{gone}"


def names(logins: Iterable[Login]) -> str:
    """Users with their providers, for a sentence."""
    return ", ".join(f"{login.provider} user {login.subject}" for login in logins) or "no logins"
