"""Real tokens of a small cloud, and texts that somebody may put into a token to do harm."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cognito_lab.cloud import Cloud, new_cloud
from cognito_lab.primitives.jose import b64url, b64url_decode
from tests.diagrams.diagram_samples import PAYLOADS

PASSWORD = "Correct-Horse7"
# What diagrams must survive, and what pages must survive besides.
HOSTILE: Mapping[str, str] = {
    **PAYLOADS,
    "is an image that fails": "<img src=x onerror=\"document.body.dataset.harmed='yes'\">",
    "is a drawing that loads": "<svg onload=\"document.body.dataset.harmed='yes'\">",
    "is a script": "</pre><script>document.body.dataset.harmed='yes'</script>",
    "closes an attribute": '" onfocus="document.body.dataset.harmed=\'yes\'" autofocus x="',
    "is a style": "</style><style>.cl-frame{display:none}</style>",
}


@dataclass(frozen=True)
class Tokens:
    """Every token of the course, made by the services of one cloud."""

    cloud: Cloud
    client_id: str
    id_token: str
    access_token: str
    refresh_token: str
    google_id_token: str
    google_access_token: str
    identity_token: str


def tokens(seed: int = 7) -> Tokens:
    """Sign jdoe in at a user pool, gina at Google, and a guest at an identity pool."""
    cloud = new_cloud(seed=seed)
    client_id, signed_in = _at_the_user_pool(cloud)
    at_google = _at_google(cloud)
    return Tokens(
        cloud,
        client_id,
        signed_in["IdToken"],
        signed_in["AccessToken"],
        signed_in["RefreshToken"],
        at_google.id_token,
        at_google.access_token,
        _at_the_identity_pool(cloud),
    )


def with_claims(token: str, **changes: Any) -> str:
    """The token with other claims and the old signature."""
    header, claims, signature = token.split(".")
    changed = {**json.loads(b64url_decode(claims)), **changes}
    return f"{header}.{b64url(json.dumps(changed).encode())}.{signature}"


def unsigned(claims: Mapping[str, Any], header: Mapping[str, Any] | None = None) -> str:
    """A text in the form of a token, with any header and claims, signed by nobody."""
    parts = [header or {"alg": "RS256", "kid": "none"}, claims]
    return ".".join([*(b64url(json.dumps(part).encode()) for part in parts), "c2ln"])


def _at_the_user_pool(cloud: Cloud) -> tuple[str, Mapping[str, str]]:
    idp = cloud.cognito_idp
    schema = [{"Name": "tenant", "AttributeDataType": "String"}]
    pool_id = idp.create_user_pool(pool_name="people", schema=schema)["UserPool"]["Id"]
    client_id = idp.create_user_pool_client(
        user_pool_id=pool_id,
        client_name="app",
        explicit_auth_flows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    )["UserPoolClient"]["ClientId"]
    said = {"email": "jdoe@example.com", "email_verified": "true", "custom:tenant": "42"}
    idp.admin_create_user(
        user_pool_id=pool_id,
        username="jdoe",
        user_attributes=[{"Name": name, "Value": value} for name, value in said.items()],
        message_action="SUPPRESS",
    )
    idp.admin_set_user_password(
        user_pool_id=pool_id, username="jdoe", password=PASSWORD, permanent=True
    )
    role = "arn:aws:iam::123456789012:role/editors"
    idp.create_group(user_pool_id=pool_id, group_name="editors", role_arn=role)
    idp.admin_add_user_to_group(user_pool_id=pool_id, username="jdoe", group_name="editors")
    answer = idp.initiate_auth(
        auth_flow="USER_PASSWORD_AUTH",
        client_id=client_id,
        auth_parameters={"USERNAME": "jdoe", "PASSWORD": PASSWORD},
    )
    return client_id, answer["AuthenticationResult"]


def _at_google(cloud: Cloud) -> Any:
    app = cloud.google.register_client("app")
    cloud.google.add_user("gina@example.com", PASSWORD, name="Gina")
    return cloud.google.sign_in("gina@example.com", PASSWORD, client_id=app, nonce="n-1")


def _at_the_identity_pool(cloud: Cloud) -> str:
    pools = cloud.cognito_identity
    pool_id = pools.create_identity_pool(
        identity_pool_name="counter", allow_unauthenticated_identities=True, allow_classic_flow=True
    )["IdentityPoolId"]
    identity_id = pools.get_id(identity_pool_id=pool_id)["IdentityId"]
    token: str = pools.get_open_id_token(identity_id=identity_id)["Token"]
    return token
