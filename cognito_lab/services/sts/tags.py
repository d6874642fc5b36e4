"""Session tags: labels that a session carries, for policies to compare (``aws:PrincipalTag/team``).

Source: IAM User Guide, "Passing session tags in AWS STS": at most 50; keys differ by more than
case; whoever passes any needs ``sts:TagSession``; transitive ones go along into further roles and
cannot be replaced there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any

from cognito_lab.policy.request import ContextValue
from cognito_lab.primitives.messages import SESSION_TAG_REPEATED, WEB_TOKEN_INVALID_TAGS
from cognito_lab.primitives.record import record

# The standard place for session tags in a token.
TAGS_CLAIM = "https://aws.amazon.com/tags"


@record
class SessionTags:
    """The tags of one session.

    Attributes:
        given: Passed with this request, ``{key: value}``.
        carried: Transitive tags of the session that asks.
        transitive_keys: Which of the given ones go along into further roles.
    """

    given: Mapping[str, str] = field(default_factory=dict)
    carried: Mapping[str, str] = field(default_factory=dict)
    transitive_keys: tuple[str, ...] = ()

    @property
    def pairs(self) -> dict[str, str]:
        """All tags that the session will have."""
        return {**self.carried, **self.given}

    @property
    def transitive(self) -> dict[str, str]:
        """The tags that will go along from this session into the next."""
        going = {key: value for key, value in self.given.items() if key in self.transitive_keys}
        return {**self.carried, **going}

    @property
    def needed_actions(self) -> tuple[str, ...]:
        """What a trust policy must allow beside assuming the role."""
        return ("sts:TagSession",) if self.given else ()

    def request_keys(self) -> dict[str, ContextValue]:
        """Condition keys of the request that passes the tags."""
        keys: dict[str, ContextValue] = {
            f"aws:RequestTag/{key}": value for key, value in self.given.items()
        }
        return keys | ({"aws:TagKeys": tuple(self.given)} if self.given else {})

    def principal_keys(self) -> dict[str, ContextValue]:
        """Condition keys of everything that the session asks for later."""
        return {f"aws:PrincipalTag/{key}": value for key, value in self.pairs.items()}


def requested_tags(
    tags: Sequence[Mapping[str, str]] | None,
    transitive_tag_keys: Sequence[str] | None,
    carried: Mapping[str, str],
) -> SessionTags:
    """The tags of an AssumeRole request.

    Raises:
        InvalidParameterValue: A key is there twice (case aside), or replaces a transitive one.
    """
    keys = [tag["Key"].lower() for tag in tags or ()]
    taken = [key.lower() for key in carried]
    if len({*keys, *taken}) < len(keys) + len(taken):
        raise SESSION_TAG_REPEATED.error(because=f"Keys: {', '.join([*keys, *taken])}.")
    given = {tag["Key"]: tag["Value"] for tag in tags or ()}
    return SessionTags(given, carried, tuple(transitive_tag_keys or ()))


def tags_in_token(claims: Mapping[str, Any]) -> SessionTags:
    """The tags that a token carries, as ``{"principal_tags": {key: [value]}}``.

    Raises:
        InvalidIdentityToken: The claim is there and has another form, or two keys that differ by
            case only.
    """
    carrier = claims.get(TAGS_CLAIM)
    if carrier is None:
        return SessionTags()
    try:
        given = {key: _one_text(values) for key, values in carrier["principal_tags"].items()}
        transitive = tuple(_text(key) for key in carrier.get("transitive_tag_keys", ()))
    except (AttributeError, KeyError, TypeError, ValueError):
        raise WEB_TOKEN_INVALID_TAGS.error(
            because=f"{TAGS_CLAIM} must hold principal_tags, each a list of one text."
        ) from None
    if len({key.lower() for key in given}) < len(given):
        raise WEB_TOKEN_INVALID_TAGS.error(
            because="Policies ignore the case of tag keys, and two of these differ by case only: "
            f"{', '.join(given)}."
        )
    return SessionTags(given, transitive_keys=transitive)


def _one_text(values: Any) -> str:
    (value,) = values if isinstance(values, list | tuple) else [values]
    return _text(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value
