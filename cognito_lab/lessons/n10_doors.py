"""N10's events: what the function behind a door is told, for people of every route.

The events are real: each comes from a request that went through the gateway, and is read from the
record. Only the guest's is made by hand from gina's, since no door opens to guests in this account.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from cognito_lab.lessons import journey
from cognito_lab.lessons.journey import World
from cognito_lab.lessons.tasks.function import Case
from cognito_lab.lessons.tasks.state import Seen
from cognito_lab.primitives.trace import Exchange
from cognito_lab.widgets.doors import Visitor, knock

Event = Mapping[str, Any]
DOORS = ("/google", "/group", "/jwt")


def event_behind(world: World, door: str, visitor: Visitor) -> dict[str, Any]:
    """The event that the function got for one real request, without the visitor's secrets.

    Raises:
        LookupError: The door stayed closed, so there was no event.
    """
    made = knock(world.cloud, world.api_url, door, visitor).exchange
    inside = [inner for inner in made.walk() if inner.receiver == "Function"]
    if not inside:
        raise LookupError(f"{door} stayed closed for {visitor.name}")
    event: dict[str, Any] = copy.deepcopy(dict(inside[0].request))
    event["headers"], event["multiValueHeaders"] = {}, {}
    return event


def events(world: World) -> dict[str, dict[str, Any]]:
    """Events of five people, by who came how."""
    papers = journey.papers(world)
    gina = Visitor("gina", credentials=papers["gina"].credentials)
    jdoe = Visitor("jdoe", credentials=papers["jdoe"].credentials)
    found = {
        "gina, signed": event_behind(world, "/google", gina),
        "jdoe, signed": event_behind(world, "/group", jdoe),
        "artie, ID token": event_behind(
            world, "/jwt", Visitor("artie", id_token=papers.id_token("artie"))
        ),
        "jdoe, ID token": event_behind(
            world, "/jwt", Visitor("jdoe", id_token=papers.id_token("jdoe"))
        ),
    }
    return found | {"a guest, signed": _as_guest(found["gina, signed"], papers)}


def _as_guest(event: Event, papers: journey.Papers) -> dict[str, Any]:
    """The same request as a guest would make it: another identity, and no provider."""
    guest = copy.deepcopy(dict(event))
    guest["requestContext"]["identity"] |= {
        "cognitoIdentityId": papers["guest"].identity_id,
        "cognitoAuthenticationType": "unauthenticated",
        "cognitoAuthenticationProvider": None,
    }
    return guest


# --- E1: three doors -----------------------------------------------------------------------------


def last_knock(seen: Seen, door: str) -> Exchange | None:
    """The newest request at a door, or None."""
    knocks = seen.all(f"GET {door}")
    return knocks[-1] if knocks else None


def opened(seen: Seen, door: str) -> bool:
    """Whether the newest request at a door was answered with 200."""
    made = last_knock(seen, door)
    return made is not None and (made.answer or {}).get("statusCode") == 200


def why_closed(seen: Seen, door: str) -> str:
    """What was observed at a door that did not open."""
    made = last_knock(seen, door)
    if made is None:
        return f"Nobody knocked at {door}."
    reason = made.notes[-1] if made.notes else "it gave no reason"
    return f"{door} stayed closed: {reason}"


def role_took_part(seen: Seen) -> bool:
    """Whether the newest request at /jwt was made by somebody whom AWS knows by a role."""
    made = last_knock(seen, "/jwt")
    return made is not None and "caller" in made.evidence


# --- E2: one key for everybody -------------------------------------------------------------------


def user_keys(world: World) -> list[Case]:
    """Five real events; the right key is the id that this route really has."""
    return [
        Case(who, (event,), _key_in(event), "For {item}, your function gave {came_back}.")
        for who, event in events(world).items()
    ]


def _key_in(event: Event) -> str:
    request = event["requestContext"]
    return str(request["identity"]["cognitoIdentityId"] or request["authorizer"]["claims"]["sub"])


# --- E3: a rule inside the function --------------------------------------------------------------

GROUPS: Mapping[str, tuple[str | None, int]] = {
    "an editor": ("editors", 200),
    "somebody of another group": ("payroll", 403),
    "somebody of no group": (None, 403),
    "an editor of two groups": ("payroll,editors", 200),
    "somebody of the group editors-in-training": ("editors-in-training", 403),
}


def group_events(world: World) -> list[Case]:
    """The event of jdoe's ID token, with the groups of five people."""
    jdoe = Visitor("jdoe", id_token=journey.user_pool_id_token(world, "jdoe"))
    event = event_behind(world, "/jwt", jdoe)
    words = "For {item}, the status was {came_back}."
    return [
        Case(who, (_with_groups(event, groups), None), status, words)
        for who, (groups, status) in GROUPS.items()
    ]


def _with_groups(event: Event, groups: str | None) -> dict[str, Any]:
    changed = copy.deepcopy(dict(event))
    claims = changed["requestContext"]["authorizer"]["claims"]
    claims.pop("cognito:groups", None)
    if groups is not None:
        claims["cognito:groups"] = groups  # text with commas: the gateway makes every claim a text
    return changed
