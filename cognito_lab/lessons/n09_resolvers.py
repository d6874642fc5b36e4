"""The choice of a role in miniature, and fifteen ways in which people get it wrong.

`Resolver` is the solution of N09.E2 with a handle on each of its rules; every wrong resolver turns
one of them. The identity pool's own choice is in `services.cognito_identity`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cognito_lab.lessons.exercise import WrongAnswer
from cognito_lab.lessons.n09_cases import DENY

Groups = Sequence[Mapping[str, Any]]
Rank = Callable[[int | None], float]
WORST = float("inf")


def lowest_first(precedence: int | None) -> float:
    """0 is best, no number is worst."""
    return WORST if precedence is None else precedence


def highest_first(precedence: int | None) -> float:
    """As if a higher number counted more."""
    return WORST if precedence is None else -precedence


def none_as_zero(precedence: int | None) -> float:
    """As if no number were the best."""
    return precedence or 0


def zero_as_none(precedence: int | None) -> float:
    """As if 0 were no number."""
    return precedence or WORST


def only_if_one(roles: Sequence[str]) -> str | None:
    """The best groups' role if they agree; else there is no preferred role."""
    return roles[0] if len(set(roles)) == 1 else None


def first(roles: Sequence[str]) -> str | None:
    """As if the first of the best groups counted."""
    return roles[0] if roles else None


def only_if_one_group(roles: Sequence[str]) -> str | None:
    """As if two groups with the same role were a tie."""
    return roles[0] if len(roles) == 1 else None


def must_be_offered(custom: str, offered: Sequence[str], preferred: str | None) -> str | None:
    """Who asks for a role gets it if it is among the offered ones, and nothing else."""
    return custom if custom in offered else DENY


def as_if_not_asked(custom: str, offered: Sequence[str], preferred: str | None) -> str | None:
    """As if the app had not asked."""
    return preferred


def as_asked(custom: str, offered: Sequence[str], preferred: str | None) -> str | None:
    """As if everybody got what the app asks for."""
    return custom


def or_the_usual(custom: str, offered: Sequence[str], preferred: str | None) -> str | None:
    """As if a request for a wrong role did no harm."""
    return custom if custom in offered else preferred


@dataclass(frozen=True)
class Resolver:
    """One way to choose; as it stands, the right one."""

    rank: Rank = lowest_first
    agree: Callable[[Sequence[str]], str | None] = only_if_one
    asked: Callable[[str, Sequence[str], str | None], str | None] = must_be_offered
    pick: int = 0  # which of the rules that fit: the first, or the last (-1)
    absent_is_not_equal: bool = False
    first_listed: bool = False
    always_default: bool = False
    resolutions: Mapping[str, str] | None = None  # what Deny and AuthenticatedRole are taken for
    unmapped: Mapping[str, Any] | None = None  # what no mapping is taken for

    def __call__(
        self,
        person: Mapping[str, Any],
        mapping: Mapping[str, Any] | None,
        default: str,
        custom: str | None,
    ) -> str:
        """The role's name, or ``DENY``."""
        mapping = self.unmapped if mapping is None else mapping
        if mapping is None or self.always_default:
            return default
        offered, preferred = self._offered(person, mapping)
        if custom is not None:
            preferred = self.asked(custom, offered, preferred)
        if preferred is not None:
            return preferred
        resolution = mapping["AmbiguousRoleResolution"]
        resolution = (self.resolutions or {}).get(resolution, resolution)
        return DENY if resolution == "Deny" else default

    def _offered(
        self, person: Mapping[str, Any], mapping: Mapping[str, Any]
    ) -> tuple[list[str], str | None]:
        if mapping["Type"] == "Rules":
            found = [rule["Role"] for rule in mapping["Rules"] if self._fits(rule, person)]
            return found, found[self.pick] if found else None
        groups = person["groups"]
        return [group["role"] for group in groups], self._preferred(groups)

    def _preferred(self, groups: Groups) -> str | None:
        if self.first_listed:
            return groups[0]["role"] if groups else None
        ranks = [self.rank(group["precedence"]) for group in groups]
        pairs = zip(groups, ranks, strict=True)
        return self.agree([group["role"] for group, rank in pairs if rank == min(ranks)])

    def _fits(self, rule: Mapping[str, str], person: Mapping[str, Any]) -> bool:
        value, wanted = person["claims"].get(rule["Claim"]), rule["Value"]
        if value is None:
            return self.absent_is_not_equal and rule["MatchType"] == "NotEqual"
        found: Mapping[str, bool] = {
            "Equals": value == wanted,
            "NotEqual": value != wanted,
            "StartsWith": value.startswith(wanted),
            "Contains": wanted in value,
        }
        return found[rule["MatchType"]]


_AS_TOKEN = {"Type": "Token", "AmbiguousRoleResolution": "AuthenticatedRole"}
WRONG: Mapping[str, Resolver] = {
    "always default": Resolver(always_default=True),
    "deny becomes default": Resolver(resolutions={"Deny": "AuthenticatedRole"}),
    "default becomes deny": Resolver(resolutions={"AuthenticatedRole": "Deny"}),
    "no mapping treated as mapping": Resolver(unmapped=_AS_TOKEN),
    "highest number wins": Resolver(rank=highest_first),
    "first listed": Resolver(first_listed=True),
    "none as 0": Resolver(rank=none_as_zero),
    "0 as none": Resolver(rank=zero_as_none),
    "tie picks first": Resolver(agree=first),
    "same-role tie unset": Resolver(agree=only_if_one_group),
    "ignores the custom role": Resolver(asked=as_if_not_asked),
    "trusts the custom role": Resolver(asked=as_asked),
    "falls back on the usual role": Resolver(asked=or_the_usual),
    "last rule wins": Resolver(pick=-1),
    "absent claim not equal": Resolver(absent_is_not_equal=True),
}

_SAID = "For the person “{item}”, your function said {came_back}. "
_HEARD: Mapping[str, tuple[str, str]] = {
    "always default": ("M63", _SAID + "The group has a role, and the pool maps by token."),
    "deny becomes default": ("M09", _SAID + "The pool's setting for this case is Deny."),
    "default becomes deny": ("M09", _SAID + "The pool's setting is AuthenticatedRole."),
    "no mapping treated as mapping": ("M63", _SAID + "The pool does not map this provider."),
    "highest number wins": ("M57", _SAID + "Compare the two numbers."),
    "first listed": ("M57", _SAID + "That group stands first in the list. Does the list count?"),
    "none as 0": ("M57", _SAID + "One of the two groups has no number."),
    "0 as none": ("M57", _SAID + "One of the two numbers is 0."),
    "tie picks first": ("M09", _SAID + "Both groups have the same number."),
    "same-role tie unset": ("M09", _SAID + "Both groups have the same number, and one role."),
    "ignores the custom role": ("M58", _SAID + "The app asked for a role that is listed."),
    "trusts the custom role": ("M58", _SAID + "No group of this person has that role."),
    "falls back on the usual role": ("M58", _SAID + "The app had asked for another one."),
    "last rule wins": ("M60", _SAID + "Two rules fit this person."),
    "absent claim not equal": ("M60", _SAID + "The token has no claim of that name."),
}

WRONG_RESOLVERS = tuple(WrongAnswer(name, WRONG[name], *heard) for name, heard in _HEARD.items())
