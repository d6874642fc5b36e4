"""The acceptance scene: five people, three doors, through boto3 and plain HTTP only.

The world is built from nothing by `journey.build`, with boto3 as the account's administrator. Here
the people come: every request is a real one, and every refusal has its reason on the record.
"""

import re
from typing import Any

import pytest
import requests
from botocore.exceptions import ClientError

from cognito_lab import boto3_session, http_session, sigv4
from cognito_lab.lessons import journey
from cognito_lab.lessons.journey import World
from cognito_lab.primitives.trace import Exchange

IDENTITY_ID = r"us-east-1:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
SUB = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
NOT_SIGNED = "The Authorization header holds no signature"
NO_JWT = "The header holds a signature, no token"
OTHER_ISSUER = "The token's issuer is https://accounts.google.com"
NO_ALLOW = "no identity-based policy allows the execute-api:Invoke action"


@pytest.fixture(scope="module")
def world() -> World:
    """The journey's world, shared by all people of this file."""
    return journey.build(seed=7)


# --- what people do, in boto3 and HTTP -----------------------------------------------------------


def client(world: World, service: str) -> Any:
    """A boto3 client without AWS credentials."""
    session: Any = boto3_session(world.cloud, credentials={})
    return session.client(service)


def id_token_of(world: World, who: str) -> str:
    """Sign in at the person's provider."""
    if who == "gina":
        return world.cloud.google.sign_in(
            "gina@example.com",
            world.passwords["gina@example.com"],
            client_id=world.google_client_id,
        ).id_token
    answer = client(world, "cognito-idp").initiate_auth(
        ClientId=world.client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": who, "PASSWORD": world.passwords[who]},
    )
    return str(answer["AuthenticationResult"]["IdToken"])


def logins_of(world: World, who: str) -> dict[str, str]:
    """The `Logins` map that a person brings to the counter."""
    if who == "guest":
        return {}
    provider = "accounts.google.com" if who == "gina" else world.user_pool_provider
    return {provider: id_token_of(world, who)}


def credentials_of(world: World, who: str) -> dict[str, Any]:
    """Visit the counter."""
    counter, logins = client(world, "cognito-identity"), logins_of(world, who)
    identity_id = counter.get_id(IdentityPoolId=world.identity_pool_id, Logins=logins)["IdentityId"]
    answer = counter.get_credentials_for_identity(IdentityId=identity_id, Logins=logins)
    return dict(answer["Credentials"])


def knock(world: World, door: str, who: str, shows: str) -> requests.Response:
    """Send one request to a door."""
    http = http_session(world.cloud)
    if shows == "signature":
        return http.get(world.api_url + door, auth=sigv4(credentials_of(world, who)))
    return http.get(world.api_url + door, headers={"Authorization": id_token_of(world, who)})


def last(world: World) -> Exchange:
    """The newest exchange on the record."""
    return world.cloud.trace.exchanges[-1]


def everything_since(world: World, mark: int) -> list[Exchange]:
    """All exchanges after a mark, nested ones too."""
    return [inner for outer in world.cloud.trace.since(mark) for inner in outer.walk()]


# --- the table -----------------------------------------------------------------------------------

OPEN = [
    pytest.param("gina", "signature", "/google", IDENTITY_ID, id="1a gina, signed, at /google"),
    pytest.param("jdoe", "signature", "/group", IDENTITY_ID, id="2a jdoe, signed, at /group"),
    pytest.param("jdoe", "token", "/jwt", SUB, id="2b jdoe, ID token, at /jwt"),
    pytest.param("artie", "token", "/jwt", SUB, id="3 artie, ID token, at /jwt"),
    pytest.param("uma", "token", "/jwt", SUB, id="4b uma, ID token, at /jwt"),
]


@pytest.mark.parametrize(("who", "shows", "door", "shape"), OPEN)
def test_a_door_opens_and_the_card_shows_an_id(
    world: World, who: str, shows: str, door: str, shape: str
) -> None:
    """The back end answers 200 and prints an id whose shape follows from the route."""
    answer = knock(world, door, who, shows)

    assert answer.status_code == 200
    assert re.fullmatch(shape, answer.json()["id"])


CLOSED = [
    pytest.param("gina", "signature", "/group", 403, NO_ALLOW, id="1a at /group: policy"),
    pytest.param("gina", "signature", "/jwt", 401, NO_JWT, id="1a at /jwt: no JWT"),
    pytest.param("gina", "token", "/google", 403, NOT_SIGNED, id="1b at /google: not signed"),
    pytest.param("gina", "token", "/group", 403, NOT_SIGNED, id="1b at /group: not signed"),
    pytest.param("gina", "token", "/jwt", 401, OTHER_ISSUER, id="1b at /jwt: other issuer"),
    pytest.param("jdoe", "signature", "/google", 403, NO_ALLOW, id="2a at /google: policy"),
    pytest.param("jdoe", "signature", "/jwt", 401, NO_JWT, id="2a at /jwt: no JWT"),
    pytest.param("jdoe", "token", "/google", 403, NOT_SIGNED, id="2b at /google: not signed"),
    pytest.param("jdoe", "token", "/group", 403, NOT_SIGNED, id="2b at /group: not signed"),
    pytest.param("artie", "token", "/google", 403, NOT_SIGNED, id="3 at /google: not signed"),
    pytest.param("artie", "token", "/group", 403, NOT_SIGNED, id="3 at /group: not signed"),
    pytest.param("uma", "token", "/google", 403, NOT_SIGNED, id="4b at /google: not signed"),
    pytest.param("uma", "token", "/group", 403, NOT_SIGNED, id="4b at /group: not signed"),
    pytest.param("guest", "signature", "/google", 403, NO_ALLOW, id="5 at /google: policy"),
    pytest.param("guest", "signature", "/group", 403, NO_ALLOW, id="5 at /group: policy"),
    pytest.param("guest", "signature", "/jwt", 401, NO_JWT, id="5 at /jwt: no JWT"),
]


@pytest.mark.parametrize(("who", "shows", "door", "status", "reason"), CLOSED)
def test_a_door_stays_closed_and_the_trace_says_why(
    world: World, who: str, shows: str, door: str, status: int, reason: str
) -> None:
    """The gateway refuses with AWS's status, prints no id, and leaves its reason on the record."""
    answer = knock(world, door, who, shows)

    assert answer.status_code == status
    assert "id" not in answer.json()
    assert any(reason in note for note in last(world).notes)


def test_uma_is_refused_at_the_counter_in_awss_words(world: World) -> None:
    """4a: a token that names no role, and a mapping that denies then: no credentials come out."""
    with pytest.raises(ClientError) as refused:
        credentials_of(world, "uma")

    assert refused.value.response["Error"]["Code"] == "NotAuthorizedException"
    assert str(refused.value.response["Error"]["Message"]).startswith(
        "The ambiguous role mapping rules for: "
    )
    assert "cognito:preferred_role" in last(world).notes[-1]


def test_the_table_of_the_notebook_is_the_table_of_the_scene(world: World) -> None:
    """Eight rows, filled by real requests, say what each person gets at each door."""
    papers = journey.papers(world)

    table = journey.table(journey.knocks(world, papers), papers)

    assert [row[2:5] for row in table.rows] == [
        ("200", "403 policy", "401 no JWT"),
        ("403 not signed", "403 not signed", "401 other issuer"),
        ("403 policy", "200", "401 no JWT"),
        ("403 not signed", "403 not signed", "200"),
        ("403 not signed", "403 not signed", "200"),
        ("no request", "no request", "no request"),
        ("403 not signed", "403 not signed", "200"),
        ("403 policy", "403 policy", "401 no JWT"),
    ]


# --- the facts -----------------------------------------------------------------------------------


def test_jdoes_way_takes_exactly_one_role(world: World) -> None:
    """2a: from the password to the open door, STS is called once, by the identity pool."""
    mark = world.cloud.trace.mark()

    knock(world, "/group", "jdoe", "signature")

    calls = [e for e in everything_since(world, mark) if e.action == "AssumeRoleWithWebIdentity"]
    assert [(e.sender, e.receiver) for e in calls] == [("Identity Pool", "STS")]
    assert calls[0].request["RoleArn"].endswith(":role/journey-editors")


def test_arties_way_takes_no_role_and_makes_no_identity(world: World) -> None:
    """3: a user-pool authorizer reads the token itself; neither counter nor STS takes part."""
    admin: Any = boto3_session(world.cloud)
    list_identities = admin.client("cognito-identity").list_identities
    before = list_identities(IdentityPoolId=world.identity_pool_id, MaxResults=60)["Identities"]
    mark = world.cloud.trace.mark()

    knock(world, "/jwt", "artie", "token")

    took_part = {e.receiver for e in everything_since(world, mark)}
    after = list_identities(IdentityPoolId=world.identity_pool_id, MaxResults=60)["Identities"]
    assert took_part == {"User Pool", "API Gateway", "Function"} | (took_part & {"JWKS"})
    assert len(after) == len(before)


def test_with_guests_off_nobody_comes_without_a_login() -> None:
    """GetId without a login is refused when the pool serves no guests."""
    world = journey.build(seed="guests off")
    admin: Any = boto3_session(world.cloud)
    counter = admin.client("cognito-identity")
    pool = counter.describe_identity_pool(IdentityPoolId=world.identity_pool_id)
    pool.pop("ResponseMetadata")
    counter.update_identity_pool(**pool | {"AllowUnauthenticatedIdentities": False})

    with pytest.raises(ClientError) as refused:
        client(world, "cognito-identity").get_id(IdentityPoolId=world.identity_pool_id)

    assert refused.value.response["Error"] == {
        "Code": "NotAuthorizedException",
        "Message": "Unauthenticated access is not supported for this identity pool.",
    }


def test_a_google_token_for_an_app_that_was_never_registered_is_refused(world: World) -> None:
    """Google vouches for gina, but to somebody else's app: the counter does not accept that."""
    stranger = world.cloud.google.register_client("somebody else's app")
    token = world.cloud.google.sign_in(
        "gina@example.com", world.passwords["gina@example.com"], client_id=stranger
    ).id_token

    with pytest.raises(ClientError) as refused:
        client(world, "cognito-identity").get_id(
            IdentityPoolId=world.identity_pool_id, Logins={"accounts.google.com": token}
        )

    assert refused.value.response["Error"] == {
        "Code": "NotAuthorizedException",
        "Message": "Token is not from a supported provider of this identity pool.",
    }


def test_the_identity_pools_table_holds_no_name_and_no_address(world: World) -> None:
    """The pool keeps identity ids and linked logins; people's data stays with their provider."""
    credentials_of(world, "jdoe"), credentials_of(world, "gina")
    admin: Any = boto3_session(world.cloud)

    rows = admin.client("cognito-identity").list_identities(
        IdentityPoolId=world.identity_pool_id, MaxResults=60
    )["Identities"]

    assert {column for row in rows for column in row} <= {
        "IdentityId",
        "Logins",
        "CreationDate",
        "LastModifiedDate",
    }
    assert not any(name in str(rows) for name in ("jdoe", "gina", "example.com"))


def test_a_second_visit_gets_the_same_identity_id(world: World) -> None:
    """An identity id belongs to a person, not to a visit."""
    first, second = (
        client(world, "cognito-identity").get_id(
            IdentityPoolId=world.identity_pool_id, Logins=logins_of(world, "jdoe")
        )["IdentityId"]
        for _ in range(2)
    )

    assert first == second


@pytest.mark.parametrize("who", ["gina", "jdoe"])
def test_a_signed_in_person_reads_the_file(world: World, who: str) -> None:
    """Real boto3, signed with the temporary credentials, reads the object's text."""
    session: Any = boto3_session(world.cloud, credentials_of(world, who))

    answer = session.client("s3").get_object(Bucket=world.bucket, Key=world.file)

    assert answer["Body"].read().decode().startswith("You read this with a boarding pass")


def test_a_guest_may_not_read_the_file(world: World) -> None:
    """The guest role allows nothing, and S3 says so with the whole sentence."""
    session: Any = boto3_session(world.cloud, credentials_of(world, "guest"))

    with pytest.raises(ClientError) as refused:
        session.client("s3").get_object(Bucket=world.bucket, Key=world.file)

    assert refused.value.response["Error"]["Message"] == (
        "User: arn:aws:sts::123456789012:assumed-role/journey-guest/CognitoIdentityCredentials "
        'is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::cognito-lab-library'
        '/welcome.txt" because no identity-based policy allows the s3:GetObject action'
    )
