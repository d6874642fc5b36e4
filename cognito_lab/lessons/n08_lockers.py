"""N08's account: a bucket of lockers, two people with one role, and their ids.

lockers    the bucket; each person's folder has the identity id as its name
locker     the one role of everybody who signs in: the own folder, and the own notes
jdoe       signs in at the user pool; gina signs in at Google
artie      signs in at the user pool, and never visits the counter
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cognito_lab.cloud import Cloud, new_cloud
from cognito_lab.lessons.journey.world import trust
from cognito_lab.lessons.people import add_member
from cognito_lab.primitives.caller import ACCOUNT_ID, REGION
from cognito_lab.wire.boto import boto3_session

PASSWORDS: Mapping[str, str] = {
    "jdoe": "Correct-Horse7",
    "artie": "Purple-Monkey9",
    "gina@example.com": "Practice-Google1",
}
BUCKET, TABLE = "lockers", "notes"
SUB = "${cognito-identity.amazonaws.com:sub}"
GOOGLE = "accounts.google.com"
OWN = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": ["s3:GetObject", "s3:PutObject"],
            "Resource": f"arn:aws:s3:::{BUCKET}/{SUB}/*",
        },
        {
            "Effect": "Allow",
            "Action": "s3:ListBucket",
            "Resource": f"arn:aws:s3:::{BUCKET}",
            "Condition": {"StringLike": {"s3:prefix": f"{SUB}/*"}},
        },
        {
            "Effect": "Allow",
            "Action": ["dynamodb:PutItem", "dynamodb:GetItem"],
            "Resource": f"arn:aws:dynamodb:{REGION}:{ACCOUNT_ID}:table/{TABLE}",
            "Condition": {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": [SUB]}},
        },
    ],
}


@dataclass(frozen=True)
class World:
    """The ids of the pretend account."""

    cloud: Cloud
    user_pool_id: str
    client_id: str
    identity_pool_id: str
    google_client_id: str
    bucket: str = BUCKET
    table: str = TABLE

    @property
    def user_pool_provider(self) -> str:
        """The user pool's name as a key of `Logins`."""
        return f"cognito-idp.{REGION}.amazonaws.com/{self.user_pool_id}"

    @property
    def passwords(self) -> Mapping[str, str]:
        """Practice passwords by user name, and by e-mail address for Google."""
        return PASSWORDS

    def __repr__(self) -> str:
        return (
            "<a pretend AWS account with a bucket of lockers, one role, jdoe, artie, and gina at "
            "Google; nothing leaves this computer>"
        )


def build(seed: int | str | None = 8) -> World:
    """Make the account with boto3, as its administrator."""
    cloud = new_cloud(seed=seed)
    admin = boto3_session(cloud)
    cloud.google.add_user("gina@example.com", PASSWORDS["gina@example.com"])
    google_client_id = cloud.google.register_client("lockers")
    user_pool_id, client_id = _user_pool(admin.client("cognito-idp"))
    provider = f"cognito-idp.{REGION}.amazonaws.com/{user_pool_id}"
    counter = admin.client("cognito-identity")
    identity_pool_id = counter.create_identity_pool(
        IdentityPoolName="lockers",
        AllowUnauthenticatedIdentities=False,
        SupportedLoginProviders={GOOGLE: google_client_id},
        CognitoIdentityProviders=[{"ProviderName": provider, "ClientId": client_id}],
    )["IdentityPoolId"]
    role = _role(admin.client("iam"), identity_pool_id)
    counter.set_identity_pool_roles(IdentityPoolId=identity_pool_id, Roles={"authenticated": role})
    world = World(cloud, user_pool_id, client_id, identity_pool_id, google_client_id)
    _fill(world, admin.client("s3"))
    return world


def _user_pool(idp: Any) -> tuple[str, str]:
    pool_id = idp.create_user_pool(PoolName="lockers")["UserPool"]["Id"]
    client = idp.create_user_pool_client(
        UserPoolId=pool_id,
        ClientName="notebook",
        ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    )["UserPoolClient"]
    for name in ("jdoe", "artie"):
        add_member(idp, pool_id, name, PASSWORDS[name], email=f"{name}@example.com")
    return str(pool_id), str(client["ClientId"])


def _role(iam: Any, identity_pool_id: str) -> str:
    """One role for everybody; the variable in its policy makes a locker for each."""
    role = iam.create_role(
        RoleName="locker",
        AssumeRolePolicyDocument=json.dumps(trust(identity_pool_id, guest=False)),
    )["Role"]
    iam.put_role_policy(RoleName="locker", PolicyName="own", PolicyDocument=json.dumps(OWN))
    return str(role["Arn"])


def _fill(world: World, s3: Any) -> None:
    """Gina's locker holds a letter, and the bucket's root a notice."""
    s3.create_bucket(Bucket=BUCKET)
    s3.put_object(Bucket=BUCKET, Key=f"{identity_of(world, 'gina')}/letter.txt", Body=b"Dear Uma,")
    s3.put_object(Bucket=BUCKET, Key="notice.txt", Body=b"Lockers are opened by their owners.")


# --- people and their ids -------------------------------------------------------------------------


def logins_of(world: World, who: str) -> dict[str, str]:
    """The `Logins` map of a person who signs in now."""
    if who == "gina":
        email = "gina@example.com"
        answer = world.cloud.google.sign_in(
            email, PASSWORDS[email], client_id=world.google_client_id
        )
        return {GOOGLE: answer.id_token}
    idp = boto3_session(world.cloud, credentials={}).client("cognito-idp")
    answer = idp.initiate_auth(
        ClientId=world.client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": who, "PASSWORD": PASSWORDS[who]},
    )
    return {world.user_pool_provider: answer["AuthenticationResult"]["IdToken"]}


def identity_of(world: World, who: str) -> str:
    """The identity id of a person who shows a token now."""
    return identity_for(world, logins_of(world, who))


def identity_for(world: World, logins: Mapping[str, str]) -> str:
    """The identity id that belongs to these logins."""
    counter = boto3_session(world.cloud, credentials={}).client("cognito-identity")
    answer = counter.get_id(IdentityPoolId=world.identity_pool_id, Logins=dict(logins))
    return str(answer["IdentityId"])


def credentials_for(
    world: World, logins: Mapping[str, str], *, identity_id: str | None = None
) -> dict[str, Any]:
    """Credentials for an identity, the logins' own by default. Two logins are linked by it."""
    counter = boto3_session(world.cloud, credentials={}).client("cognito-identity")
    answer = counter.get_credentials_for_identity(
        IdentityId=identity_id or identity_for(world, logins), Logins=dict(logins)
    )
    credentials: dict[str, Any] = answer["Credentials"]
    return credentials


# --- the table ------------------------------------------------------------------------------------


def make_table(world: World) -> None:
    """The table of notes, one row an owner; nothing happens where it exists already."""
    dynamodb = boto3_session(world.cloud).client("dynamodb")
    if world.table in dynamodb.list_tables()["TableNames"]:
        return
    dynamodb.create_table(
        TableName=world.table,
        KeySchema=[{"AttributeName": "owner", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "owner", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
