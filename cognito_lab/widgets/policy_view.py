"""What the PolicyLens shows, as functions from an `Examination` to text and HTML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

from cognito_lab.diagrams.reasons import Compared, as_lines, compared, nearest_miss, reasons
from cognito_lab.diagrams.why_tree import why_tree
from cognito_lab.policy import Decision, Layer, StatementResult
from cognito_lab.widgets import html
from cognito_lab.widgets.policy_question import Examination, Question
from cognito_lab.widgets.visible import visible

TABS: Mapping[Layer, str] = {
    Layer.SCP: "Service control",
    Layer.RCP: "Resource control",
    Layer.TRUST: "Trust",
    Layer.RESOURCE: "Resource",
    Layer.IDENTITY: "Identity",
    Layer.BOUNDARY: "Boundary",
    Layer.SESSION: "Session",
}
ABOUT: Mapping[Layer, str] = {
    Layer.SCP: "What the organization leaves to this account at most.",
    Layer.RCP: "What the organization leaves others to do with this account's resources.",
    Layer.TRUST: "Who may take the role. It hangs on the role, so it names a principal.",
    Layer.RESOURCE: "It hangs on the resource, such as a bucket, and names who may come.",
    Layer.IDENTITY: "It hangs on the user or the role: any one of them may allow.",
    Layer.BOUNDARY: "It allows nothing by itself: what it does not allow, nobody can allow.",
    Layer.SESSION: "It came along when the role was taken, and only narrows: an identity pool "
    "gives guests one, for example.",
}
_TREE = "Why: every layer, every statement, every element"
TRUST, PERMISSION = "Trust: may this caller take the role?", "Permission: may this be done?"


def title_of(question: Question) -> str:
    """Which of the two questions it is."""
    return TRUST if question.is_about_trust else PERMISSION


# --- the verdict ----------------------------------------------------------------------------------


def verdict_words(examined: Examination) -> str:
    """The verdict in one line, for the live region."""
    decision = examined.decision
    if decision is None:
        return examined.waiting
    word = "Allowed" if decision.allowed else "Denied"
    return visible(f"{word}: {decision.request.action}, {decision.reason}.")


def verdict_html(examined: Examination) -> Markup:
    """Verdict, reason, and what to look at first."""
    decision = examined.decision
    if decision is None:
        return Markup('<div class="cl-panel cl-plain">{} {}</div>').format(
            html.badge("no verdict", "plain"), examined.waiting
        )
    tone = "good" if decision.allowed else "bad"
    word = "✓ ALLOWED" if decision.allowed else "✗ DENIED"
    parts = [html.paragraph(visible(sentence)) for sentence in remarks(decision)]
    return Markup('<div class="cl-panel cl-{}"><p>{} {}</p>{}{}</div>').format(
        tone,
        html.badge(word, tone),
        html.mono(visible(f"{decision.request.action} on {decision.request.resource}")),
        html.joined(parts),
        _aws_words(decision),
    )


def _aws_words(decision: Decision) -> Markup:
    if decision.allowed:
        return Markup("")
    message = html.mono(visible(decision.denial_message()))
    return html.details("What AWS tells the caller", message)


def remarks(decision: Decision) -> Iterator[str]:
    """Why, and what would change it, each in a sentence."""
    yield f"{decision.reason[:1].upper()}{decision.reason[1:]}."
    if decision.explicit:
        denying = decision.determining[0]
        yield f"It is {denying.title}. No Allow, wherever it stands, can undo a Deny."
    elif (missed := nearest_miss(decision)) is not None:
        yield _nearest_words(missed)
    elif not decision.allowed and not any(
        result.layer is decision.layer for result in decision.statements
    ):
        yield "There is no such policy at all, and what nobody allows is denied."
    if decision.missing_context:
        keys = ", ".join(decision.missing_context)
        yield f"The policies read condition keys that the request does not have: {keys}."


def _nearest_words(missed: StatementResult) -> str:
    """What keeps the nearest Allow from applying."""
    misses = [item for item in elements_of(missed) if not item.matched]
    where = f"Nearest to an Allow is {missed.title}"
    if len(misses) > 1:
        names = ", ".join(item.element for item in misses)
        return f"{where}; several of its elements do not fit: {names}."
    (item,) = misses
    wants = f"{item.wanted}, written {item.written}" if item.written else item.wanted
    return (
        f"{where}: all of it fits but {item.element}. The request has {item.found}, "
        f"the statement wants {'anything but ' if item.negated else ''}{wants}."
    )


def elements_of(result: StatementResult) -> tuple[Compared, ...]:
    """Every element of a statement beside what the request has."""
    return tuple(compared(element, result.request) for element in result.statement.elements)


# --- variables, tree, layers ----------------------------------------------------------------------


def variables_of(decision: Decision) -> dict[str, str]:
    """``{variable: value}`` of all policies; the value is empty where the request has none."""
    return {
        name: value
        for result in decision.statements
        for item in elements_of(result)
        for name, value in item.variables.items()
    }


def variables_html(examined: Examination) -> Markup:
    """Each policy variable with its value in this request; nothing where there is none."""
    found = {} if examined.decision is None else variables_of(examined.decision)
    if not found:
        return Markup("")
    rows = [
        (
            html.mono(visible(f"${{{name}}}")),
            html.mono(visible(value)) if value else "no value here, so nothing can fit",
        )
        for name, value in found.items()
    ]
    return html.table(("variable", "in this request"), rows, caption="Variables, filled in")


def tree_html(examined: Examination, *, width: float) -> Markup:
    """The why-tree, its parts as a list first."""
    if examined.decision is None:
        return Markup("")
    return Markup(why_tree(examined.decision, title=_TREE, width=width).as_html())


def layer_word(question: Question, examined: Examination, layer: Layer) -> str:
    """What a layer says, in a word or two, for its tab."""
    sheets = [one for one in question.sheets if one.layer is layer]
    if layer in question.off:
        return "off"
    if all(one.is_empty for one in sheets):
        return "none"
    faults = zip(question.sheets, examined.troubles, strict=True)
    if any(trouble and one.layer is layer for one, trouble in faults):
        return "fault"
    return "waits" if examined.decision is None else _layer_word(examined.decision, layer)


def _layer_word(decision: Decision, layer: Layer) -> str:
    results = [one for one in decision.statements if one.layer is layer]
    if any(one.denies for one in results):
        return "denies"
    allows = any(one.allows for one in results)
    if layer not in decision.asked:
        return "not asked"
    return "allows" if allows else "no Allow"


# --- two questions --------------------------------------------------------------------------------


def both_words(examined: Sequence[Examination]) -> str:
    """Trust and permission in one sentence: only together they open a door."""
    said = [
        f"{name} {'waits' if one.decision is None else 'says yes' if one.decision else 'says no'}"
        for name, one in zip(("Trust", "permission"), examined, strict=True)
    ]
    opens = all(one.decision for one in examined)
    return f"{said[0]}, {said[1]}: {'the way is open' if opens else 'the way is closed'}."


def both_html(examined: Sequence[Examination]) -> Markup:
    """The same, with what either of them is about."""
    verdict = html.verdict(all(one.decision for one in examined), both_words(examined))
    return html.paragraph(verdict) + Markup('<p class="cl-quiet">{}</p>').format(
        "Trust lets a caller take the role; permission lets the role do something. "
        "One without the other opens nothing."
    )


# --- static forms ---------------------------------------------------------------------------------


def as_text(question: Question, examined: Examination) -> str:
    """One question in plain words, with every statement."""
    decision = examined.decision
    if decision is None:
        return f"{title_of(question)} {visible(examined.waiting)}"
    said = [visible(sentence) for sentence in remarks(decision)]
    variables = [
        f"${{{name}}} is {value or 'without a value'}"
        for name, value in variables_of(decision).items()
    ]
    tree = list(as_lines(reasons(decision)))
    return "\n".join([title_of(question), *said, *map(visible, [*variables, *tree])])


def as_html(question: Question, examined: Examination, tree: str) -> Markup:
    """One question where no widget can live: verdict, policies, and the tree as it is drawn."""
    policies = html.joined(
        html.details(visible(f"{sheet.layer} {sheet.name}"), html.code(visible(sheet.text)))
        for sheet in question.counting()
    )
    return html.joined(
        [
            html.paragraph(Markup("<strong>{}</strong>").format(title_of(question))),
            verdict_html(examined),
            variables_html(examined),
            policies,
            Markup(tree),
        ]
    )
