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


def values_of(attributes: AttributeList | None) -> dict[str, str]:
    """``{name: value}``; an attribute without a value has the empty one."""
    return {item["Name"]: item.get("Value", "") for item in attributes or ()}


def check_changes(pool: UserPool, changes: Mapping[str, str]) -> None:
    """Refuse changes that the schema forbids. An empty value deletes an attribute.

    Raises:
        InvalidParameterException: An attribute is unknown, immutable or required, or a value
            misformed.
    """
    pool.schema.check({name: value for name, value in changes.items() if value})
    pool.schema.check(dict.fromkeys(changes.keys() - pool.schema.attributes.keys(), ""))
    for name, value in changes.items():
        attribute = pool.schema.attributes[name]
        if not attribute.mutable:
            raise messages.ATTRIBUTE_IMMUTABLE.error(
                because="the schema says Mutable false: set when the user is made, and never again",
                name=name,
            )
        if attribute.required and not value:
            raise messages.REQUIRED_CANNOT_BE_DELETED.error(name=name)


def changed(user: User, changes: Mapping[str, str]) -> dict[str, str]:
    """The user's attributes after the changes.

    A new e-mail address or phone number is no longer verified, unless the same request says that it
    is.
    """
    after = {**user.attributes, **changes}
    for name in ("email", "phone_number"):
        flag = f"{name}_verified"
        moved = name in changes and changes[name] != user.attributes.get(name)
        if moved and flag not in changes and flag in user.attributes:
            after[flag] = "false"
    return {name: value for name, value in after.items() if value}
