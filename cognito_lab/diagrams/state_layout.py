"""Where everything in a state diagram stands: layers become heights, slots become places.

How to read the file: `lay_out_states` measures every slot, lets the slots of each layer move
towards their neighbours (`spread` keeps them apart), and draws the routes. An arrow is upright
wherever it passes a layer; where it meets its own words it pauses, and goes on below them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

from cognito_lab.diagrams.dot import Point
from cognito_lab.diagrams.geometry import Box, Line, around, starting_at
from cognito_lab.diagrams.quoting import clean
from cognito_lab.diagrams.spread import spread
from cognito_lab.diagrams.state_layers import Layers, Slot, layered
from cognito_lab.diagrams.state_machine import Machine, Move, Place, Shape
from cognito_lab.diagrams.state_routes import Upright, loop, smooth
from cognito_lab.diagrams.text_width import width, wrap

NAME_SIZE, NAME_LINE, WORDS_SIZE, WORDS_LINE = 12, 15, 10.5, 13.5
NUMBER_RADIUS = 8.5
MARGIN = 8
WIDEST_NAME, WIDEST_WORDS = 150, 132
WIDEST_LINE = 96  # of a name such as USER_PASSWORD_AUTH, which may be broken behind a _
_AWS_NAME = re.compile(r"[A-Z]+(_[A-Z]+)+")
NUMBER_ROOM, PADDING = 2 * NUMBER_RADIUS + 14, 12  # left and right of a name
FORK = 16
_GAP, _BEND, _PORTS = 16, 32, 15  # between slots, between layers, between arrows at a box
_STUB = 10  # how far an arrow is upright at a box, so that its head is
_LOOP, _LOOP_HALF = 26, 8
_SWEEPS = 40


@dataclass(frozen=True)
class PlacedPlace:
    """A place with its box, its number (None for a fork) and the lines of its name."""

    place: Place
    box: Box
    number: Line | None
    name: tuple[Line, ...]


@dataclass(frozen=True)
class Route:
    """A move: its line, in one piece or two, with the head at the end of the last; its words."""

    move: Move
    pieces: tuple[tuple[Point, ...], ...]
    words: tuple[Line, ...]


@dataclass(frozen=True)
class StateLayout:
    """A whole state diagram, placed."""

    width: float
    height: float
    places: tuple[PlacedPlace, ...]
    routes: tuple[Route, ...]

    def home_of(self, name: str) -> PlacedPlace:
        return next(placed for placed in self.places if placed.place.name == name)


def lay_out_states(machine: Machine) -> StateLayout:
    """Find a place for everything in a machine's picture."""
    return _Builder(machine, layered(machine)).finished()


class _Builder:
    """The layout while it is being made."""

    def __init__(self, machine: Machine, layers: Layers) -> None:
        self.machine, self.layers = machine, layers
        self.places = {place.name: place for place in machine.places}
        self.stays = {
            name: tuple(move for move in machine.moves_from(name) if move.stays)
            for name in self.places
        }
        self.x = self._columns()
        self.bands = self._bands()
        self.boxes = {s.place: self._box(s) for row in layers.rows for s in row if s.place}

    # --- sizes -----------------------------------------------------------------------------------

    def _extent(self, slot: Slot) -> tuple[float, float]:
        """How far a slot reaches to the left and to the right of its middle."""
        if slot.place:
            half = _size_of(self.places[slot.place])[0] / 2
            stays = self.stays[slot.place]
            return half, half + (_LOOP + 8 + _widest(_words_of(stays)) if stays else 0)
        half = _widest(_words_in(slot)) / 2 + 4 if slot.has_words else 5
        return half, half

    def _height(self, slot: Slot) -> float:
        if slot.place:
            high = _size_of(self.places[slot.place])[1]
            return max(high, WORDS_LINE * len(_words_of(self.stays[slot.place])))
        return WORDS_LINE * len(_words_in(slot)) + 6 if slot.has_words else 0

    # --- places ----------------------------------------------------------------------------------

    def _columns(self) -> dict[Slot, float]:
        """The middle of each slot: near its neighbours, clear of those in its layer."""
        rows = self.layers.rows
        x: dict[Slot, float] = {}
        for row in rows:
            x |= self._apart(row, [0.0] * len(row))
        for sweep in range(_SWEEPS):
            for row in rows if sweep % 2 == 0 else rows[::-1]:
                x |= self._apart(row, [self._wish(slot, sweep, x) for slot in row])
        left = min(x[slot] - self._extent(slot)[0] for row in rows for slot in row)
        return {slot: middle - left + MARGIN for slot, middle in x.items()}

    def _wish(self, slot: Slot, sweep: int, x: dict[Slot, float]) -> float:
        """The middle of the neighbours in the layer just placed; at last, of all neighbours."""
        near = slot.above if sweep % 2 == 0 else slot.below
        if sweep >= _SWEEPS // 2 or not near:
            near = slot.above + slot.below
        middle = fmean(x[other] for other in near) if near else x[slot]
        if slot.move is None or sweep < _SWEEPS // 2:
            return middle
        passing = self.layers.chains[slot.move][1:-1]
        return 0.2 * middle + 0.8 * fmean(x[other] for other in passing)

    def _apart(self, row: Sequence[Slot], wishes: Sequence[float]) -> dict[Slot, float]:
        extents = [self._extent(slot) for slot in row]
        distances = [a[1] + _GAP + b[0] for a, b in pairwise(extents)]
        weights = [1.0 if slot.place else 4.0 for slot in row]  # a passing arrow should not bend
        return dict(zip(row, spread(wishes, distances, weights), strict=True))

    def _bands(self) -> list[tuple[float, float]]:
        """The upper and lower edge of each layer."""
        bands, top = [], float(MARGIN)
        for row in self.layers.rows:
            bottom = top + max(map(self._height, row), default=-_BEND)
            bands.append((top, bottom))
            top = bottom + _BEND
        return bands

    def _box(self, slot: Slot) -> Box:
        wide, high = _size_of(self.places[slot.place])
        x, y = self.x[slot], sum(self.bands[slot.layer]) / 2
        return Box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)

    # --- routes ----------------------------------------------------------------------------------

    def _route(self, move: Move, chain: tuple[Slot, ...]) -> Route:
        """From box to box through every slot; the line pauses where its words stand."""
        upwards = move in self.layers.upward
        high, low = self.boxes[chain[0].place], self.boxes[chain[-1].place]
        start, end = self.bands[chain[0].layer][1], self.bands[chain[-1].layer][0]
        lines: list[list[Upright]] = [
            [Upright(self._port(chain[0], chain[1]), high.bottom, start + _STUB)]
        ]
        words: tuple[Line, ...] = ()
        for slot in chain[1:-1]:
            x, (top, bottom) = self.x[slot], self.bands[slot.layer]
            if slot.has_words:
                words = _stacked(_words_of((move,)), x, (top + bottom) / 2)
                held = around(line.box for line in words).grown(2)
                lines[-1].append(Upright(x, top, held.top))
                lines.append([])
                top = held.bottom
            lines[-1].append(Upright(x, top, bottom))
        lines[-1].append(Upright(self._port(chain[-1], chain[-2]), end - _STUB, low.top))
        pieces = [smooth(line, upwards=upwards) for line in lines]
        return Route(move, tuple(reversed(pieces) if upwards else pieces), words)

    def _port(self, home: Slot, other: Slot) -> float:
        """Where an arrow leaves or meets a box: towards its other end, clear of its neighbours."""
        box = self.boxes[home.place]
        side = sorted(home.below if other in home.below else home.above, key=self.x.__getitem__)
        room = _PORTS if len(side) < 2 else min(_PORTS, (box.width - 16) / (len(side) - 1))
        edge = min(box.width / 2, 12)
        goals = [(self.x[s] + box.x) / 2 if s.place else self.x[s] for s in side]
        wishes = [min(max(goal, box.left + edge), box.right - edge) for goal in goals]
        ports = spread(wishes, [room] * (len(side) - 1))
        return min(max(ports[side.index(other)], box.left + edge / 2), box.right - edge / 2)

    def _loops(self, name: str) -> Iterator[Route]:
        """The moves that stay, as one loop with everybody's words."""
        moves = self.stays[name]
        if not moves:
            return
        box, words = self.boxes[name], _words_of(moves)
        left, top = box.right + _LOOP + 6, box.y - WORDS_LINE * (len(words) - 1) / 2
        lines = tuple(
            starting_at(left, top + WORDS_LINE * i, text, WORDS_SIZE)
            for i, text in enumerate(words)
        )
        yield Route(moves[0], (loop(box.right, box.y, _LOOP, _LOOP_HALF),), lines)

    # --- the end ---------------------------------------------------------------------------------

    def finished(self) -> StateLayout:
        """Everything placed, and the page as large as it has to be."""
        rows, chains = self.layers.rows, self.layers.chains
        right = max(self.x[slot] + self._extent(slot)[1] for row in rows for slot in row)
        return StateLayout(
            width=round(right + MARGIN),
            height=round(self.bands[-1][1] + MARGIN),
            places=tuple(self._placed(place) for place in self.machine.places),
            routes=(
                *(self._route(move, chain) for move, chain in chains.items()),
                *(route for name in self.stays for route in self._loops(name)),
            ),
        )

    def _placed(self, place: Place) -> PlacedPlace:
        box = self.boxes[place.name]
        if place.shape is Shape.FORK:
            return PlacedPlace(place, box, None, ())
        number = str(self.machine.number_of(place.name))
        badge = Line(number, box.left + 8 + NUMBER_RADIUS, box.y, 9.5, bold=True)
        middle = (box.left + NUMBER_ROOM + box.right - PADDING) / 2
        lines = _stacked(_name_lines(place), middle, box.y, NAME_SIZE, NAME_LINE, bold=True)
        return PlacedPlace(place, box, badge, lines)


def _name_lines(place: Place) -> tuple[str, ...]:
    name = clean(place.name)
    if not _AWS_NAME.fullmatch(name):
        return wrap(name, WIDEST_NAME, NAME_SIZE, bold=True)
    return (name,) if _wide(name) <= WIDEST_LINE else _in_two(name)


def _in_two(name: str) -> tuple[str, str]:
    """A name broken behind the underscore that leaves the shortest lines."""
    parts = name.split("_")
    breaks = (("_".join(parts[:n]) + "_", "_".join(parts[n:])) for n in range(1, len(parts)))
    return min(breaks, key=lambda lines: max(map(_wide, lines)))


def _wide(line: str) -> float:
    return width(line, NAME_SIZE, bold=True)


def _size_of(place: Place) -> tuple[float, float]:
    if place.shape is Shape.FORK:
        return FORK, FORK
    lines = _name_lines(place)
    wide = max(width(line, NAME_SIZE, bold=True) for line in lines)
    return wide + NUMBER_ROOM + PADDING, NAME_LINE * len(lines) + 16


def _words_of(moves: Iterable[Move]) -> tuple[str, ...]:
    return tuple(
        line for move in moves for line in wrap(clean(move.words), WIDEST_WORDS, WORDS_SIZE)
    )


def _words_in(slot: Slot) -> tuple[str, ...]:
    return _words_of((slot.move,)) if slot.move and slot.has_words else ()


def _widest(words: Iterable[str]) -> float:
    return max((width(line, WORDS_SIZE) for line in words), default=0)


def _stacked(
    texts: Sequence[str],
    x: float,
    y: float,
    size: float = WORDS_SIZE,
    high: float = WORDS_LINE,
    *,
    bold: bool = False,
) -> tuple[Line, ...]:
    """Lines below each other, the whole centred on a point."""
    top = y - high * (len(texts) - 1) / 2
    return tuple(Line(text, x, top + high * i, size, bold) for i, text in enumerate(texts))
