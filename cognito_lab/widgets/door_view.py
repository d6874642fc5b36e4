"""What the DoorPanel shows, as functions from knocks to text and HTML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

from cognito_lab.policy.decision import Decision
from cognito_lab.widgets import html
from cognito_lab.widgets.code_text import Name, call
from cognito_lab.widgets.decision_view import decision_html
from cognito_lab.widgets.door_checks import DoorCheck, door_checks, guard_of
from cognito_lab.widgets.doors import SIGNATURE, TOKEN, Knock, Visitor
from cognito_lab.widgets.identity_card import card_of, cards_html
from cognito_lab.widgets.visible import visible
from cognito_lab.widgets.words import whole, whole_mono

GUARDS: Mapping[str, str] = {
    "AWS_IAM": "AWS_IAM: it wants a signed request, and asks the signer's policies",
    "COGNITO_USER_POOLS": "a user-pool authorizer: it reads an ID token itself, no role takes part",
    "JWT": "a JWT authorizer: it reads a token itself, no role takes part",
    "NONE": "nobody",
}


def light(opened: bool) -> Markup:
    """A green or a red light, which is also a word."""
    return html.badge("● open", "good") if opened else html.badge("○ closed", "bad")


def knock_html(knock: Knock) -> Markup:
    """One answer: the light, the status, the reason, the card, and everything that was checked."""
    tone = "good" if knock.opened else "bad"
    parts = [
        Markup("{} <strong>{}</strong>").format(light(knock.opened), visible(headline(knock))),
        html.paragraph(visible(knock.reason)),
        cards_html(card_of(knock)) if knock.user_id else Markup(""),
        decision_trace_html(knock),
        html.details("What the caller received", html.code(visible(knock.body))),
    ]
    return Markup('<div class="cl-panel cl-{}">{}</div>').format(tone, html.joined(parts))


def headline(knock: Knock) -> str:
    """``/group → 403 policy``, with the verb where it is not the usual one."""
    verb = "" if knock.verb == "GET" else f"{knock.verb} "
    return f"{verb}{knock.door} → {knock.in_short}"


def decision_trace_html(knock: Knock) -> Markup:
    """What the gateway checked, numbered; then the policy decision where one was made."""
    guard = GUARDS.get(guard_of(knock.exchange), "there is no such door")
    title = Markup("<p><strong>What the gateway checked</strong><br>Guard: {}.</p>").format(guard)
    decision = knock.exchange.evidence.get("decision")
    policies = Markup("")
    if isinstance(decision, Decision):
        policies = html.details("The policies, statement by statement", decision_html(decision))
    return title + html.ordered(_lines(knock)) + policies


def _lines(knock: Knock) -> Iterator[Markup]:
    yield from map(_check_html, door_checks(knock.exchange))
    function = next((c for c in knock.exchange.children if c.receiver == "Function"), None)
    if function is None:
        yield _not_reached("The function behind the door is called")
    else:
        answered = f"The function behind the door is called, and the answer is {knock.status}"
        yield html.verdict(knock.opened, answered)


def _not_reached(words: str) -> Markup:
    return Markup('<span class="cl-quiet">{} – not reached</span>').format(words)


def _check_html(check: DoorCheck) -> Markup:
    if check.passed is None:
        return _not_reached(check.words)
    line = html.verdict(check.passed, check.words)
    if not check.found:
        return line
    return Markup('{}<br><span class="cl-quiet">{}</span>').format(line, visible(check.found))


def spoken(knock: Knock) -> str:
    """One answer in a short sentence, for ears; the reason stands on the page."""
    state = "open" if knock.opened else "closed"
    return visible(f"{knock.door} is {state} for {knock.visitor.name}: {knock.in_short}.")


def knock_sentence(knock: Knock) -> str:
    """One answer with its reason, in plain words."""
    state = "open" if knock.opened else "closed"
    return visible(
        f"{knock.door} is {state} for {knock.visitor.name}, {knock.visitor.shows}: "
        f"{knock.in_short}. {knock.reason}"
    )


# --- everybody at every door ----------------------------------------------------------------------


def matrix_html(rows: Sequence[Sequence[Knock]], doors: Sequence[str]) -> Markup:
    """People down, doors across, each cell a real answer; the reasons behind a disclosure."""
    cells = ((_who_html(row[0].visitor), *map(cell, row)) for row in rows)
    head = ("who", *map(whole_mono, doors))
    table = html.table(head, cells, caption="People and doors, filled by real requests")
    reasons = html.ordered(knock_sentence(knock) for row in rows for knock in row)
    return table + html.details("Every answer with its reason", reasons)


def _who_html(visitor: Visitor) -> Markup:
    shows = whole(f"shows {visitor.shows}")
    return Markup('{}<br><span class="cl-quiet">{}</span>').format(whole(visitor.name), shows)


def cell(knock: Knock) -> Markup:
    """One answer of the matrix: tick or cross with the status."""
    return html.verdict(knock.opened, knock.in_short)


def matrix_sentence(rows: Sequence[Sequence[Knock]]) -> str:
    """The matrix in one sentence, for ears; the table itself can be read cell by cell."""
    answers = [knock.opened for row in rows for knock in row]
    return f"The table is filled: of {len(answers)} requests, {sum(answers)} opened a door."


# --- code twin and static form --------------------------------------------------------------------


def code_twin(
    api_url: str, door: str, visitor: Visitor, *, verb: str, headers: Mapping[str, str]
) -> str:
    """The Python that sends the same request.

    It runs as it stands where `cloud` is known, and `credentials` or `id_token`, if it names one.
    """
    given: dict[str, object] = {}
    if visitor.shows == SIGNATURE:
        given["auth"] = Name("sigv4(credentials)")
    sent: dict[str, object] = {"Authorization": Name("id_token")} if visitor.shows == TOKEN else {}
    if sent := {**sent, **headers}:
        given["headers"] = sent
    imports = "http_session, sigv4" if visitor.shows == SIGNATURE else "http_session"
    address = f"{api_url}/{door.lstrip('/')}"
    ask = call("answer = http.request", verb, address, **given)
    return (
        f"from cognito_lab import {imports}\n\nhttp = http_session(cloud)\n{ask}\n"
        "print(answer.status_code, answer.text)"
    )


def as_text(doors: Sequence[str], visitors: Mapping[str, Visitor], last: Knock | None) -> str:
    """The panel in plain words."""
    state = knock_sentence(last) if last else "nobody has knocked yet"
    who = " · ".join(visitors)
    return visible(f"DoorPanel: doors {', '.join(doors)}; visitors {who}; {state}")


def as_html(
    doors: Sequence[str],
    visitors: Mapping[str, Visitor],
    last: Knock | None,
    rows: Sequence[Sequence[Knock]],
) -> Markup:
    """The panel where no widget can live: who may knock where, and every answer so far."""
    parts = [
        Markup("<p><strong>Doors</strong> {}</p>").format(visible(", ".join(doors))),
        html.ordered(map(visible, visitors)),
        knock_html(last) if last else html.paragraph("Nobody has knocked yet."),
    ]
    if rows:
        parts.append(matrix_html(rows, doors))
    return html.static(html.joined(parts))
