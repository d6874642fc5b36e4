"""The lab's clock: it stands still until somebody moves it."""

import time
from datetime import UTC, datetime, timedelta, timezone

import pytest

from cognito_lab.primitives.clock import START, Clock


def test_a_clock_stands_still_at_its_start():
    """Two readings with nothing between them are equal."""
    clock = Clock()

    assert clock.now() == clock.now() == START
    assert clock.epoch() == int(START.timestamp())


def test_a_start_in_another_zone_is_shown_in_utc():
    """Every time of the lab is UTC."""
    clock = Clock(datetime(2026, 1, 6, 10, tzinfo=timezone(timedelta(hours=1))))

    assert clock.now() == datetime(2026, 1, 6, 9, tzinfo=UTC)
    assert clock.now().tzinfo is UTC


def test_advancing_moves_the_clock_by_exactly_that():
    """The keywords are those of timedelta, and add up."""
    clock = Clock()

    clock.advance(minutes=61)
    now = clock.advance(seconds=2)

    assert now == clock.now() == START + timedelta(minutes=61, seconds=2)


@pytest.mark.parametrize(
    ("duration", "error"),
    [
        pytest.param({"seconds": -1}, ValueError, id="backwards"),
        pytest.param({"days": 3_000_000}, ValueError, id="past the end of the calendar"),
        pytest.param({"days": 1e12}, OverflowError, id="longer than any duration"),
        pytest.param({"fortnights": 1}, TypeError, id="a unit that timedelta lacks"),
        pytest.param({"minutes": "five"}, TypeError, id="a word in the place of a number"),
    ],
)
def test_a_refused_advance_leaves_the_clock_alone(duration, error):
    """A duration that cannot be is one clear error, and no time passes."""
    clock = Clock()

    with pytest.raises(error):
        clock.advance(**duration)

    assert clock.now() == START


@pytest.mark.parametrize(
    ("start", "error"),
    [
        pytest.param(datetime(2026, 1, 6), ValueError, id="no time zone"),
        pytest.param("today", TypeError, id="a word that is not now"),
        pytest.param(None, TypeError, id="nothing"),
        pytest.param(1767690487, TypeError, id="an epoch"),
    ],
)
def test_a_clock_starts_at_an_aware_datetime_or_now(start, error):
    """Anything else is one clear error that names `start`."""
    with pytest.raises(error, match="start"):
        Clock(start)


def test_a_clock_that_starts_now_runs_with_the_system():
    """It reads the computer's clock, with what was advanced on top."""
    clock = Clock("now")
    clock.advance(hours=1)

    ahead = clock.now() - datetime.now(UTC)

    assert timedelta(minutes=59) < ahead <= timedelta(hours=1)


def test_inside_the_block_the_process_sees_the_labs_time():
    """Code that reads the wall clock gets the lab's time, and afterwards the real one again."""
    clock = Clock()
    before = time.time()

    with clock.as_system_time():
        assert time.time() == clock.epoch()
        clock.advance(minutes=5)
        assert datetime.now(UTC) == clock.now() == START + timedelta(minutes=5)

    assert time.time() >= before


def test_a_running_clock_that_is_lent_shows_its_own_time_inside():
    """What was advanced counts once, not twice, while the clock is the system's."""
    clock = Clock("now")
    clock.advance(days=1000)

    with clock.as_system_time():
        assert clock.now() == datetime.now(UTC)
        assert clock.advance(days=1) == datetime.now(UTC)


def test_one_cloud_may_lend_its_time_twice():
    """The block may be nested; the time ends with the outer one."""
    clock = Clock()

    with clock.as_system_time():
        with clock.as_system_time():
            assert time.time() == clock.epoch()
        assert time.time() == clock.epoch()


def test_a_second_cloud_cannot_lend_its_time_meanwhile():
    """Two times at once would be a lie to one of them: the second is refused, the first goes on."""
    clock, other = Clock(), Clock(START + timedelta(days=1))

    with clock.as_system_time():
        with pytest.raises(RuntimeError, match="another cloud"), other.as_system_time():
            pass
        assert time.time() == clock.epoch()

    with other.as_system_time():
        assert time.time() == other.epoch()


def test_the_system_gets_its_time_back_after_an_error():
    """An exception inside the block ends the loan."""
    clock = Clock()

    with pytest.raises(KeyError), clock.as_system_time():
        raise KeyError

    assert Clock._lent_by is None
    with Clock().as_system_time():
        pass
