"""A policy document: JSON that was checked once and taken apart once, ready to be asked many times.

How to read the file: `parse` is the door; `Document` is the policy, `Statement` one of its
statements, whose `elements` are held against a request in order. What may be written at all stands
in `grammar`.

Left out: nothing of the language's two versions. In the older one, 2008-10-17, ``${…}`` is plain
text.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import field
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any

from cognito_lab.policy import grammar
from cognito_lab.policy.conditions import Condition
from cognito_lab.policy.kinds import PolicyKind
from cognito_lab.policy.matching import (
    ActionElement,
    Element,
    PrincipalElement,
    Reach,
    ResourceElement,
)
from cognito_lab.policy.request import Principal, Request
from cognito_lab.policy.syntax import as_list
from cognito_lab.primitives.record import record

__all__ = ["Document", "Effect", "PolicyKind", "Statement", "parse"]

OLD_LANGUAGE = "2008-10-17"
NEW_LANGUAGE = "2012-10-17"


class Effect(StrEnum):
    """What a statement does when it applies."""

    ALLOW = "Allow"
    DENY = "Deny"


@record
class Statement:
    """One statement: an effect, and the elements that all have to match before it applies.

    Attributes:
        index: Its place in the document, from 0.
        sid: Its name; empty when it has none.
        effect: Allow or Deny.
        principal: Who it speaks of; None in policies that are attached to a principal.
        action: What it speaks of.
        resource: On which resources; None in trust policies.
        conditions: Under which circumstances, in the order in which they were written.
    """

    index: int
    sid: str
    effect: Effect
    principal: PrincipalElement | None
    action: ActionElement
    resource: ResourceElement | None
    conditions: tuple[Condition, ...]

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        """Everything that a request has to match, in the order in which it is asked."""
        asked = (self.principal, self.action, self.resource, *self.conditions)
        return tuple(element for element in asked if element is not None)

    def first_obstacle(self, request: Request) -> Element | None:
        """The first element that does not match; None if the statement applies."""
        for element in self.elements:
            if not element.matches(request):
                return element
        return None

    def reach(self, principal: Principal) -> Reach:
        """How directly it names the caller; a statement without a principal names nobody."""
        return self.principal.reach(principal) if self.principal else Reach.NOBODY

    @cached_property
    def context_keys(self) -> tuple[str, ...]:
        """The condition keys that it reads in conditions and variables, as they were written."""
        templates = [*(self.resource.templates if self.resource else ())]
        for condition in self.conditions:
            templates.extend(condition.values)
        variables = [variable for template in templates for variable in template.variables]
        keys = [condition.key for condition in self.conditions]
        return (*keys, *(variable.key for variable in variables if not variable.is_escape))


@record
class Document:
    """A policy that passed the grammar.

    Attributes:
        source_text: The JSON, exactly as it came.
        name: What explanations call it: ``PhotosReadOnly``.
        kind: What it was written for.
        version: The language: ``2012-10-17``, or ``2008-10-17`` (also when it is not given).
        statements: At least one.
    """

    source_text: str
    name: str
    kind: PolicyKind
    version: str = field(compare=False)
    statements: tuple[Statement, ...] = field(compare=False, repr=False)

    def as_dict(self) -> dict[str, Any]:
        """The JSON as a new dict, for display or for changing a copy."""
        document: dict[str, Any] = json.loads(self.source_text)
        return document

    @cached_property
    def size(self) -> int:
        """Characters that count for AWS's size limits: white space does not.

        Source: IAM User Guide, "IAM and AWS STS quotas".
        """
        return len("".join(self.source_text.split()))


def parse(
    text_or_dict: str | Mapping[str, Any],
    *,
    name: str = "",
    kind: PolicyKind = PolicyKind.IDENTITY,
) -> Document:
    """Check a policy and take it apart. The same text is taken apart only once.

    Args:
        text_or_dict: The JSON text, or what it would load into.
        name: What explanations call it.
        kind: What it is for; grammar differs a little from kind to kind.

    Raises:
        MalformedPolicyDocument: The document breaks the grammar; for a bucket policy the code is
            ``MalformedPolicy``. The error's `because` says where and what.
        TypeError: Neither text nor a mapping, or a mapping that JSON cannot hold.
    """
    if isinstance(text_or_dict, str):
        return _parse(text_or_dict, name, kind)
    if isinstance(text_or_dict, Mapping):
        return _parse(json.dumps(dict(text_or_dict)), name, kind)
    raise TypeError(f"a policy is JSON text or a mapping, not {type(text_or_dict).__name__}")


@lru_cache(maxsize=1024)
def _parse(text: str, name: str, kind: PolicyKind) -> Document:
    document = grammar.checked(text, kind)
    version = document.get("Version", OLD_LANGUAGE)
    statements = tuple(
        _statement(index, statement, variables=version == NEW_LANGUAGE)
        for index, statement in enumerate(as_list(document["Statement"]))
    )
    return Document(text, name, kind, version, statements)


def _statement(index: int, statement: Mapping[str, Any], *, variables: bool) -> Statement:
    principal = grammar.one_of(statement, "Principal", "NotPrincipal")
    action = grammar.one_of(statement, "Action", "NotAction")
    resource = grammar.one_of(statement, "Resource", "NotResource")
    assert action is not None, "the grammar lets no statement without actions through"
    return Statement(
        index=index,
        sid=statement.get("Sid", ""),
        effect=Effect(statement["Effect"]),
        principal=_principal(principal, statement[principal]) if principal else None,
        action=ActionElement.parse(action, tuple(as_list(statement[action]))),
        resource=ResourceElement.parse(
            resource, tuple(as_list(statement[resource])), variables=variables
        )
        if resource
        else None,
        conditions=tuple(_conditions(statement.get("Condition", {}), variables=variables)),
    )


def _principal(name: str, written: str | Mapping[str, Any]) -> PrincipalElement:
    by_kind = {"AWS": written} if isinstance(written, str) else written
    return PrincipalElement(
        name,
        tuple(
            (kind, f"arn:aws:iam::{who}:root" if kind == "AWS" and who.isdigit() else who)
            for kind, names in by_kind.items()
            for who in as_list(names)
        ),
    )


def _conditions(block: Mapping[str, Any], *, variables: bool) -> Iterator[Condition]:
    for operator, lines in block.items():
        for key, values in lines.items():
            texts = tuple(
                value if isinstance(value, str) else json.dumps(value) for value in as_list(values)
            )
            yield Condition.parse(operator, key, texts, variables=variables)
