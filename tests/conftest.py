"""What every test under `tests` shares: the widgets of one test are gone before the next."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def no_frame_outlives_its_test() -> Iterator[None]:
    """A click refreshes every frame of its kernel; here, those of thousands of tests before it.

    Frames of a wider fixture are made before this one runs, and are kept.
    """
    kept = set(frames())
    yield
    for frame in set(frames()) - kept:
        frames().discard(frame)


def frames() -> set[object]:
    """The frames that are refreshed; none before anybody has imported a widget."""
    module = sys.modules.get("cognito_lab.widgets.frame")
    return module._frames if module else set()
