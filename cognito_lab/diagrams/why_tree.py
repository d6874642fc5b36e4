"""The why-tree: a decision drawn as an outline, from the verdict down to each element.

    why_tree(decision)                  # a Decision of cognito_lab.policy, or of cloud.trace
    print(why_tree(decision))           # the same in words

The tree itself is in `reasons`, its places in `why_layout`; this file makes DOT of them.
"""

from __future__ import annotations

from collections.abc import Mapping

from cognito_lab.diagrams.diagram import Diagram
from cognito_lab.diagrams.dot import Page, Point
from cognito_lab.diagrams.reasons import Reason, Sign, reasons
from cognito_lab.diagrams.style import LIGHT
from cognito_lab.diagrams.why_layout import (
    NUMBER_RADIUS,
    Card,
    Mark,
    Rail,
    WhyLayout,
    lay_out_reasons,
)
from cognito_lab.policy.decision import Decision

WIDTH = 720
MOST_PARTS = 60
_CLASSES: Mapping[str, tuple[str, str]] = {  # look → class and colour of a text
    "title": ("sd-label", LIGHT.text),
    "plain": ("sd-label", LIGHT.text),
    "muted": ("sd-detail", LIGHT.muted),
    "good": ("sd-goodtext", LIGHT.good),
    "bad": ("sd-badtext", LIGHT.error),
}
_EDGES: Mapping[Sign, tuple[str, str]] = {  # sign → class and colour of a card's edge
    Sign.GOOD: ("sd-good", LIGHT.good),
    Sign.BAD: ("sd-bad", LIGHT.error),
    Sign.NEUTRAL: ("sd-quiet", LIGHT.line),
}


def why_tree(decision: Decision, *, title: str = "", width: float = WIDTH) -> Diagram:
    """Draw why a request was allowed or denied.

    Args:
        decision: What `decide` answered.
        title: What the picture is about; the verdict, unless given.
        width: Of the picture, in px.
    """
    root = reasons(decision)
    parts = [reason for _, reason in root.walk()]
    sentences = tuple(reason.sentence() for reason in parts)
    title = title or root.title
    if len(parts) > MOST_PARTS:
        too_many = f"No picture: {len(parts)} parts are too many for one; they stand in the list."
        return Diagram(title, sentences, "", refusal=too_many)
    titles = tuple(f"{reason.title}: {reason.says}" for reason in parts)
    return Diagram(title, sentences, _painted(lay_out_reasons(root, width)), titles=titles)


def _painted(layout: WhyLayout) -> str:
    """The DOT: rails first, then card by card."""
    page = Page(layout.width, layout.height)
    for rail in layout.rails:
        _rail(page, rail)
    for card in layout.cards:
        _card(page, card)
    return page.finished()


def _rail(page: Page, rail: Rail) -> None:
    """Down the margin and round the corner into the card."""
    r = 6.0
    points: list[Point] = [
        *((rail.x, rail.top), (rail.x, rail.top), (rail.x, rail.y - r), (rail.x, rail.y - r)),
        *((rail.x, rail.y - r / 2), (rail.x + r / 2, rail.y), (rail.x + r, rail.y)),
        *((rail.x + r, rail.y), (rail.right, rail.y), (rail.right, rail.y)),
    ]
    page.line("rail", points, "sd-rail", color=LIGHT.line, pen=1.2)


def _card(page: Page, card: Card) -> None:
    name, (classes, color) = f"s{card.number}", _EDGES[card.reason.sign]
    page.box(
        f"{name}.card", card.box, classes, fill=LIGHT.page, stroke=color,
        style="rounded,filled", pen=2.4 if _is_loud(card.reason, card.depth) else 1,
    )  # fmt: skip
    page.badge(
        f"{name}.number", card.badge, NUMBER_RADIUS, "sd-phase",
        fill=LIGHT.phase, stroke=LIGHT.phase, on=LIGHT.page,
    )  # fmt: skip
    for words in card.words:
        classes, color = _CLASSES[words.look]
        page.text(f"{name}.words", words.line, classes, color=color)
    for mark in card.marks:
        _mark(page, f"{name}.mark", mark)


def _is_loud(reason: Reason, depth: int) -> bool:
    return reason.decides or depth == 0


def _mark(page: Page, name: str, mark: Mark) -> None:
    """A tick or a cross, drawn: not every font has them."""
    x, y = mark.x, mark.y
    if mark.good:
        page.line(name, [(x - 4, y), (x - 1, y + 3.5)], "sd-goodline", color=LIGHT.good)
        page.line(name, [(x - 1, y + 3.5), (x + 4.5, y - 4)], "sd-goodline", color=LIGHT.good)
        return
    page.line(name, [(x - 3.5, y - 3.5), (x + 3.5, y + 3.5)], "sd-badline", color=LIGHT.error)
    page.line(name, [(x - 3.5, y + 3.5), (x + 3.5, y - 3.5)], "sd-badline", color=LIGHT.error)
