"""What the app holds after each step: only what reached it, and nothing in full that is secret."""

from __future__ import annotations

import player_runs

from cognito_lab.diagrams import THE_JOURNEY, from_trace
from cognito_lab.widgets.player_shelf import received, shelves

PASSPORT = {"ID token", "access token", "refresh token"}
BOARDING_PASS = {"access key id", "secret key", "session token", "good until"}


def held(exchanges) -> list[set[str]]:
    """Return the documents on the shelf after each step."""
    return [set(shelf) for shelf in shelves(from_trace(exchanges).steps)]


def test_the_shelf_fills_as_the_answers_arrive():
    """Tokens come with the third step, the id with the fifth, credentials, then the file."""
    after = held(player_runs.jdoe())

    assert after[1] == set()
    assert after[2] == after[3] == PASSPORT
    assert after[4] == after[5] == PASSPORT | {"identity id"}
    assert after[6] == PASSPORT | {"identity id"} | BOARDING_PASS
    assert after[8] == after[6] | {"file"}


def test_what_the_browser_holds_is_not_the_apps():
    """At Google the browser gets two tokens, and hands one of them over."""
    after = held(player_runs.gina())

    assert after[2] == set()
    assert after[3] == {"ID token"}


def test_a_refusal_brings_nothing():
    """After a refusal the app holds what it held before."""
    after = held(player_runs.too_late())

    assert after[-1] == after[-2] == PASSPORT | {"identity id"}


def test_values_are_masked_and_ids_are_not():
    """A token shows its first letters, a secret key none; ids, times and sizes are no secrets."""
    *_, last = shelves(from_trace(player_runs.jdoe()).steps)

    assert last["ID token"] == "eyJraW…"
    assert last["secret key"] == last["session token"] == "••••••"
    assert last["access key id"] == "ASIAEXAMPLE"
    assert last["identity id"] == "us-east-1:4387ee7b-7d42-446f-be9b-768fae4001e3"
    assert last["good until"] == "2026-01-06 10:08:07 UTC"
    assert last["file"] == "68 bytes"


def test_a_flow_written_by_hand_brings_nothing():
    """Without a trace nobody knows what an answer held."""
    assert all(received(step) == {} for step in THE_JOURNEY.steps)
