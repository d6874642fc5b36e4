"""Does a statement speak of this caller, this action, this resource? One class per element.

How to read the file: every element answers whether it `matches` a request, and with what it
compared what; a `Check` keeps the three answers for explanations. Conditions, the fourth element,
have a file of their own.

Left out: AWS completes an ARN that has too few fields; here such text simply resembles no resource.
Canonical user ids in a bucket policy are accepted and match nobody.
"""

from enum import IntEnum
from typing import Protocol

from cognito_lab.policy.patterns import Pattern, Template
from cognito_lab.policy.request import Principal, PrincipalKind, Request
from cognito_lab.primitives.record import record


class Element(Protocol):
    """A part of a statement that a request has to match before the statement applies."""

    @property
    def name(self) -> str:
        """Such as ``NotResource`` or ``Condition StringEquals aws:PrincipalTag/team``."""

    def matches(self, request: Request) -> bool:
        """Whether it lets the statement apply."""

    def found(self, request: Request) -> tuple[str, ...]:
        """What it reads in the request; empty for a condition key that is not there."""

    def wanted(self, request: Request) -> tuple[str, ...]:
        """What it compares that with, variables filled in."""


@record
class Check:
    """One element of a statement, held against one request: what explanations are made of.

    Attributes:
        element: The element's name.
        matched: Whether it lets the statement apply.
        found: What the request has, an empty text as two quotes; no texts at all for a condition
            key that is not there.
        wanted: What the statement has, variables filled in; an empty text as two quotes.
    """

    element: str
    matched: bool
    found: tuple[str, ...]
    wanted: tuple[str, ...]

    @classmethod
    def of(cls, element: Element, request: Request) -> "Check":
        found, wanted = _visible(element.found(request)), _visible(element.wanted(request))
        return cls(element.name, element.matches(request), found, wanted)

    def __str__(self) -> str:
        found = ", ".join(self.found) if self.found else "(the request has no such key)"
        wanted = ", ".join(self.wanted) if self.wanted else "(no values)"
        return f"{self.element}: {found} {self._verb} {wanted}"

    @property
    def _verb(self) -> str:
        """What the comparison gave; an element that wants the opposite matches if nothing fits."""
        if not self.found and self.matched:
            return "is enough beside"
        wants_opposite = "Not" in self.element.removeprefix("Condition ").partition(" ")[0]
        fits = self.matched != (wants_opposite and bool(self.found))
        return "fits" if fits else "does not fit"


def _visible(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text or '""' for text in texts)


@record
class ActionElement:
    """``Action`` or ``NotAction``: one of several names, wildcards allowed, letters' case ignored.

    Source: IAM User Guide, "IAM JSON policy elements: Action" and "… NotAction".
    """

    name: str
    written: tuple[str, ...]
    patterns: tuple[Pattern, ...]

    @classmethod
    def parse(cls, name: str, written: tuple[str, ...]) -> "ActionElement":
        return cls(name, written, tuple(Pattern.parse(text.lower()) for text in written))

    def matches(self, request: Request) -> bool:
        action = request.action_in_lower_case
        for pattern in self.patterns:  # a plain loop, because every statement comes through here
            if pattern.matches(action):
                return self.name == "Action"
        return self.name == "NotAction"

    def found(self, request: Request) -> tuple[str, ...]:
        return (request.action,)

    def wanted(self, request: Request) -> tuple[str, ...]:
        return self.written


@record
class ResourceElement:
    """``Resource`` or ``NotResource``: one of several ARNs; wildcards, variables; case counts.

    Source: IAM User Guide, "IAM JSON policy elements: Resource" and "Variables and tags": a
    variable counts only after the fifth colon, and one without a value makes its ARN resemble no
    resource at all.
    """

    name: str
    templates: tuple[Template, ...]

    @classmethod
    def parse(cls, name: str, written: tuple[str, ...], *, variables: bool) -> "ResourceElement":
        return cls(name, tuple(_resource_template(text, variables=variables) for text in written))

    def matches(self, request: Request) -> bool:
        for template in self.templates:
            if template.resembles(request.resource, request):
                return self.name == "Resource"
        return self.name == "NotResource"

    def found(self, request: Request) -> tuple[str, ...]:
        return (request.resource,)

    def wanted(self, request: Request) -> tuple[str, ...]:
        return tuple(template.shown(request) for template in self.templates)


def _resource_template(text: str, *, variables: bool) -> Template:
    *first_five, resource = text.split(":", 5)
    if not variables or len(first_five) < 5:
        return Template.parse(text, variables=False)
    before = "".join(f"{field}:" for field in first_five)
    head, *others = Template.parse(resource).parts
    return Template(text, (f"{before}{head}", *others))


class Reach(IntEnum):
    """How directly a ``Principal`` element names the caller; the higher, the stronger the grant."""

    NOBODY = 0  #  it does not speak of the caller
    ACCOUNT = 1  # it names the account, which may hand the permission on
    ROLE = 2  #    it names the role behind the session
    CALLER = 3  #  it names the very user, session, service or provider, or everybody with *


@record
class PrincipalElement:
    """``Principal`` or ``NotPrincipal`` of a resource policy: who the statement speaks of.

    Attributes:
        name: ``Principal`` or ``NotPrincipal``.
        names: ``(kind, name)`` pairs: ``("Federated", "cognito-identity.amazonaws.com")``.
            Everybody is ``("AWS", "*")``; an account is the ARN of its root.

    Source: IAM User Guide, "AWS JSON policy elements: Principal" and "… NotPrincipal".
    Assumed: ``NotPrincipal`` is the exact opposite of ``Principal`` with the same names; ``*``
    includes federated identities and services.
    """

    name: str
    names: tuple[tuple[str, str], ...]

    def reach(self, principal: Principal) -> Reach:
        """The most direct way in which the element names the caller."""
        named = max((_reach(*name, principal) for name in self.names), default=Reach.NOBODY)
        if self.name == "Principal":
            return named
        return Reach.CALLER if named is Reach.NOBODY else Reach.NOBODY

    def matches(self, request: Request) -> bool:
        return self.reach(request.principal) is not Reach.NOBODY

    def found(self, request: Request) -> tuple[str, ...]:
        """The caller, and for a role session the role's own ARN, which a path makes another."""
        who = request.principal
        return (who.arn,) if who.role_arn is None else (who.arn, who.role_arn)

    def wanted(self, request: Request) -> tuple[str, ...]:
        return tuple(name if name == "*" else f"{kind} {name}" for kind, name in self.names)


def _reach(kind: str, name: str, principal: Principal) -> Reach:
    if kind == "AWS" and name == "*":
        return Reach.CALLER
    if kind != _KIND_NAMED.get(principal.kind):
        return Reach.NOBODY
    if name == principal.arn:
        return Reach.CALLER
    if name == principal.role_arn:
        return Reach.ROLE
    return Reach.ACCOUNT if name == f"arn:aws:iam::{principal.account}:root" else Reach.NOBODY


_KIND_NAMED = {
    PrincipalKind.USER: "AWS",
    PrincipalKind.ASSUMED_ROLE: "AWS",
    PrincipalKind.ROOT: "AWS",
    PrincipalKind.FEDERATED: "Federated",
    PrincipalKind.SERVICE: "Service",
}
