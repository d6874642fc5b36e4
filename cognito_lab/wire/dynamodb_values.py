"""DynamoDB's values, such as ``{"S": "jdoe"}``: each has one type, and only one.

A value of two types would be two values: the gate would take one for the partition's key, and the
store the other.

Observed: the texts, in public reports.
"""

from __future__ import annotations

from typing import Any

from cognito_lab.primitives import messages


def check_values(shape: Any, given: Any) -> None:
    """Look at every value inside what a request gives.

    Args:
        shape: Of what is given, from botocore's model.
        given: As it was read.

    Raises:
        ValidationException: A value has no type, or several.
    """
    if shape.type_name == "list":
        for item in given:
            check_values(shape.member, item)
    elif shape.type_name == "map":
        for item in given.values():
            check_values(shape.value, item)
    elif shape.type_name == "structure":
        if shape.name == "AttributeValue":
            _check_types(given)
        for name, item in given.items():
            check_values(shape.members[name], item)


def _check_types(value: dict[str, Any]) -> None:
    if not value:
        raise messages.DYNAMODB_VALUE_EMPTY.error(
            because='A value names its type, as in {"S": "jdoe"}.'
        )
    if len(value) > 1:
        raise messages.DYNAMODB_VALUE_OF_TYPES.error(
            because=f"One value has the types {', '.join(value)}: nobody could say which counts."
        )
