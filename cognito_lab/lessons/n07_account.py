"""N07's account: one user pool, two identity pools, four roles, and who can take one of them.

ours      the identity pool of the lesson; guests are on, and so is the basic flow
theirs    an identity pool that is not ours. A stranger's would stand in another account; for a
          trust policy that makes no difference
reader    the role of signed-in people; its trust policy is in order
visitor   the role of guests; it allows everything, and the lesson asks what a guest gets
album     a role whose trust policy names a pool that is no more; to be repaired
wrong-verb  a role that allows sts:AssumeRole, which no identity pool calls
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from cognito_lab.cloud import Cloud, new_cloud
from cognito_lab.lessons.people import add_member
from cognito_lab.lessons.tasks import Seen
from cognito_lab.primitives.caller import ACCOUNT_ID, REGION
from cognito_lab.wire.boto import boto3_session

PASSWORD = "Correct-Horse7"
COGNITO = "cognito-identity.amazonaws.com"
OLD_POOL = f"{REGION}:00000000-aaaa-4bbb-8ccc-0123456789ab"


@dataclass(frozen=True)
class World:
    """The ids of the pretend account."""

    cloud: Cloud
    user_pool_id: str
    client_id: str
    identity_pool_id: str
    other_pool_id: str

    @property
    def user_pool_provider(self) -> str:
        """The user pool's name as a key of `Logins`."""
        return f"cognito-idp.{REGION}.amazonaws.com/{self.user_pool_id}"

    @property
    def passwords(self) -> Mapping[str, str]:
        """Practice passwords by user name."""
        return {"jdoe": PASSWORD}

    def role_arn(self, name: str) -> str:
        """The ARN of one of the account's roles."""
        return f"arn:aws:iam::{ACCOUNT_ID}:role/{name}"

    def __repr__(self) -> str:
        return (
            "<a pretend AWS account with a user pool (jdoe), two identity pools and four roles; "
            "nothing leaves this computer>"
        )


def build(seed: int | str | None) -> World:
    """Make the account with boto3, as its administrator."""
    cloud = new_cloud(seed=seed)
    admin: Any = boto3_session(cloud)
    user_pool_id, client_id = _user_pool(admin.client("cognito-idp"))
    counter = admin.client("cognito-identity")
    pools = [_identity_pool(counter, name, user_pool_id, client_id) for name in ("ours", "theirs")]
    world = World(cloud, user_pool_id, client_id, *pools)
    _roles(admin.client("iam"), pools[0])
    counter.set_identity_pool_roles(
        IdentityPoolId=pools[0],
        Roles={
            "authenticated": world.role_arn("reader"),
            "unauthenticated": world.role_arn("visitor"),
        },
    )
    return world


def _user_pool(idp: Any) -> tuple[str, str]:
    pool_id = str(idp.create_user_pool(PoolName="people")["UserPool"]["Id"])
    client = idp.create_user_pool_client(
        UserPoolId=pool_id, ClientName="notebook", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"]
    )["UserPoolClient"]
    add_member(idp, pool_id, "jdoe", PASSWORD)
    return pool_id, str(client["ClientId"])


def _identity_pool(counter: Any, name: str, user_pool_id: str, client_id: str) -> str:
    provider = f"cognito-idp.{REGION}.amazonaws.com/{user_pool_id}"
    pool = counter.create_identity_pool(
        IdentityPoolName=name,
        AllowUnauthenticatedIdentities=True,
        AllowClassicFlow=True,
        CognitoIdentityProviders=[{"ProviderName": provider, "ClientId": client_id}],
    )
    return str(pool["IdentityPoolId"])


def trust(pool_id: str, amr: str, action: str = "sts:AssumeRoleWithWebIdentity") -> dict[str, Any]:
    """A trust policy: which pool's identities, and of which kind."""
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Federated": COGNITO},
                "Action": action,
                "Condition": {
                    "StringEquals": {f"{COGNITO}:aud": pool_id},
                    "ForAnyValue:StringLike": {f"{COGNITO}:amr": amr},
                },
            }
        ],
    }


def _roles(iam: Any, pool_id: str) -> None:
    library = ("s3:GetObject", "arn:aws:s3:::photos/public/*")
    roles = {
        "reader": (trust(pool_id, "authenticated"), library),
        "visitor": (trust(pool_id, "unauthenticated"), ("*", "*")),
        "album": (trust(OLD_POOL, "authenticated"), library),
        "wrong-verb": (trust(pool_id, "authenticated", "sts:AssumeRole"), library),
    }
    for name, (who, (action, resource)) in roles.items():
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(who))
        may = {"Effect": "Allow", "Action": action, "Resource": resource}
        document = json.dumps({"Version": "2012-10-17", "Statement": [may]})
        iam.put_role_policy(RoleName=name, PolicyName="may", PolicyDocument=document)


# --- who gets in ---------------------------------------------------------------------------------


def id_token(world: World) -> str:
    """Jdoe signs in."""
    answer = _nobody(world, "cognito-idp").initiate_auth(
        ClientId=world.client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "jdoe", "PASSWORD": PASSWORD},
    )
    return str(answer["AuthenticationResult"]["IdToken"])


def enters(world: World, pool_id: str, *, guest: bool = False, role: str = "album") -> bool:
    """Whether STS gives the role to jdoe, or to a guest, of that identity pool."""
    counter = _nobody(world, "cognito-identity")
    logins = {} if guest else {world.user_pool_provider: id_token(world)}
    identity_id = counter.get_id(IdentityPoolId=pool_id, Logins=logins)["IdentityId"]
    token = counter.get_open_id_token(IdentityId=identity_id, Logins=logins)["Token"]
    try:
        _nobody(world, "sts").assume_role_with_web_identity(
            RoleArn=world.role_arn(role), RoleSessionName="probe", WebIdentityToken=token
        )
    except ClientError:
        return False
    return True


def ours_enter(seen: Seen) -> bool:
    """Jdoe of our pool gets the role."""
    return enters(seen.world, seen.world.identity_pool_id)


def guests_stay_out(seen: Seen) -> bool:
    """A guest of our pool does not."""
    return not enters(seen.world, seen.world.identity_pool_id, guest=True)


def others_stay_out(seen: Seen) -> bool:
    """Jdoe of the other pool does not."""
    return not enters(seen.world, seen.world.other_pool_id)


def _nobody(world: World, service: str) -> Any:
    session: Any = boto3_session(world.cloud, credentials={})
    return session.client(service)
