"""N02's account and its tokens: five desks, a battery of segments, and a battery of tokens.

The account is the journey's, with one more door: ``/profile`` wants an access token that carries a
scope. The tokens of the batteries are real ones of this account, as its people get them; one access
token is spelled anew with many scopes, since telling kinds apart needs no signature.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import ClientError

from cognito_lab.lessons import journey
from cognito_lab.lessons.journey import World
from cognito_lab.lessons.people import add_member
from cognito_lab.lessons.readings import Reading
from cognito_lab.lessons.tasks.function import Case
from cognito_lab.primitives.jose import b64url, b64url_decode
from cognito_lab.wire.boto import boto3_session
from cognito_lab.wire.http import http_session

OWN_ACCOUNT_SCOPE = "aws.cognito.signin.user.admin"  # what every sign-in through the API carries
NO_EMAIL = ("nomail", "Silent-Letter5")  # a user without an e-mail address, and the password


def build(seed: int | str | None) -> World:
    """The journey's account, with a user without e-mail and a door that wants a scope."""
    world = journey.build(seed)
    admin: Any = boto3_session(world.cloud)
    _add_user_without_email(admin, world)
    _add_scoped_door(admin, world)
    return world


def _add_user_without_email(admin: Any, world: World) -> None:
    idp, (name, password) = admin.client("cognito-idp"), NO_EMAIL
    add_member(idp, world.user_pool_id, name, password)


def _add_scoped_door(admin: Any, world: World) -> None:
    """A method with a scope takes access tokens, where one without takes ID tokens."""
    api = admin.client("apigateway")
    items = {
        item["path"]: item["id"] for item in api.get_resources(restApiId=world.api_id)["items"]
    }
    resource = api.create_resource(restApiId=world.api_id, parentId=items["/"], pathPart="profile")
    jwt_door = {"restApiId": world.api_id, "resourceId": items["/jwt"], "httpMethod": "GET"}
    where = {"restApiId": world.api_id, "resourceId": resource["id"], "httpMethod": "GET"}
    api.put_method(
        **where,
        authorizationType="COGNITO_USER_POOLS",
        authorizerId=api.get_method(**jwt_door)["authorizerId"],
        authorizationScopes=[OWN_ACCOUNT_SCOPE],
    )
    behind = api.get_integration(**jwt_door)
    api.put_integration(**where, type="AWS_PROXY", integrationHttpMethod="POST", uri=behind["uri"])
    api.create_deployment(restApiId=world.api_id, stageName="prod")


def tokens_of(world: World, username: str, password: str) -> Mapping[str, str]:
    """Sign in: ``{"IdToken": …, "AccessToken": …, "RefreshToken": …}``."""
    session: Any = boto3_session(world.cloud, credentials={})
    answer = session.client("cognito-idp").initiate_auth(
        ClientId=world.client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": username, "PASSWORD": password},
    )
    tokens: Mapping[str, str] = answer["AuthenticationResult"]
    return tokens


# --- E1: segments --------------------------------------------------------------------------------

SEGMENTS: Mapping[str, bytes] = {
    "of full length": b'["a","xy"]  ',
    "one sign short": b'["a",12]',
    "two signs short": b'["a",1]',
    "with - and _": b"\xfb\xff\xfe\xff",
}


def segments(world: World) -> list[Case]:
    """Segments of every length, then one with the two signs that ordinary base64 has not."""
    return [Case(item, (b64url(data),), data, _SEGMENT_WORDS) for item, data in SEGMENTS.items()]


_SEGMENT_WORDS = "For the segment “{item}”, {came_back} came back."


# --- E2: kinds -----------------------------------------------------------------------------------


def kinds(world: World) -> list[Case]:
    """Tokens that look alike in one way or another; the right word for each."""
    jdoe = tokens_of(world, "jdoe", world.passwords["jdoe"])
    nobody = tokens_of(world, *NO_EMAIL)
    battery = {
        "an ID token": (jdoe["IdToken"], "id"),
        "an access token": (jdoe["AccessToken"], "access"),
        "an ID token without an e-mail address": (nobody["IdToken"], "id"),
        "an access token with many scopes": (_with_scopes(jdoe["AccessToken"]), "access"),
        "a refresh token in five parts": (jdoe["RefreshToken"], "refresh"),
    }
    words = "For {item}, your function said {came_back}."
    return [Case(item, (token,), right, words) for item, (token, right) in battery.items()]


def _with_scopes(access_token: str) -> str:
    """The same access token with more scopes in it; its signature no longer fits."""
    head, payload, signature = access_token.split(".")
    claims = json.loads(b64url_decode(payload))
    claims["scope"] = f"openid email phone photos/read photos/write {OWN_ACCOUNT_SCOPE}"
    return f"{head}.{b64url(json.dumps(claims).encode())}.{signature}"


# --- E3: desks -----------------------------------------------------------------------------------

DESKS: Mapping[str, str] = {
    "counter": "the identity pool, which swaps a token for an identity id",
    "/jwt": "an API method without scopes",
    "/profile": f"an API method with the scope {OWN_ACCOUNT_SCOPE}",
    "GetUser": "the user pool's own call that shows a user's attributes",
    "refresh": "the user pool's REFRESH_TOKEN_AUTH flow",
}
KINDS: Mapping[str, str] = {
    "ID token": "IdToken",
    "access token": "AccessToken",
    "refresh token": "RefreshToken",
}


def try_desk(world: World, desk: str, kind: str) -> Reading:
    """Hand jdoe's token of that kind to a desk; the desk really answers."""
    token = tokens_of(world, "jdoe", world.passwords["jdoe"])[KINDS[kind]]
    said = _ANSWERS[desk](world, token)
    if said == "":
        return Reading.good(desk, kind)
    belief = "M03" if desk == "counter" else "M13"
    return Reading.bad(desk, kind, f"The desk {desk} refused the {kind}: {said}", belief)


def _counter(world: World, token: str) -> str:
    session: Any = boto3_session(world.cloud, credentials={})
    logins = {world.user_pool_provider: token}
    counter = session.client("cognito-identity")
    return _refusal(lambda: counter.get_id(IdentityPoolId=world.identity_pool_id, Logins=logins))


def _door(path: str) -> Callable[[World, str], str]:
    def knock(world: World, token: str) -> str:
        answer = http_session(world.cloud).get(
            world.api_url + path, headers={"Authorization": token}
        )
        return "" if answer.ok else f"{answer.status_code} {answer.text}"

    return knock


def _get_user(world: World, token: str) -> str:
    session: Any = boto3_session(world.cloud, credentials={})
    return _refusal(lambda: session.client("cognito-idp").get_user(AccessToken=token))


def _refresh(world: World, token: str) -> str:
    session: Any = boto3_session(world.cloud, credentials={})
    return _refusal(
        lambda: session.client("cognito-idp").initiate_auth(
            ClientId=world.client_id,
            AuthFlow="REFRESH_TOKEN_AUTH",
            AuthParameters={"REFRESH_TOKEN": token},
        )
    )


_ANSWERS: Mapping[str, Callable[[World, str], str]] = {
    "counter": _counter,
    "/jwt": _door("/jwt"),
    "/profile": _door("/profile"),
    "GetUser": _get_user,
    "refresh": _refresh,
}


def _refusal(call: Callable[[], object]) -> str:
    """AWS's words when the call is refused, else nothing."""
    try:
        call()
    except ClientError as error:
        return f"{error.response['Error']['Code']}: {error.response['Error']['Message']}"
    return ""
