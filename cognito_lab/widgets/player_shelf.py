"""What the app holds after each step of a run, read from the answers that reached it.

    receive tokens   → ID token (the passport), access token, refresh token
    GetId            → identity id
    GetCredentials…  → access key id, secret key, session token (the boarding pass)
    GetObject        → the file

Nothing is assumed: a thing is on the shelf because an answer to the app, or a message that reached
it, held it. What its user's browser or the identity pool holds is not the app's.

Left out: what expires or is thrown away; a shelf only fills.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cognito_lab.diagrams.flow import Kind, Step
from cognito_lab.diagrams.style import Domain
from cognito_lab.primitives.masking import short
from cognito_lab.primitives.trace import APP
from cognito_lab.widgets.visible import visible

Shelf = Mapping[str, str]  # {document: its value, secrets hidden}


@dataclass(frozen=True)
class Slot:
    """A place on the shelf.

    Attributes:
        document: What stands there.
        place: What that is at the airport; neighbours of one place stand together.
        domain: Who made it.
        members: What it is called in answers.
        secret: Whether its value is hidden.
    """

    document: str
    place: str
    domain: Domain
    members: tuple[str, ...]
    secret: bool = True


_PROVIDER, _AWS = Domain.IDENTITY_PROVIDER, Domain.AWS
SLOTS = (
    Slot("ID token", "passport", _PROVIDER, ("IdToken", "id_token")),
    Slot("access token", "other tokens", _PROVIDER, ("AccessToken", "access_token")),
    Slot("refresh token", "other tokens", _PROVIDER, ("RefreshToken", "refresh_token")),
    Slot("identity id", "name at the counter", _AWS, ("IdentityId",), secret=False),
    Slot("identity token", "paper of the counter", _AWS, ("Token",)),
    Slot("access key id", "boarding pass", _AWS, ("AccessKeyId",), secret=False),
    Slot("secret key", "boarding pass", _AWS, ("SecretKey", "SecretAccessKey")),
    Slot("session token", "boarding pass", _AWS, ("SessionToken",)),
    Slot("good until", "boarding pass", _AWS, ("Expiration",), secret=False),
    Slot("file", "behind the gate", _AWS, ("Body",), secret=False),
)
_STRUCTURES = ("AuthenticationResult", "Credentials")  # inside an answer


def shelves(steps: Iterable[Step]) -> Iterator[Shelf]:
    """What the app holds after each of the steps."""
    held: dict[str, str] = {}
    for step in steps:
        held = {**held, **received(step)}
        yield held


def received(step: Step) -> Shelf:
    """What reaches the app with this step."""
    if step.exchange is None or step.receiver != APP or step.sender == APP:
        return {}
    if step.kind is Kind.ONE_WAY:
        return _found(step.exchange.request)
    return _found(step.exchange.answer or {}) if step.kind is Kind.ANSWER else {}


def _found(answer: Mapping[str, Any]) -> Shelf:
    inside = (answer.get(name) for name in _STRUCTURES)
    places = [answer, *(part for part in inside if isinstance(part, Mapping))]
    return {
        slot.document: _shown(place[member], slot)
        for slot in SLOTS
        for place in places
        for member in slot.members
        if place.get(member)
    }


def _shown(value: object, slot: Slot) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S} UTC"
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    return short(str(value)) if slot.secret else visible(str(value))
