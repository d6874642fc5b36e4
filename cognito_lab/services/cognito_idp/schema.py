"""The attributes that a pool's users may have: 20 standard ones, and the pool's own `custom:` ones.

A schema is fixed when the pool is made; custom attributes may be added later, never changed or
removed. On the wire every value is a text, numbers and booleans too.

Source: developer guide, "Working with user attributes"; API reference, "SchemaAttributeType".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from cognito_lab.primitives import messages
from cognito_lab.primitives.record import record

MAX_LENGTH = 2048
MAX_CUSTOM = 50  # custom attributes of a pool; developer guide, "Quotas"
_TYPES = ("String", "Number", "DateTime", "Boolean")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_PHONE = re.compile(r"\+\d{1,15}")


@record
class Attribute:
    """One attribute of a schema. `low` and `high` bound a String's length or a Number's value."""

    name: str
    data_type: str = "String"
    mutable: bool = True
    required: bool = False
    developer_only: bool = False
    low: str | None = None
    high: str | None = None

    def problem(self, value: str) -> str | None:
        """What is wrong with a value, in AWS's words; None for a good one.

        Assumed: the texts, which no source quotes.
        """
        if self.data_type == "Boolean" and value not in ("true", "false"):
            return "Boolean values must be true or false"
        if self.data_type == "Number":
            return self._number_problem(value)
        if self.low and len(value) < int(self.low):
            return f"String must be at least {self.low} characters long"
        if self.high and len(value) > int(self.high):
            return f"String must be no longer than {self.high} characters"
        return None

    def _number_problem(self, value: str) -> str | None:
        if not re.fullmatch(r"-?\d+", value):
            return "Number is not readable"
        if self.low and int(value) < int(self.low):
            return f"Number must be at least {self.low}"
        if self.high and int(value) > int(self.high):
            return f"Number must be no more than {self.high}"
        return None

    def describe(self) -> dict[str, Any]:
        """As SchemaAttributes shows it."""
        described: dict[str, Any] = {
            "Name": self.name,
            "AttributeDataType": self.data_type,
            "DeveloperOnlyAttribute": self.developer_only,
            "Mutable": self.mutable,
            "Required": self.required,
        }
        kind, noun = ("Number", "Value") if self.data_type == "Number" else ("String", "Length")
        bounds = {f"Min{noun}": self.low, f"Max{noun}": self.high}
        if self.data_type in ("String", "Number"):
            described[f"{kind}AttributeConstraints"] = {k: v for k, v in bounds.items() if v}
        return described


def _standard() -> dict[str, Attribute]:
    texts = """address email family_name gender given_name locale middle_name name nickname
    phone_number picture preferred_username profile website zoneinfo""".split()
    top = str(MAX_LENGTH)
    attributes = [
        Attribute("sub", mutable=False, required=True, low="1", high=top),
        *(Attribute(name, low="0", high=top) for name in texts),
        Attribute("birthdate", low="10", high="10"),
        Attribute("updated_at", "Number", low="0"),
        Attribute("email_verified", "Boolean"),
        Attribute("phone_number_verified", "Boolean"),
    ]
    return {attribute.name: attribute for attribute in sorted(attributes, key=lambda a: a.name)}


STANDARD: Mapping[str, Attribute] = _standard()


class Schema:
    """The attributes of one pool.

    Args:
        definitions: `Schema` of CreateUserPool: custom attributes, and changes to standard ones.

    Raises:
        InvalidParameterException: A definition contradicts itself or the standard.
    """

    def __init__(self, definitions: Iterable[Mapping[str, Any]] = ()) -> None:
        self.attributes = dict(STANDARD)
        for definition in definitions:
            attribute = _defined(definition)
            if attribute.name in self.attributes and attribute.name not in STANDARD:
                raise messages.ATTRIBUTE_EXISTS.error(name=attribute.name)
            self.attributes[attribute.name] = attribute

    def with_custom(self, definitions: Sequence[Mapping[str, Any]]) -> Schema:
        """A schema with more custom attributes; this one stays as it is.

        Raises:
            InvalidParameterException: A definition contradicts itself, or the name is taken, or the
                pool would have more than 50.
        """
        grown = Schema()
        grown.attributes = dict(self.attributes)
        for definition in definitions:
            if not definition.get("Name"):
                raise messages.ATTRIBUTE_WITHOUT_NAME.error()
            attribute = _custom(definition)
            if attribute.name in grown.attributes:
                raise messages.ATTRIBUTE_EXISTS.error(name=attribute.name)
            grown.attributes[attribute.name] = attribute
        if len(grown.attributes) - len(STANDARD) > MAX_CUSTOM:
            raise messages.TOO_MANY_CUSTOM_ATTRIBUTES.error(limit=MAX_CUSTOM)
        return grown

    @property
    def required(self) -> list[str]:
        """Names that every user must have, apart from `sub`, which the pool sets."""
        return [a.name for a in self.attributes.values() if a.required and a.name != "sub"]

    def check(self, values: Mapping[str, str], *, required: Iterable[str] = ()) -> None:
        """Refuse values that do not fit.

        Args:
            values: ``{attribute name: value}``.
            required: Names that must be among them, with a value.

        Raises:
            InvalidParameterException: An unknown attribute, a missing one, or a value of the wrong
                form.
        """
        unknown = next((name for name in values if name not in self.attributes), None)
        if unknown is not None:
            entry = f"Type for attribute {{{unknown}}} could not be determined"
            raise messages.SCHEMA_BROKEN.error(
                because=f"The pool's schema has no attribute {unknown!r}.", entries=entry
            )
        missing = [(name, "The attribute is required") for name in required if not values.get(name)]
        wrong = [(name, self.attributes[name].problem(value)) for name, value in values.items()]
        entries = "".join(f"{name}: {problem}\n" for name, problem in missing + wrong if problem)
        if entries:
            raise messages.SCHEMA_BROKEN.error(entries=entries)
        _check_format(values)


def _check_format(values: Mapping[str, str]) -> None:
    if values.get("email") and not _EMAIL.fullmatch(values["email"]):
        raise messages.EMAIL_FORMAT.error()
    if values.get("phone_number") and not _PHONE.fullmatch(values["phone_number"]):
        raise messages.PHONE_FORMAT.error(because="A phone number is + and digits, nothing else.")


def is_email(text: str) -> bool:
    """Whether a text has the form of an e-mail address."""
    return bool(_EMAIL.fullmatch(text))


def is_phone_number(text: str) -> bool:
    """Whether a text has the form of a phone number: + and digits."""
    return bool(_PHONE.fullmatch(text))


def _defined(definition: Mapping[str, Any]) -> Attribute:
    if not (name := definition.get("Name")):
        raise messages.ATTRIBUTE_WITHOUT_NAME.error()
    return _changed(STANDARD[name], definition) if name in STANDARD else _custom(definition)


def _changed(standard: Attribute, definition: Mapping[str, Any]) -> Attribute:
    """A standard attribute as the pool wants it: required, immutable, or of other length."""
    if definition.get("AttributeDataType", standard.data_type) != standard.data_type or (
        definition.get("DeveloperOnlyAttribute")
    ):
        raise messages.STANDARD_TYPE_IS_FIXED.error(name=standard.name)
    changed = replace(
        standard,
        mutable=definition.get("Mutable", standard.mutable),
        required=definition.get("Required", standard.required),
    )
    return _bounded(changed, definition)


def _custom(definition: Mapping[str, Any]) -> Attribute:
    """An attribute of the pool's own.

    Assumed: Mutable is true unless said otherwise, as for standard attributes.
    """
    if definition.get("Required"):
        raise messages.CUSTOM_CANNOT_BE_REQUIRED.error()
    if (data_type := definition.get("AttributeDataType")) not in _TYPES:
        raise messages.ATTRIBUTE_TYPE_INVALID.error()
    developer_only = definition.get("DeveloperOnlyAttribute", False)
    attribute = Attribute(
        ("dev:" if developer_only else "") + f"custom:{definition['Name']}",
        data_type,
        mutable=definition.get("Mutable", True),
        developer_only=developer_only,
    )
    return _bounded(attribute, definition)


def _bounded(attribute: Attribute, definition: Mapping[str, Any]) -> Attribute:
    kind, noun = ("Number", "Value") if attribute.data_type == "Number" else ("String", "Length")
    bounds = definition.get(f"{kind}AttributeConstraints") or {}
    low, high = bounds.get(f"Min{noun}", attribute.low), bounds.get(f"Max{noun}", attribute.high)
    name = definition["Name"]
    if not all(re.fullmatch(r"-?\d+", bound) for bound in (low, high) if bound):
        raise messages.CONSTRAINT_UNREADABLE.error(name=name)
    if low and high and int(high) < int(low):
        raise messages.LENGTHS_CROSSED.error(name=name)
    if kind == "String" and high and int(high) > MAX_LENGTH:
        raise messages.LENGTH_TOO_LARGE.error(name=name)
    return replace(attribute, low=low, high=high)
