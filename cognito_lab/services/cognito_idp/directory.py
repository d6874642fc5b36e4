"""The users of one pool, found by any of their names at once.

Every name has its dictionary: user name, `sub`, and the aliases of the pool's design (`naming.py`).
No search ever walks through the users.

A **decoy** is a user whom nobody can be. When a client hides which users exist, an unknown name
gets one: the same every time, with a salt and a password that nobody knows. Sign-in then goes the
same way, step by step, as for a wrong password, and takes as long.

Source: developer guide, "Managing user existence error responses".
"""

import hmac
from collections.abc import Mapping
from datetime import datetime

from cognito_lab.primitives.ids import uuid_of
from cognito_lab.services.cognito_idp.identity import IdentityKey, is_federated, keys_of
from cognito_lab.services.cognito_idp.naming import AliasKey, Naming
from cognito_lab.services.cognito_idp.password import StoredPassword, new_salt
from cognito_lab.services.cognito_idp.roll import Roll
from cognito_lab.services.cognito_idp.user import User, UserStatus

DECOYS_KEPT = 1000


class Directory:
    """Users by name.

    Args:
        naming: The pool's design of names.
        pool_name: The part of the pool id after ``_``.
        decoy_key: 32 secret bytes that decoys are derived from.
    """

    def __init__(self, naming: Naming, pool_name: str, decoy_key: bytes) -> None:
        self.naming = naming
        self.users: Roll[User] = Roll()
        self._by_sub: dict[str, User] = {}
        self._by_alias: dict[AliasKey, User] = {}
        self._by_identity: dict[IdentityKey, User] = {}
        self._pool_name = pool_name
        self._decoy_key = decoy_key
        self._decoys: dict[str, User] = {}

    def find(self, name: str) -> User | None:
        """The user whom a user name, a `sub` or an alias stands for."""
        if (user := self.users.get(self.naming.fold(name)) or self._by_sub.get(name)) is not None:
            return user
        keys = self.naming.possible_keys(name)
        return next((self._by_alias[key] for key in keys if key in self._by_alias), None)

    def by_sub(self, sub: str) -> User | None:
        return self._by_sub.get(sub)

    def has_username(self, username: str) -> bool:
        return self.naming.fold(username) in self.users

    def add(self, user: User) -> None:
        self.users.add(self.naming.fold(user.username), user)
        self._by_sub[user.sub] = user
        self._learn_names(user)

    def remove(self, user: User) -> None:
        self.users.remove(self.naming.fold(user.username))
        del self._by_sub[user.sub]
        self._forget_names(user)

    def rival(
        self, attributes: Mapping[str, str], user: User | None = None
    ) -> tuple[str, User] | None:
        """An alias among these attributes that somebody else has: its attribute's name, and who."""
        for key in self.naming.keys(attributes):
            if (holder := self._by_alias.get(key)) is not None and holder is not user:
                return key[0], holder
        return None

    def change(self, user: User, attributes: Mapping[str, str], now: datetime) -> None:
        """Give a user these attributes and no others; aliases follow. Ask `rival` first."""
        self._forget_names(user)
        user.attributes = dict(attributes)
        user.modified_at = now
        self._learn_names(user)

    def release(self, holder: User, name: str, now: datetime) -> None:
        """Take an alias away: an address is no longer verified, a preferred name is gone."""
        attributes = {**holder.attributes, f"{name}_verified": "false"}
        if name == "preferred_username":
            attributes = {k: v for k, v in holder.attributes.items() if k != name}
        self.change(holder, attributes, now)

    def of_identity(self, provider_name: str, subject: str) -> User | None:
        """Whom an account at a provider belongs to: who came from there, or has it linked."""
        return self._by_identity.get((provider_name, subject))

    def _learn_names(self, user: User) -> None:
        """Who came from a provider signs in there, and takes no local name from anybody."""
        if not is_federated(user):
            self._by_alias.update(dict.fromkeys(self.naming.keys(user.attributes), user))
        self._by_identity.update(dict.fromkeys(keys_of(user), user))

    def _forget_names(self, user: User) -> None:
        if not is_federated(user):
            for key in self.naming.keys(user.attributes):
                self._by_alias.pop(key, None)
        for identity in keys_of(user):
            self._by_identity.pop(identity, None)

    def decoy(self, name: str, now: datetime) -> User:
        """The decoy of an unknown name: the same id and salt each time."""
        name = self.naming.fold(name)
        if name not in self._decoys:
            if len(self._decoys) >= DECOYS_KEPT:
                del self._decoys[next(iter(self._decoys))]
            self._decoys[name] = self._new_decoy(name, now)
        return self._decoys[name]

    def _new_decoy(self, name: str, now: datetime) -> User:
        user_id = uuid_of(self._derived("id", name)[:16])
        x = int.from_bytes(self._derived("password", name), "big")
        salt = new_salt(self._derived("salt", name))
        return User(
            username=user_id,
            sub=user_id,
            attributes={},
            password=StoredPassword(self._pool_name, user_id, salt, x),
            status=UserStatus.CONFIRMED,
            created_at=now,
            modified_at=now,
            is_decoy=True,
        )

    def _derived(self, purpose: str, name: str) -> bytes:
        return hmac.digest(self._decoy_key, f"{purpose} of {name}".encode(), "sha256")
