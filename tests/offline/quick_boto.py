"""A memory for what boto3 works out again with each session, the same every time.

The tests open thousands of sessions, and each asks 130 times whether a function takes keywords and
what an event is called today. botocore finds the answers itself, once for each question; nothing
that a session does is changed, and it opens in a fifth of the time.

With `--full` boto3 is left as it is, so that every test is run without this memory too.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from types import FunctionType
from typing import Any

from botocore import hooks


def remember() -> None:
    """Let botocore keep these answers for as long as the process lives."""
    _remember_keywords()
    _remember_names()


def _remember_keywords() -> None:
    """Only of functions that hold nothing: others may hold a cloud, which has to be able to go."""
    ask: Callable[[Any], Any] = hooks.accepts_kwargs
    known = lru_cache(maxsize=1000)(ask)

    def accepts_kwargs(func: Any) -> Any:
        holds_nothing = type(func) is FunctionType and func.__closure__ is None
        return known(func) if holds_nothing else ask(func)

    hooks.accepts_kwargs = accepts_kwargs


def _remember_names() -> None:
    aliaser: Any = hooks.EventAliaser
    known = lru_cache(maxsize=20_000)(partial(aliaser._alias_event_name, aliaser(None)))
    aliaser._alias_event_name = lambda _, event_name: known(event_name)
