"""The attack table for tokens: every forgery at every door is refused, and leaves nothing behind.

    python -m pytest tests/attacks -q      prints the figure: tried, refused

What is tried at all doors stands in `token_forgeries`, what is genuine but none of a door's own in
`token_doors`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from token_doors import DOORS, Door
from token_forgeries import FORGERIES, Fault

Attack = tuple[str, Fault, str]  # its name, what is wrong, the token


def attacks_at(door: Door) -> Iterator[Attack]:
    """Everything that is tried at a door."""
    for name, (fault, forge) in FORGERIES.items():
        if fault in door.words:
            yield name, fault, forge(door.passport)
    for name, (fault, token) in door.foreign.items():
        yield name, fault, token


@pytest.mark.parametrize("name", DOORS)
def test_a_good_token_opens_the_door(name: str):
    """The token that the forgeries are made of is let in, so a refusal means something."""
    door = DOORS[name]()

    assert [knock(door.passport.token) for knock in door.knocks.values()] == [None] * len(
        door.knocks
    )


@pytest.mark.parametrize("name", DOORS)
def test_every_bad_token_is_refused_and_leaves_nothing(
    name: str, record_figure: Callable[..., None]
):
    """Each is refused in AWS's words, and no identity, session or call comes of it."""
    door = DOORS[name]()
    before = door.state()
    tried, let_in, other_words, traces = 0, [], [], []

    for attack, fault, token in attacks_at(door):
        for operation, knock in door.knocks.items():
            tried += 1
            found = knock(token)
            if found is None:
                let_in.append((attack, operation))
            elif not _fits(found, door.words[fault]):
                other_words.append((attack, operation, found))
            if door.state() != before:
                traces.append((attack, operation))

    record_figure(door=name, tried=tried, refused=tried - len(let_in))
    assert let_in == []
    assert traces == []
    assert other_words == []


@pytest.mark.parametrize("name", DOORS)
def test_at_least_twenty_kinds_are_tried_at_each_door(name: str):
    """The table is long enough to be believed, and no attack in it is another one in disguise."""
    door = DOORS[name]()
    attacks = list(attacks_at(door))

    tokens = {token for _, _, token in attacks}

    assert len(attacks) >= 20
    assert len(tokens) == len(attacks)
    assert door.passport.token not in tokens


def _fits(found: tuple[int, str, str], wanted: tuple[int, str, str]) -> bool:
    status, code, message = found
    is_challenge = wanted[1] == "Bearer"
    same_code = code.startswith("Bearer") if is_challenge else code == wanted[1]
    return status == wanted[0] and same_code and message.startswith(wanted[2])
