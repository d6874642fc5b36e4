"""Attribute lists as AWS sends them, and the rules for changing a user's attributes.

Source: developer guide, "Working with user attributes".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from cognito_lab.primitives import messages

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.pool import UserPool
    from cognito_lab.services.cognito_idp.user import User

AttributeList = Iterable[Mapping[str, str]]  # [{"Name": …, "Value": …}]
ADDRESSES = ("email", "phone_number")


def values_of(attributes: AttributeList | None) -> dict[str, str]:
    """``{name: value}``; an attribute without a value has the empty one."""
    return {item["Name"]: item.get("Value", "") for item in attributes or ()}


def check_changes(pool: UserPool, changes: Mapping[str, str]) -> None:
    """Refuse changes that the schema forbids. An empty value deletes an attribute.

    Raises:
        InvalidParameterException: An attribute is unknown, immutable or required, or a value
            misformed.
    """
    unknown = changes.keys() - pool.schema.attributes.keys()
    pool.schema.check({n: value for n, value in changes.items() if value or n in unknown})
    for name, value in changes.items():
        _check_mutable(pool, name)
        if not value:
            _check_optional(pool, name)


def check_deletion(pool: UserPool, names: Iterable[str]) -> None:
    """Refuse to delete what the schema protects.

    Raises:
        InvalidParameterException: An attribute is unknown, immutable or required.
    """
    for name in names:
        if name not in pool.schema.attributes:
            raise messages.UNKNOWN_CANNOT_BE_DELETED.error(name=name)
        _check_mutable(pool, name)
        _check_optional(pool, name)


def check_no_rival(pool: UserPool, user: User, after: Mapping[str, str]) -> None:
    """Refuse attributes with which a user would have somebody else's alias.

    Raises:
        AliasExistsException: Another user has it.
    """
    if (rival := pool.directory.rival(after, user)) is not None:
        name, holder = rival
        raise messages.ALIAS_EXISTS.error(because=f"{holder.username} has this {name}.", name=name)


def changed(user: User, changes: Mapping[str, str]) -> dict[str, str]:
    """The user's attributes after the changes.

    A new address is not verified, unless the same request says that it is; a deleted one takes its
    flag with it.
    """
    after = {**user.attributes, **changes}
    for name in ADDRESSES:
        flag = f"{name}_verified"
        if name in changes and changes[name] != user.attributes.get(name) and flag not in changes:
            after[flag] = "false" if changes[name] else ""
    return {name: value for name, value in after.items() if value}


def _check_mutable(pool: UserPool, name: str) -> None:
    if not pool.schema.attributes[name].mutable:
        raise messages.ATTRIBUTE_IMMUTABLE.error(
            because="The schema says Mutable false: set when the user is made, and never again.",
            name=name,
        )


def _check_optional(pool: UserPool, name: str) -> None:
    if pool.schema.attributes[name].required:
        raise messages.REQUIRED_CANNOT_BE_DELETED.error(name=name)
