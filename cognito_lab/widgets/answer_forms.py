"""The forms of two kinds of exercise: a list to be put in order, and one choice for each item.

A form holds an answer and nothing else: `value` is what stands in it, and `touched` says whether
the person has done anything yet. Its code twin is the same value typed in a cell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import ipywidgets
from markupsafe import Markup

from cognito_lab.widgets import controls, html


class OrderForm(ipywidgets.VBox):
    """A list, and two buttons that move the chosen line.

    Args:
        steps: The lines; the first is number 1.
    """

    def __init__(self, steps: Sequence[str]) -> None:
        self._steps = tuple(steps)
        self._order = list(range(1, len(steps) + 1))
        self.touched = False
        self.lines = ipywidgets.Select(
            options=self._labels(), description="Your order", rows=len(steps)
        )
        self.lines.layout.width = "min(100%, 640px)"
        self.up, self.down = controls.button("Move up"), controls.button("Move down")
        super().__init__([self.lines, controls.row(self.up, self.down)])

    @property
    def value(self) -> list[int]:
        """The numbers of the steps, first to last."""
        return list(self._order)

    @value.setter
    def value(self, order: Sequence[int]) -> None:
        self._order, self.touched = list(order), True
        self.lines.options = self._labels()

    def move(self, by: int) -> str:
        """Move the chosen line up (-1) or down (1); return what to say."""
        place = self.lines.index or 0
        other = place + by
        if not 0 <= other < len(self._order):
            return "It stands at the end already."
        order = self.value
        order[place], order[other] = order[other], order[place]
        self.value = order
        self.lines.index = other
        return f"Now at place {other + 1}: {self._steps[order[other] - 1]}"

    def _labels(self) -> list[tuple[str, int]]:
        return [(f"{number}. {self._steps[number - 1]}", number) for number in self._order]


class ChoiceForm(ipywidgets.VBox):
    """A menu for each item, below the item's key and its words.

    Args:
        items: ``{item: its words}``; the item is the key in the code twin, so it is shown too.
        options: What each menu offers.
    """

    def __init__(self, items: Mapping[str, str], options: Sequence[str]) -> None:
        offered = [("– choose –", ""), *((option, option) for option in options)]
        self.menus = {
            item: controls.plain(
                ipywidgets.Dropdown,
                options=offered,
                description=Markup("{}: {}").format(html.mono(item), words),
                description_allow_html=True,  # it is ours, and escaped
            )
            for item, words in items.items()
        }
        super().__init__(list(self.menus.values()))
        self.add_class("cl-choices")

    @property
    def touched(self) -> bool:
        return any(menu.value for menu in self.menus.values())

    @property
    def value(self) -> dict[str, str]:
        """``{item: chosen option}``; "" where nothing is chosen yet."""
        return {item: menu.value for item, menu in self.menus.items()}

    @value.setter
    def value(self, chosen: Mapping[str, Any]) -> None:
        for item, menu in self.menus.items():
            menu.value = chosen.get(item) or ""
