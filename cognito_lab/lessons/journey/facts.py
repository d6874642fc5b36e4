"""What the record says about the journey: each fact is counted or provoked, not written down."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError

from cognito_lab.lessons.journey.papers import (
    GOOGLE_PROVIDER,
    at_the_counter,
    user_pool_id_token,
)
from cognito_lab.lessons.journey.world import World, build
from cognito_lab.primitives.trace import Exchange
from cognito_lab.widgets.doors import Visitor, knock
from cognito_lab.wire.boto import boto3_session


def facts(world: World) -> list[str]:
    """Sentences about the trace, the guests, a stranger's app id, and the identity pool's table."""
    return [
        f"jdoe, signed, at /group: {_count_roles(jdoe_at_group(world))} role was taken over STS.",
        f"artie, ID token, at /jwt: {_count_roles(artie_at_jwt(world)) or 'no'} role was taken.",
        f"Guests switched off, no login: {guests_off()}",
        f"A Google token made for an app that the pool does not know: {unknown_app(world)}",
        f"The identity pool's table has these columns: {', '.join(pool_columns(world))}.",
    ]


def jdoe_at_group(world: World) -> tuple[Exchange, ...]:
    """Jdoe's whole way, from password to door; the exchanges of it."""
    mark = world.cloud.trace.mark()
    paper = at_the_counter(world, "jdoe", user_pool_id_token(world, "jdoe"))
    visitor = Visitor("jdoe", credentials=paper.credentials)
    knock(world.cloud, world.api_url, "/group", visitor)
    return world.cloud.trace.since(mark)


def artie_at_jwt(world: World) -> tuple[Exchange, ...]:
    """Artie's whole way, which never touches the counter."""
    mark = world.cloud.trace.mark()
    visitor = Visitor("artie", id_token=user_pool_id_token(world, "artie"))
    knock(world.cloud, world.api_url, "/jwt", visitor)
    return world.cloud.trace.since(mark)


def _count_roles(exchanges: tuple[Exchange, ...]) -> int:
    everything = (inner for exchange in exchanges for inner in exchange.walk())
    return sum(inner.action == "AssumeRoleWithWebIdentity" for inner in everything)


def guests_off() -> str:
    """What GetId answers a guest when the pool serves none; tried in a world of its own."""
    world = build(seed="guests off")
    counter = boto3_session(world.cloud).client("cognito-identity")
    pool = counter.describe_identity_pool(IdentityPoolId=world.identity_pool_id)
    pool.pop("ResponseMetadata")
    counter.update_identity_pool(**pool | {"AllowUnauthenticatedIdentities": False})
    return _words(counter.get_id, IdentityPoolId=world.identity_pool_id)


def unknown_app(world: World) -> str:
    """What GetId answers to a genuine Google token that was made for another app."""
    other_app = world.cloud.google.register_client("somebody else's app")
    email = "gina@example.com"
    token = world.cloud.google.sign_in(email, world.passwords[email], client_id=other_app).id_token
    counter = boto3_session(world.cloud, credentials={}).client("cognito-identity")
    return _words(
        counter.get_id,
        IdentityPoolId=world.identity_pool_id,
        Logins={GOOGLE_PROVIDER: token},
    )


def pool_columns(world: World) -> list[str]:
    """Every column that any row of the identity pool's table has."""
    counter = boto3_session(world.cloud).client("cognito-identity")
    rows = counter.list_identities(IdentityPoolId=world.identity_pool_id, MaxResults=60)
    return sorted({column for row in rows["Identities"] for column in row})


def _words(call: Any, **arguments: Any) -> str:
    """AWS's words for a refusal; a call that goes through says so."""
    try:
        call(**arguments)
    except ClientError as error:
        return f"{error.response['Error']['Code']}: {error.response['Error']['Message']}"
    return "it went through"
