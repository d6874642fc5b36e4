"""Identities from elsewhere: which account at which provider is which user of the pool.

A user who came through Google *is* such an identity (`primary`). A local user may have some linked:
whoever signs in with one of them is that user.

Source: developer guide, "Linking federated users to an existing user profile"; user-pools.md §4c
for the members of `identities`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cognito_lab.primitives.record import record

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.identity_provider import IdentityProvider
    from cognito_lab.services.cognito_idp.user import User

ATTRIBUTE = "identities"
MAX_LINKS = 5
IdentityKey = tuple[str, str]  # ("Google", "1153…"): provider and subject


@record
class Identity:
    """One account at one provider. `user_id` is its subject there."""

    user_id: str
    provider_name: str
    provider_type: str
    is_primary: bool
    made_at: datetime

    def member(self) -> dict[str, Any]:
        """As it stands in `identities`: `primary` and `dateCreated` are texts."""
        return {
            "userId": self.user_id,
            "providerName": self.provider_name,
            "providerType": self.provider_type,
            "issuer": None,
            "primary": "true" if self.is_primary else "false",
            "dateCreated": str(int(self.made_at.timestamp() * 1000)),
        }


def identity_at(
    provider: IdentityProvider, subject: str, now: datetime, *, is_primary: bool
) -> Identity:
    """A new identity."""
    return Identity(subject, provider.name, str(provider.type), is_primary, now)


def members_of(user: User) -> list[dict[str, Any]]:
    """The user's identities, as `identities` lists them."""
    text = user.attributes.get(ATTRIBUTE)
    listed: list[dict[str, Any]] = json.loads(text) if text else []
    return listed


def key_of(member: Mapping[str, Any]) -> IdentityKey:
    """Provider and subject of one entry of `identities`."""
    return member["providerName"], member["userId"]


def keys_of(user: User) -> list[IdentityKey]:
    """Provider and subject of each of the user's identities."""
    return [key_of(member) for member in members_of(user)]


def is_federated(user: User) -> bool:
    """Whether the user came from a provider, rather than from the pool itself."""
    return any(member["primary"] == "true" for member in members_of(user))


def with_identities(user: User, members: Iterable[dict[str, Any]]) -> dict[str, str]:
    """The user's attributes with these identities; without the attribute if there are none."""
    text = json.dumps(list(members), separators=(",", ":"), ensure_ascii=False)
    others = {name: value for name, value in user.attributes.items() if name != ATTRIBUTE}
    return others if text == "[]" else {**others, ATTRIBUTE: text}
