"""A memory for what boto3 works out again with each session and client, the same every time.

The tests open thousands of sessions, and each asks 130 times whether a function takes keywords and
what an event is called today. Each client has a class of its own, made from its service's model.
botocore finds the answers itself, once for each question; nothing that a session or a client does
is changed. What is remembered holds no session, and so no cloud: a cloud has to be able to go.

With `--full` boto3 is left as it is, so that every test is run without this memory too.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache, partial
from types import CodeType, FunctionType, MethodType
from typing import Any

import boto3
from botocore import client, hooks, httpsession
from botocore.session import Session


def remember() -> None:
    """Let botocore keep these answers for as long as the process lives."""
    _remember_keywords()
    _remember_names()
    _remember_classes()
    _remember_encryption()
    _copy_handlers_straight()


def _remember_keywords() -> None:
    """By the function's code, which says what it takes and holds nothing."""
    ask: Callable[[Any], Any] = hooks.accepts_kwargs
    known: dict[CodeType, Any] = {}

    def accepts_kwargs(func: Any) -> Any:
        function = func.__func__ if type(func) is MethodType else func
        if type(function) is not FunctionType or hasattr(function, "__signature__"):
            return ask(func)
        if function.__code__ not in known:
            known[function.__code__] = ask(func)
        return known[function.__code__]

    hooks.accepts_kwargs = accepts_kwargs


def _remember_names() -> None:
    aliaser: Any = hooks.EventAliaser
    known = lru_cache(maxsize=20_000)(partial(aliaser._alias_event_name, aliaser(None)))
    aliaser._alias_event_name = lambda _, event_name: known(event_name)


def _remember_classes() -> None:
    """A class keeps the events of the session that it is made with: here, of one that does nothing.

    boto3's own handlers, which add methods to some classes, are the same in every session.
    """
    creator: Any = client.ClientCreator
    make = creator._create_client_class
    known: dict[str, type] = {}
    idle = Session()
    boto3.Session(botocore_session=idle)

    def class_of(self: Any, service_name: str, service_model: Any) -> type:
        if service_name not in known:
            events, self._event_emitter = self._event_emitter, idle.get_component("event_emitter")
            try:
                known[service_name] = make(self, service_name, service_model)
            finally:
                self._event_emitter = events
        return known[service_name]

    creator._create_client_class = class_of


def _remember_encryption() -> None:
    """No request ever gets as far as a connection."""
    module: Any = httpsession
    module.create_urllib3_context = cache(module.create_urllib3_context)


def _copy_handlers_straight() -> None:
    """Each client copies 340 nodes with three lists each; `copy.copy` asks each list how."""
    nodes: Any = hooks.NodeList
    nodes.__copy__ = lambda node: nodes(node.first.copy(), node.middle.copy(), node.last.copy())
