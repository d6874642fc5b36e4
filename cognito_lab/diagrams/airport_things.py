"""The things of the airport, each drawn round a middle line."""

from __future__ import annotations

from cognito_lab.diagrams.geometry import Box, Line
from cognito_lab.diagrams.scene import Pencil
from cognito_lab.diagrams.style import Domain

# Widths of black and white in the bar code, in turn.
_BARS = (2, 1.4, 1, 1.4, 2.6, 1.4, 1, 1.4, 1, 2, 2, 1.4, 1, 1.4, 2.6, 1.4, 1)


def passport(pen: Pencil, x: float, top: float) -> None:
    """The ID token: who you are, signed by who says so."""
    cover = Box(x - 50, top, x + 50, top + 134)
    pen.shadow(cover)
    pen.solid(cover)
    pen.inset(Box(x - 43, top + 7, x + 43, top + 127))
    pen.on_ink(Line("PASSPORT", x, top + 22, 11.5, bold=True))
    globe(pen, x, top + 62, 25)
    pen.on_ink(Line("iss · sub · exp", x, top + 99, 9.5))
    chip = Box(x - 9, top + 109, x + 9, top + 121)
    pen.line_on_ink((chip.left, chip.top), (chip.right, chip.top))
    pen.line_on_ink((chip.left, chip.bottom), (chip.right, chip.bottom))
    pen.line_on_ink((chip.left, chip.top), (chip.left, chip.bottom))
    pen.line_on_ink((chip.right, chip.top), (chip.right, chip.bottom))
    pen.ring(Box(x - 3, top + 112, x + 3, top + 118))


def globe(pen: Pencil, x: float, y: float, radius: float) -> None:
    """The globe on a passport's cover."""
    pen.ring(Box(x - radius, y - radius, x + radius, y + radius))
    pen.ring(Box(x - radius / 2, y - radius, x + radius / 2, y + radius))
    pen.line_on_ink((x - radius, y), (x + radius, y))
    pen.line_on_ink((x, y - radius), (x, y + radius))


def small_passport(pen: Pencil, x: float, y: float) -> None:
    """A passport as one sees it from the other side of the hall."""
    pen = pen.of(Domain.IDENTITY_PROVIDER)
    pen.solid(Box(x - 12, y - 16, x + 12, y + 16))
    pen.ring(Box(x - 5, y - 7, x + 5, y + 3))
    pen.line_on_ink((x - 6, y + 9), (x + 6, y + 9))


def counter(pen: Pencil, x: float, top: float) -> None:
    """Identity pool and STS: somebody checks the passport and writes a boarding pass."""
    _sign(pen, x, top, "CHECK-IN")
    pen.line((x - 50, top + 22), (x - 50, top + 84), pen=2)
    pen.line((x + 50, top + 22), (x + 50, top + 84), pen=2)
    pen.middle(Box(x - 24, top + 54, x + 24, top + 110), shape="ellipse")
    pen.tint(Box(x - 13, top + 28, x + 13, top + 54), shape="ellipse")
    pen.tint(Box(x - 68, top + 92, x + 68, top + 134))
    pen.paper(Box(x - 60, top + 68, x - 34, top + 82))
    pen.of(Domain.IDENTITY_PROVIDER).solid(Box(x + 36, top + 70, x + 58, top + 82), rounded=False)
    pen.solid(Box(x - 76, top + 82, x + 76, top + 92), rounded=False)
    pen.ink(Line("signature · iss · aud · exp", x, top + 107, 9.5))
    pen.ink(Line("all checked", x, top + 122, 9.5, bold=True))


def boarding_pass(pen: Pencil, x: float, top: float) -> None:
    """Temporary credentials: one role, for a while."""
    card = Box(x - 78, top + 20, x + 78, top + 112)
    pen.shadow(card)
    pen.paper(card, rounded=True)
    pen.solid(Box(x - 70, top + 28, x + 28, top + 46))
    pen.on_ink(Line("BOARDING PASS", x - 21, top + 37, 9.5, bold=True))
    pen.on_paper(x - 70, top + 59, "key id", "ASIA…")
    pen.on_paper(x - 70, top + 76, "role", "reader")
    pen.on_paper(x - 70, top + 93, "until", "+ 1 hour")
    pen.line((x + 38, top + 26), (x + 38, top + 106), pen=1, dashed=True)
    for y in (card.top, card.bottom):
        pen.ground(Box(x + 34, y - 4, x + 42, y + 4))
    left = x + 46.0
    for index, wide in enumerate(_BARS):
        if index % 2 == 0:
            pen.ink_bar(Box(left, top + 32, left + wide, top + 100))
        left += wide


def small_boarding_pass(pen: Pencil, x: float, y: float) -> None:
    """A boarding pass as one sees it from the other side of the hall."""
    pen.paper(Box(x - 18, y - 10, x + 18, y + 10), rounded=True)
    pen.solid(Box(x - 13, y - 5, x + 1, y - 2), rounded=False)
    pen.line((x - 13, y + 4), (x + 1, y + 4), pen=1)
    pen.line((x + 5, y - 9), (x + 5, y + 9), pen=1, dashed=True)
    for left in (x + 8, x + 10.5, x + 13):
        pen.ink_bar(Box(left, y - 5, left + 1, y + 5))


def gate(pen: Pencil, x: float, top: float) -> None:
    """An AWS service: looks at the boarding pass, and at nothing else."""
    pen.middle(Box(x - 62, top + 20, x - 54, top + 134))
    pen.middle(Box(x + 54, top + 20, x + 62, top + 134))
    _sign(pen, x, top, "GATE  S3")
    pen.strong(Box(x - 30, top + 38, x + 30, top + 102), shape="cylinder")
    pen.ink(Line("bucket", x, top + 74, 10.5, bold=True))
    pen.solid(Box(x - 54, top + 110, x + 16, top + 118), rounded=False)
    for left in (x - 44, x - 22, x):
        pen.ground(Box(left, top + 110, left + 10, top + 118), shape="box")
    pen.seal(Line("OK", x + 37, top + 114, 9.5, bold=True), good=True)


def second_door(pen: Pencil, x: float, top: float) -> None:
    """A door that reads passports: a reader in front, the way to your own back end behind."""
    pen.middle(Box(x - 62, top + 20, x - 54, top + 134))
    pen.middle(Box(x + 54, top + 20, x + 62, top + 134))
    _sign(pen, x, top, "DOOR  API")
    pen.strong(Box(x + 2, top + 34, x + 46, top + 134))
    pen.ink(Line("/jwt", x + 24, top + 70, 11.5, bold=True))
    pen.solid(Box(x + 7, top + 84, x + 12, top + 89), shape="ellipse", rounded=False)
    pen.middle(Box(x - 31, top + 94, x - 23, top + 134))
    pen.solid(Box(x - 45, top + 88, x - 9, top + 95), rounded=False)
    small_passport(pen, x - 27, top + 71)
    pen.seal(Line("OK", x - 27, top + 42, 9.5, bold=True), good=True)


def _sign(pen: Pencil, x: float, top: float, text: str) -> None:
    pen.solid(Box(x - 66, top, x + 66, top + 22))
    pen.on_ink(Line(text, x, top + 11, 11, bold=True))
