"""Widgets: a pure view-model function and a thin view each, for JupyterLab and its relatives.

    from cognito_lab.widgets import SignIn
    SignIn(cloud)

A name is loaded when it is first used, so that one widget costs only what it needs. `frame` holds
what all forms share, `html` the pieces that they are made of; everything else is one widget's own.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cognito_lab.widgets.airport_strip import AirportStrip
    from cognito_lab.widgets.clock_bar import ClockBar
    from cognito_lab.widgets.door_panel import DoorPanel
    from cognito_lab.widgets.identity_card import IdentityCard
    from cognito_lab.widgets.policy_lens import PolicyLens
    from cognito_lab.widgets.sequence_player import SequencePlayer
    from cognito_lab.widgets.sign_in import SignIn
    from cognito_lab.widgets.state_map import StateMap
    from cognito_lab.widgets.token_exchange import TokenExchange
    from cognito_lab.widgets.token_inspector import TokenInspector

__all__ = [
    "AirportStrip",
    "ClockBar",
    "DoorPanel",
    "IdentityCard",
    "PolicyLens",
    "SequencePlayer",
    "SignIn",
    "StateMap",
    "TokenExchange",
    "TokenInspector",
]
_MODULES = {
    "AirportStrip": "airport_strip",
    "ClockBar": "clock_bar",
    "DoorPanel": "door_panel",
    "IdentityCard": "identity_card",
    "PolicyLens": "policy_lens",
    "SequencePlayer": "sequence_player",
    "SignIn": "sign_in",
    "StateMap": "state_map",
    "TokenExchange": "token_exchange",
    "TokenInspector": "token_inspector",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
