"""Writes DOT: a page on which everything already has its place.

Graphviz is good at drawing and its own layouts are not made for lifelines, so the layout is ours
and ``layout=nop2`` tells Graphviz to leave every node and every spline where it is. Three things
to know
when reading the output:

* Graphviz counts y upwards and sizes in inches; we count px downwards. `Page` turns one into the
other.
* One line of text is one node, because renderers disagree about everything else.
* What is written first is painted first. An edge is painted right after the node it starts from, so
  every line gets an invisible starting point of its own.

Names of nodes, such as ``s4.label``, are ours; what stands before the dot says to which step of the
picture a thing belongs. Text from outside comes in through `quoted` alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from cognito_lab.diagrams.geometry import Box, Line
from cognito_lab.diagrams.quoting import quoted

Point = tuple[float, float]
ARROW_SIZE = 0.75
_HEAD = """digraph picture {
graph [layout=nop2, outputorder=breadthfirst, pad=0, bgcolor="#ffffff"]
node [shape=none, fixedsize=true, margin=0, label="", fontname=Helvetica]
edge [arrowsize=0.75, arrowhead=none, penwidth=1.4]
hidden [style=invis, width=0, height=0, pos="0,0"]"""


@dataclass
class Page:
    """A page of a fixed size, in px, that things are put on one after the other."""

    width: float
    height: float
    _lines: list[str] = field(default_factory=list)
    _names: dict[str, int] = field(default_factory=dict)

    def box(
        self,
        name: str,
        box: Box,
        classes: str,
        *,
        fill: str,
        stroke: str,
        shape: str = "box",
        style: str = "filled",
        pen: float = 1,
    ) -> None:
        """A rectangle, or another shape of that size (``ellipse``, ``note``, ``cylinder``)."""
        self._node(
            name,
            classes,
            box,
            shape=shape,
            style=quoted(style) if "," in style else style,
            fillcolor=quoted(fill),
            color=quoted(stroke),
            **({} if pen == 1 else {"penwidth": _number(pen)}),
        )

    def text(self, name: str, line: Line, classes: str, *, color: str) -> None:
        """One line of text."""
        attributes = {
            "label": quoted(line.text),
            "fontsize": _number(line.size),
            "fontcolor": quoted(color),
        }
        if line.bold:
            attributes["fontname"] = quoted("Helvetica-Bold")
        half = (line.width + 8) / 2
        space = Box(line.x - half, line.y - 7.5, line.x + half, line.y + 7.5)
        self._node(name, classes, space, **attributes)

    def badge(
        self, name: str, line: Line, radius: float, classes: str, *, fill: str, stroke: str, on: str
    ) -> None:
        """A number in a disc."""
        self._node(
            name,
            classes,
            Box(line.x - radius, line.y - radius, line.x + radius, line.y + radius),
            shape="ellipse",
            style="filled",
            fillcolor=quoted(fill),
            color=quoted(stroke),
            penwidth="1.4",
            label=quoted(line.text),
            fontsize=_number(line.size),
            fontcolor=quoted(on),
            fontname=quoted("Helvetica-Bold"),
        )

    def line(
        self,
        name: str,
        points: Sequence[Point],
        classes: str,
        *,
        color: str,
        pen: float = 1.4,
        dashed: bool = False,
        head: str = "",
    ) -> None:
        """A line.

        Args:
            name: Its name; a starting point of that name is made too.
            points: Corners of Bézier curves: one, then three for each curve. Two for a straight
                line.
            classes: Its classes in the SVG.
            color: Its colour in the light theme.
            pen: How thick it is.
            dashed: Whether it is dashed.
            head: An arrow head (``normal``, ``vee``) at the last point, or none.
        """
        attributes = {"color": quoted(color)}
        if pen != 1.4:
            attributes["penwidth"] = _number(pen)
        if dashed:
            attributes["style"] = "dashed"
        if head:
            attributes["arrowhead"] = head
        start = self._unique(name)
        # No `quoted`, which would cut it: a spline may be long, and holds only our own numbers.
        attributes["pos"] = f'"{self._spline(points, bool(head))}"'
        self._lines.append(f'"{start}" [style=invis, width=0, height=0, pos="0,0"]')
        self._lines.append(f'"{start}" -> hidden [class="{classes}", {_written(attributes)}]')

    def finished(self) -> str:
        """The DOT of the whole page."""
        corners = (
            '"page.1" [style=invis, width=0, height=0, pos="0,0"]',
            f'"page.2" [style=invis, width=0, height=0, pos="{self._point((self.width, 0))}"]',
        )
        return "\n".join((_HEAD, *corners, *self._lines, "}\n"))

    def _node(self, name: str, classes: str, box: Box, **attributes: str) -> None:
        place = {
            "pos": quoted(self._point((box.x, box.y))),
            "width": f"{box.width / 72:.4f}",
            "height": f"{box.height / 72:.4f}",
        }
        written = _written(place | attributes)
        self._lines.append(f'"{self._unique(name)}" [class="{classes}", {written}]')

    def _unique(self, name: str) -> str:
        """The name, numbered when something else has it: two nodes of one name are one node."""
        count = self._names[name] = self._names.get(name, 0) + 1
        return name if count == 1 else f"{name}.{count}"

    def _spline(self, points: Sequence[Point], head: bool) -> str:
        """The points as Graphviz wants them: 3n + 1, and room for the head before the tip."""
        *before, last = points
        if not head:
            return " ".join(map(self._point, _curved(points)))
        end = _short_of(last, before[-1], 10 * ARROW_SIZE)
        return " ".join(("e," + self._point(last), *map(self._point, _curved((*before, end)))))

    def _point(self, point: Point) -> str:
        return f"{_number(point[0])},{_number(self.height - point[1])}"


def _curved(points: Sequence[Point]) -> Sequence[Point]:
    """A straight line between two points as a Bézier curve."""
    if len(points) != 2:
        return points
    (x0, y0), (x1, y1) = points
    thirds = [(x0 + (x1 - x0) * part, y0 + (y1 - y0) * part) for part in (1 / 3, 2 / 3)]
    return (points[0], *thirds, points[1])


def _short_of(tip: Point, before: Point, distance: float) -> Point:
    """The point on the way to the tip that is so far away from it."""
    dx, dy = before[0] - tip[0], before[1] - tip[1]
    length = (dx * dx + dy * dy) ** 0.5 or 1
    return tip[0] + dx / length * distance, tip[1] + dy / length * distance


def _written(attributes: dict[str, str]) -> str:
    return ", ".join(f"{name}={value}" for name, value in attributes.items())


def _number(value: float) -> str:
    """At most two decimals, so that every machine writes the same."""
    return f"{value + 0.0:.2f}".rstrip("0").rstrip(".")
