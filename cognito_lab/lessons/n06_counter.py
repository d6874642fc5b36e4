"""N06's batteries: who got whose credentials, and when they should be renewed.

The account is the journey's. `Credentials` keeps the copy of it that the learner's function works
in, so that what comes back can be read as STS knows it: whose role the keys belong to.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from cognito_lab.lessons import journey
from cognito_lab.lessons.calling import Answer, Shared
from cognito_lab.lessons.came_back import in_words, name_of
from cognito_lab.lessons.journey import World
from cognito_lab.lessons.tasks.function import Case
from cognito_lab.lessons.tasks.state import Seen
from cognito_lab.wire.boto import boto3_session

_WORDS = "For {item}, {came_back} came back."


class Credentials:
    """The battery of `get_credentials`: four visits at one counter, by three people."""

    def __init__(self) -> None:
        self._world: World | None = None

    def cases(self, world: World) -> list[Case]:
        """jdoe, gina, nobody, and jdoe again; the client is the real boto3 client."""
        self._world = world
        session: Any = boto3_session(world.cloud, credentials={})
        counter = session.client("cognito-identity")
        visits = {
            "jdoe": (logins_of(world, "jdoe"), "credentials of journey-editors"),
            "gina, right after jdoe": (logins_of(world, "gina"), "credentials of journey-default"),
            "a guest, right after gina": ({}, "credentials of journey-guest"),
            "jdoe again": (logins_of(world, "jdoe"), "credentials of journey-editors"),
        }
        pool_id = world.identity_pool_id
        return [
            Case(who, (Shared(counter), pool_id, logins), right, _WORDS)
            for who, (logins, right) in visits.items()
        ]

    def reads(self, answer: Answer) -> str:
        """Whose credentials came back, by the role that STS lent; or AWS's code."""
        if answer.error is not None:
            return f"the refusal {name_of(answer.error)}"
        value = answer.value
        if not isinstance(value, Mapping) or "SecretKey" not in value:
            return in_words(value) if not isinstance(value, Mapping) else "a dict without SecretKey"
        assert self._world is not None, "the cases were made before anything was read"
        session = self._world.cloud.sts.session(str(value["AccessKeyId"]))
        if session is None or session.caller.role_arn is None:
            return "keys that STS never made"
        return f"credentials of {session.caller.role_arn.rpartition('/')[2]}"


def logins_of(world: World, who: str) -> dict[str, str]:
    """The `Logins` map of a person who signs in now."""
    if who == "gina":
        return {"accounts.google.com": journey.google_id_token(world, "gina")}
    return {world.user_pool_provider: journey.user_pool_id_token(world, who)}


# --- E2: the guest's cart ------------------------------------------------------------------------


def new_customer(world: World) -> dict[str, str]:
    """Somebody whom the pool has never seen signs in at Google: the `Logins` map."""
    email, password = f"customer-{world.cloud.ids.code()}@example.com", "Practice-Google2"
    world.cloud.google.add_user(email, password)
    answer = world.cloud.google.sign_in(email, password, client_id=world.google_client_id)
    return {"accounts.google.com": answer.id_token}


def guest_before(seen: Seen) -> str:
    """The identity id of the guest whom the exercise's function made first; "" if there is none."""
    made = [e for e in seen.answered("GetId") if not e.request.get("Logins")]
    return str((made[0].answer or {}).get("IdentityId", "")) if made else ""


def linked_logins(seen: Seen, identity_id: str) -> list[str]:
    """The logins that the identity pool has linked to an identity."""
    identity = seen.world.cloud.cognito_identity.describe_identity(identity_id=identity_id)
    return list(identity.get("Logins", ()))


# --- E3: when to renew ---------------------------------------------------------------------------


def renewals(world: World) -> list[Case]:
    """Credentials at several distances from their end, judged at the lab's time."""
    now = world.cloud.clock.now()
    ends_in = {
        "one hour to go": (timedelta(hours=1), False),
        "expired a minute ago": (timedelta(minutes=-1), True),
        "exactly at the end": (timedelta(), True),
        "two minutes to go": (timedelta(minutes=2), True),
        "ten minutes to go": (timedelta(minutes=10), False),
    }
    return [
        Case(item, ({"Expiration": now + left}, now), right, _WORDS)
        for item, (left, right) in ends_in.items()
    ]
