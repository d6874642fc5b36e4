"""IAM's decision in miniature, and the sixteen ways in which people get it wrong.

`Evaluator` is the solution of N07.E2 with a handle on each of its rules; every wrong evaluator
turns one of them. The decision of this lab itself, with all its layers and operators, is
`cognito_lab.policy`.

Left out: `NotAction`, `NotResource`, every operator but `StringEquals`, lists of policies.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Policy = Mapping[str, Any]
AskedFor = Mapping[str, Any]
VARIABLE = re.compile(r"\$\{([^}]+)\}")
Matches = Callable[[str, str], bool]


def wildcard(pattern: str, text: str) -> bool:
    """`*` stands for any text, slashes included."""
    return fnmatch.fnmatchcase(text, pattern)


def wildcard_in_any_case(pattern: str, text: str) -> bool:
    """Action names are compared without regard to case; ARNs are not."""
    return wildcard(pattern.lower(), text.lower())


def begins_with(pattern: str, text: str) -> bool:
    """Every resource as if it ended with a star."""
    return wildcard(pattern + "*", text)


def star_stops_at_slash(pattern: str, text: str) -> bool:
    """A star as in file names."""
    parts, found = pattern.split("/"), text.split("/")
    return len(parts) == len(found) and all(map(wildcard, parts, found))


def replaced(pattern: str, context: Mapping[str, str]) -> str | None:
    """Variables by their values; a variable without a value makes the pattern match nothing."""
    if any(key not in context for key in VARIABLE.findall(pattern)):
        return None
    return VARIABLE.sub(lambda found: context[found[1]], pattern)


def kept(pattern: str, context: Mapping[str, str]) -> str:
    """Variables by their values; those without a value stay as they are."""
    return VARIABLE.sub(lambda found: context.get(found[1], found[0]), pattern)


def starred(pattern: str, context: Mapping[str, str]) -> str:
    """A star for every variable."""
    return VARIABLE.sub("*", pattern)


def literal(pattern: str, context: Mapping[str, str]) -> str:
    """Variables as ordinary text."""
    return pattern


def equals(condition: Mapping[str, str], context: Mapping[str, str]) -> bool:
    """Every key of `StringEquals` is there and has that value."""
    return all(context.get(key) == value for key, value in condition.items())


def equals_or_missing(condition: Mapping[str, str], context: Mapping[str, str]) -> bool:
    """A missing key as if it fitted."""
    return all(context.get(key, value) == value for key, value in condition.items())


def no_condition(condition: Mapping[str, str], context: Mapping[str, str]) -> bool:
    """Conditions as if they were not there."""
    return True


def deny_wins(effects: Sequence[str]) -> bool:
    """A Deny anywhere ends the matter; without an Allow the answer is no."""
    return "Deny" not in effects and "Allow" in effects


def first_wins(effects: Sequence[str]) -> bool:
    """The first statement that fits, as in a firewall's list."""
    return effects[:1] == ["Allow"]


def last_wins(effects: Sequence[str]) -> bool:
    """The last statement that fits, as in a style sheet."""
    return effects[-1:] == ["Allow"]


def any_allow(effects: Sequence[str]) -> bool:
    """One Allow is enough."""
    return "Allow" in effects


def unless_denied(effects: Sequence[str]) -> bool:
    """What nobody forbids is allowed."""
    return "Deny" not in effects


def both(role: bool, session: bool) -> bool:
    """A session policy narrows: both have to allow."""
    return role and session


def either(role: bool, session: bool) -> bool:
    """A session policy as if it added."""
    return role or session


def role_alone(role: bool, session: bool) -> bool:
    """A session policy as if it were not there."""
    return role


def session_alone(role: bool, session: bool) -> bool:
    """A session policy as if it came in place of the role's."""
    return session


@dataclass(frozen=True)
class Evaluator:
    """One way to decide; as it stands, the right one."""

    verdict: Callable[[Sequence[str]], bool] = deny_wins
    action: Matches = wildcard_in_any_case
    resource: Matches = wildcard
    variables: Callable[[str, Mapping[str, str]], str | None] = replaced
    condition: Callable[[Mapping[str, str], Mapping[str, str]], bool] = equals
    together: Callable[[bool, bool], bool] = both

    def __call__(self, policy: Policy, request: AskedFor, session_policy: Policy | None) -> str:
        """``Allow`` or ``Deny``."""
        allowed = self._allows(policy, request)
        if session_policy is not None:
            allowed = self.together(allowed, self._allows(session_policy, request))
        return "Allow" if allowed else "Deny"

    def _allows(self, policy: Policy, request: AskedFor) -> bool:
        fitting = [one["Effect"] for one in policy["Statement"] if self._fits(one, request)]
        return self.verdict(fitting)

    def _fits(self, statement: Mapping[str, Any], request: AskedFor) -> bool:
        context = request["Context"]
        resource = self.variables(statement["Resource"], context)
        condition = statement.get("Condition", {}).get("StringEquals", {})
        return (
            self.action(statement["Action"], request["Action"])
            and resource is not None
            and self.resource(resource, request["Resource"])
            and self.condition(condition, context)
        )


WRONG: Mapping[str, Evaluator] = {
    "first match": Evaluator(verdict=first_wins),
    "last match": Evaluator(verdict=last_wins),
    "any allow": Evaluator(verdict=any_allow),
    "allow unless denied": Evaluator(verdict=unless_denied),
    "case of actions": Evaluator(action=wildcard),
    "case of resources": Evaluator(resource=wildcard_in_any_case),
    "prefix match": Evaluator(resource=begins_with),
    "star stops at slash": Evaluator(resource=star_stops_at_slash),
    "variable not replaced": Evaluator(variables=literal),
    "variable kept": Evaluator(variables=kept),
    "variable starred": Evaluator(variables=starred),
    "conditions ignored": Evaluator(condition=no_condition),
    "missing key true": Evaluator(condition=equals_or_missing),
    "session policy ignored": Evaluator(together=role_alone),
    "session policy added": Evaluator(together=either),
    "session policy replacing": Evaluator(together=session_alone),
}
