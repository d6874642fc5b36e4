"""N09's account: the journey's, before anybody told the counter to look at groups.

The group `editors` has a role, and jdoe is in it; `authors` has the default role, and nobody is in
it. The identity pool gives everybody its default role. What a learner sets up is tried here: who
signs in now gets which role.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cognito_lab.lessons import journey
from cognito_lab.lessons.journey import World
from cognito_lab.lessons.people import add_member
from cognito_lab.lessons.tasks import Seen
from cognito_lab.primitives.caller import ACCOUNT_ID
from cognito_lab.primitives.errors import AwsError
from cognito_lab.wire.boto import boto3_session

ROLES = ("journey-default", "journey-editors", "journey-guest")
STRANGERS = {"jdoe.fan": "jdoe.fan@example.com", "max": "max@elsewhere.example"}
EMAILS = {"jdoe": "jdoe@example.com", "uma": "uma@example.com", **STRANGERS}


def build(seed: int | str | None = 9) -> World:
    """The journey's account, without role mappings and with a second group."""
    world = journey.build(seed)
    set_roles(world, {})
    boto3_session(world.cloud).client("cognito-idp").create_group(
        UserPoolId=world.user_pool_id,
        GroupName="authors",
        RoleArn=role_arns()["journey-default"],
    )
    return world


def role_arns() -> dict[str, str]:
    """The account's three roles: ``{name: ARN}``."""
    return {name: f"arn:aws:iam::{ACCOUNT_ID}:role/{name}" for name in ROLES}


def set_roles(world: World, mappings: Mapping[str, Any]) -> None:
    """Give the identity pool its default roles, and these role mappings."""
    roles = role_arns()
    boto3_session(world.cloud).client("cognito-identity").set_identity_pool_roles(
        IdentityPoolId=world.identity_pool_id,
        Roles={
            "authenticated": roles["journey-default"],
            "unauthenticated": roles["journey-guest"],
        },
        RoleMappings=dict(mappings),
    )


def map_by_token(world: World) -> None:
    """What the first exercise asks for, so that the rest of the lesson can go on without it."""
    set_roles(world, {mapped_provider(world): by_token("Deny")})


def by_token(resolution: str) -> dict[str, str]:
    """A mapping that takes the role from the token."""
    return {"Type": "Token", "AmbiguousRoleResolution": resolution}


def by_rules(rules: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """A mapping that compares claims with these rules, and refuses whom none fits."""
    return {
        "Type": "Rules",
        "AmbiguousRoleResolution": "Deny",
        "RulesConfiguration": {"Rules": list(rules)},
    }


def mapped_provider(world: World) -> str:
    """The user pool's key in RoleMappings: provider and app client."""
    return f"{world.user_pool_provider}:{world.client_id}"


# --- who gets which role ------------------------------------------------------------------


def logins_of(world: World, who: str) -> dict[str, str]:
    """The `Logins` map of a person who signs in now."""
    if who == "gina":
        return {"accounts.google.com": journey.google_id_token(world, "gina")}
    return {world.user_pool_provider: journey.user_pool_id_token(world, who)}


def role_for(world: World, logins: Mapping[str, str]) -> str:
    """The name of the role that the counter lends for these logins, or AWS's words of refusal."""
    counter = world.cloud.cognito_identity
    try:
        identity = counter.get_id(identity_pool_id=world.identity_pool_id, logins=dict(logins))
        given = counter.get_credentials_for_identity(
            identity_id=identity["IdentityId"], logins=dict(logins)
        )
    except AwsError as error:
        return error.message
    session = world.cloud.sts.session(given["Credentials"]["AccessKeyId"])
    assert session is not None, "STS knows the keys that it has just made"
    return str(session.caller.role_arn).rpartition("/")[2]


def role_of(seen: Seen, who: str) -> str:
    """The same for a person who signs in now, in a copy of the account as the learner left it.

    Later in the lesson uma joins a group. Here she is in none, whenever the check is pressed.
    """
    idp = boto3_session(seen.world.cloud).client("cognito-idp")
    for name in ("authors", "editors"):
        idp.admin_remove_user_from_group(
            UserPoolId=seen.world.user_pool_id, Username="uma", GroupName=name
        )
    return role_for(seen.world, logins_of(seen.world, who))


# --- E3: rules ------------------------------------------------------------------


def roles_by_rules(seen: Seen) -> dict[str, str]:
    """Who gets which role by the rules that the learner's function gave back."""
    world = seen.world
    rules = seen.returned if isinstance(seen.returned, Sequence) else []
    try:
        set_roles(world, {mapped_provider(world): by_rules(rules)})
    except Exception as error:  # whatever botocore or AWS says to the rules is shown
        return dict.fromkeys(EMAILS, str(error))
    known = {who: role_for(world, logins_of(world, who)) for who in ("jdoe", "uma")}
    return known | {name: role_for(world, _logins_of_stranger(world, name)) for name in STRANGERS}


def _logins_of_stranger(world: World, name: str) -> dict[str, str]:
    """The `Logins` map of somebody who joined the user pool a moment ago."""
    idp, password = boto3_session(world.cloud).client("cognito-idp"), "Quiet-Otter3"
    if not idp.list_users(UserPoolId=world.user_pool_id, Filter=f'username = "{name}"')["Users"]:
        add_member(idp, world.user_pool_id, name, password, email=STRANGERS[name])
    answer = idp.initiate_auth(
        ClientId=world.client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": name, "PASSWORD": password},
    )
    return {world.user_pool_provider: answer["AuthenticationResult"]["IdToken"]}
