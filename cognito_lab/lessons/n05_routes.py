"""N05's account, and gina's two ways into it.

straight             the browser signs in at Google; the app hands Google's token to the counter
through the pool     the browser signs in at Google for the *user pool*, which issues its own token

The identity pool knows the user pool from the start. Google it does not know yet: registering it is
the lesson's first exercise. In the user pool is nobody at first.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import requests

from cognito_lab.app import pkce_pair
from cognito_lab.cloud import Cloud, new_cloud
from cognito_lab.lessons.journey.world import trust
from cognito_lab.lessons.people import add_member
from cognito_lab.primitives.caller import REGION
from cognito_lab.primitives.errors import AwsError
from cognito_lab.wire.boto import boto3_session
from cognito_lab.wire.http import http_session

GINA = "gina@example.com"
PASSWORDS: Mapping[str, str] = {GINA: "Practice-Google1", "gina": "Bright-Lantern6"}
PREFIX = "foreign-passport"
CALLBACK = "https://app.example.com/callback"
GOOGLE = "accounts.google.com"


@dataclass(frozen=True)
class World:
    """The ids of the pretend account, and of the app at Google."""

    cloud: Cloud
    user_pool_id: str
    client_id: str
    identity_pool_id: str
    web_app_id: str
    phone_app_id: str
    web_app_secret: str

    @property
    def domain(self) -> str:
        """Where the user pool's sign-in pages are."""
        return f"https://{PREFIX}.auth.{REGION}.amazoncognito.com"

    @property
    def user_pool_provider(self) -> str:
        """The user pool's name as a key of `Logins`."""
        return f"cognito-idp.{REGION}.amazonaws.com/{self.user_pool_id}"

    @property
    def passwords(self) -> Mapping[str, str]:
        """Practice passwords: gina's at Google by e-mail address, and hers at the user pool."""
        return PASSWORDS

    def __repr__(self) -> str:
        return (
            "<a pretend AWS account with a user pool and an identity pool, and gina at Google; "
            "nothing leaves this computer>"
        )


def build(seed: int | str | None = 5) -> World:
    """Make the account with boto3, as its administrator."""
    cloud = new_cloud(seed=seed)
    admin = boto3_session(cloud)
    cloud.google.add_user(GINA, PASSWORDS[GINA], name="Gina")
    web, phone = cloud.google.register_client("web"), cloud.google.register_client("phone")
    user_pool_id, client_id = _user_pool(admin.client("cognito-idp"), cloud)
    identity_pool_id = _identity_pool(admin, user_pool_id, client_id)
    secret = cloud.google.client_secret(web)
    return World(cloud, user_pool_id, client_id, identity_pool_id, web, phone, secret)


def _user_pool(idp: Any, cloud: Cloud) -> tuple[str, str]:
    """A pool with pages of its own, to which Google's people may come, too."""
    pool_id = idp.create_user_pool(PoolName=PREFIX)["UserPool"]["Id"]
    idp.create_user_pool_domain(Domain=PREFIX, UserPoolId=pool_id)
    back = f"https://{PREFIX}.auth.{REGION}.amazoncognito.com/oauth2/idpresponse"
    at_google = cloud.google.register_client("the user pool", [back])
    idp.create_identity_provider(
        UserPoolId=pool_id,
        ProviderName="Google",
        ProviderType="Google",
        ProviderDetails={
            "client_id": at_google,
            "client_secret": cloud.google.client_secret(at_google),
            "authorize_scopes": "openid email",
        },
        AttributeMapping={"email": "email"},
    )
    client = idp.create_user_pool_client(
        UserPoolId=pool_id,
        ClientName="notebook",
        ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        AllowedOAuthFlowsUserPoolClient=True,
        AllowedOAuthFlows=["code"],
        AllowedOAuthScopes=["openid", "email"],
        CallbackURLs=[CALLBACK],
        SupportedIdentityProviders=["COGNITO", "Google"],
    )["UserPoolClient"]
    return pool_id, client["ClientId"]


def _identity_pool(admin: Any, user_pool_id: str, client_id: str) -> str:
    """A counter that knows the user pool, and one role for everybody who signs in."""
    counter = admin.client("cognito-identity")
    pool_id = counter.create_identity_pool(
        IdentityPoolName=PREFIX,
        AllowUnauthenticatedIdentities=False,
        CognitoIdentityProviders=[
            {
                "ProviderName": f"cognito-idp.{REGION}.amazonaws.com/{user_pool_id}",
                "ClientId": client_id,
                "ServerSideTokenCheck": False,
            }
        ],
    )["IdentityPoolId"]
    role = _role(admin.client("iam"), pool_id)
    counter.set_identity_pool_roles(IdentityPoolId=pool_id, Roles={"authenticated": role})
    return str(pool_id)


def _role(iam: Any, identity_pool_id: str) -> str:
    role = iam.create_role(
        RoleName="traveller",
        AssumeRolePolicyDocument=json.dumps(trust(identity_pool_id, guest=False)),
    )["Role"]
    return str(role["Arn"])


def register_google(world: World) -> None:
    """What the first exercise asks for, so that the rest of the lesson can go on without it."""
    counter = boto3_session(world.cloud).client("cognito-identity")
    pool = counter.describe_identity_pool(IdentityPoolId=world.identity_pool_id)
    pool.pop("ResponseMetadata")
    counter.update_identity_pool(**pool | {"SupportedLoginProviders": {GOOGLE: world.web_app_id}})


# --- ways in --------------------------------------------------------------------------------------


def straight(world: World, app_id: str | None = None, email: str = GINA) -> dict[str, str]:
    """Sign in at Google for an app; the `Logins` map with Google's ID token.

    Args:
        world: The account.
        app_id: For which app of ours at Google; the web app unless given.
        email: Who signs in; gina unless given.
    """
    app = app_id or world.web_app_id
    password = PASSWORDS.get(email, PASSWORDS[GINA])
    signed_in = world.cloud.google.sign_in(email, password, client_id=app)
    return {GOOGLE: signed_in.id_token}


def by_password(world: World, name: str = "gina") -> dict[str, str]:
    """Sign in at the user pool with its own password; the `Logins` map.

    Whoever has no account with a password gets one first.
    """
    password = PASSWORDS.get(name, PASSWORDS["gina"])
    _make_account(world, name, password)
    idp = boto3_session(world.cloud, credentials={}).client("cognito-idp")
    answer = idp.initiate_auth(
        ClientId=world.client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": name, "PASSWORD": password},
    )
    return {world.user_pool_provider: answer["AuthenticationResult"]["IdToken"]}


def _make_account(world: World, name: str, password: str) -> None:
    """A member with a lasting password; nothing happens if there is one of this name."""
    idp = boto3_session(world.cloud).client("cognito-idp")
    with suppress(idp.exceptions.UsernameExistsException):
        add_member(idp, world.user_pool_id, name, password, email=f"{name}@example.com")


def through_the_user_pool(world: World) -> dict[str, str]:
    """Sign in at Google *for the user pool*, as gina's browser does it; the `Logins` map.

    The app sends the browser to the pool's domain, the pool sends it on to Google, and it comes
    back with a code, for which the app fetches tokens. `http_session` is browser and app.
    """
    http = http_session(world.cloud)
    pkce = pkce_pair(world.cloud.ids)
    question = {
        "response_type": "code",
        "client_id": world.client_id,
        "redirect_uri": CALLBACK,
        "scope": "openid email",
        "identity_provider": "Google",
        "code_challenge": pkce.code_challenge,
        "code_challenge_method": "S256",
    }
    page = http.get(f"{world.domain}/oauth2/authorize", params=question)
    if not page.is_redirect:  # Google does not know this browser yet
        page = _filled_in(http, page, email=GINA, password=PASSWORDS[GINA])
    code = parse_qs(urlsplit(page.headers["Location"]).query)["code"][0]
    answer = http.post(
        f"{world.domain}/oauth2/token",
        data={
            "grant_type": "authorization_code",
            "client_id": world.client_id,
            "code": code,
            "redirect_uri": CALLBACK,
            "code_verifier": pkce.code_verifier,
        },
    )
    return {world.user_pool_provider: answer.json()["id_token"]}


class _Form(HTMLParser):
    """The form of a page: where it is posted, and what is in it already."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.action, self.fields = "", dict[str, str]()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.action = given["action"]
        if tag == "input":
            self.fields[given["name"]] = given["value"]


def _filled_in(http: requests.Session, page: requests.Response, **typed: str) -> requests.Response:
    form = _Form(page.text)
    return http.post(urljoin(page.url, form.action), data={**form.fields, **typed})


# --- people for an exercise -----------------------------------------------------------------------


def two_ways_in(world: World) -> tuple[dict[str, str], dict[str, str]]:
    """Somebody new with an account at Google and one in the user pool: both `Logins` maps."""
    name = f"hana-{world.cloud.ids.code()}"
    email = f"{name}@example.com"
    world.cloud.google.add_user(email, PASSWORDS[GINA], name="Hana")
    return straight(world, email=email), by_password(world, name)


def counter_says(world: World, logins: Mapping[str, str]) -> str:
    """What the counter of a copied account answers to GetId: "" for yes, else AWS's words."""
    try:
        world.cloud.cognito_identity.get_id(
            identity_pool_id=world.identity_pool_id, logins=dict(logins)
        )
    except AwsError as error:
        return error.message
    return ""
