"""The world of the journey: one user pool, one identity pool, three doors, and the people at them.

Built the way an account is really built: with boto3, as the account's administrator. Read it as the
worked example of a set-up; every call here would be the same call on AWS.

    user pool      jdoe (in group editors, which has its own role) · uma, artie (in no group)
    Google         gina
    identity pool  Google → default role · user pool → role from the token, ambiguous = deny ·
    guests on three doors    /google and /group want a signed request (AWS_IAM) · /jwt wants an ID
    token one file       s3://cognito-lab-library/welcome.txt, readable by the two signed-in roles

The same seed gives the same ids, tokens and diagrams.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cognito_lab.cloud import Cloud, new_cloud
from cognito_lab.lessons.people import add_member
from cognito_lab.primitives.caller import ACCOUNT_ID, REGION
from cognito_lab.wire.boto import boto3_session

PASSWORDS: Mapping[str, str] = {
    "jdoe": "Correct-Horse7",
    "uma": "Battery-Staple8",
    "artie": "Purple-Monkey9",
    "gina@example.com": "Practice-Google1",
}
BUCKET, FILE = "cognito-lab-library", "welcome.txt"
FILE_TEXT = "You read this with a boarding pass: credentials that last one hour.\n"
STAGE = "prod"


@dataclass(frozen=True)
class World:
    """Everything a learner needs to name: ids, addresses and the practice passwords."""

    cloud: Cloud
    user_pool_id: str
    client_id: str
    google_client_id: str
    identity_pool_id: str
    api_id: str
    bucket: str = BUCKET
    file: str = FILE

    @property
    def user_pool_provider(self) -> str:
        """The user pool's name as a key of `Logins`."""
        return f"cognito-idp.{REGION}.amazonaws.com/{self.user_pool_id}"

    @property
    def api_url(self) -> str:
        return f"https://{self.api_id}.execute-api.{REGION}.amazonaws.com/{STAGE}"

    @property
    def passwords(self) -> Mapping[str, str]:
        """Practice passwords by user name, and by e-mail address for Google."""
        return PASSWORDS

    def __repr__(self) -> str:
        return (
            "<a pretend AWS account with a user pool (jdoe, uma, artie), an identity pool, "
            "Google (gina), three doors and one file; nothing leaves this computer>"
        )


def build(seed: int | str | None = 7) -> World:
    """Make the world of the journey in a new cloud."""
    cloud = new_cloud(seed=seed)
    admin = boto3_session(cloud)
    user_pool_id, client_id = _user_pool(admin)
    google_client_id = _people_at_google(cloud)
    identity_pool_id = _identity_pool(admin, user_pool_id, client_id, google_client_id)
    api_id = _doors(admin, cloud, user_pool_id)
    roles = _roles(admin, identity_pool_id, api_id)
    _who_gets_which_role(admin, identity_pool_id, user_pool_id, client_id, roles)
    _members(admin, user_pool_id, roles["editors"])
    _library(admin)
    return World(cloud, user_pool_id, client_id, google_client_id, identity_pool_id, api_id)


def _user_pool(admin: Any) -> tuple[str, str]:
    """A directory of people and one app that may sign them in."""
    idp = admin.client("cognito-idp")
    pool = idp.create_user_pool(PoolName="journey", AutoVerifiedAttributes=["email"])["UserPool"]
    client = idp.create_user_pool_client(
        UserPoolId=pool["Id"],
        ClientName="notebook",
        ExplicitAuthFlows=[
            "ALLOW_USER_PASSWORD_AUTH",
            "ALLOW_USER_SRP_AUTH",
            "ALLOW_REFRESH_TOKEN_AUTH",
        ],
        PreventUserExistenceErrors="ENABLED",
    )["UserPoolClient"]
    return pool["Id"], client["ClientId"]


def _members(admin: Any, user_pool_id: str, editors_role_arn: str) -> None:
    """Three people with lasting passwords; jdoe alone is an editor."""
    idp = admin.client("cognito-idp")
    for name in ("jdoe", "uma", "artie"):
        proven = {"email": f"{name}@example.com", "email_verified": "true"}
        add_member(idp, user_pool_id, name, PASSWORDS[name], **proven)
    idp.create_group(GroupName="editors", UserPoolId=user_pool_id, RoleArn=editors_role_arn)
    idp.admin_add_user_to_group(UserPoolId=user_pool_id, Username="jdoe", GroupName="editors")


def _people_at_google(cloud: Cloud) -> str:
    """Google knows gina, and knows our app by an app id of its own."""
    cloud.google.add_user("gina@example.com", PASSWORDS["gina@example.com"], name="Gina")
    return cloud.google.register_client("journey")


def _identity_pool(admin: Any, user_pool_id: str, client_id: str, google_client_id: str) -> str:
    """The counter: it knows two providers, each by the app id that their tokens must carry."""
    pool = admin.client("cognito-identity").create_identity_pool(
        IdentityPoolName="journey",
        AllowUnauthenticatedIdentities=True,
        SupportedLoginProviders={"accounts.google.com": google_client_id},
        CognitoIdentityProviders=[
            {
                "ProviderName": f"cognito-idp.{REGION}.amazonaws.com/{user_pool_id}",
                "ClientId": client_id,
                "ServerSideTokenCheck": False,
            }
        ],
    )
    return str(pool["IdentityPoolId"])


def _roles(admin: Any, identity_pool_id: str, api_id: str) -> dict[str, str]:
    """Three roles: who may take one (trust) and what it may do (permission). Guests may nothing."""
    door = f"arn:aws:execute-api:{REGION}:{ACCOUNT_ID}:{api_id}/{STAGE}/GET"
    library = f"arn:aws:s3:::{BUCKET}/*"
    may = {
        "default": [("execute-api:Invoke", f"{door}/google"), ("s3:GetObject", library)],
        "editors": [("execute-api:Invoke", f"{door}/group"), ("s3:GetObject", library)],
        "guest": [],
    }
    return {
        name: _role(admin, f"journey-{name}", identity_pool_id, allowed, guest=name == "guest")
        for name, allowed in may.items()
    }


def _role(
    admin: Any, name: str, identity_pool_id: str, allowed: list[tuple[str, str]], *, guest: bool
) -> str:
    iam = admin.client("iam")
    role = iam.create_role(
        RoleName=name, AssumeRolePolicyDocument=json.dumps(trust(identity_pool_id, guest=guest))
    )["Role"]
    if allowed:
        iam.put_role_policy(
            RoleName=name,
            PolicyName="what-it-may-do",
            PolicyDocument=json.dumps(permission(allowed)),
        )
    return str(role["Arn"])


def trust(identity_pool_id: str, *, guest: bool) -> dict[str, Any]:
    """Who may take the role: identities of this pool only, and only guests or only people.

    Source: Cognito developer guide, "Role trust and permissions".
    """
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Federated": "cognito-identity.amazonaws.com"},
                "Action": ["sts:AssumeRoleWithWebIdentity"],
                "Condition": {
                    "StringEquals": {"cognito-identity.amazonaws.com:aud": identity_pool_id},
                    "ForAnyValue:StringLike": {
                        "cognito-identity.amazonaws.com:amr": (
                            "unauthenticated" if guest else "authenticated"
                        )
                    },
                },
            }
        ],
    }


def permission(allowed: list[tuple[str, str]]) -> dict[str, Any]:
    """What a role may do: a list of (action, resource)."""
    return {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": action, "Resource": resource}
            for action, resource in allowed
        ],
    }


def _who_gets_which_role(
    admin: Any, identity_pool_id: str, user_pool_id: str, client_id: str, roles: dict[str, str]
) -> None:
    """Google people get the default role; a user-pool token must name its role, or is refused."""
    provider = f"cognito-idp.{REGION}.amazonaws.com/{user_pool_id}:{client_id}"
    admin.client("cognito-identity").set_identity_pool_roles(
        IdentityPoolId=identity_pool_id,
        Roles={"authenticated": roles["default"], "unauthenticated": roles["guest"]},
        RoleMappings={provider: {"Type": "Token", "AmbiguousRoleResolution": "Deny"}},
    )


def _doors(admin: Any, cloud: Cloud, user_pool_id: str) -> str:
    """One REST API with three doors, all in front of the same function."""
    api = admin.client("apigateway")
    api_id = api.create_rest_api(name="journey")["id"]
    root = api.get_resources(restApiId=api_id)["items"][0]["id"]
    authorizer = api.create_authorizer(
        restApiId=api_id,
        name="people-of-the-user-pool",
        type="COGNITO_USER_POOLS",
        providerARNs=[f"arn:aws:cognito-idp:{REGION}:{ACCOUNT_ID}:userpool/{user_pool_id}"],
        identitySource="method.request.header.Authorization",
    )["id"]
    behind = cloud.functions.register("user-card", user_card)
    for path, how in {
        "google": {"authorizationType": "AWS_IAM"},
        "group": {"authorizationType": "AWS_IAM"},
        "jwt": {"authorizationType": "COGNITO_USER_POOLS", "authorizerId": authorizer},
    }.items():
        _door(api, api_id, root, path, how, behind)
    api.create_deployment(restApiId=api_id, stageName=STAGE)
    return str(api_id)


def _door(
    api: Any, api_id: str, root: str, path: str, how: dict[str, str], function_arn: str
) -> None:
    resource = api.create_resource(restApiId=api_id, parentId=root, pathPart=path)["id"]
    where = {"restApiId": api_id, "resourceId": resource, "httpMethod": "GET"}
    api.put_method(**where, **how)
    api.put_integration(
        **where,
        type="AWS_PROXY",
        integrationHttpMethod="POST",
        uri=f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{function_arn}/invocations",
    )


def user_card(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    """The function behind the doors: it prints the user's id, as far as the gateway tells it one.

    Behind an AWS_IAM door that is the identity id. Behind the user-pool authorizer no identity id
    exists, so the card shows the `sub`: that is why it looks different.
    """
    request = event["requestContext"]
    claims = (request.get("authorizer") or {}).get("claims")
    user_id = claims["sub"] if claims else request["identity"]["cognitoIdentityId"]
    return {
        "statusCode": 200,
        "headers": {"Content-Type": "application/json"},
        "body": json.dumps({"id": user_id, "door": event["path"]}),
    }


def _library(admin: Any) -> None:
    s3 = admin.client("s3")
    s3.create_bucket(Bucket=BUCKET)
    s3.put_object(Bucket=BUCKET, Key=FILE, Body=FILE_TEXT.encode())
