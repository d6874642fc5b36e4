"""N04's account: a user pool with three app clients, one member and one invited person.

notebook   the app of the lesson: password, SRP and refresh
server     a confidential client: it has a secret, so every call needs a hash
careful    signs in by SRP alone, and lets people write their e-mail address and nothing else
jdoe       a member for a while; there is a group `editors`, and nobody is in it yet
ivan       invited by the administrator, never signed in
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from cognito_lab.cloud import Cloud, new_cloud
from cognito_lab.lessons.exercise import Cell
from cognito_lab.lessons.people import add_member
from cognito_lab.lessons.tasks import Seen
from cognito_lab.primitives import jose
from cognito_lab.primitives.errors import AwsError
from cognito_lab.wire.boto import boto3_session

PASSWORDS: Mapping[str, str] = {
    "jdoe": "Correct-Horse7",
    "nia": "Gentle-Otter5",
    "lee": "Patient-Heron4",
    "ivan": "Silver-Falcon3",
}
REFRESH = "ALLOW_REFRESH_TOKEN_AUTH"
GIVEN = Cell(  # what earlier cells of the notebook made
    "from cognito_lab.lessons.n04_office import invited, newcomer\n\n"
    'idp = nobody.client("cognito-idp")\n'
    'admin_idp = boto3_session(world.cloud).client("cognito-idp")'
)
BOTH_WAYS = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", REFRESH]


@dataclass(frozen=True)
class World:
    """The ids of the pretend account."""

    cloud: Cloud
    user_pool_id: str
    client_id: str
    server_client_id: str
    server_client_secret: str
    careful_client_id: str

    @property
    def passwords(self) -> Mapping[str, str]:
        """Practice passwords by user name; ivan's is the one that he will choose."""
        return PASSWORDS

    def __repr__(self) -> str:
        return (
            "<a pretend AWS account with a user pool, three app clients, jdoe, and an invitation "
            "for ivan; nothing leaves this computer>"
        )


def build(seed: int | str | None = 4) -> World:
    """Make the account with boto3, as its administrator."""
    cloud = new_cloud(seed=seed)
    idp = boto3_session(cloud).client("cognito-idp")
    pool_id = idp.create_user_pool(PoolName="passport-office", AutoVerifiedAttributes=["email"])[
        "UserPool"
    ]["Id"]
    notebook = _client(idp, pool_id, "notebook", ExplicitAuthFlows=BOTH_WAYS)
    server = _client(idp, pool_id, "server", ExplicitAuthFlows=BOTH_WAYS, GenerateSecret=True)
    careful = _client(
        idp,
        pool_id,
        "careful",
        ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH", REFRESH],
        WriteAttributes=["email"],
    )
    _people(idp, pool_id)
    return World(
        cloud,
        pool_id,
        notebook["ClientId"],
        server["ClientId"],
        server["ClientSecret"],
        careful["ClientId"],
    )


def _client(idp: Any, pool_id: str, name: str, **settings: Any) -> dict[str, Any]:
    answer = idp.create_user_pool_client(
        UserPoolId=pool_id, ClientName=name, PreventUserExistenceErrors="ENABLED", **settings
    )
    return dict(answer["UserPoolClient"])


def _people(idp: Any, pool_id: str) -> None:
    """A lasting password for jdoe, and an invitation for ivan."""
    idp.create_group(GroupName="editors", UserPoolId=pool_id)
    proven = {"email": "jdoe@example.com", "email_verified": "true"}
    add_member(idp, pool_id, "jdoe", PASSWORDS["jdoe"], **proven)
    _invite(idp, pool_id, "ivan")


def _invite(idp: Any, pool_id: str, name: str) -> None:
    """The pool mails a temporary password."""
    idp.admin_create_user(
        UserPoolId=pool_id,
        Username=name,
        UserAttributes=_email(name),
        DesiredDeliveryMediums=["EMAIL"],
    )


def _email(name: str) -> list[dict[str, str]]:
    return [
        {"Name": "email", "Value": f"{name}@example.com"},
        {"Name": "email_verified", "Value": "true"},
    ]


# --- people for an exercise -----------------------------------------------------------------------


def newcomer(world: World, name: str = "nia") -> str:
    """A user name that is free, so that an attempt can be made again."""
    wanted = (f"{name}-{number}" if number > 1 else name for number in count(1))
    return next(one for one in wanted if _status(world, one) is None)


def invited(world: World) -> tuple[str, str]:
    """Somebody who has not answered the invitation yet: user name and temporary password."""
    name = "ivan"
    if _status(world, name) != "FORCE_CHANGE_PASSWORD":
        name = newcomer(world, name)
        _invite(boto3_session(world.cloud).client("cognito-idp"), world.user_pool_id, name)
    return name, world.cloud.mailbox.latest(f"{name}@example.com").code


def _status(world: World, name: str) -> str | None:
    try:
        found = world.cloud.cognito_idp.admin_get_user(
            user_pool_id=world.user_pool_id, username=name
        )
    except AwsError:
        return None
    return str(found["UserStatus"])


# --- what the rules look at -----------------------------------------------------------------------


def user(seen: Seen, name: str) -> dict[str, Any]:
    """A user as the administrator sees it: `UserStatus` and `Attributes`; empty if unknown."""
    idp = seen.world.cloud.cognito_idp
    try:
        return dict(idp.admin_get_user(user_pool_id=seen.world.user_pool_id, username=name))
    except AwsError:
        return {}


def status(seen: Seen, name: str) -> str:
    """The user's status, or a word for there being no such user."""
    return str(user(seen, name).get("UserStatus", "unknown to the pool"))


def is_proven(seen: Seen, name: str) -> bool:
    """Whether the directory calls the e-mail address verified."""
    wanted = {"Name": "email_verified", "Value": "true"}
    return wanted in user(seen, name).get("UserAttributes", ())


def named(seen: Seen, name: str) -> str:
    """The user whom this attempt was about: nia, or nia-2 when Check is pressed again."""
    names = [found for event in seen.events for found in _names(event.request)]
    return next((found for found in reversed(names) if found.startswith(name)), name)


def _names(request: Mapping[str, Any]) -> list[str]:
    answers = request.get("ChallengeResponses") or request.get("AuthParameters") or {}
    return [str(request.get("Username", "")), str(answers.get("USERNAME", ""))]


def refusal(seen: Seen) -> str:
    """AWS's words to the learner's function; "" if nothing was refused."""
    response = getattr(seen.error, "response", {})
    return str(response.get("Error", {}).get("Message", ""))


def claims(seen: Seen) -> dict[str, Any]:
    """The claims of the ID token that the learner's function gave back; empty without one."""
    found = seen.returned.get("IdToken") if isinstance(seen.returned, Mapping) else None
    try:
        return dict(jose.parse(str(found)).unverified_claims)
    except jose.InvalidToken:
        return {}
