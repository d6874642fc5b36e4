"""What the ClockBar shows, as functions from times to text and HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from markupsafe import Markup

from cognito_lab.widgets import html
from cognito_lab.widgets.expiries import Expiry
from cognito_lab.widgets.visible import shortened, visible

_MOST = 8  # rows of what is good, and of what has expired
_NOTHING = "Nothing that expires has been issued yet. Sign in, and its end appears here."


def time_words(now: datetime) -> str:
    """``Tuesday, 2026-01-06 09:08:07 UTC``."""
    return f"{_DAYS[now.weekday()]}, {now:%Y-%m-%d %H:%M:%S} UTC"


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def time_html(now: datetime) -> Markup:
    """The lab's time, large."""
    return Markup('<p class="cl-clock">{}</p>').format(time_words(now))


def next_expiry(expiries: Sequence[Expiry], now: datetime) -> Expiry | None:
    """What expires next; None when nothing good is left."""
    return next((one for one in expiries if not one.has_expired(now)), None)


def next_words(expiries: Sequence[Expiry], now: datetime) -> str:
    """One sentence about what expires next."""
    if not expiries:
        return _NOTHING
    following = next_expiry(expiries, now)
    if following is None:
        return "Everything that was issued has expired. Sign in again."
    return f"Next to expire: the {_name(following)}, {following.away(now)}."


def moved_words(expiries: Sequence[Expiry], before: datetime, now: datetime) -> str:
    """What a move of the clock brought about, in one or two sentences."""
    gone = [one for one in expiries if one.has_expired(now) and not one.has_expired(before)]
    told = f"It is {time_words(now)}."
    if not gone:
        return told
    names = ", ".join(f"the {_name(one)}" for one in gone[:3])
    more = f" and {len(gone) - 3} more" if len(gone) > 3 else ""
    return f"{told} Expired meanwhile: {names}{more}."


def expiries_html(expiries: Sequence[Expiry], now: datetime) -> Markup:
    """What expires next, then all ends as a table: what is good first."""
    following = html.paragraph(next_words(expiries, now))
    if not expiries:
        return following
    good, expired = _parted(expiries, now)
    rows = [_row(one, now) for one in (*good[:_MOST], *expired[:_MOST])]
    more = len(expiries) - len(rows)
    rest = html.paragraph(f"… and {more} more") if more else Markup("")
    head = ("what", "whose", "good until (UTC)", "at the lab's time")
    return following + html.table(head, rows, caption="What expires") + rest


def _parted(expiries: Sequence[Expiry], now: datetime) -> tuple[Sequence[Expiry], Sequence[Expiry]]:
    """What is good, the nearest end first; and what has expired, the latest first."""
    good = [one for one in expiries if not one.has_expired(now)]
    return good, expiries[: len(expiries) - len(good)][::-1]


def _row(expiry: Expiry, now: datetime) -> tuple[html.Text, ...]:
    return (
        visible(expiry.what),
        html.mono(visible(shortened(expiry.whose, 80))) if expiry.whose else "–",
        f"{expiry.until:%Y-%m-%d %H:%M:%S}",
        html.verdict(not expiry.has_expired(now), expiry.away(now)),
    )


def _name(expiry: Expiry) -> str:
    return visible(shortened(expiry.name, 100))


def code_twin(step: Mapping[str, float]) -> str:
    """The Python that moves the clock as the last button did."""
    given = ", ".join(f"{unit}={count:g}" for unit, count in step.items())
    return f"cloud.clock.advance({given})\ncloud.clock.now()"


def step_past(expiry: Expiry, now: datetime) -> timedelta:
    """From now to the first second at which it is refused."""
    return max(expiry.until - now, timedelta())


def as_text(now: datetime, expiries: Sequence[Expiry]) -> str:
    """The bar in plain words."""
    good, expired = _parted(expiries, now)
    lines = [f"{_name(one)}: {one.away(now)}" for one in (*good[:_MOST], *expired[:_MOST])]
    head = f"ClockBar: {time_words(now)}. {next_words(expiries, now)}"
    return "\n".join([head, *(f"- {line}" for line in lines)])


def as_html(now: datetime, expiries: Sequence[Expiry]) -> Markup:
    """The bar where no widget can live."""
    heading = html.paragraph(Markup("<strong>The lab's time</strong>"))
    return html.static(heading + time_html(now) + expiries_html(expiries, now))
