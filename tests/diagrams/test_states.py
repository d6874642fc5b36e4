"""State diagrams: they say what the tables say, nothing lies on anything, one place can be lit."""

from __future__ import annotations

import itertools
import random
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence

import pytest
from diagram_samples import PAYLOADS, texts_of

from cognito_lab.diagrams.geometry import Box
from cognito_lab.diagrams.quoting import clean
from cognito_lab.diagrams.spread import spread
from cognito_lab.diagrams.state_layout import StateLayout, lay_out_states
from cognito_lab.diagrams.state_machine import Machine, Move, Place, Shape
from cognito_lab.diagrams.states import (
    ANY_STATUS,
    NO_USER,
    sign_in,
    sign_in_machine,
    state_diagram,
    status_machine,
    user_status,
)
from cognito_lab.diagrams.style import Domain
from cognito_lab.services.cognito_idp.signin import SIGN_IN, End
from cognito_lab.services.cognito_idp.user import STATUS_TABLE, UserStatus

MACHINES = {"user status": status_machine(), "sign-in": sign_in_machine()}
Point = tuple[float, float]


def random_machine(seed: int) -> Machine:
    """Places and moves as chance makes them: circles, long words, moves that stay."""
    chance = random.Random(seed)
    names = [f"{word}_{n}" for n, word in enumerate(chance.choices(_NAMES, k=chance.randint(1, 9)))]
    places = tuple(Place(name, chance.choice(list(Domain))) for name in names)
    pairs = {(chance.choice(names), chance.choice(names)) for _ in range(chance.randint(0, 14))}
    moves = tuple(Move(a, b, chance.choice(_WORDS)) for a, b in sorted(pairs))
    return Machine("Random", "", places, moves)


_NAMES = ("CONFIRMED", "x", "FORCE_CHANGE_PASSWORD", "SELECT_MFA_TYPE", "待機中")
_WORDS = ("", "SignUp", "AdminSetUserPassword, permanent", "a condition of quite a few words")


# --- nothing lies on anything -------------------------------------------------------------------


def things_of(layout: StateLayout) -> list[tuple[str, Box]]:
    """Everything that has to keep clear of everything else, each with a name."""
    boxes = [(placed.place.name, placed.box) for placed in layout.places]
    return boxes + [(line.text, line.box) for route in layout.routes for line in route.words]


def on_the_way(points: Sequence[Point]) -> Iterator[Point]:
    """Points along Bézier curves, close together."""
    for start in range(0, len(points) - 1, 3):
        corners = points[start : start + 4]
        for step in range(1, 40):
            t = step / 40
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            x, y = (sum(w * c[i] for w, c in zip(weights, corners, strict=True)) for i in (0, 1))
            yield x, y


def faults_of(layout: StateLayout) -> list[str]:
    """Every pair of things that overlap, and every thing that an arrow crosses."""
    things = things_of(layout)
    faults = [
        f"{a} | {b}"
        for (a, one), (b, other) in itertools.combinations(things, 2)
        if one.overlaps(other)
    ]
    for route in layout.routes:
        points = [point for piece in route.pieces for point in on_the_way(piece)]
        faults += [
            f"{route.move} crosses {name}"
            for name, box in things
            if any(box.left < x < box.right and box.top < y < box.bottom for x, y in points)
        ]
    return faults


@pytest.mark.parametrize("machine", MACHINES.values(), ids=MACHINES)
def test_no_arrow_crosses_a_word(machine: Machine) -> None:
    """Boxes and words keep clear of each other, and arrows meet neither."""
    assert faults_of(lay_out_states(machine)) == []


@pytest.mark.parametrize("seed", range(60))
def test_no_arrow_crosses_a_word_in_any_machine(seed: int) -> None:
    """Whatever leads wherever, arrows keep clear of words and boxes."""
    assert faults_of(lay_out_states(random_machine(seed))) == []


@pytest.mark.parametrize("seed", range(60))
def test_everything_stays_on_the_page(seed: int) -> None:
    """No box and no word sticks out of the picture."""
    layout = lay_out_states(random_machine(seed))

    page = Box(0, 0, layout.width, layout.height)
    for name, box in things_of(layout):
        inside = page.left <= box.left and box.right <= page.right
        assert inside and page.top <= box.top and box.bottom <= page.bottom, name


@pytest.mark.parametrize("machine", MACHINES.values(), ids=MACHINES)
def test_a_picture_is_at_most_900_px_wide(machine: Machine) -> None:
    """Both pictures fit into a notebook."""
    assert lay_out_states(machine).width <= 900


@pytest.mark.parametrize("machine", MACHINES.values(), ids=MACHINES)
def test_every_move_is_drawn(machine: Machine) -> None:
    """Each arrow begins at its first place and has its tip at the other; a loop has all words."""
    layout = lay_out_states(machine)

    for route in layout.routes:
        ends = route.pieces[0][0], route.pieces[-1][-1]
        homes = layout.home_of(route.move.source), layout.home_of(route.move.target)
        for (x, y), home in zip(ends, homes, strict=True):
            assert home.box.left <= x <= home.box.right and home.box.top <= y <= home.box.bottom
    drawn = {route.move for route in layout.routes}
    assert {move for move in machine.moves if not move.stays} <= drawn


# --- what the pictures say ----------------------------------------------------------------------


def reachable(row_end: str) -> set[str]:
    """The places that one reaches from a place, through forks alone."""
    machine, found, todo = sign_in_machine(), set(), [row_end]
    shapes = {place.name: place.shape for place in machine.places}
    while todo:
        for move in machine.moves_from(todo.pop()):
            if shapes[move.target] is Shape.FORK:
                todo.append(move.target)
            else:
                found.add(move.target)
    return found


@pytest.mark.parametrize("row", STATUS_TABLE, ids=lambda row: row.event)
def test_the_status_picture_says_every_row(row) -> None:
    """An event leads from each status that the table allows, and from no other."""
    moves = [m for m in status_machine().moves if m.words == row.event and m.target == row.after]

    sources = {m.source for m in moves}
    if row.before == frozenset(UserStatus):
        assert sources == {ANY_STATUS}
    else:
        assert sources == ({str(status) for status in row.before} or {NO_USER})


@pytest.mark.parametrize(("place", "row"), SIGN_IN.items(), ids=lambda one: str(one)[:30])
def test_the_sign_in_picture_says_every_row(place, row) -> None:
    """Through its forks, a place leads exactly where its row does."""
    assert reachable(place) == set(row)


@pytest.mark.parametrize(("place", "row"), SIGN_IN.items(), ids=lambda one: str(one)[:30])
def test_the_list_says_the_row_in_its_order(place, row) -> None:
    """Which challenge is asked first is told in words, too."""
    machine = sign_in_machine()

    sentence = list(machine.sentences())[machine.number_of(place) - 1]
    says = sentence.removeprefix(f"{place}.")
    positions = [says.index(str(name)) for name in row]
    assert says != sentence and positions == sorted(positions)


def test_every_place_can_be_read_in_the_picture() -> None:
    """Names and words stand in the SVG, though broken into lines."""
    shown = "".join(texts_of(user_status().svg)).replace(" ", "")

    for words in (*UserStatus, *(row.event for row in STATUS_TABLE), NO_USER, ANY_STATUS):
        assert words.replace(" ", "") in shown


# --- light --------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [NO_USER, *UserStatus])
def test_the_current_status_is_lit_and_named(status: str) -> None:
    """One place is lit, and the list says at the same place that one stands there."""
    diagram = user_status(status)

    (number,) = re.findall(r'class="sd-g s-(\d+) sd-now"', diagram.svg)
    (line,) = [line for line in str(diagram).splitlines() if line.endswith("(you are here)")]
    assert line.startswith(f"{number}. {status}.")
    assert 'class="sd sd-map"' in diagram.svg


def test_the_way_that_was_gone_is_marked() -> None:
    """Places that a sign-in came through are marked in the picture and in the list."""
    diagram = sign_in("SMS_MFA", passed=["USER_SRP_AUTH", "PASSWORD_VERIFIER"])

    past = re.findall(r'class="sd-g s-(\d+) sd-past"', diagram.svg)
    lines = [line for line in str(diagram).splitlines() if "(you came through here)" in line]
    assert [line.split(".")[0] for line in lines] == past
    assert diagram.as_html().count("(you came through here)") == 2


def test_lighting_draws_nothing_anew() -> None:
    """All lit pictures come from the same DOT, so a shipped drawing serves them all."""
    assert len({user_status(status).dot for status in (None, *UserStatus)}) == 1
    assert sign_in(End.TOKENS, passed=["SMS_MFA"]).dot == sign_in().dot


def test_a_place_that_is_not_there_is_refused() -> None:
    """The answer names the places that there are."""
    with pytest.raises(ValueError, match=r"no place 'ASLEEP'; there are no user yet, any status"):
        user_status("ASLEEP")


@pytest.mark.parametrize(
    ("places", "moves", "complaint"),
    [
        pytest.param("aa", [], "two places have the same name", id="a name is used twice"),
        pytest.param("ab", [("a", "c")], "there is no place 'c'", id="a move leads nowhere"),
    ],
)
def test_a_machine_that_cannot_be_is_refused(places, moves, complaint: str) -> None:
    """Places have names of their own, and moves join places."""
    with pytest.raises(ValueError, match=complaint):
        Machine("", "", tuple(Place(n, Domain.APP) for n in places), tuple(Move(*m) for m in moves))


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
def test_a_text_is_shown_and_does_nothing(text: str) -> None:
    """A name from outside stands in the picture as it is, and no markup comes of it."""
    svg = state_diagram(machine_of(text)).svg

    shown = re.sub(r"\s", "", "".join(texts_of(svg)))
    assert shown.count(re.sub(r"\s", "", clean(text))) == 3
    assert vocabulary(svg) == vocabulary(state_diagram(machine_of("harmless")).svg)


def machine_of(text: str) -> Machine:
    """A machine that holds the text wherever it takes one."""
    here, there = Place(f"{text} 1", Domain.APP), Place(f"{text} 2", Domain.AWS)
    return Machine(text, text, (here, there), (Move(here.name, there.name, text),))


def vocabulary(svg: str) -> set[str]:
    """The names of all elements and attributes."""
    elements = list(ET.fromstring(svg).iter())
    return {e.tag for e in elements} | {name for e in elements for name in e.attrib}


# --- keeping a distance -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "distances", "expected"),
    [
        pytest.param([], [], [], id="nobody"),
        pytest.param([3, 9], [5], [3, 9], id="room enough"),
        pytest.param([4, 4], [2], [3, 5], id="both give way alike"),
        pytest.param([0, 10, 10, 10], [1, 3, 3], [0, 7, 10, 13], id="only those in the way"),
    ],
)
def test_things_stand_as_near_as_they_can(wanted, distances, expected) -> None:
    """Who has room stands where it wants; the others share the difference."""
    assert spread(wanted, distances) == pytest.approx(expected)


def test_who_insists_gives_way_less() -> None:
    """A weight of three against one moves a third as far."""
    assert spread([4, 4], [4], [3, 1]) == pytest.approx([3, 7])
