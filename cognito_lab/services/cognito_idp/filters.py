"""ListUsers' filter: one attribute, one comparison, one value in double quotes.

    email = "jdoe@example.com"      given_name ^= "Jan"  (begins with)      status = "Enabled"

Source: developer guide, "Managing and searching for user accounts". Custom attributes are not
searchable.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from cognito_lab.primitives import messages
from cognito_lab.services.cognito_idp.user import User

_FILTER = re.compile(r'\s*"?([\w:]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*')
_SEARCHABLE = frozenset(
    """username email phone_number name given_name family_name preferred_username
    cognito:user_status status sub""".split()
)


def user_filter(text: str) -> Callable[[User], bool]:
    """A filter as a question to ask of each user.

    Raises:
        InvalidParameterException: The text is no filter, or names an attribute that is not
            searchable.
    """
    if (parts := _FILTER.fullmatch(text)) is None:
        raise messages.FILTER_UNREADABLE.error(
            because='A filter reads: attribute = "value", or attribute ^= "beginning".'
        )
    name, comparison, quoted = parts.groups()
    if name not in _SEARCHABLE:
        raise messages.FILTER_ATTRIBUTE.error(
            because=f"Users can be searched by {', '.join(sorted(_SEARCHABLE))}.", name=name
        )
    value = re.sub(r"\\(.)", r"\1", quoted)
    if comparison == "=":
        return lambda user: _value(user, name) == value
    return lambda user: _value(user, name).startswith(value)


def _value(user: User, name: str) -> str:
    values = {
        "username": user.username,
        "sub": user.sub,
        "status": "Enabled" if user.enabled else "Disabled",
        "cognito:user_status": user.status.value,
    }
    return values.get(name) or user.attributes.get(name, "")
