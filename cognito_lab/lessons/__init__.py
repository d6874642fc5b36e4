"""The course: worlds, lessons and their checks.

The first cell of every notebook takes what it needs from here:

    from cognito_lab.lessons import TODO, ex, explain, predict, recall, recap, start
    world = start("N03")
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cognito_lab.lessons.bench import ex
    from cognito_lab.lessons.plans import plan
    from cognito_lab.lessons.questions import explain, predict, recall
    from cognito_lab.lessons.records import export, progress, recap, restore
    from cognito_lab.lessons.session import reset, start
    from cognito_lab.lessons.todo import TODO

_HOMES = {
    "TODO": "todo",
    "ex": "bench",
    "explain": "questions",
    "export": "records",
    "plan": "plans",
    "predict": "questions",
    "progress": "records",
    "recall": "questions",
    "recap": "records",
    "reset": "session",
    "restore": "records",
    "start": "session",
}

__all__ = [
    "TODO",
    "ex",
    "explain",
    "export",
    "plan",
    "predict",
    "progress",
    "recall",
    "recap",
    "reset",
    "restore",
    "start",
]


def __getattr__(name: str) -> Any:
    """Load a public name from where it lives (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module 'cognito_lab.lessons' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
