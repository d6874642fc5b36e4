"""How a pool's people are called: user names, aliases, and what counts as the same name.

A pool chooses one design at its creation, for ever:

    plain                 a user name, and nothing else
    alias attributes      a user name; or a *verified* e-mail address or phone number; or a
                          preferred_username
    username attributes   no name of one's own: an e-mail address or phone number, unique even
                          unverified; the user name is then the `sub`

Source: developer guide, "Working with user attributes" and "User pool case sensitivity".
"""

from collections.abc import Mapping, Sequence

from cognito_lab.primitives import messages
from cognito_lab.primitives.record import record
from cognito_lab.services.cognito_idp.schema import is_email, is_phone_number

_MUST_BE = {
    "email": messages.USERNAME_MUST_BE_EMAIL,
    "phone_number": messages.USERNAME_MUST_BE_PHONE,
}
AliasKey = tuple[str, str]  # ("email", "jdoe@example.com"), folded


@record
class Naming:
    """One pool's design.

    Attributes:
        alias_attributes: Out of email, phone_number, preferred_username.
        username_attributes: Out of email, phone_number.
        case_sensitive: Whether ``Alice`` and ``alice`` are two people.
    """

    alias_attributes: Sequence[str] = ()
    username_attributes: Sequence[str] = ()
    case_sensitive: bool = True

    def fold(self, name: str) -> str:
        """The form in which names are compared."""
        return name if self.case_sensitive else name.casefold()

    def check_username(self, username: str) -> None:
        """Refuse a user name that the design does not allow.

        Raises:
            InvalidParameterException: No e-mail address where one is needed, or one where it is an
                alias.
        """
        if self.username_attributes and self.attribute_of(username) is None:
            allowed = "".join(self.username_attributes)
            raise _MUST_BE.get(allowed, messages.USERNAME_MUST_BE_EITHER).error()
        if "email" in self.alias_attributes and is_email(username):
            raise messages.USERNAME_LOOKS_LIKE_EMAIL.error()

    def attribute_of(self, username: str) -> str | None:
        """Which username attribute a typed user name is; None in pools of another design."""
        kinds = {"email": is_email, "phone_number": is_phone_number}
        return next((name for name in self.username_attributes if kinds[name](username)), None)

    def keys(self, attributes: Mapping[str, str]) -> list[AliasKey]:
        """The names, other than the user name, under which a user of these attributes is found."""
        verified = [name for name in self.alias_attributes if self._counts(name, attributes)]
        names = [*self.username_attributes, *verified]
        return [(name, self.fold(attributes[name])) for name in names if attributes.get(name)]

    def _counts(self, name: str, attributes: Mapping[str, str]) -> bool:
        """An e-mail or phone alias works only once it is verified."""
        return name == "preferred_username" or attributes.get(f"{name}_verified") == "true"

    def possible_keys(self, typed: str) -> list[AliasKey]:
        """Every alias that a typed name could be."""
        names = (*self.username_attributes, *self.alias_attributes)
        return [(name, self.fold(typed)) for name in names]
