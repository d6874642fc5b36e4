"""What the SequencePlayer shows, as functions from runs to plain data for the browser.

A run becomes `run_view`: its picture, put into the page once, and its steps in words. Everything in
it is masked. The full values of one step leave Python only through `step_texts(…, revealed=True)`,
which the player calls when a person asks for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Any

from markupsafe import Markup

from cognito_lab.diagrams.columns import HEAD_TOP
from cognito_lab.diagrams.diagram import Diagram
from cognito_lab.diagrams.flow import MOST_STEPS, Flow, Kind, Step
from cognito_lab.diagrams.from_trace import SIX_PHASES
from cognito_lab.diagrams.participants import Participant, participant
from cognito_lab.primitives.errors import AwsError
from cognito_lab.primitives.masking import masked
from cognito_lab.primitives.trace import Exchange
from cognito_lab.widgets import html
from cognito_lab.widgets.player_shelf import SLOTS, shelves
from cognito_lab.widgets.player_story import difference, phases_of, rows_of
from cognito_lab.widgets.visible import shortened, visible

View = dict[str, Any]
_REQUEST_IS = {
    Kind.CALL: "Request",
    Kind.ANSWER: "To this request",
    Kind.ERROR: "To this request",
    Kind.ONE_WAY: "Message",
    Kind.SELF: "With",
}
_HEAD_HEIGHT = 46  # of the participants' names, which stay in sight while the picture scrolls
_LONGEST = 400  # characters of a value, unless it is revealed
_WIDEST_OPTION = 60  # characters of an option in the code twin


def run_view(name: str, flow: Flow, diagram: Diagram, there: Flow | None = None) -> View:
    """One run as the browser needs it.

    Args:
        name: As the switch calls it.
        flow: The steps that are shown.
        diagram: The picture of exactly these steps.
        there: Another run to stand beside it.
    """
    flow, there = _listed(flow), there and _listed(there)
    rows = rows_of(flow, there) if there else ()
    return {
        "name": name,
        "label": diagram.title or name,
        "uid": diagram.uid,
        "svg": diagram.svg,
        "heads": HEAD_TOP + _HEAD_HEIGHT,
        "trouble": diagram.trouble,
        "steps": list(_steps(flow)),
        "rows": [[row.here, row.there, row.same] for row in rows],
        "difference": difference(flow, there) if there else "",
    }


def _listed(flow: Flow) -> Flow:
    """As many steps as a picture takes; what is longer has none, and says so."""
    too_long = len(flow.steps) > MOST_STEPS
    return replace(flow, steps=flow.steps[:MOST_STEPS], frames=()) if too_long else flow


def people_view(cast: Iterable[Participant]) -> list[View]:
    """Who can be shown."""
    return [{"name": one.name, "domain": str(one.domain)} for one in cast]


def shelf_view(flows: Iterable[Flow]) -> list[View]:
    """The places on the shelf that some run fills; none where no run brings anything."""
    filled = {document for flow in flows for shelf in shelves(flow.steps) for document in shelf}
    slots = [slot for slot in SLOTS if slot.document in filled]
    return [
        {"place": place, "domain": str(domain), "documents": [slot.document for slot in group]}
        for (place, domain), group in groupby(slots, key=lambda slot: (slot.place, slot.domain))
    ]


# --- one step -------------------------------------------------------------------------------------


def _steps(flow: Flow) -> Iterator[View]:
    phases, partners = phases_of(flow), _partners(flow)
    for number, (step, shelf) in enumerate(zip(flow.steps, shelves(flow.steps), strict=True), 1):
        texts = step_texts(step)
        yield {
            "domain": "error" if step.kind is Kind.ERROR else _domain(step.sender),
            "hollow": step.kind.answers,
            "sentence": step.sentence(),
            "phase": visible(phases[number - 1]),
            "begins": bool(step.phase),
            "notes": notes_of(step),
            **texts,
            "request_is": _REQUEST_IS[step.kind],
            "answer_is": "Refusal" if step.kind is Kind.ERROR else "Answer",
            "secret": texts != step_texts(step, revealed=True),
            "partner": partners.get(number, 0),
            "shelf": dict(shelf),
        }


def _domain(name: str) -> str:
    return str(participant(name).domain)


def _partners(flow: Flow) -> dict[int, int]:
    """For each call the number of its answer, for each answer that of its call."""
    asked: dict[int, int] = {}
    partners: dict[int, int] = {}
    for number, step in enumerate(flow.steps, 1):
        if step.exchange is None:
            continue
        if step.kind is Kind.CALL:
            asked[step.exchange.number] = number
        elif step.kind.answers and (call := asked.get(step.exchange.number)):
            partners |= {call: number, number: call}
    return partners


def step_texts(step: Step, *, revealed: bool = False) -> dict[str, str]:
    """Request and answer of a step in words; of a call, the answer is still to come.

    Args:
        step: Which step.
        revealed: Whether secrets are shown in full.
    """
    exchange = step.exchange
    if exchange is None:
        return {"request": "", "answer": ""}
    answer = _answer(exchange) if step.kind.answers else {}
    return {
        "request": told(exchange.request, revealed=revealed),
        "answer": told(answer, revealed=revealed),
    }


def _answer(exchange: Exchange) -> Mapping[str, Any]:
    error = exchange.error
    if isinstance(error, AwsError):
        return {"HTTP status": error.status, "error": error.code, "message": error.message}
    if error is not None:
        return {type(error).__name__: str(error)}
    return exchange.answer or {}


def notes_of(step: Step) -> list[str]:
    """The lesson's note and the lab's reasons; reasons belong to the answer, not to the call."""
    told_already = step.exchange is None or step.kind is Kind.CALL
    reasons = [] if told_already or step.exchange is None else step.exchange.notes
    found = [step.note, *reasons]
    return list(dict.fromkeys(visible(str(masked(note))) for note in found if note))


def told(values: Mapping[str, Any], *, revealed: bool = False) -> str:
    """Members and values, one pair a line, structures indented; empty when there is none."""
    return "\n".join(_lines(values if revealed else masked(values), "", revealed))


def _lines(values: Mapping[str, Any], indent: str, revealed: bool) -> Iterator[str]:
    for key, value in values.items():
        name = visible(str(key) if revealed else str(masked(str(key))))
        if isinstance(value, Mapping) and value:
            yield f"{indent}{name}:"
            yield from _lines(value, indent + "  ", revealed)
        elif isinstance(value, list | tuple) and any(isinstance(one, Mapping) for one in value):
            for number, one in enumerate(value, 1):
                yield from _lines({f"{name} {number}": one}, indent, revealed)
        else:
            text = _text(value) if revealed else shortened(_text(value), _LONGEST)
            # A line break inside a value must not look like the next member.
            yield f"{indent}{name}: {visible(text)}".replace("\n", f"\n{indent}    ")


def _text(value: object) -> str:
    """A value as text that is the same in every run: no addresses, no local time."""
    if isinstance(value, bytes):
        return f"<{len(value)} bytes>"
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return ", ".join(_text(one) for one in value)
    if isinstance(value, Mapping):
        return "(empty)"
    if value is None or isinstance(value, str | bool | int | float):
        return str(value)
    return f"<{type(value).__name__}>"


# --- the static form ------------------------------------------------------------------------------


def as_text(diagrams: Mapping[str, Diagram]) -> str:
    """The steps of every run as a list; a run has its name above it when there are several."""
    if len(diagrams) == 1:
        return str(next(iter(diagrams.values())))
    return "\n\n".join(f"{name}\n{diagram}" for name, diagram in diagrams.items())


def as_html(diagrams: Mapping[str, Diagram], differences: Sequence[str]) -> Markup:
    """The pictures, each with its steps as a list, where no widget can live."""
    several = len(diagrams) > 1
    parts = [html.paragraph(text) for text in differences]
    for name, diagram in diagrams.items():
        heading = Markup("<p><strong>{}</strong></p>").format(name) if several else Markup("")
        parts += [heading, Markup(diagram.as_html())]
    return Markup('<div class="cl-static">{}</div>').format(html.joined(parts))


def code_twin(title: str, options: Mapping[str, Any], *, several: bool) -> str:
    """The code that draws the same pictures without a widget."""
    named = {"title": title} if title else {}
    shown = "".join(f", {name}={_option(value)}" for name, value in (named | dict(options)).items())
    story = 'runs["…"]' if several else "cloud.trace"
    names = "SIX_PHASES, sequence" if options.get("phases") is SIX_PHASES else "sequence"
    return "\n".join(
        [
            f"from cognito_lab.diagrams import {names}",
            "",
            f"picture = sequence({story}{shown})",
            "picture             # all of it",
            "picture.at(1)       # with one step lit",
            'picture.save("picture.svg")',
        ]
    )


def _option(value: object) -> str:
    text = "SIX_PHASES" if value is SIX_PHASES else repr(value)
    return text if len(text) <= _WIDEST_OPTION else "…"
