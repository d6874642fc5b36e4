"""The back panel of the vending machine: what happens behind the counter, from the record.

the checks     what the counter did by itself and whom it asked, in order
the ladder     which rung decided about the role, which were passed, which were not reached
the call       what STS was asked
the trust      whether the role lets this identity in, statement by statement
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from markupsafe import Markup

from cognito_lab.policy.decision import Decision
from cognito_lab.primitives.trace import Exchange
from cognito_lab.services.cognito_identity.roles import Rung, Step
from cognito_lab.widgets import html
from cognito_lab.widgets.decision_view import decision_html
from cognito_lab.widgets.exchange_flow import Stop, sts_call
from cognito_lab.widgets.visible import visible

QUESTIONS: dict[Rung, str] = {
    Rung.GUEST: "Did nobody sign in?",
    Rung.NO_MAPPING: "Is there no role mapping for the provider?",
    Rung.ASKED_FOR: "Does the app ask for a role (CustomRoleArn)?",
    Rung.PREFERRED: "Does the token prefer a role (cognito:preferred_role)?",
    Rung.RULE: "Does a rule fit the claims?",
    Rung.AMBIGUOUS: "Still no role: what does the mapping say then?",
}


class Fate(StrEnum):
    """What became of a rung."""

    DECIDED = "decides"
    REFUSED = "refuses"
    PASSED = "passed"
    LEFT_OUT = "does not apply"
    NOT_REACHED = "not reached"


_TONES = {Fate.DECIDED: "good", Fate.REFUSED: "bad", Fate.PASSED: "plain"}


@dataclass(frozen=True)
class LadderRung:
    """One rung as it is shown.

    Attributes:
        question: What is asked there.
        fate: Whether it decided.
        found: What was found there; empty where nobody came.
        role_arn: The role, if it decided for one.
    """

    question: str
    fate: Fate
    found: str = ""
    role_arn: str = ""


def ladder(exchange: Exchange) -> tuple[LadderRung, ...]:
    """All rungs, from the lowest; none when no role was looked for."""
    steps: Sequence[Step] = exchange.evidence.get("role_ladder", ())
    if not steps:
        return ()
    found, rungs = {step.rung: step for step in steps}, list(Rung)
    top = rungs.index(steps[-1].rung)
    return tuple(_rung(rung, found.get(rung), n > top) for n, rung in enumerate(rungs))


def _rung(rung: Rung, step: Step | None, beyond: bool) -> LadderRung:
    if step is None:
        return LadderRung(QUESTIONS[rung], Fate.NOT_REACHED if beyond else Fate.LEFT_OUT)
    fate = Fate.REFUSED if step.refusal else Fate.DECIDED if step.decides else Fate.PASSED
    return LadderRung(QUESTIONS[rung], fate, f"{step.found}.", step.role_arn or "")


# --- as HTML --------------------------------------------------------------------------------------


def back_panel_html(stop: Stop) -> Markup:
    """Everything behind the counter at one stop."""
    parts = [_checks_html(stop.exchange), ladder_html(ladder(stop.exchange))]
    inner = sts_call(stop)
    if inner is None:
        parts.append(html.paragraph("STS took no part in this call."))
    else:
        parts += [_sts_html(inner), _trust_html(inner.evidence.get("decision"))]
    return html.joined(parts)


def _checks_html(exchange: Exchange) -> Markup:
    did = f"What {'the ' if exchange.receiver != 'STS' else ''}{exchange.receiver} did"
    deeds = list(_deeds(exchange)) or ["nothing beside the answer"]
    return _titled(did, deeds) + _titled("Why", exchange.notes)


def _titled(title: str, sentences: Sequence[str]) -> Markup:
    if not sentences:
        return Markup("")
    listed = html.ordered(visible(sentence) for sentence in sentences)
    return Markup("<p><strong>{}</strong></p>{}").format(title, listed)


def _deeds(exchange: Exchange) -> Iterator[str]:
    """What the receiver did by itself, and whom it asked."""
    for child in exchange.children:
        if child.is_step:
            details = ", ".join(str(value) for value in child.request.values())
            yield f"{child.action} ({details})" if details else child.action
        else:
            yield f"asked {child.receiver}: {child.action}"


def ladder_html(rungs: Sequence[LadderRung]) -> Markup:
    """The ladder as a numbered list, one rung a line, each with its fate in a word."""
    if not rungs:
        return Markup("")
    return Markup('<p><strong>{}</strong></p><ol class="cl-ladder">{}</ol>').format(
        "The role decision ladder", html.joined(map(_rung_html, rungs))
    )


def _rung_html(rung: LadderRung) -> Markup:
    if rung.fate not in _TONES:
        return Markup('<li class="cl-quiet">{} – {}</li>').format(rung.question, rung.fate)
    tone = _TONES[rung.fate]
    role = Markup("<br>{}").format(html.mono(visible(rung.role_arn))) if rung.role_arn else ""
    return Markup('<li class="cl-{}">{} {}<br>{}{}</li>').format(
        tone, rung.question, html.badge(rung.fate, tone), visible(rung.found), role
    )


def _sts_html(call: Exchange) -> Markup:
    return html.facts(
        {
            "operation": html.mono(call.action),
            "role": html.mono(visible(str(call.request.get("RoleArn", "")))),
            "session name": html.mono(visible(str(call.request.get("RoleSessionName", "")))),
            "outcome": visible(call.outcome()),
        },
        caption="The call to STS",
    )


def _trust_html(decision: object) -> Markup:
    if not isinstance(decision, Decision):
        return html.paragraph("No trust policy was asked.")
    word = "lets" if decision.allowed else "does not let"
    says = html.verdict(decision.allowed, f"The role's trust policy {word} this identity in.")
    statements = decision_html(decision)
    return html.paragraph(says) + html.details(
        "The trust check, statement by statement", statements
    )
