"""Nothing leaves this computer: not from pytest, not from a program that a test starts."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

import network_guard

ELSEWHERE = "192.0.2.1"  # Source: RFC 5737, addresses that belong to nobody


def connect() -> None:
    """Open a TCP connection to another computer."""
    socket.create_connection((ELSEWHERE, 443), timeout=5)


def send() -> None:
    """Send a UDP datagram to another computer."""
    with socket.socket(type=socket.SOCK_DGRAM) as sender:
        sender.sendto(b"hello", (ELSEWHERE, 53))


def look_up() -> None:
    """Ask for the address of a name."""
    socket.getaddrinfo("example.com", 443)


def connect_over_ipv6() -> None:
    """Open an IPv6 connection to another computer."""
    with socket.socket(socket.AF_INET6) as caller:
        caller.connect(("2001:db8::1", 443))


@pytest.mark.parametrize("attempt", [connect, send, look_up, connect_over_ipv6])
def test_a_test_is_refused_the_network(attempt):
    """Each way out of this computer raises, whatever library takes it."""
    with pytest.raises(network_guard.NetworkRefusedError):
        attempt()


def test_a_program_started_by_a_test_is_refused_the_network():
    """A Python that a test starts carries the guard from its first line on."""
    code = f"import socket; socket.create_connection(('{ELSEWHERE}', 443), timeout=5)"

    outcome = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )

    assert "NetworkRefusedError" in outcome.stderr


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.8.8.8"])
def test_this_computer_may_talk_to_itself(host: str):
    """JupyterLab, kernels and the lab's own servers live on loopback."""
    address = "127.0.0.1" if host == "localhost" else host
    with socket.create_server((address, 0)) as server:
        port = server.getsockname()[1]
        socket.create_connection((host, port), timeout=5).close()

        assert server.accept()[1][0].startswith("127.")


@pytest.mark.parametrize("host", ["::1", b"127.0.0.1", "::1%lo", "", None, "0.0.0.0"])
def test_every_spelling_of_this_computer_is_known(host: str | bytes | None):
    """Sockets take many spellings of loopback; none is taken for another computer."""
    assert network_guard.is_loopback(host)


@pytest.mark.parametrize("host", ["10.0.0.1", "127.0.0.1.example.com", "localhost.evil", "::2"])
def test_what_only_looks_like_this_computer_is_refused(host: str):
    """A name or address that resembles loopback is another computer's."""
    assert not network_guard.is_loopback(host)
