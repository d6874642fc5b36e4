"""A policy decision for learners: the verdict, then each statement with what was compared."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from cognito_lab.policy.decision import Decision, StatementResult
from cognito_lab.policy.matching import Check
from cognito_lab.widgets import html
from cognito_lab.widgets.visible import visible


def decision_html(decision: Decision) -> Markup:
    """The verdict with its reason, and every statement that was looked at."""
    request = decision.request
    asked = f"{request.action} on {request.resource}"
    verdict = html.verdict(decision.allowed, "Allowed" if decision.allowed else "Denied")
    return Markup("<p>{} {}, {}.</p><p>{}</p>{}").format(
        verdict,
        html.mono(visible(asked)),
        visible(decision.reason),
        Markup("Asked by {}").format(html.mono(visible(request.principal.arn))),
        _statements_html(decision),
    )


def _statements_html(decision: Decision) -> Markup:
    if not decision.statements:
        return html.paragraph("No policy has a statement.")
    return html.ordered(_statement_html(result) for result in decision.statements)


def _statement_html(result: StatementResult) -> Markup:
    word = "applies" if result.applies else "does not apply"
    title = f"{result.title} ({result.effect}) {word}"
    return Markup("{}{}").format(visible(title), _listed(map(_check_html, result.checks)))


def _check_html(check: Check) -> Markup:
    """One element, its tick or cross, and what was compared."""
    has = ", ".join(check.found) or "(the request has no such key)"
    wants = ", ".join(check.wanted) or "(no values)"
    return Markup("{}: the request has {}, the statement wants {}").format(
        html.verdict(check.matched, visible(check.element)),
        html.mono(visible(has)),
        html.mono(visible(wants)),
    )


def _listed(items: Iterable[Markup]) -> Markup:
    return Markup("<ul>{}</ul>").format(html.joined(Markup("<li>{}</li>").format(i) for i in items))
