"""How many random examples a law is tried with: a quarter of them, and all with `--full`."""

from __future__ import annotations

_share = 4


def try_all() -> None:
    """What `--full` asks for; to be called before the tests are collected."""
    global _share
    _share = 1


def examples(number: int) -> int:
    """For `max_examples` of Hypothesis."""
    return max(number // _share, 1)
