"""ClockBar: the lab's time, buttons that move it, and what expires next.

    ClockBar(cloud)                                     # what the trace holds
    ClockBar(cloud, watch={"boarding pass": credentials})   # and what you hand over

The lab's clock stands still until somebody moves it, so an hour costs a click. Ends are read by
`expiries`, shown by `clock_view`. Other widgets follow the new time by themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import ipywidgets
from markupsafe import Markup

from cognito_lab.cloud import Cloud
from cognito_lab.widgets import clock_view as view
from cognito_lab.widgets.controls import plain, prose
from cognito_lab.widgets.expiries import Expiry, expiries_in, expiries_of, in_order
from cognito_lab.widgets.frame import Frame

STEPS: Mapping[str, Mapping[str, float]] = {
    "+ 1 minute": {"minutes": 1},
    "+ 5 minutes": {"minutes": 5},
    "+ 1 hour": {"hours": 1},
    "+ 1 day": {"days": 1},
    "+ 30 days": {"days": 30},
}


class ClockBar(Frame):
    """The lab's time.

    Args:
        cloud: Whose clock and trace.
        watch: ``{name: paper}``: tokens, credentials or times to watch besides those in the trace.

    Raises:
        ValueError: Something to watch says no end.
    """

    def __init__(self, cloud: Cloud, *, watch: Mapping[str, object] | None = None) -> None:
        self._cloud, self._watched = cloud, expiries_of(watch or {})
        self.time, self.ends = prose(), prose()
        self.buttons = {name: plain(ipywidgets.Button, description=name) for name in STEPS}
        self.past_next = plain(ipywidgets.Button, description="To the next expiry")
        self.past_next.add_class("cl-primary")
        row = plain(ipywidgets.HBox, [*self.buttons.values(), self.past_next])
        super().__init__("The lab's clock", "app", [self.time, row, self.ends])
        for name, button in self.buttons.items():
            self.on_click(button, partial(self._advance, STEPS[name]))
        self.on_click(self.past_next, self._advance_past_next)
        self.show_code(view.code_twin(STEPS["+ 1 minute"]))
        self.refresh()

    @property
    def expiries(self) -> tuple[Expiry, ...]:
        """Every end that is known, the nearest first."""
        return in_order([*self._watched, *expiries_in(self._cloud.trace.exchanges)])

    def refresh(self) -> None:
        """Follow the clock and the trace, whoever moved them."""
        now, expiries = self._cloud.clock.now(), self.expiries
        self.time.value = view.time_html(now)
        self.ends.value = view.expiries_html(expiries, now)

    def _advance(self, step: Mapping[str, float]) -> str:
        before = self._cloud.clock.now()
        now = self._cloud.clock.advance(**step)
        self.show_code(view.code_twin(step))
        return view.moved_words(self.expiries, before, now)

    def _advance_past_next(self) -> str:
        now = self._cloud.clock.now()
        following = view.next_expiry(self.expiries, now)
        if following is None:
            return view.next_words(self.expiries, now)
        return self._advance({"seconds": view.step_past(following, now).total_seconds()})

    def as_text(self) -> str:
        return view.as_text(self._cloud.clock.now(), self.expiries)

    def as_html(self) -> Markup:
        return view.as_html(self._cloud.clock.now(), self.expiries)
