"""The shape of a policy: is it JSON, are its members known, has each the right type?

Everything here is one and the same sentence of AWS's, ``Syntax errors in policy.``; the lab adds
where the fault stands and what is wrong there. `grammar` asks the questions that come after.

Left out: AWS's own parser positions. A place is written as a path: ``Statement[0].Condition``.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from typing import Any, NoReturn

from cognito_lab.policy.conditions import NULL, is_operator
from cognito_lab.policy.kinds import PolicyKind
from cognito_lab.policy.operators import OPERATORS
from cognito_lab.primitives import messages
from cognito_lab.primitives.messages import Message
from cognito_lab.primitives.record import record

TOP_MEMBERS = ("Version", "Id", "Statement")
LANGUAGES = ("2008-10-17", "2012-10-17")
OPPOSITES = (("Principal", "NotPrincipal"), ("Action", "NotAction"), ("Resource", "NotResource"))
STATEMENT_MEMBERS = ("Sid", "Effect", *(name for pair in OPPOSITES for name in pair), "Condition")
PRINCIPAL_KINDS = ("AWS", "Federated", "Service", "CanonicalUser")


@record
class Fault:
    """One thing that is wrong with a policy.

    Attributes:
        where: A path such as ``Statement[0].Effect``, or ``line 3, column 5`` of text that is no
            JSON.
        because: What is wrong there, in the lab's words.
        message: What AWS says about it.
        values: What fills the placeholders of AWS's message.
    """

    where: str
    because: str
    message: Message = messages.POLICY_SYNTAX
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """AWS's sentence, filled in."""
        return self.message.text.format(**self.values)


def as_list(value: Any) -> list[Any]:
    """A list as it is, anything else as a list of one: policies may write either."""
    return value if isinstance(value, list) else [value]


def load(text: str) -> dict[str, Any] | Fault:
    """Read the JSON. Unlike plain JSON, a policy may hold no member twice."""
    try:
        policy = json.loads(text, object_pairs_hook=_without_repeats, parse_constant=_no_number)
    except _RepeatedMemberError as error:
        return Fault("", f"the member {error} stands there twice")
    except json.JSONDecodeError as error:
        return Fault(f"line {error.lineno}, column {error.colno}", f"it is not JSON: {error.msg}")
    except (ValueError, RecursionError) as error:
        return Fault("", f"it is not JSON: {error}")
    return policy if isinstance(policy, dict) else Fault("", "a policy is a JSON object: {…}")


class _RepeatedMemberError(Exception):
    pass


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _ in pairs]
        raise _RepeatedMemberError(next(name for name in names if names.count(name) > 1))
    return members


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no JSON number")


def faults(policy: Mapping[str, Any], kind: PolicyKind) -> Iterator[Fault]:
    """Everything that is wrong with the shape, in the order in which it stands."""
    yield from _unknown(policy, TOP_MEMBERS, "")
    if policy.get("Version", LANGUAGES[0]) not in LANGUAGES:
        yield Fault("Version", f"there are two languages: {' and '.join(LANGUAGES)}")
    if "Id" in policy and not isinstance(policy["Id"], str):
        yield Fault("Id", "it is a text")
    if "Id" in policy and not kind.rules.names_principals:
        yield Fault("Id", f"the grammar gives no Id to the kind {kind}")
    if not policy.get("Statement"):
        yield Fault("Statement", "a policy has at least one statement")
        return
    for index, statement in enumerate(as_list(policy["Statement"])):
        yield from _statement_faults(statement, f"Statement[{index}]")


def _statement_faults(statement: Any, where: str) -> Iterator[Fault]:
    if not isinstance(statement, dict):
        yield Fault(where, "a statement is a JSON object: {…}")
        return
    yield from _unknown(statement, STATEMENT_MEMBERS, where)
    for name, opposite in OPPOSITES:
        if name in statement and opposite in statement:
            yield Fault(where, f"{name} and {opposite} exclude each other")
    if str(statement.get("Effect")).lower() not in ("allow", "deny"):
        yield Fault(f"{where}.Effect", "it is Allow or Deny")
    if not isinstance(statement.get("Sid", ""), str):
        yield Fault(f"{where}.Sid", "it is a text")
    for name in ("Action", "NotAction", "Resource", "NotResource"):
        if name in statement and not _are_texts(as_list(statement[name])):
            yield Fault(f"{where}.{name}", "it is a text or a list of texts")
    for name in OPPOSITES[0]:
        if name in statement:
            yield from _principal_faults(statement[name], f"{where}.{name}")
    if "Condition" in statement:
        yield from _condition_faults(statement["Condition"], f"{where}.Condition")


def _principal_faults(principal: Any, where: str) -> Iterator[Fault]:
    if principal == "*":
        return
    if not isinstance(principal, dict):
        yield Fault(where, 'it is "*" or an object such as {"AWS": "…"} or {"Federated": "…"}')
        return
    yield from _unknown(principal, PRINCIPAL_KINDS, where)
    for kind, names in principal.items():
        if not _are_texts(as_list(names)):
            yield Fault(f"{where}.{kind}", "it is a text or a list of texts")


def _condition_faults(block: Any, where: str) -> Iterator[Fault]:
    if not isinstance(block, dict):
        yield Fault(where, 'it is an object such as {"StringEquals": {"key": "value"}}')
        return
    for operator, lines in block.items():
        if not isinstance(lines, dict):
            yield Fault(f"{where}.{operator}", 'it is an object such as {"key": "value"}')
            return
        if lines and not is_operator(operator):
            yield Fault(f"{where}.{operator}", _no_such("operator", operator, (*OPERATORS, NULL)))
        for key, values in lines.items():
            if not all(isinstance(value, (str, bool, int, float)) for value in as_list(values)):
                yield Fault(f"{where}.{operator}.{key}", "it is a value or a list of values")


def _unknown(members: Iterable[str], known: tuple[str, ...], where: str) -> Iterator[Fault]:
    for name in members:
        if name not in known:
            yield Fault(f"{where}.{name}".lstrip("."), _no_such("member", name, known))


def _no_such(what: str, name: str, known: tuple[str, ...]) -> str:
    from difflib import get_close_matches  # a policy without fault never needs it

    similar = get_close_matches(name, known, n=1)
    return f"there is no {what} {name!r}" + (f"; is it {similar[0]!r}?" if similar else "")


def _are_texts(values: list[Any]) -> bool:
    return all(isinstance(value, str) for value in values)
