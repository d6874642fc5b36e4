"""TOTP against the vectors of RFC 6238, appendix B (SHA-1, cut to six digits)."""

import base64
from datetime import UTC, datetime, timedelta

import pytest

from cognito_lab.primitives import totp
from cognito_lab.primitives.ids import Ids

SECRET = base64.b32encode(b"12345678901234567890").decode()
NOW = datetime(2026, 1, 6, 9, 8, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("epoch", "code"),
    [
        pytest.param(59, "287082", id="1970"),
        pytest.param(1111111109, "081804", id="2005, with a leading zero"),
        pytest.param(1234567890, "005924", id="2009, with two"),
        pytest.param(20000000000, "353130", id="2603, beyond 32 bits"),
    ],
)
def test_the_codes_of_the_rfc_come_out(epoch, code):
    """The last six of the eight digits that the RFC prints."""
    assert totp.code(SECRET, datetime.fromtimestamp(epoch, UTC)) == code


@pytest.mark.parametrize(
    ("seconds", "is_accepted"),
    [
        pytest.param(0, True, id="now"),
        pytest.param(30, True, id="the step before"),
        pytest.param(-30, True, id="the step after"),
        pytest.param(60, False, id="two steps before"),
        pytest.param(-60, False, id="two steps after"),
    ],
)
def test_a_code_is_good_for_its_step_and_its_neighbours(seconds, is_accepted):
    """Clocks may differ by half a minute."""
    shown = totp.code(SECRET, NOW - timedelta(seconds=seconds))

    assert (totp.matching_step(SECRET, shown, NOW) is not None) == is_accepted


def test_something_that_is_no_code_matches_nothing():
    """Text of any kind is compared, not parsed."""
    for text in ("", "12345", "1234567", "ÄÖÜäöü"):
        assert totp.matching_step(SECRET, text, NOW) is None


def test_a_secret_is_52_characters_of_base32():
    """As live pools give it."""
    secret = totp.new_secret(Ids(7))

    assert len(secret) == 52
    assert set(secret) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    assert len(totp.code(secret, NOW)) == 6
