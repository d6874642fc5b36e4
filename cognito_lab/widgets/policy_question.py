"""A question to IAM as somebody types it: texts in, a decision or the faults out. No widget here.

A `Question` is what stands in the fields of a `PolicyLens`: who asks for what, and a `Sheet` of
text for each policy. `examine` reads it; where a text breaks the grammar there is no decision, but
a `Trouble` with line and column instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cognito_lab.policy import (
    Decision,
    Document,
    Layer,
    Policies,
    PolicyKind,
    Request,
    decide,
    find_fault,
    parse,
)
from cognito_lab.policy.request import ContextValue
from cognito_lab.widgets import json_places
from cognito_lab.widgets.policy_asker import context_of, context_text, principal_of, trouble_at
from cognito_lab.widgets.policy_text import Mark, Trouble
from cognito_lab.widgets.visible import json_text, visible

KINDS: Mapping[Layer, PolicyKind] = {
    Layer.SCP: PolicyKind.SCP,
    Layer.RCP: PolicyKind.RCP,
    Layer.TRUST: PolicyKind.TRUST,
    Layer.RESOURCE: PolicyKind.RESOURCE,
    Layer.IDENTITY: PolicyKind.IDENTITY,
    Layer.BOUNDARY: PolicyKind.BOUNDARY,
    Layer.SESSION: PolicyKind.SESSION,
}
NO_TRUST_POLICY = "A role without a trust policy lets nobody in; AWS does not even let it be made."


@dataclass(frozen=True)
class Sheet:
    """One policy as it stands in a text area; an empty text is no policy.

    Attributes:
        layer: Which kind of say it has.
        name: What explanations call it.
        text: The JSON, as it was typed.
        kind: By which grammar it is read.
    """

    layer: Layer
    name: str
    text: str
    kind: PolicyKind

    @property
    def is_empty(self) -> bool:
        return not self.text.strip()

    def trouble(self) -> Trouble | None:
        """The first fault of the grammar, where it stands."""
        fault = None if self.is_empty else find_fault(self.text, self.kind)
        return None if fault is None else trouble_at(self.text, fault)


@dataclass(frozen=True)
class Question:
    """What stands in the fields.

    Attributes:
        action, resource: As they were typed.
        asker: An ARN, a provider, a service, or ``anonymous``.
        context: A JSON object of condition keys.
        sheets: The policies, in the order of their layers.
        off: Layers that are switched off, as if they did not exist.
        first: What was asked at first. As long as `asker` and `resource` name the same, what it
            knows of them (a role's path, whose resource it is) stays known.
    """

    action: str
    resource: str
    asker: str
    context: str
    sheets: tuple[Sheet, ...]
    off: frozenset[Layer] = frozenset()
    first: Request | None = None

    @property
    def is_about_trust(self) -> bool:
        """Whether it asks who may take a role, rather than what may be done."""
        return any(sheet.layer is Layer.TRUST for sheet in self.sheets)

    def counting(self) -> Iterator[Sheet]:
        """The policies that have a say now."""
        return (one for one in self.sheets if not one.is_empty and one.layer not in self.off)


@dataclass(frozen=True)
class Examination:
    """What comes of a question: a decision, or why there is none.

    Attributes:
        decision: IAM's answer; None while something is wrong.
        waiting: Why there is none, in one sentence.
        troubles: The fault of each sheet, or None, in the order of the sheets.
        context_trouble: The fault of the context.
    """

    decision: Decision | None
    waiting: str
    troubles: tuple[Trouble | None, ...]
    context_trouble: Trouble | None


def question_of(request: Request, policies: Policies) -> Question:
    """The question as texts, for somebody to change."""
    return Question(
        action=request.action,
        resource=request.resource,
        asker=request.principal.arn,
        context=context_text(request.context),
        sheets=tuple(sheet_of(layer, one) for layer, one in policies.documents()),
        first=request,
    )


def sheet_of(layer: Layer, document: Document) -> Sheet:
    """A policy as text; one that came on a single line is spread over several."""
    text = visible(document.source_text)
    spread = text if "\n" in text.strip() else json_text(document.as_dict(), indent=2)
    return Sheet(layer, document.name, spread, document.kind)


def policies_of(decision: Decision) -> Policies:
    """The policies that a decision was made from: each stands in it, because none is empty."""
    found: dict[Layer, dict[Document, None]] = {layer: {} for layer in decision.asked}
    for result in decision.statements:
        found.setdefault(result.layer, {})[result.policy] = None
    return assembled({layer: tuple(documents) for layer, documents in found.items()})


def assembled(by_layer: Mapping[Layer, Sequence[Document]]) -> Policies:
    """Documents as the policies of a request; a layer that is not there does not exist."""
    trust = by_layer.get(Layer.TRUST, ())
    existing = {layer: tuple(documents) for layer, documents in by_layer.items()}
    return Policies(
        identity=existing.get(Layer.IDENTITY, ()),
        resource=() if trust else existing.get(Layer.RESOURCE, ()),
        boundary=existing.get(Layer.BOUNDARY),
        session=existing.get(Layer.SESSION),
        scp=existing.get(Layer.SCP),
        rcp=existing.get(Layer.RCP),
        trust=trust[0] if trust else None,
    )


# --- examining ------------------------------------------------------------------------------------


def examine(question: Question) -> Examination:
    """Read the texts and decide."""
    troubles = tuple(sheet.trouble() for sheet in question.sheets)
    context, context_trouble = context_of(question.context)
    waiting = _waiting(question, troubles, context_trouble)
    decision = None if waiting else decide(request_of(question, context), read(question))
    return Examination(decision, waiting, troubles, context_trouble)


def _waiting(
    question: Question, troubles: Sequence[Trouble | None], context_trouble: Trouble | None
) -> str:
    counting = set(question.counting())
    for sheet, trouble in zip(question.sheets, troubles, strict=True):
        if trouble and sheet in counting:
            name = f'"{visible(sheet.name)}"' if sheet.name else f"the {sheet.layer}"
            return f"No verdict while {name} has a fault, in line {trouble.line}."
    if context_trouble:
        return f"No verdict while the context has a fault, in line {context_trouble.line}."
    if question.is_about_trust and not any(one.layer is Layer.TRUST for one in counting):
        return NO_TRUST_POLICY
    return ""


def read(question: Question) -> Policies:
    """The policies that have a say. Every sheet must be free of faults."""
    by_layer: dict[Layer, list[Document]] = {}
    for sheet in question.counting():
        document = parse(sheet.text, name=sheet.name, kind=sheet.kind)
        by_layer.setdefault(sheet.layer, []).append(document)
    return assembled(by_layer)


def request_of(question: Question, context: Mapping[str, ContextValue]) -> Request:
    """The question without its policies."""
    first = question.first
    asker = principal_of(question.asker, first.principal if first else None)
    account = _account_of(question.resource)
    if first is not None and (not account or question.resource == first.resource):
        account = first.resource_account
    return Request(question.action, question.resource, asker, context, account)


def _account_of(resource: str) -> str:
    """Whose resource it is, where its ARN says so; S3's do not."""
    return "".join(field for field in resource.split(":", 5)[4:5] if field.isdigit())


# --- the margin -----------------------------------------------------------------------------------


def marks_of(sheet: Sheet, decision: Decision | None) -> tuple[Mark, ...]:
    """What each statement of a policy did, beside its lines."""
    if decision is None or sheet.is_empty:
        return ()
    results = [
        one
        for one in decision.statements
        if one.layer is sheet.layer and one.policy.source_text == sheet.text
    ]
    places = json_places.statements(sheet.text)
    # The same text twice in one layer has the same marks twice, so the first of each will do.
    return tuple(
        Mark(place.line, place.last_line, *_mark(one.allows, one.denies, one.obstacle))
        for place, one in zip(places, results, strict=False)
    )


def _mark(allows: bool, denies: bool, obstacle: object) -> tuple[str, str, str]:
    if allows:
        return "✓", "this statement applies, so it allows", "good"
    if denies:
        return "✗", "this statement applies, so it denies", "bad"
    name = getattr(obstacle, "name", "")
    return "–", f"this statement does not apply, because of its {visible(name)}", "plain"
