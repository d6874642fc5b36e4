"""What DynamoDB's expressions name: the gate reads them before the store does.

    KeyConditionExpression   #o = :o AND n > :n      the attribute owner equals :o
    ProjectionExpression     topic, info.rating      the attributes topic and info

An expression that the gate reads in one way and the store in another is a hole in every policy on
`dynamodb:LeadingKeys` or `dynamodb:Attributes`. So the gate takes an expression apart into tokens,
and what cannot be a token is refused, in DynamoDB's own words. An attribute called ``user-id``, for
example, needs a placeholder, and a placeholder is letters, digits and underscores.

Source: DynamoDB developer guide, "Referring to item attributes when using expressions" and
"Expression attribute names (aliases)". Observed: the texts of the refusals, in public logs.
Left out: how tokens may stand together, and reserved words; the store knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from cognito_lab.primitives import messages

Parameters = Mapping[str, Any]

_COMPARING = frozenset("and or not between in".split())
# Expression → words that name no attribute there, in lower case.
_KEYWORDS: Mapping[str, frozenset[str]] = {
    "ProjectionExpression": frozenset(),
    "KeyConditionExpression": _COMPARING,
    "FilterExpression": _COMPARING,
    "ConditionExpression": _COMPARING,
    "UpdateExpression": frozenset("set remove add delete".split()),
}
# Words that name no attribute before a bracket.
_FUNCTIONS = frozenset(
    "if_not_exists list_append attribute_exists attribute_not_exists attribute_type begins_with "
    "contains size".split()
)
_NAME = re.compile(r"#\w+|[a-z_]\w*", re.ASCII | re.IGNORECASE)
_TOKEN = re.compile(rf"{_NAME.pattern}|:\w+|\d+(?=\s*\])|<>|<=|>=|[=<>(),.\[\]]", re.A | re.I)
_TOKEN_OF_UPDATES = re.compile(rf"{_TOKEN.pattern}|[-+]", re.A | re.I)
_PLACEHOLDERS = {"ExpressionAttributeNames": "#", "ExpressionAttributeValues": ":"}


def check_expressions(part: Parameters) -> None:
    """Refuse what the gate could read otherwise than the store.

    Raises:
        ValidationException: A placeholder or an expression holds what DynamoDB has not.
    """
    for member, sign in _PLACEHOLDERS.items():
        for key in part.get(member) or ():
            if not re.fullmatch(rf"{sign}\w+", key, re.ASCII):
                raise messages.DYNAMODB_PLACEHOLDER.error(
                    because=f"A placeholder is {sign} and letters, digits or underscores.",
                    member=member,
                    key=key,
                )
    for member in _KEYWORDS:
        _tokens(part, member)


def attributes_in(part: Parameters) -> Iterator[str]:
    """The top-level attributes that the expressions name; some more than once."""
    for member, keywords in _KEYWORDS.items():
        tokens = _tokens(part, member)
        for before, token, after in zip(["", *tokens], tokens, [*tokens[1:], ""], strict=False):
            is_function = after == "(" and token.lower() in _FUNCTIONS
            is_word = is_function or token.lower() in keywords
            if _NAME.fullmatch(token) and before != "." and not is_word:
                yield _named(part, token)


def values_of_key(part: Parameters, name: str) -> Iterator[Mapping[str, Any]]:
    """The values that the key condition wants the attribute to equal."""
    tokens = _tokens(part, "KeyConditionExpression")
    values = part.get("ExpressionAttributeValues") or {}
    for place in (place for place, token in enumerate(tokens) if token == "="):
        left = next((token for token in reversed(tokens[:place]) if token != ")"), "")
        right = next((token for token in tokens[place + 1 :] if token != "("), "")
        if _named(part, left) == name and right in values:
            yield values[right]


def _named(part: Parameters, token: str) -> str:
    """The attribute that a name or a placeholder stands for."""
    return str((part.get("ExpressionAttributeNames") or {}).get(token, token))


def _tokens(part: Parameters, member: str) -> list[str]:
    """An expression cut into tokens; empty when the request has no such expression."""
    text, position, tokens = str(part.get(member) or ""), 0, []
    pattern = _TOKEN_OF_UPDATES if member == "UpdateExpression" else _TOKEN
    while position < len(text):
        found = pattern.match(text, position)
        if found is not None:
            tokens.append(found[0])
        elif not text[position].isspace():
            raise messages.DYNAMODB_SYNTAX.error(
                because="DynamoDB's expressions have no such sign; a name that holds it needs a "
                "placeholder, as in #n.",
                member=member,
                token=text[position],
                near=next(word for word in text.split() if text[position] in word),
            )
        position = position + 1 if found is None else found.end()
    return tokens
