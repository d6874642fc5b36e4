"""A state machine, told in places and moves: what `states` makes from the services' own tables.

A place is where somebody may stand, a move leads from one place to another and has words. A *fork*
is no place: it is where the way divides, and nobody waits there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from cognito_lab.diagrams.style import Domain


class Shape(StrEnum):
    """How a place is drawn."""

    PLACE = "place"
    START = "start"  # where nobody has come from
    END = "end"  # where everything is over
    FORK = "fork"


@dataclass(frozen=True)
class Place:
    """Somewhere to stand, or a fork.

    Attributes:
        name: What stands in its box; names are different.
        domain: Who decides here, which gives it its colour.
        shape: How it is drawn.
        saying: What the list beside the picture says of the ways on; left out, they are listed.
    """

    name: str
    domain: Domain
    shape: Shape = Shape.PLACE
    saying: str = ""


@dataclass(frozen=True)
class Move:
    """A way from one place to another, or back to the same, with a few words; they may be empty."""

    source: str
    target: str
    words: str = ""

    @property
    def stays(self) -> bool:
        return self.source == self.target


@dataclass(frozen=True)
class Machine:
    """All places and moves. Places come in the order in which they are listed.

    Raises:
        ValueError: A move begins or ends where there is no place, or two places share a name.
    """

    title: str
    caption: str
    places: tuple[Place, ...]
    moves: tuple[Move, ...]

    def __post_init__(self) -> None:
        names = [place.name for place in self.places]
        if len(set(names)) < len(names):
            raise ValueError("two places have the same name")
        unknown = {n for move in self.moves for n in (move.source, move.target)} - set(names)
        if unknown:
            raise ValueError(f"there is no place {sorted(unknown)[0]!r}")

    @property
    def listed(self) -> tuple[Place, ...]:
        """The places where somebody can stand: the steps of the picture, numbered from 1."""
        return tuple(place for place in self.places if place.shape is not Shape.FORK)

    def number_of(self, name: str) -> int:
        """The number of a place.

        Raises:
            ValueError: There is no such place.
        """
        names = [place.name for place in self.listed]
        if name not in names:
            raise ValueError(f"there is no place {name!r}; there are {', '.join(names)}")
        return names.index(name) + 1

    def moves_from(self, name: str) -> tuple[Move, ...]:
        """The ways on from a place, in the order of the table."""
        return tuple(move for move in self.moves if move.source == name)

    def sentences(self) -> Iterator[str]:
        """One sentence a place: its name, and where one goes from there."""
        for place in self.listed:
            yield f"{place.name}. {place.saying or self._ways_on(place)}"

    def _ways_on(self, place: Place) -> str:
        moves = self.moves_from(place.name)
        if not moves:
            return "Nothing leads on from here."
        return "; ".join(f"{move.words} → {move.target}" for move in moves) + "."
