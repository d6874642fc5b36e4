"""N08.E4: three apps that keep rows, told twice, with a year in between.

Each story is carried out in a copy of the account. Somebody writes a row to DynamoDB under the
chosen id; the clock goes on for a year, and something changes; then the row is looked up under the
same kind of id. `TOLD` has one function a story: what the app does now, and what it does later.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import ClientError

from cognito_lab.lessons.n08_lockers import (
    GOOGLE,
    PASSWORDS,
    World,
    credentials_for,
    identity_for,
    logins_of,
    make_table,
)
from cognito_lab.lessons.readings import Reading
from cognito_lab.primitives import jose
from cognito_lab.wire.boto import boto3_session

# Short, because a form shows them beside its choices; the notebook tells more.
STORIES = {
    "only the API": "artie shows his ID token at the API.",
    "only credentials": "gina writes to DynamoDB with credentials.",
    "both, and a second provider": "jdoe signs all her calls; later she comes by Google.",
}
KEYS = ("sub", "identity id", "e-mail address")

# {kind of id: its value}, as far as the app has one; and the client that reads and writes rows.
Ids = Mapping[str, str]
Told = tuple[Ids, Any]

_BELIEFS = {
    ("only the API", "identity id"): "M36",
    ("only credentials", "sub"): "M12",
    ("both, and a second provider", "sub"): "M54",
}


def a_year_later(world: World, story: str, key: str) -> Reading:
    """Whether a row that was written under a kind of id is found again after a year.

    Args:
        world: A copy of the account: a year passes in it.
        story: One of `STORIES`.
        key: One of `KEYS`.
    """
    belief = _BELIEFS.get((story, key), "M37")
    make_table(world)
    ids, rows = TOLD[story](world, later=False)
    if key not in ids:
        words = f"In the story “{story}” no {key} came with the call. The row had no key."
        return Reading.bad(story, "no such id", words, belief)
    try:
        rows.put_item(TableName=world.table, Item={"owner": {"S": ids[key]}})
    except ClientError as error:
        words = f"In the story “{story}” the {key} was the key, and DynamoDB refused the row: "
        return Reading.bad(story, f"refused: {key}", words + _said(error), belief)
    world.cloud.clock.advance(days=365)
    ids, rows = TOLD[story](world, later=True)
    if "Item" in rows.get_item(TableName=world.table, Key={"owner": {"S": ids[key]}}):
        return Reading.good(story)
    words = f"A year later the story “{story}” looked for its row under another {key}: none found."
    return Reading.bad(story, f"another {key}", words, belief)


def _said(error: ClientError) -> str:
    return f"{error.response['Error']['Code']}: {error.response['Error']['Message']}"


# --- the stories ----------------------------------------------------------------------------------


def _only_the_api(world: World, *, later: bool) -> Told:
    """The function behind the API reads the token's claims. Meanwhile artie has a new address."""
    if later:
        _new_address(world, "artie")
    return _claims(logins_of(world, "artie")), _back_end(world)


def _only_credentials(world: World, *, later: bool) -> Told:
    """Gina's app knows all three ids; DynamoDB gets her credentials, and asks the role's policy."""
    logins = logins_of(world, "gina")
    rows = boto3_session(world.cloud, credentials_for(world, logins)).client("dynamodb")
    return _all(world, logins), rows


def _a_second_provider(world: World, *, later: bool) -> Told:
    """Jdoe by password; later by Google, which was linked to the same identity."""
    logins = logins_of(world, "jdoe")
    if not later:
        return _all(world, logins), _back_end(world)
    google = _jdoe_at_google(world)
    credentials_for(world, logins | google, identity_id=identity_for(world, logins))  # links them
    return _all(world, google), _back_end(world)


TOLD: Mapping[str, Callable[..., Told]] = {
    "only the API": _only_the_api,
    "only credentials": _only_credentials,
    "both, and a second provider": _a_second_provider,
}


def _claims(logins: Mapping[str, str]) -> dict[str, str]:
    """The ids that stand in a token."""
    (token,) = logins.values()
    claims = jose.parse(token).unverified_claims
    return {"sub": str(claims["sub"]), "e-mail address": str(claims["email"])}


def _all(world: World, logins: Mapping[str, str]) -> dict[str, str]:
    return {**_claims(logins), "identity id": identity_for(world, logins)}


def _back_end(world: World) -> Any:
    """DynamoDB for a function behind an API. It acts for everybody, so it may touch any row."""
    return boto3_session(world.cloud).client("dynamodb")


def _jdoe_at_google(world: World) -> dict[str, str]:
    email, password = "j.doe@gmail.example", PASSWORDS["gina@example.com"]
    world.cloud.google.add_user(email, password)
    answer = world.cloud.google.sign_in(email, password, client_id=world.google_client_id)
    return {GOOGLE: answer.id_token}


def _new_address(world: World, name: str) -> None:
    boto3_session(world.cloud).client("cognito-idp").admin_update_user_attributes(
        UserPoolId=world.user_pool_id,
        Username=name,
        UserAttributes=[{"Name": "email", "Value": f"{name}@another.example"}],
    )
