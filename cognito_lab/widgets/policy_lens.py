"""PolicyLens: why IAM says yes or no, and what would change its mind.

    PolicyLens(request, policies)                       # plain data
    PolicyLens(request, {"identity": policy_text})      # texts do, with their faults
    PolicyLens.from_exchange(exchange, cloud)           # what was really asked and used

Request and policies can be edited; the verdict follows. Each statement says in the margin what it
did, and the why-tree what was compared with what. Where a session asks, the question that came
before stands beside it: the trust policy that let somebody take the role.

How texts are read is in `policy_question`, one form in `policy_side`, what is shown in
`policy_view`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

import ipywidgets
from markupsafe import Markup

from cognito_lab.cloud import Cloud
from cognito_lab.policy import Decision, Document, Layer, Policies, Request
from cognito_lab.primitives.caller import Caller
from cognito_lab.primitives.trace import Exchange
from cognito_lab.widgets import html
from cognito_lab.widgets import policy_view as view
from cognito_lab.widgets.controls import plain, prose
from cognito_lab.widgets.frame import Frame
from cognito_lab.widgets.policy_code import code_twin
from cognito_lab.widgets.policy_pages import Page
from cognito_lab.widgets.policy_question import (
    KINDS,
    Question,
    Sheet,
    policies_of,
    question_of,
    sheet_of,
)
from cognito_lab.widgets.policy_side import PolicySide

Written = str | Mapping[str, object] | Document
Given = Policies | Mapping[str, Written | Sequence[Written]]

_LAYERS = {layer.name.lower(): layer for layer in Layer}
_WIDE, _NARROW = 720, 440  # of a why-tree alone, and of two beside each other


class PolicyLens(Frame):
    """A question to IAM, with its answer taken apart.

    Args:
        request: Who asks for what.
        policies: What has a say: `Policies`, or ``{"identity": …, "trust": …}`` with texts, dicts
            or documents, one or several for a layer.
        trust: The other half: a request and policies about taking the role, shown beside it.

    Raises:
        ValueError: A layer has a name that IAM does not know, or two kinds exclude each other.
    """

    def __init__(
        self, request: Request, policies: Given, *, trust: tuple[Request, Given] | None = None
    ) -> None:
        asked = ([trust] if trust else []) + [(request, policies)]
        questions = [_question(*one) for one in asked]
        width = _NARROW if trust else _WIDE
        self.sides = tuple(
            PolicySide(question, width=width, follow=self._follow) for question in questions
        )
        self._holds = False
        self.both = prose()
        self.again = plain(ipywidgets.Button, description="As it was")
        beside = plain(ipywidgets.HBox, self.sides)
        beside.add_class("cl-sides")
        super().__init__("Policy lens", "aws", [self.both, beside, self.again])
        for side in self.sides:
            for field in side.request:
                self.on_change(field, self._examine)
            side.tabs.observe(lambda _, side=side: self.run(side.open_tab), "selected_index")
            side.open_tab()
        self.on_click(self.again, self._start_again)
        self._examine()

    @classmethod
    def from_exchange(cls, exchange: Exchange, cloud: Cloud) -> PolicyLens:
        """Open the decision that was made about a request, with what it was really made from.

        Args:
            exchange: From `cloud.trace`; a decision may also have been made inside it.
            cloud: Where it happened. Where a session asked, its trace tells how that began.

        Raises:
            ValueError: No policy was asked about this exchange.
        """
        found = [one for one in exchange.walk() if _decision(one) is not None]
        decision = _decision(found[0]) if found else None
        if decision is None:
            raise ValueError(
                f"no policy was asked about {exchange.action}: AWS leaves it unsigned, or it was "
                "refused before"
            )
        before = _trust_before(found[0], cloud)
        trust = None if before is None else (before.request, policies_of(before))
        return cls(decision.request, policies_of(decision), trust=trust)

    @property
    def decision(self) -> Decision | None:
        """IAM's answer to what stands in the fields; None while something is wrong."""
        return self.sides[-1].examined.decision

    # --- what a change does ----------------------------------------------------------------------

    def _examine(self) -> str:
        """Show the verdict of both sides; what is new is said aloud."""
        if self._holds:
            return ""
        news = [side.show() for side in self.sides]
        if len(self.sides) > 1:
            self.both.value = view.both_html([side.examined for side in self.sides])
        if all(side.examined.decision is not None for side in self.sides):
            self.show_code(code_twin(*(side.question for side in self.sides)))
        return " ".join(filter(None, news))

    def _follow(self, page: Page) -> None:
        """Look again whenever a field of this tab has changed."""
        for field in page.fields:
            self.on_change(field, self._examine)
        self.edge.carry_fields(page.box)

    def _start_again(self) -> str:
        self._holds = True  # one look at the end, in place of one for each field
        try:
            for side in self.sides:
                side.start_again()
        finally:
            self._holds = False
        self._examine()
        return "Everything is as it was."

    # --- the static form -------------------------------------------------------------------------

    def as_text(self) -> str:
        return "\n\n".join(view.as_text(side.question, side.examined) for side in self.sides)

    def as_html(self) -> Markup:
        both = self.both.value if len(self.sides) > 1 else ""
        parts = [view.as_html(side.question, side.examined, side.tree.value) for side in self.sides]
        return html.static(html.joined([Markup(both), *parts]))


# --- from plain data ------------------------------------------------------------------------------


def _question(request: Request, policies: Given) -> Question:
    if isinstance(policies, Policies):
        return question_of(request, policies)
    sheets = tuple(
        _sheet(_layer(name), one)
        for name, given in policies.items()
        for one in (given if isinstance(given, list | tuple) else [given])
    )
    if {Layer.TRUST, Layer.RESOURCE} <= {sheet.layer for sheet in sheets}:
        raise ValueError("the resource policy of a role is its trust policy: give one of them")
    return replace(question_of(request, Policies()), sheets=sheets)


def _layer(name: str) -> Layer:
    if name not in _LAYERS:
        raise ValueError(f"there is no layer {name!r}; there are {', '.join(_LAYERS)}")
    return _LAYERS[name]


def _sheet(layer: Layer, policy: object) -> Sheet:
    if isinstance(policy, Document):
        return sheet_of(layer, policy)
    text = policy if isinstance(policy, str) else json.dumps(policy, indent=2, ensure_ascii=False)
    return Sheet(layer, "", text, KINDS[layer])


# --- from the trace -------------------------------------------------------------------------------


def _decision(exchange: Exchange) -> Decision | None:
    found = exchange.evidence.get("decision")
    return found if isinstance(found, Decision) else None


def _trust_before(exchange: Exchange, cloud: Cloud) -> Decision | None:
    """The decision that let the caller of an exchange take its role; None if nobody did."""
    caller = exchange.evidence.get("caller")
    if not isinstance(caller, Caller) or caller.role_arn is None:
        return None
    for one in cloud.trace.walk():
        credentials = (one.answer or {}).get("Credentials")
        if isinstance(credentials, Mapping):
            key = credentials.get("AccessKeyId")
            if key == caller.access_key_id and (decision := _decision(one)) is not None:
                return decision
    return None
