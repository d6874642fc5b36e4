"""Why a decision fell as it did, as a tree of plain words: verdict, layers, statements, elements.

    DENIED s3:GetObject: on arn:aws:s3:::photos/gina/cat.jpg
    ├─ identity-based policy: has to allow, and no Allow applies (decides)
    │  └─ "own-folder", statement 1 "Own" (Allow): does not apply
    │       ✓ Action: s3:GetObject fits s3:Get*
    │       ✗ Resource: …/gina/cat.jpg does not fit …/jdoe/*, written …/${aws:username}/*
    └─ …

Nothing is decided here, and nothing is drawn: `why_tree` draws it, widgets and screen readers get
the same tree as a list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cognito_lab.policy.conditions import Condition
from cognito_lab.policy.decision import Decision
from cognito_lab.policy.document import Effect
from cognito_lab.policy.explanation import StatementResult
from cognito_lab.policy.layers import Layer
from cognito_lab.policy.matching import ActionElement, Check, Element, ResourceElement
from cognito_lab.policy.patterns import Template
from cognito_lab.policy.request import Request

NO_SUCH_KEY = "(the request has no such key)"
_MOST_VALUES = 4  # of a long list; the rest is counted


class Sign(StrEnum):
    """What a part means for the verdict; it never stands without its words."""

    GOOD = "✓"
    BAD = "✗"
    NEUTRAL = "–"


@dataclass(frozen=True)
class Compared:
    """One element of a statement beside what the request has.

    Attributes:
        element: ``Resource``, ``Condition StringEquals aws:username``.
        matched: Whether it lets the statement apply.
        found: What the request has.
        wanted: What the statement says, variables filled in.
        written: What the statement says as it was written; empty where that is the same.
        variables: ``{variable: value}``; the value is empty where the request has none.
        negated: Whether it wants the opposite: ``NotAction``, ``StringNotEquals``.
    """

    element: str
    matched: bool
    found: str
    wanted: str
    written: str
    variables: Mapping[str, str]
    negated: bool = False

    @property
    def sign(self) -> Sign:
        return Sign.GOOD if self.matched else Sign.BAD

    @property
    def verb(self) -> str:
        """What stands between what was found and what is wanted."""
        if self.negated:
            return "is not" if self.matched else "is"
        return "fits" if self.matched else "does not fit"

    def __str__(self) -> str:
        written = f", written {self.written}" if self.written else ""
        return f"{self.sign} {self.element}: {self.found} {self.verb} {self.wanted}{written}"


@dataclass(frozen=True)
class Reason:
    """One part of a decision, with the parts that it is made of.

    Attributes:
        title: What it is.
        says: What it means for the verdict.
        sign: The same as a sign.
        decides: Whether the verdict hangs on it.
        compared: Its elements, when it is a statement.
        inner: The parts within.
    """

    title: str
    says: str
    sign: Sign
    decides: bool = False
    compared: tuple[Compared, ...] = ()
    inner: tuple[Reason, ...] = ()

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Reason]]:
        """This part and everything within, each with its depth."""
        yield depth, self
        for part in self.inner:
            yield from part.walk(depth + 1)

    def sentence(self) -> str:
        """The part in one line, its elements included."""
        deciding = " (decides)" if self.decides else ""
        ends = " ".join(f"{item}." for item in self.compared)
        return f"{self.sign} {self.title}: {self.says}{deciding}. {ends}".rstrip()


def reasons(decision: Decision) -> Reason:
    """The tree of a decision."""
    request = decision.request
    verdict = "ALLOWED" if decision.allowed else "DENIED"
    return Reason(
        title=f"{verdict} {request.action}",
        says=f"on {request.resource}, asked by {request.principal.arn}, {decision.reason}",
        sign=Sign.GOOD if decision.allowed else Sign.BAD,
        inner=tuple(_layer(decision, layer) for layer in layers_of(decision)),
    )


def layers_of(decision: Decision) -> tuple[Layer, ...]:
    """The layers that had a say or a statement, in the order in which they are asked."""
    present = {*decision.asked, *(result.layer for result in decision.statements)}
    return tuple(layer for layer in Layer if layer in present)


def _layer(decision: Decision, layer: Layer) -> Reason:
    results = [result for result in decision.statements if result.layer is layer]
    says, sign = _standing(decision, layer, results)
    return Reason(
        title=str(layer),
        says=says,
        sign=sign,
        decides=layer is decision.layer,
        inner=tuple(_statement(decision, result) for result in results),
    )


def _standing(
    decision: Decision, layer: Layer, results: Sequence[StatementResult]
) -> tuple[str, Sign]:
    """What a layer says, in the order in which AWS asks."""
    if any(result.denies for result in results):
        return "a Deny applies, and that ends the matter", Sign.BAD
    allows = any(result.allows for result in results)
    if layer not in decision.asked:
        found = "an Allow applies, but it" if allows else "it"
        return f"{found} was not asked: others allow in its place", Sign.NEUTRAL
    if allows:
        return "has to allow, and an Allow applies", Sign.GOOD
    if not results:
        return "has to allow, and there is no such policy", Sign.BAD
    return "has to allow, and no Allow applies", Sign.BAD


def _statement(decision: Decision, result: StatementResult) -> Reason:
    effect = result.effect
    if result.applies:
        says = "applies, so it allows" if effect is Effect.ALLOW else "applies, so it denies"
        sign = Sign.GOOD if effect is Effect.ALLOW else Sign.BAD
    else:
        says = f"does not apply, because of its {result.obstacle.name}" if result.obstacle else ""
        sign = Sign.NEUTRAL
    return Reason(
        title=_title(result),
        says=says,
        sign=sign,
        decides=result in decision.determining,
        compared=tuple(compared(element, result.request) for element in result.statement.elements),
    )


def _title(result: StatementResult) -> str:
    """``Allow, statement 1 "Own" of "own-folder"``."""
    sid = f' "{result.sid}"' if result.sid else ""
    policy = f' of "{result.policy.name}"' if result.policy.name else ""
    return f"{result.effect}, statement {result.index + 1}{sid}{policy}"


def compared(element: Element, request: Request) -> Compared:
    """One element beside what the request has."""
    check = Check.of(element, request)
    chosen = _telling(element, check, request)
    templates = _templates(element)
    shown = [check.wanted[i] for i in chosen]
    written = [templates[i].text for i in chosen] if templates else shown
    more = len(check.wanted) - len(chosen)
    return Compared(
        element=check.element,
        matched=check.matched,
        found=", ".join(check.found) or NO_SUCH_KEY,
        wanted=_listed(shown, more),
        written=_listed(written, more) if written != shown else "",
        variables={
            variable.key: variable.value(request) or ""
            for template in templates
            for variable in template.variables
            if not variable.is_escape
        },
        negated=_is_negated(element),
    )


def _is_negated(element: Element) -> bool:
    if isinstance(element, Condition):
        return element.operator is not None and element.operator.negated
    return element.name.startswith("Not")


def _telling(element: Element, check: Check, request: Request) -> tuple[int, ...]:
    """Which of the values are worth showing: the one that fits, else the first few."""
    count = range(len(check.wanted))
    fitting: list[int] = []
    if isinstance(element, ActionElement):
        fitting = [i for i in count if element.patterns[i].matches(request.action.lower())]
    elif isinstance(element, ResourceElement):
        fitting = [i for i in count if element.templates[i].resembles(request.resource, request)]
    return tuple(fitting[:1] or count[:_MOST_VALUES])


def _templates(element: Element) -> tuple[Template, ...]:
    if isinstance(element, ResourceElement):
        return element.templates
    return element.values if isinstance(element, Condition) else ()


def _listed(values: Sequence[str], more: int) -> str:
    listed = " or ".join(values) or "(no values)"
    return f"{listed} (and {more} more)" if more else listed


def nearest_miss(decision: Decision) -> StatementResult | None:
    """The Allow that was nearest to apply where one was missing; None if none was.

    Of the statements in the layer that decided, the one with the fewest elements that do not match;
    the first of those.
    """
    if decision.allowed or decision.explicit:
        return None
    allows = [
        result
        for result in decision.statements
        if result.layer is decision.layer and result.effect is Effect.ALLOW
    ]
    return min(allows, key=_misses, default=None)


def _misses(result: StatementResult) -> int:
    return sum(not check.matched for check in result.checks)


def as_lines(reason: Reason) -> Iterator[str]:
    """The tree as indented text."""
    for depth, part in reason.walk():
        indent = "   " * depth
        deciding = " (decides)" if part.decides else ""
        yield f"{indent}{part.sign} {part.title}: {part.says}{deciding}"
        yield from (f"{indent}     {item}" for item in part.compared)
