"""Knocking at the doors of an API: real requests, and what came back with the reason for it.

A `Visitor` is a person together with what they show: a **signature** made with temporary
credentials (the boarding pass), a **token** (the passport), or nothing. `knock` sends one request
over HTTP, as any client would, and reads the reason for the answer in the trace. No widget is
needed to use or test it.

Left out: request bodies.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cognito_lab.cloud import Cloud
from cognito_lab.primitives.errors import AwsError
from cognito_lab.primitives.trace import Exchange
from cognito_lab.wire.http import http_session
from cognito_lab.wire.sigv4 import sigv4

SIGNATURE, TOKEN, NOTHING = "a signature", "an ID token", "nothing"


@dataclass(frozen=True)
class Visitor:
    """Somebody at the door, and what they show there.

    Attributes:
        name: Who it is, in the learner's words.
        credentials: The `Credentials` of GetCredentialsForIdentity or STS; the request is signed.
        id_token: A raw token for the Authorization header; not both of them.
    """

    name: str
    credentials: Mapping[str, object] | None = field(default=None, repr=False)
    id_token: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.credentials is not None and self.id_token is not None:
            raise ValueError("a visitor shows a signature or a token at a door, not both")

    @property
    def shows(self) -> str:
        """What is shown, in words: SIGNATURE, TOKEN or NOTHING."""
        if self.credentials is not None:
            return SIGNATURE
        return TOKEN if self.id_token is not None else NOTHING


@dataclass(frozen=True)
class Knock:
    """One request at one door, and the answer.

    Attributes:
        visitor: Who knocked, with what.
        door: The path, such as ``/group``.
        status: HTTP status code.
        body: The answer's body as text.
        reason: Why, in one sentence of the lab's; AWS sends less.
        user_id: The id that the back end printed on the user card; None when it was not reached.
        exchange: The record of it in the trace.
        verb: The request's method.
    """

    visitor: Visitor
    door: str
    status: int
    body: str
    reason: str
    user_id: str | None
    exchange: Exchange = field(repr=False)
    verb: str = "GET"

    @property
    def opened(self) -> bool:
        return self.status == 200

    @property
    def in_short(self) -> str:
        """``200``, or the status with the kind of refusal in two words."""
        return "200" if self.opened else f"{self.status} {kind_of_refusal(self.exchange)}"


def knock(
    cloud: Cloud,
    api_url: str,
    door: str,
    visitor: Visitor,
    *,
    verb: str = "GET",
    headers: Mapping[str, str] | None = None,
) -> Knock:
    """Send one request to one door.

    Args:
        cloud: Where the API lives.
        api_url: ``https://<api>.execute-api.us-east-1.amazonaws.com/<stage>``.
        door: A path; the slash in front may be left out.
        visitor: Who knocks, with what.
        verb: GET, POST, …
        headers: Further headers; one of them may take the place of a token, never of a signature.
    """
    mark, door = cloud.trace.mark(), "/" + door.lstrip("/")
    auth = sigv4(visitor.credentials) if visitor.credentials is not None else None
    shown = {"Authorization": visitor.id_token} if visitor.id_token else {}
    sent = {**shown, **(headers or {})}
    answer = http_session(cloud).request(verb, api_url + door, auth=auth, headers=sent)
    exchange = cloud.trace.since(mark)[-1]
    return Knock(
        visitor=visitor,
        door=door,
        status=answer.status_code,
        body=answer.text,
        reason=reason_for(exchange, answer.status_code),
        user_id=_printed_id(answer.status_code, answer.text),
        exchange=exchange,
        verb=verb,
    )


def knock_at_all(
    cloud: Cloud, api_url: str, doors: Sequence[str], visitors: Iterable[Visitor]
) -> list[list[Knock]]:
    """Every visitor at every door: one row a visitor."""
    return [[knock(cloud, api_url, door, visitor) for door in doors] for visitor in visitors]


def reason_for(exchange: Exchange, status: int) -> str:
    """The lab's reason for the answer: the last note on the exchange, as a whole sentence."""
    if exchange.notes:
        note = exchange.notes[-1]
        return note[:1].upper() + note[1:] + ("" if note.endswith(".") else ".")
    return "Nobody guards this door." if status == 200 else "The gateway gave no reason."


def kind_of_refusal(exchange: Exchange) -> str:
    """Two words for a refusal, as it was recorded: ``policy``, ``not signed``, ``no JWT``."""
    recorded = exchange.error.in_short if isinstance(exchange.error, AwsError) else ""
    return recorded or "refused"


def _printed_id(status: int, body: str) -> str | None:
    if status != 200:
        return None
    try:
        printed = json.loads(body).get("id")
    except (ValueError, AttributeError):
        return None
    return None if printed is None else str(printed)
