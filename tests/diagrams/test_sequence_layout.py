"""Nothing in a sequence diagram stands on anything else."""

from __future__ import annotations

import itertools

import pytest
from diagram_samples import FLOWS, long_flow, random_flow

from cognito_lab.diagrams import Flow, Kind, call, itself, sequence
from cognito_lab.diagrams.geometry import Box
from cognito_lab.diagrams.layout import Layout
from cognito_lab.diagrams.rows import lay_out

SMALLEST_TEXT = 9.5


def things_of(layout: Layout) -> list[tuple[str, Box]]:
    """Everything that has to keep clear of everything else, each with a name."""
    things = [(f"head of {c.participant.name}", c.head) for c in layout.columns]
    things += [
        (f"foot of {c.participant.name}", foot)
        for c, foot in zip(layout.columns, layout.feet, strict=True)
    ]
    for row in layout.rows:
        things += [(f"{row.number}: {line.text}", line.box) for line in row.texts()]
        things.append((f"badge {row.number}", row.badge_box))
        if row.note:
            things.append((f"note of {row.number}", row.note.box))
    for frame in layout.frames:
        things.append(("corner of a frame", frame.tab))
        things += [(line.text, line.box) for line in frame.conditions]
    for phase in layout.phases:
        things += [(f"phase {line.text}", line.box) for line in (phase.number, *phase.lines)]
    return things


def overlaps(layout: Layout) -> list[str]:
    """Every pair that shares some space."""
    return [
        f"{a} | {b}"
        for (a, one), (b, other) in itertools.combinations(things_of(layout), 2)
        if one.overlaps(other)
    ]


@pytest.mark.parametrize("flow", FLOWS.values(), ids=FLOWS)
def test_nothing_overlaps_in_the_shipped_flows(flow: Flow) -> None:
    """Labels, notes, heads, badges and conditions keep clear of each other."""
    assert overlaps(lay_out(flow)) == []


@pytest.mark.parametrize("seed", range(60))
def test_nothing_overlaps_in_any_flow(seed: int) -> None:
    """Whatever is said, by whomever, however long, keeps clear of the rest."""
    assert overlaps(lay_out(random_flow(seed))) == []


@pytest.mark.parametrize("seed", range(60))
def test_everything_stays_on_the_page(seed: int) -> None:
    """No text, note or frame sticks out of the picture."""
    layout = lay_out(random_flow(seed))

    boxes = [*things_of(layout), *(("frame", frame.box) for frame in layout.frames)]
    outside = [
        name
        for name, box in boxes
        if box.left < 0 or box.top < 0 or box.right > layout.width or box.bottom > layout.height
    ]
    assert outside == []


@pytest.mark.parametrize("seed", range(60))
def test_a_note_never_covers_somebody_at_work(seed: int) -> None:
    """A note may lie on lifelines, which are only lines, and on no activation bar."""
    layout = lay_out(random_flow(seed))

    covered = [
        f"note of {row.number} on {layout.columns[bar.column].participant.name}"
        for row in layout.rows
        for bar in layout.bars
        if row.note and row.note.box.overlaps(bar.box)
    ]
    assert covered == []


@pytest.mark.parametrize("seed", range(60))
def test_words_on_a_lifeline_have_a_chip(seed: int) -> None:
    """Where a line of words meets a lifeline, the lifeline pauses under it."""
    layout = lay_out(random_flow(seed))

    for row in layout.rows:
        for line in row.texts():
            crossed = [c.x for c in layout.columns if line.box.left < c.x < line.box.right]
            patches = [chip.box for chip in row.chips if chip.box.overlaps(line.box)]
            assert all(any(box.left < x < box.right for box in patches) for x in crossed)


@pytest.mark.parametrize("flow", FLOWS.values(), ids=FLOWS)
def test_six_participants_fit_into_900_px(flow: Flow) -> None:
    """A picture of up to six participants is at most 900 px wide."""
    assert lay_out(flow).width <= 900


@pytest.mark.parametrize("flow", FLOWS.values(), ids=FLOWS)
def test_no_text_is_smaller_than_nine_and_a_half(flow: Flow) -> None:
    """Even the number in a badge can be read."""
    layout = lay_out(flow)

    lines = [line for row in layout.rows for line in (*row.texts(), row.badge)]
    assert min(line.size for line in lines) >= SMALLEST_TEXT


def test_time_runs_downwards() -> None:
    """Each step begins below the step before it."""
    heights = [row.y for row in lay_out(long_flow(60)).rows]

    assert all(a < b for a, b in itertools.pairwise(heights))


def test_a_bar_lasts_from_the_call_to_its_answer() -> None:
    """A participant is at work exactly as long as somebody waits for its answer."""
    layout = lay_out(FLOWS["the reference"])

    pool = [
        bar for bar in layout.bars if layout.columns[bar.column].participant.name == "User Pool"
    ]
    (bar,) = pool
    assert (bar.box.top, bar.box.bottom) == (layout.rows[0].y, layout.rows[2].y)


def test_a_label_between_neighbours_stands_in_their_gap() -> None:
    """The words of a message between neighbours cross no lifeline."""
    layout = lay_out(FLOWS["the reference"])

    x = [column.x for column in layout.columns]
    between = layout.rows[9]  # Identity Pool to STS
    assert between.step.label == "AssumeRoleWithWebIdentity"
    assert all(x[3] < line.box.left and line.box.right < x[4] for line in between.texts())


def test_a_picture_with_one_participant_is_possible() -> None:
    """Somebody who only talks to itself has a picture too."""
    flow = Flow(
        "Alone", (itself("App", "computes a proof", "SRP", note="The password stays here."),)
    )

    assert overlaps(lay_out(flow)) == []
    assert sequence(flow).svg


def test_a_call_that_is_never_answered_ends_with_the_picture() -> None:
    """A bar whose answer never came goes on to the end."""
    layout = lay_out(Flow("Open", (call("App", "STS", "GetCallerIdentity"),)))

    (bar,) = layout.bars
    assert layout.rows[0].step.kind is Kind.CALL
    assert bar.box.bottom > layout.rows[0].y + 10
