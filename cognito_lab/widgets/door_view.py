"""What the DoorPanel shows, as functions from knocks to text and HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import dedent, indent

from markupsafe import Markup

from cognito_lab.policy.decision import Decision
from cognito_lab.widgets import html
from cognito_lab.widgets.doors import NOTHING, SIGNATURE, Knock, Visitor


def light(opened: bool) -> Markup:
    """A green or a red light, which is also a word."""
    return html.badge("● open", "good") if opened else html.badge("○ closed", "bad")


def knock_html(knock: Knock) -> Markup:
    """One answer: the light, the status, the reason, then everything the gateway did."""
    tone = "good" if knock.opened else "bad"
    return Markup('<div class="cl-panel cl-{}">{} <strong>{} → {}</strong>{}{}{}</div>').format(
        tone,
        light(knock.opened),
        knock.door,
        knock.in_short,
        html.paragraph(knock.reason),
        html.details("What the gateway answered", html.code(knock.body)),
        html.details("How the gateway decided", decision_html(knock)),
    )


def decision_html(knock: Knock) -> Markup:
    """The gateway's notes in order, and the policy decision where one was made."""
    notes = html.ordered(knock.exchange.notes or ["the gateway left no note"])
    decision = knock.exchange.evidence.get("decision")
    if not isinstance(decision, Decision):
        return notes + html.paragraph("No policy was consulted at this door.")
    return notes + html.code(decision.explain())


def knock_sentence(knock: Knock) -> str:
    """One answer in plain words, for screen readers."""
    state = "open" if knock.opened else "closed"
    return f"{knock.door} is {state} for {knock.visitor.name}: {knock.in_short}. {knock.reason}"


def matrix_html(rows: Sequence[Sequence[Knock]], doors: Sequence[str]) -> Markup:
    """People down, doors across, each cell a real answer."""
    cells = [
        (
            Markup("{}<br><span class='cl-quiet'>shows {}</span>").format(
                row[0].visitor.name, row[0].visitor.shows
            ),
            *(cell(knock) for knock in row),
        )
        for row in rows
    ]
    return html.table(("who", *doors), cells, caption="People and doors, filled by real requests")


def cell(knock: Knock) -> Markup:
    """One answer of the matrix: tick or cross with the status."""
    return html.verdict(knock.opened, knock.in_short)


def matrix_text(rows: Sequence[Sequence[Knock]]) -> str:
    """The same matrix as lines of text."""
    lines = [
        f"{row[0].visitor.name}, {row[0].visitor.shows}: "
        + ", ".join(f"{knock.door} {knock.in_short}" for knock in row)
        for row in rows
    ]
    return "\n".join(lines)


def code_twin(api_url: str, door: str, visitor: Visitor) -> str:
    """The Python that sends the same request."""
    call = {
        SIGNATURE: "auth=cognito_lab.sigv4(credentials)",
        NOTHING: "",
    }.get(visitor.shows, 'headers={"Authorization": id_token}')
    arguments = f",\n{indent(call, '    ')},\n" if call else ""
    return dedent("""\
        http = cognito_lab.http_session(cloud)
        answer = http.get({address!r}{arguments})
        answer.status_code, answer.json()""").format(address=api_url + door, arguments=arguments)


def as_text(doors: Sequence[str], visitors: Mapping[str, Visitor], last: Knock | None) -> str:
    """The panel in plain words."""
    state = knock_sentence(last) if last else "nobody has knocked yet"
    return f"DoorPanel: doors {', '.join(doors)}; visitors {', '.join(visitors)}; {state}"


def as_html(doors: Sequence[str], visitors: Mapping[str, Visitor], last: Knock | None) -> Markup:
    """The panel where no widget can live."""
    state = knock_html(last) if last else html.paragraph("Nobody has knocked yet.")
    who = html.ordered(f"{name}: shows {visitor.shows}" for name, visitor in visitors.items())
    return Markup('<div class="cl-static"><strong>Doors {}</strong>{}{}</div>').format(
        ", ".join(doors), who, state
    )
