"""A wire-tap: what travelled between the parties of a sign-in, read from the trace.

Each exchange gives a message there and, unless it is one-way, a message back. Of every member it
keeps name and value; `shown` hides what is secret, unless somebody asked to see it. Nothing here
knows widgets.

Left out: headers and TLS itself. On a real wire nobody but the two ends could read any of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cognito_lab.primitives.errors import AwsError
from cognito_lab.primitives.masking import masked
from cognito_lab.primitives.trace import Exchange
from cognito_lab.widgets.visible import visible

_PASSWORDS = frozenset({"PASSWORD", "NEW_PASSWORD", "Password", "password"})
_KEPT_SHORT = 80  # characters; a longer value is shown by its two ends


@dataclass(frozen=True)
class Member:
    """One named value in a message."""

    name: str
    value: str = field(repr=False)

    @property
    def is_password(self) -> bool:
        return self.name in _PASSWORDS

    def shown(self, *, reveal: bool = False) -> str:
        """The value as a person may see it; secrets hidden unless revealed on purpose."""
        return visible(self.value if reveal else str(masked(self.value, self.name)))


@dataclass(frozen=True)
class Message:
    """One message: who sent what to whom."""

    sender: str
    receiver: str
    title: str
    members: tuple[Member, ...] = ()

    @property
    def carries_password(self) -> bool:
        return any(member.is_password for member in self.members)


def tap(exchanges: Iterable[Exchange]) -> tuple[Message, ...]:
    """Every message of these exchanges, in order.

    Args:
        exchanges: Top-level exchanges from the trace; what the services asked one another is left
            out, since the app's wire does not carry it.
    """
    return tuple(message for exchange in exchanges for message in _messages(exchange))


def _messages(exchange: Exchange) -> Iterator[Message]:
    there = (exchange.sender, exchange.receiver)
    back = (exchange.receiver, exchange.sender)
    yield Message(*there, exchange.action, tuple(_members(exchange.request)))
    if exchange.error is not None:
        yield Message(*back, f"refused: {_refusal(exchange.error)}")
    elif exchange.answer is not None:
        yield Message(*back, _title(exchange.answer), tuple(_members(exchange.answer)))


def _refusal(error: Exception) -> str:
    return error.code if isinstance(error, AwsError) else str(error)


def _title(answer: Mapping[str, Any]) -> str:
    if "ChallengeName" in answer:
        return f"challenge {answer['ChallengeName']}"
    held = {*answer, *answer.get("AuthenticationResult", {})}
    for title, members in _TITLES.items():
        if held & members:
            return title
    return "done"


_TITLES: Mapping[str, frozenset[str]] = {
    "tokens": frozenset({"IdToken", "id_token"}),
    "credentials": frozenset({"Credentials"}),
    "an identity token": frozenset({"Token"}),
    "an identity id": frozenset({"IdentityId"}),
}


def _members(value: Mapping[str, Any]) -> Iterator[Member]:
    """Nested members by their own names; a list of attributes as names and values."""
    for name, item in value.items():
        if name == "Logins":  # its keys are providers: no member's names
            yield from (Member(name, f"{provider}: {token}") for provider, token in item.items())
        elif isinstance(item, Mapping):
            yield from _members(item)
        elif isinstance(item, Sequence) and not isinstance(item, str):
            yield from (_listed(name, one) for one in item)
        else:
            yield Member(name, _text(item))


def _text(item: object) -> str:
    return f"{item:%Y-%m-%d %H:%M:%S} UTC" if isinstance(item, datetime) else str(item)


def _listed(name: str, one: Any) -> Member:
    if isinstance(one, Mapping) and "Name" in one:
        return Member(str(one["Name"]), str(one.get("Value", "")))
    return Member(name, str(one))


def summary(messages: Sequence[Message]) -> str:
    """Whether the password travelled, and between whom, in one or two sentences."""
    routes = [(m.sender, m.receiver) for m in messages if m.carries_password]
    if not messages:
        return "Nothing travelled."
    if not routes:
        return "The password did not travel" + _instead(messages)
    sender, receiver = routes[-1]
    if sender == "App":
        return f"The password travelled: App → {receiver}, inside TLS. Both of them saw it."
    return f"The password travelled: {sender} → {receiver}. The app got the ID token alone."


def _instead(messages: Sequence[Message]) -> str:
    names = {member.name for message in messages for member in message.members}
    if "SRP_A" in names:
        return ": only numbers, and a proof that fits them."
    return "."


def ends(text: str) -> str | None:
    """A long text by its two ends, with its length; None for one that is short enough."""
    if len(text) <= _KEPT_SHORT:
        return None
    return f"{text[:12]}…{text[-6:]} ({len(text)} characters)"
