"""The airport tells the whole metaphor: both ways, every document, every desk."""

from __future__ import annotations

import itertools
import re

import pytest
from diagram_samples import texts_of

from cognito_lab.diagrams import Stop, airport
from cognito_lab.diagrams.airport import CARDS, SECOND_DOOR, Card


def plain(text: str) -> str:
    """Letters and digits, in lower case."""
    return re.sub(r"[^a-z0-9/]", "", text.lower())


def test_both_ways_are_drawn() -> None:
    """The counter's way ends at the gate; the second door is reached with the passport itself."""
    texts = texts_of(airport().svg)

    for words in ("Passport", "Check-in counter", "Boarding pass", "Gate", "Second door"):
        assert words in texts
    for words in ("ID token", "Identity pool + STS", "Temporary credentials", "S3"):
        assert words in texts
    assert "API Gateway, user-pool authorizer" in texts
    assert [t for t in texts if t in ("show", "get", "board")] == ["show", "get", "board", "show"]


def test_the_second_door_takes_a_passport_and_no_boarding_pass() -> None:
    """Picture and words say what either document gets there."""
    diagram = airport()

    assert {"200 OK", "× 401"} <= set(texts_of(diagram.svg))
    assert "the passport gets 200 OK, a boarding pass 401" in diagram.steps[-1]


def test_the_words_say_all_that_the_picture_says() -> None:
    """Every line that one reads in the picture stands in the list, whatever its case."""
    diagram = airport()
    verbs = " ".join(card.verb for card in (*CARDS, SECOND_DOOR))
    twin = plain(" ".join((*diagram.steps, verbs)))

    unsaid = [t for t in texts_of(diagram.svg) if not t.isdigit() and plain(t) not in twin]
    assert unsaid == []


@pytest.mark.parametrize("card", [*CARDS, SECOND_DOOR], ids=lambda card: card.heading)
def test_no_text_of_a_card_is_cut(card: Card) -> None:
    """What a card says, it says in full, and in at most three lines."""
    shown = " ".join(texts_of(airport().svg))

    assert card.text in shown


@pytest.mark.parametrize("stop", list(Stop), ids=lambda stop: stop.name.lower())
def test_one_stop_can_be_lit(stop: Stop) -> None:
    """The stop that somebody has reached is lit, and no other."""
    svg = airport(current=stop).svg

    assert 'class="sd sd-spot"' in svg
    assert re.findall(r'class="sd-g s-(\d+) sd-now"', svg) == [str(int(stop))]


def test_lighting_draws_nothing_anew() -> None:
    """All five lit pictures come from the same DOT."""
    assert len({airport(current=stop).dot for stop in Stop} | {airport().dot}) == 1


def test_a_stop_that_is_not_there_is_refused() -> None:
    """There are five stops."""
    with pytest.raises(ValueError, match="there is no step 6"):
        airport(current=6)


def test_the_lit_stop_is_named_in_the_words() -> None:
    """Who does not see the light reads where one stands."""
    diagram = airport(current=Stop.BOARDING_PASS)

    lines = str(diagram).splitlines()
    assert [line for line in lines if line.endswith("(you are here)")] == [lines[3]]
    assert diagram.as_html().count('<li aria-current="step">') == 1
    assert all(a != b for a, b in itertools.pairwise(lines))
