"""Puts a state machine into layers, so that no arrow can ever meet a word.

Places stand in layers, from top to bottom; between two layers of places lies a layer of words, if
there are any. An arrow that passes a layer has a slot of its own there, as wide as an arrow; its
words fill a slot, too. Since everything in a layer keeps its distance, arrows bend only between
layers, where nothing is written.

    layer 0      ( no user yet )        ( any status )
    layer 1         SignUp            AdminSetUserPassword
    layer 2      [ UNCONFIRMED ]              |
                        …                     |

How to read the file: `layered` does all of it: which arrows go back (`_going_back`), which layer
a place gets (`_ranks`), which slots an arrow needs (`_chain`), and in which order the slots of a
layer cross the fewest arrows (`_ordered`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import fmean

from cognito_lab.diagrams.state_machine import Machine, Move

_SWEEPS = 8


@dataclass(eq=False)
class Slot:
    """Room in a layer: for a place, for the words of a move, or for an arrow that passes.

    Attributes:
        layer: Which layer, from 0 at the top; places stand in the even ones.
        place: The name of the place that stands here; empty for the others.
        move: The move that passes here; None for a place.
        has_words: Whether its words stand here.
        above, below: The slots that it is joined with.
    """

    layer: int
    place: str = ""
    move: Move | None = None
    has_words: bool = False
    above: list[Slot] = field(default_factory=list, repr=False)
    below: list[Slot] = field(default_factory=list, repr=False)


@dataclass(frozen=True)
class Layers:
    """All slots, layer by layer from left to right, and the slots of each move that has any.

    Attributes:
        rows: The slots of each layer; none where no words stand between two layers of places.
        chains: ``{move: its slots from top to bottom, both places included}``.
        upward: The moves that lead up.
    """

    rows: tuple[tuple[Slot, ...], ...]
    chains: dict[Move, tuple[Slot, ...]]
    upward: frozenset[Move]


def layered(machine: Machine) -> Layers:
    """Find a layer for everything, and an order within each layer."""
    moves = [move for move in dict.fromkeys(machine.moves) if not move.stays]
    upward = _going_back(machine, moves)
    down = [(m.target, m.source) if m in upward else (m.source, m.target) for m in moves]
    ranks = _ranks([place.name for place in machine.places], down)
    homes = {name: Slot(2 * rank, place=name) for name, rank in ranks.items()}
    ends = {m: (homes[high], homes[low]) for m, (high, low) in zip(moves, down, strict=True)}
    words_at = {
        move: low.layer - 1 if move in upward else high.layer + 1
        for move, (high, low) in ends.items()
        if move.words
    }
    used = {*words_at.values(), *(home.layer for home in homes.values())}
    chains = {move: _chain(move, *ends[move], words_at.get(move), used) for move in moves}
    rows = _rows([*homes.values(), *(s for chain in chains.values() for s in chain[1:-1])])
    return Layers(tuple(tuple(row) for row in _ordered(rows)), chains, upward)


def _going_back(machine: Machine, moves: Sequence[Move]) -> frozenset[Move]:
    """The moves that lead to a place that one has come through: they would close a circle."""
    back: set[Move] = set()
    finished: set[str] = set()

    def visit(name: str, way: tuple[str, ...]) -> None:
        for move in moves:
            if move.source != name:
                continue
            if move.target in (*way, name):
                back.add(move)
            elif move.target not in finished:
                visit(move.target, (*way, name))
        finished.add(name)

    for place in machine.places:
        if place.name not in finished:
            visit(place.name, ())
    return frozenset(back)


def _ranks(names: Iterable[str], down: Iterable[tuple[str, str]]) -> dict[str, int]:
    """The length of the longest way from a beginning to each place."""
    ranks = dict.fromkeys(names, 0)
    ways = tuple(down)
    for _ in ranks:
        for high, low in ways:
            ranks[low] = max(ranks[low], ranks[high] + 1)
    return ranks


def _chain(
    move: Move, high: Slot, low: Slot, words_at: int | None, used: Collection[int]
) -> tuple[Slot, ...]:
    """Slots for a move in every layer that it passes; a layer where nothing stands is none."""
    between = (
        Slot(layer, move=move, has_words=layer == words_at)
        for layer in range(high.layer + 1, low.layer)
        if layer in used
    )
    chain = (high, *between, low)
    for one, other in pairwise(chain):
        one.below.append(other)
        other.above.append(one)
    return chain


def _rows(slots: Sequence[Slot]) -> list[list[Slot]]:
    """The slots by layer; a layer where nothing stands is empty."""
    rows: list[list[Slot]] = [[] for _ in range(max((s.layer for s in slots), default=-1) + 1)]
    for slot in slots:
        rows[slot.layer].append(slot)
    return rows


# --- which order crosses the fewest arrows -------------------------------------------------------


def _ordered(rows: list[list[Slot]]) -> list[list[Slot]]:
    """Sort each layer by where its neighbours stand, down and up again, and keep the best."""
    best, fewest = rows, _crossings(rows)
    for sweep in range(_SWEEPS):
        rows = _swept(rows, downwards=sweep % 2 == 0)
        if (count := _crossings(rows)) < fewest:
            best, fewest = rows, count
    return best


def _swept(rows: list[list[Slot]], *, downwards: bool) -> list[list[Slot]]:
    positions = {slot: float(i) for row in rows for i, slot in enumerate(row)}
    swept = list(rows)
    numbers = range(len(rows)) if downwards else reversed(range(len(rows)))
    for number in numbers:
        middle = {
            slot: fmean(positions[n] for n in near) if near else positions[slot]
            for slot in rows[number]
            for near in [slot.above if downwards else slot.below]
        }
        swept[number] = sorted(rows[number], key=middle.__getitem__)
        positions |= {slot: float(i) for i, slot in enumerate(swept[number])}
    return swept


def _crossings(rows: list[list[Slot]]) -> int:
    """How many pairs of arrows cross between two layers."""
    total = 0
    for row, following in pairwise(row for row in rows if row):
        place = {slot: i for i, slot in enumerate(following)}
        ends = [(i, place[low]) for i, slot in enumerate(row) for low in slot.below]
        total += sum((a - c) * (b - d) < 0 for n, (a, b) in enumerate(ends) for c, d in ends[:n])
    return total
