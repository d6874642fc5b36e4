"""The lab works without a network; this guard makes sure of it.

An audit hook sees every connection and every name look-up of a Python process, whichever library
asks, and once added it cannot be taken away. `conftest.py` imports this module into pytest and its
workers; `sitecustomize.py` beside it does the same at the start of every Python that tests and the
recording of notebooks start: JupyterLab, each kernel.

What it leaves out: programs that are not Python (the browser has its own switch, see
`tests/browser/conftest.py`).
"""

from __future__ import annotations

import ipaddress
import sys
from typing import Any

CONNECTIONS = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
LOOK_UPS = frozenset({"socket.getaddrinfo", "socket.gethostbyname"})
THIS_COMPUTER = frozenset({None, "", "localhost", "0.0.0.0", "::"})


class NetworkRefusedError(RuntimeError):
    """Something tried to leave this computer. No `OSError`: nobody may take it for bad luck."""


def refuse_the_network(event: str, arguments: tuple[Any, ...]) -> None:
    """Raise `NetworkRefusedError` for a socket event that is about another computer."""
    if event in CONNECTIONS:
        address = arguments[1]
        # A string is a Unix socket's path, None a socket that is connected already.
        host = address[0] if isinstance(address, tuple) else None
    elif event in LOOK_UPS:
        host = arguments[0]
    else:
        return
    if not is_loopback(host):
        message = f"the lab works without a network, but something asked for {host!r}"
        raise NetworkRefusedError(message)


def is_loopback(host: str | bytes | None) -> bool:
    """Tell whether a host, as sockets take it, is this computer."""
    name = host.decode() if isinstance(host, bytes) else host
    if name in THIS_COMPUTER:
        return True
    try:
        return ipaddress.ip_address(str(name).partition("%")[0]).is_loopback
    except ValueError:
        return False


sys.addaudithook(refuse_the_network)
